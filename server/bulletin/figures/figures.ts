/**
 * The day's figures, in the structure of example/published-figures.json. Values come from the position, so that a bulletin and a page
 * cannot differ; each figure's path leads back to the rows that it sums.
 */
import { Decimal } from 'decimal.js';
import { unitName } from '#contracts/units.ts';
import type { BusinessDay, CityDataset, EnergyReading, Item } from '#server/registry/dataset/index.ts';
import { type CategoryPosition, computePosition, type Figure, type Position } from '#server/stock/position/index.ts';
import { compareWithLastYear } from './energy.ts';
import { indicatorLayout, layoutOf, STATUS_IN_ENGLISH, unitSuffix } from './structure.ts';

export type FigureTree = { [key: string]: number | string | FigureTree };

/** The figures of a day: quantities as numbers in base units, keys with their unit where it is not pieces. */
export interface BulletinFigures extends FigureTree {
  date: BusinessDay;
  producers: number;
}

export function bulletinFigures(dataset: CityDataset, date: BusinessDay = dataset.date): BulletinFigures {
  return figuresOfPosition(dataset, computePosition(dataset, { onDay: date }));
}

export function figuresOfPosition(dataset: CityDataset, position: Position): BulletinFigures {
  const figures: BulletinFigures = { date: position.day, producers: position.producers.value.toNumber() };
  for (const category of position.categories) figures[category.category] = categoryFigures(dataset, position, category);
  const energy = energyFigures(dataset.energy);
  if (Object.keys(energy).length > 0) figures.energy = energy;
  return figures;
}

function categoryFigures(dataset: CityDataset, position: Position, category: CategoryPosition): FigureTree {
  const figures: FigureTree = { producers: category.producers.value.toNumber() };
  const items = dataset.items.filter((item) => item.category === category.category);
  const layout = layoutOf(category.category);
  if (layout.kind === 'items') return { ...figures, ...itemisedFigures(dataset, position, items) };
  Object.assign(figures, keyed('capacity_per_day', category.capacity));
  if (layout.kind === 'total') Object.assign(figures, keyed('stock', category.stock));
  else {
    for (const { key, holds } of layout.groups) {
      const codes = new Set(items.filter(holds).map((item) => item.code));
      const stock = position.items.filter((item) => codes.has(item.item)).flatMap((item) => item.stock);
      Object.assign(figures, keyed(key, stock));
    }
  }
  // Where a licence decides the grade, its holders' part is told.
  if (items.some((item) => item.licenceRule === 'grade')) {
    figures.licensed_producers = category.licensed.producers.value.toNumber();
    Object.assign(figures, keyed('licensed_capacity_per_day', category.licensed.capacity));
  }
  return figures;
}

/** One key a unit; figures of the same unit are added up. */
function keyed(key: string, figures: Figure[]): FigureTree {
  const sums = new Map<string, Decimal>();
  for (const figure of figures) sums.set(figure.unit, (sums.get(figure.unit) ?? new Decimal(0)).add(figure.value));
  // Pieces need no word as long as one unit of them occurs; two would fall together.
  const wordless = [...sums.keys()].filter((unit) => unitSuffix(unit, unitName(unit, 'en')) === '');
  const entries = [...sums].map(([unit, value]): [string, number] => {
    const suffix =
      wordless.length > 1 && wordless.includes(unit)
        ? `_${unitName(unit, 'en') || 'pieces'}`
        : unitSuffix(unit, unitName(unit, 'en'));
    return [`${key}${suffix}`, value.toNumber()];
  });
  return Object.fromEntries(entries);
}

/** Item by item; a line that makes either of several stands under all their names, once. */
function itemisedFigures(dataset: CityDataset, position: Position, items: Item[]): FigureTree {
  const figures: FigureTree = {};
  const codes = new Set(items.map((item) => item.code));
  for (const item of items) {
    const mine = position.items.find((candidate) => candidate.item === item.code)!;
    const lines = dataset.lines.filter((line) => line.items.includes(item.code));
    for (const line of lines.filter((candidate) => candidate.items.length > 1)) {
      const key = sharedKey(line.items, codes);
      if (figures[key] === undefined) figures[key] = keyed('capacity_per_day', sharedCapacity(dataset, key, codes));
    }
    const own = lines.filter((line) => line.items.length === 1);
    const capacity = own.map(
      (line): Figure => ({ value: line.dailyCapacity, unit: line.unit, kind: 'line', ids: [line.id] }),
    );
    figures[item.code] = { ...keyed('capacity_per_day', capacity), ...keyed('stock', withZero(mine.stock, item.unit)) };
  }
  return figures;
}

const sharedKey = (items: readonly string[], order: ReadonlySet<string>): string =>
  `${[...items].sort((one, other) => place(one, order) - place(other, order)).join(' + ')} (one line)`;

const place = (code: string, order: ReadonlySet<string>): number => {
  const index = [...order].indexOf(code);
  return index < 0 ? order.size : index;
};

function sharedCapacity(dataset: CityDataset, key: string, order: ReadonlySet<string>): Figure[] {
  return dataset.lines
    .filter((line) => line.items.length > 1 && sharedKey(line.items, order) === key)
    .map((line) => ({ value: line.dailyCapacity, unit: line.unit, kind: 'line', ids: [line.id] }));
}

/** An item of which there is none says so, rather than nothing. */
function withZero(stock: Figure[], unit: string): Figure[] {
  return stock.length > 0 ? stock : [{ value: new Decimal(0), unit, kind: 'stock', ids: [] }];
}

function energyFigures(readings: EnergyReading[]): FigureTree {
  const figures: FigureTree = {};
  for (const reading of readings) {
    const layout = indicatorLayout(reading.indicator);
    if (reading.value === null) {
      if (reading.status !== '') figures[layout.key] = STATUS_IN_ENGLISH[reading.status] ?? reading.status;
      continue;
    }
    const suffix = layout.plainKey === true ? '' : unitSuffix(reading.unit, unitName(reading.unit, 'en'));
    figures[`${layout.key}${suffix}`] = reading.value.toNumber();
    const comparison = layout.comparison === undefined ? null : compareWithLastYear(reading);
    if (comparison !== null) figures[layout.comparison!] = comparison.words;
  }
  return figures;
}
