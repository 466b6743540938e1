import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import { readCityFolder } from '#server/registry/dataset/index.ts';
import { fc } from '#tests/support/chance.ts';
import { planCity } from './index.ts';
import type { CityDataset, ObjectiveValues, PlanningOptions } from './testing/index.ts';
import {
  enumeratePlans,
  FIRST_DAY,
  randomCity,
  randomHorizon,
  referenceObjectives,
  tinyCity,
} from './testing/index.ts';

const solver = new LinearSolver();
after(() => solver.stop());

const inOrder = ({ O1, O2, O3, O4 }: ObjectiveValues): number[] => [
  ...O1.flatMap(({ floor, total }) => [floor, total]),
  O2,
  O3,
  O4,
];

async function optimumOf(data: CityDataset, options: PlanningOptions): Promise<number[]> {
  const { exact } = await planCity(data, options, { solver });
  assert.equal(exact.solver.status, 'optimal');
  return inOrder(exact.objectives);
}

function assertEqualTo(actual: number[], expected: number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) => {
    const scale = Math.max(1, Math.abs(expected[index]!));
    assert.ok(
      Math.abs(value - expected[index]!) <= tolerance * scale,
      `objective ${index}: ${value} instead of ${expected[index]}`,
    );
  });
}

async function example(): Promise<CityDataset> {
  const result = await readCityFolder(new URL('../../../example', import.meta.url).pathname);
  assert.ok(result.ok);
  return result.dataset;
}

test('every objective of small cities by chance is that of a plain formulation solved row by row', async () => {
  await fc.assert(
    fc.asyncProperty(randomCity, randomHorizon, fc.constantFrom(0, 1, 7), async (data, days, reserveDays) => {
      const options = { from: FIRST_DAY, days, reserveDays };
      const expected = (await referenceObjectives(data, options)).map(({ value }) => value);
      assertEqualTo(await optimumOf(data, options), expected, 1e-4);
    }),
    { numRuns: 60 },
  );
});

test('the same with a sealed county', async () => {
  await fc.assert(
    fc.asyncProperty(randomCity, randomHorizon, fc.constantFrom('A', 'B'), async (data, days, county) => {
      const options = { from: FIRST_DAY, days, scenario: { sealed: [{ county }] } };
      const expected = (await referenceObjectives(data, options)).map(({ value }) => value);
      assertEqualTo(await optimumOf(data, options), expected, 1e-4);
    }),
    { numRuns: 30 },
  );
});

test('no plan in whole units of a tiny city is better than the planner’s, in the order of the objectives', async () => {
  const data = tinyCity({
    items: [{ code: 'pills' }],
    producers: [
      {
        id: 'E1',
        at: 0,
        lines: [{ items: ['pills'], capacity: 1 }],
        stock: [{ item: 'pills', quantity: 2, expires: '2022-01-09' }],
      },
      { id: 'E2', at: 60, stock: [{ item: 'pills', quantity: 2 }] },
    ],
    points: [
      { id: 'P1', at: 10, served: 2 },
      { id: 'P2', at: 50, served: 2 },
    ],
    rates: [{ item: 'pills', rate: 1 }],
  });
  const options = { from: FIRST_DAY, days: 2, reserveDays: 0 };
  const best = enumeratePlans(data, options);
  // by hand: 2 (first day only) + 2 + 1 a day = 6 of 8 needed, 3 of 4 for each point; what is missing, two of four a day, is
  // missing on the second day, whose weight is one
  assertEqualTo(best.slice(0, 2), [0.75, 0.5], 1e-12);
  assertEqualTo(await optimumOf(data, options), best, 1e-9);
});

test('the example over three days is as good as the plain formulation', { timeout: 120_000 }, async () => {
  const options = { from: FIRST_DAY, days: 3 };
  const data = await example();
  const expected = (await referenceObjectives(data, options)).map(({ value }) => value);
  assertEqualTo(await optimumOf(data, options), expected, 2e-6);
});

test('the example over two weeks keeps the optimum that the plain formulation proved', async () => {
  const expected = [
    8, 0, 3.7533292978208235, 3.4544385593220346, 2.74086038961039, 3.6287190259740254, 1, 0, 15.915254237288137, 0,
  ];
  const values = await optimumOf(await example(), { from: FIRST_DAY, days: 14 });
  assertEqualTo(values, [...expected, 17016.64704245212], 1e-8);
});
