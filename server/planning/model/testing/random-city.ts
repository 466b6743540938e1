/** Small cities by chance, for properties that hold in every city. */
import { fc } from '#tests/support/chance.ts';
import type { Scenario } from '../scenario.ts';
import { type TinyCity, type TinyProducer, tinyCity } from './tiny-city.ts';

const DAYS = ['2022-01-05', '2022-01-08', '2022-01-09', '2022-01-10', '2022-01-11', '2022-01-12', '2022-06-30'];

/** cloth is an item and an input of masks; gel and liquid may share a line; pills stand alone. */
const ITEMS: TinyCity['items'] = [
  { code: 'mask', unit: '只', rule: 'grade', weightKg: 0.5 },
  { code: 'gel', unit: '瓶', contentKg: 0.5, rule: 'production', weightKg: 0.75 },
  { code: 'liquid', unit: '吨', contentKg: 1000, weightKg: 1000 },
  { code: 'pills', unit: '件', weightKg: 10 },
];
const BOM: NonNullable<TinyCity['bom']> = [
  { item: 'mask', input: 'cloth', perUnit: 0.5 },
  { item: 'gel', input: 'liquid', perUnit: 0.125 },
  { item: 'liquid', input: 'salt', perUnit: 2 },
];

const quantity = fc.integer({ min: 0, max: 60 });
const county = fc.constantFrom('A', 'B', 'C');
const at = fc.constantFrom(0, 40, 150, 151, 700);
const day = fc.constantFrom(...DAYS);

const stockRow = fc.record({
  item: fc.constantFrom(...ITEMS.map((item) => item.code)),
  quantity,
  expires: fc.option(day, { nil: undefined }),
});

const line = fc
  .record({
    items: fc.constantFrom('mask', 'gel|liquid', 'liquid', 'pills'),
    capacity: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ items, capacity }): NonNullable<TinyProducer['lines']>[number] =>
    items.includes('liquid')
      ? { items: items.split('|'), capacity: capacity / 8, unit: '吨' }
      : { items: items.split('|'), capacity },
  );

const input = fc.record({
  input: fc.constantFrom('cloth', 'liquid', 'salt'),
  quantity: fc.integer({ min: 0, max: 20 }),
  inbound: fc.integer({ min: 0, max: 5 }),
});

const producer = fc.record({
  county,
  at,
  licence: fc.option(day),
  lines: fc.array(line, { maxLength: 2 }),
  stock: fc.array(stockRow, { maxLength: 4 }),
  inputs: fc.uniqueArray(input, { maxLength: 2, selector: (row) => row.input }),
});

const rate = fc.record({
  kind: fc.constantFrom('community', 'hospital'),
  item: fc.constantFrom(...ITEMS.map((item) => item.code)),
  rate: fc.constantFrom(0.5, 1, 2.25),
  tier: fc.integer({ min: 1, max: 2 }),
  grade: fc.constantFrom('medical' as const, undefined),
});

const point = fc.record({
  county,
  at,
  kind: fc.constantFrom('community', 'hospital'),
  served: fc.integer({ min: 1, max: 8 }),
});

export const randomCity = fc
  .record({
    producers: fc.array(producer, { minLength: 1, maxLength: 3 }),
    points: fc.array(point, { minLength: 1, maxLength: 4 }),
    rates: fc.uniqueArray(rate, { minLength: 1, maxLength: 5, selector: (row) => `${row.kind}|${row.item}` }),
  })
  .map(({ producers, points, rates }) =>
    tinyCity({
      items: ITEMS,
      bom: BOM,
      producers: producers.map(
        (each, index): TinyProducer => ({ ...each, id: `E${index + 1}`, stock: withoutNothing(each.stock) }),
      ),
      points: points.map((each, index) => ({ ...each, id: `P${index + 1}` })),
      rates: rates.map(({ grade, ...each }) => (grade === undefined ? each : { ...each, grade })),
    }),
  );

function withoutNothing(
  rows: Array<{ item: string; quantity: number; expires: string | undefined }>,
): NonNullable<TinyProducer['stock']> {
  return rows.map(({ expires, ...row }) => (expires === undefined ? row : { ...row, expires }));
}

export const randomScenario = fc.record({
  sealed: fc.uniqueArray(
    county.map((code) => ({ county: code })),
    { maxLength: 1, selector: (seal) => seal.county },
  ),
  demand: fc.array(fc.record({ factor: fc.constantFrom(0, 0.5, 2), item: fc.constantFrom('mask', 'gel') }), {
    maxLength: 1,
  }),
  capacity: fc.array(fc.record({ factor: fc.constantFrom(0, 0.5), county, from: fc.constant('2022-01-10') }), {
    maxLength: 1,
  }),
  coverDays: fc.constantFrom(0, 0, 1, 1.5),
}) satisfies fc.Arbitrary<Scenario>;

export const randomHorizon = fc.integer({ min: 1, max: 4 });
export const FIRST_DAY = '2022-01-09';
