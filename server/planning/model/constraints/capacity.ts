import type { MakeColumn, PlanModel } from '../model.ts';

/**
 * (C1) capacity: Σ over the items of a line of capacity used ≤ the line's capacity that day, factors of the scenario included.
 * Rows are shares of the day's capacity.
 */
export function capacity(model: PlanModel): void {
  const { problem, program } = model;
  const byLineDay = new Map<string, MakeColumn[]>();
  for (const make of model.make) {
    const key = `${problem.lines[make.line]!.id}|${make.day}`;
    const sharing = byLineDay.get(key);
    if (sharing === undefined) byLineDay.set(key, [make]);
    else sharing.push(make);
  }
  for (const [key, sharing] of byLineDay) {
    const available = problem.lines[sharing[0]!.line]!.capacity[sharing[0]!.day]!;
    if (available <= 0) {
      for (const make of sharing) program.fix(make.column, 0, 'C1');
      continue;
    }
    const row = program.row(`capacity|${key}`, 'C1', Number.NEGATIVE_INFINITY, 1);
    for (const make of sharing) {
      program.entry(row, make.column, (make.capacityUse * problem.items[make.item]!.scale) / available);
    }
  }
}
