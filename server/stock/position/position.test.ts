import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import type { CityDataset, Enterprise, Item, Line } from '#server/registry/dataset/index.ts';
import { datasetOf, exampleFiles } from '#server/registry/dataset/testing.ts';
import { computePosition, type Figure } from './index.ts';

const example = await datasetOf(exampleFiles());
const position = computePosition(example);
const itemOf = (code: string, from = position) => from.items.find((item) => item.item === code)!;
const categoryOf = (code: string, from = position) => from.categories.find((category) => category.category === code)!;
const shown = (figures: Figure[]) => figures.map((figure) => `${figure.value.toFixed()} ${figure.unit}`);

/** A city of one county with what a test needs, and nothing else. */
function smallCity(parts: Partial<CityDataset>): CityDataset {
  return {
    city: { code: '410800', name: '示例市', nameEn: 'Example', clock: 'held' },
    date: '2022-01-08',
    counties: [{ code: '410802', name: '示例区', nameEn: 'Example', population: 1000, lat: 35, lon: 113 }],
    boundaries: null,
    items: [],
    enterprises: [],
    lines: [],
    stock: [],
    inputs: [],
    bom: [],
    inputStock: [],
    demandPoints: [{ id: 'D1', name: '示例点', county: '410802', kind: 'community', served: 10, lat: 35, lon: 113 }],
    demandRates: [],
    vehicles: [],
    energy: [],
    ...parts,
  };
}

const item = (code: string, more: Partial<Item> = {}): Item => ({
  code,
  name: code,
  nameEn: code,
  category: 'kind',
  unit: '件',
  contentKg: null,
  unitWeightKg: new Decimal(1),
  unitVolumeM3: null,
  licenceRule: null,
  note: '',
  ...more,
});
const enterprise = (id: string, until: string | null = null): Enterprise => ({
  id,
  name: id,
  county: '410802',
  hygieneLicenceUntil: until,
  lat: 35,
  lon: 113,
  staff: 1,
});
const line = (id: string, owner: string, items: string[], capacity: number, unit = '件'): Line => ({
  id,
  enterprise: owner,
  items,
  dailyCapacity: new Decimal(capacity),
  unit,
  staff: 1,
  kwhPerUnit: new Decimal(0),
  gasM3PerUnit: new Decimal(0),
  energyUnit: 1,
});
const stock = (
  owner: string,
  code: string,
  quantity: number,
  expires: string | null = null,
  grade: 'medical' | 'general' | null = null,
) => ({
  enterprise: owner,
  item: code,
  quantity: new Decimal(quantity),
  grade,
  lot: null,
  expires,
});
const rate = (code: string, perServed: number, tier = 1, grade: 'medical' | null = null) => ({
  kind: 'community',
  item: code,
  perServedPerDay: new Decimal(perServed),
  tier,
  grade,
});

test('the example comes to the published totals, shared lines once', () => {
  assert.equal(position.producers.value.toNumber(), 25);
  assert.equal(position.runningProducers.value.toNumber(), 25);
  assert.deepEqual(shown(categoryOf('disinfectant').capacity), ['201 吨']);
  assert.deepEqual(shown(categoryOf('disinfectant').stock), ['160000 瓶', '434.47 吨']);
  assert.deepEqual(shown(categoryOf('mask').capacity), ['2630000 只']);
  assert.deepEqual(shown(categoryOf('mask').licensed.capacity), ['2200000 只']);
  assert.equal(categoryOf('mask').licensed.producers.value.toNumber(), 5);
  assert.deepEqual(shown(categoryOf('mask').licensed.stock), ['4660000 只']);
  assert.deepEqual(shown(categoryOf('pharmaceutical').capacity), ['1484000 支', '560 件']);
});

test('a shared line shows on each of its items as shared, in the item’s own unit', () => {
  const [first] = itemOf('hand-sanitiser').lineShares;
  assert.deepEqual(first && [first.line, first.capacity.toFixed(), first.sharedWith], [
    'E01-L1',
    '60000',
    ['disinfectant-liquid'],
  ]);
  assert.deepEqual(
    itemOf('vidarabine-inj').lineShares.map((share) => [share.line, share.sharedWith]),
    [['E23-L2', ['azithromycin-inj']]],
  );
});

test('every figure is the sum of exactly the rows that it names', () => {
  const stockRows = new Map(
    example.stock.map((row) => [
      [row.enterprise, row.item, row.grade ?? '', row.lot ?? '', row.expires ?? ''].join('|'),
      row.quantity,
    ]),
  );
  const lines = new Map(example.lines.map((row) => [row.id, row.dailyCapacity]));
  const check = (figure: Figure) => {
    const rows = figure.kind === 'stock' ? stockRows : lines;
    assert.equal(new Set(figure.ids).size, figure.ids.length);
    const sum = figure.ids.reduce((total, id) => total.add(rows.get(id)!), new Decimal(0));
    assert.ok(sum.eq(figure.value));
  };
  for (const group of [...position.items, ...position.categories, ...position.counties, ...position.enterprises]) {
    for (const figure of [...group.capacity, ...group.stock, ...group.licensed.capacity, ...group.licensed.stock])
      check(figure);
  }
});

test('counties and enterprises together hold what the city holds', () => {
  for (const places of [position.counties, position.enterprises]) {
    const masks = places.flatMap((place) => place.items).filter((placed) => placed.item === 'mask');
    assert.equal(masks.reduce((sum, placed) => sum.add(placed.stock.value), new Decimal(0)).toNumber(), 5_880_000);
  }
  const need = position.counties.flatMap((county) => county.items).filter((placed) => placed.item === 'mask');
  assert.equal(
    need.reduce((sum, placed) => sum.add(placed.needPerDay.value), new Decimal(0)).toNumber(),
    itemOf('mask').needPerDay.value.toNumber(),
  );
});

test('need of masks is a mask a resident and twelve a bed, of which the beds ask medical grade', () => {
  const masks = itemOf('mask');
  const residents = example.demandPoints
    .filter((point) => point.kind === 'community')
    .reduce((sum, point) => sum + point.served, 0);
  const beds = example.demandPoints
    .filter((point) => point.kind === 'hospital')
    .reduce((sum, point) => sum + point.served, 0);
  assert.equal(masks.needPerDay.value.toNumber(), residents + 12 * beds);
  assert.deepEqual(
    masks.needByTier.map(({ tier, need }) => [tier, need.value.toNumber()]),
    [
      [1, 12 * beds],
      [3, residents],
    ],
  );
  assert.deepEqual(
    masks.grades.map(({ grade, stock: held, needPerDay }) => [
      grade,
      held.value.toNumber(),
      needPerDay.value.toNumber(),
    ]),
    [
      ['medical', 4_660_000, 12 * beds],
      ['general', 1_220_000, residents],
    ],
  );
});

test('stock of two and a half days runs out on the third; of exactly two days, also on the third', () => {
  const of = (quantity: number) =>
    computePosition(
      smallCity({
        items: [item('a')],
        enterprises: [enterprise('E')],
        stock: [stock('E', 'a', quantity)],
        demandRates: [rate('a', 1)],
      }),
    ).items[0]!;
  assert.deepEqual(
    [of(25).cover.days?.toNumber(), of(25).cover.runsOut, of(25).cover.lacking?.toNumber()],
    [2.5, '2022-01-11', 5],
  );
  assert.deepEqual(
    [of(20).cover.days?.toNumber(), of(20).cover.runsOut, of(20).cover.lacking?.toNumber()],
    [2, '2022-01-11', 10],
  );
  assert.deepEqual([of(0).cover.days?.toNumber(), of(0).cover.runsOut], [0, '2022-01-09']);
  assert.equal(of(10_000).cover.runsOut, null);
});

test('an item that nobody needs has no days of cover, rather than endless ones', () => {
  const { cover, coverWithProduction } = computePosition(
    smallCity({ items: [item('a')], enterprises: [enterprise('E')], stock: [stock('E', 'a', 5)] }),
  ).items[0]!;
  assert.deepEqual([cover.days, cover.runsOut, coverWithProduction.days], [null, null, null]);
});

test('lines at capacity prolong the stock by what they make each day', () => {
  const city = smallCity({
    items: [item('a')],
    enterprises: [enterprise('E')],
    lines: [line('L', 'E', ['a'], 6)],
    stock: [stock('E', 'a', 10)],
    demandRates: [rate('a', 1)],
  });
  const { cover, coverWithProduction } = computePosition(city).items[0]!;
  assert.deepEqual(
    [cover.runsOut, coverWithProduction.runsOut, coverWithProduction.days?.toNumber()],
    ['2022-01-10', '2022-01-11', 2.8],
  );
});

test('a lapsed licence stops what is made under it from the day after, and only that', () => {
  const city = (rule: 'production' | null) =>
    smallCity({
      items: [item('a', { licenceRule: rule })],
      enterprises: [enterprise('E', '2022-01-10')],
      lines: [line('L', 'E', ['a'], 10)],
      demandRates: [rate('a', 1)],
    });
  assert.equal(computePosition(city('production')).items[0]!.coverWithProduction.runsOut, '2022-01-11');
  assert.equal(computePosition(city(null)).items[0]!.coverWithProduction.runsOut, null);
  const later = computePosition(city('production'), { onDay: '2022-01-11' });
  assert.deepEqual(shown(later.items[0]!.allowedCapacity), []);
  assert.deepEqual(shown(later.items[0]!.capacity), ['10 件']);
  assert.equal(later.runningProducers.value.toNumber(), 0);
  assert.equal(later.enterprises[0]!.licence.state, 'lapsed');
});

test('stock may be issued on its last day and not after it; the first to expire goes first', () => {
  const city = smallCity({
    items: [item('a')],
    enterprises: [enterprise('E')],
    stock: [stock('E', 'a', 100, '2022-12-31'), stock('E', 'a', 15, '2022-01-10')],
    demandRates: [rate('a', 1)],
  });
  const { curve, expiring } = computePosition(city).items[0]!;
  // 115 − 10 on the 9th; the 10th takes the last 5 of the early lot and 5 of the other.
  assert.deepEqual(
    curve.slice(0, 3).map((point) => point.stock.toNumber()),
    [105, 95, 85],
  );
  assert.deepEqual(shown(expiring), ['15 件']);
  const spoiled = { ...city, stock: [stock('E', 'a', 100, '2022-01-09')] };
  assert.deepEqual(computePosition(spoiled).items[0]!.cover.runsOut, '2022-01-10');
  assert.deepEqual(shown(computePosition(spoiled, { onDay: '2022-01-10' }).items[0]!.expired), ['100 件']);
});

test('general stock does not serve need for medical grade, while medical stock serves both', () => {
  const city = smallCity({
    items: [item('a', { licenceRule: 'grade' })],
    enterprises: [enterprise('M', '2023-01-01'), enterprise('G')],
    stock: [stock('M', 'a', 30), stock('G', 'a', 1000)],
    demandRates: [rate('a', 1, 1, 'medical')],
  });
  const { cover, grades } = computePosition(city).items[0]!;
  assert.deepEqual([cover.runsOut, grades.map((grade) => grade.stock.value.toNumber())], ['2022-01-12', [30, 1000]]);
  const open = { ...city, stock: [stock('M', 'a', 30)], demandRates: [rate('a', 1)] };
  assert.equal(computePosition(open).items[0]!.cover.runsOut, '2022-01-12');
});

test('a shared line fills the day’s gaps first, those of the lower tier before others', () => {
  const city = smallCity({
    items: [item('a'), item('b')],
    enterprises: [enterprise('E')],
    lines: [line('L', 'E', ['a', 'b'], 15)],
    demandRates: [rate('a', 1, 2), rate('b', 1, 1)],
  });
  const [a, b] = computePosition(city).items;
  assert.deepEqual([a!.coverWithProduction.runsOut, a!.coverWithProduction.lacking?.toNumber()], ['2022-01-09', 5]);
  assert.equal(b!.coverWithProduction.runsOut, null);
});

test('what lapses or expires on the sixtieth day is soon, on the sixty-first not', () => {
  const city = smallCity({
    items: [item('a')],
    enterprises: [
      enterprise('E', '2022-03-09'),
      enterprise('F', '2022-03-10'),
      enterprise('H', '2022-01-08'),
      enterprise('K', '2022-01-07'),
    ],
    stock: [stock('E', 'a', 1, '2022-03-09'), stock('E', 'a', 1, '2022-03-10')],
  });
  const { notices, enterprises } = computePosition(city);
  assert.deepEqual(
    notices.lapsingLicences.map((notice) => [notice.enterprise, notice.daysLeft]),
    [
      ['H', 0],
      ['E', 60],
    ],
  );
  assert.deepEqual(
    notices.expiringStock.map((notice) => notice.expires),
    ['2022-03-09'],
  );
  assert.deepEqual(
    enterprises.map((entry) => entry.licence.state),
    ['lapses-soon', 'valid', 'lapses-soon', 'lapsed'],
  );
});

test('a category whose lines count differently has a figure a unit', () => {
  const city = smallCity({
    items: [item('a', { unit: '瓶', contentKg: new Decimal('0.5') }), item('b', { unit: '瓶' })],
    enterprises: [enterprise('E')],
    lines: [line('L1', 'E', ['a'], 2, '吨'), line('L2', 'E', ['b'], 300, '瓶')],
  });
  assert.deepEqual(shown(computePosition(city).categories[0]!.capacity), ['2 吨', '300 瓶']);
  assert.equal(computePosition(city).items[0]!.lineShares[0]!.capacity.toNumber(), 4000);
});

test('lines that make the same are added up, but each stops on the day its own licence ends', () => {
  const { items } = computePosition(
    smallCity({
      items: [item('a', { licenceRule: 'production' })],
      enterprises: [enterprise('E1', '2022-01-10'), enterprise('E2', '2022-12-31'), enterprise('E3', '2022-12-30')],
      lines: [line('L1', 'E1', ['a'], 4), line('L2', 'E2', ['a'], 3), line('L3', 'E3', ['a'], 3)],
      demandRates: [rate('a', 1)],
    }),
  );
  const { coverWithProduction, curve } = items[0]!;
  assert.deepEqual(
    [coverWithProduction.runsOut, coverWithProduction.lacking?.toFixed(), coverWithProduction.days?.toFixed(1)],
    ['2022-01-11', '4', '2.6'],
  );
  assert.deepEqual(
    curve.slice(0, 3).map(({ unmetWithProduction }) => unmetWithProduction.toFixed()),
    ['0', '0', '4'],
  );
});
