/**
 * The planning problem (or one component of it) as a linear program: its variables, and the handles by which the constraint
 * functions and the readers of a solution find them. Columns are in the solver's units: an item's quantity / item.scale.
 *
 * Two forms of one model. `direct`: a shipment goes from a producer to a point. `grouped`: points that every producer reaches
 * in the same time, over roads equally open, share one column per producer and day, and the group's goods are dealt out to
 * its points. Both have the same solutions in everything but who sends to whom, so what does not depend on distance
 * ((O1)–(O3), causes) is decided on the grouped form, which is several times smaller.
 */
import { LinearProgram } from '#server/platform/optimisation/index.ts';
import type { Component } from './components.ts';
import { closedOn } from './constraints/roads.ts';
import type { Lot, PlanningProblem, StockGrade } from './problem.ts';

/** What one producer holds of an item in one grade. */
export interface Supply {
  producer: number;
  item: number;
  grade: StockGrade;
  lots: Lot[];
  /** index of the stock row (C3) by day */
  balance: number[];
  hold: number[];
}

/** Points that take an item from the same producers in the same time; in the direct form, one point. */
export interface Group {
  item: number;
  demands: number[];
  /** the row that deals the group's arrivals out, by day; empty when the group is one point */
  pool: number[];
}

export interface MakeColumn {
  column: number;
  line: number;
  item: number;
  grade: StockGrade;
  day: number;
  capacityUse: number;
}

export interface ShipColumn {
  column: number;
  supply: number;
  group: number;
  leaves: number;
  arrives: number;
}

export interface TransferColumn {
  column: number;
  supply: number;
  input: number;
  leaves: number;
  arrives: number;
}

export interface PlanModel {
  problem: PlanningProblem;
  component: Component;
  program: LinearProgram;
  supplies: Supply[];
  groups: Group[];
  make: MakeColumn[];
  ship: ShipColumn[];
  transfer: TransferColumn[];
  /** deliver[k][t]: to the component's k-th demand out of its group's pool; absent for groups of one */
  deliver: number[][];
  /** unmet[k][t], −1 where nothing is needed */
  unmet: number[][];
  /** pointHold[k][t], only when the scenario lets points store */
  pointHold: number[][];
  /** inputHold[n][t] of the component's n-th input */
  inputHold: number[][];
  inputScale: number[];
  /** write-offs of stock that expires within the horizon */
  writeOff: Array<{ column: number; supply: number; day: number }>;
  /** floor φ(k,i) */
  floor: Array<{ column: number; tier: number; item: number }>;
  /** what is missing from the reserve of an item */
  reserveShort: Array<{ column: number; item: number }>;
}

export type ModelForm = 'grouped' | 'direct';

export function emptyModel(problem: PlanningProblem, component: Component, form: ModelForm): PlanModel {
  const model: PlanModel = {
    problem,
    component,
    program: new LinearProgram(),
    supplies: suppliesOf(problem, component),
    groups: [],
    make: [],
    ship: [],
    transfer: [],
    deliver: [],
    unmet: [],
    pointHold: [],
    inputHold: [],
    inputScale: [],
    writeOff: [],
    floor: [],
    reserveShort: [],
  };
  model.groups = form === 'direct' ? singles(model) : groupsOf(model);
  addSupplyColumns(model);
  addMakeColumns(model);
  addShipColumns(model);
  addTransferColumns(model);
  addDemandColumns(model);
  addInputColumns(model);
  return model;
}

export const dayCount = (model: PlanModel): number => model.problem.days.length;

export const itemOf = (model: PlanModel, supply: Supply): PlanningProblem['items'][number] =>
  model.problem.items[supply.item]!;

/** The producer's own name of a supply, for rows and columns. */
export function supplyName(model: PlanModel, supply: Supply): string {
  return `${model.problem.producers[supply.producer]!.id}|${itemOf(model, supply).code}|${supply.grade}`;
}

export function demandName(model: PlanModel, demand: number): string {
  const { point, item, tier } = model.problem.demands[demand]!;
  return `${model.problem.points[point]!.id}|${model.problem.items[item]!.code}|${tier}`;
}

/** Grades in which a producer can hold an item: those it has, and those it can make. */
function suppliesOf(problem: PlanningProblem, component: Component): Supply[] {
  const supplies = new Map<string, Supply>();
  const at = (producer: number, item: number, grade: StockGrade): Supply => {
    const key = `${producer}|${item}|${grade}`;
    const supply = supplies.get(key) ?? { producer, item, grade, lots: [], balance: [], hold: [] };
    supplies.set(key, supply);
    return supply;
  };
  for (const stock of problem.stock) {
    if (component.items.has(stock.item)) at(stock.producer, stock.item, stock.grade).lots = stock.lots;
  }
  for (const line of problem.lines) {
    for (const { item } of line.makes) {
      if (!component.items.has(item)) continue;
      for (const grade of gradesMade(problem, item, line.producer)) at(line.producer, item, grade);
    }
  }
  return [...supplies.values()];
}

function gradesMade(problem: PlanningProblem, item: number, producer: number): StockGrade[] {
  if (!problem.items[item]!.graded) return ['none'];
  const licensed = problem.producers[producer]!.licensed;
  const general: StockGrade[] = licensed.every(Boolean) ? [] : ['general'];
  return ['medical', ...general];
}

function singles(model: PlanModel): Group[] {
  return model.component.demands.map((demand) => ({
    item: model.problem.demands[demand]!.item,
    demands: [demand],
    pool: [],
  }));
}

function groupsOf(model: PlanModel): Group[] {
  const { problem } = model;
  const groups = new Map<string, Group>();
  for (const demand of model.component.demands) {
    const { item, point, medicalOnly } = problem.demands[demand]!;
    const reach = model.supplies
      .filter((supply) => supply.item === item)
      .map((supply) => {
        const closed = problem.days.map((_, day) => (closedOn(problem, supply.producer, { point }, item, day) ? 1 : 0));
        return `${problem.toPoint[supply.producer]![point]!.lead}${closed.includes(1) ? closed.join('') : ''}`;
      });
    const key = `${item}|${medicalOnly}|${reach.join(',')}`;
    const group = groups.get(key) ?? { item, demands: [], pool: [] };
    groups.set(key, group);
    group.demands.push(demand);
  }
  return [...groups.values()];
}

function addSupplyColumns(model: PlanModel): void {
  const { program } = model;
  model.supplies.forEach((supply, index) => {
    const name = supplyName(model, supply);
    for (let day = 0; day < dayCount(model); day++) supply.hold.push(program.column(`hold|${name}|${day}`, 'C3'));
    const lastDays = new Set(supply.lots.map((lot) => Math.max(0, lot.lastDay)));
    for (const day of [...lastDays].filter(Number.isFinite).sort((a, b) => a - b)) {
      model.writeOff.push({ column: program.column(`write-off|${name}|${day}`, 'C4'), supply: index, day });
    }
  });
}

function addMakeColumns(model: PlanModel): void {
  const { problem, program } = model;
  problem.lines.forEach((line, lineIndex) => {
    for (const { item, capacityUse } of line.makes) {
      if (!model.component.items.has(item)) continue;
      for (const grade of gradesMade(problem, item, line.producer)) {
        for (let day = 0; day < dayCount(model); day++) {
          if (grade === 'general' && problem.producers[line.producer]!.licensed[day] === true) continue;
          const name = `make|${line.id}|${problem.items[item]!.code}|${grade}|${day}`;
          model.make.push({ column: program.column(name, 'C1'), line: lineIndex, item, grade, day, capacityUse });
        }
      }
    }
  });
}

function addShipColumns(model: PlanModel): void {
  const { problem, program } = model;
  model.groups.forEach((group, groupIndex) => {
    const first = problem.demands[group.demands[0]!]!;
    const groupName = group.demands.length === 1 ? demandName(model, group.demands[0]!) : `group ${groupIndex}`;
    model.supplies.forEach((supply, supplyIndex) => {
      if (supply.item !== group.item || (first.medicalOnly && supply.grade === 'general')) return;
      const { lead } = problem.toPoint[supply.producer]![first.point]!;
      for (let leaves = 0; leaves + lead < dayCount(model); leaves++) {
        const arrives = leaves + lead;
        if (!group.demands.some((demand) => wants(problem, demand, arrives))) continue;
        const name = `ship|${supplyName(model, supply)}|${groupName}|${leaves}`;
        model.ship.push({
          column: program.column(name, 'C5'),
          supply: supplyIndex,
          group: groupIndex,
          leaves,
          arrives,
        });
      }
    });
  });
}

function wants(problem: PlanningProblem, demand: number, day: number): boolean {
  return problem.coverDays > 0 || problem.demands[demand]!.need[day]! > 0;
}

/** An item that another producer (or the maker itself) uses as an input. */
function addTransferColumns(model: PlanModel): void {
  const { problem, program } = model;
  model.component.inputs.forEach((inputIndex, position) => {
    const input = problem.inputs[inputIndex]!;
    if (input.item === null) return;
    model.supplies.forEach((supply, supplyIndex) => {
      if (supply.item !== input.item) return;
      const { lead } = problem.toProducer[supply.producer]![input.producer]!;
      for (let leaves = 0; leaves + lead < dayCount(model); leaves++) {
        const name = `transfer|${supplyName(model, supply)}|${problem.producers[input.producer]!.id}|${leaves}`;
        const column = program.column(name, 'C6');
        model.transfer.push({ column, supply: supplyIndex, input: position, leaves, arrives: leaves + lead });
      }
    });
  });
}

function addDemandColumns(model: PlanModel): void {
  const { problem, program } = model;
  const pooled = new Set(model.groups.filter((group) => group.demands.length > 1).flatMap((group) => group.demands));
  for (const demand of model.component.demands) {
    const name = demandName(model, demand);
    const wanted = (day: number): boolean => wants(problem, demand, day);
    const each = (label: string, when: (day: number) => boolean): number[] =>
      problem.days.map((_, day) => (when(day) ? program.column(`${label}|${name}|${day}`, 'C5') : -1));
    model.unmet.push(each('unmet', (day) => problem.demands[demand]!.need[day]! > 0));
    model.deliver.push(pooled.has(demand) ? each('deliver', wanted) : []);
    model.pointHold.push(problem.coverDays > 0 ? each('keep', () => true) : []);
  }
}

function addInputColumns(model: PlanModel): void {
  const { problem, program } = model;
  for (const inputIndex of model.component.inputs) {
    const input = problem.inputs[inputIndex]!;
    const largest = Math.max(...input.uses.map((use) => use.perUnit * problem.items[use.item]!.scale));
    model.inputScale.push(largest > 0 ? 2 ** Math.round(Math.log2(largest)) : 1);
    const name = `${problem.producers[input.producer]!.id}|${input.code}`;
    model.inputHold.push(problem.days.map((_, day) => program.column(`input|${name}|${day}`, 'C6')));
  }
}
