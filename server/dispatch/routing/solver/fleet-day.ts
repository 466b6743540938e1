import type { RoutingProblem, Vehicle } from '../types.ts';
import { transpose } from './nearest.ts';

/** What the fleet search asks about the problem, with closed roads in both matrices and nodes for the stops that are planned. */
export interface FleetData {
  places: number;
  distance: Float64Array;
  /** `distance` the other way round: [to * places + from], so that one place's rows answer both ways. */
  into: Float64Array;
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
  const distance = problem.distance.map((value, index) => (closed(index) ? Number.POSITIVE_INFINITY : value));
  return {
    places: problem.places,
    distance,
    into: transpose(distance, problem.places),
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
 * `nodes` holds stops as 1…n and a loading at depot d as −(d + 1). All lists but the last go by position.
 */
export interface Day {
  nodes: number[];
  stops: number;
  trips: number;
  distance: number;
  place: number[];
  /** Time of loading or unloading. */
  work: number[];
  /** When it is left, and the driving since the last rest then. */
  leave: number[];
  driven: number[];
  /** When its work must begin at the latest for the rest of the day to be in time, were no more rests needed. */
  latest: number[];
  /** At a loading: what that trip carries. */
  weight: number[];
  volume: number[];
  /** Length of the arc that leads to a position; one more for the way home. */
  arc: number[];
}

export const EMPTY_DAY: Day = blankDay([]);

function blankDay(nodes: number[]): Day {
  const zeros = (): number[] => nodes.map(() => 0);
  const times = { work: zeros(), leave: zeros(), driven: zeros(), latest: zeros() };
  return {
    nodes,
    stops: 0,
    trips: 0,
    distance: 0,
    place: zeros(),
    ...times,
    weight: zeros(),
    volume: zeros(),
    arc: [...zeros(), 0],
  };
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

  /** Drives to a node, waits, works and leaves; false when it is too late. Waiting as long as a rest is one. */
  private visit(node: number, place: number, work: number): boolean {
    const { data } = this;
    this.drive(place);
    const window = node < 0 ? data.depots[-node - 1]! : null;
    const begin = Math.max(this.time, window === null ? data.open[node]! : window.open);
    if (!(begin <= (window === null ? data.close[node]! : window.close) + TOLERANCE)) return false;
    if (begin > this.time && begin - this.time >= data.restTime) this.driven = 0;
    this.time = begin + work;
    return true;
  }

  /** The day with these nodes, or null when it breaks a limit. */
  build(vehicle: Vehicle, nodes: number[]): Day | null {
    const { data } = this;
    const day = blankDay(nodes);
    if (!this.load(vehicle, day)) return null;
    this.at = vehicle.home;
    this.time = vehicle.window.open;
    this.driven = 0;
    for (let position = 0; position < nodes.length; position++) {
      const place = day.place[position]!;
      day.arc[position] = data.distance[this.at * data.places + place]!;
      day.distance += day.arc[position]!;
      if (!this.visit(nodes[position]!, place, day.work[position]!)) return null;
      day.leave[position] = this.time;
      day.driven[position] = this.driven;
    }
    day.arc[nodes.length] = data.distance[this.at * data.places + vehicle.home]!;
    day.distance += day.arc[nodes.length]!;
    this.drive(vehicle.home);
    if (!(this.time <= vehicle.window.close + TOLERANCE) || day.distance === Number.POSITIVE_INFINITY) return null;
    this.latestTimes(vehicle, day);
    return day;
  }

  /** Fills in places, working times and loads; false when a trip is too heavy or bulky, or there are too many. */
  private load(vehicle: Vehicle, day: Day): boolean {
    const { data } = this;
    let marker = -1;
    for (const [position, node] of day.nodes.entries()) {
      if (node < 0) {
        const depot = data.depots[-node - 1]!;
        marker = position;
        day.trips += 1;
        day.place[position] = depot.place;
        day.work[position] = depot.loading;
        continue;
      }
      day.stops += 1;
      day.place[position] = data.place[node]!;
      day.work[position] = data.service[node]!;
      day.work[marker]! += data.loading[node]!;
      day.weight[marker]! += data.weight[node]!;
      day.volume[marker]! += data.volume[node]!;
      if (
        day.weight[marker]! > vehicle.weight * (1 + TOLERANCE) ||
        day.volume[marker]! > vehicle.volume * (1 + TOLERANCE)
      )
        return false;
    }
    return day.trips <= vehicle.maximumTrips;
  }

  private latestTimes(vehicle: Vehicle, day: Day): void {
    const { data } = this;
    let by = vehicle.window.close;
    let after = vehicle.home;
    for (let position = day.nodes.length - 1; position >= 0; position--) {
      const node = day.nodes[position]!;
      const place = day.place[position]!;
      const close = node < 0 ? data.depots[-node - 1]!.close : data.close[node]!;
      by = Math.min(close, by - day.work[position]! - data.duration[place * data.places + after]!);
      day.latest[position] = by;
      after = place;
    }
  }

  /**
   * Whether the day stays in time with `node` put before `position`: in the trip loaded at `marker`, or, when `depot` ≥ 0, as a trip of its
   * own. Stops looking as soon as the vehicle is back at its old times.
   */
  fits(vehicle: Vehicle, day: Day, marker: number, position: number, node: number, depot: number): boolean {
    const { data } = this;
    const { nodes, place, work, leave, driven } = day;
    const extra = depot >= 0 ? 0 : data.loading[node]!;
    let next = extra > 0 ? marker : position;
    this.at = next === 0 ? vehicle.home : place[next - 1]!;
    this.time = next === 0 ? vehicle.window.open : leave[next - 1]!;
    this.driven = next === 0 ? 0 : driven[next - 1]!;
    for (; next < position; next++) {
      if (!this.visit(nodes[next]!, place[next]!, next === marker ? work[next]! + extra : work[next]!)) return false;
    }
    if (depot >= 0) {
      const loads = data.depots[depot]!;
      if (!this.visit(-depot - 1, loads.place, loads.loading + data.loading[node]!)) return false;
    }
    if (!this.visit(node, data.place[node]!, data.service[node]!)) return false;
    const atEnd = next === nodes.length;
    const following = atEnd ? vehicle.home : place[next]!;
    const by = atEnd ? vehicle.window.close : day.latest[next]!;
    if (!(this.time + data.duration[this.at * data.places + following]! <= by + TOLERANCE)) return false;
    if (data.afterDriving === Number.POSITIVE_INFINITY) return true;
    for (; next < nodes.length; next++) {
      if (!this.visit(nodes[next]!, place[next]!, work[next]!)) return false;
      if (this.time <= leave[next]! && this.driven <= driven[next]!) return true;
    }
    this.drive(vehicle.home);
    return this.time <= vehicle.window.close + TOLERANCE;
  }
}
