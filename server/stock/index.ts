/** The stock ledger and the position: what other capabilities may use. */
export type { BalanceFilter, BalanceRow } from './balance.repository.ts';
export {
  type LotDescription,
  lotFor,
  lotsFor,
  type MovementInput,
  ownerOfPlace,
  type PostedMovement,
  placeInTransit,
  placeOfDemandPoint,
  placeOfProducer,
  placeOfReserve,
  postMovements,
  putReserve,
  type Reservation,
  reserveStock,
  type StockDocument,
  setLotState,
  syncPlaces,
  virtualPlaces,
} from './ledger.service.ts';
export { loadOpeningStock, type OpeningResult } from './opening.ts';
export { readBalances, readStock } from './stock.service.ts';
