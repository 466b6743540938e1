/**
 * A planning problem in plain numbers: the city's data and the scenario, resolved by day. Day indices run from 0 (the day
 * after the stock count) to days − 1; quantities are in the item's or input's base unit.
 */
import { addDays, type BusinessDay, daysBetween, daysFrom, isBusinessDay } from '#contracts/calendar.ts';
import type { CityDataset, DemandPoint, Enterprise, Grade, Item, LicenceRule } from '#server/registry/dataset/types.ts';
import { leadDays, type Place, roadKm } from './distance.ts';
import { PlanningInputError } from './errors.ts';
import {
  type CapacityFactor,
  checkScenario,
  type DemandFactor,
  during,
  type PlanningOptions,
  type SealedCounty,
} from './scenario.ts';

/** Grade of items that have none: they serve any demand that asks no grade, and demand that asks one alike. */
export type StockGrade = Grade | 'none';

export interface PlanItem {
  code: string;
  unit: string;
  /** gross tonnes of one unit */
  tonnes: number;
  licenceRule: LicenceRule;
  graded: boolean;
  /** smallest quantity that is moved or made: 1, or 0.001 of a tonne */
  pack: number;
  /** D(i): need of one day over all tiers, mean over the horizon; 0 = no demand */
  dailyNeed: number;
  /** D(k,i) by tier */
  tierNeed: Map<number, number>;
  /** units of this item in one of the solver's; a power of two near one day's need, so that scaling loses nothing */
  scale: number;
}

export interface PlanProducer extends Place {
  county: string;
  /** by day */
  licensed: boolean[];
}

export interface PlanLine {
  id: string;
  producer: number;
  /** capacity in the line's unit by day */
  capacity: number[];
  makes: Array<{ item: number; capacityUse: number }>;
}

export interface Lot {
  /** last day index on which it may leave; Infinity = later than the horizon, or never; −1 = before it began */
  lastDay: number;
  quantity: number;
}

export interface OpeningStock {
  producer: number;
  item: number;
  grade: StockGrade;
  lots: Lot[];
}

/** An input that a producer holds and that limits what it makes. */
export interface PlanInput {
  producer: number;
  code: string;
  /** the item it is, when it is one: then other producers can send it */
  item: number | null;
  opening: number;
  inboundPerDay: number;
  uses: Array<{ item: number; perUnit: number }>;
}

export interface PlanDemand {
  point: number;
  item: number;
  tier: number;
  medicalOnly: boolean;
  /** by day */
  need: number[];
}

export interface PlanPoint extends Place {
  county: string;
  kind: string;
}

export type Assumption =
  | { code: 'input_taken_as_enough'; enterprise: string; item: string; input: string }
  | { code: 'count_taken_as_of'; counted: BusinessDay; taken: BusinessDay };

export interface PlanningProblem {
  days: BusinessDay[];
  reserveDays: number;
  coverDays: number;
  items: PlanItem[];
  producers: PlanProducer[];
  lines: PlanLine[];
  stock: OpeningStock[];
  inputs: PlanInput[];
  points: PlanPoint[];
  demands: PlanDemand[];
  /** kilometres and days on the way, [producer][point] and [producer][producer] */
  toPoint: Route[][];
  toProducer: Route[][];
  sealed: SealedCounty[];
  assumptions: Assumption[];
}

export interface Route {
  km: number;
  lead: number;
}

/** @throws PlanningInputError when the options or the data cannot be planned with; its message says where and what to do */
export function planningProblem(data: CityDataset, options: PlanningOptions): PlanningProblem {
  checkOptions(options);
  const days = daysFrom(options.from, options.days);
  const scenario = options.scenario ?? {};
  checkScenario(scenario, data);
  const points = data.demandPoints.map(pointOf);
  const itemIndex = new Map(data.items.map((item, index) => [item.code, index]));
  const demands = demandsOf(data, itemIndex, days, scenario.demand ?? []);
  const items = data.items.map((item, index) =>
    itemOf(
      item,
      demands.filter((demand) => demand.item === index),
    ),
  );
  const producers = data.enterprises.map((enterprise) => producerOf(enterprise, days));
  const producerIndex = new Map(producers.map((producer, index) => [producer.id, index]));
  const lines = linesOf(data, producers, producerIndex, itemIndex, days, scenario.capacity ?? []);
  const { inputs, assumptions } = inputsOf(data, lines, producerIndex, itemIndex);
  const route = (from: Place, to: Place): Route => {
    const km = roadKm(from, to, options.roadMatrix);
    return { km, lead: leadDays(km) };
  };
  const counted = addDays(options.from, -1);
  const problem: PlanningProblem = {
    days,
    reserveDays: options.reserveDays ?? 7,
    coverDays: scenario.coverDays ?? 0,
    items,
    producers,
    lines,
    stock: stockOf(data, items, producerIndex, itemIndex, days),
    inputs,
    points,
    demands,
    toPoint: producers.map((producer) => points.map((point) => route(producer, point))),
    toProducer: producers.map((from) => producers.map((to) => route(from, to))),
    sealed: scenario.sealed ?? [],
    assumptions:
      counted === data.date
        ? assumptions
        : [{ code: 'count_taken_as_of', counted: data.date, taken: counted }, ...assumptions],
  };
  scaleItems(problem);
  return problem;
}

function checkOptions(options: PlanningOptions): void {
  if (!isBusinessDay(options.from)) throw new PlanningInputError('bad_day', { value: options.from });
  if (!Number.isInteger(options.days) || options.days < 1 || options.days > 366) {
    throw new PlanningInputError('bad_days', { value: String(options.days) });
  }
  const reserve = options.reserveDays ?? 7;
  if (!Number.isFinite(reserve) || reserve < 0) throw new PlanningInputError('bad_reserve', { value: String(reserve) });
  const cover = options.scenario?.coverDays ?? 0;
  if (!Number.isFinite(cover) || cover < 0) throw new PlanningInputError('bad_cover', { value: String(cover) });
  for (const { factor } of [...(options.scenario?.demand ?? []), ...(options.scenario?.capacity ?? [])]) {
    if (!Number.isFinite(factor) || factor < 0) throw new PlanningInputError('bad_factor', { value: String(factor) });
  }
}

function pointOf(point: DemandPoint): PlanPoint {
  return { id: point.id, lat: point.lat, lon: point.lon, county: point.county, kind: point.kind };
}

function producerOf(enterprise: Enterprise, days: BusinessDay[]): PlanProducer {
  return {
    id: enterprise.id,
    lat: enterprise.lat,
    lon: enterprise.lon,
    county: enterprise.county,
    licensed: days.map((day) => licensedOn(enterprise, day)),
  };
}

function licensedOn(enterprise: Enterprise, day: BusinessDay): boolean {
  return enterprise.hygieneLicenceUntil !== null && day <= enterprise.hygieneLicenceUntil;
}

/** need(d,i,t) = served × per_served_per_day × the scenario's multiplier. */
function demandsOf(
  data: CityDataset,
  itemIndex: Map<string, number>,
  days: BusinessDay[],
  factors: DemandFactor[],
): PlanDemand[] {
  return data.demandPoints.flatMap((point, pointIndex) =>
    data.demandRates
      .filter((rate) => rate.kind === point.kind)
      .map((rate) => {
        const item = itemIndex.get(rate.item);
        if (item === undefined) throw new PlanningInputError('unknown_item', { value: rate.item });
        const base = rate.perServedPerDay.mul(point.served).toNumber();
        return {
          point: pointIndex,
          item,
          tier: rate.tier,
          medicalOnly: rate.grade === 'medical' && data.items[item]!.licenceRule === 'grade',
          need: days.map((day) => base * demandFactor(factors, point, rate.item, day)),
        };
      }),
  );
}

function demandFactor(factors: DemandFactor[], point: DemandPoint, item: string, day: BusinessDay): number {
  let product = 1;
  for (const factor of factors) {
    const applies =
      during(factor, day) &&
      (factor.item ?? item) === item &&
      (factor.kind ?? point.kind) === point.kind &&
      (factor.county ?? point.county) === point.county &&
      (factor.point ?? point.id) === point.id;
    if (applies) product *= factor.factor;
  }
  return product;
}

function itemOf(item: Item, demands: PlanDemand[]): PlanItem {
  const tierNeed = new Map<number, number>();
  for (const demand of demands) {
    const mean = demand.need.reduce((sum, need) => sum + need, 0) / demand.need.length;
    if (mean > 0) tierNeed.set(demand.tier, (tierNeed.get(demand.tier) ?? 0) + mean);
  }
  return {
    code: item.code,
    unit: item.unit,
    tonnes: item.unitWeightKg.toNumber() / 1000,
    licenceRule: item.licenceRule,
    graded: item.licenceRule === 'grade',
    pack: item.unit === '吨' ? 0.001 : 1,
    dailyNeed: [...tierNeed.values()].reduce((sum, need) => sum + need, 0),
    tierNeed,
    scale: 1,
  };
}

function linesOf(
  data: CityDataset,
  producers: PlanProducer[],
  producerIndex: Map<string, number>,
  itemIndex: Map<string, number>,
  days: BusinessDay[],
  factors: CapacityFactor[],
): PlanLine[] {
  return data.lines.map((line) => {
    const producer = producerIndex.get(line.enterprise);
    if (producer === undefined)
      throw new PlanningInputError('unknown_enterprise', { value: line.enterprise, where: line.id });
    const capacity = line.dailyCapacity.toNumber();
    const county = producers[producer]!.county;
    const factorOn = (day: BusinessDay): number =>
      factors
        .filter((factor) => during(factor, day))
        .filter((factor) => (factor.line ?? line.id) === line.id && (factor.county ?? county) === county)
        .filter((factor) => (factor.enterprise ?? line.enterprise) === line.enterprise)
        .reduce((product, factor) => product * factor.factor, 1);
    return {
      id: line.id,
      producer,
      capacity: days.map((day) => capacity * factorOn(day)),
      makes: line.items.map((code) => {
        const item = itemIndex.get(code);
        if (item === undefined) throw new PlanningInputError('unknown_item', { value: code });
        return { item, capacityUse: capacityUse(line.id, line.unit, data.items[item]!) };
      }),
    };
  });
}

/** k(l,i): 1, or tonnes of product in one unit when the line is counted in tonnes and the item is not. */
function capacityUse(line: string, lineUnit: string, item: Item): number {
  if (lineUnit === item.unit) return 1;
  if (lineUnit !== '吨') return 1;
  if (item.contentKg === null) throw new PlanningInputError('content_needed', { value: item.code, where: line });
  return item.contentKg.toNumber() / 1000;
}

/** Opening stock of `grade` items is medical when the licence is valid on the day of the count, unless the row says its grade. */
function stockOf(
  data: CityDataset,
  items: PlanItem[],
  producerIndex: Map<string, number>,
  itemIndex: Map<string, number>,
  days: BusinessDay[],
): OpeningStock[] {
  const counted = addDays(days[0]!, -1);
  const byPlace = new Map<string, OpeningStock>();
  for (const row of data.stock) {
    const producer = producerIndex.get(row.enterprise);
    const item = itemIndex.get(row.item);
    if (producer === undefined)
      throw new PlanningInputError('unknown_enterprise', { value: row.enterprise, where: 'stock' });
    if (item === undefined) throw new PlanningInputError('unknown_item', { value: row.item });
    const byLicence = licensedOn(data.enterprises[producer]!, counted) ? 'medical' : 'general';
    const grade: StockGrade = items[item]!.graded ? (row.grade ?? byLicence) : 'none';
    const key = `${producer}|${item}|${grade}`;
    const stock = byPlace.get(key) ?? { producer, item, grade, lots: [] };
    byPlace.set(key, stock);
    const last = row.expires === null ? Number.POSITIVE_INFINITY : daysBetween(days[0]!, row.expires);
    const lastDay = last >= days.length ? Number.POSITIVE_INFINITY : Math.max(-1, last);
    const same = stock.lots.find((lot) => lot.lastDay === lastDay);
    if (same === undefined) stock.lots.push({ lastDay, quantity: row.quantity.toNumber() });
    else same.quantity += row.quantity.toNumber();
  }
  for (const stock of byPlace.values()) stock.lots.sort((a, b) => a.lastDay - b.lastDay);
  return [...byPlace.values()];
}

function inputsOf(
  data: CityDataset,
  lines: PlanLine[],
  producerIndex: Map<string, number>,
  itemIndex: Map<string, number>,
): { inputs: PlanInput[]; assumptions: Assumption[] } {
  const held = new Map(data.inputStock.map((row) => [`${row.enterprise}|${row.input}`, row]));
  const inputs = new Map<string, PlanInput>();
  const assumptions: Assumption[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    for (const { item } of line.makes) {
      const enterprise = data.enterprises[line.producer]!.id;
      const code = data.items[item]!.code;
      if (seen.has(`${enterprise}|${code}`)) continue;
      seen.add(`${enterprise}|${code}`);
      for (const need of data.bom.filter((row) => row.item === code)) {
        const key = `${enterprise}|${need.input}`;
        const row = held.get(key);
        if (row === undefined) {
          assumptions.push({ code: 'input_taken_as_enough', enterprise, item: code, input: need.input });
          continue;
        }
        const input = inputs.get(key) ?? {
          producer: producerIndex.get(enterprise)!,
          code: need.input,
          item: itemIndex.get(need.input) ?? null,
          opening: row.quantity.toNumber(),
          inboundPerDay: row.inboundPerDay.toNumber(),
          uses: [],
        };
        inputs.set(key, input);
        input.uses.push({ item, perUnit: need.perUnit.toNumber() });
      }
    }
  }
  return { inputs: [...inputs.values()], assumptions };
}

/** One of the solver's units is about one day's need, or what is made or held of it in a day when nobody needs it. */
function scaleItems(problem: PlanningProblem): void {
  problem.items.forEach((item, index) => {
    const made = problem.lines.flatMap((line) =>
      line.makes.filter((make) => make.item === index).map((make) => Math.max(...line.capacity) / make.capacityUse),
    );
    const typical = item.dailyNeed > 0 ? item.dailyNeed : made.reduce((sum, quantity) => sum + quantity, 0);
    item.scale = typical > 0 && Number.isFinite(typical) ? 2 ** Math.round(Math.log2(typical)) : 1;
  });
}
