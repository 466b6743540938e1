/** All SQL of reserves. Rows are those that the actor sees. */
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { DB, Transaction } from '../platform/database/index.ts';

export type ReserveRow = Selectable<DB['reserves']>;
export type LevelRow = Selectable<DB['reserve_levels']>;
export type ReleaseRow = Selectable<DB['reserve_releases']>;
export type ReleaseLotRow = Selectable<DB['reserve_release_lots']>;
export type DutyRow = Selectable<DB['reserve_duties']>;

/** A city has some dozens of reserves: beyond this the answer would be cut, so it is refused instead. */
const most = 2000;

function whole<T>(rows: T[]): T[] {
  if (rows.length > most) throw new Error(`more than ${most} rows of reserves`);
  return rows;
}

export async function nextNumber(tx: Transaction, city: string, day: string): Promise<string> {
  const row = await tx
    .insertInto('reserve_numbers')
    .values({ city_code: city, day, last_number: 1 })
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'day']).doUpdateSet({ last_number: sql`reserve_numbers.last_number + 1` }),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return `${day.replaceAll('-', '')}-C${String(row.last_number).padStart(3, '0')}`;
}

export async function listReserves(tx: Transaction, city: string): Promise<ReserveRow[]> {
  return whole(
    await tx
      .selectFrom('reserves')
      .selectAll()
      .where('city_code', '=', city)
      .orderBy('closed')
      .orderBy('level')
      .orderBy('reserve_id')
      .limit(most + 1)
      .execute(),
  );
}

export async function findReserve(
  tx: Transaction,
  city: string,
  id: string,
  lock = false,
): Promise<ReserveRow | undefined> {
  const found = tx.selectFrom('reserves').selectAll().where('city_code', '=', city).where('reserve_id', '=', id);
  return (lock ? found.forUpdate() : found).executeTakeFirst();
}

/** Undefined when the code is taken, also by a reserve that the actor does not see. */
export async function insertReserve(tx: Transaction, row: Insertable<DB['reserves']>): Promise<ReserveRow | undefined> {
  return tx
    .insertInto('reserves')
    .values(row)
    .onConflict((conflict) => conflict.constraint('reserves_pkey').doNothing())
    .returningAll()
    .executeTakeFirst();
}

export async function changeReserve(
  tx: Transaction,
  city: string,
  id: string,
  change: Updateable<DB['reserves']>,
): Promise<ReserveRow> {
  return tx
    .updateTable('reserves')
    .set(change)
    .where('city_code', '=', city)
    .where('reserve_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What hangs on a reserve follows it to its county and holder. */
export async function followReserve(tx: Transaction, row: ReserveRow): Promise<void> {
  const owners = { county_code: row.county_code, enterprise_id: row.enterprise_id };
  for (const table of ['reserve_levels', 'reserve_releases', 'reserve_duties'] as const) {
    await tx
      .updateTable(table)
      .set(owners)
      .where('city_code', '=', row.city_code)
      .where('reserve_id', '=', row.reserve_id)
      .execute();
  }
  await tx
    .updateTable('reserve_release_lots')
    .set(owners)
    .where('city_code', '=', row.city_code)
    .where('release_id', 'in', (releases) =>
      releases
        .selectFrom('reserve_releases')
        .select('release_id')
        .where('city_code', '=', row.city_code)
        .where('reserve_id', '=', row.reserve_id),
    )
    .execute();
}

export async function listLevels(tx: Transaction, city: string): Promise<LevelRow[]> {
  return tx.selectFrom('reserve_levels').selectAll().where('city_code', '=', city).limit(100_000).execute();
}

export async function findLevel(
  tx: Transaction,
  city: string,
  reserve: string,
  item: string,
): Promise<LevelRow | undefined> {
  return tx
    .selectFrom('reserve_levels')
    .selectAll()
    .where('city_code', '=', city)
    .where('reserve_id', '=', reserve)
    .where('item_code', '=', item)
    .executeTakeFirst();
}

export async function putLevel(tx: Transaction, row: Insertable<DB['reserve_levels']>): Promise<void> {
  const { floor, target, replenish_days, revision, changed_at, changed_by } = row;
  await tx
    .insertInto('reserve_levels')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .constraint('reserve_levels_pkey')
        .doUpdateSet({ floor, target, replenish_days, revision, changed_at, changed_by }),
    )
    .execute();
}

export async function insertRelease(tx: Transaction, row: Insertable<DB['reserve_releases']>): Promise<ReleaseRow> {
  return tx.insertInto('reserve_releases').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function lockRelease(tx: Transaction, city: string, id: string): Promise<ReleaseRow | undefined> {
  return tx
    .selectFrom('reserve_releases')
    .selectAll()
    .where('city_code', '=', city)
    .where('release_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function changeRelease(
  tx: Transaction,
  city: string,
  id: string,
  change: Updateable<DB['reserve_releases']>,
): Promise<ReleaseRow> {
  return tx
    .updateTable('reserve_releases')
    .set(change)
    .where('city_code', '=', city)
    .where('release_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Newest first; those in a state only, when given. */
export async function listReleases(
  tx: Transaction,
  city: string,
  given: { limit: number; state?: string },
): Promise<ReleaseRow[]> {
  const found = tx.selectFrom('reserve_releases').selectAll().where('city_code', '=', city);
  return (given.state === undefined ? found : found.where('state', '=', given.state))
    .orderBy('asked_at', 'desc')
    .orderBy('release_id')
    .limit(given.limit)
    .execute();
}

export async function insertReleaseLots(
  tx: Transaction,
  rows: Insertable<DB['reserve_release_lots']>[],
): Promise<void> {
  await tx.insertInto('reserve_release_lots').values(rows).execute();
}

export async function lotsOfReleases(tx: Transaction, city: string, ids: readonly string[]): Promise<ReleaseLotRow[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('reserve_release_lots')
    .selectAll()
    .where('city_code', '=', city)
    .where('release_id', 'in', [...ids])
    .orderBy('release_id')
    .orderBy('lot_id')
    .limit(100_000)
    .execute();
}

export async function deleteReleaseLots(
  tx: Transaction,
  release: Pick<ReleaseRow, 'city_code' | 'release_id'>,
): Promise<void> {
  await tx
    .deleteFrom('reserve_release_lots')
    .where('city_code', '=', release.city_code)
    .where('release_id', '=', release.release_id)
    .execute();
}

export async function insertDuty(tx: Transaction, row: Insertable<DB['reserve_duties']>): Promise<void> {
  await tx.insertInto('reserve_duties').values(row).execute();
}

/** Open ones first, the first due first. */
export async function listDuties(tx: Transaction, city: string, all: boolean) {
  const found = tx
    .selectFrom('reserve_duties as duty')
    .innerJoin('reserve_releases as release', (join) =>
      join.onRef('release.city_code', '=', 'duty.city_code').onRef('release.release_id', '=', 'duty.release_id'),
    )
    .selectAll('duty')
    .select('release.release_number')
    .where('duty.city_code', '=', city);
  return (all ? found : found.where('duty.closed_at', 'is', null))
    .orderBy('duty.closed_at', (order) => order.desc().nullsFirst())
    .orderBy('duty.due_day')
    .orderBy('duty.release_id')
    .limit(500)
    .execute();
}

/** Open duties of one item of a reserve, the first due first, locked. */
export async function openDuties(tx: Transaction, city: string, reserve: string, item: string): Promise<DutyRow[]> {
  return tx
    .selectFrom('reserve_duties')
    .selectAll()
    .where('city_code', '=', city)
    .where('reserve_id', '=', reserve)
    .where('item_code', '=', item)
    .where('closed_at', 'is', null)
    .orderBy('due_day')
    .orderBy('release_id')
    .limit(1000)
    .forUpdate()
    .execute();
}

export async function findDuty(tx: Transaction, city: string, release: string): Promise<DutyRow | undefined> {
  return tx
    .selectFrom('reserve_duties')
    .selectAll()
    .where('city_code', '=', city)
    .where('release_id', '=', release)
    .forUpdate()
    .executeTakeFirst();
}

export async function changeDuty(
  tx: Transaction,
  city: string,
  release: string,
  change: Updateable<DB['reserve_duties']>,
): Promise<void> {
  await tx
    .updateTable('reserve_duties')
    .set(change)
    .where('city_code', '=', city)
    .where('release_id', '=', release)
    .execute();
}
