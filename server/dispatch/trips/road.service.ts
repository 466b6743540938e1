/** A trip on the road: driver and pass, leaving, arriving, unloading, breaking down. */
import { createHash, randomBytes } from 'node:crypto';
import { type TripState, tripStateNames } from '#contracts/trips.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { appendOrderEvent, markDelivered, markOrdersOnTheWay } from '../orders/index.ts';
import { cityTime, holdingPassOfTrip, issuePass, revokePassOfTrip } from '../passes/index.ts';
import { raiseAlert, settleAlert } from './alerts.ts';
import { listDrivers, lockDriver, requireRestBetweenTrucks } from './drivers.service.ts';
import { goodsTold } from './goods.ts';
import { requestTripPlan } from './plan.service.ts';
import { goodsOfOrders } from './trip-marks.repository.ts';
import * as repository from './trips.repository.ts';

const HOUR = 3_600_000;
/** A pass holds from before loading until after the planned return, hours. */
const PASS_BEFORE = 2;
const PASS_AFTER = 6;

const ARRIVED = '已到达 arrived';
/** One alert for one late stop. */
export const lateKey = (trip: string, position: number): string => `late:${trip}:${position}`;

export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export async function tripToChange(work: Work, id: string, states: readonly TripState[], act: [string, string]) {
  const trip = await repository.lockTrip(work.tx, work.actor.city, id);
  if (!trip) throw new DomainError('not-found', { what: ['这趟车', 'The trip'] });
  if (!states.includes(trip.state as TripState))
    throw new DomainError('trip.wrong-state', {
      number: trip.trip_number,
      state: tripStateNames[trip.state as TripState],
      act,
    });
  return trip;
}

/** Says what happened to the trip: in its own history, in the audit, to open pages. */
export async function noteTrip(work: Work, trip: repository.TripRecord, kind: string, detail: object): Promise<void> {
  await repository.appendEvent(work.tx, trip, { at: work.now, kind, by: work.actor.name, detail });
  work.audit({
    action: `trip.${kind}`,
    subject: 'trip',
    subjectId: trip.trip_id,
    after: detail,
    enterprise: trip.enterprise_id,
  });
  work.changed('trips');
}

/**
 * Names driver and crew; the pass is born with it, and replaced when they change. Answers the link's key, which is kept nowhere.
 * Errors: `not-found`, `trip.wrong-state`, `trip.vehicle-busy`, `trip.driver-rest`.
 */
export async function assignDriver(
  work: Work,
  secret: string,
  id: string,
  given: { driver: string | null; name: string; phone: string; crew: string[] },
): Promise<{ passId: string; key: string }> {
  const before = await tripToChange(work, id, ['planned', 'departed'], ['更换司机', 'change its driver']);
  await requireDriver(work, given.driver);
  const change = { driver_id: given.driver, driver_name: given.name, driver_phone: given.phone, crew: given.crew };
  await overlapNamed(() => repository.updateTrip(work.tx, work.actor.city, id, change));
  await requireRestBetweenTrucks(work, [id]);
  const trip = { ...before, ...change };
  const pass = await passForTrip(work, secret, trip);
  const another = before.driver_name !== given.name || before.driver_phone !== given.phone;
  await endFormerDriver(work, trip, another);
  const key = randomBytes(24).toString('base64url');
  await work.tx
    .insertInto('trip_links')
    .values({
      city_code: work.actor.city,
      key_hash: hashOfKey(key),
      trip_id: id,
      expires_at: new Date(Date.parse(trip.back_at) + 24 * HOUR),
    })
    .execute();
  await noteTrip(work, trip, 'driver', { driver: given.name, crew: given.crew, pass: pass.pass_number });
  return { passId: pass.pass_id, key };
}

async function requireDriver(work: Work, id: string | null): Promise<void> {
  if (id === null) return;
  await lockDriver(work, id);
  const [known] = await listDrivers(work, { id, withdrawn: false });
  if (!known)
    throw new DomainError('not-found', { what: ['这名司机（可能已停用）', 'The driver (perhaps withdrawn)'] });
}

/** Links given out before open nothing any more; what one driver agreed to is not agreed to by another. */
async function endFormerDriver(work: Work, trip: repository.TripRecord, another: boolean): Promise<void> {
  const { tx, actor, now } = work;
  await tx
    .updateTable('trip_links')
    .set({ revoked_at: now })
    .where('city_code', '=', actor.city)
    .where('trip_id', '=', trip.trip_id)
    .where('revoked_at', 'is', null)
    .execute();
  if (!another) return;
  await tx
    .updateTable('trip_consents')
    .set({ stopped_at: now })
    .where('city_code', '=', actor.city)
    .where('trip_id', '=', trip.trip_id)
    .where('stopped_at', 'is', null)
    .execute();
}

/** Also after a change of its stops: the pass says what the trip is. */
export async function passForTrip(work: Work, secret: string, trip: repository.TripRecord) {
  const stops = await repository.stopsOf(work.tx, work.actor.city, [trip.trip_id]);
  const orders = [...new Set(stops.map((stop) => stop.order_id))];
  const pass = await issuePass(work, secret, {
    kind: 'trip',
    tripId: trip.trip_id,
    tripNumber: trip.trip_number,
    applicationId: null,
    enterprise: trip.enterprise_id,
    county: trip.counties[0] ?? '',
    plate: trip.plate,
    holder: trip.driver_name,
    phone: trip.driver_phone,
    crew: trip.crew,
    goods: (await goodsOnBoard(work, stops)) || '空车',
    counties: trip.counties,
    ...passHours(trip),
  });
  for (const order of orders)
    await appendOrderEvent(work, order, 'pass_issued', {
      pass: pass.pass_number,
      trip: trip.trip_number,
      plate: trip.plate,
    });
  return pass;
}

/** By plan until the truck has left, which may be hours before it or after; then by when it is expected back. */
function passHours(trip: repository.TripRecord): { from: Date; until: Date } {
  const [loads, leaves, back] = [trip.load_at, trip.leave_at, trip.back_at].map((at) => Date.parse(at)) as [
    number,
    number,
    number,
  ];
  const begins = loads - PASS_BEFORE * HOUR;
  const left = trip.departed_at === null ? leaves : Date.parse(trip.departed_at);
  return {
    from: new Date(Math.min(begins, left)),
    until: new Date(Math.max(back, left + back - leaves) + PASS_AFTER * HOUR),
  };
}

async function goodsOnBoard(work: Work, stops: repository.StopRecord[]): Promise<string> {
  const whole = stops.filter(({ parts }) => parts === 1).map((stop) => stop.order_id);
  return goodsTold(await goodsOfOrders(work.tx, work.actor.city, [...new Set(whole)]), stops);
}

/**
 * Its orders are on the way. Errors: `trip.no-driver`, `trip.out-of-service`, `trip.not-loaded`, `trip.on-the-road`, `trip.wrong-state`.
 */
export async function departTrip(work: Work, secret: string, id: string): Promise<void> {
  const { tx, actor } = work;
  const trip = await tripToChange(work, id, ['planned'], ['发车', 'leave']);
  if (trip.driver_name === '') throw new DomainError('trip.no-driver');
  if (await isOutOfService(work, trip.vehicle_id)) throw new DomainError('trip.out-of-service', { plate: trip.plate });
  const stops = await repository.stopsOf(tx, actor.city, [id]);
  const orders = await repository.ordersOf(
    tx,
    actor.city,
    stops.map((stop) => stop.order_id),
  );
  const waiting = orders.filter(({ state }) => state !== 'loaded' && state !== 'on_the_way');
  if (waiting.length > 0)
    throw new DomainError('trip.not-loaded', { orders: waiting.map((order) => order.order_number).join('、') });
  const left = await cityTime(work);
  await roadTaken(trip, () => repository.updateTrip(tx, actor.city, id, { state: 'departed', departed_at: left }));
  await coverTheRoad(work, secret, { ...trip, departed_at: left.toISOString() });
  await markOrdersOnTheWay(
    work,
    orders.map(({ order_id }) => order_id),
    { trip: trip.trip_number, plate: trip.plate, driver: trip.driver_name },
  );
  await noteTrip(work, trip, 'depart', { plate: trip.plate });
  work.changed('orders');
}

/** A truck that leaves long before or after its plan would be stopped with a pass that does not hold yet, or not to the end of its way. */
async function coverTheRoad(work: Work, secret: string, trip: repository.TripRecord): Promise<void> {
  const pass = await holdingPassOfTrip(work, trip.trip_id);
  if (!pass) return;
  const needed = passHours(trip);
  const home = needed.until.getTime() - PASS_AFTER * HOUR;
  const covered = Date.parse(pass.valid_from) <= needed.from.getTime() && Date.parse(pass.valid_until) >= home;
  if (!covered) await passForTrip(work, secret, trip);
}

async function stopToChange(work: Work, id: string, position: number, states: readonly string[]) {
  const trip = await tripToChange(work, id, ['departed'], ['登记到达', 'arrive']);
  const stops = await repository.stopsOf(work.tx, work.actor.city, [id]);
  const stop = stops.find((each) => each.position === position);
  if (!stop || !states.includes(stop.state)) throw new DomainError('trip.stop-gone');
  return { trip, stop, stops };
}

/** `at`: when it happened, for what a telephone tells later; now unless given. A late alert of the stop is over with it. */
export async function arriveAt(work: Work, id: string, position: number, at?: Date): Promise<void> {
  const { trip, stop } = await stopToChange(work, id, position, ['waiting']);
  await repository.updateStop(work.tx, stop, { state: 'arrived', arrived_at: at ?? (await cityTime(work)) });
  await settleAlert(work, lateKey(id, position), ARRIVED);
  await noteTrip(work, trip, 'arrive', { position, place: stop.place_name, order: stop.order_number });
}

/** The last part of an order that is unloaded delivers it; the last stop ends the trip and its pass. */
export async function unloadAt(work: Work, id: string, position: number, at?: Date): Promise<void> {
  const { tx, actor } = work;
  const { trip, stop, stops } = await stopToChange(work, id, position, ['waiting', 'arrived']);
  const time = at ?? (await cityTime(work));
  await settleAlert(work, lateKey(id, position), ARRIVED);
  await repository.updateStop(tx, stop, { state: 'unloaded', arrived_at: stop.arrived_at ?? time, left_at: time });
  const parts = await repository.carriedParts(tx, actor.city, [stop.order_id]);
  if (parts.filter(({ state }) => state === 'unloaded').length === stop.parts) {
    await markDelivered(work, [stop.order_id], { trip: trip.trip_number, place: stop.place_name });
    work.changed('orders');
  }
  await noteTrip(work, trip, 'unload', {
    position,
    place: stop.place_name,
    order: stop.order_number,
    part: stop.part,
    parts: stop.parts,
  });
  if (stops.every((each) => each.position === position || ['unloaded', 'moved', 'dropped'].includes(each.state))) {
    await repository.updateTrip(tx, actor.city, id, { state: 'finished', finished_at: time });
    await revokePassOfTrip(work, id, '车次完成 trip finished');
    await noteTrip(work, trip, 'finish', {});
  }
}

/**
 * What is still on the truck waits where it stands for other trucks, and the rest of the day is planned again; its orders keep their history.
 * Answers the plan; null when nothing is left to carry.
 */
export async function breakDown(
  work: Work,
  id: string,
  { reason, lat, lon }: { reason: string; lat?: number | null | undefined; lon?: number | null | undefined },
): Promise<string | null> {
  const { tx, actor } = work;
  const trip = await tripToChange(work, id, ['departed', 'planned'], ['登记故障', 'break down']);
  const stops = (await repository.stopsOf(tx, actor.city, [id])).filter(
    ({ state }) => state === 'waiting' || state === 'arrived',
  );
  const left = trip.state === 'departed';
  if (left) for (const stop of stops) await repository.updateStop(tx, stop, { state: 'moved' });
  else await repository.removeStops(tx, actor.city, [id]);
  await repository.updateTrip(tx, actor.city, id, {
    state: left ? 'broken_down' : 'cancelled',
    finished_at: await cityTime(work),
  });
  await repository.setOutOfService(tx, {
    city_code: actor.city,
    vehicle_id: trip.vehicle_id,
    enterprise_id: trip.enterprise_id,
    county_code: (await truckOf(work, trip.vehicle_id))?.county_code ?? '',
    out_of_service: true,
    out_of_service_reason: reason,
    changed_at: work.now,
    changed_by: actor.name,
  });
  await revokePassOfTrip(work, id, `车辆故障 broken down: ${reason}`);
  await noteTrip(work, trip, 'breakdown', {
    reason,
    ...(lat == null || lon == null ? {} : { lat, lon }),
    left: stops.length,
  });
  for (const stop of stops)
    await appendOrderEvent(work, stop.order_id, 'breakdown', { trip: trip.trip_number, plate: trip.plate, reason });
  await raiseAlert(work, {
    kind: 'breakdown',
    subject: 'trip',
    subjectId: id,
    sameKey: `breakdown:${id}`,
    county: null,
    owner: 'group_officer',
    detail: { plate: trip.plate, number: trip.trip_number, reason, left: stops.length },
  });
  if (stops.length === 0) return null;
  const running = await repository.lastPlan(tx, actor.city, trip.day);
  if (running && (running.state === 'queued' || running.state === 'running'))
    await repository.updatePlan(tx, actor.city, running.plan_id, {
      state: 'cancelled',
      finished_at: work.now,
      progress: null,
    });
  return requestTripPlan(work, trip.day, 3);
}

const truckOf = async (work: Work, vehicle: string) =>
  (await repository.trucks(work.tx, work.actor.city)).find(({ vehicle_id }) => vehicle_id === vehicle);
const isOutOfService = async (work: Work, vehicle: string): Promise<boolean> =>
  (await truckOf(work, vehicle))?.out_of_service === true;

/** Its orders are free for other trucks. */
export async function cancelTrip(work: Work, id: string, reason: string): Promise<void> {
  const { tx, actor } = work;
  const trip = await tripToChange(work, id, ['planned'], ['取消', 'be cancelled']);
  const stops = await repository.stopsOf(tx, actor.city, [id]);
  await repository.removeStops(tx, actor.city, [id]);
  await repository.updateTrip(tx, actor.city, id, { state: 'cancelled' });
  await revokePassOfTrip(work, id, reason);
  for (const stop of stops)
    await appendOrderEvent(work, stop.order_id, 'trip_cancelled', { trip: trip.trip_number, reason });
  await noteTrip(work, trip, 'cancel', { reason });
}

const codeOfError = (error: unknown) => error as { code?: string; constraint?: string };

/** The database refuses overlaps, whatever happened at the same moment; said in words. */
export async function overlapNamed<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (codeOfError(error).code === '23P01') throw new DomainError('trip.vehicle-busy');
    throw error;
  }
}

async function roadTaken<T>(trip: repository.TripRecord, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (codeOfError(error).code === '23505') throw new DomainError('trip.on-the-road', { plate: trip.plate });
    throw error;
  }
}
