import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderContracts as contracts } from '#contracts/orders.ts';
import { requestContracts } from '#contracts/requests.ts';
import { reserveContracts } from '#contracts/reserves.ts';
import { stockContracts } from '#contracts/stock.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { receiveOrder } from './index.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const hospital = await product.as('requester');

async function carried(id: string): Promise<void> {
  const { lines, revision } = await lead.call(contracts.read, { params: { id } });
  const lots = lines[0]!.lots.map((lot) => ({ line: 1, lot: lot.lot, picked: lot.quantity }));
  const picked = await lead.call(contracts.pick, { params: { id }, body: { revision, lots } });
  await lead.call(contracts.load, { params: { id }, body: picked });
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    receiveOrder(work, id, { lots: lots.map(({ line, lot, picked: received }) => ({ line, lot, received })) }),
  );
}

test('a granted request waits for its order, is carried by it, and is met when the goods are received', async () => {
  const { id } = await hospital.call(requestContracts.file, {
    body: {
      point: 'H-CITY1',
      item: 'mask',
      grade: 'medical',
      quantity: '40000',
      by: '2022-01-12',
      reason: '门诊量增加',
      urgency: 'urgent',
      substitutes: [],
      partialOk: true,
    },
  });
  const read = async () => (await lead.call(requestContracts.read, { params: { id } })).request;
  const { revision } = await read();
  const answer = { act: 'accept', quantity: '40000', metBy: 'order', reason: '' };
  await lead.call(requestContracts.decide, { params: { id }, body: { revision, answer } });
  const waiting = await lead.call(contracts.needs);
  assert.deepEqual(
    waiting.requests.map((row) => [row.id, row.to.place, row.quantity]),
    [[id, 'demand:H-CITY1', '40000']],
  );
  const order = await lead.call(contracts.decide, {
    body: {
      kind: 'request',
      requestId: id,
      fromPlace: 'producer:E14',
      toPlace: 'demand:H-CITY1',
      dispatchDay: '2022-01-08',
      reason: '按申请',
      lines: [{ item: 'mask', quantity: '40000' }],
    },
  });
  assert.deepEqual((await lead.call(contracts.needs)).requests, []);
  assert.equal((await read()).state, 'ordered');
  await carried(order.id);
  assert.equal((await read()).state, 'fulfilled');
});

test('an order for a request that is not there is refused and leaves nothing behind', async () => {
  const before = (await lead.call(contracts.list)).total;
  const answer = await lead.send(contracts.decide, {
    body: {
      kind: 'request',
      requestId: 'nothing',
      fromPlace: 'producer:E14',
      toPlace: 'demand:H-CITY1',
      dispatchDay: '2022-01-08',
      reason: '示例',
      lines: [{ item: 'mask', quantity: '1' }],
    },
  });
  assert.equal(answer.status, 404);
  assert.equal((await lead.call(contracts.list)).total, before);
});

test('an approved release becomes one order, however often it is pressed, and its stock passes to the order', async () => {
  const reserve = 'R9';
  await lead.call(reserveContracts.add, {
    body: { id: reserve, name: '示例储备库', level: 'city', county: '410802', keeper: '示例保管员' },
  });
  await lead.call(reserveContracts.receive, {
    params: { id: reserve },
    body: { item: 'alcohol', paper: '入库单', lotNumber: 'R9-1', quantity: '30', expires: '2022-12-31' },
  });
  const asked = { reserve, to: 'H-CITY1', item: 'alcohol', quantity: '8', by: '2022-01-09', reason: '示例急需' };
  const { id: release } = await lead.call(reserveContracts.ask, { body: asked });
  await lead.call(reserveContracts.decide, { params: { id: release }, body: { approve: true, due: '2022-02-01' } });
  const tries = await Promise.all([1, 2, 3].map(() => lead.send(contracts.issueRelease, { body: { release } })));
  assert.equal(tries.filter((answer) => answer.status === 200).length, 1);
  const made = tries.find((answer) => answer.status === 200)!.body;
  const order = await lead.call(contracts.read, { params: { id: made.id } });
  assert.deepEqual([order.kind, order.from.place, order.items[0]?.quantity], ['reserve', 'reserve:R9', '8']);
  assert.deepEqual((await lead.call(contracts.needs)).releases, []);
  const at = async (place: string) => {
    const { rows } = await lead.call(stockContracts.balances, { query: { place, item: 'alcohol' } });
    return [rows[0]?.quantity, rows[0]?.reserved];
  };
  assert.deepEqual(await at('reserve:R9'), ['30', '8']);
  await carried(made.id);
  assert.deepEqual(await at('reserve:R9'), ['22', '0']);
  assert.equal((await at('demand:H-CITY1'))[0], '8');
});
