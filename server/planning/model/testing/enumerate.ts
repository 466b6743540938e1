/** Every plan of a tiny city in whole units, tried one by one: one item, producers without inputs, points nearby. */
import type { CityDataset } from '#server/registry/dataset/types.ts';
import { measure } from '../measure.ts';
import { type Moves, settle } from '../moves.ts';
import { planningProblem } from '../problem.ts';
import type { PlanningOptions } from '../scenario.ts';

/** The best objective values in the formulation's order, floors as they are. */
export function enumeratePlans(data: CityDataset, options: PlanningOptions): number[] {
  const problem = planningProblem(data, options);
  const days = problem.days.map((_, day) => day);
  const ships = problem.producers.flatMap((_, producer) =>
    problem.demands.flatMap((demand, index) =>
      days.map((day) => ({ producer, demand: index, day, most: Math.floor(demand.need[day]!) })),
    ),
  );
  const make: Moves['make'] = problem.lines.flatMap((line, index) =>
    days.map((day) => ({ line: index, item: 0, grade: 'none' as const, day, quantity: line.capacity[day]! })),
  );
  let best: number[] | null = null;
  const chosen: number[] = [];
  const consider = (): void => {
    const moves: Moves = {
      make,
      transfer: [],
      ship: ships.map(({ producer, demand, day }, at) => ({
        producer,
        item: 0,
        grade: 'none',
        demand,
        leaves: day,
        arrives: day,
        quantity: chosen[at]!,
      })),
    };
    const settled = settle(problem, moves);
    const sound =
      [...settled.stock.values()].every(({ hold }) => hold.every((held) => held >= 0)) &&
      problem.demands.every(({ need }, index) =>
        need.every((quantity, day) => settled.arrived[index]![day]! <= quantity),
      );
    if (!sound) return;
    const { O1, O2, O3, O4 } = measure(problem, moves, settled);
    const values = [...O1.flatMap(({ floor, total }) => [floor, total]), O2, O3, O4];
    if (best === null || better(values, best)) best = values;
  };
  const choose = (at: number): void => {
    if (at === ships.length) {
      consider();
      return;
    }
    for (let quantity = 0; quantity <= ships[at]!.most; quantity++) {
      chosen[at] = quantity;
      choose(at + 1);
    }
  };
  choose(0);
  if (best === null) throw new Error('no plan at all');
  return best;
}

/** Lexicographically; the first of each tier's two values is a floor, where more is better. */
function better(a: number[], b: number[]): boolean {
  for (const [index, value] of a.entries()) {
    const difference = value - b[index]!;
    if (Math.abs(difference) < 1e-12) continue;
    const isFloor = index < a.length - 3 && index % 2 === 0;
    return isFloor ? difference > 0 : difference < 0;
  }
  return false;
}
