import { drivingLabels, type Label, START } from './check-rest.ts';
import type { Route, RoutingProblem, RoutingSolution } from './types.ts';

export type ViolationCode =
  | 'unknown_vehicle'
  | 'unknown_depot'
  | 'unknown_stop'
  | 'empty_trip'
  /** Served twice, or served and listed as unserved. */
  | 'stop_repeated'
  /** Neither served nor listed as unserved. */
  | 'stop_forgotten'
  /** Amount: how many routes too many the vehicle (kind) has. */
  | 'vehicle_used_too_often'
  /** Amount: trips too many. */
  | 'too_many_trips'
  | 'wrong_depot'
  /** Amount: weight above what the vehicle carries. */
  | 'overweight'
  | 'over_volume'
  | 'road_closed'
  /** Amount: how late loading, unloading or the return home is. */
  | 'depot_closed'
  | 'receiver_closed'
  | 'outside_working_hours'
  /** Amount: claimed less counted distance. */
  | 'wrong_cost';

export interface Violation {
  code: ViolationCode;
  /** Position in `solution.routes`; null when it concerns the whole. */
  route: number | null;
  /** Index into `vehicles`. */
  vehicle: number | null;
  /** Position in the route's trips. */
  trip: number | null;
  /** Index into `stops`. */
  stop: number | null;
  /** In the problem's unit of what is exceeded; 0 where nothing can be measured. */
  amount: number;
  /** For lateness: without the driver's rests it would not be late. */
  becauseOfRest: boolean;
}

export interface CheckResult {
  feasible: boolean;
  violations: Violation[];
  /** Distance counted along the routes, closed roads left out. */
  cost: number;
}

/** Rounding of sums is no violation. */
function exceeds(value: number, limit: number): boolean {
  return value - limit > 1e-6 * Math.max(1, Math.abs(limit));
}

class Findings {
  readonly list: Violation[] = [];

  add(code: ViolationCode, where: Partial<Omit<Violation, 'code'>> = {}): void {
    this.list.push({
      code,
      route: null,
      vehicle: null,
      trip: null,
      stop: null,
      amount: 0,
      becauseOfRest: false,
      ...where,
    });
  }
}

/**
 * Names everything that a solution breaks, from the problem's words alone: shares no code with the solver. With `cost` null (a dispatcher
 * has just moved a stop) the total is counted, not compared.
 */
export function checkRoutes(
  problem: RoutingProblem,
  solution: Omit<RoutingSolution, 'cost'> & { cost: number | null },
): CheckResult {
  const findings = new Findings();
  checkCoverage(problem, solution, findings);
  checkFleet(problem, solution.routes, findings);
  let cost = 0;
  for (const [index, route] of solution.routes.entries()) {
    if (!checkNames(problem, route, index, findings)) continue;
    checkLoads(problem, route, index, findings);
    cost += checkDay(problem, route, index, findings);
  }
  if (solution.cost !== null && Math.abs(solution.cost - cost) > 1e-6 * Math.max(1, cost)) {
    findings.add('wrong_cost', { amount: solution.cost - cost });
  }
  return { feasible: findings.list.length === 0, violations: findings.list, cost };
}

function checkCoverage(
  problem: RoutingProblem,
  solution: Pick<RoutingSolution, 'routes' | 'unserved'>,
  findings: Findings,
): void {
  const seen = new Set<number>();
  const note = (stop: number, where: Partial<Violation>): void => {
    if (problem.stops[stop] === undefined) findings.add('unknown_stop', { ...where, stop });
    else if (seen.has(stop)) findings.add('stop_repeated', { ...where, stop });
    seen.add(stop);
  };
  for (const [route, { vehicle, trips }] of solution.routes.entries()) {
    for (const [trip, { stops }] of trips.entries()) {
      for (const stop of stops) note(stop, { route, vehicle, trip });
    }
  }
  for (const { stop } of solution.unserved) note(stop, {});
  for (const stop of problem.stops.keys()) if (!seen.has(stop)) findings.add('stop_forgotten', { stop });
}

function checkFleet(problem: RoutingProblem, routes: Route[], findings: Findings): void {
  const uses = new Map<number, number>();
  for (const { vehicle } of routes) uses.set(vehicle, (uses.get(vehicle) ?? 0) + 1);
  for (const [vehicle, count] of uses) {
    const available = problem.vehicles[vehicle]?.count;
    if (available !== undefined && count > available)
      findings.add('vehicle_used_too_often', { vehicle, amount: count - available });
  }
}

/** False when the route cannot be followed at all. */
function checkNames(problem: RoutingProblem, { vehicle, trips }: Route, route: number, findings: Findings): boolean {
  const limit = problem.vehicles[vehicle]?.maximumTrips;
  if (limit === undefined) findings.add('unknown_vehicle', { route, vehicle });
  else if (trips.length > limit) findings.add('too_many_trips', { route, vehicle, amount: trips.length - limit });
  let known = limit !== undefined;
  for (const [trip, { depot, stops }] of trips.entries()) {
    if (problem.depots[depot] === undefined) {
      findings.add('unknown_depot', { route, vehicle, trip });
      known = false;
    }
    if (stops.length === 0) findings.add('empty_trip', { route, vehicle, trip });
    if (stops.some((stop) => problem.stops[stop] === undefined)) known = false;
  }
  return known;
}

function checkLoads(problem: RoutingProblem, { vehicle, trips }: Route, route: number, findings: Findings): void {
  const { weight, volume } = problem.vehicles[vehicle]!;
  for (const [trip, { depot, stops }] of trips.entries()) {
    let carried = 0;
    let filled = 0;
    for (const stop of stops) {
      const order = problem.stops[stop]!;
      carried += order.weight;
      filled += order.volume;
      if (order.depot !== null && order.depot !== depot) findings.add('wrong_depot', { route, vehicle, trip, stop });
    }
    if (exceeds(carried, weight)) findings.add('overweight', { route, vehicle, trip, amount: carried - weight });
    if (exceeds(filled, volume)) findings.add('over_volume', { route, vehicle, trip, amount: filled - volume });
  }
}

interface Call {
  place: number;
  open: number;
  close: number;
  work: number;
  code: 'depot_closed' | 'receiver_closed' | 'outside_working_hours';
  trip: number | null;
  stop: number | null;
}

/** Everywhere the vehicle has to be, in order; home last. */
function callsOf(problem: RoutingProblem, { vehicle, trips }: Route): Call[] {
  const calls: Call[] = [];
  for (const [trip, { depot, stops }] of trips.entries()) {
    const { place, window, loadingTime } = problem.depots[depot]!;
    let work = loadingTime;
    for (const stop of stops) work += problem.stops[stop]!.loadingTime;
    calls.push({ place, open: window.open, close: window.close, work, code: 'depot_closed', trip, stop: null });
    for (const stop of stops) {
      const order = problem.stops[stop]!;
      const { open, close } = order.window;
      calls.push({ place: order.place, open, close, work: order.serviceTime, code: 'receiver_closed', trip, stop });
    }
  }
  const { home, window } = problem.vehicles[vehicle]!;
  calls.push({
    place: home,
    open: Number.NEGATIVE_INFINITY,
    close: window.close,
    work: 0,
    code: 'outside_working_hours',
    trip: null,
    stop: null,
  });
  return calls;
}

/** Follows one vehicle through its day, with the best choice of rests and, beside it, without any; returns the distance. */
function checkDay(problem: RoutingProblem, day: Route, route: number, findings: Findings): number {
  const { vehicle } = day;
  const { home, window } = problem.vehicles[vehicle]!;
  let labels: Label[] = [{ ...START, time: window.open }];
  let restless: Label[] = labels;
  let from = home;
  let distance = 0;
  for (const { place, open, close, work, code, trip, stop } of callsOf(problem, day)) {
    const length = problem.distance[from * problem.places + place]!;
    const driving = problem.duration[from * problem.places + place]!;
    from = place;
    if (!Number.isFinite(length) || !Number.isFinite(driving)) {
      findings.add('road_closed', { route, vehicle, trip, stop });
      continue;
    }
    distance += length;
    const call = { driving, open, close, work };
    const withRests = drivingLabels(labels, call, problem.rest);
    const without = drivingLabels(restless, call, null);
    const late = withRests.begin - close;
    if (exceeds(withRests.begin, close)) {
      const becauseOfRest = !exceeds(without.begin, close);
      findings.add(code, { route, vehicle, trip, stop, amount: late, becauseOfRest });
    }
    labels = withRests.labels;
    restless = without.labels;
  }
  return distance;
}
