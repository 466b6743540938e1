/**
 * Objectives one after the other over one linear program, each held at its optimum exactly while the later ones are optimised.
 *
 * After an optimum, every solution that is as good has each column with a reduced cost, and each row with a dual value, at
 * the bound where it is now (complementary slackness), and every solution with them there is as good. So they are fixed
 * there: the feasible set becomes the set of optima, no tolerance is spent, and the program shrinks from objective to
 * objective. The last basis stays feasible: the next objective starts from it with the primal simplex.
 */
import type { CompiledProgram } from './linear-program.ts';
import type { Basis, BoundChanges, SolveReply, SolveStatus } from './messages.ts';
import type { LinearModel, SolveOptions } from './solver.ts';

/** Reduced costs below this are zero: true ones are far larger when costs are about one, noise is far smaller. */
const DUAL_ZERO = 1e-8;
const AT_BOUND = 1e-11;

export interface ObjectiveOutcome {
  status: SolveStatus;
  value: number;
  iterations: number;
  seconds: number;
}

export interface MinimiseOptions extends SolveOptions {
  /** seconds that may still pass */
  timeLimit?: number;
  /** where to start; left out = from the last optimum, or afresh at the first objective */
  basis?: Basis | undefined;
  method?: 'auto' | 'primal' | 'dual' | 'interior';
}

export class LexicographicProgram {
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** primal values of the last objective solved to its optimum */
  values: Float64Array | null = null;
  basis: Basis | null = null;
  readonly #model: LinearModel;
  readonly #changedColumns = new Set<number>();
  readonly #changedRows = new Set<number>();

  constructor(model: LinearModel, program: CompiledProgram) {
    this.#model = model;
    this.columnLower = program.columnLower.slice();
    this.columnUpper = program.columnUpper.slice();
    this.rowLower = program.rowLower.slice();
    this.rowUpper = program.rowUpper.slice();
  }

  /** Minimises Σ costs·columns over what the earlier objectives left, and holds it at its optimum from now on. */
  async minimise(costs: Float64Array, options: MinimiseOptions = {}): Promise<ObjectiveOutcome> {
    const known = this.#alreadyBest(costs);
    if (known !== null) return { status: 'optimal', value: known, iterations: 0, seconds: 0 };
    const start = options.basis ?? this.basis ?? undefined;
    const reply = await this.#model.solve(
      {
        costs,
        columnBounds: this.#takeColumnChanges(),
        rowBounds: this.#takeRowChanges(),
        method: options.method ?? (this.basis === null ? 'dual' : 'primal'),
        ...(start === undefined ? { fresh: true } : { basis: start }),
        ...(options.timeLimit === undefined ? {} : { timeLimit: Math.max(0.001, options.timeLimit) }),
      },
      options,
    );
    if (reply.status === 'optimal') this.#hold(reply);
    return { status: reply.status, value: reply.objective, iterations: reply.iterations, seconds: reply.seconds };
  }

  isFixed(column: number): boolean {
    return this.columnLower[column] === this.columnUpper[column];
  }

  /** Every column with a cost is at its better bound already: nothing can be better. */
  #alreadyBest(costs: Float64Array): number | null {
    const values = this.values;
    if (values === null) return null;
    let sum = 0;
    for (let column = 0; column < costs.length; column++) {
      const cost = costs[column]!;
      if (cost === 0) continue;
      const bound = cost > 0 ? this.columnLower[column]! : this.columnUpper[column]!;
      if (Math.abs(values[column]! - bound) > AT_BOUND) return null;
      sum += cost * bound;
    }
    for (let column = 0; column < costs.length; column++) {
      if (costs[column] !== 0)
        this.#fixColumn(column, costs[column]! > 0 ? this.columnLower[column]! : this.columnUpper[column]!);
    }
    return sum;
  }

  #hold(reply: SolveReply): void {
    this.values = reply.columnValue;
    this.basis = reply.basis;
    for (let column = 0; column < reply.columnDual.length; column++) {
      if (this.isFixed(column) || Math.abs(reply.columnDual[column]!) <= DUAL_ZERO) continue;
      this.#fixColumn(
        column,
        nearest(reply.columnValue[column]!, this.columnLower[column]!, this.columnUpper[column]!),
      );
    }
    for (let row = 0; row < reply.rowDual.length; row++) {
      if (this.rowLower[row] === this.rowUpper[row] || Math.abs(reply.rowDual[row]!) <= DUAL_ZERO) continue;
      const bound = nearest(reply.rowValue[row]!, this.rowLower[row]!, this.rowUpper[row]!);
      this.rowLower[row] = bound;
      this.rowUpper[row] = bound;
      this.#changedRows.add(row);
    }
  }

  #fixColumn(column: number, value: number): void {
    this.columnLower[column] = value;
    this.columnUpper[column] = value;
    this.#changedColumns.add(column);
  }

  #takeColumnChanges(): BoundChanges {
    return take(this.#changedColumns, this.columnLower, this.columnUpper);
  }

  #takeRowChanges(): BoundChanges {
    return take(this.#changedRows, this.rowLower, this.rowUpper);
  }
}

function take(changed: Set<number>, lower: Float64Array, upper: Float64Array): BoundChanges {
  const indices = Int32Array.from(changed).sort();
  changed.clear();
  return {
    indices,
    lower: Float64Array.from(indices, (at) => lower[at]!),
    upper: Float64Array.from(indices, (at) => upper[at]!),
  };
}

function nearest(value: number, lower: number, upper: number): number {
  return Math.abs(value - lower) <= Math.abs(value - upper) ? lower : upper;
}
