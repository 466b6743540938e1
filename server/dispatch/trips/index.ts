/** Trips: what the wiring and other parts of dispatch need of them. */
export { type Alert, raiseAlert } from './alerts.ts';
export { saveDriver } from './drivers.service.ts';
export { readRules as readTripRules, saveRules as saveTripRules } from './rules.service.ts';
export { registerTrips } from './trips.routes.ts';
