import { selectSmallest } from './nearest.ts';

/** Where to look for a node's position: the nodes near it in place and time, and on which side of each it may stand. */
export interface InsertionList {
  /** Row of node i: begin[i] … begin[i + 1] − 1. */
  begin: Int32Array;
  near: Int32Array;
  /** Bit 1: the node may come after the near one; bit 2: before it. */
  sides: Uint8Array;
}

export interface TimedNodes {
  nodes: number;
  distance: Float64Array;
  duration: Float64Array;
  open: Float64Array;
  close: Float64Array;
  service: Float64Array;
}

export const AFTER = 1;
export const BEFORE = 2;
/** Vidal et al. (2013), correlation of two stops: a minute of certain waiting counts as a fifth of a minute's drive. */
const WAITING_WEIGHT = 0.2;

/** The `most` best neighbours of each node that windows allow beside it. */
export function insertionLists(data: TimedNodes, most: number): InsertionList {
  const { nodes } = data;
  const scale = WAITING_WEIGHT * distanceOfTime(data);
  const begin = new Int32Array(nodes + 1);
  const near: number[] = [];
  const sides: number[] = [];
  const keys = new Float64Array(nodes);
  const scratch = new Float64Array(nodes);
  const allowed = new Uint8Array(nodes);
  for (let node = 1; node < nodes; node++) {
    begin[node] = near.length;
    let filled = 0;
    for (let other = 1; other < nodes; other++) {
      allowed[other] = 0;
      if (other === node) continue;
      keys[other] = correlate(data, scale, node, other, allowed);
      if (allowed[other] !== 0) scratch[filled++] = keys[other]!;
    }
    const worst = filled > most ? selectSmallest(scratch, filled, most - 1) : Number.POSITIVE_INFINITY;
    const chosen: number[] = [];
    for (let other = 1; other < nodes; other++) {
      if (allowed[other] !== 0 && keys[other]! <= worst) chosen.push(other);
    }
    chosen.sort((left, right) => keys[left]! - keys[right]! || left - right);
    for (const other of chosen.slice(0, most)) {
      near.push(other);
      sides.push(allowed[other]!);
    }
  }
  begin[nodes] = near.length;
  return { begin, near: Int32Array.from(near), sides: Uint8Array.from(sides) };
}

/** The same where no window ever binds: the nearest, on both sides. */
export function untimedLists(nearest: Int32Array, nearestCount: number, nodes: number, most: number): InsertionList {
  const width = Math.min(most, nearestCount);
  const near = new Int32Array(Math.max(0, nodes - 1) * width);
  for (let node = 1; node < nodes; node++) {
    near.set(nearest.subarray(node * nearestCount, node * nearestCount + width), (node - 1) * width);
  }
  const begin = Int32Array.from({ length: nodes + 1 }, (_, node) => Math.max(0, node - 1) * width);
  return { begin, near, sides: new Uint8Array(near.length).fill(AFTER | BEFORE) };
}

/** How far apart two nodes are in place and time on the better side; notes the sides that windows allow. */
function correlate(data: TimedNodes, scale: number, node: number, other: number, allowed: Uint8Array): number {
  const { nodes, distance, duration, open, close, service } = data;
  const away = node * nodes + other;
  const back = other * nodes + node;
  let key = Number.POSITIVE_INFINITY;
  if (open[other]! + service[other]! + duration[back]! <= close[node]!) {
    allowed[other] = AFTER;
    key = distance[back]! + scale * Math.max(0, open[node]! - close[other]! - service[other]! - duration[back]!);
  }
  if (open[node]! + service[node]! + duration[away]! <= close[other]!) {
    allowed[other] = allowed[other]! | BEFORE;
    key = Math.min(
      key,
      distance[away]! + scale * Math.max(0, open[other]! - close[node]! - service[node]! - duration[away]!),
    );
  }
  return key;
}

/** Mean distance driven in a unit of time; 1 where places coincide. */
function distanceOfTime({ distance, duration }: TimedNodes): number {
  if (distance === duration) return 1;
  let length = 0;
  let time = 0;
  for (let arc = 0; arc < distance.length; arc++) {
    if (!Number.isFinite(distance[arc]!) || !Number.isFinite(duration[arc]!)) continue;
    length += distance[arc]!;
    time += duration[arc]!;
  }
  return time > 0 && length > 0 ? length / time : 1;
}
