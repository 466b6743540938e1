/** Puts the constraints of the formulation together into one model. */
import type { Component } from './components.ts';
import { capacity } from './constraints/capacity.ts';
import { demand } from './constraints/demand.ts';
import { inputs } from './constraints/inputs.ts';
import { licence } from './constraints/licence.ts';
import { closedRoads } from './constraints/roads.ts';
import { expiry, stock } from './constraints/stock.ts';
import { emptyModel, type ModelForm, type PlanModel } from './model.ts';
import { addObjectiveColumns } from './objectives.ts';
import type { PlanningProblem } from './problem.ts';

/** Every constraint of the linear model, by its tag in the formulation. (C8) is kept afterwards, by rounding. */
export const CONSTRAINTS: ReadonlyArray<readonly [tag: string, add: (model: PlanModel) => void]> = [
  ['C1', capacity],
  ['C2', licence],
  ['C3', stock],
  ['C4', expiry],
  ['C5', demand],
  ['C6', inputs],
  ['C7', closedRoads],
];

export function buildModel(problem: PlanningProblem, component: Component, form: ModelForm): PlanModel {
  const model = emptyModel(problem, component, form);
  for (const [, add] of CONSTRAINTS) add(model);
  addObjectiveColumns(model);
  return model;
}
