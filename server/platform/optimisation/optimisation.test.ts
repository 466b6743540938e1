import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { LexicographicProgram, LinearProgram, LinearSolver, SolverStopped } from './index.ts';

/** Two products on two machines: 2a + b ≤ 4, a + 2b ≤ 4; the most of a + b is 8/3 at (4/3, 4/3). */
function workshop(): LinearProgram {
  const program = new LinearProgram();
  const [a, b] = [program.column('a', 'make'), program.column('b', 'make')];
  const [first, second] = [
    program.row('first', 'machine', -Infinity, 4),
    program.row('second', 'machine', -Infinity, 4),
  ];
  program.entry(first, a, 2);
  program.entry(first, b, 1);
  program.entry(second, a, 1);
  program.entry(second, b, 2);
  return program;
}

/** A dense assignment-like program that takes the simplex method seconds. */
function laborious(size: number): LinearProgram {
  const program = new LinearProgram();
  let seed = 1;
  const chance = (): number => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const rows = Array.from({ length: size }, (_, row) => program.row(`r${row}`, 'r', 1 + chance(), Infinity));
  for (let column = 0; column < 2 * size; column++) {
    program.column(`c${column}`, 'c');
    for (const row of rows) if (chance() < 0.3) program.entry(row, column, chance());
  }
  return program;
}

test('a program is handed on column by column, under its names and tags', () => {
  const program = workshop();
  const compiled = program.compile();
  assert.deepEqual([...compiled.matrix.starts], [0, 2, 4]);
  assert.deepEqual([...compiled.matrix.rows], [0, 1, 0, 1]);
  assert.deepEqual([...compiled.matrix.values], [2, 1, 1, 2]);
  assert.deepEqual([program.columnNamed('b'), program.rowNamed('second'), program.columnNamed('c')], [1, 1, undefined]);
  assert.deepEqual(program.rowTags, ['machine', 'machine']);
});

test('an optimum comes with duals and a basis, from which the next solve needs no step', async () => {
  const solver = new LinearSolver();
  const model = await solver.open(workshop().compile());
  const first = await model.solve({ costs: Float64Array.of(-1, -1) });
  assert.equal(first.status, 'optimal');
  assert.ok(Math.abs(first.objective + 8 / 3) < 1e-12);
  assert.ok(Math.abs(first.rowDual[0]! + 1 / 3) < 1e-12);
  const again = await model.solve({ basis: first.basis!, method: 'primal' });
  assert.deepEqual([again.objective, again.iterations], [first.objective, 0]);
  await solver.stop();
});

test('a probe says what a change would bring and takes it back', async () => {
  const solver = new LinearSolver();
  const model = await solver.open(workshop().compile());
  const before = await model.solve({ costs: Float64Array.of(-1, -1) });
  const wider = { rows: [{ row: 0, lower: -Infinity, upper: 4.3 }], columns: [] };
  const none = { rows: [], columns: [{ column: 0, lower: 0, upper: 0 }] };
  const [more, without] = await model.probe({ probes: [wider, none], basis: before.basis });
  assert.ok(Math.abs(more! - (before.objective - 0.1)) < 1e-9);
  assert.ok(Math.abs(without! + 2) < 1e-9);
  assert.equal((await model.solve({})).objective, before.objective);
  await solver.stop();
});

test('what cannot be satisfied and what has no limit are told', async () => {
  const solver = new LinearSolver();
  const impossible = workshop();
  impossible.columnLower[0] = 3;
  assert.equal((await (await solver.open(impossible.compile())).solve({})).status, 'infeasible');
  const endless = new LinearProgram();
  endless.column('a', 'a');
  endless.row('r', 'r', 0, Infinity);
  endless.entry(0, 0, 1);
  const { status } = await (await solver.open(endless.compile())).solve({ costs: Float64Array.of(-1) });
  assert.ok(status === 'unbounded' || status === 'infeasible');
  await solver.stop();
});

test('objectives in order: a later one chooses only among the optima of the earlier ones', async () => {
  const solver = new LinearSolver();
  const compiled = workshop().compile();
  const program = new LexicographicProgram(await solver.open(compiled), compiled);
  // a alone is best at 2 and leaves b nothing; then b is asked for
  const first = await program.minimise(Float64Array.of(-1, 0));
  const second = await program.minimise(Float64Array.of(0, -1));
  assert.deepEqual([first.value, second.value], [-2, 0]);
  const third = await program.minimise(Float64Array.of(1, 1));
  assert.ok(Math.abs(third.value - 2) < 1e-12, 'the first optimum is still held');
  await solver.stop();
});

test('a solve that is asked to stop does not go on to its end', async () => {
  const solver = new LinearSolver();
  const model = await solver.open(laborious(700).compile());
  const interrupt = new AbortController();
  const solving = model.solve(
    { costs: new Float64Array(1400).fill(1), fresh: true },
    { signal: interrupt.signal, onProgress: () => interrupt.abort() },
  );
  const result = await solving.then(({ status }) => status).catch((error: unknown) => error);
  assert.ok(interrupt.signal.aborted, 'it told of its progress');
  assert.ok(result === 'interrupted' || result instanceof SolverStopped, String(result));
  await solver.stop();
});

test('a time limit ends a solve with its own status', async () => {
  const solver = new LinearSolver();
  const model = await solver.open(laborious(700).compile());
  const { status } = await model.solve({ costs: new Float64Array(1400).fill(1), timeLimit: 0.2 });
  assert.equal(status, 'time_limit');
  await solver.stop();
});

test('the thread goes when nothing is open, and comes back when something is', async () => {
  const solver = new LinearSolver({ idleMs: 50 });
  const model = await solver.open(workshop().compile());
  await model.close();
  assert.equal(solver.running, true);
  await wait(300);
  assert.equal(solver.running, false);
  const next = await solver.open(workshop().compile());
  assert.equal((await next.solve({})).status, 'optimal');
  await solver.stop();
  assert.equal(solver.running, false);
});
