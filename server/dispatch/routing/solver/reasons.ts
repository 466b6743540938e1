import { timetable } from '../timetable.ts';
import type { Route, RoutingProblem, Stop, Unserved, UnservedReason, Vehicle } from '../types.ts';

function depotsOf(problem: RoutingProblem, stop: Stop): number[] {
  return stop.depot === null ? problem.depots.map((_, index) => index) : [stop.depot];
}

/** Why a stop cannot be served even by a vehicle that has nothing else to do; null when it can. */
export function impossibleAlone(problem: RoutingProblem, index: number): UnservedReason | null {
  const stop = problem.stops[index]!;
  const vehicles = [...problem.vehicles.entries()].filter(
    ([, vehicle]) => vehicle.count > 0 && vehicle.maximumTrips > 0,
  );
  if (vehicles.length === 0) return 'no_vehicle';
  const carries = (vehicle: Vehicle): boolean => stop.weight <= vehicle.weight;
  const holds = (vehicle: Vehicle): boolean => stop.volume <= vehicle.volume;
  if (!vehicles.some(([, vehicle]) => carries(vehicle))) return 'too_heavy';
  if (!vehicles.some(([, vehicle]) => holds(vehicle))) return 'too_bulky';
  const able = vehicles.filter(([, vehicle]) => carries(vehicle) && holds(vehicle));
  if (able.length === 0) return 'fits_no_vehicle';
  const found = new Set<string>();
  for (const [vehicle] of able) {
    for (const depot of depotsOf(problem, stop)) {
      const failure = timetable(problem, { vehicle, trips: [{ depot, stops: [index] }] }).failure;
      if (failure === null) return null;
      found.add(failure.code);
    }
  }
  // The most nearly possible attempt tells what stands in the way.
  if (found.has('outside_working_hours')) return 'outside_working_hours';
  if (found.has('receiver_closed') || found.has('depot_closed')) return 'window_unreachable';
  return 'road_closed';
}

/** Whether a place has a road that leads there and one that leads away. */
function isConnected(problem: RoutingProblem, place: number): boolean {
  const { places, distance, duration } = problem;
  const open = (arc: number): boolean => Number.isFinite(distance[arc]!) && Number.isFinite(duration[arc]!);
  let there = false;
  let away = false;
  for (let other = 0; other < places && !(there && away); other++) {
    if (other === place) continue;
    there ||= open(other * places + place);
    away ||= open(place * places + other);
  }
  return there && away;
}

/** Days looked at for all reasons together: some hundredths of a second. */
const MOST_DAYS_TRIED = 15_000;
const LEAST_DAYS_TRIED = 20;

/** Why each stop that could be served alone found no place among the others: hours would allow it somewhere, or nowhere. */
export function crowdedOut(problem: RoutingProblem, routes: Route[], stops: number[]): Unserved[] {
  const tries = Math.max(LEAST_DAYS_TRIED, Math.floor(MOST_DAYS_TRIED / Math.max(1, stops.length)));
  return stops.map((stop): Unserved => {
    if (impossibleAlone(problem, stop) === 'road_closed') return { stop, reason: 'road_closed' };
    return { stop, reason: fitsInTime(problem, routes, stop, tries) ? 'no_capacity_left' : 'no_vehicle_hours_left' };
  });
}

/** Whether some day has the time for a stop, were there room. */
function fitsInTime(problem: RoutingProblem, routes: Route[], index: number, tries: number): boolean {
  const { depot } = problem.stops[index]!;
  let left = tries;
  for (const route of routes) {
    for (const [number, trip] of route.trips.entries()) {
      if (depot !== null && depot !== trip.depot) continue;
      for (let position = 0; position <= trip.stops.length; position++) {
        const trips = route.trips.with(number, { depot: trip.depot, stops: trip.stops.toSpliced(position, 0, index) });
        if (timetable(problem, { vehicle: route.vehicle, trips }).failure === null) return true;
        left -= 1;
        if (left === 0) return false;
      }
    }
  }
  return false;
}

/**
 * Parts the stops into those worth planning for and those that nobody can serve. A stop whose direct roads are closed stays in the plan as
 * long as others lead there: it may be reached by way of another stop.
 */
export function screen(problem: RoutingProblem): { possible: number[]; unserved: Unserved[] } {
  const possible: number[] = [];
  const unserved: Unserved[] = [];
  for (let stop = 0; stop < problem.stops.length; stop++) {
    const reason = impossibleAlone(problem, stop);
    const byAnotherStop = reason === 'road_closed' && isConnected(problem, problem.stops[stop]!.place);
    if (reason === null || byAnotherStop) possible.push(stop);
    else unserved.push({ stop, reason });
  }
  return { possible, unserved };
}
