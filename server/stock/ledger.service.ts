/**
 * The posting side of the stock ledger. Whoever changes stock, anywhere in the product, does it here: the database's functions keep every
 * balance at or above zero, count a line sent twice once, and let nothing be changed or deleted (docs/decisions/0003-ledger.md).
 */
import { Decimal } from 'decimal.js';
import type { LotState } from '#contracts/stock-terms.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Grade } from '../registry/dataset/index.ts';
import * as repository from './ledger.repository.ts';

/** What a movement is written down in: 'opening', 'stocktake', 'correction', 'report', 'order', 'receipt', 'recall', …, and its number. */
export interface StockDocument {
  kind: string;
  id: string;
}

export interface MovementInput {
  /** number of the line in its document: the same line sent again counts once */
  line: number;
  from: string;
  to: string;
  lot: number;
  /** above zero, in the item's base unit, at most six decimals */
  quantity: Decimal.Value;
  /** the business day to which it belongs; the city's today when left out */
  day?: string | undefined;
  reason?: string | undefined;
  /** takes what was promised with `reserveStock` */
  fromReserved?: boolean | undefined;
  /** the movement that this one takes back; only for corrections */
  reverses?: number | undefined;
  /** the movement in whose place this one stands */
  replaces?: number | undefined;
}

export interface PostedMovement {
  line: number;
  movement: number;
  /** false: this line had been posted before */
  posted: boolean;
}

export interface LotDescription {
  item: string;
  /** only of items with the licence rule `grade` */
  grade?: Grade | null | undefined;
  lotNumber?: string | null | undefined;
  /** last day on which it may be issued */
  expires?: string | null | undefined;
  /** the producer that made it */
  enterprise?: string | null | undefined;
}

export const virtualPlaces = {
  production: 'virtual:production',
  consumption: 'virtual:consumption',
  supplier: 'virtual:supplier',
  adjustment: 'virtual:adjustment',
  writeOff: 'virtual:write-off',
} as const;

export const placeOfProducer = (enterprise: string): string => `producer:${enterprise}`;
export const placeOfDemandPoint = (demandPoint: string): string => `demand:${demandPoint}`;
/** What a producer has sent out and nobody has received yet. */
export const placeInTransit = (enterprise: string): string => `transit:${enterprise}`;
export const placeOfReserve = (reserve: string): string => `reserve:${reserve}`;
/** What has left a producer's or a reserve's place and nobody has received yet. */
export const placeOfGoodsSentFrom = (place: string): string =>
  place.startsWith('producer:') ? placeInTransit(ownerOfPlace(place)) : `transit:${place}`;
/** The registry's id within a place's id. */
export const ownerOfPlace = (place: string): string => place.slice(place.indexOf(':') + 1);

/**
 * Posts the movements of one document in the transaction of `work`, all or none.
 * Errors: `stock.insufficient` (which place, item, lot, has, needs), `stock.insufficient-on-day` (a back-dated posting would make that day's
 * closing negative), `stock.lot-expired`, `stock.lot-quarantined`, `stock.lot-recalled`, `stock.sent-differently`, `stock.unknown-place`,
 * `stock.unknown-lot`, `stock.quantity-not-positive`, `stock.quantity-too-fine`, `stock.future-day`; SQLSTATE 42501 (answered as
 * `access.denied`) when the actor may not issue from the place.
 */
export async function postMovements(
  work: Work,
  given: { document: StockDocument; movements: readonly MovementInput[] },
): Promise<PostedMovement[]> {
  const today = await work.today();
  const latest = given.movements.find((movement) => (movement.day ?? today) > today);
  if (latest) throw new DomainError('stock.future-day', { day: latest.day, today });
  return post(work, given);
}

/** As `postMovements`, for a day that the caller answers for: an import's, whose day may be the city's new one. */
export async function post(
  work: Work,
  { document, movements }: { document: StockDocument; movements: readonly MovementInput[] },
): Promise<PostedMovement[]> {
  if (movements.length === 0) return [];
  const today = await work.today();
  const lines = movements.map((movement) => ({
    line: movement.line,
    from_place: movement.from,
    to_place: movement.to,
    lot_id: movement.lot,
    quantity: exactQuantity(movement.quantity, movement.line),
    business_date: movement.day ?? today,
    reason: movement.reason ?? '',
    from_reserved: movement.fromReserved ?? false,
    reverses: movement.reverses ?? null,
    replaces: movement.replaces ?? null,
  }));
  const rows = await repository.callPostMovements(work.tx, document, work.now, work.actor.name, lines);
  const fresh = rows.filter((row) => row.posted).length;
  if (fresh > 0) {
    work.changed('stock');
    work.audit({
      action: 'stock.post',
      subject: 'stock_document',
      subjectId: `${document.kind}/${document.id}`,
      after: { movements: fresh, ...(movements.length <= 20 ? { lines } : {}) },
      ...soleOwner(movements),
    });
  }
  return rows.map((row) => ({ line: row.line, movement: row.movement_id, posted: row.posted }));
}

/** The producer or demand point whose own stock moved, when there is just one: it sees the audit entry. */
function soleOwner(movements: readonly MovementInput[]): { enterprise?: string; demandPoint?: string } {
  const places = new Set(
    movements.flatMap(({ from, to }) => [from, to]).filter((place) => !place.startsWith('virtual:')),
  );
  const [place] = places;
  if (place === undefined || places.size > 1) return {};
  if (place.startsWith('demand:')) return { demandPoint: ownerOfPlace(place) };
  return place.startsWith('producer:') ? { enterprise: ownerOfPlace(place) } : {};
}

/** A plain decimal string that numeric(20,6) holds exactly. */
export function exactQuantity(value: Decimal.Value, line: number): string {
  let quantity: Decimal;
  try {
    quantity = new Decimal(value);
  } catch {
    throw new DomainError('stock.quantity-too-fine', { line, quantity: String(value) });
  }
  if (!quantity.isFinite() || quantity.decimalPlaces() > 6 || quantity.abs().gte('1e14')) {
    throw new DomainError('stock.quantity-too-fine', { line, quantity: String(value) });
  }
  if (quantity.lte(0)) throw new DomainError('stock.quantity-not-positive', { line, quantity: quantity.toFixed() });
  return quantity.toFixed();
}

/** The lots described, made where they are new, in the order given. Error `stock.unknown-item`; `access.denied` for a new lot of another's. */
export async function lotsFor(work: Work, descriptions: readonly LotDescription[]): Promise<number[]> {
  const found = await repository.callLotsFor(
    work.tx,
    descriptions.map((lot, number) => ({
      number,
      item: lot.item,
      grade: lot.grade ?? null,
      lot_number: lot.lotNumber?.trim() ?? '',
      expires: lot.expires ?? null,
      enterprise: lot.enterprise ?? null,
    })),
  );
  return descriptions.map((_, number) => {
    const lot = found.get(number);
    if (lot === undefined) throw new DomainError('access.denied', { permission: 'stock.post' });
    return lot;
  });
}

export async function lotFor(work: Work, description: LotDescription): Promise<number> {
  const [lot] = await lotsFor(work, [description]);
  return lot!;
}

/** Makes the places of new producers and demand points, and takes over renamed and moved ones. Cheap when nothing changed. */
export async function syncPlaces(work: Work): Promise<number> {
  const changed = await repository.callSyncPlaces(work.tx);
  if (changed > 0) {
    work.changed('stock');
    work.audit({ action: 'stock.places', subject: 'places', subjectId: work.actor.city, after: { changed } });
  }
  return changed;
}

/** Opens a reserve warehouse, or renames, moves or hands it to another holder; answers its place. Needs sight of the county. */
export async function putReserve(
  work: Work,
  reserve: { id: string; name: string; county: string; enterprise?: string | null },
): Promise<string> {
  await repository.callPutReserve(work.tx, reserve);
  const place = placeOfReserve(reserve.id);
  work.changed('stock');
  work.audit({ action: 'stock.reserve', subject: 'place', subjectId: place, after: reserve, county: reserve.county });
  return place;
}

/** Frees, quarantines or recalls a lot wherever it is; from then on only a free lot may be issued. Needs sight of the maker's county. */
export async function setLotState(work: Work, lot: number, state: LotState, reason: string): Promise<void> {
  const before = await repository.callSetLotState(work.tx, lot, state);
  if (before === state) return;
  work.changed('stock');
  work.audit({
    action: 'stock.lot-state',
    subject: 'lot',
    subjectId: String(lot),
    before: { state: before },
    after: { state, reason },
  });
}

export interface Reservation {
  place: string;
  lot: number;
  /** above zero promises, below zero gives back */
  quantity: Decimal.Value;
  /** the business day on which it will be issued; the city's today when left out */
  day?: string | undefined;
}

/** Keeps the balances of places as they are until the transaction ends, so that what is read of them can be promised. */
export async function holdStock(work: Work, places: readonly string[]): Promise<void> {
  await repository.callHoldBalances(work.tx, places);
}

/**
 * Promises stock to an order so that nothing else can take it, or gives it back. Errors `stock.insufficient`, `stock.lot-expired`,
 * `stock.lot-quarantined`, `stock.lot-recalled`.
 */
export async function reserveStock(
  work: Work,
  reservations: readonly Reservation[],
  document: StockDocument,
): Promise<void> {
  if (reservations.length === 0) return;
  const today = await work.today();
  const lines = reservations.map((entry) => ({
    ...entry,
    day: entry.day ?? today,
    quantity: new Decimal(entry.quantity).toFixed(),
  }));
  await repository.callChangeReservations(work.tx, lines);
  work.changed('stock');
  work.audit({
    action: 'stock.reserve-for-order',
    subject: 'stock_document',
    subjectId: `${document.kind}/${document.id}`,
    after: { lines },
  });
}
