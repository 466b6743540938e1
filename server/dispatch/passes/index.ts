/** The green channel: what trips and the wiring need of it. */
export { cityTime } from './city-time.ts';
export { registerPasses } from './passes.routes.ts';
export { codeOf, holdingPassOfTrip, issuePass, type PassGrant, revokePassOfTrip } from './passes.service.ts';
