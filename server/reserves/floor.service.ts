/** What may leave a reserve without a release: what stands above its floor, at the level that it leaves asks for (S5). */
import { Decimal } from 'decimal.js';
import type { ApprovalLevel } from '#contracts/reserves.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import { ownerOfPlace, readBalances } from '../stock/index.ts';
import { type Bounds, levelFor, sumOf, usableLots } from './holdings.ts';
import { both } from './release.service.ts';
import * as repository from './reserves.repository.ts';
import { boundsOf, itemOrFail, openReserve } from './reserves.service.ts';

interface Room {
  available: Decimal;
  bounds: Bounds | null;
  /** what an order may take without a release */
  above: Decimal;
}

/** Of each item at a reserve's place, what may be ordered from it without a release. Hold the place to rely on it. */
export async function roomAboveFloor(work: Work, place: string, items: readonly string[]): Promise<Map<string, Room>> {
  const today = await work.today();
  const balances = await readBalances(work, today, { places: [place], items });
  const rooms = new Map<string, Room>();
  for (const item of new Set(items)) {
    const level = await repository.findLevel(work.tx, work.actor.city, ownerOfPlace(place), item);
    const bounds = boundsOf(level);
    const here = balances.filter((row) => row.item === item);
    const available = sumOf(usableLots(here, { day: today }));
    rooms.set(item, { available, bounds, above: Decimal.max(0, available.sub(bounds?.floor ?? 0)) });
  }
  return rooms;
}

const ranks: readonly ApprovalLevel[] = ['sub_group', 'group', 'city'];

/**
 * The level that must decide an order that takes these quantities straight from a reserve, whose balances must be held: what the reserve keeps
 * asks for it, as with a release. Errors `reserve.floor` when too little is left, `reserve.closed`.
 */
export async function levelOfTaking(
  work: Work,
  place: string,
  takes: ReadonlyMap<string, Decimal>,
): Promise<ApprovalLevel> {
  const reserve = await openReserve(work, ownerOfPlace(place));
  const rooms = await roomAboveFloor(work, place, [...takes.keys()]);
  let rank = 0;
  for (const [code, quantity] of takes) {
    const { available, bounds, above } = rooms.get(code)!;
    // with too little in stock the lots say so, more exactly
    if (bounds !== null && quantity.gt(above) && quantity.lte(available)) {
      const item = itemOrFail(await readRegistry(work), code);
      throw new DomainError('reserve.floor', {
        name: reserve.name,
        item: [item.name, item.nameEn],
        available: both(available.toFixed(), item.unit),
        floor: both(bounds.floor.toFixed(), item.unit),
        above: both(above.toFixed(), item.unit),
        asked: both(quantity.toFixed(), item.unit),
      });
    }
    rank = Math.max(rank, ranks.indexOf(levelFor(available.sub(quantity), bounds)));
  }
  return ranks[rank]!;
}
