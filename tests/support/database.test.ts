import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { testDatabase } from './database.ts';

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('two tests get databases of their own from one migrated template', async (t) => {
  const [first, second] = await Promise.all([testDatabase(t), testDatabase(t)]);
  assert.notEqual(first.name, second.name);
  await ask(first.ownerUrl, 'create table only_here (id bigint)');
  const found = await ask(second.ownerUrl, "select to_regclass('only_here') as name");
  assert.deepEqual(found, [{ name: null }]);
});

test('the roles of a test database can neither skip row-level security nor become superuser', async (t) => {
  const database = await testDatabase(t);
  const rows = await ask(
    database.ownerUrl,
    `select rolname, rolsuper, rolbypassrls from pg_roles where rolname like 'baogong%' order by rolname`,
  );
  assert.deepEqual(rows, [
    { rolname: 'baogong_app', rolsuper: false, rolbypassrls: false },
    { rolname: 'baogong_owner', rolsuper: false, rolbypassrls: false },
  ]);
  const [who] = await ask(database.appUrl, 'select current_user as name');
  assert.equal(who?.name, 'baogong_app');
});

test('a dropped database is gone even while someone is connected', async () => {
  const database = await testDatabase();
  const guest = new pg.Client({ connectionString: database.appUrl });
  guest.on('error', () => {});
  await guest.connect();
  await database.drop();
  await assert.rejects(ask(database.appUrl, 'select 1'), { code: '3D000' });
  await guest.end().catch(() => {});
});
