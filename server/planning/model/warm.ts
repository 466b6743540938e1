/** What a later plan recognises and starts from: a component's data in one string, and bases that know their columns' names. */
import type { Basis, LinearProgram } from '#server/platform/optimisation/index.ts';
import type { Component } from './components.ts';
import type { PlanningProblem } from './problem.ts';

const AT_LOWER = 0;
const BASIC = 1;

/** Everything of the problem that a component's plan depends on: equal strings have equal plans. */
export function componentKey(problem: PlanningProblem, component: Component): string {
  const lines = problem.lines.filter((line) => line.makes.some((make) => component.items.has(make.item)));
  const stock = problem.stock.filter((each) => component.items.has(each.item));
  const producers = [...new Set([...lines, ...stock].map((each) => each.producer))].sort((a, b) => a - b);
  const points = [...new Set(component.demands.map((demand) => problem.demands[demand]!.point))];
  const inputs = component.inputs.map((input) => problem.inputs[input]!);
  return JSON.stringify([
    problem.days,
    problem.reserveDays,
    problem.coverDays,
    problem.sealed,
    [...component.items].map((item) => [problem.items[item], [...problem.items[item]!.tierNeed]]),
    producers.map((producer) => [
      problem.producers[producer],
      points.map((point) => problem.toPoint[producer]![point]),
      inputs.map((input) => problem.toProducer[producer]![input.producer]),
    ]),
    lines,
    stock,
    inputs,
    points.map((point) => problem.points[point]),
    component.demands.map((demand) => problem.demands[demand]),
  ]);
}

export interface NamedBasis {
  columnNames: readonly string[];
  rowNames: readonly string[];
  basis: Basis;
}

export function nameBasis(program: LinearProgram, basis: Basis): NamedBasis {
  return { columnNames: program.columnNames, rowNames: program.rowNames, basis };
}

/** The basis for a program of today: by name where something came or went; undefined when it is no basis any more. */
export function mapBasis(named: NamedBasis | undefined, program: LinearProgram): Basis | undefined {
  if (named === undefined) return undefined;
  if (same(named.columnNames, program.columnNames) && same(named.rowNames, program.rowNames)) return named.basis;
  const columns = carry(named.columnNames, named.basis.columns, program.columnNames, AT_LOWER);
  const rows = carry(named.rowNames, named.basis.rows, program.rowNames, BASIC);
  const basic = [...columns, ...rows].filter((status) => status === BASIC).length;
  return basic === program.rows ? { columns, rows } : undefined;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function carry(
  oldNames: readonly string[],
  statuses: Int32Array,
  names: readonly string[],
  otherwise: number,
): Int32Array {
  const known = new Map(oldNames.map((name, index) => [name, statuses[index]!]));
  return Int32Array.from(names, (name) => known.get(name) ?? otherwise);
}
