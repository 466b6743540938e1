/** A plan as JSON: what `npx baogong plan` writes and the database keeps. Quantities are in the item's base unit. */
import type { BusinessDay } from '#contracts/calendar.ts';
import type { Grade } from '#server/registry/dataset/types.ts';
import type { Cause } from './causes.ts';
import { type Cover, coverOf } from './cover.ts';
import { measure, type ObjectiveValues } from './measure.ts';
import { type Moves, type Settlement, settle } from './moves.ts';
import type { Assumption, PlanningProblem, StockGrade } from './problem.ts';
import type { PlanSolution } from './solve.ts';

export interface ProductionRow {
  line: string;
  item: string;
  date: BusinessDay;
  quantity: number;
}

export interface MovementRow {
  from: string;
  to: string;
  item: string;
  /** only for items that have grades */
  grade?: Grade;
  /** the day it leaves */
  date: BusinessDay;
  quantity: number;
}

export interface WriteOffRow {
  enterprise: string;
  item: string;
  grade?: Grade;
  date: BusinessDay;
  quantity: number;
}

export interface UnmetRow {
  to: string;
  item: string;
  date: BusinessDay;
  quantity: number;
  tier: number;
}

export interface SolverReport {
  status: PlanSolution['status'];
  /** relative, 0 = proven optimal; null when not every objective was reached */
  gap: number | null;
  rows: number;
  columns: number;
  nonzeros: number;
  seconds: number;
}

export interface Plan {
  from: BusinessDay;
  days: number;
  reserve_days: number;
  /** true: as solved; false: rounded to whole packs */
  exact: boolean;
  production: ProductionRow[];
  shipments: MovementRow[];
  transfers: MovementRow[];
  write_offs: WriteOffRow[];
  unmet: UnmetRow[];
  cover: Cover[];
  causes: Cause[];
  /** of this plan, as its rows say */
  objectives: ObjectiveValues;
  /** proven optimum before rounding */
  optimum: ObjectiveValues;
  assumptions: Assumption[];
  solver: SolverReport;
}

export interface PlanParts {
  problem: PlanningProblem;
  solution: PlanSolution;
  /** the moves of this plan: the solution's, or these rounded */
  moves: Moves;
  exact: boolean;
  causes: Cause[];
}

/** Unmet below this share of a day's need is the solver's noise. */
export const UNMET_NOISE = 1e-9;

export function planOf({ problem, solution, moves, exact, causes }: PlanParts): Plan {
  const settlement = settle(problem, moves);
  const optimum = measure(problem, solution.moves);
  const { status, gap, size, seconds } = solution;
  return {
    from: problem.days[0]!,
    days: problem.days.length,
    reserve_days: problem.reserveDays,
    exact,
    production: productionOf(problem, moves),
    shipments: shipmentsOf(problem, moves),
    transfers: transfersOf(problem, moves),
    write_offs: writeOffsOf(problem, settlement),
    unmet: unmetOf(problem, settlement),
    cover: coverOf(problem, settle(problem, solution.moves)),
    causes,
    objectives: exact ? optimum : measure(problem, moves, settlement),
    optimum,
    assumptions: problem.assumptions,
    solver: { status, gap, ...size, seconds },
  };
}

/** Drops the digits that binary arithmetic leaves behind the last one that means something. */
function tidy(quantity: number): number {
  return Number(quantity.toPrecision(12));
}

function graded(problem: PlanningProblem, item: number, grade: StockGrade): { grade?: Grade } {
  return problem.items[item]!.graded && grade !== 'none' ? { grade } : {};
}

function productionOf(problem: PlanningProblem, moves: Moves): ProductionRow[] {
  return moves.make
    .filter((make) => make.quantity > 0)
    .sort((a, b) => a.day - b.day || a.line - b.line || a.item - b.item)
    .map(({ line, item, day, quantity }) => ({
      line: problem.lines[line]!.id,
      item: problem.items[item]!.code,
      date: problem.days[day]!,
      quantity: tidy(quantity),
    }));
}

function shipmentsOf(problem: PlanningProblem, moves: Moves): MovementRow[] {
  return moves.ship
    .filter((ship) => ship.quantity > 0)
    .sort((a, b) => a.leaves - b.leaves || a.item - b.item || a.producer - b.producer || a.demand - b.demand)
    .map(({ producer, item, grade, demand, leaves, quantity }) => ({
      from: problem.producers[producer]!.id,
      to: problem.points[problem.demands[demand]!.point]!.id,
      item: problem.items[item]!.code,
      ...graded(problem, item, grade),
      date: problem.days[leaves]!,
      quantity: tidy(quantity),
    }));
}

function transfersOf(problem: PlanningProblem, moves: Moves): MovementRow[] {
  return moves.transfer
    .filter((transfer) => transfer.quantity > 0)
    .sort((a, b) => a.leaves - b.leaves || a.item - b.item || a.producer - b.producer || a.input - b.input)
    .map(({ producer, item, grade, input, leaves, quantity }) => ({
      from: problem.producers[producer]!.id,
      to: problem.producers[problem.inputs[input]!.producer]!.id,
      item: problem.items[item]!.code,
      ...graded(problem, item, grade),
      date: problem.days[leaves]!,
      quantity: tidy(quantity),
    }));
}

function writeOffsOf(problem: PlanningProblem, settlement: Settlement): WriteOffRow[] {
  return [...settlement.stock.values()].flatMap(({ producer, item, grade, writtenOff }) =>
    writtenOff.flatMap((quantity, day) =>
      quantity > UNMET_NOISE * problem.items[item]!.scale
        ? [
            {
              enterprise: problem.producers[producer]!.id,
              item: problem.items[item]!.code,
              ...graded(problem, item, grade),
              date: problem.days[day]!,
              quantity: tidy(quantity),
            },
          ]
        : [],
    ),
  );
}

function unmetOf(problem: PlanningProblem, settlement: Settlement): UnmetRow[] {
  const rows = problem.demands.flatMap(({ point, item, tier, need }, index) =>
    settlement.unmet[index]!.flatMap((quantity, day) =>
      quantity > UNMET_NOISE * need[day]!
        ? [
            {
              to: problem.points[point]!.id,
              item: problem.items[item]!.code,
              date: problem.days[day]!,
              quantity: tidy(quantity),
              tier,
            },
          ]
        : [],
    ),
  );
  return rows.sort((a, b) => a.tier - b.tier || (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
