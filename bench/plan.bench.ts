/**
 * The planner on the worked example (14 days): all objectives in order, against one weighted solve of the same model by
 * HiGHS, GLPK and CBC (the latter two where they are installed), and the memory that a plan takes and gives back.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildModel } from '#server/planning/model/build.ts';
import { componentsOf } from '#server/planning/model/components.ts';
import { type PlanningProblem, planCity, planningProblem, solvePlan } from '#server/planning/model/index.ts';
import type { PlanModel } from '#server/planning/model/model.ts';
import { objectiveOf } from '#server/planning/model/objectives.ts';
import { stagesOf } from '#server/planning/model/solve.ts';
import { type LinearModel, LinearSolver } from '#server/platform/optimisation/index.ts';
import { type CityDataset, readCityFolder } from '#server/registry/dataset/index.ts';
import type { Measurement } from './main.ts';

const OPTIONS = { from: '2022-01-09', days: 14 };
const REPEATS = 5;
const PEER_LIMIT_SECONDS = 120;

export async function run(): Promise<Measurement[]> {
  const data = await example();
  const problem = planningProblem(data, OPTIONS);
  const cold = await coldSeconds(problem);
  const solver = new LinearSolver();
  try {
    const { model, opened, costs } = await weightedModel(problem, solver);
    const single = await median(async () => (await opened.solve({ costs, fresh: true })).seconds);
    const kept = await median(async () => (await solvePlan(problem, { solver })).seconds);
    const { warmStart } = await solvePlan(problem, { solver });
    // every component is solved again, from its own last bases
    const unkeyed = new Map([...warmStart].map(([name, solved]) => [name, { ...solved, key: '' }]));
    const warm = await median(async () => (await solvePlan(problem, { solver, warmStart: unkeyed })).seconds);
    const changed = planningProblem(withFewerMasks(await example()), OPTIONS);
    const replan = await median(async () => (await solvePlan(changed, { solver, warmStart })).seconds);
    const whole = await wholeReplan(data, solver);
    const { rows, columns } = model.program;
    const size = `${rows} rows, ${columns} columns`;
    return [
      seconds(
        'example plan, all objectives, cold',
        cold,
        single,
        `thread and WebAssembly started; one weighted solve, ${size}`,
        2,
      ),
      ratio(
        'example plan, all objectives, thread kept',
        kept,
        single,
        `no basis from before; one weighted solve, ${size}`,
      ),
      ratio('example plan, all objectives, warm', warm, single, 'from its last bases; one weighted solve', 1.5),
      seconds(
        'plan again after a small change',
        replan,
        single,
        'a tenth fewer masks at one producer; one weighted solve',
        0.3,
      ),
      seconds(
        'the same with causes, rounding and check',
        whole,
        single,
        'all that a person waits for; one weighted solve',
        0.3,
      ),
      seconds(
        'a plan of 60 days interrupted',
        await interruptedSeconds(data, solver),
        single,
        'until what is there is told; one weighted solve',
        1,
      ),
      ...(await peers(opened, single)),
      ...(await memory(data)),
    ];
  } finally {
    await solver.stop();
  }
}

async function example(): Promise<CityDataset> {
  const result = await readCityFolder(new URL('../example', import.meta.url).pathname);
  if (!result.ok) throw new Error('the example cannot be read');
  return result.dataset;
}

function withFewerMasks(data: CityDataset): CityDataset {
  const masks = data.stock.find(({ item }) => item === 'mask')!;
  masks.quantity = masks.quantity.mul(0.9);
  return data;
}

async function coldSeconds(problem: PlanningProblem): Promise<number> {
  const started = performance.now();
  await solvePlan(problem);
  return (performance.now() - started) / 1000;
}

async function wholeReplan(data: CityDataset, solver: LinearSolver): Promise<number> {
  const { warmStart } = await planCity(data, OPTIONS, { solver });
  const changed = withFewerMasks(await example());
  return median(async () => {
    const started = performance.now();
    await planCity(changed, OPTIONS, { solver, warmStart });
    return (performance.now() - started) / 1000;
  });
}

/** In the middle of the longest objective. */
async function interruptedSeconds(data: CityDataset, solver: LinearSolver): Promise<number> {
  return median(async () => {
    const interrupt = new AbortController();
    let asked = 0;
    await planCity(
      data,
      { from: OPTIONS.from, days: 60 },
      {
        solver,
        signal: interrupt.signal,
        onProgress({ stage }) {
          if (stage.tag !== 'O4' || asked > 0) return;
          asked = performance.now();
          setTimeout(() => {
            asked = performance.now();
            interrupt.abort();
          }, 50);
        },
      },
    );
    if (!interrupt.signal.aborted) throw new Error('the plan was ready before it could be interrupted');
    return (performance.now() - asked) / 1000;
  });
}

/** The whole city as one program, its objectives as one sum in which each weighs five times the next. */
async function weightedModel(
  problem: PlanningProblem,
  solver: LinearSolver,
): Promise<{ model: PlanModel; opened: LinearModel; costs: Float64Array }> {
  const parts = componentsOf(problem);
  const everything = {
    items: new Set(parts.flatMap((part) => [...part.items])),
    demands: parts.flatMap((part) => part.demands),
    inputs: parts.flatMap((part) => part.inputs),
  };
  const model = buildModel(problem, everything, 'direct');
  const costs = new Float64Array(model.program.columns);
  let weight = 1;
  for (const stage of stagesOf(problem)
    .filter(({ tag }) => tag !== 'tidy')
    .reverse()) {
    const own = objectiveOf(model, stage).costs;
    const largest = stage.tag === 'O4' ? Math.max(...own) : 1;
    own.forEach((cost, column) => {
      costs[column]! += (weight * cost) / largest;
    });
    weight *= 5;
  }
  return { model, opened: await solver.open(model.program.compile()), costs };
}

async function median(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) values.push(await measure());
  return values.sort((a, b) => a - b)[Math.floor(REPEATS / 2)]!;
}

const shown = (value: number): string => `${value.toFixed(value < 1 ? 3 : 2)} s`;

function seconds(name: string, value: number, single: number, compared: string, aim: number): Measurement {
  return { name, value: shown(value), ratio: value / single, compared, aim: `≤ ${aim} s`, met: value <= aim };
}

function ratio(name: string, value: number, single: number, compared: string, aim?: number): Measurement {
  const wanted = aim === undefined ? {} : { aim: `≤ ${aim} × the single solve`, met: value / single <= aim };
  return { name, value: shown(value), ratio: value / single, compared, ...wanted };
}

/** The same weighted program as an MPS file, given to other solvers. Their time includes reading it. */
async function peers(opened: LinearModel, single: number): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baogong-bench-'));
  try {
    const file = join(folder, 'plan.mps');
    writeFileSync(file, await opened.exportMps());
    const commands: Array<[name: string, program: string, args: string[]]> = [
      ['GLPK', 'glpsol', ['--freemps', file, '--tmlim', String(PEER_LIMIT_SECONDS)]],
      ['CBC', 'cbc', [file, 'sec', String(PEER_LIMIT_SECONDS), 'solve', 'quit']],
    ];
    return commands.flatMap(([name, program, args]) => {
      const started = performance.now();
      const { error, status } = spawnSync(program, args, { timeout: 2000 * PEER_LIMIT_SECONDS });
      if (error !== undefined || status !== 0) return [];
      const took = (performance.now() - started) / 1000;
      const compared = 'against HiGHS in WebAssembly on the same program, reading the file included';
      return [{ name: `one weighted solve by ${name}`, value: shown(took), ratio: took / single, compared }];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Resident memory of this process while it plans and after the solver's thread has been let go. */
async function memory(data: CityDataset): Promise<Measurement[]> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  await planCity(data, OPTIONS);
  clearInterval(watch);
  await wait(500);
  const after = process.memoryUsage.rss();
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  return [
    {
      name: 'peak memory of a plan',
      value: megabytes(peak),
      compared: `whole process; before the plan ${megabytes(before)}`,
    },
    {
      name: 'memory after a plan',
      value: megabytes(after),
      ratio: after / before,
      compared: 'half a second later, against before',
    },
  ];
}
