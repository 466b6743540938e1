/**
 * How long things last: the days walked one by one from the opening stock, once without production and once with every line at capacity.
 * First expired goes out first; medical need takes medical stock only, other need takes general stock first.
 */
import { Decimal } from 'decimal.js';
import { addDays, daysFrom } from '#contracts/calendar.ts';
import type { BusinessDay, Line } from '#server/registry/dataset/index.ts';
import { capacityUse, type Facts, gradeOf, groupBy, isLicensed, mayMake } from './facts.ts';
import type { Cover, CurvePoint } from './types.ts';

const ZERO = new Decimal(0);
/** in days of need */
const SMALLEST_SHORTAGE = new Decimal('1e-9');

interface Lot {
  quantity: Decimal;
  expires: BusinessDay | null;
}

interface ItemState {
  code: string;
  graded: boolean;
  /** by expiry, earliest first; of an item without grades all is in `general` */
  medical: Lot[];
  general: Lot[];
  /** what is in all lots */
  total: Decimal;
  medicalNeed: Decimal;
  openNeed: Decimal;
  need: Decimal;
  firstTier: number;
}

export interface ItemDays {
  cover: Cover;
  coverWithProduction: Cover;
  curve: CurvePoint[];
}

interface Walk {
  stock: Decimal[];
  unmet: Decimal[];
}

export function walkDays(facts: Facts, horizonDays: number): Map<string, ItemDays> {
  const days = daysFrom(addDays(facts.day, 1), horizonDays);
  const idle = walk(facts, days, []);
  const working = walk(facts, days, facts.dataset.lines);
  const result = new Map<string, ItemDays>();
  for (const { code } of facts.dataset.items) {
    const need = sum(facts.needsOfItem.get(code) ?? []);
    const usable = (facts.stockOfItem.get(code) ?? []).filter((row) => row.expires === null || row.expires > facts.day);
    const ratio = need.isZero() ? null : sum(usable).div(need);
    const without = idle.get(code)!;
    const withProduction = working.get(code)!;
    result.set(code, {
      cover: { ...firstShort(days, without), days: ratio },
      coverWithProduction: { ...firstShort(days, withProduction), days: servedDays(days, withProduction, need) },
      curve: days.map((day, index) => ({
        day,
        need,
        stock: without.stock[index]!,
        stockWithProduction: withProduction.stock[index]!,
        unmet: without.unmet[index]!,
        unmetWithProduction: withProduction.unmet[index]!,
      })),
    });
  }
  return result;
}

const sum = (rows: Array<{ quantity: Decimal }>): Decimal => rows.reduce((total, row) => total.add(row.quantity), ZERO);

function firstShort(days: BusinessDay[], walked: Walk): Omit<Cover, 'days'> {
  const index = walked.unmet.findIndex((unmet) => unmet.gt(0));
  return index < 0 ? { runsOut: null, lacking: null } : { runsOut: days[index]!, lacking: walked.unmet[index]! };
}

/** Full days served, and the share served of the first day that falls short; null when none does. */
function servedDays(days: BusinessDay[], walked: Walk, need: Decimal): Decimal | null {
  const { runsOut, lacking } = firstShort(days, walked);
  if (runsOut === null || lacking === null) return null;
  return new Decimal(days.indexOf(runsOut)).add(need.sub(lacking).div(need));
}

function walk(facts: Facts, days: BusinessDay[], lines: Line[]): Map<string, Walk> {
  const states = facts.dataset.items.map((item) => openingState(facts, item.code));
  const byCode = new Map(states.map((state) => [state.code, state]));
  const walks = new Map(states.map((state): [string, Walk] => [state.code, { stock: [], unmet: [] }]));
  // Lines of one item first: what they make tells the shared ones where gaps are left.
  const makers = alike(facts, lines, days)
    .sort((one, other) => one[0]!.items.length - other[0]!.items.length)
    .map((same) => prepare(facts, same, byCode));
  for (const day of days) {
    for (const maker of makers) produce(facts, maker, day);
    for (const state of states) {
      const unmet = consume(state, day);
      const walked = walks.get(state.code)!;
      // What a division rounded off is no shortage.
      walked.unmet.push(unmet.gt(state.need.mul(SMALLEST_SHORTAGE)) ? unmet : ZERO);
      walked.stock.push(state.total);
    }
  }
  return walks;
}

function openingState(facts: Facts, code: string): ItemState {
  const needs = facts.needsOfItem.get(code) ?? [];
  const graded = facts.items.get(code)?.licenceRule === 'grade';
  const rows = [...(facts.stockOfItem.get(code) ?? [])].sort((one, other) =>
    earlier(one.expires ?? '9', other.expires ?? '9'),
  );
  const lots = (medical: boolean): Lot[] =>
    rows
      .filter((row) => (graded && gradeOf(facts, row) === 'medical') === medical)
      .map(({ quantity, expires }) => ({ quantity, expires }));
  const medicalNeed = sum(needs.filter((need) => graded && need.grade === 'medical'));
  const openNeed = sum(needs.filter((need) => !(graded && need.grade === 'medical')));
  return {
    code,
    graded,
    medical: lots(true),
    general: lots(false),
    total: sum(rows),
    medicalNeed,
    openNeed,
    need: medicalNeed.add(openNeed),
    firstTier: Math.min(...needs.map((need) => need.tier)),
  };
}

/** Days compare as plain text; in the collation of a language it would cost a hundred times as much. */
const earlier = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Lines that make the same items under licences that end together, as one: a city of thousands of lines has few such kinds. */
interface Maker {
  /** any of them: what it may make on a day they all may */
  line: Line;
  /** of all together, in the lines' unit */
  dailyCapacity: Decimal;
  /** those of the lowest tier first */
  products: Product[];
}
interface Product {
  state: ItemState;
  /** capacity that one unit uses */
  use: Decimal;
  /** capacity that a day of its need uses */
  weight: Decimal;
}

function alike(facts: Facts, lines: Line[], days: BusinessDay[]): Line[][] {
  const lastDay = days.at(-1) ?? facts.day;
  const licence = (line: Line): string => {
    const until = facts.enterprises.get(line.enterprise)?.hygieneLicenceUntil ?? '';
    return until > lastDay ? 'throughout' : until;
  };
  return [...groupBy(lines, (line) => [[line.unit, licence(line), ...line.items].join('|')]).values()];
}

function prepare(facts: Facts, lines: Line[], states: Map<string, ItemState>): Maker {
  const line = lines[0]!;
  const products = line.items.map((code): Product => {
    const state = states.get(code)!;
    const use = capacityUse(line, facts.items.get(code)!);
    return { state, use, weight: state.need.mul(use) };
  });
  return {
    line,
    dailyCapacity: lines.reduce((total, { dailyCapacity }) => total.add(dailyCapacity), ZERO),
    products: products.sort((one, other) => one.state.firstTier - other.state.firstTier),
  };
}

/** A day of lines that are alike: gaps of the day first, in the order of tiers; what is left over by need, so that cover grows alike. */
function produce(facts: Facts, { line, dailyCapacity, products }: Maker, day: BusinessDay): void {
  const able = products.filter(({ state }) => mayMake(facts, line, state.code, day));
  const licensed = isLicensed(facts.enterprises.get(line.enterprise), day);
  if (able.length === 1) {
    store(able[0]!.state, dailyCapacity.div(able[0]!.use), licensed);
    return;
  }
  let left = dailyCapacity;
  for (const { state, use } of able) {
    const gap = Decimal.max(ZERO, state.need.sub(usable(state, day)));
    const made = Decimal.min(gap, left.div(use));
    left = left.sub(made.mul(use));
    store(state, made, licensed);
  }
  if (left.lte(0)) return;
  const weights = able.reduce((all, { weight }) => all.add(weight), ZERO);
  for (const { state, use, weight } of able) {
    const part = weights.isZero() ? left.div(able.length) : left.mul(weight).div(weights);
    store(state, part.div(use), licensed);
  }
}

/** Made goods last beyond any horizon: they go behind the lots that expire, joined into one lot. */
function store(state: ItemState, quantity: Decimal, licensed: boolean): void {
  if (quantity.lte(0)) return;
  state.total = state.total.add(quantity);
  const lots = state.graded && licensed ? state.medical : state.general;
  const last = lots.at(-1);
  if (last !== undefined && last.expires === null) last.quantity = last.quantity.add(quantity);
  else lots.push({ quantity, expires: null });
}

function usable(state: ItemState, day: BusinessDay): Decimal {
  discardExpired(state, day);
  return state.total;
}

function discardExpired(state: ItemState, day: BusinessDay): void {
  for (const lots of [state.medical, state.general]) {
    let past = 0;
    while (past < lots.length && lots[past]!.expires !== null && lots[past]!.expires! < day) past += 1;
    for (const lot of lots.splice(0, past)) state.total = state.total.sub(lot.quantity);
  }
}

/** Takes the day's need out of the lots, without what is past its last day. Gives the need that is not met. */
function consume(state: ItemState, day: BusinessDay): Decimal {
  discardExpired(state, day);
  const medicalUnmet = take(state.medical, state.medicalNeed);
  const unmet = medicalUnmet.add(take(state.medical, take(state.general, state.openNeed)));
  state.total = state.total.sub(state.need.sub(unmet));
  return unmet;
}

function take(lots: Lot[], wanted: Decimal): Decimal {
  let missing = wanted;
  let emptied = 0;
  while (missing.gt(0) && emptied < lots.length) {
    const lot = lots[emptied]!;
    const taken = Decimal.min(lot.quantity, missing);
    missing = missing.sub(taken);
    lot.quantity = lot.quantity.sub(taken);
    if (lot.quantity.lte(0)) emptied += 1;
  }
  if (emptied > 0) lots.splice(0, emptied);
  return missing;
}
