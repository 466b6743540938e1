/** Where trucks are, which are late or off their way, and which carry an order that is no more: each raises an alert with an owner. */
import { kilometresBetween, plainPlate } from '#contracts/pass-check.ts';
import { tripDefaults } from '#contracts/trips.ts';
import { systemActor } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors.ts';
import type { AppServer } from '../../platform/http/server.ts';
import { enqueueJob } from '../../platform/jobs.ts';
import { inWork, type Work } from '../../platform/work.ts';
import { cityTime, revokePassOfTrip } from '../passes/index.ts';
import { raiseAlert } from './alerts.ts';
import { lateKey, noteTrip, passForTrip } from './road.service.ts';
import { readRules } from './rules.service.ts';
import * as repository from './trips.repository.ts';

const task = 'trips.watch';
const EVERY_SECONDS = 300;
const SOON_SECONDS = 1;
const DAY = 86_400_000;

export async function keepPosition(
  work: Work,
  trip: repository.TripRecord,
  at: { at: string; lat: number; lon: number; accuracy?: number | undefined; source: 'phone' | 'tracker' },
): Promise<void> {
  const { tx, actor } = work;
  const time = await cityTime(work);
  await tx
    .insertInto('trip_positions')
    .values({
      city_code: actor.city,
      trip_id: trip.trip_id,
      at: new Date(Math.min(Date.parse(at.at), time.getTime())),
      source: at.source,
      lat: at.lat,
      lon: at.lon,
      accuracy_m: at.accuracy ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  work.audit({ action: 'trip.position', subject: 'trip', subjectId: trip.trip_id, after: { source: at.source } });
  work.changed('trips');
  if (trip.state !== 'departed') return;
  const stops = await repository.stopsOf(tx, actor.city, [trip.trip_id]);
  const { offRouteKm } = await readRules(work);
  const away = distanceFromWay(at, [{ lat: trip.from_lat, lon: trip.from_lon }, ...stops]);
  if (away > offRouteKm)
    await raiseAlert(work, {
      kind: 'off_route',
      subject: 'trip',
      subjectId: trip.trip_id,
      sameKey: `off_route:${trip.trip_id}:${at.at.slice(0, 13)}`,
      county: null,
      owner: 'group_officer',
      detail: {
        number: trip.trip_number,
        plate: trip.plate,
        km: Math.round(away),
        driver: trip.driver_name,
        phone: trip.driver_phone,
      },
    });
}

/** A tracker knows its plate, not its trip. Answers the trip on the road that it was kept for. Error `not-found`: no such truck. */
export async function trackTruck(
  work: Work,
  { plate, ...at }: { plate: string; at: string; lat: number; lon: number; accuracy?: number | undefined },
): Promise<string | null> {
  const { tx, actor } = work;
  const truck = (await repository.trucks(tx, actor.city)).find((row) => plainPlate(row.plate) === plainPlate(plate));
  if (!truck) throw new DomainError('not-found', { what: [`车牌 ${plate} 的车辆`, `A truck with the plate ${plate}`] });
  const trip = await repository.tripOnTheRoad(tx, actor.city, truck.vehicle_id);
  if (!trip) return null;
  await keepPosition(work, trip, { ...at, source: 'tracker' });
  return trip.trip_id;
}

interface Point {
  lat: number;
  lon: number;
}

/** Kilometres from the nearest leg of the way, legs taken as straight; flat enough within a city. */
export function distanceFromWay(at: Point, way: readonly Point[]): number {
  const legs = way.slice(1).map((to, index) => [way[index]!, to] as const);
  if (legs.length === 0) return way[0] ? kilometresBetween(at, way[0]) : 0;
  return Math.min(...legs.map(([from, to]) => kilometresBetween(at, nearestOn(at, from, to))));
}

function nearestOn(at: Point, from: Point, to: Point): Point {
  const shrink = Math.cos((at.lat * Math.PI) / 180);
  const [dx, dy] = [(to.lon - from.lon) * shrink, to.lat - from.lat];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((at.lon - from.lon) * shrink * dx + (at.lat - from.lat) * dy) / length;
  const along = Math.min(1, Math.max(0, share));
  return { lat: from.lat + dy * along, lon: from.lon + (to.lon - from.lon) * along };
}

export function registerWatch(server: AppServer): void {
  const ask = (city: string, seconds: number) =>
    inWork(server.database, server.clock, systemActor(city), (work) =>
      enqueueJob(work.tx, task, { city }, { key: `trips-watch-${seconds}-${city}`, delaySeconds: seconds }),
    ).catch((error: unknown) => server.fastify.log.error({ err: error }, 'trips are not watched'));
  server.jobs.handle(task, async (payload) => {
    const { city } = payload as { city: string };
    const onTheRoad = await inWork(server.database, server.clock, systemActor(city), (work) =>
      watchTrips(work, server.config.secret),
    );
    if (onTheRoad) await ask(city, EVERY_SECONDS);
  });
  // after a restart too: a truck may have been on the road meanwhile
  server.fastify.addHook('onReady', async () => {
    const cities = await server.database.kysely.selectFrom('cities').select('city_code').execute();
    for (const { city_code } of cities) void ask(city_code, SOON_SECONDS);
  });
  // An order that is cancelled or amended takes its stop and its pass with it.
  server.changes.subscribe((change) => {
    if (change.topics.includes('orders') || change.topics.includes('trips')) void ask(change.city, SOON_SECONDS);
  });
}

/** True while any trip is on the road. */
export async function watchTrips(work: Work, secret: string): Promise<boolean> {
  const { tx, actor } = work;
  const time = await cityTime(work);
  const { lateAfterMinutes } = await readRules(work);
  const live = await tx
    .selectFrom('trips')
    .selectAll()
    .where('city_code', '=', actor.city)
    .where('state', 'in', repository.liveStates)
    .orderBy('day')
    .limit(5000)
    .execute();
  const stops = Map.groupBy(
    await repository.stopsOf(
      tx,
      actor.city,
      live.map(({ trip_id }) => trip_id),
    ),
    ({ trip_id }) => trip_id,
  );
  for (const trip of live) {
    const own = stops.get(trip.trip_id) ?? [];
    await dropGoneOrders(work, secret, trip, own);
    if (trip.state === 'departed') await raiseLate(work, trip, own, time.getTime() - lateAfterMinutes * 60_000);
  }
  await tx
    .deleteFrom('trip_positions')
    .where('city_code', '=', actor.city)
    .where('at', '<', new Date(time.getTime() - tripDefaults.positionsKept * DAY).toISOString())
    .execute();
  return live.some(({ state }) => state === 'departed');
}

type Stop = Awaited<ReturnType<typeof repository.stopsOf>>[number];

/** `before`: a stop that was planned before this instant and is not reached is late. */
async function raiseLate(work: Work, trip: repository.TripRecord, stops: Stop[], before: number): Promise<void> {
  const next = stops.find(({ state }) => state === 'waiting');
  if (!next || Date.parse(next.arrive_at) > before) return;
  await raiseAlert(work, {
    kind: 'late',
    subject: 'trip',
    subjectId: trip.trip_id,
    sameKey: lateKey(trip.trip_id, next.position),
    county: null,
    owner: 'group_officer',
    detail: {
      number: trip.trip_number,
      plate: trip.plate,
      place: next.place_name,
      planned: next.arrive_at,
      driver: trip.driver_name,
      phone: trip.driver_phone,
    },
  });
}

async function dropGoneOrders(work: Work, secret: string, trip: repository.TripRecord, stops: Stop[]): Promise<void> {
  const { tx, actor } = work;
  const orders = await repository.ordersOf(
    tx,
    actor.city,
    stops.map(({ order_id }) => order_id),
  );
  const gone = stops.filter(
    (stop) =>
      stop.state === 'waiting' &&
      ['cancelled', 'amended'].includes(orders.find(({ order_id }) => order_id === stop.order_id)?.state ?? ''),
  );
  if (gone.length === 0) return;
  for (const stop of gone) await repository.updateStop(tx, stop, { state: 'dropped' });
  const left = stops.filter((stop) => !gone.includes(stop) && stop.state !== 'dropped');
  await noteTrip(work, trip, 'order_gone', { orders: gone.map(({ order_number }) => order_number) });
  if (left.length === 0 && trip.state === 'planned') {
    await repository.updateTrip(tx, actor.city, trip.trip_id, { state: 'cancelled' });
    await revokePassOfTrip(work, trip.trip_id, '调拨令取消 order cancelled');
    return;
  }
  if (trip.driver_name !== '') await passForTrip(work, secret, trip);
  if (trip.state === 'departed')
    await raiseAlert(work, {
      kind: 'order_gone',
      subject: 'trip',
      subjectId: trip.trip_id,
      sameKey: `order_gone:${trip.trip_id}:${gone.map(({ order_id }) => order_id).join(',')}`,
      county: null,
      owner: 'group_officer',
      detail: {
        number: trip.trip_number,
        plate: trip.plate,
        orders: gone.map(({ order_number }) => order_number),
        driver: trip.driver_name,
        phone: trip.driver_phone,
      },
    });
}
