/** The SQL of claims and their history. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { DB, Transaction } from '#server/platform/database/index.ts';
import { type Ends, endsOf } from './receipts.repository.ts';

export type ClaimRow = Selectable<DB['claims']>;

export async function insertClaims(tx: Transaction, rows: Insertable<DB['claims']>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('claims').values(rows).execute();
}

export interface ClaimFilter {
  state?: string | undefined;
  owner?: string | undefined;
  order?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Newest first; a claim's id grows with its order's number. */
export async function listClaims(tx: Transaction, city: string, filter: ClaimFilter): Promise<ClaimRow[]> {
  let query = tx
    .selectFrom('claims')
    .selectAll()
    .where('city_code', '=', city)
    .orderBy('claim_id', 'desc')
    .limit(filter.limit);
  if (filter.state === 'unsettled') query = query.where('state', '<>', 'settled');
  else if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.owner !== undefined) query = query.where('owner', '=', filter.owner);
  if (filter.order !== undefined) query = query.where('order_id', '=', filter.order);
  if (filter.cursor !== undefined) query = query.where('claim_id', '<', filter.cursor);
  return query.execute();
}

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
