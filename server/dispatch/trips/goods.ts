/** The goods of a trip in words. */
import { Decimal } from 'decimal.js';

interface Line {
  order_id: string;
  name: string;
  unit: string;
  quantity: string;
}
interface Stop {
  order_id: string;
  /** as the stop itself tells them */
  goods: string;
  part: number;
  parts: number;
}

/**
 * What a guard counts: each item once, over all stops ('口罩 494400 只；医用酒精 2 吨'). `lines` are those of the orders that are on board whole;
 * a part of an order is named as such, for nobody knows which of its goods it holds.
 */
export function goodsTold(lines: readonly Line[], stops: readonly Stop[]): string {
  const known = new Set(lines.map((line) => line.order_id));
  const summed = [...Map.groupBy(lines, (line) => line.name)].map(
    ([name, same]) => `${name} ${Decimal.sum(...same.map((line) => line.quantity)).toFixed()} ${same[0]!.unit}`,
  );
  const others = stops
    .filter((stop) => !known.has(stop.order_id))
    .map(({ goods, part, parts }) => (parts > 1 ? `${goods}（${part}/${parts}）` : goods));
  return [...summed, ...new Set(others)].join('；');
}
