/** The rows behind a figure, as they are shown under it and kept when the bulletin is issued. */
import { Decimal } from 'decimal.js';
import type { Language } from '#contracts/units.ts';
import type { CityDataset } from '#server/registry/dataset/index.ts';
import { stockRowId } from '#server/stock/position/index.ts';
import type { FigureKind } from './segments.ts';
import { STATUS_IN_ENGLISH } from './structure.ts';

type Pair = [zh: string, en: string];

/** One row: quantities as plain decimals in the row's unit. */
export interface Source {
  id: string;
  /** whose it is: a producer, a demand point; of energy, the indicator */
  owner: string;
  what: Pair;
  quantity: string;
  unit: string;
  /** last day of issue of stock, of validity of a licence */
  until: string | null;
  /** a lot, a status */
  note: Pair | null;
}

export type SourceIndex = (kind: FigureKind, id: string) => Source | undefined;

/** Looks rows up by what a figure's ids name; each table is indexed once. */
export function indexSources(dataset: CityDataset): SourceIndex {
  const made: Record<FigureKind, () => Source[]> = {
    stock: () => stockSources(dataset),
    line: () => lineSources(dataset),
    enterprise: () => enterpriseSources(dataset),
    need: () => needSources(dataset),
    energy: () => energySources(dataset),
  };
  const known = new Map<FigureKind, Map<string, Source>>();
  return (kind, id) => {
    let index = known.get(kind);
    if (index === undefined) {
      index = new Map(made[kind]().map((source) => [source.id, source]));
      known.set(kind, index);
    }
    return index.get(id);
  };
}

function namesIn(dataset: CityDataset) {
  const items = new Map(dataset.items.map((item) => [item.code, item]));
  const owners = new Map([...dataset.enterprises, ...dataset.demandPoints].map((one) => [one.id, one.name]));
  const name = (code: string, language: Language) => {
    const item = items.get(code);
    return (language === 'zh' ? item?.name : item?.nameEn) || code;
  };
  return {
    owner: (id: string) => owners.get(id) ?? id,
    what: (codes: string[]): Pair => [
      codes.map((code) => name(code, 'zh')).join('、'),
      codes.map((code) => name(code, 'en')).join(', '),
    ],
    unit: (code: string) => items.get(code)?.unit ?? '',
  };
}

const GRADES: Record<string, Pair> = { medical: ['医用', 'medical'], general: ['普通', 'general'] };

function stockSources(dataset: CityDataset): Source[] {
  const names = namesIn(dataset);
  return dataset.stock.map((row) => {
    const lot: Pair | null = row.lot === null || row.lot === '' ? null : [`批号 ${row.lot}`, `lot ${row.lot}`];
    return {
      id: stockRowId(row),
      owner: names.owner(row.enterprise),
      what: names.what([row.item]),
      quantity: row.quantity.toFixed(),
      unit: names.unit(row.item),
      until: row.expires,
      note: lot ?? (row.grade === null ? null : (GRADES[row.grade] ?? null)),
    };
  });
}

function lineSources(dataset: CityDataset): Source[] {
  const names = namesIn(dataset);
  return dataset.lines.map((line) => ({
    id: line.id,
    owner: names.owner(line.enterprise),
    what: names.what(line.items),
    quantity: line.dailyCapacity.toFixed(),
    unit: line.unit,
    until: null,
    note: [`产线 ${line.id}，每日`, `line ${line.id}, a day`],
  }));
}

function enterpriseSources(dataset: CityDataset): Source[] {
  const names = namesIn(dataset);
  return dataset.enterprises.map((enterprise) => {
    const lines = dataset.lines.filter((line) => line.enterprise === enterprise.id);
    return {
      id: enterprise.id,
      owner: enterprise.name,
      what: names.what([...new Set(lines.flatMap((line) => line.items))]),
      quantity: '1',
      unit: '',
      until: enterprise.hygieneLicenceUntil,
      note: null,
    };
  });
}

function needSources(dataset: CityDataset): Source[] {
  const names = namesIn(dataset);
  return dataset.demandPoints.flatMap((point) =>
    dataset.demandRates
      .filter((rate) => rate.kind === point.kind)
      .map((rate) => ({
        id: `${point.id}/${rate.item}`,
        owner: point.name,
        what: names.what([rate.item]),
        quantity: rate.perServedPerDay.mul(point.served).toFixed(),
        unit: names.unit(rate.item),
        until: null,
        note: [
          `每日；服务 ${new Decimal(point.served).toFixed()}，每单位 ${rate.perServedPerDay.toFixed()}`,
          `a day; serves ${new Decimal(point.served).toFixed()} at ${rate.perServedPerDay.toFixed()} each`,
        ] as Pair,
      })),
  );
}

/** A reading beside the same day last year (S9). */
function energySources(dataset: CityDataset): Source[] {
  return dataset.energy.map((reading) => {
    const before = reading.sameDayLastYear?.toFixed() ?? null;
    const words: Pair[] = [];
    if (reading.status !== '') words.push([reading.status, STATUS_IN_ENGLISH[reading.status] ?? reading.status]);
    if (before !== null)
      words.push([`去年同日 ${before} ${reading.unit}`, `same day last year ${before} ${reading.unit}`]);
    return {
      id: reading.indicator,
      owner: reading.name,
      what: [reading.indicator, reading.indicator],
      quantity: reading.value?.toFixed() ?? '',
      unit: reading.unit,
      until: null,
      note: words.length === 0 ? null : [words.map(([zh]) => zh).join('；'), words.map(([, en]) => en).join('; ')],
    };
  });
}
