/** A day's orders and trucks as a routing problem, and its routes back as trips. Pure. */
import { tripDefaults } from '#contracts/trips.ts';
import { type DrivingRest, type Route, type RoutingProblem, timetable } from '../routing/index.ts';
import type { Roads, Spot } from './distances.ts';

const ALWAYS = { open: 0, close: 24 * 3600 };

export interface Truck {
  id: string;
  plate: string;
  enterprise: string;
  county: string;
  home: string;
  capacityKg: number;
  volume: number;
  /** minutes from midnight */
  worksFrom: number;
  worksUntil: number;
  maximumTrips: number;
}

/** An order, or a part of one that is heavier than any truck. */
export interface Load {
  order: string;
  number: string;
  part: number;
  parts: number;
  from: string;
  to: string;
  weightKg: number;
  /** null: not known */
  volumeM3: number | null;
  tier: number;
  goods: string;
  /** minutes from midnight */
  opens: number;
  closes: number;
}

export interface Day {
  spots: Spot[];
  roads: Roads;
  trucks: Truck[];
  loads: Load[];
  problem: RoutingProblem;
}

export type Room = Pick<Truck, 'capacityKg' | 'volume'>;

/** In how many equal parts a load goes: the fewest with which each part fits a truck, by weight and by room. Without trucks 1. */
export function partsFor(load: Pick<Load, 'weightKg' | 'volumeM3'>, trucks: readonly Room[]): number {
  const needed = trucks.map(({ capacityKg, volume }) =>
    Math.max(1, Math.ceil(load.weightKg / capacityKg - 1e-9), Math.ceil((load.volumeM3 ?? 0) / volume - 1e-9)),
  );
  return needed.length === 0 ? 1 : Math.min(...needed);
}

export function inParts(load: Load, parts: number): Load[] {
  return Array.from({ length: parts }, (_, index) => ({
    ...load,
    part: index + 1,
    parts,
    weightKg: load.weightKg / parts,
    volumeM3: load.volumeM3 === null ? null : load.volumeM3 / parts,
  }));
}

/** Places in the order in which matrices number them. */
export function placesOf(trucks: readonly Truck[], loads: readonly Load[]): string[] {
  return [...new Set([...trucks.map(({ home }) => home), ...loads.flatMap(({ from, to }) => [from, to])])];
}

export function dayOf(spots: Spot[], roads: Roads, trucks: Truck[], loads: Load[], rest: DrivingRest): Day {
  const index = new Map(spots.map(({ place }, at) => [place, at]));
  const depots = [...new Set(loads.map(({ from }) => from))];
  const minutes = (tonnes: number, each: number) => tonnes * each * 60;
  const problem: RoutingProblem = {
    name: 'day',
    places: spots.length,
    distance: roads.distance,
    duration: roads.duration,
    depots: depots.map((id) => ({
      id,
      place: index.get(id)!,
      window: ALWAYS,
      loadingTime: tripDefaults.handlingMinutes * 60,
    })),
    vehicles: trucks.map((truck) => ({
      id: truck.id,
      count: 1,
      home: index.get(truck.home)!,
      weight: truck.capacityKg,
      volume: truck.volume,
      window: { open: truck.worksFrom * 60, close: truck.worksUntil * 60 },
      maximumTrips: truck.maximumTrips,
    })),
    stops: loads.map((load) => ({
      id: `${load.order}/${load.part}`,
      place: index.get(load.to)!,
      depot: depots.indexOf(load.from),
      weight: load.weightKg,
      volume: load.volumeM3 ?? 0,
      window: { open: load.opens * 60, close: load.closes * 60 },
      serviceTime:
        tripDefaults.handlingMinutes * 60 + minutes(load.weightKg / 1000, tripDefaults.unloadingMinutesPerTonne),
      loadingTime: minutes(load.weightKg / 1000, tripDefaults.loadingMinutesPerTonne),
      // what people cannot do without goes first
      priority: 10 ** (3 - Math.min(3, Math.max(1, load.tier))),
    })),
    rest,
  };
  return { spots, roads, trucks, loads, problem };
}

export interface TimedStop {
  load: Load;
  /** seconds from midnight */
  arrive: number;
  leave: number;
}
export interface TimedTrip {
  from: string;
  /** the truck is taken from here to `end`, seconds from midnight */
  start: number;
  load: number;
  leave: number;
  end: number;
  metres: number;
  weightKg: number;
  stops: TimedStop[];
}

/** A truck's route cut into its loadings, each with its times; the way home belongs to the last. */
export function tripsOfRoute(day: Day, route: Route): TimedTrip[] {
  const { visits } = timetable(day.problem, route);
  const trips: TimedTrip[] = [];
  let start = visits[0]?.leave ?? 0;
  for (const visit of visits.slice(1)) {
    const trip = trips.at(-1);
    if (visit.kind === 'load') {
      const from = day.problem.depots[visit.index!]!.id;
      trips.push({
        from,
        start,
        load: visit.begin,
        leave: visit.leave,
        end: visit.leave,
        metres: visit.distance,
        weightKg: 0,
        stops: [],
      });
    } else if (trip) {
      trip.metres += visit.distance;
      trip.end = visit.kind === 'home' ? visit.arrive : visit.leave;
      if (visit.kind === 'stop') {
        const load = day.loads[visit.index!]!;
        trip.weightKg += load.weightKg;
        trip.stops.push({ load, arrive: visit.arrive, leave: visit.leave });
      }
    }
    start = visit.leave;
  }
  return trips;
}
