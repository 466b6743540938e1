/** The position out of the registry and the ledger, and the entries behind each of its figures. */
import { Decimal } from 'decimal.js';
import type * as api from '#contracts/stock-position.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { CityDataset } from '../registry/dataset/index.ts';
import { readRegistry } from '../registry/index.ts';
import type { BalanceRow } from './balance.repository.ts';
import { computePosition, type Figure, type Position, stockRowId } from './position/index.ts';
import { type Elsewhere, type FigureIndex, showPosition, type ViewOptions } from './position.view.ts';
import { readBalances, readPlaces, stockRowsOf } from './stock.service.ts';

interface Facts {
  dataset: CityDataset;
  balances: BalanceRow[];
}

/** The registry as it stands with the stock of `day`; no energy readings, which no position reads. */
async function readFacts(work: Work, day: string): Promise<Facts> {
  const registry = await readRegistry(work);
  const balances = await readBalances(work, day);
  const stock = stockRowsOf(balances.filter((row) => row.placeKind === 'producer' && row.state === 'free'));
  return { dataset: { ...registry, date: day, stock, energy: [] }, balances };
}

/** As far as the actor sees: a county officer gets the county's position, a clerk the plant's. */
export async function readPosition(
  work: Work,
  options: { day?: string | undefined; horizonDays?: number; soonDays?: number },
): Promise<Position> {
  const day = options.day ?? (await work.today());
  return computePosition((await readFacts(work, day)).dataset, options);
}

export async function readShownPosition(
  work: Work,
  options: ViewOptions & { day?: string | undefined; horizonDays: number; soonDays: number },
): Promise<api.Position> {
  const facts = await readFacts(work, options.day ?? (await work.today()));
  const { horizonDays, soonDays } = options;
  return showPosition(
    computePosition(facts.dataset, { horizonDays, soonDays }),
    facts.dataset,
    elsewhereOf(facts),
    options,
  );
}

/** The figure at `ref` with what it sums. Error `stock.unknown-figure`. */
export async function readEntries(
  work: Work,
  options: { day?: string | undefined; soonDays: number; ref: string },
): Promise<{ figure: api.Figure; entries: api.PositionEntry[] }> {
  const facts = await readFacts(work, options.day ?? (await work.today()));
  const index: FigureIndex = new Map();
  const position = computePosition(facts.dataset, { horizonDays: 1, soonDays: options.soonDays });
  showPosition(position, facts.dataset, elsewhereOf(facts), { curves: false }, index);
  const figure = index.get(options.ref);
  if (figure === undefined) throw new DomainError('stock.unknown-figure', { figure: options.ref });
  const names = new Map((await readPlaces(work)).map((place) => [place.place, place.name]));
  const known = entriesOf(facts, figure, names);
  return {
    figure: {
      value: figure.value.toFixed(),
      unit: figure.unit,
      kind: figure.kind,
      count: figure.ids.length,
      ref: options.ref,
    },
    entries: figure.ids.map((id) => {
      const entry = known.get(id);
      if (entry === undefined) throw new Error(`the figure ${options.ref} sums ${id}, which is not there`);
      return entry;
    }),
  };
}

const balanceId = (row: BalanceRow): string => `${row.place}|${row.lot}`;

/** What an item has outside the producers' own stock, and what is held back. */
function elsewhereOf({ dataset, balances }: Facts): (item: string) => Elsewhere {
  const units = new Map(dataset.items.map((item) => [item.code, item.unit]));
  const byItem = Map.groupBy(balances, (row) => row.item);
  return (item) => {
    const rows = byItem.get(item) ?? [];
    const figure = (wanted: (row: BalanceRow) => boolean): Figure => {
      const summed = rows.filter(wanted);
      return {
        value: summed.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)),
        unit: units.get(item) ?? '',
        kind: 'stock',
        ids: summed.map(balanceId),
      };
    };
    return {
      reserve: figure((row) => row.placeKind === 'reserve' && row.state === 'free'),
      demandPoint: figure((row) => row.placeKind === 'demand_point' && row.state === 'free'),
      inTransit: figure((row) => row.placeKind === 'in_transit' && row.state === 'free'),
      held: figure((row) => row.state !== 'free'),
    };
  };
}

function entriesOf(facts: Facts, figure: Figure, placeName: Map<string, string>): Map<string, api.PositionEntry> {
  switch (figure.kind) {
    case 'stock':
      return new Map([...stockEntries(facts), ...balanceEntries(facts, placeName)].map((entry) => [entry.id, entry]));
    case 'line':
      return new Map(lineEntries(facts.dataset).map((entry) => [entry.id, entry]));
    case 'enterprise':
      return new Map(enterpriseEntries(facts.dataset).map((entry) => [entry.id, entry]));
    case 'need':
      return new Map(needEntries(facts.dataset).map((entry) => [entry.id, entry]));
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
  return dataset.enterprises.map((enterprise) => ({
    ...blank,
    ...owner(enterprise.id),
    id: enterprise.id,
    items: [
      ...new Set(dataset.lines.filter((line) => line.enterprise === enterprise.id).flatMap((line) => line.items)),
    ],
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
