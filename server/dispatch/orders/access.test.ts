import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { orderContracts } from '#contracts/orders.ts';
import { recallContracts } from '#contracts/recalls.ts';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import { type Actor, systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const actor = (role: Role, scope: ScopeKind, ...scopeIds: string[]): Actor => ({
  userId: `test-${role}`,
  name: '示例人员',
  role,
  city: product.city,
  scope,
  scopeIds,
  via: 'session',
});

// E14 (county 410811) to the hospital of 410802, E15 (410822) to E14
const ways: Array<[from: string, to: string, item: string]> = [
  ['producer:E14', 'demand:H-CITY1', 'mask'],
  ['producer:E15', 'producer:E14', 'mask'],
];
const numbers: string[] = [];
for (const [fromPlace, toPlace, item] of ways) {
  const body = { fromPlace, toPlace, dispatchDay: '2022-01-08', reason: '示例', lines: [{ item, quantity: '100' }] };
  numbers.push((await lead.call(orderContracts.decide, { body })).id);
}
const [first, second] = numbers;
const detail = await lead.call(orderContracts.read, { params: { id: first! } });
await lead.call(recallContracts.start, {
  body: {
    lot: detail.lines[0]!.lots[0]!.lot,
    kind: 'quarantined',
    reason: '示例',
    owner: '示例',
    dueDay: '2022-01-09',
  },
});

const readers: Record<string, Actor> = {
  'the city': systemActor(product.city),
  E14: actor('enterprise_clerk', 'enterprise', 'E14'),
  E15: actor('enterprise_clerk', 'enterprise', 'E15'),
  E16: actor('enterprise_clerk', 'enterprise', 'E16'),
  'the hospital': actor('requester', 'demand_point', 'H-CITY1'),
  'another hospital': actor('requester', 'demand_point', 'H-OTHER'),
  'county 410811': actor('county_officer', 'county', '410811'),
  'county 410822': actor('county_officer', 'county', '410822'),
  'county 410883': actor('county_officer', 'county', '410883'),
  'another city': { ...systemActor(product.city), city: '410900' },
  'the public': actor('public', 'public'),
};

const both = [first, second];
const seenOrders: Record<string, Array<string | undefined>> = {
  'the city': both,
  E14: both,
  E15: [second],
  'the hospital': [first],
  'county 410811': both,
  'county 410822': [second],
};
const cityWide = [
  'the city',
  'E14',
  'E15',
  'E16',
  'the hospital',
  'another hospital',
  'county 410811',
  'county 410822',
  'county 410883',
];

async function rowsSeen(who: Actor, column: string, table: string): Promise<string[]> {
  const { rows } = await inWork(product.app.database, product.app.clock, who, (work) =>
    sql<{ id: string }>`select distinct ${sql.ref(column)} as id from ${sql.table(table)} order by 1`.execute(work.tx),
  );
  return rows.map((row) => row.id);
}

// the first order's only lot was held, so its lots are those that stand in, if any
for (const table of ['allocation_orders', 'allocation_order_lines', 'allocation_order_events']) {
  test(`each reader sees of ${table} what leaves or reaches its own place`, async () => {
    for (const [name, who] of Object.entries(readers)) {
      assert.deepEqual(await rowsSeen(who, 'order_id', table), seenOrders[name] ?? [], name);
    }
  });
}

test('lots of an order are seen from its two ends alone', async () => {
  assert.deepEqual(await rowsSeen(readers.E15!, 'order_id', 'allocation_order_lots'), [second]);
  for (const name of ['E16', 'another hospital', 'county 410883', 'another city', 'the public']) {
    assert.deepEqual(await rowsSeen(readers[name]!, 'order_id', 'allocation_order_lots'), [], name);
  }
});

test('a recall is known to everyone in the city, and each place’s part of it to that place', async () => {
  for (const [name, who] of Object.entries(readers)) {
    const seen = (await rowsSeen(who, 'recall_id', 'lot_recalls')).length;
    assert.equal(seen, cityWide.includes(name) ? 1 : 0, name);
  }
  assert.deepEqual(await rowsSeen(readers.E14!, 'place_id', 'lot_recall_places'), ['producer:E14']);
  assert.deepEqual(await rowsSeen(readers.E15!, 'place_id', 'lot_recall_places'), []);
  assert.deepEqual(await rowsSeen(readers['the hospital']!, 'place_id', 'lot_recall_places'), []);
});

test('running numbers and rules stay in their city', async () => {
  assert.deepEqual(await rowsSeen(readers['another city']!, 'kind', 'document_numbers'), []);
  const { changedBy: _by, changedAt: _at, ...rules } = await lead.call(orderContracts.rules);
  await lead.call(orderContracts.changeRules, { body: rules });
  assert.deepEqual(await rowsSeen(readers.E16!, 'city_code', 'order_rules'), [product.city]);
  assert.deepEqual(await rowsSeen(readers['another city']!, 'city_code', 'order_rules'), []);
});

test('history cannot be rewritten, nor an order made in another’s name', async () => {
  const as = (who: Actor, act: Parameters<typeof inWork>[3]) =>
    inWork(product.app.database, product.app.clock, who, act);
  await assert.rejects(
    as(readers['the city']!, (work) => sql`update allocation_order_events set user_name = 'x'`.execute(work.tx)),
    /permission denied/,
  );
  await assert.rejects(
    as(readers['the city']!, (work) => sql`delete from allocation_orders`.execute(work.tx)),
    /permission denied/,
  );
  const changed = await as(readers.E16!, (work) =>
    sql`update allocation_orders set note = 'x' where order_id = ${first}`.execute(work.tx),
  );
  assert.equal((changed as { numAffectedRows?: bigint }).numAffectedRows, 0n);
  await assert.rejects(
    as(readers.E14!, (work) =>
      sql`update lot_recalls set state = 'lifted'`.execute(work.tx).then((answer) => {
        if (answer.numAffectedRows === 0n) throw new Error('no rows: row-level security');
      }),
    ),
    /row-level security/,
  );
});
