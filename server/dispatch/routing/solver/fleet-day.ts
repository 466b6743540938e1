import type { RoutingProblem, Vehicle } from '../types.ts';

/** What the fleet search asks about the problem, with closed roads in both matrices and nodes for the stops that are planned. */
export interface FleetData {
  places: number;
  distance: Float64Array;
  duration: Float64Array;
  /** By node; node 0 is unused. Depot of −1: any. */
  place: Int32Array;
  depot: Int32Array;
  weight: Float64Array;
  volume: Float64Array;
  open: Float64Array;
  close: Float64Array;
  service: Float64Array;
  loading: Float64Array;
  depots: Array<{ place: number; open: number; close: number; loading: number }>;
  /** Longest driving without rest, and the rest; Infinity and 0 where there is no such rule. */
  afterDriving: number;
  restTime: number;
}

/** Sums of fractional weights and times may differ in the last digits by the order of adding. */
const TOLERANCE = 1e-9;

export function fleetData(problem: RoutingProblem, served: number[]): FleetData {
  const stops = served.map((index) => problem.stops[index]!);
  const of = (value: (stop: (typeof stops)[number]) => number): Float64Array =>
    Float64Array.from([0, ...stops.map(value)]);
  const closed = (index: number): boolean =>
    !Number.isFinite(problem.distance[index]!) || !Number.isFinite(problem.duration[index]!);
  return {
    places: problem.places,
    distance: problem.distance.map((value, index) => (closed(index) ? Number.POSITIVE_INFINITY : value)),
    duration: problem.duration,
    place: Int32Array.from([-1, ...stops.map((stop) => stop.place)]),
    depot: Int32Array.from([-1, ...stops.map((stop) => stop.depot ?? -1)]),
    weight: of((stop) => stop.weight),
    volume: of((stop) => stop.volume),
    open: of((stop) => stop.window.open),
    close: of((stop) => stop.window.close),
    service: of((stop) => stop.serviceTime),
    loading: of((stop) => stop.loadingTime),
    depots: problem.depots.map(({ place, window, loadingTime }) => ({ place, ...window, loading: loadingTime })),
    afterDriving: problem.rest?.afterDriving ?? Number.POSITIVE_INFINITY,
    restTime: problem.rest?.duration ?? 0,
  };
}

/**
 * One vehicle's day, never changed once built: a step that alters it builds another, so keeping and undoing are a copy of references.
 * `nodes` holds stops as 1…n and a loading at depot d as −(d + 1).
 */
export interface Day {
  nodes: number[];
  stops: number;
  trips: number;
  distance: number;
  /** By position: when it is left, and the driving since the last rest then. */
  leave: number[];
  driven: number[];
  /** By position: when its work must begin at the latest for the rest of the day to be in time, were no more rests needed. */
  latest: number[];
  /** By position of a loading: what that trip carries. */
  weight: number[];
  volume: number[];
}

export const EMPTY_DAY: Day = emptyDay([]);

function emptyDay(nodes: number[]): Day {
  const zeros = (): number[] => nodes.map(() => 0);
  const loads = { weight: zeros(), volume: zeros() };
  return { nodes, stops: 0, trips: 0, distance: 0, leave: zeros(), driven: zeros(), latest: zeros(), ...loads };
}

/** Drives through days; the fields are the moving vehicle. */
export class Driver {
  private readonly data: FleetData;
  private at = 0;
  private time = 0;
  private driven = 0;

  constructor(data: FleetData) {
    this.data = data;
  }

  placeOf(node: number): number {
    return node < 0 ? this.data.depots[-node - 1]!.place : this.data.place[node]!;
  }

  /** Drives on to a place, resting when the allowed driving is used up. */
  private drive(place: number): void {
    const { places, duration, afterDriving, restTime } = this.data;
    const driving = duration[this.at * places + place]!;
    this.at = place;
    this.time += driving;
    const driven = this.driven + driving;
    if (driven <= afterDriving + TOLERANCE) {
      this.driven = driven;
      return;
    }
    const rests = Math.max(1, Math.ceil((driven - TOLERANCE) / afterDriving) - 1);
    this.time += rests * restTime;
    this.driven = driven - rests * afterDriving;
  }

  /** Waits, works and leaves; false when it is too late. Waiting as long as a rest is one. */
  private serve(open: number, close: number, work: number): boolean {
    const begin = Math.max(this.time, open);
    if (!(begin <= close + TOLERANCE)) return false;
    if (begin - this.time >= this.data.restTime) this.driven = begin > this.time ? 0 : this.driven;
    this.time = begin + work;
    return true;
  }

  private visit(node: number, loading: number): boolean {
    const { data } = this;
    this.drive(this.placeOf(node));
    if (node > 0) return this.serve(data.open[node]!, data.close[node]!, data.service[node]!);
    const depot = data.depots[-node - 1]!;
    return this.serve(depot.open, depot.close, depot.loading + loading);
  }

  /** The day with these nodes, or null when it breaks a limit. */
  build(vehicle: Vehicle, nodes: number[]): Day | null {
    const { data } = this;
    const size = nodes.length;
    const day = emptyDay(nodes);
    this.at = vehicle.home;
    this.time = vehicle.window.open;
    this.driven = 0;
    for (let position = 0; position < size; position++) {
      const node = nodes[position]!;
      const before = this.at;
      let loading = 0;
      if (node < 0) {
        loading = this.load(day, position);
        if (
          day.weight[position]! > vehicle.weight * (1 + TOLERANCE) ||
          day.volume[position]! > vehicle.volume * (1 + TOLERANCE)
        )
          return null;
        day.trips += 1;
      } else day.stops += 1;
      if (!this.visit(node, loading)) return null;
      day.distance += data.distance[before * data.places + this.at]!;
      day.leave[position] = this.time;
      day.driven[position] = this.driven;
    }
    const last = this.at;
    this.drive(vehicle.home);
    day.distance += data.distance[last * data.places + vehicle.home]!;
    if (!(this.time <= vehicle.window.close + TOLERANCE)) return null;
    if (!(day.distance < Number.POSITIVE_INFINITY && day.trips <= vehicle.maximumTrips)) return null;
    this.latestTimes(vehicle, day);
    return day;
  }

  private latestTimes(vehicle: Vehicle, day: Day): void {
    const { data } = this;
    let by = vehicle.window.close;
    let after = vehicle.home;
    for (let position = day.nodes.length - 1; position >= 0; position--) {
      const node = day.nodes[position]!;
      const place = this.placeOf(node);
      const depot = data.depots[-node - 1];
      const work = depot ? depot.loading + this.loadingOf(day.nodes, position) : data.service[node]!;
      by = Math.min(depot ? depot.close : data.close[node]!, by - work - data.duration[place * data.places + after]!);
      day.latest[position] = by;
      after = place;
    }
  }

  /** Sums a trip's load at its loading's position; returns the loading time that its stops add. */
  private load(day: Day, position: number): number {
    const { data } = this;
    let loading = 0;
    for (let next = position + 1; next < day.nodes.length && day.nodes[next]! > 0; next++) {
      const node = day.nodes[next]!;
      day.weight[position]! += data.weight[node]!;
      day.volume[position]! += data.volume[node]!;
      loading += data.loading[node]!;
    }
    return loading;
  }

  /**
   * Whether the day stays in time with `node` put before `position`: in the trip loaded at `marker`, or, when `depot` ≥ 0, as a trip of its
   * own. Stops looking as soon as the vehicle is back at its old times.
   */
  fits(vehicle: Vehicle, day: Day, marker: number, position: number, node: number, depot: number): boolean {
    const { data } = this;
    const { nodes, leave, driven } = day;
    const extra = depot >= 0 ? 0 : data.loading[node]!;
    let next = extra > 0 ? marker : position;
    this.at = next === 0 ? vehicle.home : this.placeOf(nodes[next - 1]!);
    this.time = next === 0 ? vehicle.window.open : leave[next - 1]!;
    this.driven = next === 0 ? 0 : driven[next - 1]!;
    for (; next < position; next++) {
      const loading = next === marker ? this.loadingOf(nodes, next) + extra : 0;
      if (!this.visit(nodes[next]!, loading)) return false;
    }
    if (depot >= 0 && !this.visit(-depot - 1, data.loading[node]!)) return false;
    if (!this.visit(node, 0)) return false;
    const atEnd = next === nodes.length;
    const following = atEnd ? vehicle.home : this.placeOf(nodes[next]!);
    const by = atEnd ? vehicle.window.close : day.latest[next]!;
    if (!(this.time + data.duration[this.at * data.places + following]! <= by + TOLERANCE)) return false;
    if (data.afterDriving === Number.POSITIVE_INFINITY) return true;
    for (; next < nodes.length; next++) {
      const here = nodes[next]!;
      if (!this.visit(here, here < 0 ? this.loadingOf(nodes, next) : 0)) return false;
      if (this.time <= leave[next]! && this.driven <= driven[next]!) return true;
    }
    this.drive(vehicle.home);
    return this.time <= vehicle.window.close + TOLERANCE;
  }

  private loadingOf(nodes: number[], marker: number): number {
    let loading = 0;
    for (let next = marker + 1; next < nodes.length && nodes[next]! > 0; next++)
      loading += this.data.loading[nodes[next]!]!;
    return loading;
  }
}
