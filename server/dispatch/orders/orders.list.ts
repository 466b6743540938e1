/** The SQL of lists of orders: newest dispatch day first, paged by key, every filter on an index. */
import { type RawBuilder, sql } from 'kysely';
import { openStates } from '#contracts/orders-terms.ts';
import type { Transaction } from '#server/platform/database/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { OrderRow } from './orders.repository.ts';

export interface OrderFilter {
  search?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  state?: string | undefined;
  kind?: string | undefined;
  fromPlace?: string | undefined;
  toPlace?: string | undefined;
  item?: string | undefined;
  late?: 'true' | 'false' | undefined;
  sending?: 'own' | undefined;
  /** whose places `sending` means */
  sender?: { scope: string; ids: readonly string[] } | undefined;
}

/** What a row of a list needs of an order: much less than the whole row, which every sort and answer would carry. */
const headColumns = [
  'order_id',
  'order_number',
  'kind',
  'state',
  'urgent',
  'from_place',
  'from_name',
  'from_county',
  'to_place',
  'to_name',
  'to_county',
  'tier',
  'dispatch_day',
  'due_day',
  'weight_kg',
  'confirm_by',
  'confirmed_at',
  'approval_level',
  'revision',
] as const;
export type HeadRow = Pick<OrderRow, (typeof headColumns)[number]>;
const columns = sql.join(headColumns.map((name) => sql.ref(`o.${name}`)));

const sentStates = ['loaded', 'on_the_way', 'delivered', 'received', 'cancelled', 'amended'];

/** Not gone on its day, or not there on the day it is due. */
export function isLate(order: Pick<OrderRow, 'state' | 'due_day' | 'dispatch_day'>, today: string): boolean {
  if (order.state === 'cancelled' || order.state === 'amended' || order.state === 'received') return false;
  if (order.due_day < today && order.state !== 'delivered') return true;
  return order.dispatch_day < today && !sentStates.includes(order.state);
}

/** The same as `isLate`, of the row `o`. */
export const lateCondition = (today: string): RawBuilder<unknown> =>
  sql`(o.state not in ('cancelled', 'amended', 'received') and ((o.due_day < ${today}::date and o.state <> 'delivered')
    or (o.dispatch_day < ${today}::date and o.state in ('waiting_approval', 'issued', 'picked'))))`;

/** Text matches an order's number, either end's name, or a lot number in it. */
function conditions(city: string, today: string, filter: OrderFilter): RawBuilder<unknown> {
  const like = filter.search && `%${filter.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const parts: Array<RawBuilder<unknown> | '' | undefined | false> = [
    sql`o.city_code = ${city}`,
    filter.from && sql`o.dispatch_day >= ${filter.from}::date`,
    filter.to && sql`o.dispatch_day <= ${filter.to}::date`,
    filter.state === 'open' && sql`o.state = any(${[...openStates]}::text[])`,
    filter.state && filter.state !== 'open' && sql`o.state = ${filter.state}`,
    filter.kind && sql`o.kind = ${filter.kind}`,
    filter.fromPlace && sql`o.from_place = ${filter.fromPlace}`,
    filter.toPlace && sql`o.to_place = ${filter.toPlace}`,
    filter.sending && filter.sender && ownSender(filter.sender),
    filter.item &&
      // one look through the item's lines, not one for each order
      sql`o.order_id in (select l.order_id from allocation_order_lines l where l.city_code = ${city} and l.item_code = ${filter.item})`,
    filter.late === 'true' && lateCondition(today),
    filter.late === 'false' && sql`not ${lateCondition(today)}`,
    like &&
      sql`(o.order_number ilike ${like} or o.from_name ilike ${like} or o.to_name ilike ${like}
        or o.order_id in (select x.order_id from allocation_order_lots x where x.city_code = ${city} and x.lot_number ilike ${like}))`,
  ];
  return sql.join(
    parts.filter((part) => part !== undefined && part !== '' && part !== false),
    sql` and `,
  );
}

/** The city sends from everywhere, a demand point from nowhere. */
function ownSender({ scope, ids }: { scope: string; ids: readonly string[] }): RawBuilder<unknown> {
  if (scope === 'city') return sql`true`;
  if (scope === 'enterprise') return sql`o.from_enterprise = any(${[...ids]}::text[])`;
  return scope === 'county' ? sql`o.from_county = any(${[...ids]}::text[])` : sql`false`;
}

export async function listOrders(
  tx: Transaction,
  city: string,
  today: string,
  filter: OrderFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<HeadRow[]> {
  const after = page.cursor === undefined ? sql`` : afterCursor(page.cursor);
  const { rows } =
    await sql<HeadRow>`select ${columns} from allocation_orders o where ${conditions(city, today, filter)} ${after}
    order by o.dispatch_day desc, o.order_number desc limit ${page.limit}`.execute(tx);
  return rows;
}

export const cursorOf = (order: HeadRow): string => `${order.dispatch_day} ${order.order_number}`;

function afterCursor(cursor: string): RawBuilder<unknown> {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{8}-\d{4,})$/.exec(cursor);
  if (!match) throw new DomainError('order.bad-cursor');
  return sql`and (o.dispatch_day, o.order_number) < (${match[1]}::date, ${match[2]})`;
}

export async function countOrders(tx: Transaction, city: string, today: string, filter: OrderFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from allocation_orders o where ${conditions(city, today, filter)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Urgent orders that nobody with the needed level has confirmed, the nearest deadline first. */
export async function unconfirmedOrders(tx: Transaction, city: string): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`select o.* from allocation_orders o
    where o.city_code = ${city} and o.confirm_by is not null and o.confirmed_at is null and o.state not in ('cancelled', 'amended')
    order by o.confirm_by, o.order_id limit 1000`.execute(tx);
  return rows;
}
