/** How long each item lasts under the plan. */
import type { BusinessDay } from '#contracts/calendar.ts';
import type { Settlement } from './moves.ts';
import type { PlanningProblem } from './problem.ts';

export interface Cover {
  item: string;
  /**
   * Days from the first on which every need of the item is met in full. When it never falls short within the horizon:
   * all its days, and those that the stock left at its end lasts without production. Null without need.
   */
  days: number | null;
  /** the first day on which some point goes short; null when none does within the horizon */
  first_short: BusinessDay | null;
  /** stock at the count / one day's need, as the position shows it */
  stock_days: number | null;
}

/** Short means by more than the solver's noise; parts of a pack that rounding leaves are not a shortage. */
const SHORT_SHARE = 1e-6;

export function coverOf(problem: PlanningProblem, settlement: Settlement): Cover[] {
  const horizon = problem.days.length;
  const opening = problem.items.map(() => 0);
  for (const stock of problem.stock) opening[stock.item]! += stock.lots.reduce((sum, lot) => sum + lot.quantity, 0);
  const closing = problem.items.map(() => 0);
  for (const account of settlement.stock.values()) closing[account.item]! += account.hold.at(-1)!;
  return problem.items.map((item, index) => {
    if (item.dailyNeed <= 0) return { item: item.code, days: null, first_short: null, stock_days: null };
    const short = firstShortDay(problem, settlement, index);
    const days = short === null ? horizon + closing[index]! / item.dailyNeed : short;
    return {
      item: item.code,
      days: hundredths(days),
      first_short: short === null ? null : problem.days[short]!,
      stock_days: hundredths(opening[index]! / item.dailyNeed),
    };
  });
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

function firstShortDay(problem: PlanningProblem, settlement: Settlement, item: number): number | null {
  const short = problem.days.findIndex((_, day) =>
    problem.demands.some(
      (demand, index) =>
        demand.item === item && settlement.unmet[index]![day]! > SHORT_SHARE * Math.max(demand.need[day]!, 1e-9),
    ),
  );
  return short < 0 ? null : short;
}
