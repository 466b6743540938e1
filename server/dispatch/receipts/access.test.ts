import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { receiptContracts as contracts } from '#contracts/receipts.ts';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import { type Actor, systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { loadedOrder, signature } from './testing.ts';

const product = await testApp();
const hospital = await product.as('requester');
const { id, lot } = await loadedOrder(product, '100');
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0xff, 0xd9]).toString('base64');
await hospital.call(contracts.file, {
  params: { id },
  body: { lots: [{ line: 1, lot, received: '90' }], signature, photos: [{ jpeg }] },
});

const actor = (role: Role, scope: ScopeKind, ...scopeIds: string[]): Actor => ({
  userId: `test-${role}`,
  name: '示例人员',
  role,
  city: product.city,
  scope,
  scopeIds,
  via: 'session',
});
const seeing: Record<string, [who: Actor, rows: number]> = {
  'the city': [systemActor(product.city), 1],
  'the sender': [actor('enterprise_clerk', 'enterprise', 'E14'), 1],
  'another enterprise': [actor('enterprise_clerk', 'enterprise', 'E15'), 0],
  'the receiver': [actor('requester', 'demand_point', 'H-CITY1'), 1],
  'another hospital': [actor('requester', 'demand_point', 'H-OTHER'), 0],
  'the sender’s county': [actor('county_officer', 'county', '410811'), 1],
  'a third county': [actor('county_officer', 'county', '410883'), 0],
  'another city': [{ ...systemActor(product.city), city: '410900' }, 0],
  'the public': [actor('public', 'public'), 0],
};
const tables = ['receipts', 'receipt_photos', 'payment_bases', 'claims', 'claim_events'];
const as = <T>(who: Actor, act: (work: Parameters<Parameters<typeof inWork<T>>[3]>[0]) => Promise<T>) =>
  inWork(product.app.database, product.app.clock, who, act);

for (const table of tables) {
  test(`${table}: both ends and the city see the rows, nobody else does`, async () => {
    for (const [name, [who, expected]] of Object.entries(seeing)) {
      const { rows } = await as(who, (work) => sql`select 1 from ${sql.table(table)}`.execute(work.tx));
      assert.equal(rows.length, expected, name);
    }
  });
}

test('the sender cannot sign for the receiver in the database either', async () => {
  const copy = (table: string, change: string) => (work: { tx: never }) =>
    sql.raw(`insert into ${table} select (jsonb_populate_record(t, '${change}')).* from ${table} t`).execute(work.tx);
  const sender = seeing['the sender']![0];
  await assert.rejects(as(sender, copy('receipts', '{"order_id": "x"}') as never), /row-level security/u);
  await assert.rejects(as(sender, copy('receipt_photos', '{"photo_number": 2}') as never), /row-level security/u);
  await assert.rejects(
    as(sender, copy('claims', '{"claim_id": "x", "kind": "damaged"}') as never),
    /row-level security/u,
  );
});

test('what is recorded is never changed or removed by the application', async () => {
  for (const table of tables) {
    await assert.rejects(
      as(systemActor(product.city), (work) => sql`delete from ${sql.table(table)}`.execute(work.tx)),
      /permission denied/u,
    );
  }
  for (const statement of [
    "update receipts set note = 'x'",
    'update payment_bases set quantity = 1',
    'update claims set quantity = 1',
  ]) {
    await assert.rejects(
      as(systemActor(product.city), (work) => sql.raw(statement).execute(work.tx)),
      /permission denied/u,
    );
  }
});
