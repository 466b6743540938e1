/** Plans: what other capabilities may use. */
export { registerPlanning } from './planning.routes.ts';
export { readForecast, readPlan, type ShortageSum, sumShortages } from './planning.service.ts';
