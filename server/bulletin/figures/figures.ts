/**
 * The day's figures, in the structure of example/published-figures.json. Values come from the position, so that a bulletin and a page
 * cannot differ; each figure's path leads back to the rows that it sums.
 */
import { Decimal } from 'decimal.js';
import type { BusinessDay, CityDataset, EnergyReading, Item, Line } from '#server/registry/dataset/index.ts';
import {
  type CategoryPosition,
  computePosition,
  type Figure,
  groupBy,
  type Position,
} from '#server/stock/position/index.ts';
import { compareWithLastYear } from './energy.ts';
import { indicatorKey, indicatorLayout, layoutOf, STATUS_IN_ENGLISH, unitKeys } from './structure.ts';

export type FigureTree = { [key: string]: number | string | FigureTree };

/** The figures of a day: quantities as numbers in base units, keys with their unit where it is not pieces. */
export interface BulletinFigures extends FigureTree {
  date: BusinessDay;
  producers: number;
}

/** What is, not what will be: no day ahead is looked at. */
export function bulletinFigures(dataset: CityDataset, date: BusinessDay = dataset.date): BulletinFigures {
  return figuresOfPosition(dataset, computePosition(dataset, { onDay: date, horizonDays: 0 }));
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
  const noCapacity = noneOf(lineUnits(items));
  Object.assign(figures, keyed('capacity_per_day', told(category.capacity, noCapacity)));
  if (layout.kind === 'total') Object.assign(figures, keyed('stock', told(category.stock, noneOf(unitsOf(items)))));
  else {
    for (const { key, holds } of layout.groups) {
      const held = items.filter(holds);
      const codes = new Set(held.map((item) => item.code));
      const stock = position.items.filter((item) => codes.has(item.item)).flatMap((item) => item.stock);
      Object.assign(figures, keyed(key, told(stock, noneOf(unitsOf(held)))));
    }
  }
  // Where a licence decides the grade, its holders' part is told.
  if (items.some((item) => item.licenceRule === 'grade')) {
    figures.licensed_producers = category.licensed.producers.value.toNumber();
    Object.assign(figures, keyed('licensed_capacity_per_day', told(category.licensed.capacity, noCapacity)));
  }
  return figures;
}

type Amount = Pick<Figure, 'unit' | 'value'>;

const unitsOf = (items: Item[]): string[] => items.map((item) => item.unit);
/** What lines would be counted in where there are none: tonnes when every item has a content, else as the items are. */
const lineUnits = (items: Item[]): string[] =>
  items.length > 0 && items.every((item) => item.contentKg !== null) ? ['吨'] : unitsOf(items);
const noneOf = (units: string[]): Amount[] => [...new Set(units)].map((unit) => ({ unit, value: new Decimal(0) }));
/** What there is none of says so, rather than nothing. */
const told = (amounts: Amount[], none: Amount[]): Amount[] => (amounts.length > 0 ? amounts : none);

/** One key a unit; figures of the same unit are added up. */
function keyed(key: string, figures: Amount[]): FigureTree {
  const sums = new Map<string, Decimal>();
  for (const { unit, value } of figures) sums.set(unit, (sums.get(unit) ?? new Decimal(0)).add(value));
  const keys = unitKeys(key, sums.keys());
  return Object.fromEntries([...sums].map(([unit, value]) => [keys.get(unit)!, value.toNumber()]));
}

/** Item by item; a line that makes either of several stands under all their names, once. */
function itemisedFigures(dataset: CityDataset, position: Position, items: Item[]): FigureTree {
  const figures: FigureTree = {};
  const order = new Map(dataset.items.map((item, index) => [item.code, index]));
  const nameOf = (line: Line): string =>
    line.items.length === 1
      ? line.items[0]!
      : `${[...line.items].sort((one, other) => order.get(one)! - order.get(other)!).join(' + ')} (one line)`;
  const lines = groupBy(dataset.lines, (line) => [nameOf(line)]);
  const linesOfItem = groupBy(dataset.lines, (line) => line.items);
  const stocks = new Map(position.items.map((item) => [item.item, item.stock]));
  const capacity = (name: string) =>
    (lines.get(name) ?? []).map((line) => ({ unit: line.unit, value: line.dailyCapacity }));
  for (const { code, unit } of items) {
    const shared = (linesOfItem.get(code) ?? []).filter((line) => line.items.length > 1).map(nameOf);
    for (const name of shared) figures[name] ??= keyed('capacity_per_day', capacity(name));
    const none = noneOf([unit]);
    const own = linesOfItem.has(code) ? capacity(code) : none;
    figures[code] = { ...keyed('capacity_per_day', own), ...keyed('stock', told(stocks.get(code) ?? [], none)) };
  }
  return figures;
}

function energyFigures(readings: EnergyReading[]): FigureTree {
  const figures: FigureTree = {};
  for (const reading of readings) {
    const layout = indicatorLayout(reading.indicator);
    if (reading.value === null) {
      if (reading.status !== '') figures[layout.key] = STATUS_IN_ENGLISH[reading.status] ?? reading.status;
      continue;
    }
    figures[indicatorKey(reading.indicator, reading.unit)] = reading.value.toNumber();
    const comparison = layout.comparison === undefined ? null : compareWithLastYear(reading);
    if (comparison !== null) figures[layout.comparison!] = comparison.words;
  }
  return figures;
}
