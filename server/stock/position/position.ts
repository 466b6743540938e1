import { Decimal } from 'decimal.js';
import { addDays, daysBetween } from '#contracts/calendar.ts';
import type { BusinessDay, CityDataset, Line, StockRow } from '#server/registry/dataset/index.ts';
import { type ItemDays, walkDays } from './cover.ts';
import {
  capacityUse,
  countFigure,
  type Facts,
  gatherFacts,
  gradeOf,
  groupBy,
  licenceState,
  mayMake,
  type Need,
  needFigure,
  stockFigure,
  stockRowId,
} from './facts.ts';
import { capacities, totalsOf } from './totals.ts';
import type {
  CategoryPosition,
  CountyPosition,
  EnterprisePosition,
  GradePosition,
  ItemPosition,
  Notices,
  PlacedItem,
  Position,
} from './types.ts';

export interface PositionOptions {
  /** the day looked from; the day of the stock count unless given */
  onDay?: BusinessDay | undefined;
  /** how many days ahead stock is set against need; 60 unless given */
  horizonDays?: number | undefined;
  /** licences and stock whose last day lies within so many days are "soon"; 60 unless given */
  soonDays?: number | undefined;
}

export function computePosition(dataset: CityDataset, options: PositionOptions = {}): Position {
  const horizonDays = options.horizonDays ?? 60;
  const facts = gatherFacts(dataset, options.onDay ?? dataset.date, options.soonDays ?? 60);
  const days = walkDays(facts, horizonDays);
  return {
    day: facts.day,
    horizonDays,
    soonDays: facts.soonDays,
    producers: countFigure(
      'enterprise',
      dataset.enterprises.map((enterprise) => enterprise.id),
    ),
    runningProducers: countFigure(
      'enterprise',
      runningLines(facts).map((line) => line.enterprise),
    ),
    items: dataset.items.map((item) => itemPosition(facts, item.code, days.get(item.code)!)),
    categories: categoryPositions(facts),
    counties: countyPositions(facts),
    enterprises: enterprisePositions(facts),
    notices: notices(facts),
  };
}

function runningLines(facts: Facts): Line[] {
  return facts.dataset.lines.filter(
    (line) => line.dailyCapacity.gt(0) && line.items.some((item) => mayMake(facts, line, item, facts.day)),
  );
}

function itemPosition(facts: Facts, code: string, days: ItemDays): ItemPosition {
  const item = facts.items.get(code)!;
  const lines = facts.linesOfItem.get(code) ?? [];
  const stock = facts.stockOfItem.get(code) ?? [];
  const needs = facts.needsOfItem.get(code) ?? [];
  const tiers = [...groupBy(needs, (need) => [String(need.tier)])].sort(
    ([one], [other]) => Number(one) - Number(other),
  );
  return {
    item: code,
    category: item.category,
    unit: item.unit,
    ...totalsOf(facts, lines, stock),
    lineShares: lines.map((line) => ({
      line: line.id,
      enterprise: line.enterprise,
      capacity: line.dailyCapacity.div(capacityUse(line, item)),
      sharedWith: line.items.filter((other) => other !== code),
    })),
    needPerDay: needFigure(item.unit, needs),
    needByTier: tiers.map(([tier, ofTier]) => ({ tier: Number(tier), need: needFigure(item.unit, ofTier) })),
    grades: item.licenceRule === 'grade' ? gradePositions(facts, item.unit, stock, needs) : [],
    ...days,
  };
}

function gradePositions(facts: Facts, unit: string, stock: StockRow[], needs: Need[]): GradePosition[] {
  return (['medical', 'general'] as const).map((grade) => ({
    grade,
    stock: stockFigure(
      unit,
      stock.filter((row) => gradeOf(facts, row) === grade),
    ),
    needPerDay: needFigure(
      unit,
      needs.filter((need) => (need.grade === 'medical') === (grade === 'medical')),
    ),
  }));
}

function categoryPositions(facts: Facts): CategoryPosition[] {
  const categoryOf = (code: string) => facts.items.get(code)?.category ?? '';
  const lines = groupBy(facts.dataset.lines, (line) => [...new Set(line.items.map(categoryOf))]);
  const stock = groupBy(facts.dataset.stock, (row) => [categoryOf(row.item)]);
  return [...groupBy(facts.dataset.items, (item) => [item.category])].map(([category, items]) => ({
    category,
    items: items.map((item) => item.code),
    ...totalsOf(facts, lines.get(category) ?? [], stock.get(category) ?? []),
  }));
}

function countyPositions(facts: Facts): CountyPosition[] {
  const countyOf = (row: Line | StockRow) => [facts.enterprises.get(row.enterprise)?.county ?? ''];
  const lines = groupBy(facts.dataset.lines, countyOf);
  const stock = groupBy(facts.dataset.stock, countyOf);
  const needs = groupBy([...facts.needsOfItem.values()].flat(), (need) => [need.county]);
  return facts.dataset.counties.map(({ code }) => {
    const here = { lines: lines.get(code) ?? [], stock: stock.get(code) ?? [], needs: needs.get(code) ?? [] };
    return { county: code, ...totalsOf(facts, here.lines, here.stock), items: placedItems(facts, here) };
  });
}

function enterprisePositions(facts: Facts): EnterprisePosition[] {
  const lines = groupBy(facts.dataset.lines, (line) => [line.enterprise]);
  const stock = groupBy(facts.dataset.stock, (row) => [row.enterprise]);
  return facts.dataset.enterprises.map((enterprise) => {
    const here = { lines: lines.get(enterprise.id) ?? [], stock: stock.get(enterprise.id) ?? [], needs: [] };
    const until = enterprise.hygieneLicenceUntil;
    return {
      enterprise: enterprise.id,
      licence: {
        state: licenceState(enterprise, facts.day, facts.soonDays),
        until,
        daysLeft: until === null ? null : daysBetween(facts.day, until),
      },
      ...totalsOf(facts, here.lines, here.stock),
      items: placedItems(facts, here),
    };
  });
}

/** The items that a place makes, holds or needs, in the order of the register. */
function placedItems(facts: Facts, here: { lines: Line[]; stock: StockRow[]; needs: Need[] }): PlacedItem[] {
  const lines = groupBy(here.lines, (line) => line.items);
  const stock = groupBy(here.stock, (row) => [row.item]);
  const needs = groupBy(here.needs, (need) => [need.item]);
  const present = new Set([...lines.keys(), ...stock.keys(), ...needs.keys()]);
  return facts.dataset.items
    .filter((item) => present.has(item.code))
    .map(({ code, unit }) => {
      const held = stockFigure(unit, stock.get(code) ?? []);
      const need = needFigure(unit, needs.get(code) ?? []);
      const days = need.value.isZero() ? null : new Decimal(held.value).div(need.value);
      return { item: code, unit, stock: held, capacity: capacities(lines.get(code) ?? []), needPerDay: need, days };
    });
}

function notices(facts: Facts): Notices {
  const soon = addDays(facts.day, facts.soonDays);
  const within = (day: BusinessDay | null): day is BusinessDay => day !== null && day >= facts.day && day <= soon;
  return {
    lapsingLicences: facts.dataset.enterprises
      .flatMap(({ id, hygieneLicenceUntil: until }) =>
        within(until) ? [{ enterprise: id, until, daysLeft: daysBetween(facts.day, until) }] : [],
      )
      .sort((one, other) => one.daysLeft - other.daysLeft),
    expiringStock: facts.dataset.stock
      .flatMap((row) => {
        const { enterprise, item, quantity, expires } = row;
        if (!within(expires)) return [];
        return [
          { id: stockRowId(row), enterprise, item, quantity, expires, daysLeft: daysBetween(facts.day, expires) },
        ];
      })
      .sort((one, other) => one.daysLeft - other.daysLeft),
  };
}
