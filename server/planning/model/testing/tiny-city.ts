/** Tiny cities for tests: what a case is about is written there, everything else is plain. Places lie on the equator, by km of road. */
import { Decimal } from 'decimal.js';
import type { CityDataset, DemandRate, Grade, LicenceRule } from '#server/registry/dataset/types.ts';

const KM_PER_DEGREE = ((2 * Math.PI * 6371) / 360) * 1.3;

export interface TinyItem {
  code: string;
  unit?: string;
  contentKg?: number;
  weightKg?: number;
  rule?: LicenceRule;
}

export interface TinyProducer {
  id: string;
  county?: string;
  /** km of road from the origin */
  at?: number;
  licence?: string | null;
  lines?: Array<{ id?: string; items: string[]; capacity: number; unit?: string }>;
  stock?: Array<{ item: string; quantity: number; expires?: string; grade?: Grade }>;
  inputs?: Array<{ input: string; quantity: number; inbound?: number }>;
}

export interface TinyPoint {
  id: string;
  county?: string;
  at?: number;
  kind?: string;
  served?: number;
}

export interface TinyRate {
  kind?: string;
  item: string;
  rate: number;
  tier?: number;
  grade?: Grade;
}

export interface TinyCity {
  items: TinyItem[];
  producers: TinyProducer[];
  points: TinyPoint[];
  rates: TinyRate[];
  bom?: Array<{ item: string; input: string; perUnit: number }>;
  date?: string;
}

export function tinyCity(city: TinyCity): CityDataset {
  const itemCodes = new Set(city.items.map((item) => item.code));
  const inputCodes = new Set((city.bom ?? []).map((row) => row.input).filter((code) => !itemCodes.has(code)));
  return {
    city: { code: '410000', name: '示例市', nameEn: 'Example', clock: 'held' },
    date: city.date ?? '2022-01-08',
    // all that a case may name, whether or not somebody is there
    counties: ['A', 'B', 'C'].map((code) => ({
      code,
      name: code,
      nameEn: code,
      population: 1,
      lat: 0,
      lon: 0,
    })),
    boundaries: null,
    items: city.items.map(itemOf),
    enterprises: city.producers.map((producer) => ({
      id: producer.id,
      name: producer.id,
      county: producer.county ?? 'A',
      hygieneLicenceUntil: producer.licence === undefined ? '2030-12-31' : producer.licence,
      ...place(producer.at),
      staff: 1,
    })),
    lines: city.producers.flatMap((producer) => linesOf(city, producer)),
    stock: city.producers.flatMap(({ id, stock }) =>
      (stock ?? []).map(({ item, quantity, expires, grade }) => ({
        enterprise: id,
        item,
        quantity: new Decimal(quantity),
        grade: grade ?? null,
        lot: null,
        expires: expires ?? null,
      })),
    ),
    inputs: [...inputCodes].map((code) => ({ code, name: code, nameEn: code, unit: '吨' })),
    bom: (city.bom ?? []).map(({ item, input, perUnit }) => ({ item, input, perUnit: new Decimal(perUnit) })),
    inputStock: city.producers.flatMap(({ id, inputs }) =>
      (inputs ?? []).map(({ input, quantity, inbound }) => ({
        enterprise: id,
        input,
        quantity: new Decimal(quantity),
        inboundPerDay: new Decimal(inbound ?? 0),
      })),
    ),
    demandPoints: city.points.map((point) => ({
      id: point.id,
      name: point.id,
      county: point.county ?? 'A',
      kind: point.kind ?? 'community',
      served: point.served ?? 1,
      ...place(point.at),
    })),
    demandRates: city.rates.map(
      ({ kind, item, rate, tier, grade }): DemandRate => ({
        kind: kind ?? 'community',
        item,
        perServedPerDay: new Decimal(rate),
        tier: tier ?? 1,
        grade: grade ?? null,
      }),
    ),
    vehicles: [],
    energy: [],
  };
}

const place = (km = 0): { lat: number; lon: number } => ({ lat: 0, lon: km / KM_PER_DEGREE });

function itemOf({ code, unit, contentKg, weightKg, rule }: TinyItem): CityDataset['items'][number] {
  return {
    code,
    name: code,
    nameEn: code,
    category: 'test',
    unit: unit ?? '件',
    contentKg: contentKg === undefined ? null : new Decimal(contentKg),
    unitWeightKg: new Decimal(weightKg ?? 1000),
    unitVolumeM3: null,
    licenceRule: rule ?? null,
    note: '',
  };
}

function linesOf(city: TinyCity, producer: TinyProducer): CityDataset['lines'] {
  return (producer.lines ?? []).map((line, index) => ({
    id: line.id ?? `${producer.id}-L${index + 1}`,
    enterprise: producer.id,
    items: line.items,
    dailyCapacity: new Decimal(line.capacity),
    unit: line.unit ?? city.items.find((item) => item.code === line.items[0])?.unit ?? '件',
    staff: 1,
    kwhPerUnit: new Decimal(0),
    gasM3PerUnit: new Decimal(0),
    energyUnit: 1,
  }));
}
