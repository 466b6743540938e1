/** Trucks as dispatchers keep them beside the registry: room, hours, loadings a day, usual driver, in service or not. */
import type { TruckRow } from '#contracts/fleet.ts';
import { tripDefaults } from '#contracts/trips.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import * as repository from './fleet.repository.ts';
import { requireRevision } from './revision.ts';

export async function listTrucks(work: Work): Promise<TruckRow[]> {
  return (await repository.listTrucks(work.tx, work.actor.city)).map(shownTruck);
}

function shownTruck(row: repository.TruckRecord): TruckRow {
  return {
    id: row.vehicle_id,
    plate: row.plate,
    enterprise: row.enterprise_id,
    enterpriseName: row.enterprise_name,
    capacityKg: Number(row.capacity_t) * 1000,
    volumeM3: row.volume_m3,
    worksFrom: row.works_from ?? tripDefaults.worksFrom,
    worksUntil: row.works_until ?? tripDefaults.worksUntil,
    maximumTrips: row.maximum_trips ?? tripDefaults.maximumTrips,
    driver: row.driver_id,
    driverName: row.driver_name ?? '',
    outOfService: row.out_of_service === true,
    outOfServiceReason: row.out_of_service_reason ?? '',
    changedAt: row.changed_at,
    changedBy: row.changed_by ?? '',
    revision: row.revision ?? 0,
  };
}

async function truckToChange(work: Work, id: string, revision: number): Promise<repository.TruckRecord> {
  const { tx, actor } = work;
  await repository.lockThing(tx, `truck:${actor.city}:${id}`);
  const [row] = await repository.listTrucks(tx, actor.city, id);
  if (!row) throw new DomainError('not-found', { what: ['这辆车', 'The truck'] });
  requireRevision(row, revision);
  return row;
}

/** Errors: `not-found`, `changed-meanwhile`, `fleet.hours`, `fleet.driver-elsewhere`. */
export async function saveTruck(
  work: Work,
  id: string,
  given: {
    volumeM3: string | null;
    worksFrom: number;
    worksUntil: number;
    maximumTrips: number;
    driver: string | null;
    revision: number;
  },
): Promise<TruckRow> {
  const before = await truckToChange(work, id, given.revision);
  if (given.worksUntil <= given.worksFrom) throw new DomainError('fleet.hours');
  await requireFreeDriver(work, id, given.driver);
  return keep(work, before, 'truck.save', {
    volume_m3: given.volumeM3,
    works_from: given.worksFrom,
    works_until: given.worksUntil,
    maximum_trips: given.maximumTrips,
    driver_id: given.driver,
  });
}

async function requireFreeDriver(work: Work, truck: string, driver: string | null): Promise<void> {
  if (driver === null) return;
  const { tx, actor } = work;
  await repository.lockThing(tx, `driver:${actor.city}:${driver}`);
  const [known] = await repository.listDrivers(tx, actor.city, { id: driver, withdrawn: false });
  if (!known) throw new DomainError('not-found', { what: ['这名司机', 'The driver'] });
  const other = await repository.truckOfDriver(tx, actor.city, driver);
  if (other && other.vehicle_id !== truck)
    throw new DomainError('fleet.driver-elsewhere', { driver: known.name, plate: other.plate });
}

/** Out of service a truck is planned no more; trips that it has already stay. Error `fleet.truck-on-the-road`. */
export async function takeOutOfService(
  work: Work,
  id: string,
  { reason, revision }: { reason: string; revision: number },
): Promise<TruckRow> {
  const before = await truckToChange(work, id, revision);
  if (await repository.departedOf(work.tx, work.actor.city, id))
    throw new DomainError('fleet.truck-on-the-road', { plate: before.plate });
  return keep(work, before, 'truck.take-out', { out_of_service: true, out_of_service_reason: reason });
}

/** A broken-down truck that was repaired. One that is in service already stays as it is. */
export async function putBackInService(
  work: Work,
  id: string,
  { note, revision }: { note: string; revision: number },
): Promise<TruckRow> {
  const before = await truckToChange(work, id, revision);
  return keep(work, before, 'truck.put-back', { out_of_service: false, out_of_service_reason: '' }, note);
}

type Change = Parameters<typeof repository.saveProfile>[2];

async function keep(
  work: Work,
  before: repository.TruckRecord,
  action: string,
  change: Change,
  note = '',
): Promise<TruckRow> {
  const { tx, actor, now } = work;
  await repository.saveProfile(
    tx,
    {
      city_code: actor.city,
      vehicle_id: before.vehicle_id,
      enterprise_id: before.enterprise_id,
      county_code: before.county_code,
      changed_at: now,
      changed_by: actor.name,
    },
    { ...change, changed_at: now, changed_by: actor.name },
  );
  const [after] = await repository.listTrucks(tx, actor.city, before.vehicle_id);
  work.audit({
    action,
    subject: 'truck',
    subjectId: before.vehicle_id,
    before: traced(shownTruck(before)),
    after: { ...traced(shownTruck(after!)), ...(note === '' ? {} : { note }) },
    county: before.county_code,
    enterprise: before.enterprise_id,
  });
  work.changed('fleet', 'trips');
  return shownTruck(after!);
}

/** Hours as people read them; who changed it stands beside the entry anyway. */
function traced(truck: TruckRow) {
  const { volumeM3, worksFrom, worksUntil, maximumTrips, driverName, outOfService, outOfServiceReason } = truck;
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return {
    volumeM3,
    worksFrom: clock(worksFrom),
    worksUntil: clock(worksUntil),
    maximumTrips,
    driverName,
    outOfService,
    outOfServiceReason,
  };
}
