import assert from 'node:assert/strict';
import { test } from 'node:test';
import readWorkbook from 'read-excel-file/node';
import { boundariesContract, registryContracts } from '#contracts/registry.ts';
import { resources } from '#contracts/registry-resources.ts';
import { testApp } from '#tests/support/app.ts';

const app = await testApp();
const officer = await app.as('group_officer');
const county = await app.as('county_officer');
const clerk = await app.as('enterprise_clerk');
const requester = await app.as('requester');

test('every resource lists the example, a page at a time, each row once whatever the sort', async () => {
  for (const resource of resources) {
    const { list } = registryContracts[resource.name];
    const all = await officer.call(list, { query: { limit: 1000 } });
    assert.equal(all.total, all.rows.length, resource.name);
    assert.ok(all.total > 0, resource.name);
    const sorts = resource.fields.filter((field) => field.type !== 'references' && field.type !== 'note');
    for (const field of sorts) {
      for (const order of ['asc', 'desc'] as const) {
        const keys: string[] = [];
        let cursor: string | null = null;
        do {
          const query: Record<string, string | number> = { sort: field.name, order, limit: 7, ...(cursor ? { cursor } : {}) };
          const page: Awaited<ReturnType<typeof officer.call<typeof list>>> = await officer.call(list, { query });
          keys.push(...page.rows.map((row) => row.key));
          cursor = page.next;
        } while (cursor !== null);
        assert.equal(new Set(keys).size, all.total, `${resource.name} by ${field.name} ${order}`);
        assert.equal(keys.length, all.total, `${resource.name} by ${field.name} ${order}`);
      }
    }
  }
});

test('a search finds the row, and rows that refer to what is called so', async () => {
  const found = await officer.call(registryContracts.enterprises.list, { query: { search: '山阳' } });
  assert.ok(found.total > 0);
  assert.ok(found.rows.every((row) => row.values.county === '410811'));
  assert.equal(found.names.counties?.['410811']?.en, 'Shanyang');
  const none = await officer.call(registryContracts.enterprises.list, { query: { search: '100%_' } });
  assert.equal(none.total, 0);
});
