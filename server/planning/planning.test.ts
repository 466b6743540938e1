import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Decimal } from 'decimal.js';
import pg from 'pg';
import readExcelFile from 'read-excel-file/node';
import { planningContracts as contracts, type PlanDetail } from '#contracts/planning.ts';
import { type Caller, testApp } from '#tests/support/app.ts';

const product = await testApp();
const lead = await product.as('city_lead');

async function finished(caller: Caller, id: string): Promise<PlanDetail> {
  for (let tries = 0; tries < 600; tries += 1) {
    const plan = await caller.call(contracts.read, { params: { id } });
    if (!['queued', 'running'].includes(plan.state)) return plan;
    await pause(100);
  }
  throw new Error('the plan did not finish');
}

async function plan(body: object = {}): Promise<PlanDetail> {
  const { id } = await lead.call(contracts.request, { body });
  return finished(lead, id);
}

const first = await plan({ title: '第一个计划' });

test('a plan of the example is proved optimal and names what runs short and from which day', () => {
  assert.equal(first.state, 'ready');
  assert.equal(first.solverStatus, 'optimal');
  assert.deepEqual(first.itemsShort, [
    { item: 'huoxiang-zhengqi', firstShort: '2022-01-13' },
    { item: 'mask', firstShort: '2022-01-14' },
  ]);
  assert.ok(first.causes.some((cause) => cause.item === 'mask' && cause.constraint === 'capacity'));
});

test('need is supplied or short on every day of every item, and stock never falls below zero', async () => {
  const { rows } = await lead.call(contracts.curves, { params: { id: first.id } });
  assert.equal(rows.length, 12 * 14);
  for (const row of rows) {
    assert.equal(
      new Decimal(row.supplied).add(row.short).toFixed(),
      new Decimal(row.need).toFixed(),
      `${row.item} ${row.date}`,
    );
    assert.ok(new Decimal(row.stockLeft).gte(0), `${row.item} ${row.date}`);
  }
});

test('the same inputs computed again give the same plan', async () => {
  const again = await plan({ repeat: first.id });
  const rowsOf = async (id: string) =>
    (await lead.call(contracts.shipments, { params: { id }, query: { limit: 20000 } })).rows;
  assert.deepEqual(await rowsOf(again.id), await rowsOf(first.id));
  assert.deepEqual(again.objectives, first.objectives);
  const { rows: repeats } = await lead.call(contracts.repeats, { params: { id: first.id } });
  assert.deepEqual(
    repeats.map(({ id, same }) => ({ id, same })),
    [{ id: again.id, same: true }],
  );
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  await client.query('update plan_productions set quantity = quantity + 1 where plan_id = $1 and line_id = $2', [
    again.id,
    'E14-L1',
  ]);
  await client.end();
  const { rows: differing } = await lead.call(contracts.repeats, { params: { id: first.id } });
  assert.deepEqual(
    differing.map((row) => row.same),
    [false],
    'a plan that came out otherwise is told',
  );
  const clerk = await product.as('enterprise_clerk');
  assert.deepEqual((await clerk.call(contracts.repeats, { params: { id: first.id } })).rows, [], 'sees a part only');
});

test('what producers send each other as inputs is read by both ends and nobody else', async () => {
  const params = { id: first.id };
  const all = (await lead.call(contracts.transfers, { params })).rows;
  assert.ok(all.length > 0 && all.every((row) => row.item === 'alcohol'), 'only alcohol is an input and an item');
  const clerk = await product.as('enterprise_clerk');
  const own = (await clerk.call(contracts.transfers, { params })).rows;
  assert.ok(own.length < all.length);
  assert.deepEqual((await lead.call(contracts.writeOffs, { params })).rows, [], 'nothing expires in these days');
});

test('bringing the cloth that is missing is offered as a cure, proved by planning again', async () => {
  let detail = first;
  for (let tries = 0; tries < 300 && detail.cures.length === 0; tries += 1) {
    await pause(100);
    detail = await lead.call(contracts.read, { params: { id: first.id } });
  }
  const cloth = detail.cures.find((cure) => cure.kind === 'bring_input' && cure.act.code === 'meltblown');
  assert.ok(cloth, 'the cure is offered');
  assert.ok(new Decimal(cloth.effect.unmetAfter).lt(cloth.effect.unmetBefore));
  const total = cloth.act.to.reduce((sum, place) => sum.add(place.quantity ?? 0), new Decimal(0));
  assert.equal(total.toFixed(), cloth.act.quantity);
  const pills = detail.cures.find((cure) => cure.kind === 'bring_item' && cure.item === 'huoxiang-zhengqi');
  const { rows } = await lead.call(contracts.shortages, { params: { id: first.id }, query: { limit: 20_000 } });
  const short = rows
    .filter((row) => row.item === 'huoxiang-zhengqi' && row.date >= '2022-01-13')
    .reduce((sum, row) => sum.add(row.quantity), new Decimal(0));
  assert.equal(pills?.effect.unmetBefore, short.toFixed(), 'a cure names the shortage as the shortages sum it');
});

/** Which cures there are; their last digits may follow where the search began. */
const namesOf = ({ cures }: PlanDetail) => cures.map(({ kind, item, act }) => `${kind} ${item} ${act.code}`).sort();

test('a server that stopped between a plan and its cures computes the cures alone when it is back', async () => {
  const before = await lead.call(contracts.read, { params: { id: first.id } });
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  await client.query('delete from plan_cures where plan_id = $1', [first.id]);
  const payload = JSON.stringify({ city: product.city, plan: first.id });
  await client.query('select graphile_worker.add_job($1, $2::json)', ['planning.solve', payload]);
  await client.end();
  for (let tries = 0; tries < 600; tries += 1) {
    const now = await lead.call(contracts.read, { params: { id: first.id } });
    assert.equal(now.state, 'ready');
    if (now.cures.length > 0) return assert.deepEqual(namesOf(now), namesOf(before));
    await pause(100);
  }
  assert.fail('the cures did not come back');
});

test('a scenario changes the plan, and two plans stand side by side', async () => {
  const half = await plan({ title: '产能减半', scenario: { capacity: [{ factor: 0.5 }] } });
  const { rows } = await lead.call(contracts.compare, { params: { id: first.id, other: half.id } });
  const mask = rows.find((row) => row.item === 'mask');
  assert.ok(mask && new Decimal(mask.made[1]).lt(mask.made[0]) && new Decimal(mask.short[1]).gt(mask.short[0]));
  for (const row of rows) {
    assert.equal(row.firstShort[0] === null, Number(row.short[0]) === 0, `${row.item}: parts of packs are no shortage`);
  }
  const again = await plan({ repeat: first.id });
  const repeats = (await lead.call(contracts.repeats, { params: { id: first.id } })).rows;
  const same = repeats.find((row) => row.id === again.id)?.same;
  assert.equal(same, true, 'the first plan computed again comes out the same whatever was computed in between');
});

test('a plan that is being computed can be cancelled and keeps nothing', async () => {
  const { id } = await lead.call(contracts.request, { body: { days: 60, title: '长计划' } });
  await pause(2000);
  await lead.call(contracts.cancel, { params: { id } });
  const cancelled = await finished(lead, id);
  assert.equal(cancelled.state, 'cancelled');
  assert.deepEqual(cancelled.cover, []);
  const again = await lead.send(contracts.cancel, { params: { id } });
  assert.equal(again.body.code, 'plan.not-running');
});

test('impossible wishes are refused with what would be accepted', async () => {
  const answer = await lead.send(contracts.request, { body: { days: 0 } });
  assert.equal(answer.status, 400);
  const sealed = await plan({ scenario: { sealed: [{ county: '410823' }] } });
  assert.equal(sealed.state, 'ready');
});

test('only those who may approve do; approving freezes the plan and supersedes the one before', async () => {
  const clerk = await product.as('enterprise_clerk');
  const county = await product.as('county_officer');
  for (const caller of [clerk, county]) {
    assert.equal((await caller.send(contracts.approve, { params: { id: first.id } })).status, 403);
    assert.equal((await caller.send(contracts.request)).status, 403);
  }
  await lead.call(contracts.approve, { params: { id: first.id } });
  const second = await plan();
  const answers = await Promise.all([1, 2].map(() => lead.send(contracts.approve, { params: { id: second.id } })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409], 'of two who approve at once, one does');
  assert.equal((await finished(lead, first.id)).state, 'superseded');
  assert.equal((await finished(lead, first.id)).supersededBy, second.id);
});

test('the database refuses a second approved plan even without the rules of the service', async () => {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  await assert.rejects(
    client.query("update plans set state = 'approved' where state in ('ready', 'superseded')"),
    /plans_one_approved/,
  );
  await client.end();
});

test('data that changes after a plan shows as changed, and approving then needs a word', async () => {
  const fresh = await plan();
  assert.equal((await lead.call(contracts.changes, { params: { id: fresh.id } })).count, 0);
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  await client.query("update lines set daily_capacity = daily_capacity + 5 where line_id = 'E25-L1'");
  await client.end();
  const { count, rows } = await lead.call(contracts.changes, { params: { id: fresh.id } });
  assert.equal(count, 1);
  assert.deepEqual(rows[0], {
    file: 'lines.csv',
    key: 'E25-L1',
    kind: 'changed',
    fields: [{ column: 'daily_capacity', before: '150', after: '155' }],
  });
  const refused = await lead.send(contracts.approve, { params: { id: fresh.id } });
  assert.equal(refused.body.code, 'plan.data-changed');
  await lead.call(contracts.approve, { params: { id: fresh.id }, body: { dataChangesKnown: true } });
});

test('a city that only moved on to another day is a change of a plan’s data too', async () => {
  const fresh = await plan();
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  const holdAt = (day: string) => client.query('update cities set held_day = $1', [day]);
  await holdAt('2022-01-09');
  const { rows } = await lead.call(contracts.changes, { params: { id: fresh.id } });
  await holdAt('2022-01-08');
  await client.end();
  assert.deepEqual(rows, [
    {
      file: 'city.json',
      key: product.city,
      kind: 'changed',
      fields: [{ column: 'date', before: '2022-01-08', after: '2022-01-09' }],
    },
  ]);
  assert.equal((await lead.call(contracts.changes, { params: { id: fresh.id } })).count, 0);
});

test('each reader sees only the rows of their own places', async () => {
  const id = first.id;
  const query = { limit: 20000 };
  const all = (await lead.call(contracts.shipments, { params: { id }, query })).rows;
  const clerk = await product.as('enterprise_clerk');
  const own = (await clerk.call(contracts.shipments, { params: { id }, query })).rows;
  assert.ok(own.length > 0 && own.length < all.length);
  assert.equal(new Set(own.map((row) => row.from)).size, 1);
  const hospital = await product.as('requester');
  const arriving = (await hospital.call(contracts.shipments, { params: { id }, query })).rows;
  assert.ok(arriving.length > 0);
  assert.equal(new Set(arriving.map((row) => row.to)).size, 1);
  const county = await product.as('county_officer');
  const ofCounty = (await county.call(contracts.production, { params: { id }, query })).rows;
  assert.equal(new Set(ofCounty.map((row) => row.county)).size, 1);
  assert.equal((await product.public.send(contracts.shipments, { params: { id } })).status, 401);
});

test('the workbook holds the plan’s rows', async () => {
  const bytes = await lead.file(contracts.workbook, { params: { id: first.id } });
  const sheets = await readExcelFile(Buffer.from(bytes));
  assert.deepEqual(
    sheets.map((each) => each.sheet),
    ['供需', '生产', '发运', '调给企业', '到期核销', '缺口', '原因'],
  );
  assert.equal(sheets[0]?.data.length, 12 * 14 + 1);
});
