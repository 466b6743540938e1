/** One component on its way through the objectives. */
import {
  LexicographicProgram,
  type LinearModel,
  type LinearSolver,
  type ObjectiveOutcome,
} from '#server/platform/optimisation/index.ts';
import { buildModel } from './build.ts';
import type { Component } from './components.ts';
import { movesOf } from './extract.ts';
import type { PlanModel } from './model.ts';
import { type Moves, noMoves } from './moves.ts';
import { objectiveOf, type Stage } from './objectives.ts';
import type { PlanningProblem } from './problem.ts';
import { formOf, limitTo } from './reduce.ts';
import { mapBasis, type NamedBasis, nameBasis } from './warm.ts';

export interface ModelSize {
  rows: number;
  columns: number;
  nonzeros: number;
}

export interface StageOptions {
  signal: AbortSignal | undefined;
  timeLimit: number | undefined;
  onProgress: (() => void) | undefined;
}

export const stageName = (stage: Stage): string => (stage.tag === 'O1' ? `O1 ${stage.tier} ${stage.part}` : stage.tag);

export class ComponentJourney {
  readonly component: Component;
  readonly bases = new Map<string, NamedBasis>();
  readonly #problem: PlanningProblem;
  readonly #solver: LinearSolver;
  readonly #earlierBases: ReadonlyMap<string, NamedBasis>;
  #model: PlanModel;
  #opened: LinearModel | null = null;
  #program: LexicographicProgram | null = null;
  /** solution of the last objective reached, and the model it belongs to */
  #reached: { model: PlanModel; values: Float64Array } | null = null;

  constructor(
    problem: PlanningProblem,
    component: Component,
    solver: LinearSolver,
    earlier?: ReadonlyMap<string, NamedBasis>,
  ) {
    this.#problem = problem;
    this.component = component;
    this.#solver = solver;
    this.#earlierBases = earlier ?? new Map();
    this.#model = buildModel(problem, component, formOf(problem, component));
  }

  /** Solves the next objective and holds it. */
  async minimise(stage: Stage, options: StageOptions): Promise<ObjectiveOutcome> {
    const program = await this.#programFor(stage);
    const { costs } = objectiveOf(this.#model, stage);
    const factor = stage.tag === 'O4' ? scaledToOne(costs) : 1;
    const earlier = mapBasis(this.#earlierBases.get(stageName(stage)), this.#model.program);
    const outcome = await program.minimise(costs, {
      ...options,
      ...(earlier === undefined ? {} : { basis: earlier, method: 'auto' }),
    });
    if (program.basis !== null) this.bases.set(stageName(stage), nameBasis(this.#model.program, program.basis));
    if (program.values !== null) this.#reached = { model: this.#model, values: program.values };
    return { ...outcome, value: outcome.value * factor };
  }

  /** The decisions of the last objective that was solved to its optimum; none before the first. */
  moves(): Moves {
    return this.#reached === null ? noMoves() : movesOf(this.#reached.model, this.#reached.values);
  }

  get size(): ModelSize {
    const { rows, columns, nonzeros } = this.#model.program;
    return { rows, columns, nonzeros };
  }

  async close(): Promise<void> {
    await this.#opened?.close();
    this.#opened = null;
  }

  /** (O4) needs to know who sends to whom: the grouped form gives way to the direct one. */
  async #programFor(stage: Stage): Promise<LexicographicProgram> {
    const needsDirect = stage.tag === 'O4' && this.#model.groups.some((group) => group.demands.length > 1);
    if (this.#program !== null && !needsDirect) return this.#program;
    if (needsDirect) {
      const direct = buildModel(this.#problem, this.component, 'direct');
      if (this.#program !== null) limitTo(direct, this.#model, this.#program);
      await this.close();
      this.#model = direct;
    }
    const compiled = this.#model.program.compile();
    this.#opened = await this.#solver.open(compiled);
    this.#program = new LexicographicProgram(this.#opened, compiled);
    return this.#program;
  }
}

/** Divides costs by their largest, so that the solver's tolerances mean the same for every objective. */
function scaledToOne(costs: Float64Array): number {
  const largest = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
  if (largest === 0) return 1;
  for (let column = 0; column < costs.length; column++) costs[column]! /= largest;
  return largest;
}
