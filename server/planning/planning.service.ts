/** The rules of plans: who asks, what they are computed from, what can be cancelled, compared and approved. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { addDays } from '#contracts/calendar.ts';
import type { PlanDetail, PlanSummary, planningContracts } from '#contracts/planning.ts';
import { readCityDataset } from '#server/exchange/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import { enqueueJob } from '#server/platform/jobs.ts';
import type { Work } from '#server/platform/work.ts';
import { changesBetween, hashOfInputs, type InputChange, inputFilesOf } from './plan-inputs.ts';
import * as repository from './planning.repository.ts';

const mostUnfinished = 4;
export const solveTask = 'planning.solve';

export interface SolvePayload {
  city: string;
  plan: string;
}

type PlanRequest = z.output<typeof planningContracts.request.body>;

/** Freezes the data of now (or of an earlier plan, to show that it comes out the same) and queues the computation. */
export async function requestPlan(work: Work, request: PlanRequest): Promise<{ id: string }> {
  const { tx, actor } = work;
  const unfinished = await repository.countUnfinished(tx, actor.city);
  if (unfinished >= mostUnfinished) throw new DomainError('plan.too-many-running', { count: unfinished });
  const repeated = request.repeat === undefined ? null : await planOrFail(work, request.repeat);
  const files = repeated
    ? await repository.readInputs(tx, actor.city, repeated.plan_id)
    : inputFilesOf(await readCityDataset(work));
  const from = repeated?.from_day ?? request.from ?? addDays(await work.today(), 1);
  return queuePlan(work, {
    kind: 'requested',
    title: request.title || repeated?.title || from,
    from,
    days: repeated?.days ?? request.days,
    reserveDays: repeated ? Number(repeated.reserve_days) : request.reserveDays,
    scenario: repeated ? (repeated.scenario as PlanRequest['scenario']) : request.scenario,
    files,
  });
}

type Queued = Pick<repository.NewPlan, 'kind' | 'title' | 'from' | 'days' | 'reserveDays' | 'scenario' | 'files'>;

async function queuePlan(work: Work, wanted: Queued): Promise<{ id: string }> {
  const { tx, actor } = work;
  const plan: repository.NewPlan = {
    ...wanted,
    id: randomUUID(),
    inputHash: hashOfInputs(wanted.files),
    createdAt: work.now,
    createdBy: actor.userId,
    createdByName: actor.name,
  };
  await repository.insertPlan(tx, actor.city, plan);
  const payload: SolvePayload = { city: actor.city, plan: plan.id };
  await enqueueJob(tx, solveTask, payload, { key: `plan-${plan.id}` });
  const { files: _, ...kept } = plan;
  work.audit({ action: 'plan.request', subject: 'plan', subjectId: plan.id, after: kept });
  work.changed('plans');
  return { id: plan.id };
}

const forecastDays = 14;
const forecastReserveDays = 7;
const forecastsKept = 10;

/** A plan on the data as it is, unless there is one already: what the situation page reads. */
export async function requestForecast(work: Work): Promise<void> {
  const files = inputFilesOf(await readCityDataset(work));
  const from = addDays(await work.today(), 1);
  if (await repository.forecastOf(work.tx, work.actor.city, hashOfInputs(files), from)) return;
  await repository.dropOldForecasts(work.tx, work.actor.city, forecastsKept);
  await queuePlan(work, {
    kind: 'forecast',
    title: from,
    from,
    days: forecastDays,
    reserveDays: forecastReserveDays,
    scenario: {},
    files,
  });
}

export async function planOrFail(work: Work, id: string): Promise<repository.PlanRow> {
  const plan = await repository.findPlan(work.tx, work.actor.city, id);
  if (!plan) throw new DomainError('not-found', { what: ['计划', 'The plan'] });
  return plan;
}

async function lockOrFail(work: Work, id: string): Promise<repository.PlanRow> {
  const plan = await repository.lockPlan(work.tx, work.actor.city, id);
  if (!plan) throw new DomainError('not-found', { what: ['计划', 'The plan'] });
  return plan;
}

export function hasResult(plan: repository.PlanRow): boolean {
  return ['ready', 'approved', 'superseded'].includes(plan.state);
}

export async function planWithResult(work: Work, id: string): Promise<repository.PlanRow> {
  const plan = await planOrFail(work, id);
  if (!hasResult(plan)) throw new DomainError('plan.not-ready', { title: plan.title });
  return plan;
}

type ListFilter = Parameters<typeof repository.listPlans>[2];

export async function listPlans(work: Work, filter: ListFilter): Promise<PlanSummary[]> {
  const plans = await repository.listPlans(work.tx, work.actor.city, filter);
  return summariesOf(work, plans);
}

export async function summariesOf(work: Work, plans: repository.PlanRow[]): Promise<PlanSummary[]> {
  const short = await repository.itemsShort(
    work.tx,
    work.actor.city,
    plans.map((plan) => plan.plan_id),
  );
  return plans.map((plan) => ({
    id: plan.plan_id,
    kind: plan.kind as PlanSummary['kind'],
    title: plan.title,
    from: plan.from_day,
    days: plan.days,
    reserveDays: Number(plan.reserve_days),
    state: plan.state as PlanSummary['state'],
    progress: plan.progress as PlanSummary['progress'],
    solverStatus: plan.solver_status,
    createdAt: plan.created_at,
    createdBy: plan.created_by_name,
    finishedAt: plan.finished_at,
    approvedAt: plan.approved_at,
    approvedBy: plan.approved_by_name,
    supersededBy: plan.superseded_by,
    objectives: plan.objectives as PlanSummary['objectives'],
    itemsShort: short.get(plan.plan_id) ?? [],
  }));
}

export async function readPlan(work: Work, id: string): Promise<PlanDetail> {
  const plan = await planOrFail(work, id);
  const [summary] = await summariesOf(work, [plan]);
  const everything = { limit: 5000 };
  const covers = await repository.readRows(work.tx, 'plan_covers', work.actor.city, id, everything, ['item_code']);
  const firstShort = new Map(covers.map((row) => [row.item_code, row.first_short]));
  const cures = await repository.readRows(work.tx, 'plan_cures', work.actor.city, id, everything, ['rank']);
  const causes = await repository.readRows(work.tx, 'plan_causes', work.actor.city, id, { limit: 20_000 }, [
    'item_code',
    'day',
  ]);
  return {
    ...(summary as PlanSummary),
    scenario: plan.scenario as PlanDetail['scenario'],
    solver: plan.solver as PlanDetail['solver'],
    optimum: plan.optimum as PlanDetail['optimum'],
    assumptions: (plan.assumptions as PlanDetail['assumptions']) ?? [],
    failure: plan.failure as PlanDetail['failure'],
    cover: covers.map((row) => ({
      item: row.item_code,
      days: row.days_of_cover,
      stockDays: row.stock_days,
      firstShort: row.first_short,
    })),
    causes: strongest(onFirstShortDay(causes, firstShort).map(causeOf)),
    cures: cures.map((row) => ({
      kind: row.kind as PlanDetail['cures'][number]['kind'],
      item: row.item_code,
      act: row.act as PlanDetail['cures'][number]['act'],
      effect: row.effect as PlanDetail['cures'][number]['effect'],
    })),
  };
}

type CauseRow = Awaited<ReturnType<typeof repository.readRows<'plan_causes'>>>[number];

export function causeOf(row: CauseRow): PlanDetail['causes'][number] {
  return {
    item: row.item_code,
    date: row.day,
    to: row.demand_point_id,
    county: row.county_code,
    constraint: row.constraint_kind as PlanDetail['causes'][number]['constraint'],
    enterprise: row.enterprise_id,
    line: row.line_id,
    input: row.input_code,
    on: row.on_day,
    marginal: row.marginal,
    together: row.together,
  };
}

/** Of each item, the causes of the first day on which one of the reader's own points goes short (parts of a pack before it do not count). */
function onFirstShortDay(causes: CauseRow[], firstShort: Map<string, string | null>): CauseRow[] {
  const counted = causes.filter((row) => row.day >= (firstShort.get(row.item_code) ?? '9999'));
  const first = new Map<string, string>();
  for (const { item_code: item, day } of counted) {
    if (day < (first.get(item) ?? '9999')) first.set(item, day);
  }
  return counted.filter((row) => row.day === first.get(row.item_code));
}

/** One entry for each thing that binds an item, the one that would bring most first: points share the same causes. */
function strongest(causes: PlanDetail['causes']): PlanDetail['causes'] {
  const seen = new Map<string, PlanDetail['causes'][number]>();
  for (const cause of causes) {
    const key = [cause.item, cause.constraint, cause.enterprise, cause.line, cause.input].join('|');
    const known = seen.get(key);
    if (!known || known.marginal < cause.marginal) seen.set(key, cause);
  }
  return [...seen.values()].sort((a, b) => a.item.localeCompare(b.item) || b.marginal - a.marginal);
}

/** Asks the computation to stop; it does so within a second, and what it had found is not kept. */
export async function cancelPlan(work: Work, id: string): Promise<void> {
  const plan = await lockOrFail(work, id);
  if (plan.state !== 'queued' && plan.state !== 'running')
    throw new DomainError('plan.not-running', { title: plan.title });
  const queued = plan.state === 'queued';
  await repository.updatePlan(work.tx, work.actor.city, id, {
    cancel_asked: true,
    ...(queued ? { state: 'cancelled', finished_at: work.now.toISOString() } : {}),
  });
  work.audit({ action: 'plan.cancel', subject: 'plan', subjectId: id, before: { state: plan.state } });
  work.changed('plans');
}

/** Puts a proved plan in force and freezes it; the one in force before is superseded. */
export async function approvePlan(work: Work, id: string, dataChangesKnown: boolean): Promise<void> {
  const plan = await lockOrFail(work, id);
  if (plan.state !== 'ready') throw new DomainError('plan.not-ready', { title: plan.title });
  if (plan.solver_status !== 'optimal') {
    throw new DomainError('plan.not-proven', { title: plan.title, status: plan.solver_status });
  }
  const changes = await changesSince(work, id);
  if (changes.length > 0 && !dataChangesKnown) {
    throw new DomainError('plan.data-changed', { title: plan.title, count: changes.length });
  }
  const superseded = await repository.supersedeApproved(work.tx, work.actor.city, id);
  await repository.updatePlan(work.tx, work.actor.city, id, {
    state: 'approved',
    approved_at: work.now.toISOString(),
    approved_by: work.actor.userId,
    approved_by_name: work.actor.name,
  });
  work.audit({
    action: 'plan.approve',
    subject: 'plan',
    subjectId: id,
    before: { state: 'ready', inForce: superseded },
    after: { state: 'approved', inputHash: plan.input_hash, dataChanges: changes.length },
  });
  work.changed('plans', 'situation');
}

/** What changed in the city's data since the plan was asked for. Only the city's officers can tell: they alone see all of it. */
export async function changesSince(work: Work, id: string): Promise<InputChange[]> {
  if (work.actor.scope !== 'city') return [];
  const plan = await planOrFail(work, id);
  const now = inputFilesOf(await readCityDataset(work));
  if (hashOfInputs(now) === plan.input_hash) return [];
  return changesBetween(await repository.readInputs(work.tx, work.actor.city, id), now);
}

/** The newest forecast that has a result, and whether a newer one is on its way. */
export async function readForecast(
  work: Work,
): Promise<{ state: 'current' | 'computing' | 'none'; plan: PlanDetail | null }> {
  const newest = await repository.newestForecast(work.tx, work.actor.city);
  const underWay = await repository.forecastUnderWay(work.tx, work.actor.city);
  return {
    state: underWay ? 'computing' : newest ? 'current' : 'none',
    plan: newest ? await readPlan(work, newest.plan_id) : null,
  };
}

export interface ShortageSum {
  county: string;
  item: string;
  tier: number;
  quantity: string;
  firstDay: string;
}

/** Unmet need of a plan by county, item and tier, of the places that the actor may see. */
export async function sumShortages(work: Work, id: string): Promise<ShortageSum[]> {
  const rows = await repository.sumShortages(work.tx, work.actor.city, id);
  return rows.map((row) => ({
    county: row.county_code,
    item: row.item_code,
    tier: row.tier,
    quantity: row.quantity,
    firstDay: row.first_day,
  }));
}
