import { AFTER, BEFORE, type InsertionList, insertionLists, untimedLists } from './insertion-list.ts';
import { nearestNodes, transpose } from './nearest.ts';
import type { Random } from './random.ts';
import type { SortKey, TourState } from './search.ts';
import { type SingleDepotData, sortKeysOf } from './single-depot-data.ts';

/** Sums of fractional weights may differ in the last digits by the order of adding. */
const CAPACITY_TOLERANCE = 1e-9;
const NEAREST = 100;
/** How many of the nearest are looked at for a position. */
const LOOK_AT = 40;

/**
 * Tours as doubly linked lists in typed arrays. All whole numbers lie in one buffer and all fractions in another, so that keeping and
 * undoing a step is one copy of each.
 */
export class SingleDepotState implements TourState {
  readonly stops: number;
  readonly nearest: Int32Array;
  readonly nearestCount: number;
  readonly tourLimit: number;
  readonly sortKeys: SortKey[];
  readonly clockEvery = 16;
  distance = 0;
  private keptDistance = 0;

  private readonly nodes: number;
  private readonly away: Float64Array;
  private readonly into: Float64Array;
  private readonly timeAway: Float64Array;
  private readonly timeInto: Float64Array;
  private readonly demand: Float64Array;
  private readonly capacity: number;
  private readonly open: Float64Array;
  private readonly close: Float64Array;
  private readonly service: Float64Array;
  private readonly timed: boolean;

  private readonly lists: InsertionList;

  private readonly whole: Int32Array;
  private readonly wholeKept: Int32Array;
  private readonly wholeBest: Int32Array;
  private readonly real: Float64Array;
  private readonly realKept: Float64Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly tour: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly size: Int32Array;
  private readonly free: Int32Array;
  private readonly freeCount: Int32Array;
  /** Length of the arc into and out of a node. */
  private readonly arcIn: Float64Array;
  private readonly arcOut: Float64Array;
  /** When a node can be left at the earliest; when its service must begin at the latest. */
  private readonly leave: Float64Array;
  private readonly latest: Float64Array;
  private readonly load: Float64Array;

  constructor(data: SingleDepotData) {
    const { nodes, tours } = data;
    this.nodes = nodes;
    this.stops = nodes - 1;
    this.tourLimit = tours;
    this.away = data.distance;
    this.into = transpose(data.distance, nodes);
    this.timeAway = data.duration;
    this.timeInto = data.duration === data.distance ? this.into : transpose(data.duration, nodes);
    this.demand = data.demand;
    this.capacity = data.capacity * (1 + CAPACITY_TOLERANCE);
    this.open = data.open;
    this.close = data.close;
    this.service = data.service;
    this.timed = data.timed;
    this.nearestCount = Math.max(0, Math.min(NEAREST, nodes - 2));
    this.nearest = nearestNodes(this.away, this.into, nodes, this.nearestCount);
    this.lists = data.timed
      ? insertionLists(data, LOOK_AT)
      : untimedLists(this.nearest, this.nearestCount, nodes, LOOK_AT);
    this.sortKeys = sortKeysOf(data);

    this.whole = new Int32Array(3 * nodes + 4 * tours + 1);
    let offset = 0;
    const wholePart = (length: number): Int32Array => {
      offset += length;
      return this.whole.subarray(offset - length, offset);
    };
    this.next = wholePart(nodes);
    this.previous = wholePart(nodes);
    this.tour = wholePart(nodes);
    this.first = wholePart(tours);
    this.last = wholePart(tours);
    this.size = wholePart(tours);
    this.free = wholePart(tours);
    this.freeCount = wholePart(1);
    this.real = new Float64Array((data.timed ? 4 : 2) * nodes + tours);
    offset = 0;
    const realPart = (length: number): Float64Array => {
      offset += length;
      return this.real.subarray(offset - length, offset);
    };
    this.arcIn = realPart(nodes);
    this.arcOut = realPart(nodes);
    this.leave = realPart(data.timed ? nodes : 0);
    this.latest = realPart(data.timed ? nodes : 0);
    this.load = realPart(tours);

    this.tour.fill(-1);
    for (let index = 0; index < tours; index++) this.free[index] = tours - 1 - index;
    this.freeCount[0] = tours;
    if (data.timed) {
      this.leave[0] = data.open[0]! + data.service[0]!;
      this.latest[0] = data.close[0]!;
    }
    this.wholeKept = this.whole.slice();
    this.wholeBest = this.whole.slice();
    this.realKept = this.real.slice();
  }

  tourOf(node: number): number {
    return this.tour[node]!;
  }

  tourSize(tour: number): number {
    return this.size[tour]!;
  }

  usedTours(): number {
    return this.tourLimit - this.freeCount[0]!;
  }

  insert(node: number, random: Random): boolean {
    const { next, previous, tour, load, away, into, arcIn, arcOut, timed } = this;
    const { begin, near: nears, sides } = this.lists;
    const row = node * this.nodes;
    const listEnd = begin[node + 1]!;
    const room = this.capacity - this.demand[node]!;
    let best = Number.POSITIVE_INFINITY;
    let bestAfter = 0;
    let bestTour = -1;
    for (let index = begin[node]!; index < listEnd; index++) {
      const near = nears[index]!;
      const its = tour[near]!;
      if (its < 0 || load[its]! > room) continue;
      const side = sides[index]!;
      if ((side & AFTER) !== 0) {
        const after = next[near]!;
        const extra = into[row + near]! + away[row + after]! - arcOut[near]!;
        if (extra < best && (!timed || this.fits(node, near, after)) && !random.blinks()) {
          best = extra;
          bestAfter = near;
          bestTour = its;
        }
      }
      if ((side & BEFORE) === 0) continue;
      const before = previous[near]!;
      const extra = into[row + before]! + away[row + near]! - arcIn[near]!;
      if (extra < best && (!timed || this.fits(node, before, near)) && !random.blinks()) {
        best = extra;
        bestAfter = before;
        bestTour = its;
      }
    }
    if (bestTour < 0) return this.insertAnywhere(node, random);
    if (into[row]! + away[row]! < best && this.openTour(node)) return true;
    this.link(node, bestAfter, bestTour, best);
    return true;
  }

  /** Looks at every position of every tour, then at a new tour. */
  private insertAnywhere(node: number, random: Random): boolean {
    const { next, load, size, first, away, into, arcIn, arcOut, timed } = this;
    const row = node * this.nodes;
    const room = this.capacity - this.demand[node]!;
    let best = this.canOpen(node) ? into[row]! + away[row]! : Number.POSITIVE_INFINITY;
    let bestAfter = -1;
    let bestTour = -1;
    for (let its = 0; its < this.tourLimit; its++) {
      if (size[its] === 0 || load[its]! > room) continue;
      let before = 0;
      let after = first[its]!;
      for (;;) {
        const extra = into[row + before]! + away[row + after]! - (after === 0 ? arcOut[before]! : arcIn[after]!);
        if (extra < best && (!timed || this.fits(node, before, after)) && !random.blinks()) {
          best = extra;
          bestAfter = before;
          bestTour = its;
        }
        if (after === 0) break;
        before = after;
        after = next[after]!;
      }
    }
    if (bestTour >= 0) {
      this.link(node, bestAfter, bestTour, best);
      return true;
    }
    return Number.isFinite(best) && this.openTour(node);
  }

  private canOpen(node: number): boolean {
    return this.freeCount[0]! > 0 && (!this.timed || this.fits(node, 0, 0));
  }

  private fits(node: number, before: number, after: number): boolean {
    const row = node * this.nodes;
    const arrival = this.leave[before]! + this.timeInto[row + before]!;
    if (!(arrival <= this.close[node]!)) return false;
    const opens = this.open[node]!;
    const begin = Math.max(arrival, opens);
    return begin + this.service[node]! + this.timeAway[row + after]! <= this.latest[after]!;
  }

  openTour(node: number): boolean {
    if (!this.canOpen(node)) return false;
    const count = this.freeCount[0]! - 1;
    this.freeCount[0] = count;
    const its = this.free[count]!;
    this.first[its] = 0;
    this.last[its] = 0;
    const row = node * this.nodes;
    this.link(node, 0, its, this.into[row]! + this.away[row]!);
    return true;
  }

  private link(node: number, before: number, its: number, extra: number): void {
    const { next, previous, first, last } = this;
    const row = node * this.nodes;
    const after = before === 0 ? first[its]! : next[before]!;
    previous[node] = before;
    next[node] = after;
    this.arcIn[node] = this.into[row + before]!;
    this.arcOut[node] = this.away[row + after]!;
    if (before === 0) first[its] = node;
    else {
      next[before] = node;
      this.arcOut[before] = this.arcIn[node]!;
    }
    if (after === 0) last[its] = node;
    else {
      previous[after] = node;
      this.arcIn[after] = this.arcOut[node]!;
    }
    this.tour[node] = its;
    this.size[its]! += 1;
    this.load[its]! += this.demand[node]!;
    this.distance += extra;
    if (this.timed) this.timeFrom(its, node, node);
  }

  /** Renews earliest times from one node on and latest times from another back; false when the tour has become late. */
  private timeFrom(its: number, forward: number, backward: number): boolean {
    const { next, previous, leave, latest, open, close, service, timeAway, nodes } = this;
    let onTime = true;
    let before = forward === 0 ? 0 : previous[forward]!;
    let node = forward === 0 ? this.first[its]! : forward;
    while (node !== 0) {
      const begin = Math.max(leave[before]! + timeAway[before * nodes + node]!, open[node]!);
      if (!(begin <= close[node]!)) onTime = false;
      leave[node] = begin + service[node]!;
      before = node;
      node = next[node]!;
    }
    if (!(leave[before]! + timeAway[before * nodes]! <= latest[0]!)) onTime = false;
    node = backward === 0 ? this.last[its]! : backward;
    let after = backward === 0 ? 0 : next[backward]!;
    while (node !== 0) {
      latest[node] = Math.min(close[node]!, latest[after]! - timeAway[node * nodes + after]! - service[node]!);
      after = node;
      node = previous[node]!;
    }
    return onTime;
  }

  removeString(
    node: number,
    length: number,
    spared: number,
    removed: Int32Array,
    count: number,
    random: Random,
  ): number {
    const { next, previous, tour } = this;
    const its = tour[node]!;
    const span = length + spared;
    let ahead = 0;
    for (let at = next[node]!; at !== 0 && ahead < span - 1; at = next[at]!) ahead += 1;
    let start = node;
    let back = 0;
    // The string may begin so far before the node that the node is in it, and no later than where `span` nodes still follow.
    const least = span - 1 - ahead;
    const offset = least + random.below(span - least);
    while (back < offset && previous[start] !== 0) {
      start = previous[start]!;
      back += 1;
    }
    const spareFrom = spared === 0 ? span : 1 + random.below(length - 1);
    let total = count;
    let at = start;
    for (let index = 0; index < span && at !== 0; index++) {
      const following = next[at]!;
      if (index < spareFrom || index >= spareFrom + spared) removed[total++] = at;
      at = following;
    }
    for (let index = count; index < total; index++) this.unlink(removed[index]!, its);
    return this.settle(its, removed, total);
  }

  private unlink(node: number, its: number): void {
    const { next, previous, first, last } = this;
    const before = previous[node]!;
    const after = next[node]!;
    const arc = this.away[before * this.nodes + after]!;
    if (before === 0) first[its] = after;
    else {
      next[before] = after;
      this.arcOut[before] = arc;
    }
    if (after === 0) last[its] = before;
    else {
      previous[after] = before;
      this.arcIn[after] = arc;
    }
    this.tour[node] = -1;
    this.size[its]! -= 1;
    this.load[its]! -= this.demand[node]!;
    this.distance += (this.size[its] === 0 ? 0 : arc) - this.arcIn[node]! - this.arcOut[node]!;
  }

  /** After a removal: frees an empty tour, and takes out the rest of one that a closed road or a longer way round has made infeasible. */
  private settle(its: number, removed: Int32Array, count: number): number {
    let total = count;
    if (this.size[its]! > 0) {
      const open = Number.isFinite(this.distance);
      if (open && (!this.timed || this.timeFrom(its, 0, 0))) return total;
      for (let node = this.first[its]!; node !== 0; ) {
        const following = this.next[node]!;
        removed[total++] = node;
        this.tour[node] = -1;
        if (open) this.distance -= this.arcIn[node]!;
        if (open && following === 0) this.distance -= this.arcOut[node]!;
        node = following;
      }
      this.size[its] = 0;
      if (!open) this.distance = this.recount();
    }
    this.load[its] = 0;
    this.free[this.freeCount[0]!] = its;
    this.freeCount[0]! += 1;
    return total;
  }

  private recount(): number {
    let sum = 0;
    for (let node = 1; node < this.nodes; node++) {
      if (this.tour[node]! < 0) continue;
      sum += this.arcIn[node]!;
      if (this.next[node] === 0) sum += this.arcOut[node]!;
    }
    return sum;
  }

  keep(): void {
    this.wholeKept.set(this.whole);
    this.realKept.set(this.real);
    this.keptDistance = this.distance;
  }

  undo(): void {
    this.whole.set(this.wholeKept);
    this.real.set(this.realKept);
    this.distance = this.keptDistance;
  }

  keepBest(): void {
    this.wholeBest.set(this.whole);
  }

  /** Tours of the best state, as lists of nodes. */
  bestTours(): number[][] {
    const { nodes, tourLimit } = this;
    const first = this.wholeBest.subarray(3 * nodes, 3 * nodes + tourLimit);
    const size = this.wholeBest.subarray(3 * nodes + 2 * tourLimit, 3 * nodes + 3 * tourLimit);
    const tours: number[][] = [];
    for (let its = 0; its < tourLimit; its++) {
      if (size[its] === 0) continue;
      const tour: number[] = [];
      for (let node = first[its]!; node !== 0; node = this.wholeBest[node]!) tour.push(node);
      tours.push(tour);
    }
    return tours;
  }
}
