import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { requestContracts } from '#contracts/requests.ts';
import { reserveContracts } from '#contracts/reserves.ts';
import { position } from '#contracts/stock-position.ts';
import { realClock } from '#server/platform/clock.ts';
import { testApp } from '#tests/support/app.ts';
import { makeUpPractice } from './practice.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const mask = async () => (await lead.call(position, { query: { item: 'mask' } })).items[0];
const before = await mask();

test('made-up reserves, drivers and requests come once, and each says that it is an example', async () => {
  assert.equal(await makeUpPractice(product.app.database, realClock, product.city), true);
  assert.equal(await makeUpPractice(product.app.database, realClock, product.city), false);
  const { reserves } = await lead.call(reserveContracts.list);
  assert.deepEqual(
    reserves.map(({ level, enterprise }) => [level, enterprise]),
    [
      ['city', null],
      ['county', null],
      ['enterprise', 'E14'],
    ],
  );
  for (const reserve of reserves) assert.match(reserve.name, /^示例/);
  const { rows } = await lead.call(requestContracts.list);
  assert.equal(rows.length, 3);
  for (const row of rows) assert.match(row.reason, /^示例/);
});

test('producers’ stock stays what was published; what the reserves hold stands beside it', async () => {
  const published = JSON.parse(
    await readFile(join(import.meta.dirname, '../../example/published-figures.json'), 'utf8'),
  ) as { mask: { stock: number } };
  const after = await mask();
  assert.equal(after?.stock[0]?.value, String(published.mask.stock));
  assert.equal(after?.stock[0]?.value, before?.stock[0]?.value);
  assert.ok(Number(after?.elsewhere.reserve.value) > 0);
});
