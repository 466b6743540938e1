import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { boardContracts as contracts } from '#contracts/board.ts';
import { claimContracts } from '#contracts/claims.ts';
import { orderContracts } from '#contracts/orders.ts';
import { receiptContracts } from '#contracts/receipts.ts';
import { stockContracts } from '#contracts/stock.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { lotsFor, placeOfProducer, postMovements, virtualPlaces } from '#server/stock/index.ts';
import { testApp } from '#tests/support/app.ts';
import { ownerQuery, planInForceWith } from '../orders/testing.ts';
import { loadedOrder, signature } from '../receipts/testing.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const group = await product.as('group_officer');
const hospital = await product.as('requester');
const auditor = await product.as('auditor');
const day = '2022-01-09';
const range = { from: '2022-01-08', to: '2022-01-10' };
const board = async (query: Record<string, string | number> = {}) => lead.call(contracts.board, { query });

await planInForceWith(product, [
  { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
]);
await lead.call(orderContracts.issueFromPlan, { body: { from: day, to: day } });
const loaded = await loadedOrder(product, '1000');

const receive = (received: string, more: object = {}) =>
  hospital.call(receiptContracts.file, {
    params: { id: loaded.id },
    body: { lots: [{ line: 1, lot: loaded.lot, received, ...more }], signature },
  });

test('each open order says who acts next, and since when', async () => {
  const { rows, total, counts } = await board();
  assert.deepEqual(rows.map((row) => [row.stage, row.actor]).toSorted(), [
    ['issued', 'sender'],
    ['loaded', 'dispatcher'],
  ]);
  assert.equal(total, 2);
  assert.ok(rows.every((row) => row.since !== null && !row.late));
  assert.equal(
    counts.reduce((sum, row) => sum + row.orders, 0),
    2,
  );
  assert.equal(rows.find((row) => row.actor === 'sender')?.actorName, rows[0]?.from.name);
});

test('the filter keeps what it says, the counts stay those of the whole board, and pages go on by key', async () => {
  const mine = await board({ actor: 'sender' });
  assert.deepEqual([mine.total, mine.rows[0]?.stage, mine.counts.length], [1, 'issued', 2]);
  assert.equal((await board({ late: 'true' })).total, 0);
  const first = await board({ limit: 1 });
  const second = await board({ limit: 1, cursor: first.next! });
  assert.equal(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size, 2);
  assert.equal(second.next, null);
  assert.equal((await lead.send(contracts.board, { query: { cursor: 'x' } })).body.code, 'order.bad-cursor');
});

test('an order whose day has passed is late until it is received', async () => {
  await ownerQuery(product, "update cities set held_day = '2022-01-12'");
  assert.equal((await board({ late: 'true' })).total, 2);
  await ownerQuery(product, "update cities set held_day = '2022-01-08'");
});

test('a receipt with differences stays on the board until its claims are settled, with the one who answers', async () => {
  const { differences } = await receive('950', { damaged: '20', packingWhole: false });
  const open = (await board({ stage: 'claim_open' })).rows;
  assert.deepEqual([open[0]?.actor, open[0]?.claims], ['dispatcher', 2], 'opened on the way: transport answers');
  for (const { claim, kind } of differences) {
    const params = { id: claim };
    await group.call(claimContracts.answer, { params, body: { revision: 1, accepts: true, answer: '示例' } });
    const lost = kind === 'missing' ? '30' : '0';
    if (kind === 'damaged') assert.equal((await board({ stage: 'claim_answered' })).rows[0]?.actor, 'dispatcher');
    await group.call(claimContracts.settle, {
      params,
      body: { revision: 2, bearer: 'transport', note: '示例', lost },
    });
  }
  assert.equal((await board()).total, 1);
});

test('plan against actual: planned, ordered, sent, received and damaged, by item and by producer', async () => {
  const { rows } = await lead.call(contracts.plan, { query: range });
  const mask = rows.find((row) => row.key === 'mask')!;
  assert.deepEqual(
    [mask.planned, mask.ordered, mask.sent, mask.received, mask.damaged],
    ['21600', '22600', '1000', '950', '20'],
  );
  const producers = await lead.call(contracts.plan, { query: { ...range, by: 'producer' } });
  const e14 = producers.rows.find((row) => row.key === 'E14')!;
  assert.deepEqual([e14.unit, e14.received], ['kg', '3.8']);
  assert.equal((await lead.send(contracts.plan, { query: { from: '2022-01-10', to: '2022-01-08' } })).status, 400);
});

test('the three questions: what was produced, how fast it moved, how fit it arrived', async () => {
  const answers = await lead.call(contracts.answers, { query: range });
  assert.deepEqual(
    [answers.produced.shipmentsPlanned, answers.produced.shipmentsOrdered],
    ['86.4', '86.4'],
    'kilograms of the plan that orders answer for',
  );
  assert.equal(
    answers.fast.reduce((sum, row) => sum + row.orders, 0),
    1,
  );
  assert.ok(answers.fast.every((row) => row.median >= 0 && row.ninetieth >= row.median));
  assert.deepEqual([answers.fit.arrived, answers.fit.damaged], ['3.88', '0.08']);
  const before = await lead.call(contracts.answers, { query: { from: '2021-12-01', to: '2021-12-02' } });
  assert.deepEqual([before.fast, before.fit.shelfMedian], [[], null], 'no figure where there is nothing to measure');
});

test('each figure opens into exactly the entries that it sums', async () => {
  const entries = (query: Record<string, string | number>) =>
    lead.call(contracts.entries, { query: { ...range, ...query } });
  const add = (values: Array<string | null>) =>
    values.reduce((sum, value) => sum.add(value ?? 0), new Decimal(0)).toFixed();
  const { rows } = await lead.call(contracts.plan, { query: range });
  const mask = rows.find((row) => row.key === 'mask')!;
  for (const figure of ['planned', 'ordered', 'sent', 'received', 'damaged'] as const) {
    const opened = await entries({ figure, item: 'mask' });
    assert.equal(opened.quantity, mask[figure], figure);
    assert.equal(add(opened.rows.map((row) => row.quantity)), mask[figure], figure);
    assert.equal(opened.total, opened.rows.length);
  }
  const producers = await lead.call(contracts.plan, { query: { ...range, by: 'producer' } });
  const e14 = producers.rows.find((row) => row.key === 'E14')!;
  assert.equal((await entries({ figure: 'ordered', producer: 'E14' })).kilograms, e14.ordered);
  const { produced, fast, fit } = await lead.call(contracts.answers, { query: range });
  const weights = {
    production: produced.planned,
    made: produced.made,
    planned: produced.shipmentsPlanned,
    answered: produced.shipmentsOrdered,
    arrived: fit.arrived,
    broken: fit.damaged,
  };
  for (const [figure, weight] of Object.entries(weights)) assert.equal((await entries({ figure })).kilograms, weight);
  const hours = await entries({ figure: 'hours', tier: fast[0]!.tier });
  assert.deepEqual([hours.total, hours.rows[0]?.measure], [fast[0]!.orders, fast[0]!.median]);
  const shelf = await entries({ figure: 'shelf' });
  assert.deepEqual([shelf.total, shelf.rows[0]?.measure], [fit.lots, fit.shelfLeast]);
  const first = await entries({ figure: 'ordered', limit: 1 });
  const second = await entries({ figure: 'ordered', limit: 1, cursor: first.next! });
  assert.deepEqual([second.next, second.rows[0]?.key === first.rows[0]?.key], [null, false]);
});

test('what was made is what the ledger has from production, less what was taken back', async () => {
  const report = async (figure: 'made') => (await lead.call(contracts.entries, { query: { ...range, figure } })).rows;
  assert.deepEqual(await report('made'), []);
  await inWork(product.app.database, product.app.clock, systemActor(product.city), async (work) => {
    const [lot] = await lotsFor(work, [{ item: 'mask', enterprise: 'E14', lotNumber: 'MADE' }]);
    const way = { from: virtualPlaces.production, to: placeOfProducer('E14'), lot: lot! };
    const movements = [{ ...way, line: 1, quantity: '5000', day: '2022-01-08' }];
    await postMovements(work, { document: { kind: 'test', id: 'made' }, movements });
  });
  const [made] = await report('made');
  assert.deepEqual([made?.quantity, made?.kilograms, made?.from], ['5000', '20', '示例口罩1厂']);
  const correct = { params: { id: made!.source.id }, body: { instead: { quantity: '4000' }, reason: '示例更正' } };
  await lead.call(stockContracts.correct, correct);
  const { produced } = await lead.call(contracts.answers, { query: range });
  assert.equal(produced.made, '16', 'the entry, its reversal and what stands in its place');
  assert.deepEqual(
    (await report('made')).map(({ quantity }) => quantity),
    ['5000', '-5000', '4000'],
  );
});

test('each sees the board of its own orders', async () => {
  assert.equal((await auditor.call(contracts.board)).total, 1);
  const { rows } = await hospital.call(contracts.board);
  assert.ok(rows.every((row) => row.to.place === 'demand:H-CITY1'));
  assert.equal((await product.public.send(contracts.board)).status, 401);
});
