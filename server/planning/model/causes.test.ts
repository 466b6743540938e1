import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Decimal } from 'decimal.js';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import { readCityFolder } from '#server/registry/dataset/index.ts';
import { type Cause, type Plan, planCity } from './index.ts';
import { type CityDataset, FIRST_DAY, type PlanningOptions, tinyCity } from './testing/index.ts';

const solver = new LinearSolver();
after(() => solver.stop());

async function exactPlan(data: CityDataset, options: Partial<PlanningOptions> = {}): Promise<Plan> {
  const { exact } = await planCity(data, { from: FIRST_DAY, days: 14, ...options }, { solver });
  return exact;
}

/** unmet of an item up to and including a day, over all points */
function unmetUpTo(plan: Plan, item: string, date: string): number {
  return plan.unmet
    .filter((row) => row.item === item && row.date <= date)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

async function example(): Promise<CityDataset> {
  const result = await readCityFolder(new URL('../../../example', import.meta.url).pathname);
  assert.ok(result.ok);
  return result.dataset;
}

const before = await exactPlan(await example());
const masks = before.causes.filter(({ item }) => item === 'mask');
const on = (date: string): Cause[] => masks.filter((cause) => cause.date === date);

test('in the example drugs fall short from 13 January and masks from 14 January', () => {
  const short = Object.fromEntries(
    before.cover.flatMap(({ item, first_short }) => (first_short === null ? [] : [[item, first_short]])),
  );
  assert.deepEqual(short, { mask: '2022-01-14', 'huoxiang-zhengqi': '2022-01-13' });
});

test('masks are bound by capacity first and by melt-blown cloth from 19 January; 1 t of it is 1,000,000 masks', () => {
  const days = [...new Set(masks.map(({ date }) => date))];
  const kinds = Object.fromEntries(
    days.map((day) => [
      day.slice(8),
      [...new Set(masks.filter(({ date }) => date === day).map(({ constraint }) => constraint))],
    ]),
  );
  assert.deepEqual(
    ['14', '15', '16', '17', '19', '20', '21', '22'].map((day) => kinds[day]),
    [...Array(4).fill(['capacity']), ...Array(4).fill(['input'])],
  );
  // on 18 January the last cloth and the last capacity are used up together: neither alone would help
  assert.deepEqual(kinds['18']?.sort(), ['capacity', 'input']);
  assert.ok(
    masks.filter(({ date }) => date === '2022-01-18').every(({ together, marginal }) => together && marginal === 0),
  );
  const cloth = masks.filter(({ constraint, together }) => constraint === 'input' && !together);
  assert.ok(cloth.every(({ input, marginal }) => input === 'meltblown' && marginal === 1_000_000));
});

test('proof: one tonne more of melt-blown cloth at E14 lets 1,000,000 masks fewer be unmet, as its marginal value says', async () => {
  const data = await example();
  const row = data.inputStock.find(({ enterprise, input }) => enterprise === 'E14' && input === 'meltblown')!;
  row.quantity = row.quantity.add(1);
  const after = await exactPlan(data);
  const gained = unmetUpTo(before, 'mask', '2022-01-22') - unmetUpTo(after, 'mask', '2022-01-22');
  assert.ok(Math.abs(gained - 1_000_000) < 1, `${gained}`);
});

test('proof: 1,000 masks more of capacity a day at E14 up to 14 January lets 1,000 fewer be unmet by then for each day', async () => {
  const capacity = on('2022-01-14').find(({ enterprise }) => enterprise === 'E14')!;
  assert.deepEqual([capacity.line, capacity.on, capacity.marginal], ['E14-L1', '2022-01-14', 1]);
  const factor = { line: 'E14-L1', from: '2022-01-14', until: '2022-01-14', factor: 701_000 / 700_000 };
  const after = await exactPlan(await example(), { scenario: { capacity: [factor] } });
  const gained = unmetUpTo(before, 'mask', '2022-01-14') - unmetUpTo(after, 'mask', '2022-01-14');
  assert.ok(Math.abs(gained - 1000) < 1, `${gained}`);
});

const short = (change: Parameters<typeof tinyCity>[0]): CityDataset => tinyCity(change);
const PILLS = { items: [{ code: 'pills' }], rates: [{ item: 'pills', rate: 1 }] };

async function causesOf(
  data: CityDataset,
  options: Partial<PlanningOptions> = {},
): Promise<Array<Omit<Cause, 'item' | 'to'>>> {
  const plan = await exactPlan(data, { days: 1, reserveDays: 0, ...options });
  return plan.causes.map(({ item: _item, to: _to, ...rest }) => rest);
}

const names = { enterprise: null, line: null, input: null };
const TODAY = { date: FIRST_DAY, on: FIRST_DAY, together: false };

test('a licence that has lapsed: one more licensed day is worth what the line makes in it', async () => {
  const data = short({
    ...PILLS,
    items: [{ code: 'pills', rule: 'production' }],
    producers: [{ id: 'E1', licence: '2022-01-08', lines: [{ items: ['pills'], capacity: 3 }] }],
    points: [{ id: 'P1', served: 5 }],
  });
  assert.deepEqual(await causesOf(data), [
    { ...names, ...TODAY, constraint: 'licence', tag: 'C2', enterprise: 'E1', line: 'E1-L1', marginal: 3 },
  ]);
});

test('a sealed road: one more unit through it is one unit more', async () => {
  const data = short({
    ...PILLS,
    producers: [{ id: 'E1', county: 'A', stock: [{ item: 'pills', quantity: 9 }] }],
    points: [{ id: 'P1', county: 'B', served: 5 }],
  });
  assert.deepEqual(await causesOf(data, { scenario: { sealed: [{ county: 'B' }] } }), [
    { ...names, ...TODAY, constraint: 'sealed_road', tag: 'C7', enterprise: 'E1', marginal: 1 },
  ]);
});

test('an input counts by what is made of it', async () => {
  const data = short({
    ...PILLS,
    bom: [{ item: 'pills', input: 'powder', perUnit: 0.25 }],
    producers: [{ id: 'E1', lines: [{ items: ['pills'], capacity: 90 }], inputs: [{ input: 'powder', quantity: 1 }] }],
    points: [{ id: 'P1', served: 50 }],
  });
  assert.deepEqual(await causesOf(data), [
    { ...names, ...TODAY, constraint: 'input', tag: 'C6', enterprise: 'E1', input: 'powder', marginal: 4 },
  ]);
});

test('a line counted in tonnes: one more tonne a day is what one tonne makes', async () => {
  const data = short({
    items: [{ code: 'gel', unit: '瓶', contentKg: 0.5 }],
    rates: [{ item: 'gel', rate: 1 }],
    producers: [{ id: 'E1', lines: [{ items: ['gel'], capacity: 1, unit: '吨' }] }],
    points: [{ id: 'P1', served: 50_000 }],
  });
  assert.deepEqual(await causesOf(data), [
    { ...names, ...TODAY, constraint: 'capacity', tag: 'C1', enterprise: 'E1', line: 'E1-L1', marginal: 2000 },
  ]);
});

test('where nothing in the city could make more in time, one more unit in stock is one unit more', async () => {
  const data = short({
    ...PILLS,
    producers: [{ id: 'E1', stock: [{ item: 'pills', quantity: 2 }] }],
    points: [{ id: 'P1', served: 5 }],
  });
  assert.deepEqual(await causesOf(data), [
    { ...names, date: FIRST_DAY, on: null, together: false, constraint: 'stock', tag: 'C3', marginal: 1 },
  ]);
});

test('every unmet need has a cause', async () => {
  const explained = new Set(before.causes.map(({ item, date, to }) => `${item} ${date} ${to}`));
  assert.deepEqual(
    before.unmet.filter(({ item, date, to }) => !explained.has(`${item} ${date} ${to}`)),
    [],
  );
});

test('a gain is not taken from another need: a shared line is worth to the second item what the first leaves', async () => {
  const data = short({
    items: [{ code: 'pills' }, { code: 'drops' }],
    rates: [
      { item: 'pills', rate: 1, tier: 1 },
      { item: 'drops', rate: 1, tier: 2 },
    ],
    producers: [{ id: 'E1', lines: [{ items: ['pills', 'drops'], capacity: 7 }] }],
    points: [{ id: 'P1', served: 5 }],
  });
  data.lines[0]!.dailyCapacity = new Decimal(7);
  assert.deepEqual(
    (await exactPlan(data, { days: 1 })).causes.map(({ item, constraint, marginal }) => [item, constraint, marginal]),
    [['drops', 'capacity', 1]],
  );
});

test('capacity that helps only with an input which others go without is no cause alone', async () => {
  const data = await example();
  // each carton of pills takes a thousand masks, and masks are short
  const [bom, stock] = [data.bom[0]!, data.inputStock[0]!];
  data.bom.push({ ...bom, item: 'huoxiang-zhengqi', input: 'mask', perUnit: new Decimal(1000) });
  const given = { enterprise: 'E25', input: 'mask', quantity: new Decimal(10_000), inboundPerDay: new Decimal(0) };
  data.inputStock.push({ ...stock, ...given });
  const causes = (await exactPlan(data, { days: 8 })).causes.filter(({ item }) => item === 'huoxiang-zhengqi');
  assert.ok(causes.length > 0);
  assert.deepEqual(
    causes.filter(({ together, marginal }) => !together || marginal !== 0),
    [],
  );
});
