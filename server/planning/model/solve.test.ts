import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import { readCityFolder } from '#server/registry/dataset/index.ts';
import { checkPlan, PlanningInputError, planCity, planningProblem, type SolvePlanOptions, solvePlan } from './index.ts';
import { measure } from './measure.ts';
import { type CityDataset, FIRST_DAY, tinyCity } from './testing/index.ts';

const solver = new LinearSolver();
after(() => solver.stop());

async function example(): Promise<CityDataset> {
  const result = await readCityFolder(new URL('../../../example', import.meta.url).pathname);
  assert.ok(result.ok);
  return result.dataset;
}
const options = { from: FIRST_DAY, days: 14 };

test('a plan computed twice from the same data comes out the same', async () => {
  const data = await example();
  const [first, second] = [await planCity(data, options, { solver }), await planCity(data, options, { solver })];
  for (const plan of [first.plan, second.plan]) plan.solver.seconds = 0;
  assert.deepEqual(second.plan, first.plan);
});

test('where the search began makes no difference to the plan: after a change it is the one that a fresh start gives', async () => {
  const before = await planCity(await example(), options, { solver });
  const data = await example();
  const gel = data.stock.find(({ item }) => item === 'hand-sanitiser')!;
  gel.quantity = gel.quantity.mul(0.5).floor();
  const warm = await planCity(data, options, { solver, warmStart: before.warmStart });
  const fresh = await planCity(data, options, { solver });
  for (const plan of [warm.plan, fresh.plan]) plan.solver.seconds = 0;
  assert.deepEqual(warm.plan.production, fresh.plan.production);
  assert.deepEqual(warm.plan.shipments, fresh.plan.shipments);
  assert.deepEqual(warm.plan.transfers, fresh.plan.transfers);
  assert.deepEqual(warm.plan.unmet, fresh.plan.unmet);
});

test('a new plan after a small change starts from the last one and reaches the optimum that a fresh one reaches', async () => {
  const data = await example();
  const { warmStart, iterations } = await solvePlan(planningProblem(data, options), { solver });
  const masks = data.stock.find(({ item }) => item === 'mask')!;
  masks.quantity = masks.quantity.mul(0.9);
  const problem = planningProblem(data, options);
  const warm = await solvePlan(problem, { solver, warmStart });
  const fresh = await solvePlan(problem, { solver });
  assert.ok(warm.iterations < iterations / 10, `${warm.iterations} of ${iterations} iterations`);
  const [a, b] = [measure(problem, warm.moves), measure(problem, fresh.moves)];
  for (const [index, { floor, total }] of a.O1.entries()) {
    assert.ok(Math.abs(floor - b.O1[index]!.floor) < 1e-9 && Math.abs(total - b.O1[index]!.total) < 1e-9);
  }
  assert.ok(Math.abs(a.O2 - b.O2) < 1e-9 && Math.abs(a.O3 - b.O3) < 1e-9 && Math.abs(a.O4 / b.O4 - 1) < 1e-9);
});

test('nothing is solved again when nothing has changed', async () => {
  const data = await example();
  const { warmStart } = await solvePlan(planningProblem(data, options), { solver });
  const again = await solvePlan(planningProblem(data, options), { solver, warmStart });
  assert.deepEqual([again.status, again.iterations], ['optimal', 0]);
});

test('progress counts the objectives of all components up to their number', async () => {
  const seen: number[] = [];
  let of = 0;
  await solvePlan(planningProblem(await example(), options), {
    solver,
    onProgress: (progress) => {
      seen.push(progress.done);
      of = progress.of;
    },
  });
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  assert.equal(seen.at(-1), of - 1);
});

test('an interrupted plan says so within a second and still keeps every constraint', async () => {
  const data = await example();
  const long = { from: FIRST_DAY, days: 60 };
  const interrupt = new AbortController();
  let asked = 0;
  const planned = planCity(data, long, {
    solver,
    signal: interrupt.signal,
    onProgress: ({ stage }) => {
      if (stage.tag === 'O4' && asked === 0) {
        // in the middle of the longest objective
        setTimeout(() => {
          asked = performance.now();
          interrupt.abort();
        }, 50);
      }
    },
  });
  const { plan, exact } = await planned;
  assert.ok(asked > 0);
  assert.deepEqual([exact.solver.status, exact.solver.gap], ['interrupted', null]);
  assert.deepEqual(checkPlan(data, long, plan), []);
  // what was decided before the interruption stands
  assert.ok(Math.abs(exact.objectives.O1[0]!.floor - 8) < 1e-9);
});

test('a time limit is told as such, and no time at all gives the plan that does nothing', async () => {
  const data = await example();
  const { exact } = await planCity(data, options, { solver, timeLimit: 0 });
  assert.equal(exact.solver.status, 'time_limit');
  assert.deepEqual([exact.shipments, exact.production], [[], []]);
  assert.equal(exact.objectives.O1[0]!.floor, 0);
});

test('a best plan whose causes could not be worked out in time says so, and keeps its proven gap of 0', async () => {
  const data = await example();
  const { warmStart } = await planCity(data, options, { solver });
  const unexplained = new Map([...warmStart].map(([name, solved]) => [name, { ...solved, causes: null }]));
  const cut = async (run: SolvePlanOptions) => {
    const { exact, plan } = await planCity(data, options, { solver, warmStart: unexplained, ...run });
    assert.deepEqual(checkPlan(data, options, plan), []);
    return [exact.solver.status, exact.solver.gap, exact.causes];
  };
  assert.deepEqual(await cut({ signal: AbortSignal.abort() }), ['interrupted', 0, []]);
  assert.deepEqual(await cut({ timeLimit: 0 }), ['time_limit', 0, []]);
});

test('without a solver given, one is started and let go', async () => {
  const data = tinyCity({
    items: [{ code: 'pills' }],
    producers: [{ id: 'E1' }],
    points: [{ id: 'P1' }],
    rates: [{ item: 'pills', rate: 1 }],
  });
  const { plan } = await planCity(data, { from: FIRST_DAY, days: 1 });
  assert.equal(plan.unmet.length, 1);
});

test('a city without needs has an empty plan', async () => {
  const data = tinyCity({ items: [{ code: 'pills' }], producers: [{ id: 'E1' }], points: [], rates: [] });
  const { plan } = await planCity(data, { from: FIRST_DAY, days: 3 }, { solver });
  assert.deepEqual([plan.solver.status, plan.unmet, plan.objectives], ['optimal', [], { O1: [], O2: 0, O3: 0, O4: 0 }]);
});

test('options that cannot be planned with are refused in words that say what to do', () => {
  const data = tinyCity({ items: [], producers: [], points: [], rates: [] });
  const refused = (change: object, zh: RegExp, en: RegExp): void => {
    assert.throws(
      () => planningProblem(data, { ...options, ...change }),
      (error) => error instanceof PlanningInputError && zh.test(error.words('zh')) && en.test(error.words('en')),
    );
  };
  refused({ from: '2022-02-30' }, /2022-02-30/u, /not a day/u);
  refused({ days: 0 }, /1 到 366/u, /1 to 366/u);
  refused({ reserveDays: -1 }, /储备天数/u, /0 or more/u);
  refused({ scenario: { coverDays: Number.NaN } }, /存放天数/u, /days of cover/u);
  refused({ scenario: { demand: [{ factor: -1 }] } }, /系数/u, /factor/u);
});

test('stock counted on another day than the one before the plan is taken as of that day, and the plan says so', async () => {
  const data = tinyCity({ items: [{ code: 'pills' }], producers: [{ id: 'E1' }], points: [], rates: [] });
  const { assumptions } = planningProblem(data, { from: '2022-01-15', days: 1 });
  assert.deepEqual(assumptions, [{ code: 'count_taken_as_of', counted: '2022-01-08', taken: '2022-01-14' }]);
});
