import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestContracts } from '#contracts/requests.ts';
import { fileDueRequests } from '#server/requests/index.ts';
import { testApp } from '#tests/support/app.ts';
import { systemActor } from '../platform/database/index.ts';
import { inWork, type Work } from '../platform/work.ts';

const product = await testApp();
const hospital = await product.as('requester');
const asSystem = <T>(act: (work: Work) => Promise<T>) =>
  inWork(product.app.database, product.app.clock, systemActor(product.city), act);
/** The city's day is held: tests move it. */
const moveTo = (day: string) => asSystem((work) => work.tx.updateTable('cities').set({ held_day: day }).execute());

const weekly = {
  point: 'H-CITY1',
  item: 'mask',
  grade: 'medical',
  quantity: '70000',
  reason: '每周常规用量',
  urgency: 'routine',
  partialOk: true,
  every: 'week',
  daysAhead: 2,
  first: '2022-01-10',
};
const filed = async () =>
  (await hospital.call(requestContracts.list, { query: { show: 'all' } })).rows
    .filter((row) => row.series !== null)
    .map((row) => row.by)
    .sort();

test('a weekly need is asked for by itself two days ahead, each week once, until it is stopped', async () => {
  const started = await hospital.call(requestContracts.startSeries, { body: weekly });
  assert.equal(started.filed, 1, 'the first is due at once');
  assert.deepEqual(await filed(), ['2022-01-10']);
  await moveTo('2022-01-14');
  assert.equal(await asSystem(fileDueRequests), 0, 'three days ahead is too early');
  await moveTo('2022-01-15');
  const counts = await Promise.all([1, 2, 3].map(() => asSystem(fileDueRequests)));
  assert.deepEqual(counts.sort(), [0, 0, 1], 'whoever looks at the same time, once');
  await moveTo('2022-01-30');
  assert.equal(await asSystem(fileDueRequests), 1, 'the week that passed meanwhile is past');
  assert.deepEqual(await filed(), ['2022-01-10', '2022-01-17', '2022-01-31']);
  await hospital.call(requestContracts.stopSeries, { params: { id: started.id } });
  await moveTo('2022-02-06');
  assert.equal(await asSystem(fileDueRequests), 0);
  const again = await hospital.send(requestContracts.stopSeries, { params: { id: started.id } });
  assert.equal(again.body.code, 'needs.series-stopped');
});

test('a daily need ends on its last day; one that begins in the past is refused', async () => {
  await moveTo('2022-03-01');
  const daily = { ...weekly, item: 'alcohol', grade: null, quantity: '0.1', every: 'day', daysAhead: 30 };
  const dates = { first: '2022-03-02', until: '2022-03-04' };
  const started = await hospital.call(requestContracts.startSeries, { body: { ...daily, ...dates } });
  assert.equal(started.filed, 3);
  const past = await hospital.send(requestContracts.startSeries, { body: { ...daily, first: '2022-02-28' } });
  assert.equal(past.body.code, 'needs.day-past');
});

test('a single request on a day that a series asks for already is a duplicate', async () => {
  const { point, item, grade, reason, urgency, partialOk } = weekly;
  const body = {
    point,
    item,
    grade,
    quantity: '100',
    reason,
    urgency,
    partialOk,
    from: '2022-01-31',
    by: '2022-01-31',
  };
  await moveTo('2022-01-30');
  assert.equal((await hospital.send(requestContracts.file, { body })).body.code, 'needs.duplicate');
});
