import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import { readCityFolder } from '#server/registry/dataset/index.ts';
import { fc } from '#tests/support/chance.ts';
import { type Plan, planCity } from './index.ts';
import { type CityDataset, FIRST_DAY, randomCity, randomHorizon, tinyCity } from './testing/index.ts';

const solver = new LinearSolver();
after(() => solver.stop());

const isWhole = (quantity: number, pack: number): boolean =>
  Math.abs(quantity / pack - Math.round(quantity / pack)) < 1e-6;

function packOf(data: CityDataset, item: string): number {
  return data.items.find(({ code }) => code === item)!.unit === '吨' ? 0.001 : 1;
}

/** unmet by 'point item day', and what rounding added to it at most */
function largestLoss(data: CityDataset, plan: Plan, exact: Plan): number {
  const key = (row: Plan['unmet'][number]): string => `${row.to} ${row.item} ${row.date}`;
  const planned = new Map(exact.unmet.map((row) => [key(row), row.quantity]));
  return Math.max(
    0,
    ...plan.unmet.map((row) => (row.quantity - (planned.get(key(row)) ?? 0)) / packOf(data, row.item)),
  );
}

test('(C8) what is made, sent and transferred in the example is whole packs, and no point loses a pack by it', async () => {
  const result = await readCityFolder(new URL('../../../example', import.meta.url).pathname);
  assert.ok(result.ok);
  const { plan, exact } = await planCity(result.dataset, { from: FIRST_DAY, days: 14 }, { solver });
  for (const { item, quantity } of [...plan.production, ...plan.shipments, ...plan.transfers]) {
    assert.ok(isWhole(quantity, packOf(result.dataset, item)), `${item} ${quantity}`);
  }
  assert.ok(largestLoss(result.dataset, plan, exact) < 1);
  // rounding deals every carton of the scarce drug out again
  const sent = (each: Plan): number =>
    each.shipments.filter(({ item }) => item === 'huoxiang-zhengqi').reduce((sum, row) => sum + row.quantity, 0);
  assert.ok(Math.abs(sent(exact) - sent(plan)) < 1);
});

test('(C8) in small cities by chance a plan in whole packs exists and stays near the exact one', async () => {
  await fc.assert(
    fc.asyncProperty(randomCity, randomHorizon, async (data, days) => {
      const { plan, exact } = await planCity(data, { from: FIRST_DAY, days }, { solver });
      for (const { item, quantity } of [...plan.production, ...plan.shipments, ...plan.transfers]) {
        assert.ok(isWhole(quantity, packOf(data, item)));
      }
      assert.ok(largestLoss(data, plan, exact) <= 2 + days * data.enterprises.length);
    }),
    { numRuns: 50 },
  );
});

test('(C8) a need of half a pack is met by whole packs only, and the rest is unmet', async () => {
  const data = tinyCity({
    items: [{ code: 'pills', unit: '件' }],
    producers: [{ id: 'E1', stock: [{ item: 'pills', quantity: 9 }] }],
    points: [{ id: 'P1', served: 5 }],
    rates: [{ item: 'pills', rate: 0.5 }],
  });
  const { plan, exact } = await planCity(data, { from: FIRST_DAY, days: 1 }, { solver });
  assert.deepEqual([exact.shipments[0]?.quantity, exact.unmet], [2.5, []]);
  assert.deepEqual(
    plan.shipments.map(({ quantity }) => quantity),
    [2],
  );
  assert.deepEqual(
    plan.unmet.map(({ quantity }) => quantity),
    [0.5],
  );
  assert.deepEqual(
    plan.causes.map(({ constraint, tag }) => [constraint, tag]),
    [['packs', 'C8']],
  );
  assert.equal(plan.cover[0]?.first_short, null);
});

test('(C8) tonnes move by the kilogram', async () => {
  const data = tinyCity({
    items: [{ code: 'liquid', unit: '吨' }],
    producers: [{ id: 'E1', stock: [{ item: 'liquid', quantity: 9 }] }],
    points: [{ id: 'P1', served: 1 }],
    rates: [{ item: 'liquid', rate: 1.23456 }],
  });
  const { plan } = await planCity(data, { from: FIRST_DAY, days: 1 }, { solver });
  assert.deepEqual(
    plan.shipments.map(({ quantity }) => quantity),
    [1.234],
  );
});
