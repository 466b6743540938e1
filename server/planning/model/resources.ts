/** What one could have more of: capacity of a line, an input, a licensed day, a way through a sealed road. */
import type { Probe } from '#server/platform/optimisation/index.ts';
import type { CauseConstraint } from './causes.ts';
import { itemOf, type PlanModel } from './model.ts';

export interface Resource {
  /** the same thing on different days has one key */
  key: string;
  day: number;
  names: {
    constraint: CauseConstraint;
    tag: string;
    enterprise: string | null;
    line: string | null;
    input: string | null;
  };
  /** where the solver shows its price */
  priced: { row: number } | { column: number };
  more: Probe;
  /** the same amount less; null where there is none to take */
  less: Probe | null;
  /** how many units of it the probes add or take */
  unitsProbed: number;
}

/** A probe adds this share of a row's unit: enough to be seen, too little to reach another constraint. */
const LITTLE = 2 ** -14;

export function resourcesOf(model: PlanModel): Resource[] {
  return [...capacities(model), ...inputs(model), ...licences(model), ...sealedRoads(model)];
}

/** One more unit of a line's capacity on a day; its row counts in shares of the day's capacity. */
function capacities(model: PlanModel): Resource[] {
  const { problem, program } = model;
  const lines = new Set(model.make.map((make) => make.line));
  return [...lines].flatMap((line) => {
    const { id, producer, capacity } = problem.lines[line]!;
    return problem.days.flatMap((_, day): Resource[] => {
      const row = program.rowNamed(`capacity|${id}|${day}`);
      if (row === undefined) return [];
      return [
        {
          key: `capacity|${id}`,
          day,
          names: {
            constraint: 'capacity',
            tag: 'C1',
            enterprise: problem.producers[producer]!.id,
            line: id,
            input: null,
          },
          priced: { row },
          more: { rows: [{ row, lower: Number.NEGATIVE_INFINITY, upper: 1 + LITTLE }], columns: [] },
          less: { rows: [{ row, lower: Number.NEGATIVE_INFINITY, upper: 1 - LITTLE }], columns: [] },
          unitsProbed: LITTLE * capacity[day]!,
        },
      ];
    });
  });
}

/** One more unit of an input at a producer, there in the morning of a day. */
function inputs(model: PlanModel): Resource[] {
  const { problem, program } = model;
  return model.component.inputs.flatMap((index, position) => {
    const { producer, code } = problem.inputs[index]!;
    const enterprise = problem.producers[producer]!.id;
    return problem.days.flatMap((_, day): Resource[] => {
      const row = program.rowNamed(`input|${enterprise}|${code}|${day}`)!;
      const arriving = program.rowLower[row]!;
      const at = (value: number): Probe => ({ rows: [{ row, lower: value, upper: value }], columns: [] });
      return [
        {
          key: `input|${enterprise}|${code}`,
          day,
          names: { constraint: 'input', tag: 'C6', enterprise, line: null, input: code },
          priced: { row },
          more: at(arriving + LITTLE),
          less: at(arriving - LITTLE),
          unitsProbed: LITTLE * model.inputScale[position]!,
        },
      ];
    });
  });
}

/** One more licensed day at a producer: what was barred or made as general grade that day may be made, or counts as medical. */
function licences(model: PlanModel): Resource[] {
  const { problem, program } = model;
  return model.make
    .filter((make) => program.columnTags[make.column] === 'C2')
    .map((make): Resource => {
      const { id, producer } = problem.lines[make.line]!;
      const enterprise = problem.producers[producer]!.id;
      return {
        key: `licence|${id}|${make.item}`,
        day: make.day,
        names: { constraint: 'licence', tag: 'C2', enterprise, line: id, input: null },
        priced: { column: make.column },
        more: { rows: [], columns: [{ column: make.column, lower: 0, upper: Number.POSITIVE_INFINITY }] },
        less: null,
        unitsProbed: 1,
      };
    });
}

/** One more unit through a sealed road. */
function sealedRoads(model: PlanModel): Resource[] {
  const { program } = model;
  return [...model.ship, ...model.transfer]
    .filter((move) => program.columnTags[move.column] === 'C7')
    .map((move): Resource => {
      const supply = model.supplies[move.supply]!;
      const enterprise = model.problem.producers[supply.producer]!.id;
      const to = 'group' in move ? `group ${move.group}` : `input ${move.input}`;
      return {
        key: `road|${enterprise}|${supply.grade}|${to}`,
        day: move.leaves,
        names: { constraint: 'sealed_road', tag: 'C7', enterprise, line: null, input: null },
        priced: { column: move.column },
        more: { rows: [], columns: [{ column: move.column, lower: 0, upper: LITTLE }] },
        less: null,
        unitsProbed: LITTLE * itemOf(model, supply).scale,
      };
    });
}
