/** The stock ledger and the position: what other capabilities may use. */
export type { BalanceFilter, BalanceRow } from './balance.repository.ts';
export { type Corrected, type Correction, correctMovement } from './correction.service.ts';
export {
  holdStock,
  type LotDescription,
  lotFor,
  lotsFor,
  type MovementInput,
  ownerOfPlace,
  type PostedMovement,
  placeInTransit,
  placeOfDemandPoint,
  placeOfGoodsSentFrom,
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
export { readPosition } from './position.service.ts';
export { registerStock } from './stock.routes.ts';
export { readBalancePage, readBalances, readBooksOpened, readMovementPage, readStock } from './stock.service.ts';
export { type Stocktake, takeStock } from './stocktake.service.ts';
