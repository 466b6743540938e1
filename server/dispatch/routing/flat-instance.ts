import type { Matrix, TimeWindow } from './types.ts';

/** What both formats come down to: one depot (row 0) and customers, like vehicles, one trip each. */
export interface Customer {
  number: number;
  demand: number;
  window: TimeWindow;
  serviceTime: number;
}

export interface FlatInstance {
  name: string;
  /** The depot first. */
  customers: Customer[];
  matrix: Matrix;
  capacity: number;
  /** Infinity = as many as wanted. */
  vehicles: number;
  workingHours: TimeWindow;
}

/** All pairs of straight lines, each rounded as the format says. */
export function straightDistances(x: Float64Array, y: Float64Array, round: (distance: number) => number): Matrix {
  const places = x.length;
  const matrix = new Float64Array(places * places);
  for (let from = 0; from < places; from++) {
    for (let to = 0; to < from; to++) {
      const dx = x[from]! - x[to]!;
      const dy = y[from]! - y[to]!;
      const distance = round(Math.sqrt(dx * dx + dy * dy));
      matrix[from * places + to] = distance;
      matrix[to * places + from] = distance;
    }
  }
  return matrix;
}
