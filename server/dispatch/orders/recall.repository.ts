/** The SQL of quarantines and recalls. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { DB, Transaction } from '#server/platform/database/index.ts';
import type { OrderRow } from './orders.repository.ts';

export type RecallRow = Selectable<DB['lot_recalls']>;
export type RecallPlaceRow = Selectable<DB['lot_recall_places']>;

export async function findLot(tx: Transaction, city: string, lot: number) {
  return tx
    .selectFrom('lots')
    .select(['lot_id', 'item_code', 'grade', 'lot_number', 'expires', 'state', 'enterprise_id', 'county_code'])
    .where('city_code', '=', city)
    .where('lot_id', '=', lot)
    .executeTakeFirst();
}

const MOST_LOTS = 100;

/** The newest lots of an item, with their makers; `search` finds older ones by number, '#24' or maker. */
export async function lotsOfItem(tx: Transaction, city: string, item: string, search: string) {
  return tx
    .selectFrom('lots as l')
    .leftJoin('enterprises as e', (join) =>
      join.onRef('e.city_code', '=', 'l.city_code').onRef('e.enterprise_id', '=', 'l.enterprise_id'),
    )
    .select(['l.lot_id', 'l.item_code', 'l.grade', 'l.lot_number', 'l.expires', 'l.state', 'e.name as maker'])
    .where('l.city_code', '=', city)
    .where('l.item_code', '=', item)
    .where(sql<boolean>`strpos(lower(concat_ws(' ', l.lot_number, '#' || l.lot_id, e.name)), lower(${search})) > 0`)
    .orderBy('l.lot_id', 'desc')
    .limit(MOST_LOTS)
    .execute();
}

/** Orders that hold the lot and have not been loaded. */
export async function ordersHolding(tx: Transaction, city: string, lot: number): Promise<string[]> {
  const { rows } = await sql<{ order_id: string }>`
    select distinct o.order_id from allocation_order_lots x
      join allocation_orders o on o.city_code = x.city_code and o.order_id = x.order_id
    where x.city_code = ${city} and x.lot_id = ${lot} and o.state in ('issued', 'picked')
    order by o.order_id`.execute(tx);
  return rows.map((row) => row.order_id);
}

export interface OrderOfLot extends OrderRow {
  lot_quantity: string;
  lot_received: string | null;
  received_by: string | null;
}

/** Every order that carried the lot and was not undone, newest first. */
export async function ordersOfLot(tx: Transaction, city: string, lot: number): Promise<OrderOfLot[]> {
  const { rows } = await sql<OrderOfLot>`
    select o.*, x.quantity as lot_quantity, x.received as lot_received,
      (select e.user_name from allocation_order_events e where e.city_code = o.city_code and e.order_id = o.order_id
        and e.kind = 'received' order by e.event_number desc limit 1) as received_by
    from (select city_code, order_id, sum(coalesce(picked, quantity)) as quantity, sum(received) as received
        from allocation_order_lots where city_code = ${city} and lot_id = ${lot} group by city_code, order_id) x
      join allocation_orders o on o.city_code = x.city_code and o.order_id = x.order_id
    where o.state not in ('cancelled', 'amended')
    order by o.dispatch_day desc, o.order_id desc limit 5000`.execute(tx);
  return rows;
}

/** What came into and left the real places for good, by the kind of the other end; what was taken back counts against. */
export async function sumsOfLot(tx: Transaction, city: string, lot: number): Promise<Map<string, string>> {
  const { rows } = await sql<{ kind: string; quantity: string }>`
    select kind, sum(quantity) as quantity from (
      select to_kind as kind, quantity from movements where city_code = ${city} and lot_id = ${lot} and to_place like 'virtual:%'
      union all
      select from_kind, -quantity from movements where city_code = ${city} and lot_id = ${lot} and from_place like 'virtual:%'
    ) m group by kind`.execute(tx);
  return new Map(rows.map((row) => [row.kind, row.quantity]));
}

export async function insertRecall(tx: Transaction, row: Insertable<DB['lot_recalls']>): Promise<void> {
  await tx.insertInto('lot_recalls').values(row).execute();
}

export async function openRecalls(tx: Transaction, city: string, lots: readonly number[]): Promise<RecallRow[]> {
  if (lots.length === 0) return [];
  return tx
    .selectFrom('lot_recalls')
    .selectAll()
    .where('city_code', '=', city)
    .where('lot_id', 'in', [...lots])
    .where('state', '=', 'open')
    .execute();
}

export async function findRecall(tx: Transaction, city: string, id: string): Promise<RecallRow | undefined> {
  return tx
    .selectFrom('lot_recalls')
    .selectAll()
    .where('city_code', '=', city)
    .where('recall_id', '=', id)
    .executeTakeFirst();
}

/** Locked for whoever may decide on it. */
export async function lockRecall(tx: Transaction, city: string, id: string): Promise<RecallRow | undefined> {
  return tx
    .selectFrom('lot_recalls')
    .selectAll()
    .where('city_code', '=', city)
    .where('recall_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function listRecalls(
  tx: Transaction,
  city: string,
  filter: { state?: string | undefined; before?: { at: string; id: string } | undefined; limit: number },
): Promise<RecallRow[]> {
  return tx
    .selectFrom('lot_recalls')
    .selectAll()
    .where('city_code', '=', city)
    .$if(filter.state !== undefined, (query) => query.where('state', '=', filter.state!))
    .$if(filter.before !== undefined, (query) =>
      query.where(sql<boolean>`(started_at, recall_id) < (${filter.before!.at}::timestamptz, ${filter.before!.id})`),
    )
    .orderBy('started_at', 'desc')
    .orderBy('recall_id', 'desc')
    .limit(filter.limit)
    .execute();
}

export async function endRecall(
  tx: Transaction,
  recall: RecallRow,
  change: Partial<Pick<RecallRow, 'state' | 'outcome' | 'ended_at' | 'ended_by_name'>>,
): Promise<void> {
  await tx
    .updateTable('lot_recalls')
    .set({ ...change, revision: sql`revision + 1` })
    .where('city_code', '=', recall.city_code)
    .where('recall_id', '=', recall.recall_id)
    .execute();
}

/** Adds to what a place holds of the lot, making its row when it is new. */
export async function addToPlaces(tx: Transaction, rows: Array<Insertable<DB['lot_recall_places']>>): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('lot_recall_places')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'recall_id', 'place_id']).doUpdateSet({
        quantity: sql`lot_recall_places.quantity + excluded.quantity`,
        destroyed: sql`lot_recall_places.destroyed + excluded.destroyed`,
        returned: sql`lot_recall_places.returned + excluded.returned`,
        used: sql`lot_recall_places.used + excluded.used`,
        note: sql`case when excluded.note = '' then lot_recall_places.note else excluded.note end`,
        updated_at: sql`excluded.updated_at`,
        updated_by_name: sql`excluded.updated_by_name`,
        revision: sql`lot_recall_places.revision + 1`,
      }),
    )
    .execute();
}

export async function placesOfRecall(tx: Transaction, city: string, id: string): Promise<RecallPlaceRow[]> {
  return tx
    .selectFrom('lot_recall_places')
    .selectAll()
    .where('city_code', '=', city)
    .where('recall_id', '=', id)
    .orderBy('place_id')
    .limit(10_000)
    .execute();
}

export interface PlaceOwner {
  place_id: string;
  name: string;
  kind: string;
  county_code: string | null;
  enterprise_id: string | null;
  demand_point_id: string | null;
}

export async function placesNamed(
  tx: Transaction,
  city: string,
  ids: readonly string[],
): Promise<Map<string, PlaceOwner>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('places')
    .select(['place_id', 'name', 'kind', 'county_code', 'enterprise_id', 'demand_point_id'])
    .where('city_code', '=', city)
    .where('place_id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.place_id, row]));
}
