/**
 * From the grouped form to the direct one: what the objectives decided on the grouped form holds in the direct form too,
 * because a direct shipment is worth what its producer's share and its point's share of the group's pool are worth together.
 */
import type { LexicographicProgram, LinearProgram } from '#server/platform/optimisation/index.ts';
import type { Component } from './components.ts';
import type { ModelForm, PlanModel } from './model.ts';
import type { PlanningProblem } from './problem.ts';

/** Grouping saves columns as soon as an item has two sources. */
export function formOf(problem: PlanningProblem, component: Component): ModelForm {
  const sources = new Map<number, Set<number>>();
  const add = (item: number, producer: number): void => {
    if (component.items.has(item)) sources.set(item, (sources.get(item) ?? new Set()).add(producer));
  };
  for (const stock of problem.stock) add(stock.item, stock.producer);
  for (const line of problem.lines) for (const { item } of line.makes) add(item, line.producer);
  return [...sources.values()].some((producers) => producers.size > 1) ? 'grouped' : 'direct';
}

/** Narrows the direct form to the solutions that the grouped form was left with. */
export function limitTo(direct: PlanModel, grouped: PlanModel, decided: LexicographicProgram): void {
  copyBounds(direct.program, grouped.program, decided);
  const atZero = (column: number): boolean =>
    column >= 0 && decided.isFixed(column) && decided.columnUpper[column] === 0;
  const closed = new Set<string>();
  const position = new Map(grouped.component.demands.map((demand, at) => [demand, at]));
  for (const ship of grouped.ship) {
    for (const demand of grouped.groups[ship.group]!.demands) {
      const dealt = grouped.deliver[position.get(demand)!]![ship.arrives] ?? -1;
      if (atZero(ship.column) || atZero(dealt)) closed.add(`${ship.supply}|${demand}|${ship.leaves}`);
    }
  }
  for (const ship of direct.ship) {
    const demand = direct.groups[ship.group]!.demands[0]!;
    if (closed.has(`${ship.supply}|${demand}|${ship.leaves}`)) direct.program.fix(ship.column, 0, 'O1');
  }
}

function copyBounds(direct: LinearProgram, grouped: LinearProgram, decided: LexicographicProgram): void {
  direct.columnNames.forEach((name, column) => {
    const twin = grouped.columnNamed(name);
    if (twin === undefined) return;
    direct.columnLower[column] = decided.columnLower[twin]!;
    direct.columnUpper[column] = decided.columnUpper[twin]!;
  });
  direct.rowNames.forEach((name, row) => {
    const twin = grouped.rowNamed(name);
    if (twin === undefined) return;
    direct.rowLower[row] = decided.rowLower[twin]!;
    direct.rowUpper[row] = decided.rowUpper[twin]!;
  });
}
