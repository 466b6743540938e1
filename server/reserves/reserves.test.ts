import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reserveContracts } from '#contracts/reserves.ts';
import { creditReplenishment, handOverRelease, pendingReleases } from '#server/reserves/index.ts';
import { reserveStock } from '#server/stock/index.ts';
import { type Caller, testApp } from '#tests/support/app.ts';
import { systemActor } from '../platform/database/index.ts';
import { inWork, type Work } from '../platform/work.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const group = await product.as('group_officer');
const subGroup = await product.as('sub_group_officer');
const asSystem = <T>(act: (work: Work) => Promise<T>) =>
  inWork(product.app.database, product.app.clock, systemActor(product.city), act);

let opened = 0;
/** A reserve of its own, with alcohol of the given lots, floor 10 t, target 20 t, back within 14 days. */
async function reserveWith(lots: Array<{ quantity: string; expires?: string; lotNumber?: string }>, more: object = {}) {
  opened += 1;
  const id = `R${opened}`;
  const body = { id, name: `示例储备库${opened}`, level: 'city', county: '410802', keeper: '示例保管员', ...more };
  await group.call(reserveContracts.add, { body });
  const levels = { floor: '10', target: '20', replenishDays: 14, revision: 0 };
  await group.call(reserveContracts.setLevels, { params: { id, item: 'alcohol' }, body: levels });
  for (const lot of lots) {
    const receipt = { item: 'alcohol', paper: '入库单', lotNumber: `${id}-${lots.indexOf(lot)}`, ...lot };
    await group.call(reserveContracts.receive, { params: { id }, body: receipt });
  }
  return id;
}
const holding = async (id: string) =>
  (await lead.call(reserveContracts.list)).holdings.find((row) => row.reserve === id && row.item.code === 'alcohol')!;
const asked = (reserve: string, quantity: string, change: object = {}) => ({
  body: { reserve, to: 'H-410802', item: 'alcohol', quantity, by: '2022-01-09', reason: '示例急需', ...change },
});
const ask = async (reserve: string, quantity: string, change: object = {}) =>
  (await subGroup.call(reserveContracts.ask, asked(reserve, quantity, change))).id;
const decide = (caller: Caller, id: string, body: object = { approve: true }) =>
  caller.send(reserveContracts.decide, { params: { id }, body });
const duties = async (id: string) =>
  (await lead.call(reserveContracts.duties, { query: { all: 'true' } })).rows.filter((row) => row.reserve === id);

test('what a reserve holds stands beside its floor and target, with the days that the city could live on it', async () => {
  const id = await reserveWith([{ quantity: '15', expires: '2022-12-31' }]);
  const row = await holding(id);
  assert.deepEqual([row.held, row.available, row.floor, row.target, row.toTarget], ['15', '15', '10', '20', '5']);
  assert.equal(row.state, 'below_target');
  assert.ok(row.days !== null && row.days > 0);
});

test('the sub-group releases down to the target, the group down to the floor, below it only the city', async () => {
  const id = await reserveWith([{ quantity: '30' }]);
  const toTarget = await ask(id, '10');
  assert.equal((await decide(subGroup, toTarget)).status, 200, 'exactly the target is left');
  const toFloor = await ask(id, '10');
  const refused = await decide(subGroup, toFloor);
  assert.deepEqual([refused.status, refused.body.code], [403, 'reserve.level-needed']);
  assert.equal((await decide(group, toFloor)).status, 200, 'exactly the floor is left');
  const below = await ask(id, '0.001');
  assert.equal((await decide(group, below)).body.code, 'reserve.level-needed');
  assert.equal((await decide(lead, below)).status, 200);
  assert.equal((await holding(id)).state, 'below_floor');
});

test('lots leave first-expired-first-out, and what expires before the day is not released', async () => {
  const id = await reserveWith([
    { quantity: '30', expires: '2022-06-30' },
    { quantity: '5', expires: '2022-03-31' },
    { quantity: '50', expires: '2022-01-08' },
  ]);
  const release = await ask(id, '8');
  assert.equal((await decide(lead, release)).status, 200);
  const { rows } = await lead.call(reserveContracts.releases);
  const lots = (await holding(id)).lots;
  const taken = rows
    .find((row) => row.id === release)!
    .lots.map(({ lot, quantity }) => [lots.find((entry) => entry.lot === lot)?.expires, quantity]);
  assert.deepEqual(taken.sort(), [
    ['2022-03-31', '5'],
    ['2022-06-30', '3'],
  ]);
  const tooMuch = await subGroup.send(reserveContracts.ask, asked(id, '60'));
  assert.equal(tooMuch.body.code, 'reserve.not-enough');
});

test('two releases can never take the same stock: of four approved at once, as many go as there is stock for', async () => {
  const id = await reserveWith([{ quantity: '25' }]);
  const asks = await Promise.all([1, 2, 3, 4].map(() => ask(id, '10')));
  const answers = await Promise.all(asks.map((release) => decide(lead, release)));
  const codes = answers.map((answer) => (answer.status === 200 ? 'approved' : answer.body.code)).sort();
  assert.deepEqual(codes, ['approved', 'approved', 'reserve.not-enough', 'reserve.not-enough']);
  assert.equal((await holding(id)).available, '5');
});

test('one release approved twice at once is approved once', async () => {
  const id = await reserveWith([{ quantity: '40' }]);
  const release = await ask(id, '5');
  const both = await Promise.all([decide(lead, release), decide(group, release)]);
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409]);
  assert.equal((await holding(id)).available, '35');
});

test('every release leaves a duty with owner and day, paid off by what comes in, the first due first', async () => {
  const id = await reserveWith([{ quantity: '40' }]);
  await decide(lead, await ask(id, '6'), { approve: true, due: '2022-02-01', owner: '示例责任人' });
  await decide(lead, await ask(id, '4'));
  assert.deepEqual(
    (await duties(id)).map((row) => [row.quantity, row.due, row.owner]),
    [
      ['4', '2022-01-22', '示例保管员'],
      ['6', '2022-02-01', '示例责任人'],
    ],
  );
  const body = { item: 'alcohol', quantity: '7', paper: '补库单' };
  assert.equal((await group.call(reserveContracts.receive, { params: { id }, body })).replenished, '7');
  assert.deepEqual(
    (await duties(id)).map((row) => [row.quantity, row.replenished, row.closedAt !== null]),
    [
      ['6', '3', false],
      ['4', '4', true],
    ],
  );
  assert.equal(await asSystem((work) => creditReplenishment(work, { reserve: id, item: 'alcohol', quantity: 9 })), '3');
  assert.equal((await holding(id)).owed, '0');
});

test('a cancelled release gives its stock back and nothing is owed; a decided one takes no other decision', async () => {
  const id = await reserveWith([{ quantity: '40' }]);
  const release = await ask(id, '15');
  await decide(lead, release);
  assert.equal((await holding(id)).available, '25');
  await subGroup.call(reserveContracts.cancel, { params: { id: release }, body: { reason: '不需要了' } });
  const row = await holding(id);
  assert.deepEqual([row.available, row.owed], ['40', '0']);
  assert.equal((await decide(lead, release)).body.code, 'reserve.decided');
  const refused = await ask(id, '1');
  assert.equal((await decide(lead, refused, { approve: false })).body.code, 'reserve.reason');
  assert.equal((await decide(lead, refused, { approve: false, reason: '另有来源' })).status, 200);
});

test('an approved release is handed to its order once, with its lots free for that order', async () => {
  const id = await reserveWith([{ quantity: '40' }]);
  const release = await ask(id, '15');
  await decide(lead, release);
  const waiting = (await asSystem((work) => pendingReleases(work))).find((entry) => entry.id === release)!;
  assert.deepEqual([waiting.place, waiting.quantity, waiting.lots.length], [`reserve:${id}`, '15', 1]);
  await asSystem(async (work) => {
    const taken = await handOverRelease(work, release, '调-7');
    assert.deepEqual(
      taken.map(({ lot, quantity }) => ({ lot, quantity: quantity.toFixed() })),
      waiting.lots,
      'exactly what was set aside',
    );
    const lots = taken.map((lot) => ({ place: waiting.place, ...lot, day: waiting.by }));
    await reserveStock(work, lots, { kind: 'order', id: '调-7' });
  });
  await assert.rejects(
    asSystem((work) => handOverRelease(work, release, '调-8')),
    { code: 'reserve.decided' },
  );
  assert.equal((await holding(id)).available, '25');
  assert.equal(
    (await asSystem((work) => pendingReleases(work))).some((entry) => entry.id === release),
    false,
  );
});

test('what nears its expiry is offered to those who can use it in time, hospitals first, and to nobody twice', async () => {
  const id = await reserveWith([
    { quantity: '5', expires: '2022-01-10' },
    { quantity: '5', expires: '2022-01-12' },
  ]);
  const { rows } = await lead.call(reserveContracts.rotation, { query: { within: 30 } });
  const own = rows.filter((row) => row.reserve === id);
  assert.deepEqual(
    own.map((row) => [row.expires, row.daysLeft]),
    [
      ['2022-01-10', 2],
      ['2022-01-12', 4],
    ],
  );
  for (const row of own) {
    const offered = row.candidates.reduce((sum, entry) => sum + Number(entry.offered), 0);
    assert.ok(Math.abs(offered + Number(row.unused) - Number(row.quantity)) < 1e-9);
    const tiers = row.candidates.map((entry) => entry.tier);
    assert.deepEqual(tiers, [...tiers].sort());
    for (const entry of row.candidates) assert.ok(Number(entry.offered) <= Number(entry.usable));
  }
  const [first] = own;
  const [best] = first!.candidates;
  const more = String(Number(best!.usable) + 1);
  const lot = { lot: first!.lot, to: best!.point };
  const refused = await subGroup.send(reserveContracts.ask, asked(id, more, lot));
  assert.ok(['reserve.rotation-unused', 'reserve.not-enough'].includes(refused.body.code ?? ''));
  const rotation = await ask(id, best!.usable, lot);
  assert.equal((await decide(lead, rotation)).status, 200);
  const waiting = (await asSystem((work) => pendingReleases(work))).find((entry) => entry.id === rotation);
  assert.equal(waiting?.kind, 'rotation');
});

test('floors, levels and receipts are refused where they are wrong, with what to do', async () => {
  const id = await reserveWith([]);
  const levels = (body: object) =>
    group.send(reserveContracts.setLevels, { params: { id, item: 'alcohol' }, body: { replenishDays: 14, ...body } });
  assert.equal((await levels({ floor: '30', target: '20', revision: 1 })).body.code, 'reserve.levels-order');
  assert.equal((await levels({ floor: '1', target: '20', revision: 0 })).body.code, 'changed-meanwhile');
  const reserve = { id, name: '重复', level: 'city', county: '410802', keeper: '示例' };
  assert.equal((await group.send(reserveContracts.add, { body: reserve })).body.code, 'reserve.id-taken');
  const agency = { ...reserve, id: 'R-X', level: 'enterprise' };
  assert.equal((await group.send(reserveContracts.add, { body: agency })).body.code, 'reserve.held-by');
  const past = { item: 'alcohol', quantity: '1', paper: '单', expires: '2022-01-07' };
  assert.equal(
    (await group.send(reserveContracts.receive, { params: { id }, body: past })).body.code,
    'reserve.day-past',
  );
  assert.equal((await subGroup.send(reserveContracts.add, { body: reserve })).status, 403);
});

test('a reserve with stock is not closed; a closed one neither releases nor receives', async () => {
  const id = await reserveWith([{ quantity: '1' }]);
  const body = { name: '示例', level: 'city', county: '410802', keeper: '示例', closed: true, revision: 1 };
  const close = (reserve: string) => group.send(reserveContracts.change, { params: { id: reserve }, body });
  assert.equal((await close(id)).body.code, 'reserve.not-empty');
  const empty = await reserveWith([]);
  assert.equal((await close(empty)).status, 200);
  const receipt = { item: 'alcohol', quantity: '1', paper: '单' };
  const received = await group.send(reserveContracts.receive, { params: { id: empty }, body: receipt });
  assert.equal(received.body.code, 'reserve.closed');
});

test('an officer sees the reserves of the own county only; a hospital sees none', async () => {
  await reserveWith([{ quantity: '1' }]);
  const county = await product.as('county_officer');
  assert.deepEqual((await county.call(reserveContracts.list)).reserves, [], 'all stand in another county');
  for (const role of ['requester', 'public'] as const) {
    const caller = role === 'public' ? product.public : await product.as(role);
    assert.ok([401, 403].includes((await caller.send(reserveContracts.list)).status));
  }
});

test('an enterprise sees the reserve that it holds for the city, its stock, releases and duties, and no other; it decides nothing', async () => {
  await reserveWith([{ quantity: '5' }]);
  const clerk = await product.as('enterprise_clerk');
  assert.deepEqual((await clerk.call(reserveContracts.list)).reserves, [], 'it holds none yet');
  const holder = 'E14';
  const id = await reserveWith([{ quantity: '30' }], { level: 'enterprise', enterprise: holder });
  const release = await ask(id, '3');
  await decide(lead, release);
  const seen = await clerk.call(reserveContracts.list);
  assert.deepEqual(
    [seen.reserves.map((row) => row.id), seen.holdings.map((row) => [row.available, row.owed, row.lots.length])],
    [[id], [['27', '3', 1]]],
  );
  assert.deepEqual(
    (await clerk.call(reserveContracts.releases)).rows.map((row) => [row.id, row.mayDecide]),
    [[release, false]],
  );
  assert.equal((await clerk.call(reserveContracts.duties)).rows.length, 1);
  assert.equal((await clerk.send(reserveContracts.ask, asked(id, '1'))).status, 403);
  assert.equal((await decide(clerk, release)).status, 403);
  assert.equal(
    (await clerk.send(reserveContracts.cancel, { params: { id: release }, body: { reason: 'x' } })).status,
    403,
  );
  const receipt = { item: 'alcohol', quantity: '1', paper: '单' };
  assert.equal((await clerk.send(reserveContracts.receive, { params: { id }, body: receipt })).status, 403);
  const [reserve] = seen.reserves;
  const body = { ...reserve, level: 'city', enterprise: null };
  await group.call(reserveContracts.change, { params: { id }, body });
  assert.deepEqual((await clerk.call(reserveContracts.list)).holdings, [], 'handed back, it is not its any more');
});
