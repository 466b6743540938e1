/** From a city's data to a checked plan: the way the command, the server's job and the bench all go. */
import { LinearSolver, SolverStopped } from '#server/platform/optimisation/index.ts';
import type { CityDataset } from '#server/registry/dataset/types.ts';
import { type Cause, explain } from './causes.ts';
import { checkPlan, type Violation } from './check.ts';
import type { Moves } from './moves.ts';
import { type Plan, planOf } from './plan.ts';
import { type PlanningProblem, planningProblem } from './problem.ts';
import { roundToPacks } from './rounding.ts';
import type { PlanningOptions } from './scenario.ts';
import { type PlanSolution, type SolvePlanOptions, solvePlan, type WarmStart } from './solve.ts';

export interface PlannedCity {
  /** whole packs: what is carried out */
  plan: Plan;
  /** before rounding: the proven optimum */
  exact: Plan;
  warmStart: WarmStart;
}

/** The solver's answer breaks a constraint: a defect of this program, never to be shown as a plan. */
export class PlanBroken extends Error {
  readonly violations: Violation[];

  constructor(violations: Violation[]) {
    const first = violations.slice(0, 5).map(({ tag, where, date, by }) => `(${tag}) ${where} ${date ?? ''} by ${by}`);
    super(`the plan breaks ${violations.length} constraint${violations.length === 1 ? '' : 's'}: ${first.join('; ')}`);
    this.name = 'PlanBroken';
    this.violations = violations;
  }
}

/**
 * @throws PlanningInputError when the data or options cannot be planned with; PlanBroken when a plan fails the check
 */
export async function planCity(
  data: CityDataset,
  options: PlanningOptions,
  run: SolvePlanOptions = {},
): Promise<PlannedCity> {
  const problem = planningProblem(data, options);
  const solver = run.solver ?? new LinearSolver();
  try {
    const { solution, causes } = await explained(problem, await solvePlan(problem, { ...run, solver }), run, solver);
    const rounded = roundToPacks(problem, solution.moves);
    const exact = planOf({ problem, solution, moves: solution.moves, exact: true, causes });
    const plan = roundedPlan(problem, solution, rounded, exact);
    for (const each of [exact, plan]) {
      const violations = checkPlan(data, options, each);
      if (violations.length > 0) throw new PlanBroken(violations);
    }
    return { plan, exact, warmStart: solution.warmStart };
  } finally {
    if (run.solver === undefined) await solver.stop();
  }
}

/**
 * What binds is a question about the best plan: of one cut short, more might be met by looking longer. A best plan whose causes could
 * not be worked out in time keeps its proven gap of 0 and says that it was cut short.
 */
async function explained(
  problem: PlanningProblem,
  solution: PlanSolution,
  { signal, timeLimit }: SolvePlanOptions,
  solver: LinearSolver,
): Promise<{ solution: PlanSolution; causes: Cause[] }> {
  if (solution.status !== 'optimal') return { solution, causes: [] };
  const started = performance.now();
  const inTime = timeLimit === undefined ? undefined : AbortSignal.timeout(millisecondsLeft(timeLimit, solution));
  try {
    const stop = AbortSignal.any([signal, inTime].filter((each) => each !== undefined));
    return {
      solution,
      causes: await explain(problem, solution.moves, { solver, signal: stop, solved: solution.warmStart }),
    };
  } catch (error) {
    if (!(error instanceof SolverStopped)) throw error;
    const status = signal?.aborted === true ? 'interrupted' : 'time_limit';
    const seconds = solution.seconds + (performance.now() - started) / 1000;
    return { solution: { ...solution, status, seconds }, causes: [] };
  }
}

const millisecondsLeft = (timeLimit: number, { seconds }: PlanSolution): number =>
  Math.max(0, Math.round((timeLimit - seconds) * 1000));

/** Parts of a pack that rounding leaves unmet, of needs that were to be met, have (C8) as their cause. */
function roundedPlan(problem: PlanningProblem, solution: PlanSolution, moves: Moves, exact: Plan): Plan {
  const plan = planOf({ problem, solution, moves, exact: false, causes: [] });
  const key = ({ item, date, to }: { item: string; date: string; to: string }): string => `${item}|${date}|${to}`;
  const short = new Set(exact.unmet.map(key));
  const shortNow = new Set(plan.unmet.map(key));
  const packs = plan.unmet
    .filter((row) => !short.has(key(row)))
    .map(({ item, date, to }): Cause => {
      const names = { enterprise: null, line: null, input: null };
      return { item, date, to, constraint: 'packs', tag: 'C8', ...names, on: null, marginal: 0, together: false };
    });
  return { ...plan, causes: [...exact.causes.filter((cause) => shortNow.has(key(cause))), ...packs] };
}
