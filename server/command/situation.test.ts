import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Situation, situationContract } from '#contracts/situation.ts';
import { type Caller, testApp } from '#tests/support/app.ts';

const product = await testApp({ forecasts: true });

async function withForecast(caller: Caller): Promise<Situation> {
  for (let tries = 0; tries < 900; tries += 1) {
    const situation = await caller.call(situationContract);
    if (situation.forecast.state === 'current' && situation.forecast.plan) return situation;
    await pause(100);
  }
  throw new Error('no forecast was made');
}

test('a forecast is made by itself after the data arrives, and says what runs out and when', async () => {
  const situation = await withForecast(await product.as('city_lead'));
  assert.equal(situation.today, '2022-01-08');
  assert.deepEqual(situation.forecast.plan?.itemsShort, [
    { item: 'huoxiang-zhengqi', firstShort: '2022-01-13' },
    { item: 'mask', firstShort: '2022-01-14' },
  ]);
  assert.equal(situation.energy.find((reading) => reading.indicator === 'coal-stock')?.sameDayLastYear, '616800');
});

test('an officer of a county sees the shortages of that county, a plant none, the public nothing', async () => {
  const city = await withForecast(await product.as('city_lead'));
  assert.ok(new Set(city.shortages.map((row) => row.county)).size > 1);
  const county = await withForecast(await product.as('county_officer'));
  assert.equal(new Set(county.shortages.map((row) => row.county)).size, 1);
  assert.deepEqual(county.forecast.plan?.cures, [], 'cures are the city’s');
  assert.deepEqual([...new Set(county.forecast.plan?.causes.map((cause) => cause.county))], ['410811']);
  const clerk = await withForecast(await product.as('enterprise_clerk'));
  assert.deepEqual(clerk.shortages, []);
  assert.equal((await product.public.send(situationContract)).status, 401);
});
