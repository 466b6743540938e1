import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '#tests/support/database.ts';
import type { Clock } from '../platform/clock.ts';
import { openDatabase, systemActor } from '../platform/database/index.ts';
import { inWork } from '../platform/work.ts';
import { readCityFolder } from '../registry/dataset/index.ts';
import { importCity, loadExampleWhenEmpty, readCityDataset } from './index.ts';

const example = join(import.meta.dirname, '../../example');
const clock: Clock = { now: () => new Date('2022-01-08T12:00:00Z') };
const { appUrl } = await testDatabase();
const database = openDatabase(appUrl);
after(() => database.close());
const system = systemActor('410800');

const read = await readCityFolder(example);
assert.ok(read.ok);
const { dataset } = read;

test('the example imported and read back equals the folder', async () => {
  console.time('load');
  assert.equal(await loadExampleWhenEmpty(database, clock, example), '410800');
  console.timeEnd('load');
  const back = await inWork(database, clock, system, (work) => readCityDataset(work));
  assert.deepEqual(back, dataset);
});

test('the same import again changes nothing, and says so', async () => {
  const again = await inWork(database, clock, system, (work) => importCity(work, dataset));
  assert.equal(again.changed, false);
});
