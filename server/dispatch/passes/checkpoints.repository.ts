/** All SQL of checkpoints and of what they saw. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { DB, Transaction } from '../../platform/database/index.ts';

export type CheckpointRecord = Selectable<DB['checkpoints']>;
export type ScanRecord = Selectable<DB['checkpoint_events']> & { checkpoint_name: string };

export function listCheckpoints(tx: Transaction, city: string): Promise<CheckpointRecord[]> {
  return tx
    .selectFrom('checkpoints')
    .selectAll()
    .where('city_code', '=', city)
    .where('withdrawn', '=', false)
    .orderBy('county_code')
    .orderBy('checkpoint_id')
    .limit(2000)
    .execute();
}

export async function findCheckpoint(tx: Transaction, city: string, id: string): Promise<CheckpointRecord | undefined> {
  return tx
    .selectFrom('checkpoints')
    .selectAll()
    .where('city_code', '=', city)
    .where('checkpoint_id', '=', id)
    .executeTakeFirst();
}

export async function saveCheckpoint(tx: Transaction, row: Insertable<DB['checkpoints']>): Promise<void> {
  const { city_code: _city, checkpoint_id: _id, ...values } = row;
  await tx
    .insertInto('checkpoints')
    .values(row)
    .onConflict((conflict) => conflict.columns(['city_code', 'checkpoint_id']).doUpdateSet(values))
    .execute();
}

/** False when this event is there already: sent twice it counts once. */
export async function insertScan(tx: Transaction, row: Insertable<DB['checkpoint_events']>): Promise<boolean> {
  const kept = await tx
    .insertInto('checkpoint_events')
    .values(row)
    .onConflict((conflict) => conflict.columns(['city_code', 'event_id']).doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return kept !== undefined;
}

export async function findScan(tx: Transaction, city: string, id: string) {
  return tx
    .selectFrom('checkpoint_events')
    .selectAll()
    .where('city_code', '=', city)
    .where('event_id', '=', id)
    .executeTakeFirst();
}

/** Where a pass was seen around an instant, nearest in time first. */
export async function scansOfPass(tx: Transaction, city: string, passId: string, around: Date) {
  return tx
    .selectFrom('checkpoint_events as e')
    .innerJoin('checkpoints as c', (join) =>
      join.onRef('c.city_code', '=', 'e.city_code').onRef('c.checkpoint_id', '=', 'e.checkpoint_id'),
    )
    .select(['e.event_id', 'e.checkpoint_id', 'e.scanned_at', 'c.lat', 'c.lon'])
    .where('e.city_code', '=', city)
    .where('e.pass_id', '=', passId)
    .orderBy(sql`abs(extract(epoch from e.scanned_at - ${around}::timestamptz))`)
    .limit(50)
    .execute();
}

export async function listScans(
  tx: Transaction,
  city: string,
  filter: { limit: number; passId?: string },
): Promise<ScanRecord[]> {
  let query = tx
    .selectFrom('checkpoint_events as e')
    .innerJoin('checkpoints as c', (join) =>
      join.onRef('c.city_code', '=', 'e.city_code').onRef('c.checkpoint_id', '=', 'e.checkpoint_id'),
    )
    .selectAll('e')
    .select('c.name as checkpoint_name')
    .where('e.city_code', '=', city);
  if (filter.passId) query = query.where('e.pass_id', '=', filter.passId);
  return query.orderBy('e.scanned_at', 'desc').orderBy('e.event_id').limit(filter.limit).execute();
}
