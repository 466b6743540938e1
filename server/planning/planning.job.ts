/** Plans are computed in the background: progress is shown, cancelling takes effect within a second, a restart goes on. */

import type { PlanCure } from '#contracts/planning.ts';
import { systemActor } from '#server/platform/database/index.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import { enqueueJob } from '#server/platform/jobs.ts';
import { giveMemoryBack } from '#server/platform/memory.ts';
import { inWork, type Work } from '#server/platform/work.ts';
import type { PlanningOptions, PlanProgress, WarmStart } from './model/index.ts';
import { PlanRefused, PlanStopped, PlanThrownAway, type SolveResult, solveApart } from './planning.apart.ts';
import * as repository from './planning.repository.ts';
import { requestForecast, type SolvePayload, solveTask } from './planning.service.ts';

const forecastTask = 'planning.forecast';
/** What changes again and again within this time is planned once. */
const forecastDelaySeconds = 3;
const progressEveryMilliseconds = 400;
const timeLimitSeconds = 300;
/** data of these kinds makes a forecast old */
const watched = new Set(['registry', 'stock', 'city']);

interface Running {
  city: string;
  plan: string;
  stop: AbortController;
}

export function registerSolving(server: AppServer): void {
  const running = new Set<Running>();
  const warmStarts = new Map<string, WarmStart>();
  server.jobs.handle(solveTask, (payload) => solve(server, payload as SolvePayload, running, warmStarts));
  server.jobs.handle(forecastTask, async (payload) => {
    const { city } = payload as { city: string };
    await inWork(server.database, server.clock, systemActor(city), (work) => requestForecast(work));
  });
  server.changes.subscribe((change) => {
    if (change.topics.includes('plans')) void stopCancelled(server, change.city, running);
    if (server.config.forecasts && change.topics.some((topic) => watched.has(topic)))
      void askForForecast(server, change.city);
  });
  server.fastify.addHook('onReady', async () => {
    if (server.config.forecasts) for (const city of await cities(server)) await askForForecast(server, city);
  });
  // A server that stops puts its plans back in the queue: the next one computes them.
  server.fastify.addHook('preClose', async () => {
    for (const each of running) each.stop.abort('shutdown');
  });
}

async function cities(server: AppServer): Promise<string[]> {
  const rows = await server.database.kysely.selectFrom('cities').select('city_code').execute();
  return rows.map((row) => row.city_code);
}

async function askForForecast(server: AppServer, city: string): Promise<void> {
  await inWork(server.database, server.clock, systemActor(city), (work) =>
    enqueueJob(work.tx, forecastTask, { city }, { key: `forecast-${city}`, delaySeconds: forecastDelaySeconds }),
  ).catch((error: unknown) => server.fastify.log.error({ err: error }, 'no forecast asked for'));
}

async function stopCancelled(server: AppServer, city: string, running: Set<Running>): Promise<void> {
  const here = [...running].filter((each) => each.city === city);
  if (here.length === 0) return;
  await inWork(server.database, server.clock, systemActor(city), async (work) => {
    for (const each of here) {
      const plan = await repository.findPlan(work.tx, city, each.plan);
      if (plan?.cancel_asked) each.stop.abort('cancelled');
    }
  }).catch(() => {});
}

async function solve(
  server: AppServer,
  { city, plan: id }: SolvePayload,
  running: Set<Running>,
  warmStarts: Map<string, WarmStart>,
): Promise<void> {
  const asSystem = <T>(act: (work: Work) => Promise<T>): Promise<T> =>
    inWork(server.database, server.clock, systemActor(city), act);
  const begun = await asSystem((work) => begin(work, id));
  if (!begun) return;
  const entry: Running = { city, plan: id, stop: new AbortController() };
  running.add(entry);
  let planned = begun.curesOnly;
  try {
    const cures = await solveApart(
      { city, plan: id, ...begun, warmStart: warmStarts.get(city), timeLimit: timeLimitSeconds },
      {
        signal: entry.stop.signal,
        onProgress: progressTeller(async (progress) => {
          if (!planned) await asSystem((work) => tellProgress(work, id, progress));
        }),
        onPlanned: async (result) => {
          warmStarts.set(city, result.warmStart);
          if (planned) return;
          planned = await asSystem((work) => keepResult(work, id, result));
          if (!planned) throw new PlanStopped();
        },
      },
    );
    await asSystem((work) => keepCures(work, id, cures));
  } catch (error) {
    if (error instanceof PlanStopped) {
      await asSystem((work) => interrupted(work, id, entry.stop.signal.reason, planned));
      return;
    }
    // a plan that is there stays; without its cures it is still a plan
    if (!planned) await asSystem((work) => keepFailure(work, id, error));
    if (!(error instanceof PlanRefused)) throw error;
  } finally {
    running.delete(entry);
    if (running.size === 0) void giveMemoryBack();
  }
}

/** What to compute; null when nothing is left to do. A server that stopped between a plan and its cures computes the cures alone. */
async function begin(work: Work, id: string) {
  const city = work.actor.city;
  const plan = await repository.lockPlan(work.tx, city, id);
  if (!plan) return null;
  const curesOnly = plan.state === 'ready' || plan.state === 'approved';
  if (curesOnly && !(await repository.lacksCures(work.tx, city, id))) return null;
  if (!curesOnly && plan.state !== 'queued' && plan.state !== 'running') return null;
  if (plan.cancel_asked && !curesOnly) {
    await repository.updatePlan(work.tx, city, id, { state: 'cancelled', finished_at: work.now.toISOString() });
    work.changed('plans');
    return null;
  }
  if (!curesOnly) {
    await repository.updatePlan(work.tx, city, id, { state: 'running' });
    work.changed('plans');
  }
  const options: PlanningOptions = {
    from: plan.from_day,
    days: plan.days,
    reserveDays: Number(plan.reserve_days),
    scenario: plan.scenario as NonNullable<PlanningOptions['scenario']>,
  };
  return { curesOnly, options, files: await repository.readInputs(work.tx, city, id) };
}

/** At most one write every so often, and never two at a time: telling must not slow what is told of. */
function progressTeller(tell: (progress: PlanProgress) => Promise<void>): (progress: PlanProgress) => void {
  let last = 0;
  let writing = false;
  return (progress) => {
    const now = performance.now();
    if (writing || now - last < progressEveryMilliseconds) return;
    last = now;
    writing = true;
    void tell(progress)
      .catch(() => {})
      .finally(() => {
        writing = false;
      });
  };
}

async function tellProgress(work: Work, id: string, { stage, done, of }: PlanProgress): Promise<void> {
  const step = stage.tag === 'O1' ? `O1.${stage.tier}` : stage.tag;
  await repository.updatePlan(work.tx, work.actor.city, id, { progress: { step, done, of } });
  work.changed('plans');
}

async function interrupted(work: Work, id: string, reason: unknown, planned: boolean): Promise<void> {
  const city = work.actor.city;
  if (reason === 'shutdown') {
    if (!planned) await repository.updatePlan(work.tx, city, id, { state: 'queued', progress: null });
    await enqueueJob(work.tx, solveTask, { city, plan: id } satisfies SolvePayload, { key: `plan-${id}-again` });
    return;
  }
  if (planned) return;
  await repository.updatePlan(work.tx, city, id, {
    state: 'cancelled',
    finished_at: work.now.toISOString(),
    progress: null,
  });
  work.changed('plans');
}

/** False, and nothing is kept, when the plan was cancelled or taken away meanwhile. */
async function keepResult(work: Work, id: string, plan: SolveResult): Promise<boolean> {
  const city = work.actor.city;
  const asked = await repository.lockPlan(work.tx, city, id);
  if (!asked || asked.cancel_asked) return false;
  for (const [table, list] of plan.rows) await repository.insertRows(work.tx, table, list);
  await repository.updatePlan(work.tx, city, id, {
    state: 'ready',
    progress: null,
    solver_status: plan.solver.status,
    objectives: plan.objectives,
    optimum: plan.optimum,
    solver: plan.solver,
    assumptions: plan.assumptions,
    finished_at: work.now.toISOString(),
  });
  work.audit({
    action: 'plan.compute',
    subject: 'plan',
    subjectId: id,
    after: { solver: plan.solver, objectives: plan.objectives },
  });
  work.changed('plans', 'situation');
  return true;
}

async function keepCures(work: Work, id: string, cures: PlanCure[]): Promise<void> {
  const rows = cures.map((cure, index) => ({
    city_code: work.actor.city,
    plan_id: id,
    rank: index + 1,
    kind: cure.kind,
    item_code: cure.item,
    act: JSON.stringify(cure.act),
    effect: JSON.stringify(cure.effect),
  }));
  if (rows.length > 0) await repository.insertRows(work.tx, 'plan_cures', rows);
  work.changed('plans', 'situation');
}

async function keepFailure(work: Work, id: string, error: unknown): Promise<void> {
  const failure =
    error instanceof PlanRefused
      ? error.words
      : error instanceof PlanThrownAway
        ? {
            zh: '算出的计划没有通过独立核对，已作废；请把计划编号告诉系统管理员',
            en: 'The computed plan failed the independent check and was thrown away: give the plan’s number to your administrator',
          }
        : {
            zh: '计算没有完成，请重新计算；再次失败请告诉系统管理员',
            en: 'The computation did not finish: run it again, and tell your administrator if it fails again',
          };
  await repository.updatePlan(work.tx, work.actor.city, id, {
    state: 'failed',
    failure,
    progress: null,
    finished_at: work.now.toISOString(),
  });
  work.changed('plans');
}
