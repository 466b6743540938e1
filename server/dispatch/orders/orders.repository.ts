/** The SQL that writes orders and reads one of them. Lists stand in orders.list.ts. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { DB, Transaction } from '#server/platform/database/index.ts';

export type OrderRow = Selectable<DB['allocation_orders']>;
export type LineRow = Selectable<DB['allocation_order_lines']>;
export type LotRow = Selectable<DB['allocation_order_lots']>;
export type NewOrder = Insertable<DB['allocation_orders']>;
export type NewLine = Insertable<DB['allocation_order_lines']>;
export type NewLot = Insertable<DB['allocation_order_lots']>;
export type NewEvent = Insertable<DB['allocation_order_events']>;

/** Rows of one insert: below PostgreSQL's 65,535 parameters for every table here. */
const sliceSize = 1000;

/**
 * The last of `count` new running numbers of a kind and day; the row stays locked until the transaction ends, so that numbers have no gaps
 * and whoever takes them follows one another. Zero takes the lock alone.
 */
export async function takeNumbers(
  tx: Transaction,
  city: string,
  kind: string,
  day: string,
  count: number,
): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into document_numbers (city_code, kind, day, last_number) values (${city}, ${kind}, ${day}, ${count})
    on conflict (city_code, kind, day) do update set last_number = document_numbers.last_number + excluded.last_number
    returning last_number`.execute(tx);
  return rows[0]!.last_number;
}

export async function insertOrders(
  tx: Transaction,
  rows: { orders: NewOrder[]; lines: NewLine[]; lots: NewLot[]; events: NewEvent[] },
): Promise<void> {
  for (const slice of slices(rows.orders)) await tx.insertInto('allocation_orders').values(slice).execute();
  for (const slice of slices(rows.lines)) await tx.insertInto('allocation_order_lines').values(slice).execute();
  await insertLots(tx, rows.lots);
  for (const slice of slices(rows.events)) await tx.insertInto('allocation_order_events').values(slice).execute();
}

export async function insertLots(tx: Transaction, lots: NewLot[]): Promise<void> {
  for (const slice of slices(lots)) await tx.insertInto('allocation_order_lots').values(slice).execute();
}

function slices<T>(rows: T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / sliceSize) }, (_, index) =>
    rows.slice(index * sliceSize, (index + 1) * sliceSize),
  );
}

export async function findOrder(tx: Transaction, city: string, id: string): Promise<OrderRow | undefined> {
  return tx
    .selectFrom('allocation_orders')
    .selectAll()
    .where('city_code', '=', city)
    .where('order_id', '=', id)
    .executeTakeFirst();
}

/** Locked in the order of their ids until the transaction ends; unknown ones are left out. */
export async function lockOrders(tx: Transaction, city: string, ids: readonly string[]): Promise<OrderRow[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('allocation_orders')
    .selectAll()
    .where('city_code', '=', city)
    .where('order_id', 'in', [...ids])
    .orderBy('order_id')
    .forUpdate()
    .execute();
}

export type OrderChange = Partial<Omit<OrderRow, 'city_code' | 'order_id' | 'order_number' | 'revision'>>;

export async function updateOrder(tx: Transaction, city: string, id: string, change: OrderChange): Promise<void> {
  await tx
    .updateTable('allocation_orders')
    .set({ ...change, revision: sql`revision + 1` })
    .where('city_code', '=', city)
    .where('order_id', '=', id)
    .execute();
}

export async function linesOf(tx: Transaction, city: string, ids: readonly string[]): Promise<LineRow[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('allocation_order_lines')
    .selectAll()
    .where('city_code', '=', city)
    .where('order_id', 'in', [...ids])
    .orderBy('order_id')
    .orderBy('line')
    .execute();
}

/** What orders bring, summed by item. */
export async function itemsOf(tx: Transaction, city: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const { rows } = await sql<Pick<LineRow, 'order_id' | 'item_code' | 'quantity'>>`
    select order_id, item_code, sum(quantity) as quantity from allocation_order_lines
    where city_code = ${city} and order_id = any(${[...ids]}::text[])
    group by order_id, item_code order by order_id, min(line)`.execute(tx);
  return rows;
}

export async function lotsOf(tx: Transaction, city: string, ids: readonly string[]): Promise<LotRow[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('allocation_order_lots')
    .selectAll()
    .where('city_code', '=', city)
    .where('order_id', 'in', [...ids])
    .orderBy('order_id')
    .orderBy('line')
    .orderBy(sql`expires nulls last`)
    .orderBy('lot_number')
    .orderBy('lot_id')
    .execute();
}

export async function updateLine(
  tx: Transaction,
  key: Pick<LineRow, 'city_code' | 'order_id' | 'line'>,
  change: Partial<Pick<LineRow, 'quantity' | 'planned' | 'short_reason'>>,
): Promise<void> {
  await tx
    .updateTable('allocation_order_lines')
    .set(change)
    .where('city_code', '=', key.city_code)
    .where('order_id', '=', key.order_id)
    .where('line', '=', key.line)
    .execute();
}

type LotKey = Pick<LotRow, 'city_code' | 'order_id' | 'line' | 'lot_id'>;

export async function updateLot(
  tx: Transaction,
  key: LotKey,
  change: Partial<Pick<LotRow, 'quantity' | 'picked' | 'received' | 'damaged'>>,
): Promise<void> {
  await tx
    .updateTable('allocation_order_lots')
    .set(change)
    .where('city_code', '=', key.city_code)
    .where('order_id', '=', key.order_id)
    .where('line', '=', key.line)
    .where('lot_id', '=', key.lot_id)
    .execute();
}

export async function deleteLot(tx: Transaction, key: LotKey): Promise<void> {
  await tx
    .deleteFrom('allocation_order_lots')
    .where('city_code', '=', key.city_code)
    .where('order_id', '=', key.order_id)
    .where('line', '=', key.line)
    .where('lot_id', '=', key.lot_id)
    .execute();
}

/** Appends to the order's history; the order's row must be locked. */
export async function appendEvent(
  tx: Transaction,
  order: OrderRow,
  event: { at: Date; kind: string; userId: string; userName: string; detail: object },
): Promise<void> {
  await sql`insert into allocation_order_events (city_code, order_id, event_number, at, kind, user_id, user_name, detail,
      from_enterprise, from_county, to_demand_point, to_enterprise, to_county)
    values (${order.city_code}, ${order.order_id},
      (select coalesce(max(event_number), 0) + 1 from allocation_order_events
        where city_code = ${order.city_code} and order_id = ${order.order_id}),
      ${event.at.toISOString()}, ${event.kind}, ${event.userId}, ${event.userName}, ${JSON.stringify(event.detail)}::jsonb,
      ${order.from_enterprise}, ${order.from_county}, ${order.to_demand_point}, ${order.to_enterprise}, ${order.to_county})`.execute(
    tx,
  );
}

export async function eventsOf(tx: Transaction, city: string, id: string) {
  return tx
    .selectFrom('allocation_order_events')
    .select(['event_number', 'at', 'kind', 'user_name', 'detail'])
    .where('city_code', '=', city)
    .where('order_id', '=', id)
    .orderBy('event_number')
    .limit(1000)
    .execute();
}

export interface Settled {
  day: string;
  from: string;
  to: string;
  item: string;
  grade: string | null;
  planned: string;
  /** parts that the way and day have so far */
  parts: number;
}

/** What orders of the plan's ways already answer for, on the days from `from` to `to`; to one place only, when given. */
export async function settledOf(
  tx: Transaction,
  city: string,
  from: string,
  to: string,
  place?: string,
): Promise<Settled[]> {
  const there = place === undefined ? sql`` : sql`and o.to_place = ${place}`;
  const { rows } = await sql<Settled>`
    select o.plan_day as day, o.from_place as "from", o.to_place as "to", l.item_code as item, l.preferred_grade as grade,
      sum(l.planned) as planned, max(o.part) as parts
    from allocation_orders o join allocation_order_lines l on l.city_code = o.city_code and l.order_id = o.order_id
    where o.city_code = ${city} and o.kind = 'plan' and o.state not in ('cancelled', 'amended')
      and o.plan_day between ${from} and ${to} ${there}
    group by o.plan_day, o.from_place, o.to_place, l.item_code, l.preferred_grade`.execute(tx);
  return rows;
}

/**
 * What orders bring of an item for a request: in lines of those that live, and of received ones what arrived good or may still arrive;
 * `delivered` arrived good. As far as the actor sees the orders.
 */
export async function broughtFor(tx: Transaction, city: string, request: string, item: string) {
  const { rows } = await sql<{ covered: string; delivered: string }>`
    select coalesce(sum(case when o.state = 'received' then l.picked - l.damaged - l.gone else l.quantity end), 0)::text as covered,
      coalesce(sum(l.received), 0)::text as delivered
    from allocation_orders o cross join lateral (
      select coalesce(sum(n.quantity), 0) as quantity,
        coalesce(sum(x.picked), 0) as picked, coalesce(sum(x.received), 0) as received, coalesce(sum(x.damaged), 0) as damaged,
        (select coalesce(sum(c.lost + c.returned), 0) from claims c
          where c.city_code = o.city_code and c.order_id = o.order_id and c.item_code = ${item}) as gone
      from allocation_order_lines n left join lateral (
        select sum(t.picked) as picked, sum(t.received) as received, sum(t.damaged) as damaged from allocation_order_lots t
        where t.city_code = n.city_code and t.order_id = n.order_id and t.line = n.line) x on true
      where n.city_code = o.city_code and n.order_id = o.order_id and n.item_code = ${item}) l
    where o.city_code = ${city} and o.request_id = ${request} and o.state not in ('cancelled', 'amended')`.execute(tx);
  return { covered: rows[0]?.covered ?? '0', delivered: rows[0]?.delivered ?? '0' };
}

/** What living orders take of a release. */
export async function takenOfRelease(tx: Transaction, city: string, release: string): Promise<string> {
  const { rows } = await sql<{ quantity: string }>`
    select coalesce(sum(l.quantity), 0)::text as quantity
    from allocation_orders o join allocation_order_lines l on l.city_code = o.city_code and l.order_id = o.order_id
    where o.city_code = ${city} and o.release_id = ${release} and o.state not in ('cancelled', 'amended')`.execute(tx);
  return rows[0]?.quantity ?? '0';
}

/** Issued and not received orders of an item to a place, by grade of their lots, the first due first. */
export async function ordersComing(tx: Transaction, city: string, place: string, item: string) {
  const { rows } = await sql<{
    order: string;
    state: string;
    day: string;
    arrives: string;
    fromName: string;
    grade: string | null;
    quantity: string;
  }>`
    select o.order_number as "order", o.state, o.dispatch_day as day, o.due_day as arrives, o.from_name as "fromName", x.grade,
      sum(coalesce(x.picked, x.quantity))::text as quantity
    from allocation_orders o join allocation_order_lots x on x.city_code = o.city_code and x.order_id = o.order_id
    where o.city_code = ${city} and o.to_place = ${place} and x.item_code = ${item}
      and o.state in ('issued', 'picked', 'loaded', 'on_the_way', 'delivered')
    group by 1, 2, 3, 4, 5, 6 having sum(coalesce(x.picked, x.quantity)) > 0
    order by o.due_day, o.order_number limit 2000`.execute(tx);
  return rows;
}

/** The grade that lots had when orders brought them to a place: of a lot with an unwritten one, by its maker's licence on that day. */
export async function gradesBrought(tx: Transaction, city: string, place: string, item: string) {
  const { rows } = await sql<{ lot: number; grade: string | null }>`
    select distinct on (x.lot_id) x.lot_id as lot, x.grade
    from allocation_orders o join allocation_order_lots x on x.city_code = o.city_code and x.order_id = o.order_id
    where o.city_code = ${city} and o.to_place = ${place} and x.item_code = ${item} and x.received > 0
    order by x.lot_id, o.received_at desc nulls last limit 10000`.execute(tx);
  return rows;
}

/** Gross kilograms of the order's lines. */
export async function weightOf(tx: Transaction, city: string, id: string): Promise<string> {
  const { rows } = await sql<{ weight: string }>`
    select coalesce(sum(l.quantity * i.unit_weight_kg), 0)::numeric(20, 6) as weight
    from allocation_order_lines l join items i on i.city_code = l.city_code and i.item_code = l.item_code
    where l.city_code = ${city} and l.order_id = ${id}`.execute(tx);
  return rows[0]?.weight ?? '0';
}

/** Issued, picked or loaded orders of a dispatch day; a day of a city has fewer by far than the limit. */
export async function ordersToLeave(tx: Transaction, city: string, day: string): Promise<OrderRow[]> {
  const rows = await tx
    .selectFrom('allocation_orders')
    .selectAll()
    .where('city_code', '=', city)
    .where('dispatch_day', '=', day)
    .where('state', 'in', ['issued', 'picked', 'loaded'])
    .orderBy('tier')
    .orderBy('order_id')
    .limit(50_001)
    .execute();
  if (rows.length > 50_000) throw new Error('more than 50000 orders leave on one day');
  return rows;
}
