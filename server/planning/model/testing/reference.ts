/**
 * A second, plain formulation for tests, written from docs/planning-formulation.md alone: every lot its own stock, every
 * shipment its own column, no grouping, no components, each objective held by a row. Slow
 * and simple on purpose; the planner's objectives are compared with its.
 */
import loadHighs from 'highs';
import { addDays } from '#contracts/calendar.ts';
import type { CityDataset } from '#server/registry/dataset/types.ts';
import type { PlanningOptions } from '../scenario.ts';

const loaded = loadHighs();

/**
 * How far an earlier objective may yield. Finer than the formulation's 1e-6, because in a tiny city a later objective may gain
 * hundreds of times what an earlier one yields; coarser where the solver finds no way through.
 */
const YIELDS = [1e-9, 1e-8, 1e-7, 1e-6];

type Terms = Map<string, number>;

class Program {
  readonly columns = new Map<string, number>();
  readonly rows: Array<{ terms: Terms; lower: number; upper: number }> = [];

  column(name: string): string {
    if (!this.columns.has(name)) this.columns.set(name, this.columns.size);
    return name;
  }

  row(terms: Terms, lower: number, upper: number): void {
    for (const name of terms.keys()) this.column(name);
    this.rows.push({ terms, lower, upper });
  }
}

function terms(...pairs: Array<readonly [string, number]>): Terms {
  const sum: Terms = new Map();
  for (const [name, value] of pairs) sum.set(name, (sum.get(name) ?? 0) + value);
  return sum;
}

function km(data: CityDataset, from: string, to: string): number {
  const find = (id: string) => [...data.enterprises, ...data.demandPoints].find((place) => place.id === id)!;
  const [a, b] = [find(from), find(to)];
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(h)) * 1.3;
}

const lead = (distance: number): number => (distance <= 150 ? 0 : Math.ceil((distance - 150) / 500));

export interface ReferenceObjective {
  name: string;
  value: number;
}

/** Optimal values in the order of the formulation: floor and total of each tier, O2, O3, O4. Scenarios: sealed counties only by whole horizon. */
export async function referenceObjectives(data: CityDataset, options: PlanningOptions): Promise<ReferenceObjective[]> {
  const highs = await loaded;
  const { program, objectives } = formulate(data, options);
  // A city in which nobody needs anything and nothing can be made has nothing to decide.
  if (program.columns.size === 0) return objectives.map(({ name }) => ({ name, value: 0 }));
  inDaysOfNeed(data, program, objectives);
  for (const yields of YIELDS) {
    const results = inOrder(highs, program, objectives, yields);
    if (results !== null) return results;
  }
  throw new Error('the plain formulation could not be solved');
}

/** Null when the solver ends one of the objectives without an optimum. */
function inOrder(
  highs: Awaited<typeof loaded>,
  program: Program,
  objectives: Objective[],
  yields: number,
): ReferenceObjective[] | null {
  const names = [...program.columns.keys()];
  const results: ReferenceObjective[] = [];
  const held: Program['rows'] = [];
  for (const { name, costs } of objectives) {
    const rows = [...program.rows, ...held];
    const value = highs.withModel(
      {
        numCols: names.length,
        numRows: rows.length,
        colCost: names.map((column) => costs.get(column) ?? 0),
        colLower: names.map(() => 0),
        colUpper: names.map(() => highs.infinity),
        rowLower: rows.map((row) => row.lower),
        rowUpper: rows.map((row) => row.upper),
        matrix: matrixOf(program, rows),
      },
      (model) => {
        model.options.set({
          output_flag: false,
          primal_feasibility_tolerance: 1e-9,
          dual_feasibility_tolerance: 1e-9,
        });
        model.run();
        return model.getModelStatus() === highs.constants.modelStatus.optimal ? model.getObjectiveValue() : null;
      },
    );
    if (value === null) return null;
    held.push({
      terms: costs,
      lower: Number.NEGATIVE_INFINITY,
      upper: value + yields * Math.max(1, Math.abs(value)),
    });
    results.push({ name, value: name.endsWith('floor') ? -value : value });
  }
  return results;
}

function matrixOf(program: Program, rows: Program['rows']) {
  const byColumn: Array<Array<[number, number]>> = Array.from(program.columns, () => []);
  rows.forEach((row, index) => {
    for (const [name, value] of row.terms) byColumn[program.columns.get(name)!]!.push([index, value]);
  });
  const starts = [0];
  for (const column of byColumn) starts.push(starts.at(-1)! + column.length);
  return {
    format: 'csc' as const,
    numRows: rows.length,
    numCols: byColumn.length,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(byColumn.flat(), ([row]) => row),
    values: Float64Array.from(byColumn.flat(), ([, value]) => value),
  };
}

/**
 * A solver's tolerances are absolute: masks by the million would hide in them. So columns count in days of need of their
 * item (each name has the item's code in it), and each row's largest coefficient is one.
 */
function inDaysOfNeed(data: CityDataset, program: Program, objectives: Objective[]): void {
  const daily = new Map<string, number>();
  for (const point of data.demandPoints) {
    for (const rate of data.demandRates.filter(({ kind }) => kind === point.kind)) {
      daily.set(rate.item, (daily.get(rate.item) ?? 0) + rate.perServedPerDay.mul(point.served).toNumber());
    }
  }
  const scaleOf = (name: string): number =>
    name.startsWith('floor')
      ? 1
      : (name
          .split(' ')
          .map((word) => daily.get(word))
          .find((scale) => (scale ?? 0) > 0) ?? 1);
  const scaled = (before: Terms): Terms => new Map([...before].map(([name, value]) => [name, value * scaleOf(name)]));
  program.rows.forEach((row, index) => {
    const values = scaled(row.terms);
    const largest = Math.max(1e-300, ...[...values.values()].map(Math.abs));
    const divided = new Map([...values].map(([name, value]) => [name, value / largest]));
    program.rows[index] = { terms: divided, lower: row.lower / largest, upper: row.upper / largest };
  });
  for (const objective of objectives) objective.costs = scaled(objective.costs);
}

interface Objective {
  name: string;
  costs: Terms;
}

function formulate(data: CityDataset, options: PlanningOptions): { program: Program; objectives: Objective[] } {
  const program = new Program();
  const T = options.days;
  const days = Array.from({ length: T }, (_, t) => addDays(options.from, t));
  const counted = addDays(options.from, -1);
  const licensed = (e: string, day: string): boolean =>
    (data.enterprises.find(({ id }) => id === e)!.hygieneLicenceUntil ?? '') >= day;
  const itemOf = new Map(data.items.map((item) => [item.code, item]));
  const gradeOn = (e: string, i: string, day: string): string =>
    itemOf.get(i)!.licenceRule === 'grade' ? (licensed(e, day) ? 'medical' : 'general') : 'one';
  const sealed = (a: string, b: string): boolean =>
    a !== b && (options.scenario?.sealed ?? []).some(({ county }) => county === a || county === b);
  const needs = data.demandPoints.flatMap((point) =>
    data.demandRates
      .filter((rate) => rate.kind === point.kind)
      .map((rate) => ({ point, rate, daily: rate.perServedPerDay.mul(point.served).toNumber() }))
      .filter(({ daily }) => daily > 0),
  );
  const D = (item: string, tier?: number): number =>
    needs
      .filter(({ rate }) => rate.item === item && (tier ?? rate.tier) === rate.tier)
      .reduce((sum, { daily }) => sum + daily, 0);

  // flows into and out of [enterprise, item, grade], by day
  const out = new Map<string, Terms[]>();
  const made = new Map<string, Terms[]>();
  const flow = (map: Map<string, Terms[]>, key: string, t: number): Terms => {
    if (!map.has(key))
      map.set(
        key,
        days.map(() => new Map()),
      );
    return map.get(key)![t]!;
  };
  const transport: Terms = new Map();
  const inputUse = new Map<string, Terms[]>();

  // (C1), (C2)
  for (const line of data.lines) {
    for (let t = 0; t < T; t++) {
      const used: Terms = new Map();
      for (const i of line.items) {
        const item = itemOf.get(i)!;
        const name = program.column(`make ${line.id} ${i} ${t}`);
        used.set(name, line.unit === '吨' && item.unit !== '吨' ? item.contentKg!.toNumber() / 1000 : 1);
        if (item.licenceRule === 'production' && !licensed(line.enterprise, days[t]!))
          program.row(terms([name, 1]), 0, 0);
        flow(made, `${line.enterprise} ${i} ${gradeOn(line.enterprise, i, days[t]!)}`, t).set(name, 1);
        for (const row of data.bom.filter((each) => each.item === i)) {
          flow(inputUse, `${line.enterprise} ${row.input}`, t).set(name, row.perUnit.toNumber());
        }
      }
      program.row(used, Number.NEGATIVE_INFINITY, line.dailyCapacity.toNumber());
    }
  }

  // shipments and (C5), (C7)
  const grades = (i: string): string[] => (itemOf.get(i)!.licenceRule === 'grade' ? ['medical', 'general'] : ['one']);
  for (const { point, rate, daily } of needs) {
    const arriving = days.map((_, t) => terms([`unmet ${point.id} ${rate.item} ${t}`, 1]));
    for (const e of data.enterprises) {
      if (sealed(e.county, point.county)) continue;
      const distance = km(data, e.id, point.id);
      for (const g of grades(rate.item)) {
        if (g === 'general' && rate.grade === 'medical') continue;
        for (let t = 0; t + lead(distance) < T; t++) {
          const name = `ship ${e.id} ${point.id} ${rate.item} ${g} ${t}`;
          flow(out, `${e.id} ${rate.item} ${g}`, t).set(name, 1);
          arriving[t + lead(distance)]!.set(name, 1);
          transport.set(name, (distance * itemOf.get(rate.item)!.unitWeightKg.toNumber()) / 1000);
        }
      }
    }
    for (const row of arriving) program.row(row, daily, daily);
  }

  // (C6)
  for (const row of data.inputStock) {
    const users = inputUse.get(`${row.enterprise} ${row.input}`);
    if (users === undefined) continue;
    const arriving: Terms[] = days.map(() => new Map());
    if (itemOf.has(row.input)) {
      const f = data.enterprises.find(({ id }) => id === row.enterprise)!;
      for (const e of data.enterprises) {
        if (sealed(e.county, f.county)) continue;
        const distance = km(data, e.id, f.id);
        for (const g of grades(row.input)) {
          for (let t = 0; t + lead(distance) < T; t++) {
            const name = `transfer ${e.id} ${f.id} ${row.input} ${g} ${t}`;
            flow(out, `${e.id} ${row.input} ${g}`, t).set(name, 1);
            arriving[t + lead(distance)]!.set(name, 1);
            transport.set(name, (distance * itemOf.get(row.input)!.unitWeightKg.toNumber()) / 1000);
          }
        }
      }
    }
    const cumulative: Terms = new Map();
    for (let t = 0; t < T; t++) {
      for (const [name, value] of arriving[t]!) cumulative.set(name, value);
      for (const [name, value] of users[t]!) cumulative.set(name, (cumulative.get(name) ?? 0) - value);
      program.row(
        new Map(cumulative),
        -(row.quantity.toNumber() + (t + 1) * row.inboundPerDay.toNumber()),
        Number.POSITIVE_INFINITY,
      );
    }
  }

  // (C3), (C4): every lot on its own, production a lot that lasts
  const closing = new Map<string, Terms>();
  const writtenOff: Terms = new Map();
  const places = new Set([...out.keys(), ...made.keys()]);
  for (const row of data.stock) {
    const g =
      itemOf.get(row.item)!.licenceRule === 'grade' ? (row.grade ?? gradeOn(row.enterprise, row.item, counted)) : 'one';
    places.add(`${row.enterprise} ${row.item} ${g}`);
  }
  for (const place of places) {
    const [e, i, g] = place.split(' ') as [string, string, string];
    const end = closing.get(i) ?? new Map<string, number>();
    closing.set(i, end);
    const lots = data.stock.filter((row) => {
      const grade =
        itemOf.get(row.item)!.licenceRule === 'grade'
          ? (row.grade ?? gradeOn(row.enterprise, row.item, counted))
          : 'one';
      return row.enterprise === e && row.item === i && grade === g;
    });
    const taken: Terms[] = days.map(() => new Map());
    lots.forEach((lot, index) => {
      const name = (t: number): string => `take ${place} ${index} ${t}`;
      const last = lot.expires === null ? T : days.filter((day) => day <= lot.expires!).length;
      const rest = `left ${place} ${index}`;
      const uses = terms([rest, 1]);
      for (let t = 0; t < last; t++) {
        uses.set(name(t), 1);
        taken[t]!.set(name(t), 1);
      }
      program.row(uses, lot.quantity.toNumber(), lot.quantity.toNumber());
      const expires = lot.expires !== null && lot.expires <= days[T - 1]!;
      if (!expires) end.set(rest, 1);
      else if (D(i) > 0) writtenOff.set(rest, 1 / D(i));
    });
    const lasting: Terms = new Map();
    for (let t = 0; t < T; t++) {
      for (const [name, value] of made.get(place)?.[t] ?? []) lasting.set(name, value);
      const name = program.column(`new ${place} ${t}`);
      lasting.set(name, -1);
      program.row(new Map(lasting), 0, Number.POSITIVE_INFINITY);
      const balance = new Map(taken[t]);
      balance.set(name, 1);
      for (const [move] of out.get(place)?.[t] ?? []) balance.set(move, -1);
      program.row(balance, 0, 0);
    }
    for (const [name, value] of lasting) end.set(name, (end.get(name) ?? 0) + value);
  }

  const objectives: Objective[] = [];
  const tiers = [...new Set(needs.map(({ rate }) => rate.tier))].sort((a, b) => a - b);
  for (const tier of tiers) {
    const floors: Terms = new Map();
    const total: Terms = new Map();
    for (const { point, rate, daily } of needs.filter((need) => need.rate.tier === tier)) {
      const floor = `floor ${tier} ${rate.item}`;
      floors.set(floor, -1);
      const row = terms([floor, daily * T]);
      for (let t = 0; t < T; t++) {
        row.set(`unmet ${point.id} ${rate.item} ${t}`, 1);
        total.set(`unmet ${point.id} ${rate.item} ${t}`, (1 + (T - (t + 1)) / (1000 * T)) / D(rate.item, tier));
      }
      program.row(row, Number.NEGATIVE_INFINITY, daily * T);
    }
    objectives.push({ name: `O1 ${tier} floor`, costs: floors }, { name: `O1 ${tier} total`, costs: total });
  }
  const reserve: Terms = new Map();
  for (const item of data.items) {
    if (D(item.code) === 0) continue;
    const short = program.column(`short ${item.code}`);
    reserve.set(short, 1 / D(item.code));
    const row = new Map(closing.get(item.code) ?? []);
    row.set(short, 1);
    program.row(row, (options.reserveDays ?? 7) * D(item.code), Number.POSITIVE_INFINITY);
  }
  objectives.push({ name: 'O2', costs: reserve });
  objectives.push({ name: 'O3', costs: writtenOff });
  objectives.push({ name: 'O4', costs: transport });
  return { program, objectives };
}
