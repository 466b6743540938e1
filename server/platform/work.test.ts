import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { testDatabase } from '#tests/support/database.ts';
import { verifyAudit } from './audit.ts';
import type { Clock } from './clock.ts';
import { type Actor, type Database, openDatabase, systemActor } from './database/index.ts';
import { type Change, listenForChanges } from './events.ts';
import { inWork, readAsCity, type Work } from './work.ts';

const clock: Clock = { now: () => new Date('2022-01-08T17:30:00Z') };
const city = '410800';
const { ownerUrl, appUrl } = await testDatabase();
const database: Database = openDatabase(appUrl);

before(() => addCity(city, '焦作市'));
after(() => database.close());

async function addCity(code: string, name: string): Promise<void> {
  await inWork(database, clock, systemActor(code), async (work) => {
    await work.tx.insertInto('cities').values({ city_code: code, name, name_en: name }).execute();
    work.audit({ action: 'city.add', subject: 'city', subjectId: code, after: { name } });
  });
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

test('the application works as a role that row-level security binds', async () => {
  const { rows } = await database.pool.query(
    'select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user',
  );
  assert.deepEqual(rows, [{ rolname: 'baogong_app', rolsuper: false, rolbypassrls: false }]);
});

test('without an actor nothing of a city is seen or written', async () => {
  const { rows } = await database.pool.query('select * from audit_entries');
  assert.deepEqual(rows, []);
  await assert.rejects(database.pool.query("insert into audit_heads values ('410800', 9, 'x')"), /row-level security/);
});

test('an actor whose scope holds a quote changes nothing but its own setting', async () => {
  const actor: Actor = { ...systemActor(city), scope: 'enterprise', scopeIds: ["E01'; set local app.scope = 'city"] };
  const scope = await inWork(database, clock, actor, async (work) => {
    const row = await work.tx
      .selectNoFrom((expression) => expression.fn<string>('app_scope').as('scope'))
      .executeTakeFirst();
    return row?.scope;
  });
  assert.equal(scope, 'enterprise');
});

test('what is read as the whole city leaves its actor as narrow as before, also when the reading fails', async () => {
  const actor: Actor = { ...systemActor(city), role: 'enterprise_clerk', scope: 'enterprise', scopeIds: ['E01'] };
  const scopeIn = async ({ tx }: Work) =>
    (await tx.selectNoFrom((expression) => expression.fn<string>('app_scope').as('scope')).executeTakeFirst())?.scope;
  const scopes = await inWork(database, clock, actor, async (work) => {
    const inside = await readAsCity(work, scopeIn);
    const after = await scopeIn(work);
    await assert.rejects(
      readAsCity(work, () => Promise.reject(new Error('refused'))),
      /refused/,
    );
    return [inside, after, await scopeIn(work)];
  });
  assert.deepEqual(scopes, ['city', 'enterprise', 'enterprise']);
});

test('the business day is the held day of the city, and the day in Shanghai when none is held', async () => {
  const today = () => inWork(database, clock, systemActor(city), (work) => work.today());
  assert.equal(await today(), '2022-01-09', '17:30 UTC is past midnight in Shanghai');
  await asOwner("update cities set held_day = '2022-01-08'");
  assert.equal(await today(), '2022-01-08');
});

test('a failure leaves neither the write nor its audit entry', async () => {
  await assert.rejects(
    inWork(database, clock, systemActor(city), async (work) => {
      await work.tx.updateTable('cities').set({ name: '改名' }).execute();
      work.audit({ action: 'city.rename', subject: 'city', subjectId: city });
      throw new Error('power cut');
    }),
    /power cut/,
  );
  const { entries } = await inWork(database, clock, systemActor(city), (work) => verifyAudit(work.tx, city));
  assert.equal(entries, 1);
});

test('entries of concurrent writers form one unbroken chain', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      inWork(database, clock, systemActor(city), async (work) => {
        work.audit({
          action: 'test',
          subject: 'thing',
          subjectId: String(index),
          after: { index, 数量: '1.50', nested: [{ b: 1, a: null }] },
        });
      }),
    ),
  );
  const verdict = await inWork(database, clock, systemActor(city), (work) => verifyAudit(work.tx, city));
  assert.deepEqual(verdict, { entries: 21, broken: null });
});

test('a changed entry, a removed entry and a cut-off end are each found at their place', async () => {
  const verify = () => inWork(database, clock, systemActor(city), (work) => verifyAudit(work.tx, city));
  await asOwner(`update audit_entries set after = '{"index":999}' where entry_number = 7`);
  assert.deepEqual((await verify()).broken, { entryNumber: 7, reason: 'changed' });
  await asOwner('delete from audit_entries where entry_number = 5');
  assert.deepEqual((await verify()).broken, { entryNumber: 5, reason: 'missing' });
  await asOwner('delete from audit_entries where entry_number >= 4');
  assert.deepEqual((await verify()).broken, { entryNumber: 4, reason: 'head' });
});

test('the application can neither change nor remove an audit entry', async () => {
  await assert.rejects(database.pool.query('update audit_entries set action = $1', ['x']), /permission denied/);
  await assert.rejects(database.pool.query('delete from audit_entries'), /permission denied/);
});

test('a change is announced when it is committed, and not when it is rolled back', async () => {
  const feed = await listenForChanges(database.url);
  const heard: Change[] = [];
  const first = new Promise<void>((resolve) => {
    feed.subscribe((change) => {
      heard.push(change);
      resolve();
    });
  });
  await inWork(database, clock, systemActor(city), async (work) => {
    work.changed('stock');
    throw new Error('rolled back');
  }).catch(() => {});
  await inWork(database, clock, systemActor(city), async (work) => work.changed('plans', 'stock', 'plans'));
  await first;
  await feed.close();
  assert.deepEqual(heard, [{ city, topics: ['plans', 'stock'] }]);
});

test('an operation inside another is refused, and the first is rolled back: together they would wait for connections for ever', async () => {
  const before = await inWork(database, clock, systemActor(city), (work) =>
    work.tx.selectFrom('cities').select('name').execute(),
  );
  await assert.rejects(
    inWork(database, clock, systemActor(city), async (work) => {
      await work.tx.updateTable('cities').set({ name: '半途' }).execute();
      await inWork(database, clock, systemActor(city), async () => {});
    }),
    /no second one/,
  );
  const after = await inWork(database, clock, systemActor(city), (work) =>
    work.tx.selectFrom('cities').select('name').execute(),
  );
  assert.deepEqual(after, before);
});
