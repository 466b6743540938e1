/** Plans: what other capabilities may use. */
export { type Departure, departuresOf, type PlanInForce, planInForce } from './departures.ts';
export { leadDays, roadKm } from './model/distance.ts';
export { registerPlanning } from './planning.routes.ts';
export { readForecast, readPlan, type ShortageSum, sumShortages } from './planning.service.ts';
export { outlookOfPoint, type PointOutlook } from './point-outlook.ts';
