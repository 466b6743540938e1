import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { orderContracts as contracts } from '#contracts/orders.ts';
import { receiptContracts } from '#contracts/receipts.ts';
import { requestContracts } from '#contracts/requests.ts';
import { reserveContracts } from '#contracts/reserves.ts';
import { stockContracts } from '#contracts/stock.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { until } from '#tests/support/until.ts';
import { receiveOrder } from './index.ts';
import { startRecall } from './recall.service.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const group = await product.as('group_officer');
const subGroup = await product.as('sub_group_officer');
const hospital = await product.as('requester');
const clerk = await product.as('enterprise_clerk');
const day = '2022-01-08';

let opened = 0;
/** A reserve with alcohol of the given lots, floor 10 t, target 20 t. */
async function reserveWith(
  lots: Array<{ quantity: string; expires?: string }>,
  more: { level?: string; enterprise?: string } = {},
): Promise<string> {
  opened += 1;
  const id = `RO${opened}`;
  const body = { id, name: `示例储备库${opened}`, level: 'city', county: '410802', keeper: '示例保管员', ...more };
  await group.call(reserveContracts.add, { body });
  const levels = { floor: '10', target: '20', replenishDays: 14, revision: 0 };
  await group.call(reserveContracts.setLevels, { params: { id, item: 'alcohol' }, body: levels });
  for (const [index, lot] of lots.entries()) {
    const receipt = {
      item: 'alcohol',
      paper: '入库单',
      lotNumber: `${id}-${index + 1}`,
      expires: '2022-12-31',
      ...lot,
    };
    await group.call(reserveContracts.receive, { params: { id }, body: receipt });
  }
  return id;
}

const direct = (reserve: string, quantity: string, more: object = {}) => ({
  body: {
    fromPlace: `reserve:${reserve}`,
    toPlace: 'demand:H-CITY1',
    dispatchDay: day,
    reason: '示例急需',
    lines: [{ item: 'alcohol', quantity }],
    ...more,
  },
});
const read = (id: string) => lead.call(contracts.read, { params: { id } });
const cancel = async (id: string, reason = '车辆故障') =>
  lead.call(contracts.cancel, { params: { id }, body: { revision: (await read(id)).revision, reason } });
const holding = async (id: string) =>
  (await lead.call(reserveContracts.list)).holdings.find((row) => row.reserve === id && row.item.code === 'alcohol')!;
const releaseOf = async (id: string) => (await lead.call(reserveContracts.releases)).rows.find((row) => row.id === id)!;
async function approved(reserve: string, quantity: string, more: object = {}): Promise<string> {
  const body = { reserve, to: 'H-CITY1', item: 'alcohol', quantity, by: '2022-01-09', reason: '示例急需', ...more };
  const { id } = await subGroup.call(reserveContracts.ask, { body });
  await lead.call(reserveContracts.decide, { params: { id }, body: { approve: true } });
  return id;
}
async function pickAndLoad(id: string, by = lead): Promise<void> {
  const { lines, revision } = await read(id);
  const lots = lines.flatMap(({ line, lots: own }) => own.map((lot) => ({ line, lot: lot.lot, picked: lot.quantity })));
  const picked = await by.call(contracts.pick, { params: { id }, body: { revision, lots } });
  await by.call(contracts.load, { params: { id }, body: picked });
}
async function receiveAll(id: string, damaged = '0'): Promise<void> {
  const { lines } = await read(id);
  const lots = lines.flatMap(({ line, lots: own }) =>
    own.map((lot) => ({
      line,
      lot: lot.lot,
      received: new Decimal(lot.quantity).sub(damaged).toFixed(),
      damaged,
    })),
  );
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    receiveOrder(work, id, { lots }),
  );
}

test('no order goes below a reserve’s floor, however urgent; an approved release does', async () => {
  const id = await reserveWith([{ quantity: '15' }]);
  const refused = await lead.send(contracts.decide, direct(id, '5.001', { urgent: true }));
  assert.deepEqual([refused.status, refused.body.code], [409, 'reserve.floor']);
  assert.match(refused.body.words!.zh, /底线 10 吨，底线以上只有 5 吨.*申请动用/);
  assert.match(refused.body.words!.en, /floor is 10 t, so 5 t is above it/);
  assert.equal((await lead.send(contracts.decide, direct(id, '5'))).status, 200, 'exactly the floor is left');
  const release = await approved(id, '3');
  const order = await lead.call(contracts.issueRelease, { body: { release } });
  assert.equal((await read(order.id)).releaseId, release);
  assert.equal((await holding(id)).available, '7');
});

test('of many urgent orders at once as many go as stand above the floor', async () => {
  const id = await reserveWith([{ quantity: '10.5' }, { quantity: '9.5' }]);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => lead.send(contracts.decide, direct(id, '3', { urgent: true }))),
  );
  assert.equal(answers.filter((answer) => answer.status === 200).length, 3);
  assert.ok(answers.every((answer) => answer.status === 200 || answer.body.code === 'reserve.floor'));
  assert.equal((await holding(id)).available, '11');
});

test('what leaves a reserve below its target is for the group, also as a small order; approval looks at the floor again', async () => {
  const id = await reserveWith([{ quantity: '20.1' }]);
  const small = await subGroup.call(contracts.decide, direct(id, '0.1'));
  assert.deepEqual([small.state, small.approvalLevel], ['issued', 'sub_group'], 'the target stands');
  const more = await subGroup.call(contracts.decide, direct(id, '0.1'));
  assert.deepEqual([more.state, more.approvalLevel], ['waiting_approval', 'group']);
  await lead.call(contracts.decide, direct(id, '9.95'));
  const { revision } = await read(more.id);
  const late = await group.send(contracts.approve, { params: { id: more.id }, body: { revision } });
  assert.equal(late.body.code, 'reserve.floor');
});

test('an order from a reserve is not amended below the floor, and that of a release not beyond what was approved', async () => {
  const id = await reserveWith([{ quantity: '15' }]);
  const made = await lead.call(contracts.decide, direct(id, '4'));
  const amend = async (order: string, quantity: string) =>
    lead.send(contracts.amend, {
      params: { id: order },
      body: { revision: (await read(order)).revision, reason: '改量', lines: [{ line: 1, quantity }] },
    });
  assert.equal((await amend(made.id, '6')).body.code, 'reserve.floor');
  assert.equal((await amend(made.id, '5')).status, 200);
  const release = await approved(id, '3');
  const order = await lead.call(contracts.issueRelease, { body: { release } });
  assert.equal((await amend(order.id, '3.5')).body.code, 'order.above-release');
});

test('where a lot of an order straight from a reserve is recalled, no more stands in than keeps the floor', async () => {
  const id = await reserveWith([
    { quantity: '4', expires: '2022-03-01' },
    { quantity: '12', expires: '2022-12-31' },
  ]);
  const made = await lead.call(contracts.decide, direct(id, '4'));
  const lot = (await read(made.id)).lines[0]!.lots[0]!.lot;
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    startRecall(work, { lot, kind: 'recalled', reason: '示例召回', owner: '示例', dueDay: '2022-01-10' }),
  );
  assert.equal((await read(made.id)).items[0]?.quantity, '2');
  assert.equal((await holding(id)).available, '10');
});

test('a rotation’s order takes exactly the lot that was to be rotated, though another expires earlier', async () => {
  const id = await reserveWith([
    { quantity: '12', expires: '2022-01-20' },
    { quantity: '12', expires: '2022-02-20' },
  ]);
  const later = (await holding(id)).lots.find((row) => row.expires === '2022-02-20')!;
  const release = await approved(id, '0.5', { lot: later.lot });
  const order = await lead.call(contracts.issueRelease, { body: { release } });
  const { kind, lines } = await read(order.id);
  assert.deepEqual([kind, lines[0]!.lots.map((lot) => [lot.lot, lot.quantity])], ['rotation', [[later.lot, '0.5']]]);
});

test('a release whose lot is recalled takes others; a rotation’s does not', async () => {
  const id = await reserveWith([
    { quantity: '2', expires: '2022-03-01' },
    { quantity: '30', expires: '2022-12-31' },
  ]);
  const [first] = (await holding(id)).lots.filter((row) => row.expires === '2022-03-01');
  const release = await approved(id, '1');
  const rotation = await approved(id, '0.5', { lot: first!.lot });
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    startRecall(work, { lot: first!.lot, kind: 'quarantined', reason: '示例', owner: '示例', dueDay: '2022-01-10' }),
  );
  const gone = await lead.send(contracts.issueRelease, { body: { release: rotation } });
  assert.equal(gone.body.code, 'reserve.lots-gone');
  const order = await lead.call(contracts.issueRelease, { body: { release } });
  assert.equal((await read(order.id)).lines[0]!.lots[0]!.expires, '2022-12-31');
});

test('a cancelled order gives its release back to wait with its stock set aside; less of it, the rest waits', async () => {
  const id = await reserveWith([{ quantity: '40' }]);
  const release = await approved(id, '8');
  const first = await lead.call(contracts.issueRelease, { body: { release } });
  await cancel(first.id);
  const back = await releaseOf(release);
  assert.deepEqual([back.state, back.ordered, back.orders], ['approved', '0', [first.number]]);
  assert.deepEqual(
    back.lots.map((lot) => lot.quantity),
    ['8'],
  );
  assert.equal((await holding(id)).available, '32', 'promised to the release again');
  const second = await lead.call(contracts.issueRelease, { body: { release } });
  const { revision } = await read(second.id);
  await lead.call(contracts.amend, {
    params: { id: second.id },
    body: { revision, reason: '车小', lines: [{ line: 1, quantity: '5' }] },
  });
  const rest = await releaseOf(release);
  assert.deepEqual([rest.state, rest.ordered, rest.lots[0]?.quantity], ['approved', '5', '3']);
  const waiting = (await lead.call(contracts.needs)).releases.find((row) => row.id === release);
  assert.equal(waiting?.quantity, '3');
  await subGroup.call(reserveContracts.cancel, { params: { id: release }, body: { reason: '够了' } });
  const closed = await releaseOf(release);
  assert.deepEqual([closed.state, closed.quantity, closed.ordered], ['ordered', '5', '5']);
  const duty = (await lead.call(reserveContracts.duties)).rows.find((row) => row.release === release);
  assert.equal(duty?.quantity, '5', 'what never leaves is not owed');
  assert.equal((await holding(id)).available, '35');
});

test('goods that an order brings into a reserve pay off what it owes, and the duty closes when it is made good', async () => {
  const id = await reserveWith([{ quantity: '40' }]);
  const release = await approved(id, '6');
  const out = await lead.call(contracts.issueRelease, { body: { release } });
  await pickAndLoad(out.id);
  await receiveAll(out.id);
  const refill = (quantity: string) =>
    lead.call(contracts.decide, {
      body: { ...direct(id, quantity).body, fromPlace: 'producer:E11', toPlace: `reserve:${id}`, reason: '补库' },
    });
  const duty = async () =>
    (await lead.call(reserveContracts.duties, { query: { all: 'true' } })).rows.find((row) => row.release === release)!;
  const first = await refill('4');
  await pickAndLoad(first.id);
  assert.equal((await duty()).replenished, '0', 'on the road is not in the reserve');
  await receiveAll(first.id, '1');
  assert.deepEqual(
    [(await duty()).replenished, (await duty()).closedAt],
    ['3', null],
    'damaged goods make nothing good',
  );
  await receiveAll(first.id, '1');
  assert.equal((await duty()).replenished, '3', 'received twice counts once');
  const second = await refill('3.5');
  await pickAndLoad(second.id);
  await receiveAll(second.id);
  assert.deepEqual([(await duty()).replenished, (await duty()).closedAt !== null], ['6', true]);
  assert.equal((await holding(id)).owed, '0');
});

async function granted(quantity: string, days: { from: string; by: string }): Promise<string> {
  const { id } = await hospital.call(requestContracts.file, {
    body: {
      point: 'H-CITY1',
      item: 'mask',
      grade: 'medical',
      quantity,
      reason: '门诊量增加',
      urgency: 'urgent',
      partialOk: true,
      ...days,
    },
  });
  const { revision } = (await lead.call(requestContracts.read, { params: { id } })).request;
  const answer = { act: 'accept', quantity, metBy: 'order', reason: '' };
  await lead.call(requestContracts.decide, { params: { id }, body: { revision, answer } });
  return id;
}
const requestOf = async (id: string) => (await hospital.call(requestContracts.read, { params: { id } })).request;
const forRequest = (requestId: string, quantity: string, more: object = {}) => ({
  body: {
    kind: 'request',
    requestId,
    fromPlace: 'producer:E14',
    toPlace: 'demand:H-CITY1',
    dispatchDay: day,
    reason: '按申请',
    lines: [{ item: 'mask', quantity }],
    ...more,
  },
});

test('a request waits again for what its order no longer brings, and its conversation says why', async () => {
  const id = await granted('4000', { from: '2022-05-01', by: '2022-05-02' });
  const first = await lead.call(contracts.decide, forRequest(id, '4000'));
  assert.equal((await requestOf(id)).state, 'ordered');
  await cancel(first.id, '司机隔离');
  assert.deepEqual([(await requestOf(id)).state, (await requestOf(id)).granted?.covered], ['accepted', '0']);
  const { notes } = await hospital.call(requestContracts.read, { params: { id } });
  assert.ok(notes.at(-1)!.words.includes('司机隔离'));
  const waiting = (await lead.call(contracts.needs)).requests.find((row) => row.id === id);
  assert.equal(waiting?.quantity, '4000');
  const part = await lead.call(contracts.decide, forRequest(id, '2500'));
  assert.equal((await requestOf(id)).state, 'accepted');
  const rest = (await lead.call(contracts.needs)).requests.find((row) => row.id === id);
  assert.equal(rest?.quantity, '1500', 'a part is ordered, the rest waits');
  const { revision } = await read(part.id);
  await lead.call(contracts.amend, {
    params: { id: part.id },
    body: { revision, reason: '减量', lines: [{ line: 1, quantity: '1000' }] },
  });
  assert.equal((await requestOf(id)).granted?.covered, '1000');
});

test('two officers who order for one request at once order it once; more than was granted is refused', async () => {
  const id = await granted('3000', { from: '2022-05-03', by: '2022-05-04' });
  const answers = await Promise.all([1, 2, 3].map(() => lead.send(contracts.decide, forRequest(id, '3000'))));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409, 409]);
  assert.ok(answers.every((answer) => answer.status === 200 || answer.body.code === 'order.request-covered'));
  assert.equal((await requestOf(id)).orders.length, 1);
  const other = await granted('100', { from: '2022-05-05', by: '2022-05-06' });
  assert.equal((await lead.send(contracts.decide, forRequest(other, '101'))).body.code, 'order.request-covered');
  const elsewhere = forRequest(other, '100', { toPlace: 'demand:H-410802' });
  assert.equal((await lead.send(contracts.decide, elsewhere)).body.code, 'order.request-elsewhere');
  const else_ = forRequest(other, '1', { fromPlace: 'producer:E11', lines: [{ item: 'alcohol', quantity: '0.1' }] });
  assert.equal((await lead.send(contracts.decide, else_)).body.code, 'order.request-other-item');
});

test('what a plant picks short or arrives damaged waits again, though the plant sees no request', async () => {
  const id = await granted('2000', { from: '2022-05-07', by: '2022-05-08' });
  const made = await lead.call(contracts.decide, forRequest(id, '2000'));
  const { lines, revision } = await read(made.id);
  const own = lines[0]!.lots;
  const lots = own.map((lot, index) => ({
    line: 1,
    lot: lot.lot,
    picked: index === 0 ? new Decimal(lot.quantity).sub(300).toFixed() : lot.quantity,
  }));
  const picked = await clerk.call(contracts.pick, {
    params: { id: made.id },
    body: { revision, lots, shortReason: '包装破损' },
  });
  await until('the rest of a short pick waits again', async () => (await requestOf(id)).granted?.covered === '1700');
  await clerk.call(contracts.load, { params: { id: made.id }, body: picked });
  const sent = (await read(made.id)).lines[0]!.lots;
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    receiveOrder(work, made.id, {
      lots: sent.map((lot, index) => ({
        line: 1,
        lot: lot.lot,
        received: new Decimal(lot.picked!).sub(index === 0 ? 200 : 0).toFixed(),
        damaged: index === 0 ? '200' : '0',
      })),
    }),
  );
  const now = await requestOf(id);
  assert.deepEqual([now.state, now.granted?.covered, now.granted?.delivered], ['accepted', '1500', '1500']);
  const { rows } = await lead.call(stockContracts.balances, { query: { place: 'demand:H-CITY1', item: 'mask' } });
  assert.ok(rows.length > 0);
});

test('the enterprise that holds a reserve picks, loads and receives for it, and what it receives pays off what is owed', async () => {
  const id = await reserveWith([{ quantity: '40' }], { level: 'enterprise', enterprise: 'E14' });
  const release = await approved(id, '6');
  const out = await lead.call(contracts.issueRelease, { body: { release } });
  const own = await clerk.call(contracts.list, { query: { sending: 'own', fromPlace: `reserve:${id}` } });
  assert.deepEqual(
    own.rows.map((row) => row.id),
    [out.id],
  );
  await pickAndLoad(out.id, clerk);
  const back = await lead.call(contracts.decide, {
    body: { ...direct(id, '6').body, fromPlace: 'producer:E11', toPlace: `reserve:${id}`, reason: '补库' },
  });
  const { rows } = await clerk.call(contracts.list, { query: { sending: 'own', toPlace: `reserve:${id}` } });
  assert.deepEqual(rows, [], 'what comes to it is not its to pick');
  await pickAndLoad(back.id);
  const { lines } = await read(back.id);
  const lots = lines.flatMap((line) =>
    line.lots.map((lot) => ({
      line: line.line,
      lot: lot.lot,
      received: lot.quantity,
      damaged: '0',
      packingWhole: true,
    })),
  );
  const receipt = { lots, temperature: null, photos: [], note: '', signature: 'M1 1L9 9', phoneAt: null };
  const filed = await clerk.send(receiptContracts.file, { params: { id: back.id }, body: receipt });
  assert.equal(filed.status, 200, JSON.stringify(filed.body));
  const [duty] = (await clerk.call(reserveContracts.duties, { query: { all: 'true' } })).rows;
  assert.deepEqual([duty?.replenished, duty?.closedAt !== null], ['6', true]);
});
