/** What reserves hold against their floors and targets, and who must decide what leaves them. Pure. */
import { Decimal } from 'decimal.js';
import type { ApprovalLevel } from '#contracts/reserves.ts';
import type { BalanceRow } from '../stock/index.ts';

export interface Bounds {
  floor: Decimal;
  target: Decimal;
}

/** Free lots that may still be issued on the day, less what is promised; only medical grade where it is asked for. */
export function usableLots(
  balances: readonly BalanceRow[],
  given: { day: string; grade?: 'medical' | 'general' | null; lot?: number | null },
): Array<{ lot: number; expires: string | null; free: Decimal }> {
  return balances
    .filter((row) => row.state === 'free' && (row.expires === null || row.expires >= given.day))
    .filter((row) => given.grade !== 'medical' || row.grade === 'medical')
    .filter((row) => given.lot === undefined || given.lot === null || row.lot === given.lot)
    .map(({ lot, expires, quantity, reserved }) => ({ lot, expires, free: quantity.sub(reserved) }))
    .filter((row) => row.free.gt(0))
    .sort((one, other) => order(one.expires, other.expires) || one.lot - other.lot);
}

/** What expires first goes first; what never expires goes last. */
function order(one: string | null, other: string | null): number {
  return (one ?? '9999').localeCompare(other ?? '9999');
}

export function sumOf(lots: ReadonlyArray<{ free: Decimal }>): Decimal {
  return lots.reduce((sum, lot) => sum.add(lot.free), new Decimal(0));
}

export interface PickedLot {
  lot: number;
  quantity: Decimal;
}

/** First expired, first out; as far as there is any. */
export function pickLots(lots: ReadonlyArray<{ lot: number; free: Decimal }>, quantity: Decimal): PickedLot[] {
  let rest = quantity;
  const picked: PickedLot[] = [];
  for (const { lot, free } of lots) {
    if (rest.lte(0)) break;
    const taken = Decimal.min(rest, free);
    picked.push({ lot, quantity: taken });
    rest = rest.sub(taken);
  }
  return picked;
}

export function pickedSum(picked: readonly PickedLot[]): Decimal {
  return picked.reduce((sum, { quantity }) => sum.add(quantity), new Decimal(0));
}

/** Who must decide a release that leaves `left`: the sub-group while the target stands, the group down to the floor, below it the city. */
export function levelFor(left: Decimal, bounds: Bounds | null): ApprovalLevel {
  if (bounds === null) return 'group';
  if (left.gte(bounds.target)) return 'sub_group';
  return left.gte(bounds.floor) ? 'group' : 'city';
}

export function stateOf(available: Decimal, bounds: Bounds | null) {
  if (bounds === null) return 'unset';
  if (available.lt(bounds.floor)) return 'below_floor';
  return available.lt(bounds.target) ? 'below_target' : 'enough';
}
