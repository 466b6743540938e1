/** Reserves (储备): what other capabilities may use. */
export { levelOfTaking, roomAboveFloor } from './floor.service.ts';
export { type ApprovedRelease, handOverRelease, pendingReleases, releaseCovered } from './handover.service.ts';
export type { PickedLot } from './holdings.ts';
export { askRelease, cancelRelease, decideRelease } from './release.service.ts';
export { registerReserves } from './reserves.routes.ts';
export {
  addReserve,
  creditReplenishment,
  readReserves,
  receiveIntoReserve,
  setReserveLevels,
} from './reserves.service.ts';
