import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { claimContracts } from '#contracts/claims.ts';
import { orderContracts } from '#contracts/orders.ts';
import { receiptContracts as contracts } from '#contracts/receipts.ts';
import { stockContracts } from '#contracts/stock.ts';
import { testApp } from '#tests/support/app.ts';
import { ownerQuery } from '../orders/testing.ts';
import { loadedOrder, type OnTheRoad, signature } from './testing.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const group = await product.as('group_officer');
const clerk = await product.as('enterprise_clerk');
const hospital = await product.as('requester');
const auditor = await product.as('auditor');
const road = 'transit:E14';
const ward = 'demand:H-CITY1';

async function stockAt(place: string): Promise<Decimal> {
  const { rows } = await lead.call(stockContracts.balances, { query: { place, item: 'mask' } });
  return rows.reduce((sum, row) => sum.add(row.quantity), new Decimal(0));
}

const counting = ({ id, lot }: OnTheRoad, received: string, more: object = {}, whole: object = {}) => ({
  params: { id },
  body: { lots: [{ line: 1, lot, received, ...more }], signature, ...whole },
});
const jpeg = (size = 1000) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size), Buffer.from([0xff, 0xd9])]).toString(
    'base64',
  );

test('a receipt closes the order, moves the goods to the receiver and records what a payment rests on', async () => {
  const order = await loadedOrder(product, '500');
  const [before, onRoad] = [await stockAt(ward), await stockAt(road)];
  const arriving = await hospital.call(contracts.arriving);
  const row = arriving.rows.find(({ id }) => id === order.id);
  assert.deepEqual([row?.lots[0]?.sent, row?.lots[0]?.lot], ['500', order.lot]);
  const filed = await hospital.call(contracts.file, counting(order, '500', {}, { temperature: 4.5, note: '示例' }));
  assert.deepEqual(filed.differences, []);
  assert.equal((await stockAt(ward)).sub(before).toFixed(), '500');
  assert.equal(onRoad.sub(await stockAt(road)).toFixed(), '500');
  const read = await lead.call(orderContracts.read, { params: { id: order.id } });
  assert.deepEqual([read.state, read.lines[0]?.lots[0]?.received], ['received', '500']);
  const receipt = await hospital.call(contracts.read, { params: { id: order.id } });
  assert.deepEqual([receipt.temperature, receipt.day, receipt.signature], [4.5, '2022-01-08', signature]);
  assert.deepEqual(
    receipt.bases.map(({ quantity, document }) => [quantity, document.kind]),
    [['500', 'receipt']],
  );
  assert.ok(!(await hospital.call(contracts.arriving)).rows.some(({ id }) => id === order.id));
});

test('whatever the taps, a receipt is recorded once and each tap gets the same answer', async () => {
  const order = await loadedOrder(product, '300');
  const before = await stockAt(ward);
  const headers = { 'idempotency-key': `receive-${order.id}` };
  const answers = await Promise.all([
    ...[1, 2, 3].map(() => hospital.send(contracts.file, { ...counting(order, '290'), headers })),
    ...[1, 2, 3].map(() => hospital.send(contracts.file, counting(order, '290'))),
  ]);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  assert.equal((await stockAt(ward)).sub(before).toFixed(), '290');
  assert.equal((await hospital.call(contracts.read, { params: { id: order.id } })).claims.length, 1);
});

test('two people who count one order differently: the first stands, the second is told who and when', async () => {
  const order = await loadedOrder(product, '100');
  const answers = await Promise.all([
    hospital.send(contracts.file, counting(order, '100')),
    lead.send(contracts.file, counting(order, '90')),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
  const refused = answers.find(({ status }) => status === 409)!;
  assert.equal(refused.body.code, 'receipt.already');
  assert.match(refused.body.words!.zh, /已由.+签收/u);
});

test('a count made without a network hours ago keeps the telephone’s time beside the server’s own', async () => {
  const order = await loadedOrder(product, '10');
  await hospital.call(contracts.file, counting(order, '10', {}, { phoneAt: '2022-01-08T01:00:00.000Z' }));
  const receipt = await lead.call(contracts.read, { params: { id: order.id } });
  assert.equal(receipt.phoneAt, '2022-01-08T01:00:00.000Z');
  assert.notEqual(receipt.receivedAt, receipt.phoneAt);
  assert.equal(receipt.day, '2022-01-08', 'the business day is the city’s, not the telephone’s');
});

test('only the receiver signs: not the sender who reads the order too, nor who only reads', async () => {
  const order = await loadedOrder(product, '50');
  assert.equal((await clerk.send(contracts.file, counting(order, '50'))).body.code, 'receipt.not-yours');
  assert.equal((await auditor.send(contracts.file, counting(order, '50'))).status, 403);
  assert.equal((await product.public.send(contracts.file, counting(order, '50'))).status, 401);
  assert.equal((await hospital.send(contracts.file, counting(order, '51'))).body.code, 'order.received-too-much');
  assert.equal((await hospital.send(contracts.file, counting(order, '50', { damaged: '1' }))).status, 422);
  assert.equal((await hospital.send(contracts.file, counting(order, '-1'))).body.code, 'request.invalid');
  assert.equal((await hospital.send(contracts.read, { params: { id: order.id } })).status, 404, 'nothing half-done');
  await hospital.call(contracts.file, counting(order, '50'));
});

test('damaged goods are written off, missing ones stay on the road, and each is a claim with an owner', async () => {
  const order = await loadedOrder(product, '1000');
  const [before, onRoad] = [await stockAt(ward), await stockAt(road)];
  const filed = await hospital.call(contracts.file, counting(order, '940', { damaged: '20', packingWhole: false }));
  assert.deepEqual(
    filed.differences.map(({ kind, quantity, owner }) => [kind, quantity, owner]),
    [
      ['missing', '40', 'transport'],
      ['damaged', '20', 'transport'],
    ],
  );
  assert.equal((await stockAt(ward)).sub(before).toFixed(), '940');
  assert.equal(onRoad.sub(await stockAt(road)).toFixed(), '960');
  const [missing, damaged] = filed.differences.map(({ claim }) => claim);
  const answering = { params: { id: missing! }, body: { revision: 1, accepts: true, answer: '示例答复' } };
  assert.equal((await clerk.send(claimContracts.answer, answering)).body.code, 'claim.not-yours');
  assert.equal((await hospital.send(claimContracts.answer, answering)).status, 403);
  await group.call(claimContracts.answer, answering);
  assert.equal((await group.send(claimContracts.answer, answering)).body.code, 'claim.changed');
  const settling = (body: object) => ({
    params: { id: missing! },
    body: { revision: 2, bearer: 'transport', note: '示例', ...body },
  });
  assert.equal((await clerk.send(claimContracts.settle, settling({ lost: '40' }))).status, 403);
  assert.equal((await group.send(claimContracts.settle, settling({ lost: '30' }))).body.code, 'claim.not-accounted');
  await group.call(claimContracts.settle, settling({ lost: '30', returned: '10' }));
  assert.equal(onRoad.sub(await stockAt(road)).toFixed(), '1000', 'nothing of it is left on the road');
  const bad = { revision: 1, bearer: 'transport', note: '示例', lost: '20' };
  const wrong = await group.send(claimContracts.settle, { params: { id: damaged! }, body: bad });
  assert.equal(wrong.body.code, 'claim.damaged-needs-none');
  await group.call(claimContracts.settle, { params: { id: damaged! }, body: { ...bad, lost: '0' } });
  const { events, state, bearer } = await hospital.call(claimContracts.read, { params: { id: missing! } });
  assert.deepEqual(
    [state, bearer, events.map(({ kind }) => kind)],
    ['settled', 'transport', ['opened', 'answered', 'settled']],
  );
});

test('whole packing with less in it is for the sender to answer', async () => {
  const order = await loadedOrder(product, '60');
  const filed = await hospital.call(contracts.file, counting(order, '55'));
  assert.equal(filed.differences[0]?.owner, 'sender');
  const body = { revision: 1, accepts: false, answer: '示例：出库时 60' };
  await clerk.call(claimContracts.answer, { params: { id: filed.differences[0]!.claim }, body });
  const { rows } = await clerk.call(claimContracts.list, { query: { order: order.id } });
  assert.deepEqual([rows[0]?.state, rows[0]?.owner], ['answered', 'sender']);
});

test('half of a load comes, the rest later in two parts: stock, claim and payment follow, never beyond what was sent', async () => {
  const order = await loadedOrder(product, '800');
  const before = await stockAt(ward);
  const filed = await hospital.call(contracts.file, counting(order, '400'));
  const id = filed.differences[0]!.claim;
  const arrived = (revision: number, quantity: string) => ({ params: { id }, body: { revision, quantity } });
  assert.equal((await hospital.send(claimContracts.arrived, arrived(1, '401'))).body.code, 'claim.arrived-too-much');
  assert.equal((await clerk.send(claimContracts.arrived, arrived(1, '1'))).body.code, 'receipt.not-yours');
  await hospital.call(claimContracts.arrived, arrived(1, '150'));
  const two = await Promise.all([1, 2].map(() => hospital.send(claimContracts.arrived, arrived(2, '250'))));
  assert.deepEqual(two.map(({ status }) => status).toSorted(), [200, 409], 'a double tap counts once');
  assert.equal((await stockAt(ward)).sub(before).toFixed(), '800');
  const receipt = await hospital.call(contracts.read, { params: { id: order.id } });
  assert.deepEqual([receipt.claims[0]?.state, receipt.claims[0]?.bearer], ['settled', 'nobody']);
  assert.deepEqual(
    receipt.bases.map(({ quantity, document }) => [quantity, document.kind]),
    [
      ['400', 'receipt'],
      ['150', 'claim'],
      ['250', 'claim'],
    ],
  );
  const read = await lead.call(orderContracts.read, { params: { id: order.id } });
  assert.equal(read.lines[0]?.lots[0]?.received, '800');
});

test('photographs: a small JPEG is kept and served to both ends; what only claims to be one, or is huge, is refused', async () => {
  const order = await loadedOrder(product, '20');
  const withPhoto = (photo: string, more: object = {}) =>
    counting(order, '19', {}, { photos: [{ line: 1, lot: order.lot, jpeg: photo, ...more }] });
  const code = async (input: ReturnType<typeof withPhoto>) => (await hospital.send(contracts.file, input)).body.code;
  const html = Buffer.from('<script>alert(1)</script>').toString('base64');
  assert.equal(await code(withPhoto(html)), 'receipt.photo-not-jpeg');
  assert.equal(await code(withPhoto('not base64 !')), 'receipt.photo-not-jpeg');
  assert.equal(
    await code(withPhoto(Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]).toString('base64'))),
    'receipt.photo-not-jpeg',
  );
  assert.equal(await code(withPhoto(jpeg(205_000))), 'receipt.photo-too-large');
  assert.equal(await code(withPhoto(jpeg(), { lot: 999_999 })), 'receipt.photo-of-nothing');
  const markup = counting(order, '19', {}, { signature: 'M1 1"><script>' });
  assert.equal(await code(markup as never), 'request.invalid');
  await hospital.call(contracts.file, withPhoto(jpeg()));
  const params = { id: order.id, number: '1' };
  const bytes = await clerk.file(contracts.photo, { params });
  assert.deepEqual([...bytes.slice(0, 3)], [0xff, 0xd8, 0xff]);
  assert.equal((await product.public.send(contracts.photo, { params })).status, 401);
  assert.equal((await hospital.send(contracts.photo, { params: { ...params, number: '2' } })).status, 404);
  await assert.rejects(
    ownerQuery(product, "update receipt_photos set jpeg = '<svg/>'::bytea"),
    /receipt_photos_jpeg/u,
    'the database refuses it too',
  );
});

test('twenty receipts at once: each is done once and the road is as much lighter as the ward is fuller', async () => {
  const orders: OnTheRoad[] = [];
  for (let index = 0; index < 20; index += 1) orders.push(await loadedOrder(product, String(10 + index)));
  const [before, onRoad] = [await stockAt(ward), await stockAt(road)];
  const answers = await Promise.all(
    orders.map((order, index) => hospital.send(contracts.file, counting(order, String(10 + index)))),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal((await stockAt(ward)).sub(before).toFixed(), '390');
  assert.equal(onRoad.sub(await stockAt(road)).toFixed(), '390');
});

test('what payments rest on is read on from the last row, and adds up to what was received in good condition', async () => {
  const all = await lead.call(contracts.bases, { query: { limit: 1000 } });
  const first = await lead.call(contracts.bases, { query: { limit: 2 } });
  const rest = await lead.call(contracts.bases, { query: { after: first.next!, limit: 1000 } });
  assert.deepEqual([...first.rows, ...rest.rows], all.rows);
  const [sum] = await ownerQuery(product, 'select sum(received)::text as received from allocation_order_lots');
  const based = all.rows.reduce((total, row) => total.add(row.quantity), new Decimal(0));
  assert.equal(based.toFixed(), new Decimal(String(sum!.received)).toFixed());
});

test('a receipt is told to every open page of orders, stock and receipts', async () => {
  const order = await loadedOrder(product, '10');
  const told = new Set<string>();
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = product.app.changes.subscribe(({ topics }) => {
    for (const topic of topics) told.add(topic);
    if (['orders', 'stock', 'receipts'].every((topic) => told.has(topic))) resolve();
  });
  await hospital.call(contracts.file, counting(order, '10'));
  await promise;
  end();
  assert.deepEqual(
    ['orders', 'stock', 'receipts'].filter((topic) => !told.has(topic)),
    [],
  );
});
