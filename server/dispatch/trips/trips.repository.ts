/** All SQL of trips: what a day's problem is made of, and the trips themselves. */
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import { z } from 'zod';
import { type DB, readJson, type Transaction } from '../../platform/database/index.ts';

export type TripRecord = Selectable<DB['trips']>;
export type StopRecord = Selectable<DB['trip_stops']>;
export type PlanRecord = Selectable<DB['trip_plans']>;

const LIVE = ['planned', 'departed'] as const;
/** of one city and day; more is refused, not cut */
const MOST_TRIPS = 5000;

/** What goods are called, in what they are counted, and how much room one takes where that is known. */
export async function itemNames(tx: Transaction, city: string) {
  const rows = await tx
    .selectFrom('items')
    .select(['item_code', 'name', 'unit', 'unit_volume_m3'])
    .where('city_code', '=', city)
    .limit(MOST_TRIPS)
    .execute();
  return new Map(rows.map((row) => [row.item_code, row]));
}

/** Where a place of the ledger stands; a reserve without coordinates of its own counts as its county's centre. */
export async function placesAt(tx: Transaction, city: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('places as p')
    .leftJoin('enterprises as e', (join) =>
      join.onRef('e.city_code', '=', 'p.city_code').onRef('e.enterprise_id', '=', 'p.enterprise_id'),
    )
    .leftJoin('demand_points as d', (join) =>
      join.onRef('d.city_code', '=', 'p.city_code').onRef('d.demand_point_id', '=', 'p.demand_point_id'),
    )
    .leftJoin('counties as c', (join) =>
      join.onRef('c.city_code', '=', 'p.city_code').onRef('c.county_code', '=', 'p.county_code'),
    )
    .select(['p.place_id', 'p.name', 'p.county_code', 'p.enterprise_id', 'p.demand_point_id'])
    .select((select) => [
      select.fn.coalesce('d.lat', 'e.lat', 'c.lat').as('lat'),
      select.fn.coalesce('d.lon', 'e.lon', 'c.lon').as('lon'),
    ])
    .where('p.city_code', '=', city)
    .where('p.place_id', 'in', ids)
    .execute();
}

export async function trucks(tx: Transaction, city: string) {
  return tx
    .selectFrom('vehicles as v')
    .leftJoin('vehicle_profiles as p', (join) =>
      join.onRef('p.city_code', '=', 'v.city_code').onRef('p.vehicle_id', '=', 'v.vehicle_id'),
    )
    .select(['v.vehicle_id', 'v.plate', 'v.enterprise_id', 'v.county_code', 'v.capacity_t'])
    .select(['p.volume_m3', 'p.works_from', 'p.works_until', 'p.maximum_trips', 'p.out_of_service', 'p.driver_id'])
    .where('v.city_code', '=', city)
    .where('v.withdrawn', '=', false)
    .orderBy('v.vehicle_id')
    .limit(MOST_TRIPS)
    .execute();
}

export async function setOutOfService(tx: Transaction, row: Insertable<DB['vehicle_profiles']>): Promise<void> {
  await tx
    .insertInto('vehicle_profiles')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'vehicle_id']).doUpdateSet({
        out_of_service: row.out_of_service,
        out_of_service_reason: row.out_of_service_reason,
        changed_at: row.changed_at,
        changed_by: row.changed_by,
      }),
    )
    .execute();
}

export async function receiverWindows(tx: Transaction, city: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('receiver_windows')
    .selectAll()
    .where('city_code', '=', city)
    .where('place_id', 'in', ids)
    .execute();
}

export async function closuresOn(tx: Transaction, city: string, day: string) {
  return tx
    .selectFrom('road_closures')
    .selectAll()
    .where('city_code', '=', city)
    .where('lifted_at', 'is', null)
    .where('from_day', '<=', day)
    .where((row) => row.or([row('until_day', 'is', null), row('until_day', '>=', day)]))
    .orderBy('from_day')
    .limit(1000)
    .execute();
}

export async function roadRows(tx: Transaction, city: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('road_distances')
    .selectAll()
    .where('city_code', '=', city)
    .where('from_place', 'in', ids)
    .where('to_place', 'in', ids)
    .execute();
}

export async function saveRoads(tx: Transaction, rows: Array<Insertable<DB['road_distances']>>): Promise<void> {
  for (let at = 0; at < rows.length; at += 1000) {
    await tx
      .insertInto('road_distances')
      .values(rows.slice(at, at + 1000))
      .onConflict((conflict) =>
        conflict
          .columns(['city_code', 'from_place', 'to_place'])
          .doUpdateSet({ km: sql`excluded.km`, minutes: sql`excluded.minutes` }),
      )
      .execute();
  }
}

export async function tripsOfDay(tx: Transaction, city: string, day: string): Promise<TripRecord[]> {
  return tx
    .selectFrom('trips')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .where('state', '<>', 'cancelled')
    .orderBy('plate')
    .orderBy('load_at')
    .limit(MOST_TRIPS)
    .execute();
}

export async function stopsOf(
  tx: Transaction,
  city: string,
  trips: readonly string[],
): Promise<Array<StopRecord & { order_number: string }>> {
  if (trips.length === 0) return [];
  return tx
    .selectFrom('trip_stops as s')
    .leftJoin('allocation_orders as o', (join) =>
      join.onRef('o.city_code', '=', 's.city_code').onRef('o.order_id', '=', 's.order_id'),
    )
    .selectAll('s')
    .select((select) => select.fn.coalesce('o.order_number', 's.order_id').as('order_number'))
    .where('s.city_code', '=', city)
    .where('s.trip_id', 'in', trips)
    .orderBy('s.trip_id')
    .orderBy('s.position')
    .execute();
}

/** Parts of orders that are on a truck or were delivered by one. */
export async function carriedParts(tx: Transaction, city: string, orders: readonly string[]) {
  if (orders.length === 0) return [];
  return tx
    .selectFrom('trip_stops')
    .select(['order_id', 'part', 'parts', 'trip_id', 'state'])
    .where('city_code', '=', city)
    .where('order_id', 'in', orders)
    .where('state', 'in', ['waiting', 'arrived', 'unloaded'])
    .execute();
}

/** What stands in trucks that broke down on the day and is on no other truck yet. */
export async function strandedStops(tx: Transaction, city: string, day: string) {
  return tx
    .selectFrom('trip_stops as s')
    .innerJoin('trips as t', (join) =>
      join.onRef('t.city_code', '=', 's.city_code').onRef('t.trip_id', '=', 's.trip_id'),
    )
    .innerJoin('allocation_orders as o', (join) =>
      join.onRef('o.city_code', '=', 's.city_code').onRef('o.order_id', '=', 's.order_id'),
    )
    .selectAll('s')
    .select(['t.plate', 'o.order_number', 'o.tier'])
    .where('s.city_code', '=', city)
    .where('t.day', '=', day)
    .where('t.state', '=', 'broken_down')
    .where('s.state', '=', 'moved')
    .where('o.state', 'in', ['loaded', 'on_the_way'])
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('trip_stops as other')
            .select('other.order_id')
            .whereRef('other.city_code', '=', 's.city_code')
            .whereRef('other.order_id', '=', 's.order_id')
            .whereRef('other.part', '=', 's.part')
            .where('other.state', 'in', ['waiting', 'arrived', 'unloaded']),
        ),
      ),
    )
    .orderBy('s.order_id')
    .limit(MOST_TRIPS)
    .execute();
}

const breakdownDetail = z.object({ lat: z.number().optional(), lon: z.number().optional() });

export async function breakdownPlace(tx: Transaction, city: string, tripId: string) {
  const event = await tx
    .selectFrom('trip_events')
    .select('detail')
    .where('city_code', '=', city)
    .where('trip_id', '=', tripId)
    .where('kind', '=', 'breakdown')
    .orderBy('event_number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return readJson(breakdownDetail, event?.detail ?? {}, 'trip_events.detail');
}

export async function lockTrip(tx: Transaction, city: string, id: string): Promise<TripRecord | undefined> {
  return tx
    .selectFrom('trips')
    .selectAll()
    .where('city_code', '=', city)
    .where('trip_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** A truck is on the road once (unique in the database). */
export function tripOnTheRoad(tx: Transaction, city: string, vehicle: string): Promise<TripRecord | undefined> {
  return tx
    .selectFrom('trips')
    .selectAll()
    .where('city_code', '=', city)
    .where('vehicle_id', '=', vehicle)
    .where('state', '=', 'departed')
    .executeTakeFirst();
}

export async function insertTrip(tx: Transaction, row: Insertable<DB['trips']>): Promise<void> {
  await tx.insertInto('trips').values(row).execute();
}

export async function updateTrip(
  tx: Transaction,
  city: string,
  id: string,
  change: Updateable<DB['trips']>,
): Promise<void> {
  await tx
    .updateTable('trips')
    .set({ ...change, revision: sql`revision + 1` })
    .where('city_code', '=', city)
    .where('trip_id', '=', id)
    .execute();
}

/** Takes trips that have not left off the board; their stops are free again. */
export async function removeStops(tx: Transaction, city: string, trips: readonly string[]): Promise<void> {
  if (trips.length === 0) return;
  await tx.deleteFrom('trip_stops').where('city_code', '=', city).where('trip_id', 'in', trips).execute();
}

export async function insertStops(tx: Transaction, rows: Array<Insertable<DB['trip_stops']>>): Promise<void> {
  if (rows.length > 0) await tx.insertInto('trip_stops').values(rows).execute();
}

export async function updateStop(
  tx: Transaction,
  stop: Pick<StopRecord, 'city_code' | 'trip_id' | 'position'>,
  change: Updateable<DB['trip_stops']>,
): Promise<void> {
  await tx
    .updateTable('trip_stops')
    .set(change)
    .where('city_code', '=', stop.city_code)
    .where('trip_id', '=', stop.trip_id)
    .where('position', '=', stop.position)
    .execute();
}

export async function appendEvent(
  tx: Transaction,
  trip: TripRecord,
  event: { at: Date; kind: string; by: string; detail: object },
): Promise<void> {
  const last = await tx
    .selectFrom('trip_events')
    .select((select) => select.fn.max('event_number').as('number'))
    .where('city_code', '=', trip.city_code)
    .where('trip_id', '=', trip.trip_id)
    .executeTakeFirst();
  await tx
    .insertInto('trip_events')
    .values({
      city_code: trip.city_code,
      trip_id: trip.trip_id,
      event_number: (last?.number ?? 0) + 1,
      at: event.at,
      kind: event.kind,
      user_name: event.by,
      detail: JSON.stringify(event.detail),
      counties: trip.counties,
      enterprises: trip.enterprises,
      demand_points: trip.demand_points,
    })
    .execute();
}

/** Within a move trips of one truck change places: what must not overlap is looked at once, at its end. */
export async function deferOverlaps(tx: Transaction): Promise<void> {
  await sql`set constraints trips_vehicle_once, trips_driver_once deferred`.execute(tx);
}
export async function checkOverlaps(tx: Transaction): Promise<void> {
  await sql`set constraints trips_vehicle_once, trips_driver_once immediate`.execute(tx);
}

export async function insertPlan(tx: Transaction, row: Insertable<DB['trip_plans']>): Promise<boolean> {
  const made = await tx
    .insertInto('trip_plans')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('plan_id')
    .executeTakeFirst();
  return made !== undefined;
}

export async function findPlan(tx: Transaction, city: string, id: string): Promise<PlanRecord | undefined> {
  return tx
    .selectFrom('trip_plans')
    .selectAll()
    .where('city_code', '=', city)
    .where('plan_id', '=', id)
    .executeTakeFirst();
}

export async function lastPlan(tx: Transaction, city: string, day: string): Promise<PlanRecord | undefined> {
  return tx
    .selectFrom('trip_plans')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function updatePlan(
  tx: Transaction,
  city: string,
  id: string,
  change: Updateable<DB['trip_plans']>,
): Promise<void> {
  await tx.updateTable('trip_plans').set(change).where('city_code', '=', city).where('plan_id', '=', id).execute();
}

export async function ordersOf(tx: Transaction, city: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('allocation_orders')
    .select([
      'order_id',
      'order_number',
      'state',
      'from_county',
      'from_enterprise',
      'to_county',
      'to_enterprise',
      'to_demand_point',
      'tier',
      'from_place',
    ])
    .where('city_code', '=', city)
    .where('order_id', 'in', ids)
    .execute();
}

export const liveStates = LIVE;

export { lastPositions, passesOf } from './trip-marks.repository.ts';
