/** Reserves (储备): what other capabilities may use. */
export {
  type ApprovedRelease,
  askRelease,
  cancelRelease,
  decideRelease,
  handOverRelease,
  pendingReleases,
} from './release.service.ts';
export { registerReserves } from './reserves.routes.ts';
export {
  addReserve,
  creditReplenishment,
  readReserves,
  receiveIntoReserve,
  setReserveLevels,
} from './reserves.service.ts';
