import { FleetState } from './solver/fleet.ts';
import { crowdedOut, screen } from './solver/reasons.ts';
import { Search, type SearchLimits } from './solver/search.ts';
import { SingleDepotState } from './solver/single-depot.ts';
import { isSingleDepot, singleDepotData } from './solver/single-depot-data.ts';
import type { Route, RoutingProblem, SolveOptions, SolveResult } from './types.ts';

interface Searched {
  routes: Route[];
  /** Nodes (index into the stops searched for, + 1) that are left out. */
  left: number[];
  iterations: number;
}

/**
 * Routes of least total distance that serve as much as can be served (by priority), within every limit of the problem. Anytime: returns the
 * best found when `seconds` are over, when the signal is aborted or when `shouldStop` says so; what is left out says why.
 */
export function solveRoutes(problem: RoutingProblem, options: SolveOptions): SolveResult {
  const started = performance.now();
  const { possible, unserved } = screen(problem);
  const screened = unserved.length;
  const limits: SearchLimits = {
    deadline: started + options.seconds * 1000,
    iterations: options.iterations ?? Number.POSITIVE_INFINITY,
    shouldStop: () => options.signal?.aborted === true || options.shouldStop?.() === true,
    onProgress: (iterations, cost, left) =>
      options.onProgress?.({
        seconds: (performance.now() - started) / 1000,
        iterations,
        cost,
        unserved: screened + left,
      }),
  };
  const { routes, left, iterations } = search(problem, possible, limits, options.seed ?? 1);
  unserved.push(
    ...crowdedOut(
      problem,
      routes,
      left.map((node) => possible[node - 1]!),
    ),
  );
  unserved.sort((left, right) => left.stop - right.stop);
  return { cost: costOf(problem, routes), routes, unserved, iterations, seconds: (performance.now() - started) / 1000 };
}

function search(problem: RoutingProblem, possible: number[], limits: SearchLimits, seed: number): Searched {
  if (possible.length === 0) return { routes: [], left: [], iterations: 0 };
  const penalty = penalties(problem, possible);
  if (isSingleDepot(problem)) {
    const state = new SingleDepotState(singleDepotData(problem, possible));
    const found = new Search(state, penalty, seed).run(limits);
    const routes = state
      .bestTours()
      .map((tour): Route => ({ vehicle: 0, trips: [{ depot: 0, stops: tour.map((node) => possible[node - 1]!) }] }));
    return { ...found, routes };
  }
  const state = new FleetState(problem, possible);
  const found = new Search(state, penalty, seed).run(limits);
  return { ...found, routes: state.bestRoutes(possible) };
}

/** More than any tours can save together, so that serving comes before distance; whole numbers, so that sums are exact. */
function penalties(problem: RoutingProblem, possible: number[]): Float64Array {
  let longest = 1;
  for (const distance of problem.distance)
    if (distance > longest && distance !== Number.POSITIVE_INFINITY) longest = distance;
  const base = Math.ceil(longest) * 4 * (possible.length + 1);
  return Float64Array.from([0, ...possible.map((stop) => Math.ceil(base * problem.stops[stop]!.priority))]);
}

/** Total distance of routes: home, each depot and its stops, home. */
function costOf(problem: RoutingProblem, routes: Route[]): number {
  let cost = 0;
  for (const route of routes) {
    const home = problem.vehicles[route.vehicle]!.home;
    let at = home;
    const go = (place: number): void => {
      cost += problem.distance[at * problem.places + place]!;
      at = place;
    };
    for (const trip of route.trips) {
      go(problem.depots[trip.depot]!.place);
      for (const stop of trip.stops) go(problem.stops[stop]!.place);
    }
    go(home);
  }
  return cost;
}
