/**
 * Solves a planning problem: objective by objective, each for every component before the next one, so that a time limit cuts
 * the least important objectives first. A component that has not changed since the plan it may start from is not solved
 * again; one that has starts each objective from its last basis.
 */
import { LinearSolver, SolverStopped, type SolveStatus } from '#server/platform/optimisation/index.ts';
import type { Cause } from './causes.ts';
import { componentName, componentsOf } from './components.ts';
import { ComponentJourney, type ModelSize } from './journey.ts';
import { type Moves, noMoves } from './moves.ts';
import { type Stage, tiersOf } from './objectives.ts';
import type { PlanningProblem } from './problem.ts';
import { componentKey, type NamedBasis } from './warm.ts';

export type PlanStatus = Exclude<SolveStatus, 'unbounded'>;

export interface SolvePlanOptions {
  onProgress?: ((progress: PlanProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** seconds for all objectives together */
  timeLimit?: number | undefined;
  warmStart?: WarmStart | undefined;
  /** a solver to be kept alive between plans; without it one is started and ended */
  solver?: LinearSolver | undefined;
}

export interface PlanProgress {
  stage: Stage;
  /** objectives done over all components, and how many there are */
  done: number;
  of: number;
}

/** What a next plan may start from: by component, its decisions and the bases of its objectives. */
export type WarmStart = ReadonlyMap<string, SolvedComponent>;

export interface SolvedComponent {
  key: string;
  moves: Moves;
  bases: ReadonlyMap<string, NamedBasis>;
  size: ModelSize;
  /** why it is short, once explained */
  causes: Cause[] | null;
}

export interface PlanSolution {
  status: PlanStatus;
  moves: Moves;
  /** 0 when every objective was proven optimal; null when the last ones were not reached */
  gap: number | null;
  size: ModelSize;
  seconds: number;
  iterations: number;
  warmStart: WarmStart;
}

interface Part {
  name: string;
  key: string;
  /** solved before and unchanged */
  known: SolvedComponent | null;
  journey: ComponentJourney | null;
}

export function stagesOf(problem: PlanningProblem): Stage[] {
  const tiers = tiersOf(problem).flatMap((tier): Stage[] => [
    { tag: 'O1', tier, part: 'floor' },
    { tag: 'O1', tier, part: 'total' },
  ]);
  return [...tiers, { tag: 'O2' }, { tag: 'O3' }, { tag: 'O4' }, { tag: 'tidy' }];
}

/** Aborting or running out of time still gives a plan that keeps every constraint: the one of the last objective reached. */
export async function solvePlan(problem: PlanningProblem, options: SolvePlanOptions = {}): Promise<PlanSolution> {
  const started = performance.now();
  const solver = options.solver ?? new LinearSolver();
  const parts = partsOf(problem, solver, options.warmStart);
  const seconds = (): number => (performance.now() - started) / 1000;
  try {
    const { status, iterations } = await everyStage(problem, parts, options, seconds);
    return solutionOf(parts, status, iterations, seconds());
  } finally {
    for (const part of parts) await part.journey?.close();
    if (options.solver === undefined) await solver.stop();
  }
}

function partsOf(problem: PlanningProblem, solver: LinearSolver, warmStart: WarmStart | undefined): Part[] {
  return componentsOf(problem).map((component) => {
    const name = componentName(problem, component);
    const key = componentKey(problem, component);
    const earlier = warmStart?.get(name);
    const known = earlier?.key === key ? earlier : null;
    return {
      name,
      key,
      known,
      journey: known === null ? new ComponentJourney(problem, component, solver, earlier?.bases) : null,
    };
  });
}

async function everyStage(
  problem: PlanningProblem,
  parts: Part[],
  options: SolvePlanOptions,
  seconds: () => number,
): Promise<{ status: PlanStatus; iterations: number }> {
  const stages = stagesOf(problem);
  const journeys = parts.flatMap((part) => part.journey ?? []);
  const of = stages.length * journeys.length;
  let done = 0;
  let iterations = 0;
  for (const stage of stages) {
    for (const journey of journeys) {
      const left = options.timeLimit === undefined ? undefined : options.timeLimit - seconds();
      if (options.signal?.aborted === true) return { status: 'interrupted', iterations };
      if (left !== undefined && left <= 0) return { status: 'time_limit', iterations };
      const report = (): void => options.onProgress?.({ stage, done, of });
      report();
      const status = await journey
        .minimise(stage, {
          signal: options.signal,
          timeLimit: left,
          onProgress: options.onProgress === undefined ? undefined : report,
        })
        .then((outcome) => {
          iterations += outcome.iterations;
          return outcome.status;
        })
        .catch((error: unknown) => {
          if (error instanceof SolverStopped) return 'interrupted' as const;
          throw error;
        });
      if (status === 'unbounded') throw new Error(`objective ${stage.tag} is unbounded`);
      if (status !== 'optimal') return { status, iterations };
      done++;
    }
  }
  return { status: 'optimal', iterations };
}

function solutionOf(parts: Part[], status: PlanStatus, iterations: number, seconds: number): PlanSolution {
  const moves = noMoves();
  const size = { rows: 0, columns: 0, nonzeros: 0 };
  const warmStart = new Map<string, SolvedComponent>();
  for (const { name, key, known, journey } of parts) {
    const solved =
      known ??
      (journey === null
        ? null
        : { key, moves: journey.moves(), bases: journey.bases, size: journey.size, causes: null });
    if (solved === null) continue;
    moves.make.push(...solved.moves.make);
    moves.ship.push(...solved.moves.ship);
    moves.transfer.push(...solved.moves.transfer);
    size.rows += solved.size.rows;
    size.columns += solved.size.columns;
    size.nonzeros += solved.size.nonzeros;
    // a solution cut short is no plan to keep, but its bases are a start
    warmStart.set(name, status === 'optimal' ? solved : { ...solved, key: '' });
  }
  return { status, moves, gap: status === 'optimal' ? 0 : null, size, seconds, iterations, warmStart };
}
