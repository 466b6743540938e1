/** The SQL of receipts, their photographs and the bases of payments. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { DB, Transaction } from '#server/platform/database/index.ts';

export type OrderRow = Selectable<DB['allocation_orders']>;
export type ReceiptRow = Selectable<DB['receipts']>;
export type PhotoRow = Selectable<DB['receipt_photos']>;
export type BasisRow = Selectable<DB['payment_bases']>;

/** Both ends of an order, as every row about its receipt carries them. */
export interface Ends {
  city_code: string;
  order_id: string;
  from_enterprise: string | null;
  from_county: string;
  to_demand_point: string | null;
  to_enterprise: string | null;
  to_county: string;
}

export const endsOf = (order: Ends): Ends => ({
  city_code: order.city_code,
  order_id: order.order_id,
  from_enterprise: order.from_enterprise,
  from_county: order.from_county,
  to_demand_point: order.to_demand_point,
  to_enterprise: order.to_enterprise,
  to_county: order.to_county,
});

/** Locked until the transaction ends, so that two who receive one order follow one another. */
export async function lockOrder(tx: Transaction, city: string, id: string): Promise<OrderRow | undefined> {
  return tx
    .selectFrom('allocation_orders')
    .selectAll()
    .where('city_code', '=', city)
    .where('order_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export interface Receiver {
  scope: string;
  ids: readonly string[];
}

/** The most orders that one place waits for at a time on a telephone. */
export const mostArriving = 200;

/** On the road to the receiver's places, the first due first; one more than is shown says that there are more. */
export async function arrivingOrders(tx: Transaction, city: string, { scope, ids }: Receiver): Promise<OrderRow[]> {
  const column = { demand_point: 'to_demand_point', enterprise: 'to_enterprise', county: 'to_county' }[scope];
  const mine = column === undefined ? sql`true` : sql`${sql.ref(column)} = any(${[...ids]}::text[])`;
  const { rows } = await sql<OrderRow>`select * from allocation_orders
    where city_code = ${city} and state in ('loaded', 'on_the_way', 'delivered') and ${mine}
    order by due_day, order_id limit ${mostArriving + 1}`.execute(tx);
  return rows;
}

export interface ArrivingLotRow {
  order_id: string;
  line: number;
  lot_id: number;
  item_code: string;
  name: string;
  name_en: string;
  unit: string;
  grade: string | null;
  lot_number: string;
  expires: string | null;
  picked: string;
}

/** What was loaded of each lot of the orders. */
export async function arrivingLots(tx: Transaction, city: string, ids: readonly string[]): Promise<ArrivingLotRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ArrivingLotRow>`
    select x.order_id, x.line, x.lot_id, x.item_code, i.name, i.name_en, i.unit, x.grade, x.lot_number, x.expires, x.picked
    from allocation_order_lots x join items i on i.city_code = x.city_code and i.item_code = x.item_code
    where x.city_code = ${city} and x.order_id = any(${[...ids]}::text[]) and x.picked > 0
    order by x.order_id, x.line, x.expires nulls last, x.lot_number, x.lot_id`.execute(tx);
  return rows;
}

export async function findReceipt(tx: Transaction, city: string, id: string): Promise<ReceiptRow | undefined> {
  return tx
    .selectFrom('receipts')
    .selectAll()
    .where('city_code', '=', city)
    .where('order_id', '=', id)
    .executeTakeFirst();
}

export async function insertReceipt(tx: Transaction, row: Insertable<DB['receipts']>): Promise<void> {
  await tx.insertInto('receipts').values(row).execute();
}

export async function insertPhotos(tx: Transaction, rows: Insertable<DB['receipt_photos']>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('receipt_photos').values(rows).execute();
}

export async function insertBases(tx: Transaction, rows: Insertable<DB['payment_bases']>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('payment_bases').values(rows).execute();
}

export async function photosOf(tx: Transaction, city: string, id: string) {
  return tx
    .selectFrom('receipt_photos')
    .select(['photo_number', 'line', 'lot_id'])
    .where('city_code', '=', city)
    .where('order_id', '=', id)
    .orderBy('photo_number')
    .execute();
}

export async function findPhoto(tx: Transaction, city: string, id: string, number: number) {
  return tx
    .selectFrom('receipt_photos')
    .select('jpeg')
    .where('city_code', '=', city)
    .where('order_id', '=', id)
    .where('photo_number', '=', number)
    .executeTakeFirst();
}

export interface BasisFilter {
  order?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  after: number;
  limit: number;
}

export async function basesOf(tx: Transaction, city: string, filter: BasisFilter): Promise<BasisRow[]> {
  let query = tx
    .selectFrom('payment_bases')
    .selectAll()
    .where('city_code', '=', city)
    .where('basis_id', '>', filter.after)
    .orderBy('basis_id')
    .limit(filter.limit);
  if (filter.order !== undefined) query = query.where('order_id', '=', filter.order);
  if (filter.from !== undefined) query = query.where('day', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('day', '<=', filter.to);
  return query.execute();
}

/** What came later of a lot counts as received. */
export async function addReceived(
  tx: Transaction,
  key: { city_code: string; order_id: string; line: number; lot_id: number },
  quantity: string,
): Promise<void> {
  await tx
    .updateTable('allocation_order_lots')
    .set({ received: sql`coalesce(received, 0) + ${quantity}::numeric` })
    .where('city_code', '=', key.city_code)
    .where('order_id', '=', key.order_id)
    .where('line', '=', key.line)
    .where('lot_id', '=', key.lot_id)
    .execute();
}
