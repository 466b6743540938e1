/** Between a release and its orders: what waits for one, what one took over, and what it no longer brings. */
import { Decimal } from 'decimal.js';
import { laterDay } from '#contracts/calendar.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { holdStock, placeOfReserve, readBalances } from '../stock/index.ts';
import { type PickedLot, pickedSum, pickLots, usableLots } from './holdings.ts';
import { change, decided, giveBack, releaseToChange, setAside, wantedOf } from './release.service.ts';
import * as repository from './reserves.repository.ts';
import { plain } from './reserves.service.ts';

export interface ApprovedRelease {
  id: string;
  number: string;
  kind: 'release' | 'rotation';
  /** the reserve's place in the ledger */
  place: string;
  demandPoint: string;
  item: string;
  grade: 'medical' | 'general' | null;
  /** what no order carries yet */
  quantity: string;
  by: string;
  reason: string;
  request: string | null;
  /** set aside in the ledger for this release */
  lots: Array<{ lot: number; quantity: string }>;
}

/** Approved releases and rotations, or what is left of them, that no order carries: what dispatch turns into allocation orders. */
export async function pendingReleases(work: Work, limit = 500): Promise<ApprovedRelease[]> {
  const rows = await repository.listReleases(work.tx, work.actor.city, { limit, state: 'approved' });
  const lots = await repository.lotsOfReleases(
    work.tx,
    work.actor.city,
    rows.map((row) => row.release_id),
  );
  return rows.map((row) => ({
    id: row.release_id,
    number: row.release_number,
    kind: row.kind === 'rotation' ? 'rotation' : 'release',
    place: placeOfReserve(row.reserve_id),
    demandPoint: row.demand_point_id,
    item: row.item_code,
    grade: wantedOf(row).grade,
    quantity: waitingOf(row).toFixed(),
    by: row.by_day,
    reason: row.reason,
    request: row.request_id,
    lots: lots
      .filter((lot) => lot.release_id === row.release_id)
      .map((lot) => ({ lot: lot.lot_id, quantity: plain(lot.quantity) })),
  }));
}

const waitingOf = (row: repository.ReleaseRow): Decimal => new Decimal(row.quantity).sub(row.ordered);

/**
 * Hands a release to the order made for it, in the order's transaction, and answers the lots that the order is to take, which are free again
 * for it alone (the balances stay locked until the transaction ends). They are those that were set aside. Where one of them may no longer be
 * issued, others of the reserve stand in; of a rotation nothing does, because the lot is its point.
 * Errors `reserve.decided`, `reserve.lots-gone`, `not-found`.
 */
export async function handOverRelease(work: Work, id: string, orderNumber: string): Promise<PickedLot[]> {
  const before = await releaseToChange(work, id);
  if (before.state !== 'approved') throw decided(before);
  await holdStock(work, [placeOfReserve(before.reserve_id)]);
  const lots = await chosenLots(work, before, waitingOf(before), await giveBack(work, before));
  if (lots.length === 0) throw new DomainError('reserve.lots-gone', { number: before.release_number });
  const ordered = new Decimal(before.ordered).add(pickedSum(lots));
  await change(work, 'reserve.order', before, {
    state: ordered.lt(before.quantity) ? 'approved' : 'ordered',
    ordered: ordered.toFixed(),
    order_numbers: [...before.order_numbers, orderNumber],
  });
  // what of it has no stock yet waits on
  return lots;
}

/** Of what was set aside, what may still be issued today; then, of a release, first-expired-first-out what else keeps until its day. */
async function chosenLots(
  work: Work,
  row: repository.ReleaseRow,
  quantity: Decimal,
  kept: readonly PickedLot[],
): Promise<PickedLot[]> {
  const today = await work.today();
  const balances = await readBalances(work, today, {
    places: [placeOfReserve(row.reserve_id)],
    items: [row.item_code],
  });
  const { grade, lot } = wantedOf(row);
  const usable = usableLots(balances, { day: today, grade, lot });
  const own = kept.flatMap((entry) => {
    const free = usable.find((other) => other.lot === entry.lot)?.free ?? new Decimal(0);
    const most = Decimal.min(entry.quantity, free, quantity);
    return most.gt(0) ? [{ lot: entry.lot, quantity: most }] : [];
  });
  const gap = quantity.sub(pickedSum(own));
  if (gap.lte(0)) return own;
  const taken = new Map(own.map((entry) => [entry.lot, entry.quantity]));
  const day = laterDay(row.by_day, today);
  const others = usableLots(balances, { day, grade, lot }).map((entry) => ({
    ...entry,
    free: entry.free.sub(taken.get(entry.lot) ?? 0),
  }));
  for (const entry of pickLots(others, gap)) {
    if (entry.quantity.gt(0)) taken.set(entry.lot, entry.quantity.add(taken.get(entry.lot) ?? 0));
  }
  return [...taken].map(([id, amount]) => ({ lot: id, quantity: amount }));
}

/**
 * What living orders bring of a release. What they no longer bring waits again, with stock set aside as far as there is any. Says why in the
 * audit. Nothing happens to one that was taken back meanwhile, or when nothing changed.
 */
export async function releaseCovered(
  work: Work,
  id: string,
  given: { covered: Decimal; order: string; why: string },
): Promise<void> {
  const before = await repository.lockRelease(work.tx, work.actor.city, id);
  if (before === undefined || (before.state !== 'ordered' && before.state !== 'approved')) return;
  const ordered = Decimal.min(given.covered, before.quantity);
  if (ordered.eq(before.ordered)) return;
  await holdStock(work, [placeOfReserve(before.reserve_id)]);
  const kept = await giveBack(work, before);
  await setAside(work, before, await chosenLots(work, before, new Decimal(before.quantity).sub(ordered), kept));
  const values = {
    state: ordered.lt(before.quantity) ? 'approved' : 'ordered',
    ordered: ordered.toFixed(),
    order_numbers: [...new Set([...before.order_numbers, given.order])],
  };
  const words = { order: given.order, why: given.why };
  await change(work, ordered.lt(before.ordered) ? 'reserve.waiting' : 'reserve.order', before, values, words);
}
