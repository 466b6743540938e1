/** What the solver's thread and its caller say to each other. */
import type { CompiledProgram } from './linear-program.ts';

export type SolveStatus = 'optimal' | 'time_limit' | 'interrupted' | 'infeasible' | 'unbounded';

/** Which rows and columns are basic, in HiGHS's codes; an opaque start for the next solve. */
export interface Basis {
  columns: Int32Array;
  rows: Int32Array;
}

export interface BoundChanges {
  indices: Int32Array;
  lower: Float64Array;
  upper: Float64Array;
}

export interface SolveRequest {
  /** whole cost vector; left out = as it was */
  costs?: Float64Array;
  columnBounds?: BoundChanges;
  rowBounds?: BoundChanges;
  /** left out = from where the last solve of this model ended, if it was solved */
  basis?: Basis;
  /** forgets the last basis, so that presolve runs */
  fresh?: boolean;
  /**
   * auto: by whether the start is feasible; primal: after a change of costs (the old basis stays feasible); dual: after a change of bounds or costs alike;
   * interior: interior point with crossover to a basis
   */
  method?: 'auto' | 'primal' | 'dual' | 'interior';
  /** seconds for this solve; none when left out */
  timeLimit?: number;
}

export interface SolveReply {
  status: SolveStatus;
  objective: number;
  columnValue: Float64Array;
  columnDual: Float64Array;
  rowValue: Float64Array;
  rowDual: Float64Array;
  basis: Basis | null;
  iterations: number;
  seconds: number;
}

/** A small change of bounds, tried and taken back. */
export interface Probe {
  rows: Array<{ row: number; lower: number; upper: number }>;
  columns: Array<{ column: number; lower: number; upper: number }>;
}

export interface ProbeRequest {
  probes: Probe[];
  /** the optimum that each probe starts from */
  basis: Basis | null;
}

export type ToWorker =
  | { call: number; kind: 'open'; model: number; program: CompiledProgram }
  | { call: number; kind: 'solve'; model: number; request: SolveRequest; watch: SharedArrayBuffer | null }
  | { call: number; kind: 'probe'; model: number; request: ProbeRequest }
  | { call: number; kind: 'export'; model: number }
  | { call: number; kind: 'close'; model: number };

export type FromWorker =
  | { call: number; kind: 'done'; value: unknown }
  | { call: number; kind: 'failed'; message: string }
  | { call: number; kind: 'progress'; iterations: number };
