/** Values of the objectives (O1)–(O4) of a settled plan. */
import { type Moves, type Settlement, settle } from './moves.ts';
import { dayWeight, tiersOf } from './objectives.ts';
import type { PlanningProblem } from './problem.ts';

export interface ObjectiveValues {
  O1: Array<{ tier: number; floor: number; total: number }>;
  O2: number;
  O3: number;
  O4: number;
}

export function measure(
  problem: PlanningProblem,
  moves: Moves,
  settlement: Settlement = settle(problem, moves),
): ObjectiveValues {
  return {
    O1: tiersOf(problem).map((tier) => ({
      tier,
      floor: floorOf(problem, settlement, tier),
      total: totalOf(problem, settlement, tier),
    })),
    O2: reserveOf(problem, settlement),
    O3: writtenOffOf(problem, settlement),
    O4: tonneKilometres(problem, moves),
  };
}

function floorOf(problem: PlanningProblem, settlement: Settlement, tier: number): number {
  const shares = new Map<number, number>();
  problem.demands.forEach((demand, index) => {
    const whole = demand.need.reduce((sum, need) => sum + need, 0);
    if (demand.tier !== tier || whole <= 0) return;
    const share = 1 - settlement.unmet[index]!.reduce((sum, unmet) => sum + unmet, 0) / whole;
    shares.set(demand.item, Math.min(share, shares.get(demand.item) ?? 1));
  });
  return [...shares.values()].reduce((sum, share) => sum + share, 0);
}

function totalOf(problem: PlanningProblem, settlement: Settlement, tier: number): number {
  let sum = 0;
  problem.demands.forEach((demand, index) => {
    const daily = problem.items[demand.item]!.tierNeed.get(tier);
    if (demand.tier !== tier || daily === undefined) return;
    settlement.unmet[index]!.forEach((unmet, day) => {
      sum += (dayWeight(day, problem.days.length) * unmet) / daily;
    });
  });
  return sum;
}

function reserveOf(problem: PlanningProblem, settlement: Settlement): number {
  const held = problem.items.map(() => 0);
  for (const account of settlement.stock.values()) held[account.item]! += account.hold.at(-1)!;
  return problem.items.reduce(
    (sum, item, index) =>
      item.dailyNeed > 0
        ? sum + Math.max(0, problem.reserveDays * item.dailyNeed - held[index]!) / item.dailyNeed
        : sum,
    0,
  );
}

function writtenOffOf(problem: PlanningProblem, settlement: Settlement): number {
  let sum = 0;
  for (const account of settlement.stock.values()) {
    const { dailyNeed } = problem.items[account.item]!;
    if (dailyNeed > 0) sum += account.writtenOff.reduce((total, quantity) => total + quantity, 0) / dailyNeed;
  }
  return sum;
}

function tonneKilometres(problem: PlanningProblem, moves: Moves): number {
  let sum = 0;
  for (const { producer, item, demand, quantity } of moves.ship) {
    sum += quantity * problem.items[item]!.tonnes * problem.toPoint[producer]![problem.demands[demand]!.point]!.km;
  }
  for (const { producer, item, input, quantity } of moves.transfer) {
    sum += quantity * problem.items[item]!.tonnes * problem.toProducer[producer]![problem.inputs[input]!.producer]!.km;
  }
  return sum;
}
