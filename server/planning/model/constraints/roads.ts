import type { PlanModel } from '../model.ts';
import type { PlanningProblem } from '../problem.ts';
import { during, type SealedCounty } from '../scenario.ts';

type Destination = { point: number } | { producer: number };

/** True when goods of the item that leave on `day` would cross the border of a county sealed on the day they leave or arrive. */
export function closedOn(problem: PlanningProblem, from: number, to: Destination, item: number, day: number): boolean {
  return sealOn(problem, from, to, item, day) !== null;
}

export function sealOn(
  problem: PlanningProblem,
  from: number,
  to: Destination,
  item: number,
  day: number,
): SealedCounty | null {
  if (problem.sealed.length === 0) return null;
  const origin = problem.producers[from]!;
  const target = 'point' in to ? problem.points[to.point]! : problem.producers[to.producer]!;
  if (origin.county === target.county) return null;
  const route = 'point' in to ? problem.toPoint[from]![to.point]! : problem.toProducer[from]![to.producer]!;
  const travelDays = [problem.days[day], problem.days[day + route.lead]].filter((each) => each !== undefined);
  const closes = (seal: SealedCounty): boolean =>
    (seal.county === origin.county || seal.county === target.county) &&
    travelDays.some((each) => during(seal, each)) &&
    !exempt(seal, problem.items[item]!.code, origin.id);
  return problem.sealed.find(closes) ?? null;
}

function exempt(seal: SealedCounty, item: string, enterprise: string): boolean {
  const channel = seal.greenChannel;
  if (channel === undefined) return false;
  if (channel === 'all') return true;
  return (channel.items?.includes(item) ?? false) || (channel.enterprises?.includes(enterprise) ?? false);
}

/** (C7) closed roads: nothing is sent or transferred across the border of a sealed county without the green channel. */
export function closedRoads(model: PlanModel): void {
  const { problem, program } = model;
  for (const { column, supply, group, leaves } of model.ship) {
    const { producer, item } = model.supplies[supply]!;
    const point = problem.demands[model.groups[group]!.demands[0]!]!.point;
    if (closedOn(problem, producer, { point }, item, leaves)) program.fix(column, 0, 'C7');
  }
  for (const { column, supply, input, leaves } of model.transfer) {
    const { producer, item } = model.supplies[supply]!;
    const to = problem.inputs[model.component.inputs[input]!]!.producer;
    if (closedOn(problem, producer, { producer: to }, item, leaves)) program.fix(column, 0, 'C7');
  }
}
