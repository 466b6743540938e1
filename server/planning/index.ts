/** Plans: what other capabilities may use. */
export { registerPlanning } from './planning.routes.ts';
export { readPlan } from './planning.service.ts';
