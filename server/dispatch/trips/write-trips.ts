/** Writes a truck's timed trips: what the solver found and what a dispatcher arranged are written by the same code. */
import { randomUUID } from 'node:crypto';
import type { BrokenRule } from '#contracts/trips.ts';
import type { Work } from '../../platform/work.ts';
import { nextNumber } from '../passes/passes.repository.ts';
import type { NamedSpot } from './day-facts.ts';
import type { TimedTrip, Truck } from './day-problem.ts';
import * as repository from './trips.repository.ts';

/** An instant of a business day from seconds after its midnight in Shanghai. */
export const instantOf = (day: string, seconds: number): Date =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + Math.round(seconds) * 1000);
/** Seconds after the day's midnight in Shanghai. */
export const secondsOf = (day: string, at: string | Date): number =>
  (new Date(at).getTime() - Date.parse(`${day}T00:00:00+08:00`)) / 1000;

interface Written {
  day: string;
  truck: Truck;
  trip: TimedTrip;
  named: Map<string, NamedSpot>;
  owners: Map<string, { from_county: string; from_enterprise: string | null }>;
  broken?: BrokenRule[];
  reason?: string;
}

function concerned({ truck, trip, named, owners }: Written) {
  const spots = [named.get(trip.from), ...trip.stops.map(({ load }) => named.get(load.to))];
  const senders = trip.stops.map(({ load }) => owners.get(load.order));
  const set = (values: Array<string | null | undefined>) => [
    ...new Set(values.filter((value): value is string => !!value)),
  ];
  return {
    counties: set([
      truck.county,
      ...spots.map((spot) => spot?.county),
      ...senders.map((sender) => sender?.from_county),
    ]),
    enterprises: set([
      truck.enterprise,
      ...spots.map((spot) => spot?.enterprise),
      ...senders.map((sender) => sender?.from_enterprise),
    ]),
    demand_points: set(spots.map((spot) => spot?.demandPoint)),
  };
}

function tripValues(written: Written) {
  const { day, truck, trip, named } = written;
  const from = named.get(trip.from);
  const start = instantOf(day, trip.start);
  // half open: the next trip may begin at the very second; never empty
  const end = instantOf(day, Math.max(trip.end, trip.start + 1));
  return {
    vehicle_id: truck.id,
    plate: truck.plate,
    enterprise_id: truck.enterprise,
    from_place: trip.from,
    from_name: from?.name ?? trip.from,
    from_lat: from?.lat ?? 0,
    from_lon: from?.lon ?? 0,
    during: `[${start.toISOString()},${end.toISOString()})`,
    load_at: instantOf(day, trip.load),
    leave_at: instantOf(day, trip.leave),
    back_at: end,
    km: (trip.metres / 1000).toFixed(3),
    weight_kg: trip.weightKg.toFixed(3),
    exceptions: JSON.stringify(written.broken ?? []),
    exception_reason: written.reason ?? '',
    ...concerned(written),
  };
}

/** A new trip, or one that is there with other times and stops. Its stops must have been taken off before. */
export async function writeTrip(work: Work, written: Written, id: string | null): Promise<string> {
  const { tx, actor } = work;
  const tripId = id ?? randomUUID();
  const values = tripValues(written);
  if (id === null) {
    await repository.insertTrip(tx, {
      city_code: actor.city,
      trip_id: tripId,
      trip_number: `PC${await nextNumber(tx, actor.city, 'trip', written.day)}`,
      day: written.day,
      state: 'planned',
      created_at: work.now,
      created_by: actor.name,
      ...values,
    });
  } else await repository.updateTrip(tx, actor.city, tripId, values);
  await repository.insertStops(tx, stopRows(actor.city, tripId, written));
  return tripId;
}

function stopRows(city: string, trip: string, written: Written) {
  const { day, named, truck, owners } = written;
  return written.trip.stops.map(({ load, arrive, leave }, index) => {
    const spot = named.get(load.to);
    const sender = owners.get(load.order);
    const set = (values: Array<string | null | undefined>) => [
      ...new Set(values.filter((value): value is string => !!value)),
    ];
    return {
      city_code: city,
      trip_id: trip,
      position: index + 1,
      order_id: load.order,
      part: load.part,
      parts: load.parts,
      place_id: load.to,
      place_name: spot?.name ?? load.to,
      lat: spot?.lat ?? 0,
      lon: spot?.lon ?? 0,
      goods: load.goods,
      weight_kg: load.weightKg.toFixed(3),
      volume_m3: load.volumeM3 === null ? null : load.volumeM3.toFixed(6),
      arrive_at: instantOf(day, arrive),
      leave_at: instantOf(day, leave),
      // of a trip's stops each receiver sees its own
      counties: set([truck.county, spot?.county, sender?.from_county]),
      enterprises: set([truck.enterprise, spot?.enterprise, sender?.from_enterprise]),
      demand_points: set([spot?.demandPoint]),
    };
  });
}

export async function ownersOf(work: Work, orders: readonly string[]) {
  const rows = await repository.ordersOf(work.tx, work.actor.city, [...new Set(orders)]);
  return new Map(rows.map((row) => [row.order_id, row]));
}
