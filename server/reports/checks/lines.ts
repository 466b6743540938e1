/** How much of the lines' day the quantities made take. Lines that share an item are taken together. Pure. */
import { Decimal } from 'decimal.js';
import { conversion } from '#contracts/units.ts';
import type { ItemFacts, LineFacts } from './facts.ts';

export interface LineGroup {
  lines: LineFacts[];
  items: ItemFacts[];
  unit: string;
}

/** Lines and items that hang together. A group whose lines count in different units is left out: nothing can be added up in it. */
export function lineGroups(lines: readonly LineFacts[], items: readonly ItemFacts[]): LineGroup[] {
  const left = new Set(lines);
  const groups: LineGroup[] = [];
  for (const first of lines) {
    if (!left.delete(first)) continue;
    const group = [first];
    const codes = new Set(first.items);
    for (let grown = true; grown; ) {
      grown = false;
      for (const line of left) {
        if (!line.items.some((item) => codes.has(item))) continue;
        left.delete(line);
        group.push(line);
        for (const item of line.items) codes.add(item);
        grown = true;
      }
    }
    if (group.every((line) => line.unit === first.unit)) {
      groups.push({ lines: group, items: items.filter((item) => codes.has(item.item)), unit: first.unit });
    }
  }
  return groups;
}

/** How many of the line's unit one of the item's is (a bottle of 0.5 kg is 0.0005 t); null when it cannot be said. */
export function inLineUnit(item: ItemFacts, unit: string): Decimal | null {
  const direct = conversion(item.unit, unit);
  if (direct !== null) return direct;
  const perKilogram = conversion('公斤', unit);
  return item.contentKg === null || perKilogram === null ? null : item.contentKg.mul(perKilogram);
}

export interface Load {
  items: ItemFacts[];
  /** in the group's unit */
  made: Decimal;
  capacity: Decimal;
}

/**
 * The set of items whose lines are the tightest: by Hall's condition what was made fits on the lines exactly when every set of items fits
 * on the lines that can make any of it. Null when a quantity cannot be turned into the lines' unit.
 */
export function tightest(group: LineGroup, made: ReadonlyMap<string, Decimal>): Load | null {
  const items = group.items.filter((item) => made.get(item.item)?.gt(0));
  const inUnit = items.map((item) => inLineUnit(item, group.unit));
  if (inUnit.some((factor) => factor === null) || items.length > 12) return null;
  let worst: Load = { items: group.items, made: new Decimal(0), capacity: capacityOf(group, group.items) };
  for (let set = 1; set < 1 << items.length; set += 1) {
    const chosen = items.filter((_, index) => set & (1 << index));
    const load = items.reduce(
      (sum, item, index) => (set & (1 << index) ? sum.add(made.get(item.item)!.mul(inUnit[index]!)) : sum),
      new Decimal(0),
    );
    const capacity = capacityOf(group, chosen);
    if (load.mul(worst.capacity).gt(worst.made.mul(capacity)) || (capacity.isZero() && load.gt(0)))
      worst = { items: chosen, made: load, capacity };
  }
  return worst;
}

const capacityOf = (group: LineGroup, items: readonly ItemFacts[]): Decimal =>
  group.lines
    .filter((line) => items.some((item) => line.items.includes(item.item)))
    .reduce((sum, line) => sum.add(line.dailyCapacity), new Decimal(0));

/** Everything made in a group, in its unit. */
export function madeIn(group: LineGroup, made: ReadonlyMap<string, Decimal>): Decimal | null {
  let sum = new Decimal(0);
  for (const item of group.items) {
    const quantity = made.get(item.item);
    if (quantity === undefined || quantity.isZero()) continue;
    const factor = inLineUnit(item, group.unit);
    if (factor === null) return null;
    sum = sum.add(quantity.mul(factor));
  }
  return sum;
}
