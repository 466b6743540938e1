import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderContracts } from '#contracts/orders.ts';
import { recallContracts as contracts } from '#contracts/recalls.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { lotFor, postMovements, reserveStock, virtualPlaces } from '#server/stock/index.ts';
import { testApp } from '#tests/support/app.ts';
import { markOrdersOnTheWay, receiveOrder } from './index.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const clerk = await product.as('enterprise_clerk');
const hospital = await product.as('requester');
const asCity = <T>(act: Parameters<typeof inWork<T>>[3]) =>
  inWork(product.app.database, product.app.clock, systemActor(product.city), act);

const lot = await asCity(async (work) => {
  const made = await lotFor(work, {
    item: 'mask',
    grade: 'medical',
    enterprise: 'E14',
    lotNumber: 'BAD-1',
    // the first to expire, so that orders take it
    expires: '2022-06-30',
  });
  await postMovements(work, {
    document: { kind: 'report', id: 'bad-1' },
    movements: [{ line: 1, from: virtualPlaces.production, to: 'producer:E14', lot: made, quantity: 1000 }],
  });
  return made;
});

const order = async (quantity: string) => {
  const { id } = await lead.call(orderContracts.decide, {
    body: {
      fromPlace: 'producer:E14',
      toPlace: 'demand:H-CITY1',
      dispatchDay: '2022-01-08',
      reason: '示例',
      lines: [{ item: 'mask', quantity }],
    },
  });
  return id;
};
const read = (id: string) => lead.call(orderContracts.read, { params: { id } });
const start = (more: object = {}) => ({
  body: { lot, kind: 'recalled', reason: '示例抽检不合格', owner: '示例责任人', dueDay: '2022-01-12', ...more },
});

async function loaded(quantity: string): Promise<string> {
  const id = await order(quantity);
  const { lines, revision } = await read(id);
  const lots = lines[0]!.lots.map((row) => ({ line: 1, lot: row.lot, picked: row.quantity }));
  const picked = await clerk.call(orderContracts.pick, { params: { id }, body: { revision, lots } });
  await clerk.call(orderContracts.load, { params: { id }, body: picked });
  return id;
}

const [received, onTheWay, issued] = [await loaded('300'), await loaded('200'), await order('600')];
await asCity(async (work) => {
  await markOrdersOnTheWay(work, [received, onTheWay]);
  await receiveOrder(work, received, { lots: [{ line: 1, lot, received: '290', damaged: '4' }] });
});
let recall = '';

test('the lots of an item are named by who made them, wherever they are by now; found by number or maker', async () => {
  const known = (search: string) => lead.call(contracts.lots, { query: { item: 'mask', search } });
  const [newest] = (await known('')).rows;
  assert.deepEqual([newest?.lot, newest?.maker, newest?.lotNumber], [lot, '示例口罩1厂', 'BAD-1']);
  assert.ok((await known('bad-1')).rows.every((row) => row.lot === lot));
  assert.ok((await known('示例口罩2厂')).rows.every(({ maker }) => maker === '示例口罩2厂'));
  assert.deepEqual((await known('nothing like it')).rows, []);
  assert.equal((await hospital.send(contracts.lots, { query: { item: 'mask' } })).status, 403);
});

test('goods received and damaged stand in the books to the last piece, what is missing stays on the road', async () => {
  const where = await lead.call(contracts.whereabouts, { params: { lot: String(lot) } });
  const at = Object.fromEntries(where.places.map((row) => [row.place, row.quantity]));
  assert.deepEqual(at, { 'demand:H-CITY1': '290', 'producer:E14': '500', 'transit:E14': '206' });
  assert.deepEqual(where.sums, { made: '1000', used: '0', writtenOff: '4', adjusted: '0', present: '996' });
});

test('a recalled lot leaves open orders at once, other lots stand in, and nothing can promise it again', async () => {
  assert.equal((await clerk.send(contracts.start, start())).status, 403);
  assert.equal((await read(issued)).lines[0]!.lots.length, 2);
  const answer = await lead.call(contracts.start, start());
  recall = answer.id;
  assert.deepEqual(answer.ordersChanged, [issued]);
  const after = await read(issued);
  assert.deepEqual([after.state, after.items[0]!.quantity], ['issued', '600']);
  assert.ok(after.lines[0]!.lots.every((row) => row.lot !== lot));
  assert.equal(after.events.at(-1)!.kind, 'lot_withdrawn');
  await assert.rejects(
    asCity((work) => reserveStock(work, [{ place: 'producer:E14', lot, quantity: 1 }], { kind: 'order', id: 'X' })),
    { code: 'stock.lot-recalled' },
  );
  const twice = await lead.send(contracts.start, start({ kind: 'quarantined' }));
  assert.equal(twice.body.code, 'recall.open-already');
});

test('one question says where every piece is, which orders carry it, and who received it when', async () => {
  const { where } = await lead.call(contracts.read, { params: { id: recall } });
  assert.equal(where.state, 'recalled');
  assert.equal(where.places.find((row) => row.place === 'producer:E14')?.reserved, '0');
  const states = Object.fromEntries(where.orders.map((row) => [row.id, [row.state, row.quantity, row.received]]));
  assert.deepEqual(states, { [received]: ['received', '300', '290'], [onTheWay]: ['on_the_way', '200', null] });
  assert.ok(where.orders.find((row) => row.id === received)?.receivedAt);
});

test('the hospital learns of it, says what became of its pieces, and the ledger follows', async () => {
  const [notice] = (await hospital.call(contracts.list)).rows;
  assert.equal(notice?.id, recall);
  const own = await hospital.call(contracts.whereabouts, { params: { lot: String(lot) } });
  assert.deepEqual(
    own.places.map((row) => row.place),
    ['demand:H-CITY1'],
  );
  const followUp = (body: object) =>
    hospital.send(contracts.followUp, { params: { id: recall }, body: { place: 'demand:H-CITY1', ...body } });
  assert.equal((await followUp({})).body.code, 'recall.nothing-said');
  assert.equal((await followUp({ destroyed: '291' })).body.code, 'stock.insufficient');
  assert.equal((await followUp({ place: 'producer:E14', destroyed: '1' })).status, 403);
  assert.equal((await followUp({ used: '40', returned: '200', destroyed: '50', note: '示例' })).status, 200);
  const { where } = await lead.call(contracts.read, { params: { id: recall } });
  const hospitalRow = where.places.find((row) => row.place === 'demand:H-CITY1')!;
  assert.deepEqual(
    [hospitalRow.quantity, hospitalRow.used, hospitalRow.returned, hospitalRow.destroyed],
    ['0', '40', '200', '50'],
  );
  assert.equal(where.places.find((row) => row.place === 'producer:E14')?.quantity, '700');
});

test('what was on the road when the recall began is noted where it arrives', async () => {
  await asCity((work) => receiveOrder(work, onTheWay, { lots: [{ line: 1, lot, received: '200' }] }));
  const { where } = await hospital.call(contracts.read, { params: { id: recall } });
  assert.equal(where.places[0]?.quantity, '200');
});

test('a recall closes only when no piece is left; lifting a quarantine frees the lot', async () => {
  const early = await lead.send(contracts.end, { params: { id: recall }, body: { as: 'closed', outcome: '示例' } });
  assert.equal(early.body.code, 'recall.pieces-left');
  const act = (place: string, destroyed: string) =>
    lead.call(contracts.followUp, { params: { id: recall }, body: { place, destroyed } });
  await act('demand:H-CITY1', '200');
  await act('producer:E14', '700');
  await act('transit:E14', '6');
  await lead.call(contracts.end, { params: { id: recall }, body: { as: 'closed', outcome: '示例' } });
  const again = await lead.send(contracts.end, { params: { id: recall }, body: { as: 'lifted', outcome: '示例' } });
  assert.equal(again.body.code, 'recall.ended');
});

test('an order whose lots are all held and cannot be replaced is cancelled', async () => {
  const only = await asCity(async (work) => {
    const made = await lotFor(work, { item: 'alcohol', enterprise: 'E14', lotNumber: 'ONLY', expires: '2023-01-01' });
    await postMovements(work, {
      document: { kind: 'report', id: 'only' },
      movements: [{ line: 1, from: virtualPlaces.production, to: 'producer:E14', lot: made, quantity: 2 }],
    });
    return made;
  });
  const { id } = await lead.call(orderContracts.decide, {
    body: {
      fromPlace: 'producer:E14',
      toPlace: 'demand:H-CITY1',
      dispatchDay: '2022-01-08',
      reason: '示例',
      lines: [{ item: 'alcohol', quantity: '2' }],
    },
  });
  const held = await lead.call(contracts.start, start({ lot: only, kind: 'quarantined' }));
  assert.equal((await read(id)).state, 'cancelled');
  await lead.call(contracts.end, { params: { id: held.id }, body: { as: 'lifted', outcome: '合格' } });
  const { state } = await lead.call(contracts.whereabouts, { params: { lot: String(only) } });
  assert.equal(state, 'free');
});
