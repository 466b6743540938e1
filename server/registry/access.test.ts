import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '#tests/support/database.ts';
import { importCity, loadExampleWhenEmpty } from '../exchange/index.ts';
import type { Clock } from '../platform/clock.ts';
import { type Actor, openDatabase, systemActor } from '../platform/database/index.ts';
import { inWork } from '../platform/work.ts';
import { readCityFolder } from './dataset/index.ts';

const example = join(import.meta.dirname, '../../example');
const clock: Clock = { now: () => new Date('2022-01-08T12:00:00Z') };
const { appUrl } = await testDatabase();
const database = openDatabase(appUrl);
after(() => database.close());
await loadExampleWhenEmpty(database, clock, example);
const read = await readCityFolder(example);
assert.ok(read.ok);
const elsewhere = { ...read.dataset, city: { ...read.dataset.city, code: '410700', name: '另市' } };
await inWork(database, clock, systemActor('410700'), (work) => importCity(work, elsewhere));

const of = (scope: Actor['scope'], ...scopeIds: string[]): Actor => ({ ...systemActor('410800'), scope, scopeIds });
type Row = Record<string, unknown>;
const rowsOf = (actor: Actor, table: string): Promise<Row[]> =>
  inWork(
    database,
    clock,
    actor,
    async (work) => (await sql<Row>`select * from ${sql.table(table)}`.execute(work.tx)).rows,
  );

const common = ['counties', 'county_boundaries', 'items', 'inputs', 'bills_of_materials', 'demand_rates'];
const ofEnterprise = ['enterprises', 'licences', 'lines', 'line_items', 'input_stocks', 'vehicles'];
const everyTable = [...common, ...ofEnterprise, 'demand_points', 'energy_readings'];

for (const table of everyTable) {
  test(`${table}: no city sees another’s row, the public sees none`, async () => {
    const rows = await rowsOf(of('city'), table);
    assert.ok(rows.length > 0);
    assert.ok(rows.every((row) => row.city_code === '410800'));
    assert.deepEqual(await rowsOf(of('public'), table), []);
  });
}

for (const table of ofEnterprise) {
  test(`${table}: a county and an enterprise see their own rows only, a demand point none`, async () => {
    const county = await rowsOf(of('county', '410811'), table);
    assert.ok(county.length > 0 && county.every((row) => row.county_code === '410811'));
    const [{ enterprise_id: id } = {}] = county;
    const own = await rowsOf(of('enterprise', String(id)), table);
    assert.ok(own.length > 0 && own.every((row) => row.enterprise_id === id));
    assert.deepEqual(await rowsOf(of('demand_point', 'H-CITY1'), table), []);
    assert.deepEqual(await rowsOf(of('enterprise', ''), table), []);
  });
}

test('demand_points: a county sees its own, a demand point itself, an enterprise none', async () => {
  const county = await rowsOf(of('county', '410811'), 'demand_points');
  assert.ok(county.length > 0 && county.every((row) => row.county_code === '410811'));
  assert.deepEqual(
    (await rowsOf(of('demand_point', 'H-CITY1'), 'demand_points')).map((row) => row.demand_point_id),
    ['H-CITY1'],
  );
  assert.deepEqual(await rowsOf(of('enterprise', 'E14'), 'demand_points'), []);
});

test('energy_readings: officers of the city only', async () => {
  for (const actor of [of('county', '410811'), of('enterprise', 'E14'), of('demand_point', 'H-CITY1')]) {
    assert.deepEqual(await rowsOf(actor, 'energy_readings'), []);
  }
});

test('what all know is written by officers of the city only, and a row is never written into another’s place', async () => {
  const write = (actor: Actor, statement: ReturnType<typeof sql>) =>
    inWork(database, clock, actor, async (work) => (await statement.execute(work.tx)).numAffectedRows ?? 0n);
  for (const table of [...common, 'energy_readings']) {
    for (const actor of [
      of('county', '410811'),
      of('enterprise', 'E14'),
      of('demand_point', 'H-CITY1'),
      of('public'),
    ]) {
      assert.equal(await write(actor, sql`update ${sql.table(table)} set city_code = city_code`), 0n, table);
      assert.equal(await write(actor, sql`delete from ${sql.table(table)}`), 0n, table);
    }
  }
  const truck = (enterprise: string, county: string) =>
    sql`insert into vehicles (city_code, vehicle_id, plate, enterprise_id, county_code, capacity_t)
      values ('410800', 'V-X', 'X', ${enterprise}, ${county}, 1)`;
  await assert.rejects(write(of('enterprise', 'E14'), truck('E15', '410811')), /row-level security/);
  await assert.rejects(write(of('county', '410811'), truck('E02', '410802')), /row-level security/);
  await assert.rejects(
    write(of('county', '410811'), sql`update enterprises set county_code = '410802' where enterprise_id = 'E01'`),
    /row-level security/,
  );
});
