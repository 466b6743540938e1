import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { planningContracts } from '#contracts/planning.ts';
import { requestContracts } from '#contracts/requests.ts';
import { situationContract } from '#contracts/situation.ts';
import { testApp } from '#tests/support/app.ts';

const product = await testApp({ forecasts: true });
const lead = await product.as('city_lead');
const hospital = await product.as('requester');
for (let tries = 0; tries < 900; tries += 1) {
  const { forecast } = await lead.call(situationContract);
  if (forecast.state === 'current' && forecast.plan) break;
  await pause(100);
}
const look = (query: Record<string, string>, caller = hospital) => caller.call(requestContracts.outlook, { query });

test('a hospital sees what it will get, when, from whom, and by which rule', async () => {
  const seen = await look({ point: 'H-CITY1', item: 'mask', grade: 'medical', by: '2022-01-12' });
  assert.equal(seen.plan?.approved, false, 'a forecast says so');
  assert.equal(seen.tier, 1);
  assert.equal(seen.servedBefore, 0);
  assert.equal(seen.share, 1, 'the first tier is kept whole');
  assert.ok(seen.coming.length > 0);
  assert.ok(seen.coming.every((row) => row.grade === 'medical' && row.arrives >= row.day && row.fromName !== ''));
  const inTime = seen.coming.filter((row) => row.arrives <= '2022-01-12');
  const sum = inTime.reduce((total, row) => total + Number(row.quantity), 0);
  assert.equal(Number(seen.comingInTime), sum);
  assert.equal(seen.met, true, 'what is asked for is on its way already');
});

test('a place that goes short sees from when, its share, who is served before it, and what would bring more', async () => {
  const { forecast } = await lead.call(situationContract);
  const params = { id: forecast.plan!.id };
  const { rows } = await lead.call(planningContracts.shortages, { params, query: { item: 'huoxiang-zhengqi' } });
  const first = rows.sort((a, b) => a.date.localeCompare(b.date))[0]!;
  const seen = await look({ point: first.to, item: 'huoxiang-zhengqi', by: '2022-01-20' }, lead);
  assert.deepEqual(seen.short[0], { day: first.date, quantity: first.quantity });
  assert.equal(seen.tier, first.tier);
  assert.equal(seen.servedBefore, 0, 'no other tier asks for this item');
  assert.ok(seen.share !== null && seen.share < 1);
  assert.ok(seen.raisedBy.length > 0);
  const marginals = seen.raisedBy.map((row) => row.marginal);
  assert.deepEqual(
    marginals,
    [...marginals].sort((a, b) => b - a),
  );
  assert.equal(seen.met, false);
});

test('another place, or the public, is not told', async () => {
  const query = { point: 'D-410811', item: 'mask', by: '2022-01-12' };
  assert.equal((await hospital.send(requestContracts.outlook, { query })).status, 404);
  assert.equal((await product.public.send(requestContracts.outlook, { query })).status, 401);
});
