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
  const { nodes, distance, duration, open, close, service } = data;
  const distanceOfTime = timeScale(data);
  const begin = new Int32Array(nodes + 1);
  const near: number[] = [];
  const sides: number[] = [];
  const keys = new Float64Array(nodes);
  const allowed = new Uint8Array(nodes);
  for (let node = 1; node < nodes; node++) {
    begin[node] = near.length;
    const chosen: number[] = [];
    for (let other = 1; other < nodes; other++) {
      if (other === node) continue;
      const away = node * nodes + other;
      const back = other * nodes + node;
      const after = open[other]! + service[other]! + duration[back]! <= close[node]!;
      const before = open[node]! + service[node]! + duration[away]! <= close[other]!;
      allowed[other] = (after ? AFTER : 0) | (before ? BEFORE : 0);
      if (allowed[other] === 0) continue;
      const waitAfter = Math.max(0, open[node]! - close[other]! - service[other]! - duration[back]!);
      const waitBefore = Math.max(0, open[other]! - close[node]! - service[node]! - duration[away]!);
      const keyAfter = after ? distance[back]! + WAITING_WEIGHT * distanceOfTime * waitAfter : Number.POSITIVE_INFINITY;
      const keyBefore = before
        ? distance[away]! + WAITING_WEIGHT * distanceOfTime * waitBefore
        : Number.POSITIVE_INFINITY;
      keys[other] = Math.min(keyAfter, keyBefore);
      chosen.push(other);
    }
    for (const other of smallest(chosen, keys, most)) {
      near.push(other);
      sides.push(allowed[other]!);
    }
  }
  begin[nodes] = near.length;
  return { begin, near: Int32Array.from(near), sides: Uint8Array.from(sides) };
}

/** Mean distance driven in a unit of time; 1 where places coincide. */
function timeScale({ distance, duration }: TimedNodes): number {
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

function smallest(items: number[], keys: Float64Array, most: number): number[] {
  const sorted = Float64Array.from(items, (item) => keys[item]!).sort();
  const threshold = sorted.length > most ? sorted[most - 1]! : Number.POSITIVE_INFINITY;
  return items
    .filter((item) => keys[item]! <= threshold)
    .sort((left, right) => keys[left]! - keys[right]! || left - right)
    .slice(0, most);
}
