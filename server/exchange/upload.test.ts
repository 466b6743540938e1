import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import readWorkbook from 'read-excel-file/node';
import { auditHistory } from '#contracts/administration.ts';
import { exchangeContracts } from '#contracts/exchange.ts';
import { registryContracts } from '#contracts/registry.ts';
import { testApp } from '#tests/support/app.ts';

const root = join(import.meta.dirname, '../..');
const example = join(root, 'example');
const app = await testApp();
const officer = await app.as('group_officer');
const { preview, import: imported, export: exported } = exchangeContracts;

function upload(files: Record<string, string | Uint8Array>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files))
    form.append('files', new Blob([new Uint8Array(Buffer.from(content))]), name);
  return form;
}

async function exampleFiles(): Promise<Record<string, Uint8Array>> {
  const names = (await readdir(example)).filter((name) => /\.(csv|json)$/.test(name));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(example, name))] as const)),
  );
}

test('the example’s files uploaded again are the same already', async () => {
  const body = upload(await exampleFiles());
  const outcome = await officer.call(imported, { body });
  assert.equal(outcome.status, 'same');
  assert.equal(outcome.date, '2022-01-08');
});

test('one table uploaded alone changes that table: told first, then done as told', async () => {
  const csv = await readFile(join(example, 'vehicles.csv'), 'utf8');
  const files = { 'vehicles.csv': csv.replace('豫H10001', '豫H88888') };
  const told = await officer.call(preview, { body: upload(files) });
  assert.equal(told.status, 'preview');
  const changes = told.tables.filter((table) => table.rows.length > 0);
  assert.deepEqual(
    changes.map(({ table, changed }) => [table, changed]),
    [['vehicles', 1]],
  );
  assert.equal(changes[0]?.rows[0]?.after?.plate, '豫H88888');
  const key = { params: { key: 'V-E01-1' } };
  assert.equal((await officer.call(registryContracts.vehicles.read, key)).row.values.plate, '豫H10001');
  const done = await officer.call(imported, { body: upload(files), query: { fingerprint: told.fingerprint ?? '' } });
  assert.equal(done.status, 'done');
  assert.equal((await officer.call(registryContracts.vehicles.read, key)).row.values.plate, '豫H88888');
  const { rows } = await officer.call(auditHistory, { params: { subject: 'vehicles', id: 'V-E01-1' } });
  assert.equal(rows[0]?.action, 'import.changed');
  const again = await officer.send(imported, {
    body: upload({ 'vehicles.csv': csv }),
    query: { fingerprint: told.fingerprint ?? '' },
  });
  assert.equal(again.body.code, 'import.changed-since-preview');
});

test('errors come back with place, reason and cure in both languages, and as a workbook of the failed rows', async () => {
  const csv = `${await readFile(join(example, 'stock.csv'), 'utf8')}E14,mask,-3,万只,\nE99,mask,1,万只,2022-02-30\n`;
  const outcome = await officer.call(preview, { body: upload({ 'stock.csv': csv }) });
  assert.equal(outcome.status, 'refused');
  assert.equal(outcome.errorCount, 3);
  const negative = outcome.errors.find((error) => error.code === 'negative');
  assert.equal(negative?.file, 'stock.csv');
  assert.equal(negative?.column, 'quantity');
  assert.equal(negative?.value, '-3');
  assert.match(negative?.why.zh ?? '', /不能小于零/);
  assert.match(negative?.accepted.en ?? '', /zero or more/);
  const sheets = await readWorkbook(Buffer.from(outcome.failedRows ?? '', 'base64'));
  assert.ok(sheets.some(({ data }) => data.flat().some((cell) => String(cell ?? '').includes('E99'))));
  const refused = await officer.send(imported, { body: upload({ 'stock.csv': csv }) });
  assert.equal(refused.status, 422);
  assert.equal(refused.body.code, 'import.refused');
});

test('files that are none of the format are refused rather than taken for no change', async () => {
  const answer = await officer.send(preview, { body: upload({ '会议纪要.docx': 'x', 'notes.csv': 'a,b\n1,2\n' }) });
  assert.equal(answer.body.code, 'import.nothing-recognised');
});

test('the whole city comes out as zip and as workbook, and either goes in again unchanged', async () => {
  for (const format of ['zip', 'xlsx'] as const) {
    const bytes = await officer.file(exported, { query: { format } });
    const outcome = await officer.call(imported, { body: upload({ [`city.${format}`]: bytes }) });
    assert.equal(outcome.status, 'same', format);
  }
});

test('a city that only moves on to the next day gets no readings that nobody took, and its stock stays', async () => {
  const city = { code: '410800', name: '焦作市', name_en: 'Jiaozuo', date: '2022-01-09', clock: 'held' };
  const outcome = await officer.call(preview, { body: upload({ 'city.json': JSON.stringify(city) }) });
  assert.equal(outcome.date, '2022-01-09');
  const touched = outcome.tables.filter((table) => table.added + table.changed + table.withdrawn > 0);
  assert.deepEqual(
    touched.map(({ table, changed }) => [table, changed]),
    [['city', 1]],
  );
});

test('who may not import or export the whole is refused, also with nothing in hand', async () => {
  for (const role of ['county_officer', 'enterprise_clerk', 'sub_group_officer', 'requester', 'auditor'] as const) {
    const caller = await app.as(role);
    assert.equal((await caller.send(imported, { body: upload({}) })).status, 403, role);
    assert.equal((await caller.send(exported)).status, 403, role);
  }
  assert.equal((await app.public.send(preview, { body: upload({}) })).status, 401);
  const empty = await officer.send(preview, { body: upload({}) });
  assert.ok(empty.status >= 400 && empty.status < 500, 'nothing uploaded');
});

test('npx baogong import says what it did, row by row counted, and refuses with the rows in a workbook', async () => {
  const run = async (...args: string[]): Promise<{ code: number; out: string; error: string }> => {
    const env = { ...process.env, DATABASE_URL: app.ownerUrl, DATABASE_OWNER_URL: app.ownerUrl, LC_ALL: 'en_GB.UTF-8' };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['server/cli.ts', 'import', ...args], {
        cwd: root,
        env,
      });
      return { code: 0, out: stdout, error: stderr };
    } catch (error) {
      const failed = error as { code: number; stdout: string; stderr: string };
      return { code: failed.code, out: failed.stdout, error: failed.stderr };
    }
  };
  const first = await run(example);
  assert.equal(first.code, 0, first.error);
  assert.match(first.out, /vehicles\.csv \(vehicles\) +added 0 {2}changed 1 {2}unchanged 67 {2}withdrawn 0/);
  assert.match((await run(example)).out, /nothing was changed/);
  const missing = await run(join(example, 'nowhere'));
  assert.equal(missing.code, 1);
  assert.match(missing.error, /cannot open the folder/);
  assert.equal((await run()).code, 2);
  assert.equal((await run(example, '--date', '2022-02-30')).code, 2);
});
