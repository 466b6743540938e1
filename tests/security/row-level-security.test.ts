import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { testDatabase } from '#tests/support/database.ts';

const { ownerUrl, appUrl } = await testDatabase();
const owner = new pg.Client({ connectionString: ownerUrl });
// The database goes before the connection does.
owner.on('error', () => {});
before(() => owner.connect());
after(() => owner.end());

/** The migrations' own list, which the application's role may not touch at all. */
const ownersOnly = ['schema_migrations'];

test('every table has row-level security, and a policy where the application has a right at all', async () => {
  const { rows } = await owner.query<{ table: string; secured: boolean; reached: boolean; policies: number }>(`
    select c.relname as table, c.relrowsecurity as secured,
      has_table_privilege('baogong_app', c.oid, 'select, insert, update, delete') as reached,
      (select count(*)::int from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.roles = '{baogong_app}') as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`);
  const bare = rows.filter(
    (row) => !ownersOnly.includes(row.table) && (!row.secured || (row.reached && row.policies === 0)),
  );
  assert.ok(rows.length > 20, 'the tables are there');
  assert.deepEqual(bare, []);
});

test('a policy compares the row’s own columns with settings: none reads another table', async () => {
  const { rows } = await owner.query<{ policyname: string; text: string }>(
    `select policyname, concat_ws(' ', qual, with_check) as text from pg_policies where schemaname = 'public'`,
  );
  assert.deepEqual(
    rows.filter((row) => /\bselect\b/i.test(row.text)).map((row) => row.policyname),
    [],
  );
});

test('no policy lets a write through without looking at the row', async () => {
  const { rows } = await owner.query(`
    select tablename, policyname from pg_policies
    where schemaname = 'public' and cmd <> 'SELECT' and coalesce(with_check, qual, 'true') = 'true'`);
  assert.deepEqual(rows, []);
});

test('the application’s role is no superuser, bypasses nothing, owns nothing and belongs to nobody', async () => {
  const { rows } = await owner.query(`
    select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*)::int from pg_class where relowner = r.oid) as owned,
      (select count(*)::int from pg_auth_members where member = r.oid) as memberships
    from pg_roles r where rolname = 'baogong_app'`);
  assert.deepEqual(rows, [
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owned: 0,
      memberships: 0,
    },
  ]);
});

test('views ask as the caller, so that they show no more than the tables do', async () => {
  const { rows } = await owner.query<{ relname: string }>(`
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false)`);
  assert.deepEqual(rows, []);
});

test('a function that runs as the owner fixes its search path, and the public may not call it', async () => {
  const { rows } = await owner.query<{ proname: string }>(`
    select proname from pg_proc
    where pronamespace = 'public'::regnamespace and prosecdef
      and (not coalesce(proconfig::text ~ 'search_path', false) or has_function_privilege('public', oid, 'execute'))`);
  assert.deepEqual(rows, []);
});

test('the application may not empty, alter or drop a table, and touches no table of the owner’s', async () => {
  const { rows } = await owner.query<{ table: string }>(
    `
    select c.relname as table from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and (has_table_privilege('baogong_app', c.oid, 'truncate') or has_table_privilege('baogong_app', c.oid, 'trigger')
        or (c.relname = any ($1) and has_table_privilege('baogong_app', c.oid, 'select')))`,
    [ownersOnly],
  );
  assert.deepEqual(rows, []);
  const { rows: audit } = await owner.query(
    `select has_table_privilege('baogong_app', 'audit_entries', 'update') as changes, has_table_privilege('baogong_app', 'audit_entries', 'delete') as removes`,
  );
  assert.deepEqual(audit, [{ changes: false, removes: false }]);
});

test('without an actor no table that belongs to cities shows a row, and none takes one', async () => {
  await owner.query(`insert into cities (city_code, name, name_en) values ('410800', '焦作市', 'Jiaozuo')`);
  await owner.query(`insert into audit_heads values ('410800', 0, 'x')`);
  await owner.query(`
    insert into users (city_code, user_id, user_name, display_name, role, scope, created_at, created_by, changed_at, changed_by)
    values ('410800', 'u-1', 'somebody', '示例', 'auditor', 'city', now(), 'x', now(), 'x')`);
  const app = new pg.Client({ connectionString: appUrl, options: '-c role=baogong_app' });
  await app.connect();
  const { rows } = await owner.query<{ table: string }>(`
    select c.relname as table from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege('baogong_app', c.oid, 'select')`);
  const shown: string[] = [];
  for (const { table } of rows) {
    const found = await app.query(`select 1 from ${pg.escapeIdentifier(table)} limit 1`);
    if (found.rowCount !== 0) shown.push(table);
  }
  await app.end();
  assert.deepEqual(shown, ['cities'], 'the name of a city is public');
});

test('a user sees of accounts only their own row; a city officer who is no administrator too', async () => {
  const app = new pg.Client({ connectionString: appUrl, options: '-c role=baogong_app' });
  await app.connect();
  const seen = async (settings: Record<string, string>, statement: string) => {
    await app.query('begin');
    for (const [name, value] of Object.entries(settings))
      await app.query(`select set_config($1, $2, true)`, [`app.${name}`, value]);
    const result = await app.query(statement).then(
      (done) => done.rowCount,
      (error: Error) => error.message,
    );
    await app.query('rollback');
    return result;
  };
  const officer = { city: '410800', user_id: 'u-2', role: 'group_officer', scope: 'city', scope_ids: '' };
  assert.equal(await seen(officer, 'select * from users'), 0);
  assert.equal(await seen({ ...officer, user_id: 'u-1' }, 'select * from users'), 1);
  assert.equal(await seen({ ...officer, role: 'administrator' }, 'select * from users'), 1);
  assert.equal(await seen({ ...officer, role: 'administrator', city: '410700' }, 'select * from users'), 0);
  assert.equal(await seen({ ...officer, role: 'administrator', scope: 'county' }, 'select * from users'), 0);
  const raise = `update users set role = 'administrator' where user_id = 'u-1'`;
  assert.equal(
    await seen({ ...officer, user_id: 'u-1' }, raise),
    0,
    'nobody raises themselves, whatever the code above does',
  );
  await app.end();
});
