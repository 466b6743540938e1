/** A dataset indexed once, and the rules by which one row counts. */
import { Decimal } from 'decimal.js';
import { daysBetween } from '#contracts/calendar.ts';
import type {
  BusinessDay,
  CityDataset,
  Enterprise,
  Grade,
  Item,
  Line,
  StockRow,
} from '#server/registry/dataset/index.ts';
import type { Figure, LicenceState, SourceKind } from './types.ts';

export interface Need {
  id: string;
  point: string;
  county: string;
  item: string;
  quantity: Decimal;
  tier: number;
  grade: Grade | null;
}

export interface Facts {
  dataset: CityDataset;
  day: BusinessDay;
  /** how far ahead "soon" reaches, in days */
  soonDays: number;
  items: Map<string, Item>;
  enterprises: Map<string, Enterprise>;
  linesOfItem: Map<string, Line[]>;
  stockOfItem: Map<string, StockRow[]>;
  needsOfItem: Map<string, Need[]>;
}

export function gatherFacts(dataset: CityDataset, day: BusinessDay, soonDays: number): Facts {
  return {
    dataset,
    day,
    soonDays,
    items: new Map(dataset.items.map((item) => [item.code, item])),
    enterprises: new Map(dataset.enterprises.map((enterprise) => [enterprise.id, enterprise])),
    linesOfItem: groupBy(dataset.lines, (line) => line.items),
    stockOfItem: groupBy(dataset.stock, (row) => [row.item]),
    needsOfItem: groupBy(needsOf(dataset), (need) => [need.item]),
  };
}

export function groupBy<T>(rows: Iterable<T>, keysOf: (row: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  }
  return groups;
}

/** need(d,i) = served × per_served_per_day. */
function needsOf(dataset: CityDataset): Need[] {
  const rates = groupBy(dataset.demandRates, (rate) => [rate.kind]);
  return dataset.demandPoints.flatMap((point) =>
    (rates.get(point.kind) ?? [])
      .map((rate) => ({
        id: `${point.id}/${rate.item}`,
        point: point.id,
        county: point.county,
        item: rate.item,
        quantity: rate.perServedPerDay.mul(point.served),
        tier: rate.tier,
        grade: rate.grade,
      }))
      .filter((need) => !need.quantity.isZero()),
  );
}

/** One row of stock, by what makes it one: the ledger and the files know no other name for it. */
export function stockRowId(row: StockRow): string {
  return [row.enterprise, row.item, row.grade ?? '', row.lot ?? '', row.expires ?? ''].join('|');
}

export function isLicensed(enterprise: Enterprise | undefined, day: BusinessDay): boolean {
  const until = enterprise?.hygieneLicenceUntil ?? null;
  return until !== null && until >= day;
}

export function licenceState(enterprise: Enterprise, day: BusinessDay, soonDays: number): LicenceState {
  const until = enterprise.hygieneLicenceUntil;
  if (until === null) return 'none';
  if (until < day) return 'lapsed';
  return daysBetween(day, until) <= soonDays ? 'lapses-soon' : 'valid';
}

/** (C2): an item of rule `production` is made only while the licence is valid. */
export function mayMake(facts: Facts, line: Line, code: string, day: BusinessDay): boolean {
  if (facts.items.get(code)?.licenceRule !== 'production') return true;
  return isLicensed(facts.enterprises.get(line.enterprise), day);
}

/** (C2): opening stock without a written grade is medical when its producer's licence was valid on the day of the count. */
export function gradeOf(facts: Facts, row: StockRow): Grade {
  if (row.grade !== null) return row.grade;
  return isLicensed(facts.enterprises.get(row.enterprise), facts.dataset.date) ? 'medical' : 'general';
}

/** k(l,i): the line's capacity that one unit of the item uses. */
export function capacityUse(line: Line, item: Item): Decimal {
  if (line.unit === item.unit || item.contentKg === null) return new Decimal(1);
  return item.contentKg.div(1000);
}

export function figure<T>(
  kind: SourceKind,
  unit: string,
  rows: Iterable<T>,
  idOf: (row: T) => string,
  quantityOf: (row: T) => Decimal,
): Figure {
  let value = new Decimal(0);
  const ids: string[] = [];
  for (const row of rows) {
    value = value.add(quantityOf(row));
    ids.push(idOf(row));
  }
  return { value, unit, kind, ids };
}

export function countFigure(kind: SourceKind, ids: Iterable<string>): Figure {
  const distinct = [...new Set(ids)];
  return { value: new Decimal(distinct.length), unit: '', kind, ids: distinct };
}

/** A figure for each unit that occurs, in the order of appearance. */
export function figuresByUnit<T>(
  kind: SourceKind,
  rows: Iterable<T>,
  unitOf: (row: T) => string,
  idOf: (row: T) => string,
  quantityOf: (row: T) => Decimal,
): Figure[] {
  return [...groupBy(rows, (row) => [unitOf(row)])].map(([unit, group]) => figure(kind, unit, group, idOf, quantityOf));
}

export const stockFigure = (unit: string, rows: Iterable<StockRow>): Figure =>
  figure('stock', unit, rows, stockRowId, (row) => row.quantity);

export const needFigure = (unit: string, needs: Iterable<Need>): Figure =>
  figure(
    'need',
    unit,
    needs,
    (need) => need.id,
    (need) => need.quantity,
  );
