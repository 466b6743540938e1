/** A driver without an account: the link opens one trip, shows its pass, and lets it arrive; positions only while the driver agrees. */
import { type DriverAct, type DriverTrip, tripDefaults } from '#contracts/trips.ts';
import { systemActor } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors.ts';
import type { AppServer } from '../../platform/http/server.ts';
import { inWork, type Work } from '../../platform/work.ts';
import { cityTime, codeOf, holdingPassOfTrip } from '../passes/index.ts';
import { raiseAlert } from './alerts.ts';
import { shownTrips } from './board.service.ts';
import { arriveAt, hashOfKey, noteTrip, unloadAt } from './road.service.ts';
import { readRules } from './rules.service.ts';
import * as repository from './trips.repository.ts';
import { keepPosition } from './watch.service.ts';

/** Runs an act on the one trip that the key opens, under the driver's name. Error `trip.link-refused`. */
export async function asDriver<T>(
  server: AppServer,
  city: string,
  key: string,
  act: (work: Work, trip: repository.TripRecord) => Promise<T>,
): Promise<T> {
  return inWork(server.database, server.clock, systemActor(city, '司机'), async (work) => {
    const link = await work.tx
      .selectFrom('trip_links')
      .selectAll()
      .where('city_code', '=', city)
      .where('key_hash', '=', hashOfKey(key))
      .executeTakeFirst();
    const trip = link && (await repository.lockTrip(work.tx, city, link.trip_id));
    if (
      !trip ||
      link.revoked_at !== null ||
      new Date(link.expires_at) < (await cityTime(work)) ||
      trip.state === 'cancelled'
    )
      throw new DomainError('trip.link-refused');
    work.actor.name = `司机 ${trip.driver_name}`;
    return act(work, trip);
  });
}

export async function readDriverTrip(work: Work, trip: repository.TripRecord, origin: string): Promise<DriverTrip> {
  const [shown] = await shownTrips(work, [trip]);
  if (!shown) throw new DomainError('trip.link-refused');
  const pass = await holdingPassOfTrip(work, trip.trip_id);
  const { id, number, plate, state, driver, from, loadAt, leaveAt, stops } = shown;
  return {
    trip: { id, number, plate, state, driver, from, loadAt, leaveAt, stops },
    pass: pass
      ? { number: pass.pass_number, token: pass.token, code: await codeOf(pass.token, origin), until: pass.valid_until }
      : null,
    consent: await hasConsent(work, trip.trip_id),
    positionsKept: tripDefaults.positionsKept,
    dispatchPhone: (await readRules(work)).dispatchPhone,
    now: (await cityTime(work)).toISOString(),
  };
}

export async function hasConsent(work: Work, trip: string): Promise<boolean> {
  const row = await work.tx
    .selectFrom('trip_consents')
    .select('stopped_at')
    .where('city_code', '=', work.actor.city)
    .where('trip_id', '=', trip)
    .executeTakeFirst();
  return row !== undefined && row.stopped_at === null;
}

/**
 * An act of the telephone, perhaps sent hours later and more than once: the same `id` counts once. It happened at `at`, but not in the future
 * and not before the trip left. What a dispatcher has registered meanwhile is done already.
 */
export async function driverAct(work: Work, trip: repository.TripRecord, given: DriverAct): Promise<void> {
  const time = await cityTime(work);
  const at = new Date(Math.min(Date.parse(given.at), time.getTime()));
  if (!(await isNewAct(work, trip, given.id, at))) return;
  if (given.act === 'problem') return reportProblem(work, trip, given.text, at);
  if (given.act === 'consent') return setConsent(work, trip, given.given);
  if (given.act === 'position') {
    if (!(await hasConsent(work, trip.trip_id))) throw new DomainError('trip.no-consent');
    return keepPosition(work, trip, { ...given, at: at.toISOString(), source: 'phone' });
  }
  const stops = await repository.stopsOf(work.tx, work.actor.city, [trip.trip_id]);
  const done = given.act === 'arrive' ? ['arrived', 'unloaded'] : ['unloaded'];
  if (stops.some(({ position, state }) => position === given.position && done.includes(state))) return;
  const happened = new Date(Math.max(at.getTime(), Date.parse(trip.departed_at ?? trip.load_at)));
  await (given.act === 'arrive' ? arriveAt : unloadAt)(work, trip.trip_id, given.position, happened);
}

async function isNewAct(work: Work, trip: repository.TripRecord, id: string, at: Date): Promise<boolean> {
  const kept = await work.tx
    .insertInto('driver_acts')
    .values({ city_code: trip.city_code, trip_id: trip.trip_id, act_id: id, made_at: at, received_at: work.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('act_id')
    .executeTakeFirst();
  return kept !== undefined;
}

async function reportProblem(work: Work, trip: repository.TripRecord, text: string, at: Date): Promise<void> {
  await noteTrip(work, trip, 'problem', { text, at: at.toISOString() });
  await raiseAlert(work, {
    kind: 'problem',
    subject: 'trip',
    subjectId: trip.trip_id,
    sameKey: `problem:${trip.trip_id}:${text}`,
    county: null,
    owner: 'group_officer',
    detail: { number: trip.trip_number, plate: trip.plate, driver: trip.driver_name, phone: trip.driver_phone, text },
  });
}

/** Taking the agreement back also removes what was recorded of this trip. */
async function setConsent(work: Work, trip: repository.TripRecord, given: boolean): Promise<void> {
  const { tx, actor, now } = work;
  const stopped_at = given ? null : now;
  await tx
    .insertInto('trip_consents')
    .values({ city_code: actor.city, trip_id: trip.trip_id, given_at: now, stopped_at })
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'trip_id']).doUpdateSet({ stopped_at, ...(given ? { given_at: now } : {}) }),
    )
    .execute();
  if (!given)
    await tx
      .deleteFrom('trip_positions')
      .where('city_code', '=', actor.city)
      .where('trip_id', '=', trip.trip_id)
      .where('source', '=', 'phone')
      .execute();
  await noteTrip(work, trip, 'consent', { given });
}
