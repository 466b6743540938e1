/** All SQL of passes, applications and limits. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { DB, Transaction } from '../../platform/database/index.ts';

export type PassRecord = Selectable<DB['passes']>;
export type ApplicationRecord = Selectable<DB['pass_applications']>;

/** The next number of a kind on a day, '20220108-0001'; two at the same moment get two. */
export async function nextNumber(tx: Transaction, city: string, kind: string, day: string): Promise<string> {
  const row = await tx
    .insertInto('document_numbers')
    .values({ city_code: city, kind, day, last_number: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['city_code', 'kind', 'day'])
        .doUpdateSet({ last_number: sql`document_numbers.last_number + 1` }),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return `${day.replaceAll('-', '')}-${String(row.last_number).padStart(4, '0')}`;
}

export async function insertPass(tx: Transaction, row: Insertable<DB['passes']>): Promise<PassRecord> {
  return tx.insertInto('passes').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function findPass(tx: Transaction, city: string, id: string): Promise<PassRecord | undefined> {
  return tx.selectFrom('passes').selectAll().where('city_code', '=', city).where('pass_id', '=', id).executeTakeFirst();
}

export async function lockPass(tx: Transaction, city: string, id: string): Promise<PassRecord | undefined> {
  return tx
    .selectFrom('passes')
    .selectAll()
    .where('city_code', '=', city)
    .where('pass_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** At most one holds for a trip or an application (unique in the database). */
export async function holdingPass(
  tx: Transaction,
  city: string,
  of: { trip: string } | { application: string },
): Promise<PassRecord | undefined> {
  const [column, value] =
    'trip' in of ? (['trip_id', of.trip] as const) : (['application_id', of.application] as const);
  return tx
    .selectFrom('passes')
    .selectAll()
    .where('city_code', '=', city)
    .where(column, '=', value)
    .where('state', '=', 'valid')
    .forUpdate()
    .executeTakeFirst();
}

/** Bounded: of one key, still holding. */
export async function passesUnderKey(tx: Transaction, city: string, kid: string, now: Date): Promise<PassRecord[]> {
  return tx
    .selectFrom('passes')
    .selectAll()
    .where('city_code', '=', city)
    .where('kid', '=', kid)
    .where('state', '=', 'valid')
    .where('valid_until', '>=', now.toISOString())
    .orderBy('pass_id')
    .limit(20_000)
    .forUpdate()
    .execute();
}

export async function lastUnderKey(tx: Transaction, city: string, kid: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('passes')
    .select((select) => select.fn.max('valid_until').as('until'))
    .where('city_code', '=', city)
    .where('kid', '=', kid)
    .executeTakeFirst();
  return row?.until ?? undefined;
}

export async function endPass(
  tx: Transaction,
  city: string,
  id: string,
  change: { state: 'revoked' | 'replaced'; at: Date; by: string; reason: string; replacedBy: string | null },
): Promise<PassRecord> {
  return tx
    .updateTable('passes')
    .set({
      state: change.state,
      ended_at: change.at,
      ended_by: change.by,
      end_reason: change.reason,
      replaced_by: change.replacedBy,
    })
    .where('city_code', '=', city)
    .where('pass_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface PassFilter {
  kind?: string | undefined;
  search?: string | undefined;
  /** only those that hold at this time */
  holdingAt: Date | null;
  cursor?: string | undefined;
  limit: number;
}

/** Latest end first; the cursor is 'until|id' of the last row. */
export async function listPasses(
  tx: Transaction,
  city: string,
  filter: PassFilter,
): Promise<{ rows: PassRecord[]; total: number }> {
  let query = tx.selectFrom('passes').where('city_code', '=', city);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.holdingAt)
    query = query.where('state', '=', 'valid').where('valid_until', '>=', filter.holdingAt.toISOString());
  if (filter.search) {
    const like = `%${filter.search.replace(/[\\%_]/gu, '\\$&')}%`;
    query = query.where((column) =>
      column.or([
        column('plate', 'ilike', like),
        column('holder_name', 'ilike', like),
        column('pass_number', 'ilike', like),
      ]),
    );
  }
  const counted = await query.select((select) => select.fn.countAll<string>().as('total')).executeTakeFirstOrThrow();
  const [until, id] = filter.cursor?.split('|') ?? [];
  if (until && id) query = query.where((row) => row(row.refTuple('valid_until', 'pass_id'), '<', row.tuple(until, id)));
  const rows = await query
    .selectAll()
    .orderBy('valid_until', 'desc')
    .orderBy('pass_id', 'desc')
    .limit(filter.limit)
    .execute();
  return { rows, total: Number(counted.total) };
}

export async function insertApplication(
  tx: Transaction,
  row: Insertable<DB['pass_applications']>,
): Promise<ApplicationRecord> {
  return tx.insertInto('pass_applications').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function lockApplication(
  tx: Transaction,
  city: string,
  id: string,
): Promise<ApplicationRecord | undefined> {
  return tx
    .selectFrom('pass_applications')
    .selectAll()
    .where('city_code', '=', city)
    .where('application_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function changeApplication(
  tx: Transaction,
  row: ApplicationRecord,
  change: { state: string; at: Date; by: string; byName: string; reason: string },
): Promise<ApplicationRecord> {
  return tx
    .updateTable('pass_applications')
    .set({
      state: change.state,
      decided_at: change.at,
      decided_by: change.by,
      decided_by_name: change.byName,
      reason: change.reason,
      revision: row.revision + 1,
    })
    .where('city_code', '=', row.city_code)
    .where('application_id', '=', row.application_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type ListedApplication = ApplicationRecord & { pass_id: string | null };

export async function listApplications(
  tx: Transaction,
  city: string,
  filter: { state?: string | undefined; limit: number; id?: string },
): Promise<ListedApplication[]> {
  let query = tx
    .selectFrom('pass_applications as a')
    .leftJoin('passes as p', (join) =>
      join
        .onRef('p.city_code', '=', 'a.city_code')
        .onRef('p.application_id', '=', 'a.application_id')
        .on('p.state', '=', 'valid'),
    )
    .selectAll('a')
    .select('p.pass_id')
    .where('a.city_code', '=', city);
  if (filter.state) query = query.where('a.state', '=', filter.state);
  if (filter.id) query = query.where('a.application_id', '=', filter.id);
  return query
    .orderBy((order) => order.case().when('a.state', '=', 'waiting').then(0).else(1).end())
    .orderBy('a.applied_at', 'desc')
    .limit(filter.limit)
    .execute();
}

/** Applications that wait or whose time is not over, of one kind and owner. */
export async function openApplications(
  tx: Transaction,
  city: string,
  of: { kind: string; enterprise: string | null; county: string; now: Date },
): Promise<ApplicationRecord[]> {
  return tx
    .selectFrom('pass_applications')
    .selectAll()
    .where('city_code', '=', city)
    .where('kind', '=', of.kind)
    .where('county_code', '=', of.county)
    .where('enterprise_id', of.enterprise === null ? 'is' : '=', of.enterprise)
    .where('state', 'in', ['waiting', 'approved'])
    .where('until_at', '>=', of.now.toISOString())
    .limit(10_001)
    .execute();
}

export async function readLimits(tx: Transaction, city: string) {
  return tx.selectFrom('pass_limits').selectAll().where('city_code', '=', city).limit(10).execute();
}

export async function saveLimits(tx: Transaction, row: Insertable<DB['pass_limits']>): Promise<void> {
  await tx
    .insertInto('pass_limits')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'kind']).doUpdateSet({
        longest_days: row.longest_days,
        most_open: row.most_open,
        changed_at: row.changed_at,
        changed_by: row.changed_by,
      }),
    )
    .execute();
}

/** Serialises applications of one owner, so that limits hold when two are sent at the same moment. */
export async function lockOwner(tx: Transaction, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

export async function countiesOf(tx: Transaction, city: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('counties')
    .select('county_code')
    .where('city_code', '=', city)
    .limit(1000)
    .execute();
  return new Set(rows.map((row) => row.county_code));
}

export async function enterpriseCounty(tx: Transaction, city: string, id: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('enterprises')
    .select('county_code')
    .where('city_code', '=', city)
    .where('enterprise_id', '=', id)
    .where('withdrawn', '=', false)
    .executeTakeFirst();
  return row?.county_code;
}
