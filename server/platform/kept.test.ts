import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '#tests/support/database.ts';
import { realClock } from './clock.ts';
import { type Actor, openDatabase, systemActor } from './database/index.ts';
import { KeptAnswers } from './kept.ts';
import { inWork } from './work.ts';

const city = '410800';
const { appUrl } = await testDatabase();
const database = openDatabase(appUrl);
after(() => database.close());

/** Computes by reading the city's name, and counts how often it had to. */
function counter() {
  const count = { computed: 0 };
  const ask = (actor: Actor, readOnly = true) =>
    inWork(
      database,
      realClock,
      actor,
      (work) =>
        work.kept('name', async () => {
          count.computed += 1;
          const row = await work.tx
            .selectFrom('cities')
            .select('name')
            .where('city_code', '=', actor.city)
            .executeTakeFirst();
          return row?.name;
        }),
      { readOnly },
    );
  return { count, ask };
}

async function nameCity(name: string): Promise<void> {
  await inWork(database, realClock, systemActor(city), async (work) => {
    await work.tx
      .insertInto('cities')
      .values({ city_code: city, name, name_en: name })
      .onConflict((conflict) => conflict.column('city_code').doUpdateSet({ name }))
      .execute();
    work.audit({ action: 'city.name', subject: 'city', subjectId: city, after: { name } });
  });
}

test('an answer is computed once while the data stand, and anew after any write', async () => {
  await nameCity('示例市');
  const { count, ask } = counter();
  const reader = systemActor(city);
  assert.deepEqual(await Promise.all([ask(reader), ask(reader), ask(reader)]), ['示例市', '示例市', '示例市']);
  assert.equal(await ask(reader), '示例市');
  assert.equal(count.computed, 1);
  await nameCity('示例二市');
  assert.equal(await ask(reader), '示例二市');
  assert.equal(count.computed, 2);
});

test('what one scope sees is not given to another, and another city starts empty', async () => {
  const { count, ask } = counter();
  await ask({ ...systemActor(city), scope: 'county', scopeIds: ['410802'] });
  await ask({ ...systemActor(city), scope: 'county', scopeIds: ['410803'] });
  await ask({ ...systemActor(city), role: 'auditor' });
  assert.equal(await ask(systemActor('410100')), undefined);
  assert.equal(count.computed, 4);
});

test('a writing operation computes for itself and leaves nothing behind', async () => {
  const { count, ask } = counter();
  const writer: Actor = { ...systemActor(city), scope: 'county', scopeIds: ['410811'] };
  await ask(writer, false);
  await ask(writer, false);
  assert.equal(count.computed, 2);
});

test('a failure is told to who asked and is not kept', async () => {
  const answers = new KeptAnswers(2);
  await assert.rejects(
    answers.answer('a', '1', () => Promise.reject(new Error('lost'))),
    /lost/,
  );
  assert.equal(await answers.answer('a', '1', async () => 'found'), 'found');
});

test('the answer longest not asked for goes first', async () => {
  const answers = new KeptAnswers(2);
  const computed: string[] = [];
  const ask = (key: string) => answers.answer(key, '1', async () => computed.push(key));
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key);
  assert.deepEqual(computed, ['a', 'b', 'c', 'b']);
});
