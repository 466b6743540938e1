/**
 * The problem falls apart into components that share nothing: items are tied by a line that makes either, by one being the
 * other's input, or by a producer's input that both use. Every objective is a sum over items, so the best plan of the whole
 * is the best plans of its components side by side, in the same order of objectives; and a change in one leaves the rest as it was.
 */
import type { PlanningProblem } from './problem.ts';

export interface Component {
  items: Set<number>;
  /** indices into problem.demands, where anything is needed */
  demands: number[];
  /** indices into problem.inputs */
  inputs: number[];
}

/** The same from plan to plan as long as the same items hang together. */
export function componentName(problem: PlanningProblem, component: Component): string {
  return [...component.items].map((item) => problem.items[item]!.code).join('|');
}

export function componentsOf(problem: PlanningProblem): Component[] {
  const parent = problem.items.map((_, index) => index);
  const root = (item: number): number => {
    let at = item;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  const tie = (items: number[]): void => {
    for (const item of items.slice(1)) parent[root(item)] = root(items[0]!);
  };
  for (const line of problem.lines) tie(line.makes.map((make) => make.item));
  for (const input of problem.inputs)
    tie([...input.uses.map((use) => use.item), ...(input.item === null ? [] : [input.item])]);
  const components = new Map<number, Component>();
  problem.items.forEach((_, item) => {
    const component = components.get(root(item)) ?? { items: new Set(), demands: [], inputs: [] };
    components.set(root(item), component);
    component.items.add(item);
  });
  problem.demands.forEach((demand, index) => {
    if (demand.need.some((need) => need > 0)) components.get(root(demand.item))?.demands.push(index);
  });
  problem.inputs.forEach((input, index) => {
    components.get(root(input.uses[0]!.item))?.inputs.push(index);
  });
  return [...components.values()].filter((component) => component.demands.length > 0);
}
