/**
 * (O1)–(O4) as sums over columns, strictly in this order; all are minimised (a floor with the opposite sign).
 * Amounts: O1 floors are shares, O1 totals, O2 and O3 days of need, O4 tonne-kilometres.
 */
import { dayCount, demandName, itemOf, type PlanModel } from './model.ts';
import type { PlanningProblem } from './problem.ts';

export type Stage =
  | { tag: 'O1'; tier: number; part: 'floor' | 'total' }
  | { tag: 'O2' }
  | { tag: 'O3' }
  | { tag: 'O4' }
  | { tag: 'tidy' };

export interface Objective {
  stage: Stage;
  costs: Float64Array;
  /** what has been decided already, whatever the plan */
  constant: number;
}

/** Tiers of the whole problem, first served first. */
export function tiersOf(problem: PlanningProblem): number[] {
  return [...new Set(problem.items.flatMap((item) => [...item.tierNeed.keys()]))].sort((a, b) => a - b);
}

/** A day's weight in a total: a little more for earlier days. Day index 0 is t = 1. */
export function dayWeight(day: number, days: number): number {
  return 1 + (days - (day + 1)) / (1000 * days);
}

/** Columns and rows that only objectives need: floors φ(k,i) and what is missing from the reserve. */
export function addObjectiveColumns(model: PlanModel): void {
  addFloors(model);
  addReserve(model);
}

/** (O1) φ(k,i) ≤ share of its need over the horizon that each point of the tier gets. */
function addFloors(model: PlanModel): void {
  const { problem, program, component } = model;
  const floors = new Map<string, number>();
  component.demands.forEach((demandIndex, position) => {
    const { item, tier, need } = problem.demands[demandIndex]!;
    const key = `${tier}|${problem.items[item]!.code}`;
    let column = floors.get(key);
    if (column === undefined) {
      column = program.column(`floor|${key}`, 'O1', 0, 1);
      floors.set(key, column);
      model.floor.push({ column, tier, item });
    }
    // per day of mean need, so that the coefficients stay near one
    const wholeNeed = need.reduce((sum, quantity) => sum + quantity, 0);
    const row = program.row(`floor|${demandName(model, demandIndex)}`, 'O1', Number.NEGATIVE_INFINITY, 1);
    program.entry(row, column, 1);
    for (const unmet of model.unmet[position]!) {
      if (unmet >= 0) program.entry(row, unmet, problem.items[item]!.scale / wholeNeed);
    }
  });
}

/** (O2) short of reserve ≥ R·D(i) − Σ hold at the end. */
function addReserve(model: PlanModel): void {
  const { problem, program } = model;
  for (const item of model.component.items) {
    const { code, dailyNeed, scale } = problem.items[item]!;
    const target = problem.reserveDays * dailyNeed;
    if (target <= 0) continue;
    const column = program.column(`reserve|${code}`, 'O2');
    model.reserveShort.push({ column, item });
    const row = program.row(`reserve|${code}`, 'O2', target / scale, Number.POSITIVE_INFINITY);
    program.entry(row, column, 1);
    for (const supply of model.supplies) {
      if (supply.item === item) program.entry(row, supply.hold[dayCount(model) - 1]!, 1);
    }
  }
}

export function objectiveOf(model: PlanModel, stage: Stage): Objective {
  const costs = new Float64Array(model.program.columns);
  switch (stage.tag) {
    case 'O1':
      if (stage.part === 'floor') floor(model, stage.tier, costs);
      else total(model, stage.tier, costs);
      break;
    case 'O2':
      reserve(model, costs);
      break;
    case 'O3':
      writtenOff(model, costs);
      break;
    case 'O4':
      transport(model, costs);
      break;
    case 'tidy':
      tidy(model, costs);
      break;
  }
  return { stage, costs, constant: 0 };
}

/** (O1) first the floor: maximise Σ_i φ(k,i). */
function floor(model: PlanModel, tier: number, costs: Float64Array): void {
  for (const each of model.floor) if (each.tier === tier) costs[each.column] = -1;
}

/** (O1) then the total: Σ weighted unmet / D(k,i), in days of need. */
function total(model: PlanModel, tier: number, costs: Float64Array): void {
  const { problem, component } = model;
  component.demands.forEach((demandIndex, position) => {
    const demand = problem.demands[demandIndex]!;
    if (demand.tier !== tier) return;
    const item = problem.items[demand.item]!;
    model.unmet[position]!.forEach((column, day) => {
      if (column >= 0) costs[column] = (dayWeight(day, dayCount(model)) * item.scale) / item.tierNeed.get(tier)!;
    });
  });
}

/** (O2) reserve: what is missing at the end, in days of need. */
function reserve(model: PlanModel, costs: Float64Array): void {
  for (const { column, item } of model.reserveShort) {
    costs[column] = model.problem.items[item]!.scale / model.problem.items[item]!.dailyNeed;
  }
}

/** (O3) written-off stock, in days of need. */
function writtenOff(model: PlanModel, costs: Float64Array): void {
  for (const { column, supply } of model.writeOff) {
    const item = itemOf(model, model.supplies[supply]!);
    if (item.dailyNeed > 0) costs[column] = item.scale / item.dailyNeed;
  }
}

/** (O4) transport: tonne-kilometres of all shipments and transfers, gross weight. */
function transport(model: PlanModel, costs: Float64Array): void {
  const { problem } = model;
  for (const { column, supply, group } of model.ship) {
    const from = model.supplies[supply]!;
    const point = problem.demands[model.groups[group]!.demands[0]!]!.point;
    costs[column] = problem.toPoint[from.producer]![point]!.km * itemOf(model, from).tonnes * itemOf(model, from).scale;
  }
  for (const { column, supply, input } of model.transfer) {
    const from = model.supplies[supply]!;
    const to = problem.inputs[model.component.inputs[input]!]!.producer;
    costs[column] = problem.toProducer[from.producer]![to]!.km * itemOf(model, from).tonnes * itemOf(model, from).scale;
  }
}

/**
 * After the contract's objectives, of plans that are equally good: nothing is made or moved that nobody needs, and what is
 * made is made early. In days of a line's work. What is still equal is told apart by a little that each column's name gives,
 * so that one plan is the best of all, wherever the search for it began: computed again, it comes out the same.
 */
function tidy(model: PlanModel, costs: Float64Array): void {
  const { problem, program } = model;
  const little = (column: number): number => 1e-3 * fraction(program.columnNames[column]!);
  for (const { column, line, item, day, capacityUse } of model.make) {
    const available = problem.lines[line]!.capacity[day]!;
    if (available <= 0) continue;
    const share = (capacityUse * problem.items[item]!.scale) / available;
    costs[column] = share * (1 + (day + 1) / (100 * dayCount(model)) + little(column));
  }
  for (const { column } of model.transfer) costs[column] = 0.01 + little(column);
  for (const { column } of model.ship) costs[column] = little(column);
}

/** A number from 0 to 1 that a name always gives (FNV-1a). */
function fraction(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
