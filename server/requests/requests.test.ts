import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { requestContracts, type SupplyRequest } from '#contracts/requests.ts';
import { requestCovered } from '#server/requests/index.ts';
import { type Caller, testApp } from '#tests/support/app.ts';
import { systemActor } from '../platform/database/index.ts';
import { inWork, type Work } from '../platform/work.ts';

const product = await testApp();
const hospital = await product.as('requester');
const county = await product.as('county_officer');
const subGroup = await product.as('sub_group_officer');
const lead = await product.as('city_lead');

const asked = {
  point: 'H-CITY1',
  item: 'mask',
  grade: 'medical',
  quantity: '40000',
  by: '2022-01-12',
  reason: '门诊量增加',
  urgency: 'urgent',
  substitutes: [] as string[],
  partialOk: true,
};
const file = async (change: object = {}, caller: Caller = hospital) =>
  caller.call(requestContracts.file, { body: { ...asked, ...change } });
const read = async (id: string, caller: Caller = lead): Promise<SupplyRequest> =>
  (await caller.call(requestContracts.read, { params: { id } })).request;
async function answer(id: string, given: object, caller: Caller = lead) {
  const { revision } = await read(id);
  return caller.send(requestContracts.decide, { params: { id }, body: { revision, answer: given } });
}
const asSystem = <T>(act: (work: Work) => Promise<T>) =>
  inWork(product.app.database, product.app.clock, systemActor(product.city), act);

test('a hospital asks for masks and sees its request waiting, with the hour by which an answer is owed', async () => {
  const { id, number } = await file();
  assert.match(number, /^20220108-\d{4}$/);
  const row = await read(id, hospital);
  assert.equal(row.state, 'filed');
  assert.equal(row.quantity, '40000');
  const hours = (Date.parse(row.answerBy) - Date.parse(row.filedAt)) / 3_600_000;
  assert.equal(hours, 8, 'urgent is answered within eight hours');
  await hospital.call(requestContracts.withdraw, { params: { id }, body: { reason: '试填' } });
});

test('the same item at the same place on overlapping days is a duplicate, named, and can be filed knowingly', async () => {
  const first = await file({ item: 'alcohol', grade: null, quantity: '0.5', from: '2022-01-10', by: '2022-01-12' });
  const body = { ...asked, item: 'alcohol', grade: null, quantity: '0.2', from: '2022-01-12', by: '2022-01-14' };
  const again = await hospital.send(requestContracts.file, { body });
  assert.equal(again.status, 409);
  assert.equal(again.body.code, 'needs.duplicate');
  assert.ok(again.body.words?.zh.includes(first.number));
  const later = await hospital.call(requestContracts.file, { body: { ...body, from: '2022-01-13' } });
  const besides = await hospital.call(requestContracts.file, {
    body: { ...body, by: '2022-01-12', besidesKnown: true },
  });
  assert.equal((await read(besides.id)).beside, first.number);
  assert.equal((await read(later.id)).beside, null);
});

test('of two filings of the same at once just one is taken; a repeat under one key counts once', async () => {
  const body = { ...asked, item: 'hand-sanitiser', grade: null, quantity: '100' };
  const both = await Promise.all([1, 2, 3, 4].map(() => hospital.send(requestContracts.file, { body })));
  assert.deepEqual(both.map((entry) => entry.status).sort(), [200, 409, 409, 409]);
  const key = { 'idempotency-key': 'one-tap' };
  const tapped = { ...body, from: '2022-02-01', by: '2022-02-02' };
  const twice = await Promise.all(
    [1, 2].map(() => hospital.send(requestContracts.file, { body: tapped, headers: key })),
  );
  assert.equal(twice[0]?.body.id, twice[1]?.body.id);
});

test('bad input is refused with what to do', async () => {
  const code = async (change: object) =>
    (await hospital.send(requestContracts.file, { body: { ...asked, ...change } })).body.code;
  assert.equal(await code({ by: '2022-01-07' }), 'needs.day-past');
  assert.equal(await code({ from: '2022-01-13' }), 'needs.days-backward');
  assert.equal(await code({ quantity: '0' }), 'needs.quantity');
  assert.equal(await code({ quantity: '-5' }), 'needs.quantity');
  assert.equal(await code({ item: 'nothing' }), 'needs.unknown-item');
  assert.equal(await code({ substitutes: ['mask'] }), 'needs.substitute-same');
  assert.equal(await code({ quantity: 'many' }), 'request.invalid');
  assert.equal(await code({ point: 'H-410802' }), 'not-found', 'another place is not its to ask for');
});

test('a requester sees only their own, and answers nothing; who has no right is refused', async () => {
  const { id } = await file({ point: 'H-410802', from: '2022-03-01', by: '2022-03-02' }, lead);
  assert.equal((await hospital.send(requestContracts.read, { params: { id } })).status, 404);
  const { rows } = await hospital.call(requestContracts.list, { query: { show: 'all' } });
  assert.deepEqual([...new Set(rows.map((row) => row.point))], ['H-CITY1']);
  const refused = await answer(id, { act: 'refuse', reason: '无' }, hospital);
  assert.equal(refused.status, 403);
  const clerk = await product.as('enterprise_clerk');
  assert.equal((await clerk.send(requestContracts.list)).status, 403);
  const auditor = await product.as('auditor');
  const said = await auditor.send(requestContracts.say, { params: { id }, body: { words: '审计' } });
  assert.equal(said.status, 403);
});

test('a part is granted only where a part helps, never more than was asked, and general grade never for medical', async () => {
  const whole = await file({ partialOk: false, from: '2022-04-01', by: '2022-04-02' });
  const grant = { act: 'accept', quantity: '30000', metBy: 'plan' };
  assert.equal((await answer(whole.id, grant)).body.code, 'needs.whole-only');
  assert.equal((await answer(whole.id, { ...grant, quantity: '40001' })).body.code, 'needs.more-than-asked');
  const general = { ...grant, quantity: '40000', grade: 'general' };
  assert.equal((await answer(whole.id, general)).body.code, 'needs.medical-only');
  const part = await file({ from: '2022-04-03', by: '2022-04-04' });
  const granted = await answer(part.id, grant);
  assert.equal(granted.status, 200);
  assert.deepEqual(granted.body.request.granted, {
    item: 'mask',
    grade: 'medical',
    quantity: '30000',
    metBy: 'plan',
    covered: '0',
    delivered: '0',
  });
});

test('a substitute is granted only where the filer accepts it', async () => {
  const none = await file({ item: 'hand-sanitiser', grade: null, from: '2022-04-01', by: '2022-04-02' });
  const grant = { act: 'accept', quantity: '0.5', item: 'disinfectant-liquid', metBy: 'order' };
  assert.equal((await answer(none.id, grant)).body.code, 'needs.no-substitute');
  const substitutes = ['disinfectant-liquid'];
  const some = await file({ item: 'hand-sanitiser', grade: null, substitutes, from: '2022-04-05', by: '2022-04-06' });
  const granted = await answer(some.id, grant);
  assert.equal(granted.body.request.granted?.item, 'disinfectant-liquid');
});

test('a request is refused only with a reason that its filer reads, and answered once', async () => {
  const { id } = await file({ from: '2022-05-01', by: '2022-05-02' });
  assert.equal((await answer(id, { act: 'refuse', reason: ' ' })).body.code, 'needs.reason');
  assert.equal((await answer(id, { act: 'refuse', reason: '库存可用 20 天' })).status, 200);
  const row = await read(id, hospital);
  assert.equal(row.state, 'refused');
  assert.equal(row.decisionReason, '库存可用 20 天');
  const again = await answer(id, { act: 'accept', quantity: '1', metBy: 'plan' });
  assert.equal(again.body.code, 'needs.already-answered');
});

test('two officers on one request: the second learns that it was answered, and nothing is doubled', async () => {
  const { id } = await file({ from: '2022-05-03', by: '2022-05-04' });
  const { revision } = await read(id);
  const body = { revision, answer: { act: 'accept', quantity: '40000', metBy: 'plan' } };
  const both = await Promise.all(
    [lead, subGroup].map((caller) => caller.send(requestContracts.decide, { params: { id }, body })),
  );
  assert.deepEqual(both.map((entry) => entry.status).sort(), [200, 409]);
  const { notes } = await lead.call(requestContracts.read, { params: { id } });
  assert.equal(notes.filter((note) => note.act === 'accepted').length, 1);
});

test('what a sub-group refers to the city lead, the sub-group no longer answers; referring goes upwards only', async () => {
  const { id } = await file({ from: '2022-05-05', by: '2022-05-06' });
  const down = await answer(id, { act: 'refer', to: 'county_officer', reason: '请县区' }, subGroup);
  assert.equal(down.body.code, 'needs.refer-up');
  const up = await answer(id, { act: 'refer', to: 'city_lead', reason: '超出权限' }, subGroup);
  assert.equal(up.body.request.referredTo, 'city_lead');
  const back = await answer(id, { act: 'refuse', reason: '无' }, subGroup);
  assert.equal(back.body.code, 'needs.referred-up');
  assert.equal((await answer(id, { act: 'accept', quantity: '40000', metBy: 'order' }, lead)).status, 200);
});

test('officer and hospital talk about a request, and every act stands in one trace', async () => {
  const { id } = await file({ from: '2022-06-01', by: '2022-06-02' });
  await lead.call(requestContracts.say, { params: { id }, body: { words: '现有多少？' } });
  await hospital.call(requestContracts.say, { params: { id }, body: { words: '还有两天的量' } });
  await answer(id, { act: 'accept', quantity: '20000', metBy: 'order' });
  const { notes } = await hospital.call(requestContracts.read, { params: { id } });
  assert.deepEqual(
    notes.map((note) => note.act),
    ['filed', 'said', 'said', 'accepted'],
  );
});

test('orders carry a granted request in parts; all of it received closes it, and then it cannot be withdrawn', async () => {
  const { id } = await file({ from: '2022-06-03', by: '2022-06-04' });
  await answer(id, { act: 'accept', quantity: '30000', metBy: 'order' });
  const brought = (covered: number, delivered: number, why = '') =>
    asSystem((work) =>
      requestCovered(work, id, {
        covered: new Decimal(covered),
        delivered: new Decimal(delivered),
        order: '调-1',
        why,
      }),
    );
  await brought(20000, 0);
  assert.equal((await read(id, hospital)).state, 'accepted', 'a part of it still waits for an order');
  const body = { reason: '不要了' };
  const withdrawn = await hospital.send(requestContracts.withdraw, { params: { id }, body });
  assert.equal(withdrawn.body.code, 'needs.not-withdrawable', 'a part is on its way');
  await brought(30000, 0);
  await brought(30000, 10000);
  await brought(30000, 10000);
  const half = await read(id, hospital);
  assert.deepEqual([half.state, half.granted?.delivered, half.orders], ['ordered', '10000', ['调-1']]);
  await brought(20000, 10000, '车坏了');
  const waits = await read(id, hospital);
  assert.deepEqual([waits.state, waits.granted?.covered], ['accepted', '20000'], 'what no order brings waits again');
  await brought(30000, 30000);
  assert.equal((await read(id, hospital)).state, 'fulfilled');
  const { notes } = await hospital.call(requestContracts.read, { params: { id } });
  assert.deepEqual(
    notes.map((note) => note.act),
    ['filed', 'accepted', 'ordered', 'ordered', 'delivered', 'uncovered', 'ordered', 'delivered'],
    'each change once, however often it is told',
  );
  assert.ok(notes.some((note) => note.words.includes('车坏了')));
});

test('an officer of a county answers requests of that county and does not see others', async () => {
  const own = await file({ point: 'H-410811', from: '2022-07-01', by: '2022-07-02' }, lead);
  const other = await file({ point: 'H-410802', from: '2022-07-01', by: '2022-07-02' }, lead);
  assert.equal((await county.send(requestContracts.read, { params: { id: other.id } })).status, 404);
  assert.equal((await answer(own.id, { act: 'accept', quantity: '40000', metBy: 'plan' }, county)).status, 200);
});

test('the hours to answer are the city’s own, of its present mode; earlier requests keep theirs; who may not is refused', async () => {
  const days = { from: '2022-08-01', by: '2022-08-02' };
  const hoursOf = ({ answerBy, filedAt }: SupplyRequest) => (Date.parse(answerBy) - Date.parse(filedAt)) / 3_600_000;
  const before = await file(days);
  const hours = { emergency: '1', urgent: '4.5', routine: '12' };
  const put = (caller: Caller, mode: string, body: object) =>
    caller.send(requestContracts.setAnswerHours, { params: { mode }, body });
  assert.equal((await put(subGroup, 'emergency', hours)).status, 403);
  const backward = await put(lead, 'emergency', { ...hours, urgent: '0.5' });
  assert.equal(backward.body.code, 'needs.hours-order');
  assert.equal((await put(lead, 'emergency', { ...hours, emergency: '0' })).body.code, 'needs.hours-order');
  await put(lead, 'peacetime', { emergency: '3', urgent: '30', routine: '80' });
  assert.equal((await put(lead, 'emergency', hours)).status, 200);
  const shown = await hospital.call(requestContracts.answerHours);
  assert.deepEqual(
    [shown.mode, shown.hours.emergency.urgent, shown.hours.peacetime.urgent],
    ['emergency', '4.5', '30'],
  );
  const after = await file({ ...days, besidesKnown: true });
  assert.deepEqual([hoursOf(await read(before.id)), hoursOf(await read(after.id))], [8, 4.5]);
  await asSystem((work) => work.tx.updateTable('cities').set({ mode: 'peacetime' }).execute());
  const calm = await file({ ...days, besidesKnown: true });
  assert.equal(hoursOf(await read(calm.id)), 30);
});

test('what is not whole packs no order could bring: it is neither filed nor granted', async () => {
  const days = { from: '2022-09-01', by: '2022-09-02' };
  const half = await hospital.send(requestContracts.file, { body: { ...asked, ...days, quantity: '10.5' } });
  assert.equal(half.body.code, 'needs.not-whole');
  const { id } = await file(days);
  const granted = await answer(id, { act: 'accept', quantity: '39999.5', metBy: 'order' });
  assert.equal(granted.body.code, 'needs.not-whole');
});

test('what waits stands first, by when its answer is owed; the list pages on without a gap and is searched in words', async () => {
  const routine = await file({
    item: 'alcohol',
    grade: null,
    quantity: '1',
    urgency: 'routine',
    from: '2022-10-01',
    by: '2022-10-02',
  });
  const urgent = await file({ urgency: 'emergency', from: '2022-10-01', by: '2022-10-02' });
  const granted = await file({ from: '2022-10-03', by: '2022-10-04' });
  assert.equal((await answer(granted.id, { act: 'accept', quantity: '40000', metBy: 'order' })).status, 200);
  for (const show of ['waiting', 'open', 'all'] as const) {
    const whole = await lead.call(requestContracts.list, { query: { show, limit: 500 } });
    const paged: SupplyRequest[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = { show, limit: 2, ...(cursor === '' ? {} : { cursor }) };
      const page: typeof whole = await lead.call(requestContracts.list, { query });
      paged.push(...page.rows);
      cursor = page.next;
    }
    assert.deepEqual(
      paged.map(({ id }) => id),
      whole.rows.map(({ id }) => id),
      show,
    );
  }
  const { rows } = await lead.call(requestContracts.list, { query: { show: 'open', limit: 500 } });
  const at = ({ id }: { id: string }) => rows.findIndex((row) => row.id === id);
  assert.ok(at(urgent) < at(routine) && at(routine) < at(granted), `${at(urgent)} ${at(routine)} ${at(granted)}`);
  const found = async (search: string) =>
    (await lead.call(requestContracts.list, { query: { show: 'all', search, limit: 500 } })).rows;
  assert.deepEqual(
    (await found(urgent.number)).map(({ id }) => id),
    [urgent.id],
  );
  assert.ok((await found('酒精')).every(({ item }) => item === 'alcohol'));
  assert.ok((await found('Alcohol')).some(({ id }) => id === routine.id));
  assert.deepEqual(await found('100%_'), []);
  const bad = await lead.send(requestContracts.list, { query: { cursor: 'waits never x' } });
  assert.equal(bad.body.code, 'request.invalid');
});
