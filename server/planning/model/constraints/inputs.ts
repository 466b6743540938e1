import type { PlanModel } from '../model.ts';

/**
 * (C6) inputs: inputHold[t] = inputHold[t−1] + inbound + transfers arriving − Σ per unit · made ≥ 0. Producers without a row
 * for an input have no such constraint: the problem lists them as assumptions.
 */
export function inputs(model: PlanModel): void {
  const { problem, program } = model;
  model.component.inputs.forEach((inputIndex, position) => {
    const input = problem.inputs[inputIndex]!;
    const scale = model.inputScale[position]!;
    const name = `${problem.producers[input.producer]!.id}|${input.code}`;
    const rows = problem.days.map((_, day) => {
      const arriving = (input.inboundPerDay + (day === 0 ? input.opening : 0)) / scale;
      const row = program.row(`input|${name}|${day}`, 'C6', arriving, arriving);
      program.entry(row, model.inputHold[position]![day]!, 1);
      if (day > 0) program.entry(row, model.inputHold[position]![day - 1]!, -1);
      return row;
    });
    const perUnit = new Map(input.uses.map((use) => [use.item, use.perUnit]));
    for (const make of model.make) {
      const used = perUnit.get(make.item);
      if (used === undefined || problem.lines[make.line]!.producer !== input.producer) continue;
      program.entry(rows[make.day]!, make.column, (used * problem.items[make.item]!.scale) / scale);
    }
    for (const move of model.transfer) {
      if (move.input !== position) continue;
      program.entry(rows[move.arrives]!, move.column, -problem.items[model.supplies[move.supply]!.item]!.scale / scale);
    }
  });
}
