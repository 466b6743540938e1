import type { Route, RoutingProblem, Stop, Vehicle } from './types.ts';

/** One thing that a vehicle does in its day, with the drive that leads to it. Times in the problem's unit. */
export interface Visit {
  kind: 'home' | 'load' | 'stop';
  /** Index into `depots` for a loading, into `stops` for a stop, null at home. */
  index: number | null;
  place: number;
  /** Length and time of the drive that leads here, rests not counted. */
  distance: number;
  driving: number;
  /** When the driver's rests on that drive begin; each lasts `rest.duration`. */
  rests: number[];
  arrive: number;
  /** Unloading or loading begins; after `arrive` by the time spent waiting. */
  begin: number;
  leave: number;
}

export type LateCode = 'road_closed' | 'depot_closed' | 'receiver_closed' | 'outside_working_hours';

export interface Timetable {
  /** From leaving home to being back there; cut short at a closed road. */
  visits: Visit[];
  distance: number;
  driving: number;
  /** The first thing that does not work, or null. */
  failure: { code: LateCode; visit: number } | null;
}

/** Drives without rest that exceed the limit by rounding alone do not. */
const TOLERANCE = 1e-9;

interface Target {
  kind: Visit['kind'];
  index: number | null;
  place: number;
  open: number;
  close: number;
  work: number;
  late: LateCode;
}

/**
 * The day of a route at its earliest, a driver resting when the allowed driving is used up; waiting as long as a rest counts as one.
 * The vehicle leaves home no earlier than it must to keep these times.
 */
export function timetable(problem: RoutingProblem, route: Route): Timetable {
  const vehicle = problem.vehicles[route.vehicle]!;
  const targets = targetsOf(problem, vehicle, route);
  const earliest = simulate(problem, vehicle, targets, vehicle.window.open);
  if (earliest.failure !== null) return earliest;
  const later = simulate(problem, vehicle, targets, vehicle.window.open + idleStart(earliest, targets));
  const same = later.failure === null && later.visits.at(-1)!.arrive <= earliest.visits.at(-1)!.arrive + TOLERANCE;
  return same ? later : earliest;
}

function targetsOf(problem: RoutingProblem, vehicle: Vehicle, route: Route): Target[] {
  const targets: Target[] = [];
  for (const trip of route.trips) {
    const depot = problem.depots[trip.depot]!;
    const stops = trip.stops.map((stop): Stop => problem.stops[stop]!);
    targets.push({
      kind: 'load',
      index: trip.depot,
      place: depot.place,
      ...depot.window,
      work: depot.loadingTime + stops.reduce((sum, stop) => sum + stop.loadingTime, 0),
      late: 'depot_closed',
    });
    for (const [position, stop] of stops.entries()) {
      targets.push({
        kind: 'stop',
        index: trip.stops[position]!,
        place: stop.place,
        ...stop.window,
        work: stop.serviceTime,
        late: 'receiver_closed',
      });
    }
  }
  const home = { open: Number.NEGATIVE_INFINITY, close: vehicle.window.close, work: 0 };
  targets.push({ kind: 'home', index: null, place: vehicle.home, ...home, late: 'outside_working_hours' });
  return targets;
}

/** How much later the vehicle may leave: until the first wait is gone, as far as everything before it stays within its window. */
function idleStart(earliest: Timetable, targets: Target[]): number {
  let slack = Number.POSITIVE_INFINITY;
  for (const [index, target] of targets.entries()) {
    const visit = earliest.visits[index + 1]!;
    const waiting = visit.begin - visit.arrive;
    if (waiting > 0) return Math.min(slack, waiting);
    slack = Math.min(slack, target.close - visit.begin);
  }
  return 0;
}

function simulate(problem: RoutingProblem, vehicle: Vehicle, targets: Target[], start: number): Timetable {
  const home = { kind: 'home', index: null, place: vehicle.home, distance: 0, driving: 0, rests: [] } as const;
  const visits: Visit[] = [{ ...home, rests: [], arrive: start, begin: start, leave: start }];
  const result: Timetable = { visits, distance: 0, driving: 0, failure: null };
  let at = vehicle.home;
  let time = start;
  let driven = 0;
  for (const target of targets) {
    const arc = at * problem.places + target.place;
    const distance = problem.distance[arc]!;
    const driving = problem.duration[arc]!;
    if (!Number.isFinite(distance) || !Number.isFinite(driving)) {
      result.failure ??= { code: 'road_closed', visit: visits.length };
      return result;
    }
    const rests: number[] = [];
    const rest = problem.rest;
    let left = driving;
    while (rest !== null && driven + left > rest.afterDriving + TOLERANCE) {
      time += rest.afterDriving - driven;
      left -= rest.afterDriving - driven;
      rests.push(time);
      time += rest.duration;
      driven = 0;
    }
    time += left;
    driven += left;
    const begin = Math.max(time, target.open);
    if (rest !== null && begin - time >= rest.duration) driven = 0;
    const { kind, index, place } = target;
    visits.push({ kind, index, place, distance, driving, rests, arrive: time, begin, leave: begin + target.work });
    if (begin > target.close + TOLERANCE) result.failure ??= { code: target.late, visit: visits.length - 1 };
    result.distance += distance;
    result.driving += driving;
    time = begin + target.work;
    at = target.place;
  }
  return result;
}
