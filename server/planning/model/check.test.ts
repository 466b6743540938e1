import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import { fc } from '#tests/support/chance.ts';
import { checkPlan, type Plan, planCity, type Scenario, type Violation } from './index.ts';
import { type CityDataset, FIRST_DAY, randomCity, randomHorizon, randomScenario, tinyCity } from './testing/index.ts';

const solver = new LinearSolver();
after(() => solver.stop());

test('the checker finds nothing wrong with any plan of small cities by chance, exact or in whole packs', async () => {
  await fc.assert(
    fc.asyncProperty(randomCity, randomHorizon, randomScenario, async (data, days, scenario: Scenario) => {
      const options = { from: FIRST_DAY, days, scenario };
      // planCity itself refuses a plan that the checker finds wrong
      const { plan, exact } = await planCity(data, options, { solver });
      assert.deepEqual([checkPlan(data, options, plan), checkPlan(data, options, exact)], [[], []]);
      assert.ok(plan.exact === false && exact.exact === true);
    }),
    { numRuns: 100 },
  );
});

/** A city in which every constraint binds somewhere. */
const data: CityDataset = tinyCity({
  items: [
    { code: 'mask', unit: '只', rule: 'grade', weightKg: 1 },
    { code: 'gel', unit: '瓶', rule: 'production', contentKg: 500, weightKg: 600 },
    { code: 'alcohol', unit: '吨' },
  ],
  bom: [{ item: 'gel', input: 'alcohol', perUnit: 0.5 }],
  producers: [
    {
      id: 'E1',
      county: 'A',
      licence: '2022-01-09',
      lines: [
        { id: 'M', items: ['mask'], capacity: 4 },
        { id: 'G', items: ['gel'], capacity: 2, unit: '吨' },
      ],
      stock: [{ item: 'mask', quantity: 3, expires: '2022-01-09' }],
      inputs: [{ input: 'alcohol', quantity: 0.5 }],
    },
    { id: 'E2', county: 'A', at: 10, lines: [{ id: 'A', items: ['alcohol'], capacity: 2 }] },
    { id: 'E3', county: 'B', at: 200, stock: [{ item: 'mask', quantity: 9, grade: 'general' }] },
  ],
  points: [
    { id: 'H', county: 'A', kind: 'hospital', served: 5 },
    { id: 'P', county: 'A', at: 50, served: 4 },
    { id: 'Q', county: 'B', at: 200, served: 1 },
  ],
  rates: [
    { kind: 'hospital', item: 'mask', rate: 1, tier: 1, grade: 'medical' },
    { item: 'mask', rate: 1, tier: 2 },
    { item: 'gel', rate: 0.5, tier: 2 },
  ],
});
const options = { from: FIRST_DAY, days: 2, scenario: { sealed: [{ county: 'B' }] } };
const { plan } = await planCity(data, options, { solver });

function broken(change: (plan: Plan) => void): Array<Violation['tag']> {
  const copy = structuredClone(plan);
  change(copy);
  return [...new Set(checkPlan(data, options, copy).map(({ tag }) => tag))].sort();
}

const find = <Row>(rows: Row[], which: (row: Row) => boolean): Row => {
  const row = rows.find(which);
  assert.ok(row !== undefined);
  return row;
};

test('the sound plan passes', () => {
  assert.deepEqual(
    broken(() => undefined),
    [],
  );
});

test('(C1) a line beyond its capacity is caught', () => {
  const tags = broken((each) => {
    find(each.production, (row) => row.line === 'M').quantity = 5;
  });
  assert.ok(tags.includes('C1'));
});

test('(C2) making without a licence is caught', () => {
  const tags = broken((each) => each.production.push({ line: 'G', item: 'gel', date: '2022-01-10', quantity: 1 }));
  assert.ok(tags.includes('C2'));
});

test('(C3) sending what is not there is caught', () => {
  const tags = broken((each) => {
    find(each.shipments, (row) => row.item === 'mask' && row.grade === 'medical').quantity += 40;
  });
  assert.ok(tags.includes('C3'));
});

test('(C4) sending after the last day, or hiding a write-off, is caught', () => {
  const late = broken((each) => {
    for (const row of each.shipments) row.date = '2022-01-10';
  });
  assert.ok(late.includes('C4'));
  const hidden = broken((each) =>
    each.write_offs.push({ enterprise: 'E1', item: 'mask', grade: 'medical', date: '2022-01-10', quantity: 1 }),
  );
  assert.deepEqual(hidden, ['C4']);
});

test('(C5) a need that does not add up, and general stock for a medical need, are caught', () => {
  const lost = broken((each) => each.unmet.splice(0, 1));
  assert.ok(lost.includes('C5'));
  const downgraded = broken((each) => {
    for (const row of each.shipments) if (row.to === 'H') row.grade = 'general';
  });
  assert.ok(downgraded.includes('C5'));
});

test('(C6) making without the input is caught', () => {
  const tags = broken((each) => each.transfers.splice(0));
  assert.deepEqual(tags.includes('C6'), true);
});

test('(C7) goods across a sealed border are caught', () => {
  const tags = broken((each) =>
    each.shipments.push({ from: 'E1', to: 'Q', item: 'mask', grade: 'medical', date: FIRST_DAY, quantity: 1 }),
  );
  assert.ok(tags.includes('C7'));
});

test('(C8) half a pack is caught in a rounded plan and allowed in an exact one', () => {
  const half = (each: Plan): void => {
    find(each.shipments, (row) => row.to === 'H').quantity -= 0.5;
    find(each.unmet, (row) => row.to === 'H').quantity += 0.5;
  };
  assert.ok(broken(half).includes('C8'));
  assert.ok(
    !broken((each) => {
      each.exact = true;
      half(each);
    }).includes('C8'),
  );
});

test('objectives that the rows do not bear out are caught', () => {
  for (const change of [
    (each: Plan) => (each.objectives.O1[0]!.floor += 0.001),
    (each: Plan) => (each.objectives.O1[1]!.total -= 0.001),
    (each: Plan) => (each.objectives.O2 += 0.001),
    (each: Plan) => (each.objectives.O3 += 0.001),
    (each: Plan) => (each.objectives.O4 *= 1.001),
  ]) {
    assert.deepEqual(broken(change), ['O']);
  }
});

test('rows that mean nothing are caught: unknown names, days outside the plan, no quantity, a missing grade', () => {
  const changes: Array<(each: Plan) => void> = [
    (each) => (each.production[0]!.line = 'X'),
    (each) => (each.shipments[0]!.to = 'X'),
    (each) => (each.shipments[0]!.date = '2022-01-11'),
    (each) => (each.unmet[0]!.quantity = Number.NaN),
    (each) => (each.unmet[0]!.tier = 9),
    (each) => delete find(each.shipments, (row) => row.item === 'mask').grade,
  ];
  for (const change of changes) assert.deepEqual(broken(change), ['R']);
});

test('any one quantity moved, unmet or written off is caught when it is changed by a tenth or more', async () => {
  // a quantity made more or less may be a sound plan too: stock at the end is nobody's
  const lists = ['shipments', 'transfers', 'unmet', 'write_offs'] as const;
  const places = lists.flatMap((list) => plan[list].map((_, index) => ({ list, index })));
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.double({ min: 1.1, max: 3, noNaN: true }),
      fc.boolean(),
      ({ list, index }, factor, more) => {
        const tags = broken((each) => {
          each[list][index]!.quantity *= more ? factor : 1 / factor;
        });
        assert.notDeepEqual(tags, []);
      },
    ),
    { numRuns: 200 },
  );
});
