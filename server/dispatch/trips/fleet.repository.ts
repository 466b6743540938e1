/** All SQL of the fleet's registers: trucks' profiles, drivers, receivers' hours, closures, rules. */
import { type Insertable, sql, type Updateable } from 'kysely';
import type { DB, Transaction } from '../../platform/database/index.ts';
import { liveStates } from './trips.repository.ts';

/** of one city; more is refused by no rule, but no list is unbounded */
const MOST_ROWS = 5000;

export function listTrucks(tx: Transaction, city: string, id?: string) {
  let query = tx
    .selectFrom('vehicles as v')
    .innerJoin('enterprises as e', (join) =>
      join.onRef('e.city_code', '=', 'v.city_code').onRef('e.enterprise_id', '=', 'v.enterprise_id'),
    )
    .leftJoin('vehicle_profiles as p', (join) =>
      join.onRef('p.city_code', '=', 'v.city_code').onRef('p.vehicle_id', '=', 'v.vehicle_id'),
    )
    .leftJoin('drivers as d', (join) =>
      join.onRef('d.city_code', '=', 'p.city_code').onRef('d.driver_id', '=', 'p.driver_id'),
    )
    .select(['v.vehicle_id', 'v.plate', 'v.enterprise_id', 'v.county_code', 'v.capacity_t'])
    .select(['e.name as enterprise_name', 'd.name as driver_name'])
    .select(['p.volume_m3', 'p.works_from', 'p.works_until', 'p.maximum_trips', 'p.driver_id', 'p.out_of_service'])
    .select(['p.out_of_service_reason', 'p.changed_at', 'p.changed_by', 'p.revision'])
    .where('v.city_code', '=', city)
    .where('v.withdrawn', '=', false);
  if (id !== undefined) query = query.where('v.vehicle_id', '=', id);
  return query.orderBy('v.plate').limit(MOST_ROWS).execute();
}
export type TruckRecord = Awaited<ReturnType<typeof listTrucks>>[number];

/** Serialises changes of one thing, also while it has no row of its own yet. */
export async function lockThing(tx: Transaction, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

export async function saveProfile(
  tx: Transaction,
  row: Insertable<DB['vehicle_profiles']>,
  change: Updateable<DB['vehicle_profiles']>,
): Promise<void> {
  await tx
    .insertInto('vehicle_profiles')
    .values({ ...row, ...change } as Insertable<DB['vehicle_profiles']>)
    .onConflict((conflict) =>
      conflict
        .columns(['city_code', 'vehicle_id'])
        .doUpdateSet({ ...change, revision: sql`vehicle_profiles.revision + 1` }),
    )
    .execute();
}

/** The truck that a driver usually drives. */
export function truckOfDriver(tx: Transaction, city: string, driver: string) {
  return tx
    .selectFrom('vehicle_profiles as p')
    .innerJoin('vehicles as v', (join) =>
      join.onRef('v.city_code', '=', 'p.city_code').onRef('v.vehicle_id', '=', 'p.vehicle_id'),
    )
    .select(['p.vehicle_id', 'v.plate'])
    .where('p.city_code', '=', city)
    .where('p.driver_id', '=', driver)
    .where('v.withdrawn', '=', false)
    .limit(1)
    .executeTakeFirst();
}

export async function freeOfDriver(tx: Transaction, city: string, driver: string): Promise<void> {
  await tx
    .updateTable('vehicle_profiles')
    .set({ driver_id: null, revision: sql`revision + 1` })
    .where('city_code', '=', city)
    .where('driver_id', '=', driver)
    .execute();
}

export function departedOf(tx: Transaction, city: string, vehicle: string) {
  return tx
    .selectFrom('trips')
    .select('trip_number')
    .where('city_code', '=', city)
    .where('vehicle_id', '=', vehicle)
    .where('state', '=', 'departed')
    .executeTakeFirst();
}

export function listDrivers(tx: Transaction, city: string, filter: { withdrawn?: boolean; id?: string }) {
  let query = tx
    .selectFrom('drivers as d')
    .innerJoin('enterprises as e', (join) =>
      join.onRef('e.city_code', '=', 'd.city_code').onRef('e.enterprise_id', '=', 'd.enterprise_id'),
    )
    .selectAll('d')
    .select('e.name as enterprise_name')
    .where('d.city_code', '=', city);
  if (filter.withdrawn !== undefined) query = query.where('d.withdrawn', '=', filter.withdrawn);
  if (filter.id !== undefined) query = query.where('d.driver_id', '=', filter.id);
  return query.orderBy('d.enterprise_id').orderBy('d.name').limit(MOST_ROWS).execute();
}

export async function saveDriver(tx: Transaction, row: Insertable<DB['drivers']>): Promise<void> {
  const { city_code: _city, driver_id: _id, ...values } = row;
  await tx
    .insertInto('drivers')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'driver_id']).doUpdateSet({ ...values, revision: sql`drivers.revision + 1` }),
    )
    .execute();
}

/** Trips that are not over, of registered drivers, with the agreement to positions that holds. */
export function liveTripsOfDrivers(tx: Transaction, city: string, drivers: readonly string[]) {
  if (drivers.length === 0) return Promise.resolve([]);
  return tx
    .selectFrom('trips as t')
    .leftJoin('trip_consents as c', (join) =>
      join.onRef('c.city_code', '=', 't.city_code').onRef('c.trip_id', '=', 't.trip_id').on('c.stopped_at', 'is', null),
    )
    .select(['t.trip_id', 't.trip_number', 't.plate', 't.driver_id', 't.load_at', 't.back_at', 'c.given_at'])
    .where('t.city_code', '=', city)
    .where('t.driver_id', 'in', drivers)
    .where('t.state', 'in', liveStates)
    .orderBy('t.load_at')
    .limit(MOST_ROWS)
    .execute();
}

/** Where goods are taken in: demand points, reserves and plants; with the hours recorded for them. */
export function listReceivers(tx: Transaction, city: string, place?: string) {
  let query = tx
    .selectFrom('places as p')
    .leftJoin('receiver_windows as w', (join) =>
      join.onRef('w.city_code', '=', 'p.city_code').onRef('w.place_id', '=', 'p.place_id'),
    )
    .select(['p.place_id', 'p.name', 'p.county_code', 'p.kind', 'p.enterprise_id', 'p.demand_point_id'])
    .select(['w.opens', 'w.closes', 'w.changed_at', 'w.changed_by', 'w.revision'])
    .where('p.city_code', '=', city)
    .where('p.kind', 'in', ['demand_point', 'reserve', 'producer']);
  if (place !== undefined) query = query.where('p.place_id', '=', place);
  return query.orderBy('p.kind').orderBy('p.name').limit(MOST_ROWS).execute();
}
export type ReceiverRecord = Awaited<ReturnType<typeof listReceivers>>[number];

export async function saveReceiver(tx: Transaction, row: Insertable<DB['receiver_windows']>): Promise<void> {
  const { opens, closes, changed_at, changed_by } = row;
  await tx
    .insertInto('receiver_windows')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['city_code', 'place_id'])
        .doUpdateSet({ opens, closes, changed_at, changed_by, revision: sql`receiver_windows.revision + 1` }),
    )
    .execute();
}

/** Closures with the names of their places; without `all` those that hold or are to come. */
export function listClosures(tx: Transaction, city: string, filter: { today: string; all: boolean }) {
  let query = tx
    .selectFrom('road_closures as r')
    .leftJoin('places as f', (join) =>
      join.onRef('f.city_code', '=', 'r.city_code').onRef('f.place_id', '=', 'r.from_place'),
    )
    .leftJoin('places as t', (join) =>
      join.onRef('t.city_code', '=', 'r.city_code').onRef('t.place_id', '=', 'r.to_place'),
    )
    .selectAll('r')
    .select(['f.name as from_name', 't.name as to_name'])
    .where('r.city_code', '=', city);
  if (!filter.all)
    query = query
      .where('r.lifted_at', 'is', null)
      .where((row) => row.or([row('r.until_day', 'is', null), row('r.until_day', '>=', filter.today)]));
  return query.orderBy('r.from_day', 'desc').orderBy('r.closure_id').limit(1000).execute();
}

export function lockClosure(tx: Transaction, city: string, id: string) {
  return tx
    .selectFrom('road_closures')
    .selectAll()
    .where('city_code', '=', city)
    .where('closure_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertClosure(tx: Transaction, row: Insertable<DB['road_closures']>): Promise<void> {
  await tx.insertInto('road_closures').values(row).execute();
}

export async function updateClosure(
  tx: Transaction,
  city: string,
  id: string,
  change: Updateable<DB['road_closures']>,
): Promise<void> {
  await tx
    .updateTable('road_closures')
    .set(change)
    .where('city_code', '=', city)
    .where('closure_id', '=', id)
    .execute();
}

export function readRules(tx: Transaction, city: string) {
  return tx.selectFrom('trip_rules').selectAll().where('city_code', '=', city).executeTakeFirst();
}

export async function saveRules(tx: Transaction, row: Insertable<DB['trip_rules']>): Promise<void> {
  const { city_code: _city, ...values } = row;
  await tx
    .insertInto('trip_rules')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('city_code').doUpdateSet({ ...values, revision: sql`trip_rules.revision + 1` }),
    )
    .execute();
}

/** Another truck's trip of the same driver that is nearer than so many minutes to one of `trips`. */
export async function tripWithoutRest(tx: Transaction, city: string, trips: readonly string[], minutes: number) {
  const { rows } = await sql<{ driver: string; other: string; plate: string }>`
    select a.driver_name as driver, b.trip_number as other, b.plate
    from trips a
    join trips b on b.city_code = a.city_code and b.driver_id = a.driver_id and b.vehicle_id <> a.vehicle_id
    where a.city_code = ${city} and a.trip_id = any(${[...trips]}::text[])
      and a.state in ('planned', 'departed') and b.state in ('planned', 'departed')
      and lower(a.during) < upper(b.during) + make_interval(mins => ${minutes})
      and lower(b.during) < upper(a.during) + make_interval(mins => ${minutes})
    order by lower(b.during) limit 1`.execute(tx);
  return rows[0];
}
