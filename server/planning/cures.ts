/**
 * What can be done about a shortage, each proved by planning again with it done: bring an input, bring the item itself, renew a licence,
 * open a road. Pure: the same from a folder and from a database.
 */
import { Decimal } from 'decimal.js';
import { addDays } from '#contracts/calendar.ts';
import type { PlanCure } from '#contracts/planning.ts';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import type { CityDataset } from '#server/registry/dataset/index.ts';
import {
  type Cause,
  type Plan,
  type PlanningOptions,
  planningProblem,
  solvePlan,
  type WarmStart,
} from './model/index.ts';
import { type Moves, settle } from './model/moves.ts';

/** Less than this share of the shortage is not worth a telephone call. */
const worthwhile = 0.01;
const secondsEach = 20;

interface Candidate {
  kind: PlanCure['kind'];
  /** the input, enterprise or county it is about */
  subject: string;
  data: CityDataset;
  options: PlanningOptions;
  act: (moves: Moves) => PlanCure['act'];
}

export interface CureInputs {
  data: CityDataset;
  options: PlanningOptions;
  plan: Plan;
  warmStart: WarmStart;
  signal?: AbortSignal | undefined;
}

/** The worthwhile cures of every short item, those that bring most first; the item itself from outside comes last, as it always works. */
export async function curesOf({ data, options, plan, warmStart, signal }: CureInputs): Promise<PlanCure[]> {
  const solver = new LinearSolver();
  const cures: PlanCure[] = [];
  try {
    for (const { item, first_short: firstShort } of plan.cover) {
      if (firstShort === null) continue;
      const before = unmetOfPlan(plan, item, firstShort);
      const proved: PlanCure[] = [];
      for (const candidate of candidatesFor(data, options, plan, item, firstShort)) {
        if (signal?.aborted) return cures;
        const problem = planningProblem(candidate.data, candidate.options);
        const solution = await solvePlan(problem, { solver, signal, warmStart, timeLimit: secondsEach });
        if (solution.status !== 'optimal') continue;
        const after = unmetByDay(problem, solution.moves, item);
        const gained = sum(before.values()) - sum(after.values());
        if (gained < worthwhile * sum(before.values())) continue;
        proved.push(cureOf(candidate, item, firstShort, before, after, solution.moves));
      }
      proved.sort((a, b) => Number(a.effect.unmetAfter) - Number(b.effect.unmetAfter));
      cures.push(...proved, bringItem(item, firstShort, plan, before));
    }
  } finally {
    await solver.stop();
  }
  return cures;
}

function candidatesFor(
  data: CityDataset,
  options: PlanningOptions,
  plan: Plan,
  item: string,
  firstShort: string,
): Candidate[] {
  const causes = plan.causes.filter((cause) => cause.item === item);
  const distinct = (kind: Cause['constraint'], read: (cause: Cause) => string | null): string[] => [
    ...new Set(causes.filter((cause) => cause.constraint === kind).flatMap((cause) => read(cause) ?? [])),
  ];
  return [
    ...distinct('input', (cause) => cause.input).map((input) => bringInput(data, options, input, item, firstShort)),
    ...distinct('licence', (cause) => cause.enterprise).map((enterprise) => renewLicence(data, options, enterprise)),
    ...(causes.some((cause) => cause.constraint === 'sealed_road') ? openRoads(data, options) : []),
  ];
}

/** Plans with as much of the input as could be used; what is used beyond what there is, is what must be brought. */
function bringInput(
  data: CityDataset,
  options: PlanningOptions,
  input: string,
  item: string,
  firstShort: string,
): Candidate {
  const users = new Set(data.lines.filter((line) => line.items.includes(item)).map((line) => line.enterprise));
  const plenty = data.inputStock.map((row) =>
    row.input === input && users.has(row.enterprise)
      ? { ...row, quantity: row.quantity.add(plentyOf(data, options, row.enterprise, input)) }
      : row,
  );
  return {
    kind: 'bring_input',
    subject: input,
    data: { ...data, inputStock: plenty },
    options,
    act: (moves) => missingInput(data, options, input, moves, firstShort),
  };
}

/** What the enterprise's lines could use of an input over the whole horizon at full capacity. */
function plentyOf(data: CityDataset, options: PlanningOptions, enterprise: string, input: string): Decimal {
  let most = new Decimal(0);
  for (const line of data.lines.filter((each) => each.enterprise === enterprise)) {
    for (const code of line.items) {
      const perUnit = data.bom.find((row) => row.item === code && row.input === input)?.perUnit;
      const item = data.items.find((each) => each.code === code);
      if (!perUnit || !item) continue;
      const size =
        line.unit === '吨' && item.unit !== '吨' && item.contentKg ? item.contentKg.div(1000) : new Decimal(1);
      most = Decimal.max(most, line.dailyCapacity.div(size).mul(perUnit).mul(options.days));
    }
  }
  return most;
}

function missingInput(
  data: CityDataset,
  options: PlanningOptions,
  input: string,
  moves: Moves,
  firstShort: string,
): PlanCure['act'] {
  const problem = planningProblem(data, options);
  const to: PlanCure['act']['to'] = [];
  let total = new Decimal(0);
  const firstMissing: string[] = [];
  for (const held of problem.inputs.filter((each) => each.code === input)) {
    const used = problem.days.map((_, day) => usedOn(problem, held, moves, day));
    let stock = held.opening;
    let missing = 0;
    used.forEach((quantity, day) => {
      stock += held.inboundPerDay + arrivedOn(problem, held, moves, day) - quantity;
      if (-stock <= missing + 1e-9) return;
      if (missing === 0) firstMissing.push(problem.days[day]!);
      missing = -stock;
    });
    if (missing <= 1e-9) continue;
    const quantity = new Decimal(missing).toDecimalPlaces(3, Decimal.ROUND_UP);
    total = total.add(quantity);
    to.push({ place: problem.producers[held.producer]!.id, quantity: quantity.toFixed() });
  }
  return { code: input, quantity: total.toFixed(), to, by: firstMissing.sort()[0] ?? firstShort, county: null };
}

type Problem = ReturnType<typeof planningProblem>;

function usedOn(problem: Problem, held: Problem['inputs'][number], moves: Moves, day: number): number {
  return moves.make
    .filter((make) => make.day === day && problem.lines[make.line]!.producer === held.producer)
    .reduce((used, make) => used + make.quantity * (held.uses.find((use) => use.item === make.item)?.perUnit ?? 0), 0);
}

function arrivedOn(problem: Problem, held: Problem['inputs'][number], moves: Moves, day: number): number {
  const index = problem.inputs.indexOf(held);
  return moves.transfer
    .filter((transfer) => transfer.input === index && transfer.arrives === day)
    .reduce((arrived, transfer) => arrived + transfer.quantity, 0);
}

function renewLicence(data: CityDataset, options: PlanningOptions, enterprise: string): Candidate {
  const last = addDays(options.from, options.days - 1);
  const held = data.enterprises.find((each) => each.id === enterprise)?.hygieneLicenceUntil ?? null;
  const by = held === null || held < options.from ? options.from : addDays(held, 1);
  return {
    kind: 'renew_licence',
    subject: enterprise,
    data: {
      ...data,
      enterprises: data.enterprises.map((each) =>
        each.id === enterprise ? { ...each, hygieneLicenceUntil: last } : each,
      ),
    },
    options,
    act: () => ({ code: null, quantity: null, to: [{ place: enterprise, quantity: null }], by, county: null }),
  };
}

function openRoads(data: CityDataset, options: PlanningOptions): Candidate[] {
  const sealed = options.scenario?.sealed ?? [];
  return [...new Set(sealed.map((each) => each.county))].map((county) => ({
    kind: 'open_road' as const,
    subject: county,
    data,
    options: {
      ...options,
      scenario: {
        ...options.scenario,
        sealed: sealed.map((each) => (each.county === county ? { ...each, greenChannel: 'all' as const } : each)),
      },
    },
    act: () => ({ code: null, quantity: null, to: [], by: options.from, county }),
  }));
}

function bringItem(item: string, firstShort: string, plan: Plan, before: Map<string, number>): PlanCure {
  const places = new Map<string, Decimal>();
  for (const row of shortOf(plan, item, firstShort))
    places.set(row.to, (places.get(row.to) ?? new Decimal(0)).add(row.quantity));
  const total = written(sum(before.values()));
  return {
    kind: 'bring_item',
    item,
    act: {
      code: item,
      quantity: total,
      to: [...places].map(([place, quantity]) => ({ place, quantity: quantity.toDecimalPlaces(6).toFixed() })),
      by: firstShort,
      county: null,
    },
    effect: { unmetBefore: total, unmetAfter: '0', firstShortBefore: firstShort, firstShortAfter: null },
  };
}

function cureOf(
  candidate: Candidate,
  item: string,
  firstShort: string,
  before: Map<string, number>,
  after: Map<string, number>,
  moves: Moves,
): PlanCure {
  return {
    kind: candidate.kind,
    item,
    act: candidate.act(moves),
    effect: {
      unmetBefore: written(sum(before.values())),
      unmetAfter: written(sum(after.values())),
      firstShortBefore: firstShort,
      firstShortAfter: [...after.keys()].sort()[0] ?? null,
    },
  };
}

/** From the first short day on: what is missing before it are parts of a pack that rounding leaves, which are no shortage. */
function shortOf(plan: Plan, item: string, firstShort: string): Plan['unmet'] {
  return plan.unmet.filter((row) => row.item === item && row.date >= firstShort);
}

function unmetOfPlan(plan: Plan, item: string, firstShort: string): Map<string, number> {
  const byDay = new Map<string, number>();
  for (const row of shortOf(plan, item, firstShort)) byDay.set(row.date, (byDay.get(row.date) ?? 0) + row.quantity);
  return byDay;
}

function unmetByDay(problem: Problem, moves: Moves, item: string): Map<string, number> {
  const { unmet } = settle(problem, moves);
  const byDay = new Map<string, number>();
  problem.demands.forEach((demand, index) => {
    if (problem.items[demand.item]!.code !== item) return;
    unmet[index]!.forEach((quantity, day) => {
      if (quantity <= 1e-6 * demand.need[day]!) return;
      byDay.set(problem.days[day]!, (byDay.get(problem.days[day]!) ?? 0) + quantity);
    });
  });
  return byDay;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function written(quantity: number): string {
  return new Decimal(quantity).toDecimalPlaces(3).toFixed();
}
