/**
 * How long things last: the days walked one by one from the opening stock, once without production and once with every line at capacity.
 * First expired goes out first; medical need takes medical stock only, other need takes general stock first.
 */
import { Decimal } from 'decimal.js';
import { addDays, daysFrom } from '#contracts/calendar.ts';
import type { BusinessDay, Line } from '#server/registry/dataset/index.ts';
import { capacityUse, type Facts, gradeOf, isLicensed, mayMake } from './facts.ts';
import type { Cover, CurvePoint } from './types.ts';

const ZERO = new Decimal(0);

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
  medicalNeed: Decimal;
  openNeed: Decimal;
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
  const ordered = [...lines].sort((one, other) => one.items.length - other.items.length);
  for (const day of days) {
    for (const line of ordered) produce(facts, line, day, byCode);
    for (const state of states) {
      const unmet = consume(state, day);
      const walked = walks.get(state.code)!;
      walked.unmet.push(unmet);
      walked.stock.push(sum(state.medical).add(sum(state.general)));
    }
  }
  return walks;
}

function openingState(facts: Facts, code: string): ItemState {
  const needs = facts.needsOfItem.get(code) ?? [];
  const graded = facts.items.get(code)?.licenceRule === 'grade';
  const rows = [...(facts.stockOfItem.get(code) ?? [])].sort((one, other) =>
    (one.expires ?? '9').localeCompare(other.expires ?? '9'),
  );
  const lots = (medical: boolean): Lot[] =>
    rows
      .filter((row) => (graded && gradeOf(facts, row) === 'medical') === medical)
      .map(({ quantity, expires }) => ({ quantity, expires }));
  return {
    code,
    graded,
    medical: lots(true),
    general: lots(false),
    medicalNeed: sum(needs.filter((need) => graded && need.grade === 'medical')),
    openNeed: sum(needs.filter((need) => !(graded && need.grade === 'medical'))),
    firstTier: Math.min(...needs.map((need) => need.tier)),
  };
}

/** A day of one line: gaps of the day first, in the order of tiers; what is left over by need, so that cover grows alike. */
function produce(facts: Facts, line: Line, day: BusinessDay, states: Map<string, ItemState>): void {
  const able = line.items.flatMap((code) => {
    const state = states.get(code);
    const item = facts.items.get(code);
    if (state === undefined || item === undefined || !mayMake(facts, line, code, day)) return [];
    return [{ state, use: capacityUse(line, item) }];
  });
  const licensed = isLicensed(facts.enterprises.get(line.enterprise), day);
  let left = line.dailyCapacity;
  const make = (state: ItemState, quantity: Decimal, use: Decimal) => {
    left = left.sub(quantity.mul(use));
    store(state, quantity, licensed);
  };
  if (able.length > 1) {
    for (const { state, use } of [...able].sort((one, other) => one.state.firstTier - other.state.firstTier)) {
      const gap = Decimal.max(ZERO, state.medicalNeed.add(state.openNeed).sub(usable(state, day)));
      make(state, Decimal.min(gap, left.div(use)), use);
    }
  }
  const weights = able.map(({ state, use }) => state.medicalNeed.add(state.openNeed).mul(use));
  const total = weights.reduce((all, weight) => all.add(weight), ZERO);
  const rest = left;
  able.forEach(({ state, use }, index) => {
    const share = total.isZero() ? new Decimal(1).div(able.length) : weights[index]!.div(total);
    if (rest.gt(0)) make(state, rest.mul(share).div(use), use);
  });
}

/** Made goods last beyond any horizon: they go behind the lots that expire, joined into one lot. */
function store(state: ItemState, quantity: Decimal, licensed: boolean): void {
  if (quantity.lte(0)) return;
  const lots = state.graded && licensed ? state.medical : state.general;
  const last = lots.at(-1);
  if (last !== undefined && last.expires === null) last.quantity = last.quantity.add(quantity);
  else lots.push({ quantity, expires: null });
}

function usable(state: ItemState, day: BusinessDay): Decimal {
  return sum([...state.medical, ...state.general].filter((lot) => lot.expires === null || lot.expires >= day));
}

/** Takes the day's need out of the lots; what is past its last day goes first. Gives the need that is not met. */
function consume(state: ItemState, day: BusinessDay): Decimal {
  for (const lots of [state.medical, state.general]) {
    while (lots[0]?.expires && lots[0].expires < day) lots.shift();
  }
  const medicalUnmet = take(state.medical, state.medicalNeed);
  const openUnmet = take(state.medical, take(state.general, state.openNeed));
  return medicalUnmet.add(openUnmet);
}

function take(lots: Lot[], wanted: Decimal): Decimal {
  let missing = wanted;
  while (missing.gt(0) && lots.length > 0) {
    const lot = lots[0]!;
    const taken = Decimal.min(lot.quantity, missing);
    missing = missing.sub(taken);
    lot.quantity = lot.quantity.sub(taken);
    if (lot.quantity.lte(0)) lots.shift();
  }
  return missing;
}
