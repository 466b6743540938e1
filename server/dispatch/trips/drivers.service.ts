/** Drivers: who they are, what they may drive, what they drive now, and whether they agreed to positions (S20). */
import type { DriverInput, DriverRow } from '#contracts/fleet.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { enterpriseCounty } from '../passes/passes.repository.ts';
import * as repository from './fleet.repository.ts';
import { requireRevision } from './revision.ts';
import { readRules } from './rules.service.ts';

export async function listDrivers(work: Work, filter: { withdrawn?: boolean; id?: string } = {}): Promise<DriverRow[]> {
  const { tx, actor } = work;
  const rows = await repository.listDrivers(tx, actor.city, filter);
  const trips = await repository.liveTripsOfDrivers(
    tx,
    actor.city,
    rows.map(({ driver_id }) => driver_id),
  );
  return rows.map((row) => ({
    id: row.driver_id,
    name: row.name,
    phone: row.phone,
    licence: row.licence as DriverRow['licence'],
    enterprise: row.enterprise_id,
    enterpriseName: row.enterprise_name,
    withdrawn: row.withdrawn,
    trips: trips
      .filter(({ driver_id }) => driver_id === row.driver_id)
      .map((trip) => ({
        id: trip.trip_id,
        number: trip.trip_number,
        plate: trip.plate,
        loadAt: trip.load_at,
        backAt: trip.back_at,
        consentAt: trip.given_at,
      })),
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    revision: row.revision,
  }));
}

/** Errors: `not-found` (no such enterprise), `changed-meanwhile`, `fleet.driver-used`. Without a revision it is written whatever is there. */
export async function saveDriver(
  work: Work,
  id: string,
  given: Omit<DriverInput, 'revision'> & { revision?: number },
): Promise<DriverRow> {
  const { tx, actor, now } = work;
  const { revision, ...driver } = given;
  await lockDriver(work, id);
  const county = await enterpriseCounty(tx, actor.city, driver.enterprise);
  if (county === undefined) throw new DomainError('not-found', { what: ['这家企业', 'The enterprise'] });
  const [before] = await repository.listDrivers(tx, actor.city, { id });
  if (revision !== undefined) requireRevision(before, revision);
  if (driver.withdrawn) await requireUnused(work, id, driver.name);
  await repository.saveDriver(tx, {
    city_code: actor.city,
    driver_id: id,
    enterprise_id: driver.enterprise,
    county_code: county,
    name: driver.name,
    phone: driver.phone,
    licence: driver.licence,
    withdrawn: driver.withdrawn,
    changed_at: now,
    changed_by: actor.name,
  });
  if (driver.withdrawn) await repository.freeOfDriver(tx, actor.city, id);
  work.audit({
    action: 'driver.save',
    subject: 'driver',
    subjectId: id,
    before: before && {
      enterprise: before.enterprise_id,
      name: before.name,
      phone: before.phone,
      licence: before.licence,
      withdrawn: before.withdrawn,
    },
    after: driver,
    county,
    enterprise: driver.enterprise,
  });
  work.changed('fleet', 'trips');
  return (await listDrivers(work, { id }))[0]!;
}

async function requireUnused(work: Work, id: string, name: string): Promise<void> {
  const trips = await repository.liveTripsOfDrivers(work.tx, work.actor.city, [id]);
  if (trips.length > 0)
    throw new DomainError('fleet.driver-used', {
      driver: name,
      trips: trips.map(({ trip_number }) => trip_number).join('、'),
    });
}

/**
 * A driver who changes trucks rests in between, by the rules of rest: how much was driven on the one is not in the plan of the other. Looked at
 * after `trips` were written. Error `trip.driver-rest`.
 */
export async function requireRestBetweenTrucks(work: Work, trips: readonly string[]): Promise<void> {
  const { restMinutes } = await readRules(work);
  const near = await repository.tripWithoutRest(work.tx, work.actor.city, trips, restMinutes);
  if (near !== undefined) throw new DomainError('trip.driver-rest', { ...near, minutes: restMinutes });
}

/** Whoever names a driver does so one after another, so that two trucks are never given the same rest. */
export const lockDriver = (work: Work, id: string): Promise<void> =>
  repository.lockThing(work.tx, `driver:${work.actor.city}:${id}`);
