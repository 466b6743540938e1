/**
 * Why a need is unmet: the constraints that, one unit looser, would let less of it be unmet up to that day, each with what
 * one more unit is worth. Proven by solving again with a little more of each (right-hand derivative), not read off duals alone:
 * where several constraints bind together, a dual value may promise more than one of them can give.
 */
import type { BusinessDay } from '#contracts/calendar.ts';
import {
  type LinearModel,
  LinearSolver,
  type Probe,
  type SolveReply,
  SolverStopped,
} from '#server/platform/optimisation/index.ts';
import { buildModel } from './build.ts';
import { type Component, componentName, componentsOf } from './components.ts';
import type { PlanModel } from './model.ts';
import { type Moves, type Settlement, settle } from './moves.ts';
import type { PlanningProblem } from './problem.ts';
import { type Resource, resourcesOf } from './resources.ts';

export type CauseConstraint = 'capacity' | 'input' | 'licence' | 'sealed_road' | 'stock' | 'packs';

export interface Cause {
  /** the unmet need */
  item: string;
  date: BusinessDay;
  to: string;
  constraint: CauseConstraint;
  /** the constraint's tag in the formulation */
  tag: string;
  enterprise: string | null;
  line: string | null;
  input: string | null;
  /** the last day on which one more unit would still help */
  on: BusinessDay | null;
  /**
   * units of the item gained for this need up to its day: by one more unit of the line's capacity on the day `on`, of the
   * input, or through the sealed road; by one more licensed day; by one more unit in stock
   */
  marginal: number;
  /** true: binds, but one more unit helps only when others that bind with it are loosened too; marginal is 0 then */
  together: boolean;
}

/** Gains below this share of a day's need are the solver's noise. */
const NO_GAIN = 1e-9;
const NO_PRICE = 1e-9;

export interface ExplainOptions {
  solver?: LinearSolver | undefined;
  signal?: AbortSignal | undefined;
  /** causes found before are taken from here, and new ones kept here */
  solved?: ReadonlyMap<string, { causes: Cause[] | null }> | undefined;
}

/**
 * Causes of every unmet need of an exact plan, one component after the other. Aborting the signal ends it at once, whatever is being
 * solved, with SolverStopped.
 */
export async function explain(problem: PlanningProblem, moves: Moves, options: ExplainOptions = {}): Promise<Cause[]> {
  const settlement = settle(problem, moves);
  const solver = options.solver ?? new LinearSolver();
  const causes: Cause[] = [];
  const stop = (): void => void solver.stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    for (const component of componentsOf(problem)) {
      if (options.signal?.aborted === true) throw new SolverStopped();
      if (!component.demands.some((demand) => shortDays(problem, settlement, demand).length > 0)) continue;
      const solved = options.solved?.get(componentName(problem, component));
      const found = solved?.causes ?? (await explainComponent(problem, component, settlement, solver));
      if (solved !== undefined) solved.causes = found;
      causes.push(...found);
    }
  } finally {
    options.signal?.removeEventListener('abort', stop);
    if (options.solver === undefined) await solver.stop();
  }
  return causes;
}

function shortDays(problem: PlanningProblem, settlement: Settlement, demand: number): number[] {
  const { need } = problem.demands[demand]!;
  return problem.days.flatMap((_, day) => (settlement.unmet[demand]![day]! > 1e-7 * need[day]! ? [day] : []));
}

async function explainComponent(
  problem: PlanningProblem,
  component: Component,
  settlement: Settlement,
  solver: LinearSolver,
): Promise<Cause[]> {
  const model = buildModel(problem, component, 'grouped');
  const resources = resourcesOf(model);
  const opened = await solver.open(model.program.compile());
  const causes: Cause[] = [];
  try {
    for (const needs of needsTogether(model, settlement)) {
      causes.push(...(await explainNeeds(model, opened, resources, settlement, needs)));
    }
  } finally {
    await opened.close();
  }
  return causes;
}

/** Needs of one item and tier that the same producers reach: they have the same causes. */
interface NeedsTogether {
  item: number;
  /** positions in component.demands */
  positions: number[];
  days: number[];
}

function needsTogether(model: PlanModel, settlement: Settlement): NeedsTogether[] {
  const { problem, component } = model;
  return model.groups.flatMap((group) => {
    const tiers = new Set(group.demands.map((demand) => problem.demands[demand]!.tier));
    return [...tiers].map((tier) => {
      const demands = group.demands.filter((demand) => problem.demands[demand]!.tier === tier);
      const days = new Set(demands.flatMap((demand) => shortDays(problem, settlement, demand)));
      return {
        item: group.item,
        positions: demands.map((demand) => component.demands.indexOf(demand)),
        days: [...days].sort((a, b) => a - b),
      };
    });
  });
}

async function explainNeeds(
  model: PlanModel,
  opened: LinearModel,
  resources: Resource[],
  settlement: Settlement,
  needs: NeedsTogether,
): Promise<Cause[]> {
  const { problem, component } = model;
  const columnBounds = othersAsPlanned(model, settlement, needs);
  const causes: Cause[] = [];
  for (const day of needs.days) {
    const reply = await opened.solve({ costs: unmetUpTo(model, needs, day), columnBounds, method: 'auto' });
    if (reply.status !== 'optimal')
      throw new Error(`the causes of a shortage could not be worked out: ${reply.status}`);
    const binding = await bindingOn(opened, reply, resources, day);
    for (const position of needs.positions) {
      const demand = component.demands[position]!;
      if (!shortDays(problem, settlement, demand).includes(day)) continue;
      const about = {
        item: problem.items[needs.item]!.code,
        date: problem.days[day]!,
        to: problem.points[problem.demands[demand]!.point]!.id,
      };
      if (binding.length === 0) causes.push({ ...about, ...NOTHING_BUT_STOCK });
      for (const { resource, gain, together } of binding) {
        const marginal = Number((gain * problem.items[needs.item]!.scale).toPrecision(6));
        causes.push({ ...about, ...resource.names, on: problem.days[resource.day]!, marginal, together });
      }
    }
  }
  return causes;
}

interface Binding {
  resource: Resource;
  /** of the item, in the solver's units, for one unit of the resource */
  gain: number;
  together: boolean;
}

/** Resources of which more is a gain; where none is one alone, those of which less would be a loss. */
async function bindingOn(
  opened: LinearModel,
  reply: SolveReply,
  resources: Resource[],
  day: number,
): Promise<Binding[]> {
  const priced = lastPriced(resources, reply, day);
  const more = await objectivesUnder(
    opened,
    reply,
    priced.map((resource) => resource.more),
  );
  const gains = priced
    .map((resource, at) => ({ resource, gain: (reply.objective - more[at]!) / resource.unitsProbed, together: false }))
    .filter(({ gain, resource }) => gain * resource.unitsProbed > NO_GAIN);
  if (gains.length > 0) return gains;
  const candidates = lastBefore(resources, day).flatMap((resource) =>
    resource.less === null ? [] : [{ resource, less: resource.less }],
  );
  const less = await objectivesUnder(
    opened,
    reply,
    candidates.map((candidate) => candidate.less),
  );
  return candidates
    .filter((_, at) => less[at]! - reply.objective > NO_GAIN)
    .map(({ resource }) => ({ resource, gain: 0, together: true }));
}

async function objectivesUnder(opened: LinearModel, reply: SolveReply, probes: Probe[]): Promise<Float64Array> {
  return probes.length === 0 ? new Float64Array() : opened.probe({ probes, basis: reply.basis });
}

/** Nothing in the city could make or send more in time: one more unit in stock is one unit more. */
const NOTHING_BUT_STOCK = {
  constraint: 'stock',
  tag: 'C3',
  enterprise: null,
  line: null,
  input: null,
  on: null,
  marginal: 1,
  together: false,
} as const;

/** What others go without stays at most what it is in the plan: a gain may not be taken from them. */
function othersAsPlanned(model: PlanModel, settlement: Settlement, needs: NeedsTogether) {
  const own = new Set(needs.positions);
  return unmetBounds(model, (position, day) => {
    if (own.has(position)) return Number.POSITIVE_INFINITY;
    const demand = model.component.demands[position]!;
    const { item, need } = model.problem.demands[demand]!;
    // a little slack keeps the plan itself feasible in binary arithmetic; more of it would itself be a gain where a unit takes many
    return (settlement.unmet[demand]![day]! + 1e-12 * need[day]!) / model.problem.items[item]!.scale;
  });
}

function unmetBounds(model: PlanModel, upper: (position: number, day: number) => number) {
  const columns = model.unmet.flatMap((byDay, position) =>
    byDay.flatMap((column, day) => (column < 0 ? [] : [{ column, upper: upper(position, day) }])),
  );
  columns.sort((a, b) => a.column - b.column);
  return {
    indices: Int32Array.from(columns, ({ column }) => column),
    lower: new Float64Array(columns.length),
    upper: Float64Array.from(columns, (each) => each.upper),
  };
}

function unmetUpTo(model: PlanModel, needs: NeedsTogether, day: number): Float64Array {
  const costs = new Float64Array(model.program.columns);
  for (const position of needs.positions) {
    model.unmet[position]!.slice(0, day + 1).forEach((column) => {
      if (column >= 0) costs[column] = 1;
    });
  }
  return costs;
}

/** Of each resource the last day on which its constraint has a price; one without a price cannot help alone. */
function lastPriced(resources: Resource[], reply: SolveReply, day: number): Resource[] {
  const hasPrice = ({ priced }: Resource): boolean =>
    'row' in priced ? Math.abs(reply.rowDual[priced.row]!) > NO_PRICE : reply.columnDual[priced.column]! < -NO_PRICE;
  return lastBefore(resources.filter(hasPrice), day);
}

function lastBefore(resources: Resource[], day: number): Resource[] {
  const last = new Map<string, Resource>();
  for (const resource of resources) {
    if (resource.day > day) continue;
    const known = last.get(resource.key);
    if (known === undefined || known.day < resource.day) last.set(resource.key, resource);
  }
  return [...last.values()];
}
