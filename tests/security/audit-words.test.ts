import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { auditValue } from '../../web/administration/audit-value.ts';
import { actName, isNamedAct, subjectNames } from '../../web/administration/audit-words.ts';

const server = join(import.meta.dirname, '../../server');
const sources = readdirSync(server, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(server, name), 'utf8'))
  .join('\n');
const written = (field: string): string[] =>
  [
    ...new Set([...sources.matchAll(new RegExp(`\\b${field}: '([a-z._-]+)'`, 'gi'))].map((match) => match[1] ?? '')),
  ].sort();

test('every act that the server writes into the audit has words in both languages', () => {
  const acts = written('action').filter((act) => act.includes('.'));
  assert.ok(acts.length > 40);
  assert.deepEqual(
    acts.filter((act) => !isNamedAct(act)),
    [],
  );
});

test('so has every act that is noted by its last word alone', () => {
  const noted = [...sources.matchAll(/\bnote\w*\(\s*work,[^')]*'([a-z._-]+)'/gu)].map((match) => match[1] ?? '');
  const parts = noted.filter((act) => !isNamedAct(act.includes('.') ? act : `order.${act}`));
  assert.ok(noted.length > 20);
  assert.deepEqual([...new Set(parts)], []);
});

test('every kind of thing that the audit is about has words in both languages', () => {
  assert.deepEqual(
    written('subject').filter((subject) => !(subject in subjectNames)),
    [],
  );
});

test('an act is named by its own words, else by its verb, else as recorded', () => {
  assert.equal(actName('user.create', 'zh'), '新建用户');
  assert.equal(actName('order.decide', 'en'), 'decided');
  assert.equal(actName('something.unheard-of', 'en'), 'something.unheard-of');
});

test('recorded values are shown as people read them', () => {
  assert.equal(auditValue('role', 'county_officer', 'en'), 'County officer');
  assert.equal(auditValue('disabled', 'true', 'zh'), '是');
  assert.equal(auditValue('scopeIds', '["E14","E15"]', 'zh'), 'E14、E15');
  assert.equal(auditValue('lines', '[{"a":1}]', 'zh'), undefined);
  assert.equal(auditValue('name', '示例', 'zh'), undefined);
  assert.equal(auditValue('files', '[{"name":"stock.csv","bytes":3,"sha256":"a96a"}]', 'zh'), 'stock.csv a96a');
  const counts = { added: 0, changed: 0, withdrawn: 0, unchanged: 4 };
  const tables = [
    { ...counts, table: 'counties' },
    { ...counts, table: 'vehicles', changed: 68, added: 1 },
  ];
  assert.equal(auditValue('tables', JSON.stringify(tables), 'zh'), '车辆 新增 1、修改 68');
  assert.equal(auditValue('tables', JSON.stringify(tables), 'en'), 'Vehicle added 1, changed 68');
});
