/**
 * A plan is computed beside the server's own thread: reading the data and building the model take seconds for a long horizon, and nobody
 * else's page, nor the wish to cancel, may wait for them. Started by planning.apart.ts; ending the thread ends everything at once.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import { curesOf } from './cures.ts';
import { PlanBroken, PlanningInputError, planCity, planningProblem, type WarmStart } from './model/index.ts';
import { datasetOfInputs } from './plan-inputs.ts';
import { rowsOfPlan } from './plan-rows.ts';
import type { FromPlanningThread, SolveRequest } from './planning.apart.ts';

const tell = (message: FromPlanningThread): void => parentPort?.postMessage(message);

async function computeAll({ city, plan: id, files, options, warmStart, timeLimit }: SolveRequest): Promise<void> {
  const solver = new LinearSolver();
  try {
    const data = await datasetOfInputs(files);
    const planned = await planCity(data, options, {
      solver,
      timeLimit,
      warmStart,
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    });
    const { plan } = planned;
    tell({
      kind: 'planned',
      result: {
        rows: rowsOfPlan(city, id, plan, planningProblem(data, options), data),
        solver: plan.solver,
        objectives: plan.objectives,
        optimum: plan.optimum,
        assumptions: plan.assumptions,
        warmStart: onlyWhole(planned.warmStart),
      },
    });
    tell({ kind: 'cures', cures: await curesOf({ data, options, plan, warmStart: planned.warmStart }) });
  } finally {
    await solver.stop();
  }
}

/**
 * What the next plan may take over: whole solutions of parts whose data is the same, never a half-way start for parts that changed. Where
 * plans are equally good, the start of the search decides which is found; so every part is solved from nothing, and a plan computed again
 * from its data comes out the same whatever was computed in between.
 */
function onlyWhole(warmStart: WarmStart): WarmStart {
  return new Map([...warmStart].map(([name, solved]) => [name, { ...solved, bases: new Map() }]));
}

computeAll(workerData as SolveRequest).catch((error: unknown) => {
  if (error instanceof PlanningInputError) {
    tell({ kind: 'refused', words: { zh: error.words('zh'), en: error.words('en') } });
  } else if (error instanceof PlanBroken) tell({ kind: 'broken', why: error.message });
  else throw error;
});
