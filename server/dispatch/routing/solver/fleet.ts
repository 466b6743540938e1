import type { Route, RoutingProblem, Vehicle } from '../types.ts';
import { type Day, Driver, EMPTY_DAY, type FleetData, fleetData } from './fleet-day.ts';
import { nearestNodes, transpose } from './nearest.ts';
import type { Random } from './random.ts';
import type { SortKey, TourState } from './search.ts';

const NEAREST = 100;
/** Sums of fractional weights may differ in the last digits by the order of adding. */
const TOLERANCE = 1e-9;

interface Truck {
  /** Index into the problem's vehicles. */
  index: number;
  vehicle: Vehicle;
  /** Trucks with the same number are alike: one empty one of them is enough to look at. */
  kind: number;
}

/** Each single truck; of a kind without limit, as many as there are stops. */
function trucksOf(problem: RoutingProblem, stops: number): Truck[] {
  const kinds = new Map<string, number>();
  return problem.vehicles.flatMap((vehicle, index) => {
    const { home, weight, volume, window, maximumTrips } = vehicle;
    const key = [home, weight, volume, window.open, window.close, maximumTrips].join(' ');
    const kind = kinds.get(key) ?? kinds.size;
    kinds.set(key, kind);
    return Array.from(
      { length: maximumTrips > 0 ? Math.min(vehicle.count, stops) : 0 },
      (): Truck => ({ index, vehicle, kind }),
    );
  });
}

/** A place for a node: before `position` of a truck's day, in the trip loaded at `marker` or (depot ≥ 0) as its own. */
interface Candidate {
  truck: number;
  position: number;
  depot: number;
  extra: number;
}

/** Mixed vehicles, several depots, trips and rests. A tour is a truck's whole day. */
export class FleetState implements TourState {
  readonly stops: number;
  readonly nearest: Int32Array;
  readonly nearestCount: number;
  readonly tourLimit: number;
  readonly sortKeys: SortKey[];
  readonly clockEvery = 1;
  distance = 0;
  private keptDistance = 0;
  private used = 0;
  private keptUsed = 0;

  private readonly data: FleetData;
  private readonly driver: Driver;
  private readonly trucks: Truck[];
  private days: Day[];
  private keptDays: Day[];
  private bestDays: Day[];
  private readonly tour: Int32Array;
  private readonly keptTour: Int32Array;
  private readonly kindStamp: Int32Array;
  private stamp = 0;
  private readonly best: Candidate = { truck: -1, position: 0, depot: -1, extra: Number.POSITIVE_INFINITY };

  constructor(problem: RoutingProblem, served: number[]) {
    this.data = fleetData(problem, served);
    this.driver = new Driver(this.data);
    this.stops = served.length;
    this.trucks = trucksOf(problem, served.length);
    this.tourLimit = this.trucks.length;
    this.days = this.trucks.map(() => EMPTY_DAY);
    this.keptDays = this.days.slice();
    this.bestDays = this.days.slice();
    this.tour = new Int32Array(served.length + 1).fill(-1);
    this.keptTour = this.tour.slice();
    this.kindStamp = new Int32Array(this.trucks.length).fill(0);
    this.nearestCount = Math.max(0, Math.min(NEAREST, served.length - 1));
    this.nearest = this.nearestStops();
    this.sortKeys = this.keys();
  }

  private nearestStops(): Int32Array {
    const { place, places, distance } = this.data;
    const nodes = this.stops + 1;
    const away = new Float64Array(nodes * nodes);
    for (let from = 1; from < nodes; from++) {
      for (let to = 1; to < nodes; to++) away[from * nodes + to] = distance[place[from]! * places + place[to]!]!;
    }
    return nearestNodes(away, transpose(away, nodes), nodes, this.nearestCount);
  }

  private keys(): SortKey[] {
    const { data, stops } = this;
    const of = (value: (node: number) => number): Float64Array =>
      Float64Array.from({ length: stops + 1 }, (_, node) => (node === 0 ? 0 : value(node)));
    const fromDepot = of((node) => {
      const depots = data.depot[node]! < 0 ? data.depots : [data.depots[data.depot[node]!]!];
      return Math.min(...depots.map((depot) => data.distance[depot.place * data.places + data.place[node]!]!));
    });
    return [
      { key: data.weight, weight: 3 },
      { key: fromDepot, weight: 2 },
      { key: fromDepot.map((value) => -value), weight: 1 },
      { key: data.volume, weight: 1 },
      { key: of((node) => data.open[node]! - data.close[node]!), weight: 2 },
      { key: of((node) => -data.open[node]!), weight: 2 },
      { key: data.close, weight: 2 },
    ];
  }

  tourOf(node: number): number {
    return this.tour[node]!;
  }

  tourSize(tour: number): number {
    return this.days[tour]!.stops;
  }

  usedTours(): number {
    return this.used;
  }

  insert(node: number, random: Random): boolean {
    return this.place(node, random, false);
  }

  openTour(node: number, random: Random): boolean {
    return this.place(node, random, true);
  }

  /** At its cheapest position of any day, or of the days without a stop alone; of like trucks without a stop one is looked at. */
  private place(node: number, random: Random, unusedOnly: boolean): boolean {
    const { trucks, days, best, kindStamp } = this;
    this.stamp += 1;
    best.truck = -1;
    best.extra = Number.POSITIVE_INFINITY;
    for (let truck = 0; truck < trucks.length; truck++) {
      const day = days[truck]!;
      if (day.stops === 0) {
        const { kind } = trucks[truck]!;
        if (kindStamp[kind] === this.stamp) continue;
        kindStamp[kind] = this.stamp;
      } else if (unusedOnly) continue;
      this.look(truck, day, node, random);
    }
    if (best.truck < 0) return false;
    return this.put(node);
  }

  /** Looks at every position of one day. */
  private look(truck: number, day: Day, node: number, random: Random): void {
    const { vehicle } = this.trucks[truck]!;
    const { data, best } = this;
    const { nodes, arc, place, weight, volume } = day;
    const room = vehicle.weight * (1 + TOLERANCE) - data.weight[node]!;
    const space = vehicle.volume * (1 + TOLERANCE) - data.volume[node]!;
    if (room < 0 || space < 0) return;
    const { distance, into } = data;
    const row = data.place[node]! * data.places;
    const ownDepot = data.depot[node]!;
    const mayAdd = day.trips < vehicle.maximumTrips;
    let marker = -1;
    let joins = false;
    let before = vehicle.home;
    for (let position = 0; position <= nodes.length; position++) {
      const here = position === nodes.length ? 0 : nodes[position]!;
      const after = here === 0 ? vehicle.home : place[position]!;
      if (joins) {
        const extra = into[row + before]! + distance[row + after]! - arc[position]!;
        if (extra < best.extra) this.take(truck, day, marker, position, node, -1, extra, random);
      }
      if (here <= 0) {
        if (mayAdd)
          this.lookAtTrips(truck, day, position, node, distance[row + after]! - arc[position]!, before, random);
        marker = position;
        joins = (ownDepot < 0 || ownDepot === -here - 1) && weight[position]! <= room && volume[position]! <= space;
      }
      before = after;
    }
  }

  /** A trip of its own before `position`, loaded at its depot or, when it has none, at any; `away` is what follows less what it replaces. */
  private lookAtTrips(
    truck: number,
    day: Day,
    position: number,
    node: number,
    away: number,
    before: number,
    random: Random,
  ): void {
    const { data, best } = this;
    const row = data.place[node]! * data.places;
    const ownDepot = data.depot[node]!;
    for (let depot = Math.max(0, ownDepot); depot < data.depots.length; depot++) {
      const loadsAt = data.depots[depot]!.place;
      const extra = data.distance[before * data.places + loadsAt]! + data.into[row + loadsAt]! + away;
      if (extra < best.extra) this.take(truck, day, -1, position, node, depot, extra, random);
      if (ownDepot >= 0) return;
    }
  }

  /** Makes a position the best so far if the day stays in time. */
  private take(
    truck: number,
    day: Day,
    marker: number,
    position: number,
    node: number,
    depot: number,
    extra: number,
    random: Random,
  ): void {
    const { best, driver } = this;
    if (!driver.fits(this.trucks[truck]!.vehicle, day, marker, position, node, depot) || random.blinks()) return;
    best.truck = truck;
    best.position = position;
    best.depot = depot;
    best.extra = extra;
  }

  private put(node: number): boolean {
    const { truck, position, depot } = this.best;
    const day = this.days[truck]!;
    const added = depot < 0 ? [node] : [-depot - 1, node];
    return this.change(truck, [...day.nodes.slice(0, position), ...added, ...day.nodes.slice(position)], node);
  }

  /** Gives a truck another day; false when that day cannot be. */
  private change(truck: number, nodes: number[], added: number): boolean {
    const old = this.days[truck]!;
    const day = nodes.length === 0 ? EMPTY_DAY : this.driver.build(this.trucks[truck]!.vehicle, nodes);
    if (day === null) return false;
    this.days[truck] = day;
    this.distance += day.distance - old.distance;
    this.used += (day.stops > 0 ? 1 : 0) - (old.stops > 0 ? 1 : 0);
    if (added > 0) this.tour[added] = truck;
    return true;
  }

  removeString(
    node: number,
    length: number,
    spared: number,
    removed: Int32Array,
    count: number,
    random: Random,
  ): number {
    const truck = this.tour[node]!;
    const { nodes, stops } = this.days[truck]!;
    const order = nodes.filter((other) => other > 0);
    const at = order.indexOf(node);
    const span = length + spared;
    const least = Math.max(0, at - span + 1);
    const most = Math.min(at, stops - span);
    const start = least + random.below(most - least + 1);
    const spareFrom = spared === 0 ? span : 1 + random.below(length - 1);
    let total = count;
    for (let index = 0; index < span; index++) {
      if (index >= spareFrom && index < spareFrom + spared) continue;
      const gone = order[start + index]!;
      removed[total++] = gone;
      this.tour[gone] = -1;
    }
    // A closed road or a longer way round can make what is left infeasible: then all of it is taken out.
    if (!this.change(truck, this.withoutRemoved(nodes), 0)) {
      for (const rest of order) {
        if (this.tour[rest]! < 0) continue;
        removed[total++] = rest;
        this.tour[rest] = -1;
      }
      this.change(truck, [], 0);
    }
    return total;
  }

  /** Nodes still on a tour, without loadings for nobody. */
  private withoutRemoved(nodes: number[]): number[] {
    const rest: number[] = [];
    for (const node of nodes) {
      if (node > 0 && this.tour[node]! < 0) continue;
      if (node < 0 && rest.length > 0 && rest.at(-1)! < 0) rest.pop();
      rest.push(node);
    }
    if (rest.length > 0 && rest.at(-1)! < 0) rest.pop();
    return rest;
  }

  keep(): void {
    for (let truck = 0; truck < this.days.length; truck++) this.keptDays[truck] = this.days[truck]!;
    this.keptTour.set(this.tour);
    this.keptDistance = this.distance;
    this.keptUsed = this.used;
  }

  undo(): void {
    for (let truck = 0; truck < this.days.length; truck++) this.days[truck] = this.keptDays[truck]!;
    this.tour.set(this.keptTour);
    this.distance = this.keptDistance;
    this.used = this.keptUsed;
  }

  keepBest(): void {
    for (let truck = 0; truck < this.days.length; truck++) this.bestDays[truck] = this.days[truck]!;
  }

  /** The best days as routes; `served` maps nodes back to the problem's stops. */
  bestRoutes(served: number[]): Route[] {
    const routes: Route[] = [];
    for (const [truck, day] of this.bestDays.entries()) {
      if (day.stops === 0) continue;
      const route: Route = { vehicle: this.trucks[truck]!.index, trips: [] };
      for (const node of day.nodes) {
        if (node < 0) route.trips.push({ depot: -node - 1, stops: [] });
        else route.trips.at(-1)!.stops.push(served[node - 1]!);
      }
      routes.push(route);
    }
    return routes;
  }
}
