/** Reads what a day's routing problem is made of. */
import { Decimal } from 'decimal.js';
import { tripDefaults } from '#contracts/trips.ts';
import { placeOfProducer } from '#server/stock/index.ts';
import type { Work } from '../../platform/work.ts';
import { readOrdersForTrips } from '../orders/index.ts';
import { type Day, dayOf, inParts, type Load, partsFor, placesOf, type Room, type Truck } from './day-problem.ts';
import { osrmTable, roadsBetween, type Spot } from './distances.ts';
import { readRules } from './rules.service.ts';
import * as repository from './trips.repository.ts';

/** Place of a load that stands in a truck that broke down. */
export const TRUCK_PLACE = 'truck:';

export async function readTrucks(work: Work): Promise<Array<Truck & { outOfService: boolean }>> {
  const rows = await repository.trucks(work.tx, work.actor.city);
  return rows.map((row) => ({
    id: row.vehicle_id,
    plate: row.plate,
    enterprise: row.enterprise_id,
    county: row.county_code,
    home: placeOfProducer(row.enterprise_id),
    capacityKg: Number(row.capacity_t) * 1000,
    volume: row.volume_m3 === null ? Number.POSITIVE_INFINITY : Number(row.volume_m3),
    worksFrom: row.works_from ?? tripDefaults.worksFrom,
    worksUntil: row.works_until ?? tripDefaults.worksUntil,
    maximumTrips: row.maximum_trips ?? tripDefaults.maximumTrips,
    outOfService: row.out_of_service === true,
  }));
}

/** Orders of the day that are on no truck, and what stands in trucks that broke down, as loads. */
export async function readLoads(work: Work, day: string, trucks: readonly Room[]): Promise<Load[]> {
  const { tx, actor } = work;
  const orders = await readOrdersForTrips(work, day);
  const items = await repository.itemNames(tx, actor.city);
  const carried = await repository.carriedParts(
    tx,
    actor.city,
    orders.map(({ id }) => id),
  );
  const loads = orders.flatMap((order) => {
    const taken = carried.filter(({ order_id }) => order_id === order.id);
    const load: Load = {
      order: order.id,
      number: order.number,
      part: 1,
      parts: 1,
      from: order.from.place,
      to: order.to.place,
      weightKg: Number(order.weightKg),
      volumeM3: volumeOf(order.items, items),
      tier: order.tier,
      goods: order.items
        .map(({ item, quantity }) =>
          `${items.get(item)?.name ?? item} ${quantity} ${items.get(item)?.unit ?? ''}`.trim(),
        )
        .join('、'),
      opens: tripDefaults.receiverOpens,
      closes: tripDefaults.receiverCloses,
    };
    // a part that is on its way fixes into how many the order was cut
    const parts = inParts(load, taken[0]?.parts ?? partsFor(load, trucks));
    return parts.filter(({ part }) => !taken.some((stop) => stop.part === part));
  });
  const stranded = await repository.strandedStops(tx, actor.city, day);
  loads.push(
    ...stranded.map((stop) => ({
      order: stop.order_id,
      number: stop.order_number,
      part: stop.part,
      parts: stop.parts,
      from: `${TRUCK_PLACE}${stop.trip_id}`,
      to: stop.place_id,
      weightKg: Number(stop.weight_kg),
      volumeM3: stop.volume_m3 === null ? null : Number(stop.volume_m3),
      tier: stop.tier,
      goods: stop.goods,
      opens: tripDefaults.receiverOpens,
      closes: tripDefaults.receiverCloses,
    })),
  );
  const windows = await repository.receiverWindows(tx, actor.city, [...new Set(loads.map(({ to }) => to))]);
  const byPlace = new Map(windows.map((row) => [row.place_id, row]));
  return loads.map((load) => {
    const window = byPlace.get(load.to);
    return window ? { ...load, opens: window.opens, closes: window.closes } : load;
  });
}

/** Cubic metres of what an order carries; null as soon as one of its goods has no volume recorded: then weight alone decides. */
function volumeOf(
  lines: ReadonlyArray<{ item: string; quantity: string }>,
  items: ReadonlyMap<string, { unit_volume_m3: string | null }>,
): number | null {
  let volume = new Decimal(0);
  for (const { item, quantity } of lines) {
    const one = items.get(item)?.unit_volume_m3 ?? null;
    if (one === null) return null;
    volume = volume.add(new Decimal(one).mul(quantity));
  }
  return volume.toNumber();
}

export interface NamedSpot extends Spot {
  name: string;
  enterprise: string | null;
  demandPoint: string | null;
}

/** In the order asked for. A truck that broke down stands where it was told, else at the last place that it left. */
export async function readSpots(work: Work, places: readonly string[]): Promise<NamedSpot[]> {
  const { tx, actor } = work;
  const rows = await repository.placesAt(tx, actor.city, places);
  const known = new Map(rows.map((row) => [row.place_id, row]));
  const spots: NamedSpot[] = [];
  for (const place of places) {
    const row = known.get(place);
    if (row) {
      spots.push({
        place,
        name: row.name,
        county: row.county_code ?? '',
        lat: Number(row.lat),
        lon: Number(row.lon),
        enterprise: row.enterprise_id,
        demandPoint: row.demand_point_id,
      });
    } else spots.push(await brokenTruckAt(work, place));
  }
  return spots;
}

async function brokenTruckAt(work: Work, place: string): Promise<NamedSpot> {
  const id = place.slice(TRUCK_PLACE.length);
  const { tx, actor } = work;
  const [trip, told, stops] = [
    await repository.lockTrip(tx, actor.city, id),
    await repository.breakdownPlace(tx, actor.city, id),
    await repository.stopsOf(tx, actor.city, [id]),
  ];
  const last = stops.filter((stop) => stop.state === 'unloaded').at(-1);
  const at = { lat: told.lat ?? last?.lat ?? trip?.from_lat ?? 0, lon: told.lon ?? last?.lon ?? trip?.from_lon ?? 0 };
  return {
    place,
    name: `故障车 ${trip?.plate ?? ''}`,
    county: trip?.counties[0] ?? '',
    ...at,
    enterprise: trip?.enterprise_id ?? null,
    demandPoint: null,
  };
}

/** The whole problem of some trucks and loads on a day, with the roads and rules as they are. `osrmUrl`: the server that knows roads, when there is one. */
export async function readDay(
  work: Work,
  day: string,
  trucks: Truck[],
  loads: Load[],
  osrmUrl: string | null | undefined,
): Promise<Day & { named: Map<string, NamedSpot> }> {
  const { tx, actor } = work;
  const places = placesOf(trucks, loads);
  const spots = await readSpots(work, places);
  const rows = await repository.roadRows(tx, actor.city, places);
  const closures = await repository.closuresOn(tx, actor.city, day);
  const roads = roadsBetween(
    spots,
    rows.map((row) => ({
      from: row.from_place,
      to: row.to_place,
      km: Number(row.km),
      minutes: row.minutes === null ? null : Number(row.minutes),
    })),
    closures.map((row) => ({ county: row.county_code, from: row.from_place, to: row.to_place })),
    osrmUrl && spots.length > 1 ? await osrmTable(osrmUrl, spots) : null,
  );
  const { restAfterMinutes, restMinutes } = await readRules(work);
  const rest = { afterDriving: restAfterMinutes * 60, duration: restMinutes * 60 };
  return { ...dayOf(spots, roads, trucks, loads, rest), named: new Map(spots.map((spot) => [spot.place, spot])) };
}
