/** Each constraint on a tiny case of its own, with an answer worked out by hand. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import { type Plan, planCity } from '../index.ts';
import { FIRST_DAY, type PlanningOptions, type TinyCity, tinyCity } from '../testing/index.ts';

const solver = new LinearSolver();
after(() => solver.stop());

async function planned(city: TinyCity, options: Partial<PlanningOptions> = {}): Promise<Plan> {
  const { exact } = await planCity(
    tinyCity(city),
    { from: FIRST_DAY, days: 1, reserveDays: 0, ...options },
    { solver },
  );
  return exact;
}

const unmetBy = (plan: Plan): Record<string, number> =>
  Object.fromEntries(
    plan.unmet.map(({ to, item, date, quantity }) => [`${to} ${item} ${date.slice(8)}`, round(quantity)]),
  );
const round = (quantity: number): number => Math.round(quantity * 1e6) / 1e6;
const made = (plan: Plan, item: string): number =>
  round(plan.production.filter((row) => row.item === item).reduce((sum, { quantity }) => sum + quantity, 0));

const PILLS = { code: 'pills' };
const wanting = (...points: Array<[id: string, served: number]>): TinyCity['points'] =>
  points.map(([id, served]) => ({ id, served }));

test('(C1) a line that makes either of two items shares its capacity between them', async () => {
  const plan = await planned({
    items: [PILLS, { code: 'drops' }],
    producers: [{ id: 'E1', lines: [{ items: ['pills', 'drops'], capacity: 10 }] }],
    points: wanting(['P1', 8]),
    rates: [
      { item: 'pills', rate: 1, tier: 1 },
      { item: 'drops', rate: 1, tier: 2 },
    ],
  });
  assert.deepEqual(unmetBy(plan), { 'P1 drops 09': 6 });
});

test('(C1) a line counted in tonnes makes bottles by their content: 1 t is 2,000 bottles of half a kilogram', async () => {
  const plan = await planned({
    items: [{ code: 'gel', unit: '瓶', contentKg: 0.5 }],
    producers: [{ id: 'E1', lines: [{ items: ['gel'], capacity: 1, unit: '吨' }] }],
    points: wanting(['P1', 2500]),
    rates: [{ item: 'gel', rate: 1 }],
  });
  assert.deepEqual(unmetBy(plan), { 'P1 gel 09': 500 });
});

test('(C1) factors of the scenario for a line, a county and a day multiply', async () => {
  const city: TinyCity = {
    items: [PILLS],
    producers: [{ id: 'E1', county: 'A', lines: [{ id: 'L', items: ['pills'], capacity: 8 }] }],
    points: wanting(['P1', 8]),
    rates: [{ item: 'pills', rate: 1 }],
  };
  const capacity = [
    { line: 'L', factor: 0.5 },
    { county: 'A', from: '2022-01-10', factor: 0.5 },
    { county: 'B', factor: 0 },
  ];
  const plan = await planned(city, { days: 2, scenario: { capacity } });
  assert.deepEqual(unmetBy(plan), { 'P1 pills 09': 4, 'P1 pills 10': 6 });
});

test('(C2) production with rule `production` goes on through the licence’s last day and stops the day after', async () => {
  const plan = await planned(
    {
      items: [{ code: 'gel', rule: 'production' }],
      producers: [{ id: 'E1', licence: '2022-01-10', lines: [{ items: ['gel'], capacity: 5 }] }],
      points: wanting(['P1', 5]),
      rates: [{ item: 'gel', rate: 1 }],
    },
    { days: 3 },
  );
  assert.deepEqual(unmetBy(plan), { 'P1 gel 11': 5 });
});

test('(C2) masks made without a valid licence are general and serve no medical demand; on the last valid day they do', async () => {
  const city = (licence: string | null): TinyCity => ({
    items: [{ code: 'mask', rule: 'grade' }],
    producers: [{ id: 'E1', licence, lines: [{ items: ['mask'], capacity: 5 }] }],
    points: [
      { id: 'H1', kind: 'hospital', served: 2 },
      { id: 'P1', served: 3 },
    ],
    rates: [
      { kind: 'hospital', item: 'mask', rate: 1, tier: 1, grade: 'medical' },
      { item: 'mask', rate: 1, tier: 2 },
    ],
  });
  assert.deepEqual(unmetBy(await planned(city('2022-01-09'))), {});
  assert.deepEqual(unmetBy(await planned(city('2022-01-08'))), { 'H1 mask 09': 2 });
  assert.deepEqual(unmetBy(await planned(city(null))), { 'H1 mask 09': 2 });
});

test('(C2) opening stock is medical when the licence is valid on the day of the count', async () => {
  const city = (licence: string): TinyCity => ({
    items: [{ code: 'mask', rule: 'grade' }],
    producers: [{ id: 'E1', licence, stock: [{ item: 'mask', quantity: 2 }] }],
    points: [{ id: 'H1', kind: 'hospital', served: 2 }],
    rates: [{ kind: 'hospital', item: 'mask', rate: 1, grade: 'medical' }],
  });
  assert.deepEqual(unmetBy(await planned(city('2022-01-08'))), {});
  assert.deepEqual(unmetBy(await planned(city('2022-01-07'))), { 'H1 mask 09': 2 });
});

test('(C3) what was not sent is there the next day, and no more than that', async () => {
  const plan = await planned(
    {
      items: [PILLS],
      producers: [{ id: 'E1', lines: [{ items: ['pills'], capacity: 1 }], stock: [{ item: 'pills', quantity: 4 }] }],
      points: wanting(['P1', 3]),
      rates: [{ item: 'pills', rate: 1 }],
    },
    { days: 3 },
  );
  // 4 + 3 made = 7 of 9, the first two days first
  assert.deepEqual(unmetBy(plan), { 'P1 pills 11': 2 });
});

test('(C4) stock leaves on its last day, not later, and what is left that day is written off', async () => {
  const city = (expires: string): TinyCity => ({
    items: [PILLS],
    producers: [{ id: 'E1', stock: [{ item: 'pills', quantity: 5, expires }] }],
    points: wanting(['P1', 2]),
    rates: [{ item: 'pills', rate: 1 }],
  });
  const plan = await planned(city('2022-01-10'), { days: 3 });
  assert.deepEqual(unmetBy(plan), { 'P1 pills 11': 2 });
  assert.deepEqual(plan.write_offs, [{ enterprise: 'E1', item: 'pills', date: '2022-01-10', quantity: 1 }]);
  assert.deepEqual((await planned(city('2022-01-11'), { days: 2 })).write_offs, []);
});

test('(C4) the lot that expires first leaves first', async () => {
  const plan = await planned(
    {
      items: [PILLS],
      producers: [
        {
          id: 'E1',
          stock: [
            { item: 'pills', quantity: 2, expires: '2022-01-20' },
            { item: 'pills', quantity: 2, expires: '2022-01-09' },
          ],
        },
      ],
      points: wanting(['P1', 2]),
      rates: [{ item: 'pills', rate: 1 }],
    },
    { days: 2 },
  );
  assert.deepEqual([unmetBy(plan), plan.write_offs], [{}, []]);
});

test('(C4) stock that had expired before the first day never leaves and is written off on it', async () => {
  const plan = await planned({
    items: [PILLS],
    producers: [{ id: 'E1', stock: [{ item: 'pills', quantity: 2, expires: '2022-01-08' }] }],
    points: wanting(['P1', 1]),
    rates: [{ item: 'pills', rate: 1 }],
  });
  assert.deepEqual(unmetBy(plan), { 'P1 pills 09': 1 });
  assert.deepEqual(plan.write_offs, [{ enterprise: 'E1', item: 'pills', date: '2022-01-09', quantity: 2 }]);
});

test('(C5) a load is a day on the way from beyond 150 km, none at 150 km, two days from beyond 650 km', async () => {
  const city = (at: number): TinyCity => ({
    items: [PILLS],
    producers: [{ id: 'E1', at: 0, stock: [{ item: 'pills', quantity: 9 }] }],
    points: [{ id: 'P1', at, served: 3 }],
    rates: [{ item: 'pills', rate: 1 }],
  });
  const roadMatrix = { E1: { P1: 150 } };
  assert.deepEqual(unmetBy(await planned(city(0), { days: 3, roadMatrix })), {});
  assert.deepEqual(unmetBy(await planned(city(150.01), { days: 3 })), { 'P1 pills 09': 3 });
  assert.deepEqual(unmetBy(await planned(city(649.9), { days: 3 })), { 'P1 pills 09': 3 });
  assert.deepEqual(unmetBy(await planned(city(650.1), { days: 3 })), { 'P1 pills 09': 3, 'P1 pills 10': 3 });
});

test('(C5) nothing is stored at a point, unless the scenario allows days of cover there', async () => {
  const city: TinyCity = {
    items: [PILLS],
    producers: [{ id: 'E1', stock: [{ item: 'pills', quantity: 9, expires: '2022-01-09' }] }],
    points: wanting(['P1', 2]),
    rates: [{ item: 'pills', rate: 1 }],
  };
  assert.deepEqual(unmetBy(await planned(city, { days: 3 })), { 'P1 pills 10': 2, 'P1 pills 11': 2 });
  const kept = await planned(city, { days: 3, scenario: { coverDays: 1.5 } });
  // 2 used on the day and 3 kept: all of the second day's 2, 1 of the third's
  assert.deepEqual(unmetBy(kept), { 'P1 pills 11': 1 });
});

test('(C5) medical stock may serve any demand', async () => {
  const plan = await planned({
    items: [{ code: 'mask', rule: 'grade' }],
    producers: [{ id: 'E1', stock: [{ item: 'mask', quantity: 3, grade: 'medical' }] }],
    points: wanting(['P1', 3]),
    rates: [{ item: 'mask', rate: 1 }],
  });
  assert.deepEqual([unmetBy(plan), plan.shipments[0]?.grade], [{}, 'medical']);
});

test('(C6) production stops where its input ends; inbound arrives in the morning', async () => {
  const plan = await planned(
    {
      items: [PILLS],
      producers: [
        {
          id: 'E1',
          lines: [{ items: ['pills'], capacity: 10 }],
          inputs: [{ input: 'powder', quantity: 3, inbound: 0.5 }],
        },
      ],
      points: wanting(['P1', 4]),
      rates: [{ item: 'pills', rate: 1 }],
      bom: [{ item: 'pills', input: 'powder', perUnit: 0.5 }],
    },
    { days: 3 },
  );
  // 3 + 3 × 0.5 of powder = 9 pills of 12
  assert.deepEqual(unmetBy(plan), { 'P1 pills 11': 3 });
});

test('(C6) an item that is an input comes from another producer, on its day of arrival, or from the producer itself', async () => {
  const city = (maker: { id: string; at: number }): TinyCity => ({
    items: [{ code: 'gel' }, { code: 'alcohol', unit: '吨' }],
    producers: [
      { id: 'E1', at: 0, lines: [{ items: ['gel'], capacity: 10 }], inputs: [{ input: 'alcohol', quantity: 0 }] },
      ...(maker.id === 'E1' ? [] : [{ ...maker, stock: [{ item: 'alcohol', quantity: 2 }] }]),
    ],
    points: wanting(['P1', 4]),
    rates: [{ item: 'gel', rate: 1 }],
    bom: [{ item: 'gel', input: 'alcohol', perUnit: 0.5 }],
  });
  const near = await planned(city({ id: 'E2', at: 10 }));
  assert.deepEqual(unmetBy(near), {});
  assert.deepEqual(near.transfers, [{ from: 'E2', to: 'E1', item: 'alcohol', date: '2022-01-09', quantity: 2 }]);
  assert.deepEqual(unmetBy(await planned(city({ id: 'E2', at: 200 }), { days: 2 })), { 'P1 gel 09': 4 });
  const own = city({ id: 'E1', at: 0 });
  own.producers[0]!.stock = [{ item: 'alcohol', quantity: 1 }];
  assert.deepEqual(unmetBy(await planned(own)), { 'P1 gel 09': 2 });
});

test('(C6) a producer without a row for an input is taken to have enough of it, and the plan says so', async () => {
  const plan = await planned({
    items: [PILLS],
    producers: [{ id: 'E1', lines: [{ items: ['pills'], capacity: 4 }] }],
    points: wanting(['P1', 4]),
    rates: [{ item: 'pills', rate: 1 }],
    bom: [{ item: 'pills', input: 'powder', perUnit: 1 }],
  });
  assert.deepEqual(unmetBy(plan), {});
  assert.deepEqual(plan.assumptions, [
    { code: 'input_taken_as_enough', enterprise: 'E1', item: 'pills', input: 'powder' },
  ]);
  assert.equal(made(plan, 'pills'), 4);
});

test('(C7) nothing crosses a sealed county’s border without the green channel; inside it goods move', async () => {
  const city: TinyCity = {
    items: [PILLS, { code: 'drops' }],
    producers: [{ id: 'E1', county: 'A', stock: [{ item: 'pills', quantity: 9 }] }],
    points: [
      { id: 'P1', county: 'A', served: 1 },
      { id: 'P2', county: 'B', served: 1 },
      { id: 'P3', county: 'C', served: 1 },
    ],
    rates: [{ item: 'pills', rate: 1 }],
  };
  const under = async (seal: object, days = 1) =>
    unmetBy(await planned(city, { days, scenario: { sealed: [{ county: 'B', ...seal }] } }));
  assert.deepEqual(await under({}), { 'P2 pills 09': 1 });
  assert.deepEqual(await under({ county: 'A' }), { 'P2 pills 09': 1, 'P3 pills 09': 1 });
  assert.deepEqual(await under({ greenChannel: 'all' }), {});
  assert.deepEqual(await under({ greenChannel: { items: ['drops'] } }), { 'P2 pills 09': 1 });
  assert.deepEqual(await under({ greenChannel: { enterprises: ['E1'] } }), {});
  assert.deepEqual(await under({ from: '2022-01-10', until: '2022-01-10' }, 3), { 'P2 pills 10': 1 });
});

test('(C7) a sealed road closes transfers of inputs too', async () => {
  const plan = await planned(
    {
      items: [PILLS, { code: 'powder' }],
      producers: [
        {
          id: 'E1',
          county: 'A',
          lines: [{ items: ['pills'], capacity: 4 }],
          inputs: [{ input: 'powder', quantity: 1 }],
        },
        { id: 'E2', county: 'B', stock: [{ item: 'powder', quantity: 9 }] },
      ],
      points: wanting(['P1', 4]),
      rates: [{ item: 'pills', rate: 1 }],
      bom: [{ item: 'pills', input: 'powder', perUnit: 1 }],
    },
    { scenario: { sealed: [{ county: 'B' }] } },
  );
  assert.deepEqual(unmetBy(plan), { 'P1 pills 09': 3 });
});

test('an item that nobody makes or holds is unmet, and one that nobody needs is left alone', async () => {
  const plan = await planned({
    items: [PILLS, { code: 'drops' }],
    producers: [{ id: 'E1', stock: [{ item: 'drops', quantity: 3, expires: '2022-01-09' }] }],
    points: wanting(['P1', 4]),
    rates: [{ item: 'pills', rate: 1 }],
  });
  assert.deepEqual(unmetBy(plan), { 'P1 pills 09': 4 });
  assert.deepEqual(
    plan.write_offs.map(({ quantity }) => quantity),
    [3],
  );
  assert.equal(plan.objectives.O3, 0);
});
