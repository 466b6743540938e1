import { demandName, type PlanModel } from '../model.ts';

/**
 * (C5) demand: arrivals from admissible grades + unmet = need, on each day. General stock has no column to a demand that asks
 * medical grade. Where the scenario lets a point keep days of cover, what it keeps overnight counts with the arrivals.
 */
export function demand(model: PlanModel): void {
  const { problem, program } = model;
  const rows = model.component.demands.map((demandIndex, position) => {
    const { need, item } = problem.demands[demandIndex]!;
    const scale = problem.items[item]!.scale;
    return need.map((quantity, day) => {
      if (model.unmet[position]![day]! < 0 && problem.coverDays === 0) return -1;
      const row = program.row(
        `demand|${demandName(model, demandIndex)}|${day}`,
        'C5',
        quantity / scale,
        quantity / scale,
      );
      const unmet = model.unmet[position]![day]!;
      if (unmet >= 0) program.entry(row, unmet, 1);
      return row;
    });
  });
  storeAtPoints(model, rows);
  dealOut(model, rows);
}

/** What a point keeps overnight: nothing, or at most the scenario's days of cover of that day's need. */
function storeAtPoints(model: PlanModel, rows: number[][]): void {
  const { problem, program } = model;
  model.pointHold.forEach((holds, position) => {
    const { need, item } = problem.demands[model.component.demands[position]!]!;
    holds.forEach((column, day) => {
      program.columnUpper[column] = (problem.coverDays * need[day]!) / problem.items[item]!.scale;
      program.entry(rows[position]![day]!, column, -1);
      const next = rows[position]![day + 1];
      if (next !== undefined) program.entry(next, column, 1);
    });
  });
}

/** Shipments arrive at the point, or in the pool of its group, out of which each point is dealt its part the same day. */
function dealOut(model: PlanModel, rows: number[][]): void {
  const { program, component } = model;
  const position = new Map(component.demands.map((demandIndex, at) => [demandIndex, at]));
  for (const [index, group] of model.groups.entries()) {
    if (group.demands.length === 1) continue;
    group.pool = model.problem.days.map((_, day) => program.row(`pool|${index}|${day}`, 'C5', 0, 0));
    for (const demandIndex of group.demands) {
      const at = position.get(demandIndex)!;
      model.deliver[at]!.forEach((column, day) => {
        if (column < 0) return;
        program.entry(group.pool[day]!, column, -1);
        program.entry(rows[at]![day]!, column, 1);
      });
    }
  }
  for (const ship of model.ship) {
    const group = model.groups[ship.group]!;
    const row = group.pool[ship.arrives] ?? rows[position.get(group.demands[0]!)!]![ship.arrives]!;
    program.entry(row, ship.column, 1);
  }
}
