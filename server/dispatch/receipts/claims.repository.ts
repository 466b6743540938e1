/** The SQL of claims and their history. */
import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely';
import { settleWithinHours } from '#contracts/claims.ts';
import type { DB, Transaction } from '#server/platform/database/index.ts';
import { type Ends, endsOf } from './receipts.repository.ts';

export type ClaimRow = Selectable<DB['claims']>;
/** With the names of both ends, as the order has them. */
export interface NamedClaim extends ClaimRow {
  from_name: string;
  to_name: string;
  late: boolean;
}

export async function insertClaims(tx: Transaction, rows: Insertable<DB['claims']>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('claims').values(rows).execute();
}

export interface ClaimFilter {
  id?: string | undefined;
  state?: string | undefined;
  owner?: string | undefined;
  kind?: string | undefined;
  item?: string | undefined;
  order?: string | undefined;
  late?: 'true' | 'false' | undefined;
  search?: string | undefined;
}

/** The hour until which the claim `c` is to be answered or settled has passed. */
export const claimLate = (
  now: Date,
): RawBuilder<boolean> => sql`((c.state = 'open' and c.answer_due < ${now.toISOString()}::timestamptz)
  or (c.state = 'answered' and c.answered_at < ${new Date(now.getTime() - settleWithinHours * 3_600_000).toISOString()}::timestamptz))`;

function conditions(city: string, now: Date, filter: ClaimFilter): RawBuilder<unknown> {
  const like = filter.search && `%${filter.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const parts = [
    sql`c.city_code = ${city}`,
    filter.id && sql`c.claim_id = ${filter.id}`,
    filter.state && (filter.state === 'unsettled' ? sql`c.state <> 'settled'` : sql`c.state = ${filter.state}`),
    filter.owner && sql`c.owner = ${filter.owner}`,
    filter.kind && sql`c.kind = ${filter.kind}`,
    filter.item && sql`c.item_code = ${filter.item}`,
    filter.order && sql`c.order_id = ${filter.order}`,
    filter.late && sql`${claimLate(now)} = ${filter.late === 'true'}`,
    like &&
      sql`(c.claim_id ilike ${like} or c.lot_number ilike ${like} or o.from_name ilike ${like} or o.to_name ilike ${like})`,
  ].filter((part) => part !== undefined && part !== '');
  return sql.join(parts, sql` and `);
}

const claimsWithOrders = sql`claims c join allocation_orders o on o.city_code = c.city_code and o.order_id = c.order_id`;

/** Newest first: a claim's id grows with its order's number. */
export async function listClaims(
  tx: Transaction,
  city: string,
  now: Date,
  filter: ClaimFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<NamedClaim[]> {
  const after = page.cursor === undefined ? sql`` : sql`and c.claim_id < ${page.cursor}`;
  const { rows } = await sql<NamedClaim>`
    select c.*, o.from_name, o.to_name, ${claimLate(now)} as late from ${claimsWithOrders}
    where ${conditions(city, now, filter)} ${after} order by c.claim_id desc limit ${page.limit}`.execute(tx);
  return rows;
}

/** How many the filter keeps, and of all claims how many are not settled and late. */
export async function countClaims(tx: Transaction, city: string, now: Date, filter: ClaimFilter) {
  // names stand with the orders: only a search looks there
  const from = filter.search ? claimsWithOrders : sql`claims c`;
  const { rows } = await sql<{ total: number; unsettled: number; late: number }>`
    select (select count(*)::integer from ${from} where ${conditions(city, now, filter)}) as total,
      count(*)::integer as unsettled, (count(*) filter (where ${claimLate(now)}))::integer as late
    from claims c where c.city_code = ${city} and c.state <> 'settled'`.execute(tx);
  return rows[0]!;
}

/** Without its lock: says which order to lock first. */
export async function findClaim(tx: Transaction, city: string, id: string): Promise<ClaimRow | undefined> {
  return tx
    .selectFrom('claims')
    .selectAll()
    .where('city_code', '=', city)
    .where('claim_id', '=', id)
    .executeTakeFirst();
}

export async function lockClaim(tx: Transaction, city: string, id: string): Promise<ClaimRow | undefined> {
  return tx
    .selectFrom('claims')
    .selectAll()
    .where('city_code', '=', city)
    .where('claim_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export type ClaimChange = Partial<
  Pick<ClaimRow, 'state' | 'arrived' | 'returned' | 'lost' | 'bearer'> & { answered_at: Date; settled_at: Date }
>;

export async function updateClaim(tx: Transaction, claim: ClaimRow, change: ClaimChange): Promise<void> {
  await tx
    .updateTable('claims')
    .set({ ...change, revision: sql`revision + 1` })
    .where('city_code', '=', claim.city_code)
    .where('claim_id', '=', claim.claim_id)
    .execute();
}

export async function appendEvent(
  tx: Transaction,
  claim: Ends & { claim_id: string },
  event: { at: Date; kind: string; userId: string; userName: string; detail: object },
): Promise<void> {
  const { order_id: _order, ...ends } = endsOf(claim);
  await tx
    .insertInto('claim_events')
    .values({
      ...ends,
      claim_id: claim.claim_id,
      event_number: sql<number>`(select coalesce(max(event_number), 0) + 1 from claim_events
        where city_code = ${claim.city_code} and claim_id = ${claim.claim_id})`,
      at: event.at,
      kind: event.kind,
      user_id: event.userId,
      user_name: event.userName,
      detail: JSON.stringify(event.detail),
    })
    .execute();
}

export async function eventsOf(tx: Transaction, city: string, id: string) {
  return tx
    .selectFrom('claim_events')
    .select(['event_number', 'at', 'kind', 'user_name', 'detail'])
    .where('city_code', '=', city)
    .where('claim_id', '=', id)
    .orderBy('event_number')
    .limit(500)
    .execute();
}
