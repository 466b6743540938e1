/**
 * The solver's own thread: HiGHS (WebAssembly) with the models it was given. One message, one step; a solve looks at the
 * caller's shared flag at every iteration, so that it stops at once when asked although this thread hears no message meanwhile.
 */
import { parentPort } from 'node:worker_threads';
import loadHighs, { type HighsCallbackMap, type InterruptCallbackEvent, type Model } from 'highs';
import type { CompiledProgram } from './linear-program.ts';
import type { FromWorker, Probe, ProbeRequest, SolveReply, SolveRequest, SolveStatus, ToWorker } from './messages.ts';

const PROGRESS_EVERY_MS = 100;
const NO_LIMIT_SECONDS = 1e9;
const STRATEGY = { auto: 0, primal: 4, dual: 1, interior: 0 } as const;

const port = parentPort;
if (port === null) throw new Error('solver-worker.ts runs as a worker thread');
const highs = await loadHighs();
const models = new Map<number, Model>();

function open(program: CompiledProgram): Model {
  const model = highs.createModel({
    numCols: program.columns,
    numRows: program.rows,
    colCost: new Float64Array(program.columns),
    colLower: program.columnLower,
    colUpper: program.columnUpper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: {
      format: 'csc',
      numRows: program.rows,
      numCols: program.columns,
      starts: program.matrix.starts,
      indices: program.matrix.rows,
      values: program.matrix.values,
    },
  });
  model.options.set({
    output_flag: false,
    primal_feasibility_tolerance: 1e-9,
    dual_feasibility_tolerance: 1e-9,
  });
  return model;
}

function statusOf(code: number): SolveStatus {
  const names = highs.constants.modelStatus;
  if (code === names.optimal || code === names.empty) return 'optimal';
  if (code === names.timeLimit) return 'time_limit';
  if (code === names.interrupted) return 'interrupted';
  if (code === names.infeasible || code === names.unboundedOrInfeasible) return 'infeasible';
  if (code === names.unbounded) return 'unbounded';
  throw new Error(`HiGHS ended with model status ${code}`);
}

function prepare(model: Model, request: SolveRequest): void {
  if (request.costs !== undefined) {
    model.changeColsCost({ kind: 'range', from: 0, to: request.costs.length - 1 }, request.costs);
  }
  if (request.columnBounds !== undefined && request.columnBounds.indices.length > 0) {
    const { indices, lower, upper } = request.columnBounds;
    model.changeColsBounds({ kind: 'set', indices }, lower, upper);
  }
  if (request.rowBounds !== undefined && request.rowBounds.indices.length > 0) {
    const { indices, lower, upper } = request.rowBounds;
    model.changeRowsBounds({ kind: 'set', indices }, lower, upper);
  }
  if (request.fresh === true) model.clearSolver();
  if (request.basis !== undefined) model.setBasis({ colStatus: request.basis.columns, rowStatus: request.basis.rows });
  const method = request.method ?? 'dual';
  model.zeroAllClocks();
  model.options.set({
    solver: method === 'interior' ? 'ipm' : 'simplex',
    simplex_strategy: STRATEGY[method],
    time_limit: request.timeLimit ?? NO_LIMIT_SECONDS,
  });
}

/** Called at every iteration: stops when the flag is up, and tells how far it is now and then. */
function watching(call: number, flag: Int32Array): HighsCallbackMap {
  let reported = performance.now();
  const look = (iterations: number | undefined, stop: () => void): undefined => {
    if (Atomics.load(flag, 0) !== 0) stop();
    const now = performance.now();
    if (now - reported < PROGRESS_EVERY_MS) return;
    reported = now;
    say({ call, kind: 'progress', iterations: iterations ?? 0 });
  };
  return {
    [highs.constants.callbackType.simplexInterrupt]: ({ data, interrupt }: InterruptCallbackEvent) =>
      look(data.simplex_iteration_count, interrupt),
    [highs.constants.callbackType.ipmInterrupt]: ({ data, interrupt }: InterruptCallbackEvent) =>
      look(data.ipm_iteration_count, interrupt),
  };
}

function solve(model: Model, call: number, request: SolveRequest, watch: SharedArrayBuffer | null): SolveReply {
  const started = performance.now();
  prepare(model, request);
  const { modelStatus } = model.run(watch === null ? undefined : watching(call, new Int32Array(watch)));
  const status = statusOf(modelStatus);
  const solution = model.getSolution();
  const basis = model.info.get('basis_validity') === highs.constants.basisValidity.valid ? model.getBasis() : null;
  return {
    status,
    objective: model.getObjectiveValue(),
    columnValue: solution.colValue,
    columnDual: solution.colDual,
    rowValue: solution.rowValue,
    rowDual: solution.rowDual,
    basis: basis === null ? null : { columns: basis.colStatus, rows: basis.rowStatus },
    iterations: Number(model.info.get('simplex_iteration_count')),
    seconds: (performance.now() - started) / 1000,
  };
}

function probe(model: Model, request: ProbeRequest): Float64Array {
  return Float64Array.from(request.probes, (each) => {
    const before = boundsNow(model, each);
    change(model, each);
    if (request.basis !== null) model.setBasis({ colStatus: request.basis.columns, rowStatus: request.basis.rows });
    const status = statusOf(model.run().modelStatus);
    const objective = status === 'optimal' ? model.getObjectiveValue() : Number.NaN;
    change(model, before);
    return objective;
  });
}

function change(model: Model, { rows, columns }: Probe): void {
  for (const { row, lower, upper } of rows) model.changeRowBounds(row, lower, upper);
  for (const { column, lower, upper } of columns) model.changeColBounds(column, lower, upper);
}

function boundsNow(model: Model, { rows, columns }: Probe): Probe {
  return {
    rows: rows.map(({ row }) => {
      const { lower, upper } = model.getRows({ kind: 'set', indices: [row] });
      return { row, lower: lower[0]!, upper: upper[0]! };
    }),
    columns: columns.map(({ column }) => {
      const { lower, upper } = model.getCols({ kind: 'set', indices: [column] });
      return { column, lower: lower[0]!, upper: upper[0]! };
    }),
  };
}

function modelOf(id: number): Model {
  const model = models.get(id);
  if (model === undefined) throw new Error(`no open model ${id}`);
  return model;
}

function answer(message: ToWorker): unknown {
  switch (message.kind) {
    case 'open':
      models.set(message.model, open(message.program));
      return null;
    case 'solve':
      return solve(modelOf(message.model), message.call, message.request, message.watch);
    case 'probe':
      return probe(modelOf(message.model), message.request);
    case 'export':
      return modelOf(message.model).exportModel('mps');
    case 'close':
      modelOf(message.model).dispose();
      models.delete(message.model);
      return null;
  }
}

function say(message: FromWorker): void {
  port?.postMessage(message, message.kind === 'done' ? buffersOf(message.value) : []);
}

/** Arrays of an answer move to the other thread instead of being copied: nothing here keeps them. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}

port.on('message', (message: ToWorker) => {
  try {
    say({ call: message.call, kind: 'done', value: answer(message) });
  } catch (error) {
    say({ call: message.call, kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
