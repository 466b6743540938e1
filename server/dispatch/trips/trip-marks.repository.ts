/** SQL of what is told beside trips: the pass that holds, the last position, the goods. */
import type { Transaction } from '../../platform/database/index.ts';

/** Passes that hold, by trip. */
export async function passesOf(tx: Transaction, city: string, trips: readonly string[]) {
  if (trips.length === 0) return [];
  return tx
    .selectFrom('passes')
    .select(['trip_id', 'pass_id'])
    .where('city_code', '=', city)
    .where('trip_id', 'in', trips)
    .where('state', '=', 'valid')
    .execute();
}

export async function lastPositions(tx: Transaction, city: string, trips: readonly string[]) {
  if (trips.length === 0) return [];
  return tx
    .selectFrom('trip_positions')
    .distinctOn('trip_id')
    .select(['trip_id', 'at', 'lat', 'lon'])
    .where('city_code', '=', city)
    .where('trip_id', 'in', trips)
    .orderBy('trip_id')
    .orderBy('at', 'desc')
    .execute();
}

/** What orders bring, by order and item, in the order of the register. */
export async function goodsOfOrders(tx: Transaction, city: string, orders: readonly string[]) {
  if (orders.length === 0) return [];
  return tx
    .selectFrom('allocation_order_lines as l')
    .innerJoin('items as i', (join) =>
      join.onRef('i.city_code', '=', 'l.city_code').onRef('i.item_code', '=', 'l.item_code'),
    )
    .select(['l.order_id', 'i.name', 'i.unit'])
    .select((select) => select.fn.sum<string>('l.quantity').as('quantity'))
    .where('l.city_code', '=', city)
    .where('l.order_id', 'in', orders)
    .groupBy(['l.order_id', 'i.item_code', 'i.name', 'i.unit'])
    .orderBy('i.item_code')
    .execute();
}
