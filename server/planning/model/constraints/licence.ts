import type { PlanModel } from '../model.ts';

/**
 * (C2) licence: an item with licence rule `production` is not made on a day without a valid licence; one with rule `grade`
 * is not made as medical on such a day (it has a column of general grade then).
 */
export function licence(model: PlanModel): void {
  const { problem, program } = model;
  for (const make of model.make) {
    const licensed = problem.producers[problem.lines[make.line]!.producer]!.licensed[make.day]!;
    if (licensed) continue;
    const barred = problem.items[make.item]!.licenceRule === 'production' || make.grade === 'medical';
    if (barred) program.fix(make.column, 0, 'C2');
  }
}
