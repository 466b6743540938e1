import type { RoutingProblem, Stop } from '../types.ts';
import type { SortKey } from './search.ts';

/** Like vehicles from one depot, one trip each, no rests: every question is answered in constant time. */
export interface SingleDepotData {
  /** Stops + 1; node 0 is the depot. */
  nodes: number;
  /** Row-major, from→to. */
  distance: Float64Array;
  duration: Float64Array;
  demand: Float64Array;
  capacity: number;
  open: Float64Array;
  close: Float64Array;
  service: Float64Array;
  /** Most tours at once. */
  tours: number;
  /** False when no window can ever bind. */
  timed: boolean;
}

/** Whether the fast search fits: one depot, like vehicles that live there, one trip each, no rests, loading time that stops do not change. */
export function isSingleDepot(problem: RoutingProblem): boolean {
  const { depots, vehicles, stops, rest } = problem;
  const depot = depots[0];
  const vehicle = vehicles[0];
  return (
    depots.length === 1 &&
    vehicles.length === 1 &&
    rest === null &&
    vehicle!.maximumTrips === 1 &&
    vehicle!.home === depot!.place &&
    stops.every((stop) => stop.loadingTime === 0) &&
    (vehicle!.volume === Number.POSITIVE_INFINITY || stops.every((stop) => stop.volume === 0))
  );
}

/** `served` are the stops to plan for; node i + 1 is served[i]. */
export function singleDepotData(problem: RoutingProblem, served: number[]): SingleDepotData {
  const depot = problem.depots[0]!;
  const vehicle = problem.vehicles[0]!;
  const nodes = served.length + 1;
  const places = [depot.place, ...served.map((stop) => problem.stops[stop]!.place)];
  const same = problem.duration === problem.distance;
  const asItIs = nodes === problem.places && places.every((place, index) => place === index);
  // A road closed in either matrix is closed in both.
  const pick = (matrix: Float64Array, other: Float64Array): Float64Array => {
    if (asItIs && same) return matrix;
    const result = new Float64Array(nodes * nodes);
    for (let from = 0; from < nodes; from++) {
      for (let to = 0; to < nodes; to++) {
        const arc = places[from]! * problem.places + places[to]!;
        result[from * nodes + to] = other[arc] === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : matrix[arc]!;
      }
    }
    return result;
  };
  const distance = pick(problem.distance, problem.duration);
  const duration = same ? distance : pick(problem.duration, problem.distance);
  const of = (atDepot: number, value: (stop: Stop) => number): Float64Array => {
    const result = new Float64Array(nodes);
    result[0] = atDepot;
    for (let index = 1; index < nodes; index++) result[index] = value(problem.stops[served[index - 1]!]!);
    return result;
  };
  const close = of(vehicle.window.close, (stop) => stop.window.close);
  return {
    nodes,
    distance,
    duration,
    demand: of(0, (stop) => stop.weight),
    capacity: vehicle.weight,
    open: of(Math.max(depot.window.open, vehicle.window.open), (stop) => stop.window.open),
    close,
    service: of(depot.loadingTime, (stop) => stop.serviceTime),
    tours: Math.min(served.length, vehicle.count),
    timed: close.some((value) => value !== Number.POSITIVE_INFINITY),
  };
}

/** The paper's orders: by demand, far from the depot, near it; with windows also short, early and late ones first. */
export function sortKeysOf({ nodes, demand, distance, open, close, timed }: SingleDepotData): SortKey[] {
  const of = (value: (node: number) => number): Float64Array =>
    Float64Array.from({ length: nodes }, (_, node) => value(node));
  const keys = [
    { key: demand, weight: 4 },
    { key: of((node) => distance[node]!), weight: 2 },
    { key: of((node) => -distance[node]!), weight: 1 },
  ];
  if (!timed) return keys;
  return [
    ...keys,
    { key: of((node) => open[node]! - close[node]!), weight: 2 },
    { key: of((node) => -open[node]!), weight: 2 },
    { key: of((node) => close[node]!), weight: 2 },
  ];
}
