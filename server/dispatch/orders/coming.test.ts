import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { orderContracts as contracts } from '#contracts/orders.ts';
import { requestContracts } from '#contracts/requests.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { receiveOrder } from './index.ts';
import { planInForceWith } from './testing.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const hospital = await product.as('requester');
const day = '2022-01-09';
const read = (id: string) => lead.call(contracts.read, { params: { id } });
const outlook = (grade?: string) =>
  hospital.call(requestContracts.outlook, {
    query: { point: 'H-CITY1', item: 'mask', by: '2022-01-12', ...(grade ? { grade } : {}) },
  });
const urgent = (quantity: string) =>
  lead.call(contracts.decide, {
    body: {
      urgent: true,
      fromPlace: 'producer:E14',
      toPlace: 'demand:H-CITY1',
      dispatchDay: '2022-01-08',
      reason: '示例急需',
      lines: [{ item: 'mask', quantity }],
    },
  });
async function receive(id: string): Promise<void> {
  const { lines, revision } = await read(id);
  const lots = lines.flatMap(({ line, lots: own }) => own.map((lot) => ({ line, lot: lot.lot, picked: lot.quantity })));
  const picked = await lead.call(contracts.pick, { params: { id }, body: { revision, lots } });
  await lead.call(contracts.load, { params: { id }, body: picked });
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    receiveOrder(work, id, { lots: lots.map(({ line, lot, picked: received }) => ({ line, lot, received })) }),
  );
}

test('what comes counts once: a plan’s shipment before it is ordered, as its order, and in stock when received', async () => {
  await planInForceWith(product, [
    { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '5000' },
    { day: '2022-01-10', from: 'E15', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '700.6' },
  ]);
  const planned = await outlook('medical');
  assert.equal(planned.comingInTime, '5700', 'whole packs');
  assert.deepEqual(
    planned.coming.map((row) => [row.quantity, row.order]),
    [
      ['5000', null],
      ['700', null],
    ],
  );
  const [order] = (await lead.call(contracts.issueFromPlan, { body: { from: day, to: day } })).orders;
  const ordered = await outlook('medical');
  assert.equal(ordered.comingInTime, '5700');
  assert.deepEqual(
    ordered.coming.map((row) => [row.quantity, row.order, row.state]),
    [
      ['5000', order!.number, 'issued'],
      ['700', null, null],
    ],
  );
  await receive(order!.id);
  const received = await outlook('medical');
  assert.equal(received.comingInTime, '700');
  assert.equal(new Decimal(received.inStock).sub(planned.inStock).toFixed(), '5000');
});

test('orders outside the plan count as well, until they are cancelled; one that still waits for approval does not', async () => {
  const before = new Decimal((await outlook()).comingInTime);
  const made = await urgent('300');
  assert.equal((await outlook()).comingInTime, before.add(300).toFixed());
  const { revision } = await read(made.id);
  await lead.call(contracts.cancel, { params: { id: made.id }, body: { revision, reason: '不需要了' } });
  assert.equal((await outlook()).comingInTime, before.toFixed());
  const subGroup = await product.as('sub_group_officer');
  const waiting = await subGroup.call(contracts.decide, {
    body: {
      fromPlace: 'producer:E14',
      toPlace: 'demand:H-CITY1',
      dispatchDay: '2022-01-08',
      reason: '示例',
      lines: [{ item: 'mask', quantity: '400000' }],
    },
  });
  assert.equal(waiting.state, 'waiting_approval');
  assert.equal((await outlook()).comingInTime, before.toFixed());
});

test('a request granted to come by the plan is met by what the plan brings, in the order of need', async () => {
  const days = ['2022-01-14', '2022-01-15'];
  await planInForceWith(
    product,
    days.map((each) => ({ day: each, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '1000' })),
  );
  const grant = async (by: string) => {
    const { id } = await hospital.call(requestContracts.file, {
      body: {
        point: 'H-CITY1',
        item: 'mask',
        grade: 'medical',
        quantity: '800',
        from: by,
        by,
        reason: '门诊量增加',
        urgency: 'routine',
        partialOk: true,
      },
    });
    const { revision } = (await lead.call(requestContracts.read, { params: { id } })).request;
    const answer = { act: 'accept', quantity: '800', metBy: 'plan', reason: '' };
    await lead.call(requestContracts.decide, { params: { id }, body: { revision, answer } });
    return id;
  };
  const [first, second] = [await grant(days[0]!), await grant(days[1]!)];
  const stateOf = async (id: string) => {
    const { state, granted } = (await hospital.call(requestContracts.read, { params: { id } })).request;
    return [state, granted?.delivered];
  };
  const [one] = (await lead.call(contracts.issueFromPlan, { body: { from: days[0], to: days[0] } })).orders;
  await receive(one!.id);
  assert.deepEqual(
    [await stateOf(first), await stateOf(second)],
    [
      ['fulfilled', '800'],
      ['accepted', '200'],
    ],
  );
  const [two] = (await lead.call(contracts.issueFromPlan, { body: { from: days[1], to: days[1] } })).orders;
  await receive(two!.id);
  assert.deepEqual(await stateOf(second), ['fulfilled', '800']);
});
