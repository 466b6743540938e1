/** The entries behind the figures of the position. */
import type { z } from 'zod';
import type * as api from '#contracts/stock-position.ts';
import type { CityDataset } from '../registry/dataset/index.ts';
import type { BalanceRow } from './balance.repository.ts';
import { type Figure, stockRowId } from './position/index.ts';

/** What a position is computed from. */
export interface Facts {
  /** the registry as it stands with the producers' free stock of the day */
  dataset: CityDataset;
  /** all that lies anywhere */
  balances: BalanceRow[];
}

export type EntryQuery = Pick<
  z.output<typeof api.positionEntries.query>,
  'search' | 'sort' | 'order' | 'cursor' | 'limit'
>;

export const balanceId = (row: BalanceRow): string => `${row.place}|${row.lot}`;

/** What a figure sums, in the order of the register. */
export function entriesOf(facts: Facts, figure: Figure, placeName: Map<string, string>): api.PositionEntry[] {
  const known = new Map(knownEntries(facts, figure.kind, placeName).map((entry) => [entry.id, entry]));
  return figure.ids.map((id) => {
    const entry = known.get(id);
    if (entry === undefined) throw new Error(`a figure sums ${id}, which is not there`);
    return entry;
  });
}

/** The entries that are sought, sorted, from the one after the cursor's on. */
export function pageOfEntries(entries: readonly api.PositionEntry[], query: EntryQuery) {
  const rows = entries.filter((entry) => holds(entry, query.search));
  if (query.sort !== undefined) {
    const value = sortValueOf[query.sort];
    const sign = query.order === 'desc' ? -1 : 1;
    rows.sort((one, other) => compare(value(one), value(other), sign));
  }
  const from = query.cursor === undefined ? 0 : rows.findIndex((entry) => entry.id === query.cursor) + 1;
  const page = rows.slice(from, from + query.limit);
  return { rows: page, next: from + page.length < rows.length ? page.at(-1)!.id : null, total: rows.length };
}

function holds(entry: api.PositionEntry, search: string | undefined): boolean {
  if (search === undefined) return true;
  const sought = search.normalize('NFKC').toLowerCase();
  return [entry.id, entry.ownerName, entry.lotNumber ?? ''].some((text) => text.toLowerCase().includes(sought));
}

const sortValueOf: Record<(typeof api.entryOrders)[number], (entry: api.PositionEntry) => string | number | null> = {
  owner: (entry) => entry.ownerName,
  line: (entry) => entry.id,
  items: (entry) => entry.items.join(),
  lot: (entry) => entry.lotNumber,
  expires: (entry) => entry.expires,
  tier: (entry) => entry.tier,
  quantity: (entry) => Number(entry.quantity),
};

const words = new Intl.Collator('zh-CN', { numeric: true });

/** Nothing recorded stands last in both directions. */
function compare(one: string | number | null, other: string | number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
  return sign * words.compare(String(one), String(other));
}

function knownEntries(facts: Facts, kind: Figure['kind'], placeName: Map<string, string>): api.PositionEntry[] {
  switch (kind) {
    case 'stock':
      return [...stockEntries(facts), ...balanceEntries(facts, placeName)];
    case 'line':
      return lineEntries(facts.dataset);
    case 'enterprise':
      return enterpriseEntries(facts.dataset);
    case 'need':
      return needEntries(facts.dataset);
  }
}

const blank = { grade: null, lotNumber: null, expires: null, tier: null } as const;

function ownersOf(dataset: CityDataset) {
  const enterprises = new Map(dataset.enterprises.map((enterprise) => [enterprise.id, enterprise]));
  return (id: string) => ({
    owner: id,
    ownerName: enterprises.get(id)?.name ?? id,
    county: enterprises.get(id)?.county ?? '',
  });
}

const unitsOf = (dataset: CityDataset) => new Map(dataset.items.map((item) => [item.code, item.unit]));

function stockEntries({ dataset }: Facts): api.PositionEntry[] {
  const owner = ownersOf(dataset);
  const units = unitsOf(dataset);
  return dataset.stock.map((row) => ({
    ...blank,
    ...owner(row.enterprise),
    id: stockRowId(row),
    items: [row.item],
    grade: row.grade,
    lotNumber: row.lot,
    expires: row.expires,
    quantity: row.quantity.toFixed(),
    unit: units.get(row.item) ?? '',
  }));
}

function balanceEntries({ dataset, balances }: Facts, placeName: Map<string, string>): api.PositionEntry[] {
  const units = unitsOf(dataset);
  return balances.map((row) => ({
    ...blank,
    id: balanceId(row),
    owner: row.place,
    ownerName: placeName.get(row.place) ?? row.place,
    county: row.county ?? '',
    items: [row.item],
    grade: row.grade,
    lotNumber: row.lotNumber === '' ? null : row.lotNumber,
    expires: row.expires,
    quantity: row.quantity.toFixed(),
    unit: units.get(row.item) ?? '',
  }));
}

function lineEntries(dataset: CityDataset): api.PositionEntry[] {
  const owner = ownersOf(dataset);
  return dataset.lines.map((line) => ({
    ...blank,
    ...owner(line.enterprise),
    id: line.id,
    items: line.items,
    quantity: line.dailyCapacity.toFixed(),
    unit: line.unit,
  }));
}

function enterpriseEntries(dataset: CityDataset): api.PositionEntry[] {
  const owner = ownersOf(dataset);
  const lines = Map.groupBy(dataset.lines, (line) => line.enterprise);
  return dataset.enterprises.map((enterprise) => ({
    ...blank,
    ...owner(enterprise.id),
    id: enterprise.id,
    items: [...new Set((lines.get(enterprise.id) ?? []).flatMap((line) => line.items))],
    expires: enterprise.hygieneLicenceUntil,
    quantity: '1',
    unit: '',
  }));
}

function needEntries(dataset: CityDataset): api.PositionEntry[] {
  const units = unitsOf(dataset);
  const rates = Map.groupBy(dataset.demandRates, (rate) => rate.kind);
  return dataset.demandPoints.flatMap((point) =>
    (rates.get(point.kind) ?? []).map((rate) => ({
      ...blank,
      id: `${point.id}/${rate.item}`,
      owner: point.id,
      ownerName: point.name,
      county: point.county,
      items: [rate.item],
      grade: rate.grade,
      tier: rate.tier,
      quantity: rate.perServedPerDay.mul(point.served).toFixed(),
      unit: units.get(rate.item) ?? '',
    })),
  );
}
