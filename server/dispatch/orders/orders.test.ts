import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { orderContracts as contracts } from '#contracts/orders.ts';
import { stockContracts } from '#contracts/stock.ts';
import { testApp } from '#tests/support/app.ts';
import { ownerQuery, planInForceWith } from './testing.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const group = await product.as('group_officer');
const subGroup = await product.as('sub_group_officer');
const clerk = await product.as('enterprise_clerk');
const hospital = await product.as('requester');

const day = '2022-01-09';
const e14 = 'producer:E14';

async function reservedAt(place: string, item: string): Promise<string> {
  const { rows } = await lead.call(stockContracts.balances, { query: { place, item } });
  return rows.reduce((sum, row) => sum.add(row.reserved), new Decimal(0)).toFixed();
}

async function stockAt(place: string, item: string): Promise<string> {
  const { rows } = await lead.call(stockContracts.balances, { query: { place, item } });
  return rows.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)).toFixed();
}

const decision = (quantity: string, more: object = {}) => ({
  fromPlace: e14,
  toPlace: 'demand:H-CITY1',
  dispatchDay: day,
  reason: '示例原因',
  lines: [{ item: 'mask', quantity }],
  ...more,
});

const read = (id: string) => lead.call(contracts.read, { params: { id } });

test('a plan’s day becomes numbered orders, one a way, and issuing again makes nothing twice', async () => {
  await planInForceWith(product, [
    { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
    { day, from: 'E02', to: 'H-CITY1', item: 'hand-sanitiser', quantity: '540' },
    { day, from: 'E02', to: 'H-CITY1', item: 'disinfectant-liquid', quantity: '1.08' },
    { day: '2022-01-10', from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
  ]);
  const preview = await lead.call(contracts.preview, { query: { from: day, to: day } });
  assert.equal(preview.orders, 2);
  const range = { from: day, to: day };
  const { orders, notYetInStock } = await lead.call(contracts.issueFromPlan, { body: range });
  assert.deepEqual(
    orders.map((order) => order.number),
    ['20220108-0001', '20220108-0002'],
  );
  assert.deepEqual(notYetInStock, []);
  const again = await group.call(contracts.issueFromPlan, { body: range });
  assert.deepEqual(again.orders, []);
  assert.equal(await reservedAt(e14, 'mask'), '21600');
  const order = await read('20220108-0001');
  assert.equal(order.state, 'issued');
  assert.equal(order.lines.length, 2, 'everything that goes one way stands in one order');
  assert.deepEqual(
    order.events.map((event) => event.kind),
    ['created', 'issued'],
  );
});

test('what is not yet in stock is named, and ordered the same day once it is there', async () => {
  const stock = await stockAt('producer:E23', 'methylprednisolone-inj');
  const planned = new Decimal(stock).add(500).toFixed();
  const day2 = '2022-01-11';
  await planInForceWith(product, [
    { day: day2, from: 'E23', to: 'H-CITY1', item: 'methylprednisolone-inj', quantity: planned },
  ]);
  const range = { from: day2, to: day2 };
  const first = await lead.call(contracts.issueFromPlan, { body: range });
  const covered = new Decimal(stock).gt(0) ? 1 : 0;
  assert.equal(first.orders.length, covered);
  assert.equal(first.notYetInStock[0]?.missing, '500');
  await produce('E23', 'methylprednisolone-inj', '700');
  const second = await lead.call(contracts.issueFromPlan, { body: range });
  assert.equal(second.orders.length, 1);
  assert.deepEqual(second.notYetInStock, []);
  const order = await read(second.orders[0]!.id);
  assert.deepEqual(order.items, [{ item: 'methylprednisolone-inj', quantity: '500' }]);
  assert.equal((await lead.call(contracts.issueFromPlan, { body: range })).orders.length, 0);
});

test('a newer plan does not order again what is ordered, also from another producer', async () => {
  const day3 = '2022-01-12';
  const way = { day: day3, to: 'H-CITY1', item: 'mask', grade: 'medical' };
  await planInForceWith(product, [{ ...way, from: 'E15', quantity: '1000' }]);
  await lead.call(contracts.issueFromPlan, { body: { from: day3, to: day3 } });
  await planInForceWith(product, [{ ...way, from: 'E16', quantity: '1300' }]);
  const { orders } = await lead.call(contracts.issueFromPlan, { body: { from: day3, to: day3 } });
  assert.deepEqual((await read(orders[0]!.id)).items, [{ item: 'mask', quantity: '300' }]);
});

test('two officers who issue one day at the same time make each order once, with numbers without a gap', async () => {
  const day4 = '2022-01-13';
  const hospitals = await ownerQuery(
    product,
    "select demand_point_id as id from demand_points where kind = 'hospital'",
  );
  await planInForceWith(
    product,
    hospitals.map((row) => ({
      day: day4,
      from: 'E17',
      to: String(row.id),
      item: 'mask',
      grade: 'medical',
      quantity: '100',
    })),
  );
  const answers = await Promise.all(
    [lead, group, subGroup, lead].map((caller) =>
      caller.call(contracts.issueFromPlan, { body: { from: day4, to: day4 } }),
    ),
  );
  const made = answers.flatMap((answer) => answer.orders);
  assert.equal(made.length, hospitals.length);
  const numbers = (await ownerQuery(product, 'select order_number from allocation_orders order by 1')).map((row) =>
    Number(String(row.order_number).slice(-4)),
  );
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});

test('twenty orders at once never promise more than there is, and none fails half-done', async () => {
  const free = new Decimal(await stockAt('producer:E11', 'alcohol')).sub(await reservedAt('producer:E11', 'alcohol'));
  const each = free.div(8).toDecimalPlaces(3, Decimal.ROUND_DOWN).toFixed();
  const body = { ...decision(each), fromPlace: 'producer:E11', lines: [{ item: 'alcohol', quantity: each }] };
  const answers = await Promise.all(Array.from({ length: 20 }, () => lead.send(contracts.decide, { body })));
  const made = answers.filter((answer) => answer.status === 200);
  const refused = answers.filter((answer) => answer.status === 409);
  assert.equal(made.length, 8);
  assert.equal(refused.length, 12);
  assert.ok(refused.every((answer) => answer.body.code === 'order.not-enough'));
  assert.equal(await reservedAt('producer:E11', 'alcohol'), new Decimal(each).mul(8).toFixed());
  const [sums] = await ownerQuery(
    product,
    `select sum(x.quantity)::text as promised from allocation_order_lots x where x.item_code = 'alcohol'`,
  );
  assert.equal(new Decimal(String(sums!.promised)).toFixed(), new Decimal(each).mul(8).toFixed());
});

test('medical demand never gets general goods, whatever the officer asks for', async () => {
  const general = { ...decision('10'), fromPlace: 'producer:E19' };
  const answer = await lead.send(contracts.decide, { body: general });
  assert.equal(answer.body.code, 'order.not-enough');
  const community = await lead.call(contracts.decide, {
    body: { ...general, toPlace: 'demand:D-410802' },
  });
  assert.equal((await read(community.id)).lines[0]!.lots[0]!.grade, 'general');
});

test('an amount above the officer’s level waits; the level approves it, a lower one may not', async () => {
  const made = await subGroup.call(contracts.decide, { body: decision('500000') });
  assert.equal(made.state, 'waiting_approval');
  assert.equal(made.approvalLevel, 'group');
  const before = await reservedAt(e14, 'mask');
  assert.equal(
    (await subGroup.send(contracts.approve, { params: { id: made.id }, body: { revision: 1 } })).status,
    403,
  );
  await group.call(contracts.approve, { params: { id: made.id }, body: { revision: 1 } });
  const order = await read(made.id);
  assert.equal(order.state, 'issued');
  assert.equal(new Decimal(await reservedAt(e14, 'mask')).sub(before).toFixed(), '500000');
  const again = await lead.send(contracts.approve, { params: { id: made.id }, body: { revision: 1 } });
  assert.equal(again.body.code, 'changed-meanwhile');
  await lead.call(contracts.cancel, { params: { id: made.id }, body: { revision: order.revision, reason: '示例' } });
  assert.equal(await reservedAt(e14, 'mask'), before, 'a cancelled order gives everything back');
});

test('an urgent order runs at once, is listed to be confirmed, and passes to the next level when time runs out', async () => {
  const made = await subGroup.call(contracts.decide, { body: decision('500000', { urgent: true }) });
  assert.equal(made.state, 'issued');
  const listed = async () => (await lead.call(contracts.toConfirm)).rows.find((row) => row.id === made.id);
  assert.deepEqual([(await listed())?.level, (await listed())?.overdue], ['group', false]);
  await ownerQuery(product, "update allocation_orders set confirm_by = now() - interval '1 hour' where order_id = $1", [
    made.id,
  ]);
  assert.deepEqual([(await listed())?.level, (await listed())?.overdue], ['city', true]);
  const late = await group.send(contracts.confirm, { params: { id: made.id }, body: { revision: 1 } });
  assert.equal(late.body.code, 'order.above-your-level');
  await lead.call(contracts.confirm, { params: { id: made.id }, body: { revision: 1 } });
  assert.equal(await listed(), undefined);
  const twice = await lead.send(contracts.confirm, { params: { id: made.id }, body: { revision: 2 } });
  assert.equal(twice.body.code, 'order.not-waiting-confirmation');
});

test('an amended order is a new one that names the old, and the difference is free at once', async () => {
  const made = await lead.call(contracts.decide, { body: decision('5000') });
  const before = new Decimal(await reservedAt(e14, 'mask'));
  const body = { revision: 1, reason: '示例', lines: [{ line: 1, quantity: '3000' }] };
  const answers = await Promise.all(
    [lead, group].map((caller) => caller.send(contracts.amend, { params: { id: made.id }, body })),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409], 'of two officers on one order one acts');
  const next = answers.find((answer) => answer.status === 200)!.body;
  assert.equal(before.sub(await reservedAt(e14, 'mask')).toFixed(), '2000');
  const [old, amended] = [await read(made.id), await read(next.id)];
  assert.equal(old.state, 'amended');
  assert.deepEqual([old.amendedBy?.number, amended.amends?.number], [next.number, made.number]);
  const same = await lead.send(contracts.amend, {
    params: { id: next.id },
    body: { revision: 1, reason: '示例', lines: [] },
  });
  assert.equal(same.body.code, 'order.amend-changes-nothing');
  const tooMuch = await lead.send(contracts.amend, {
    params: { id: next.id },
    body: { revision: 1, reason: '示例', lines: [{ line: 1, quantity: '99999999' }] },
  });
  assert.equal(tooMuch.body.code, 'order.not-enough');
  assert.equal((await read(next.id)).state, 'issued', 'what fails leaves the order and its lots as they were');
  assert.equal(before.sub(await reservedAt(e14, 'mask')).toFixed(), '2000');
});

test('an order of the plan that is moved or made smaller is not ordered again by the plan', async () => {
  const day5 = '2022-01-14';
  await planInForceWith(product, [
    { day: day5, from: 'E15', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '900' },
  ]);
  const range = { from: day5, to: day5 };
  const [made] = (await lead.call(contracts.issueFromPlan, { body: range })).orders;
  await lead.call(contracts.amend, {
    params: { id: made!.id },
    body: { revision: 1, reason: '示例', dispatchDay: '2022-01-15', lines: [{ line: 1, quantity: '400' }] },
  });
  assert.deepEqual((await lead.call(contracts.issueFromPlan, { body: range })).orders, []);
});

test('the clerk picks, short with a reason: the line is lowered, the rest free, and loading moves the goods', async () => {
  const made = await lead.call(contracts.decide, { body: decision('2000') });
  const order = await read(made.id);
  const lot = order.lines[0]!.lots[0]!.lot;
  const pickOf = (picked: string, shortReason = '') => ({
    params: { id: made.id },
    body: { revision: 1, lots: [{ line: 1, lot, picked }], shortReason },
  });
  assert.equal((await clerk.send(contracts.pick, pickOf('1900'))).body.code, 'order.short-reason-needed');
  assert.equal((await clerk.send(contracts.pick, pickOf('2001'))).body.code, 'order.picked-too-much');
  assert.equal((await clerk.send(contracts.pick, pickOf('0', '没有'))).body.code, 'order.nothing-picked');
  const scan = (code: string) => clerk.send(contracts.scan, { params: { id: made.id }, query: { code } });
  assert.equal((await scan(order.lines[0]!.lots[0]!.label)).body.lot, lot);
  assert.equal((await scan('BG1:lot:1:0000')).body.code, 'order.code-unreadable');
  assert.equal((await scan('(01)06901234567892(10)OTHER')).body.code, 'order.wrong-lot');
  const [reserved, stock] = [await reservedAt(e14, 'mask'), await stockAt(e14, 'mask')];
  const { revision } = await clerk.call(contracts.pick, pickOf('1900', '外箱破损'));
  assert.equal(new Decimal(reserved).sub(await reservedAt(e14, 'mask')).toFixed(), '100');
  const picked = await read(made.id);
  assert.deepEqual(
    [picked.items[0]!.quantity, picked.lines[0]!.shortReason, picked.weightKg],
    ['1900', '外箱破损', '7.6'],
  );
  const loads = await Promise.all(
    [1, 2].map(() => clerk.send(contracts.load, { params: { id: made.id }, body: { revision } })),
  );
  assert.deepEqual(loads.map((answer) => answer.status).sort(), [200, 409], 'a double tap loads once');
  assert.equal(new Decimal(stock).sub(await stockAt(e14, 'mask')).toFixed(), '1900');
  assert.equal(await stockAt('transit:E14', 'mask'), '1900');
  const gone = await lead.send(contracts.cancel, { params: { id: made.id }, body: { revision: 4, reason: '示例' } });
  assert.equal(gone.status, 409);
});

test('another enterprise sees and picks nothing; the receiver sees what arrives', async () => {
  const other = await lead.call(contracts.decide, {
    body: { ...decision('100'), fromPlace: 'producer:E15' },
  });
  assert.equal((await clerk.send(contracts.read, { params: { id: other.id } })).status, 404);
  const own = (await clerk.call(contracts.list)).rows;
  assert.ok(own.length > 0 && own.every((row) => row.from.place === e14 || row.to.place === e14));
  const arriving = await hospital.call(contracts.read, { params: { id: other.id } });
  assert.equal(arriving.lines[0]!.lots.length > 0, true);
  assert.equal((await hospital.send(contracts.pick, { params: { id: other.id }, body: {} })).status, 403);
  for (const caller of [clerk, hospital]) {
    assert.equal((await caller.send(contracts.decide, { body: decision('1') })).status, 403);
    assert.equal((await caller.send(contracts.issueFromPlan, { body: { from: day, to: day } })).status, 403);
  }
  assert.equal((await product.public.send(contracts.list)).status, 401);
});

test('bad wishes are refused with what to do', async () => {
  const code = async (body: object) => (await lead.send(contracts.decide, { body })).body.code;
  assert.equal(await code(decision('1.5')), 'order.not-whole-packs');
  assert.equal(await code({ ...decision('1'), toPlace: e14 }), 'order.same-place');
  assert.equal(await code({ ...decision('1'), fromPlace: 'demand:H-CITY1', toPlace: e14 }), 'order.unknown-place');
  assert.equal(await code({ ...decision('1'), dispatchDay: '2022-01-07' }), 'order.past-day');
  assert.equal(await code({ ...decision('1'), dueDay: '2022-01-08' }), 'order.days-in-order');
  assert.equal(
    await code({ ...decision('1'), lines: [1, 2].map(() => ({ item: 'mask', quantity: '1' })) }),
    'order.item-twice',
  );
  assert.equal(await code({ ...decision('1'), lines: [{ item: 'nothing', quantity: '1' }] }), 'stock.unknown-item');
  assert.equal(await code(decision('0')), 'request.invalid');
  assert.equal(await code({ ...decision('1'), reason: ' ' }), 'request.invalid');
  const outside = await lead.send(contracts.issueFromPlan, { body: { from: '2023-01-01', to: '2023-01-01' } });
  assert.equal(outside.body.code, 'order.outside-plan-days');
});

test('the list is paged by key, filtered, and goes out as a workbook', async () => {
  const first = await lead.call(contracts.list, { query: { limit: 3 } });
  const second = await lead.call(contracts.list, { query: { limit: 3, cursor: first.next! } });
  assert.equal(first.rows.length, 3);
  assert.equal(new Set([...first.rows, ...second.rows].map((row) => row.id)).size, 6);
  const cancelled = await lead.call(contracts.list, { query: { state: 'cancelled' } });
  assert.deepEqual([cancelled.total, cancelled.rows[0]?.state], [1, 'cancelled']);
  const alcohol = await lead.call(contracts.list, { query: { item: 'alcohol', state: 'open' } });
  assert.equal(alcohol.total, 8);
  assert.equal((await lead.call(contracts.list, { query: { late: 'true' } })).total, 0);
  assert.equal((await lead.send(contracts.list, { query: { cursor: 'x' } })).body.code, 'order.bad-cursor');
  const bytes = await lead.file(contracts.workbook);
  assert.deepEqual([...bytes.slice(0, 2)], [0x50, 0x4b]);
});

test('the city sets who may decide how much', async () => {
  const { changedBy: _by, changedAt: _at, ...rules } = await lead.call(contracts.rules);
  const upside = await lead.send(contracts.changeRules, { body: { ...rules, subGroupDays: '5' } });
  assert.equal(upside.body.code, 'order.rules-out-of-order');
  assert.equal((await group.send(contracts.changeRules, { body: rules })).status, 403);
  await lead.call(contracts.changeRules, { body: { ...rules, subGroupTonnes: '0', subGroupDays: '0' } });
  const made = await subGroup.call(contracts.decide, { body: decision('1') });
  assert.equal(made.state, 'waiting_approval');
});

async function produce(enterprise: string, item: string, quantity: string): Promise<void> {
  const { postMovements, lotFor, virtualPlaces } = await import('#server/stock/index.ts');
  const { inWork } = await import('#server/platform/work.ts');
  const { systemActor } = await import('#server/platform/database/index.ts');
  await inWork(product.app.database, product.app.clock, systemActor(product.city), async (work) => {
    const lot = await lotFor(work, { item, enterprise, lotNumber: 'NEW', expires: '2023-12-31' });
    await postMovements(work, {
      document: { kind: 'report', id: `made-${enterprise}-${item}` },
      movements: [{ line: 1, from: virtualPlaces.production, to: `producer:${enterprise}`, lot, quantity }],
    });
  });
}
