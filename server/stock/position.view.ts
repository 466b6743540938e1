/** The position as the API gives it: names added, decimals written out, every figure under an address by which its entries are found. */
import type { Decimal } from 'decimal.js';
import type * as api from '#contracts/stock-position.ts';
import type { CityDataset } from '../registry/dataset/index.ts';
import type {
  Cover,
  EnterprisePosition,
  Figure,
  ItemPosition,
  PlacedItem,
  Position,
  Totals,
} from './position/index.ts';

export interface Elsewhere {
  reserve: Figure;
  demandPoint: Figure;
  inTransit: Figure;
  held: Figure;
}

export interface ViewOptions {
  item?: string | undefined;
  category?: string | undefined;
  county?: string | undefined;
  enterprise?: string | undefined;
  curves: boolean;
  /** false leaves each producer's own position out */
  producers: boolean;
}

/** Figures by their address, filled while a position is shown. */
export type FigureIndex = Map<string, Figure>;

/** `elsewhere` answers for every item of the dataset. */
export function showPosition(
  position: Position,
  dataset: CityDataset,
  elsewhere: (item: string) => Elsewhere,
  options: ViewOptions,
  index: FigureIndex = new Map(),
): api.Position {
  const show = figureWriter(index);
  const name = new Map(dataset.enterprises.map((enterprise) => [enterprise.id, enterprise.name]));
  const wanted = chosenItems(position, options);
  return {
    day: position.day,
    horizonDays: position.horizonDays,
    soonDays: position.soonDays,
    producers: show('producers', position.producers),
    runningProducers: show('running-producers', position.runningProducers),
    items: position.items
      .filter((item) => wanted.has(item.item))
      .map((item) => showItem(item, dataset, elsewhere(item.item), options.curves, show)),
    categories: position.categories
      .filter((entry) => options.category === undefined || entry.category === options.category)
      .map((entry) => ({
        ...showTotals(`categories/${entry.category}`, entry, show),
        category: entry.category,
        items: entry.items,
      })),
    counties: showCounties(position, dataset, options, wanted, show),
    enterprises: options.producers ? showEnterprises(position, dataset, options, wanted, show) : [],
    notices: {
      lapsingLicences: position.notices.lapsingLicences.map((row) => ({
        ...row,
        name: name.get(row.enterprise) ?? row.enterprise,
      })),
      expiringStock: position.notices.expiringStock.map((row) => ({
        ...row,
        name: name.get(row.enterprise) ?? row.enterprise,
        quantity: row.quantity.toFixed(),
      })),
    },
  };
}

function chosenItems(position: Position, { item, category }: ViewOptions): Set<string> {
  const chosen = position.items.filter(
    (entry) => (item === undefined || entry.item === item) && (category === undefined || entry.category === category),
  );
  return new Set(chosen.map((entry) => entry.item));
}

type Show = (ref: string, figure: Figure) => api.Figure;

function figureWriter(index: FigureIndex): Show {
  return (ref, figure) => {
    index.set(ref, figure);
    return { value: figure.value.toFixed(), unit: figure.unit, kind: figure.kind, count: figure.ids.length, ref };
  };
}

const byUnit = (ref: string, figures: readonly Figure[], show: Show): api.Figure[] =>
  figures.map((figure) => show(`${ref}/${figure.unit}`, figure));

function showTotals(ref: string, totals: Totals, show: Show) {
  return {
    producers: show(`${ref}/producers`, totals.producers),
    lines: show(`${ref}/lines`, totals.lines),
    capacity: byUnit(`${ref}/capacity`, totals.capacity, show),
    allowedCapacity: byUnit(`${ref}/allowed-capacity`, totals.allowedCapacity, show),
    stock: byUnit(`${ref}/stock`, totals.stock, show),
    licensed: {
      producers: show(`${ref}/licensed-producers`, totals.licensed.producers),
      capacity: byUnit(`${ref}/licensed-capacity`, totals.licensed.capacity, show),
      stock: byUnit(`${ref}/licensed-stock`, totals.licensed.stock, show),
    },
    expiring: byUnit(`${ref}/expiring`, totals.expiring, show),
    expired: byUnit(`${ref}/expired`, totals.expired, show),
  };
}

const text = (value: Decimal | null): string | null => value?.toFixed() ?? null;
const showCover = (cover: Cover): api.Cover => ({
  days: text(cover.days),
  runsOut: cover.runsOut,
  lacking: text(cover.lacking),
});

function showItem(
  item: ItemPosition,
  dataset: CityDataset,
  elsewhere: Elsewhere,
  curves: boolean,
  show: Show,
): api.ItemPosition {
  const ref = `items/${item.item}`;
  const named = dataset.items.find((entry) => entry.code === item.item);
  return {
    ...showTotals(ref, item, show),
    item: item.item,
    name: named?.name ?? item.item,
    nameEn: named?.nameEn ?? item.item,
    category: item.category,
    unit: item.unit,
    lineShares: item.lineShares.map((share) => ({ ...share, capacity: share.capacity.toFixed() })),
    needPerDay: show(`${ref}/need`, item.needPerDay),
    needByTier: item.needByTier.map(({ tier, need }) => ({ tier, need: show(`${ref}/need/${tier}`, need) })),
    grades: item.grades.map(({ grade, stock, needPerDay }) => ({
      grade,
      stock: show(`${ref}/grades/${grade}/stock`, stock),
      needPerDay: show(`${ref}/grades/${grade}/need`, needPerDay),
    })),
    cover: showCover(item.cover),
    coverWithProduction: showCover(item.coverWithProduction),
    curve: curves
      ? item.curve.map((point) => ({
          day: point.day,
          need: point.need.toFixed(),
          stock: point.stock.toFixed(),
          stockWithProduction: point.stockWithProduction.toFixed(),
          unmet: point.unmet.toFixed(),
          unmetWithProduction: point.unmetWithProduction.toFixed(),
        }))
      : [],
    elsewhere: {
      reserve: show(`${ref}/elsewhere/reserve`, elsewhere.reserve),
      demandPoint: show(`${ref}/elsewhere/demand-point`, elsewhere.demandPoint),
      inTransit: show(`${ref}/elsewhere/in-transit`, elsewhere.inTransit),
      held: show(`${ref}/elsewhere/held`, elsewhere.held),
    },
  };
}

function showPlaced(ref: string, items: readonly PlacedItem[], wanted: Set<string>, show: Show) {
  return items
    .filter((item) => wanted.has(item.item))
    .map((item) => ({
      item: item.item,
      unit: item.unit,
      stock: show(`${ref}/items/${item.item}/stock`, item.stock),
      capacity: byUnit(`${ref}/items/${item.item}/capacity`, item.capacity, show),
      needPerDay: show(`${ref}/items/${item.item}/need`, item.needPerDay),
      days: text(item.days),
    }));
}

function showCounties(position: Position, dataset: CityDataset, options: ViewOptions, wanted: Set<string>, show: Show) {
  const counties = new Map(dataset.counties.map((county) => [county.code, county]));
  return position.counties
    .filter((entry) => options.county === undefined || entry.county === options.county)
    .map((entry) => ({
      ...showTotals(`counties/${entry.county}`, entry, show),
      county: entry.county,
      name: counties.get(entry.county)?.name ?? entry.county,
      nameEn: counties.get(entry.county)?.nameEn ?? entry.county,
      items: showPlaced(`counties/${entry.county}`, entry.items, wanted, show),
    }));
}

function showEnterprises(
  position: Position,
  dataset: CityDataset,
  options: ViewOptions,
  wanted: Set<string>,
  show: Show,
) {
  const enterprises = new Map(dataset.enterprises.map((enterprise) => [enterprise.id, enterprise]));
  const inScope = (entry: EnterprisePosition): boolean =>
    (options.enterprise === undefined || entry.enterprise === options.enterprise) &&
    (options.county === undefined || enterprises.get(entry.enterprise)?.county === options.county);
  return position.enterprises.filter(inScope).map((entry) => ({
    ...showTotals(`enterprises/${entry.enterprise}`, entry, show),
    enterprise: entry.enterprise,
    name: enterprises.get(entry.enterprise)?.name ?? entry.enterprise,
    county: enterprises.get(entry.enterprise)?.county ?? '',
    licence: entry.licence,
    items: showPlaced(`enterprises/${entry.enterprise}`, entry.items, wanted, show),
  }));
}
