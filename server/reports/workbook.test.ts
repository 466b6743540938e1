/** Reports by file, by pasted cells and by API key: whole or nothing, each row's fault told, twice counts once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { createApiKey } from '#contracts/administration.ts';
import { addDays, daysFrom } from '#contracts/calendar.ts';
import { type ReportForm, reportContracts, type WorkbookOutcome } from '#contracts/reports.ts';
import { callerAt } from '#tests/support/app.ts';
import { sheet, toXlsx } from '../platform/workbook.ts';
import { readXlsx } from '../registry/dataset/index.ts';
import { day, filled, reportsProduct } from './testing.ts';

const { product, lead, clerk, county, formOf, file, board, owner } = await reportsProduct();
const administrator = await product.as('administrator');

const header = [
  '企业编码',
  '日期',
  '类别',
  '编码',
  '名称',
  '单位',
  '生产',
  '发出',
  '结存',
  '到货',
  '批号',
  '有效期至',
  '说明',
];
type Cells = string[];
const cells = (values: Partial<Record<number, string>>): Cells => header.map((_, index) => values[index] ?? '');

/** The rows of one report that says what the books say. */
function rowsOf(form: ReportForm, asked = day): Cells[] {
  const base = { 0: form.enterprise, 1: asked };
  return [
    ...form.items.map((item, index) =>
      cells({ ...base, 2: '物资', 3: item.item, 6: '0', 7: '0', 8: form.prefill.items[index]!.stock ?? '0' }),
    ),
    ...form.inputs.map((input, index) =>
      cells({ ...base, 2: '原料', 3: input.input, 8: form.prefill.inputs[index]!.left ?? '0', 9: '0' }),
    ),
    cells({ ...base, 2: '到岗', 5: '人', 8: '100' }),
    cells({ ...base, 2: '用电', 5: 'kWh', 8: '1,200' }),
  ];
}
const asText = (rows: readonly Cells[], separator = '\t') =>
  [header, ...rows].map((row) => row.join(separator)).join('\n');
const asXlsx = (rows: readonly Cells[]) =>
  toXlsx([
    sheet<Cells>(
      '日报',
      header.map((title, index) => ({ title, value: (row) => row[index] ?? '' })),
      rows,
    ),
  ]);

async function upload(caller: typeof lead, bytes: Uint8Array, name: string): Promise<WorkbookOutcome> {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(bytes)]), name);
  return caller.call(reportContracts.upload, { body });
}
const rowsIn = async (bytes: Uint8Array): Promise<readonly string[][]> => {
  const read = await readXlsx('x.xlsx', bytes);
  assert.ok(read.ok);
  return [...read.sheets.values()][0]!.rows;
};
const countOf = async (where = 'true') =>
  Number((await owner(`select count(*) as n from reports where ${where}`))[0]!.n);

test('the downloaded template, filled in and uploaded, is the clerk’s report of the day', async () => {
  const [titles, ...rows] = await rowsIn(await clerk.file(reportContracts.template, { query: { day } }));
  assert.deepEqual(titles, header);
  assert.ok(rows.every((row) => row[0] === 'E14'));
  const made = rows.find((row) => row[2] === '物资')!;
  assert.equal(made[8], '1200000', 'what the books know stands there');
  made[6] = '６９万只';
  made[7] = '50万';
  rows.find((row) => row[2] === '到岗')![8] = '228';
  const done = await upload(clerk, await asXlsx(rows as Cells[]), '日报.xlsx');
  assert.deepEqual([done.status, done.reports.length], ['filed', 1]);
  const { report } = await formOf('E14', clerk);
  assert.deepEqual(
    [report!.via, report!.figures.items[0]!.made, report!.figures.items[0]!.sent, report!.figures.staffPresent],
    ['workbook', '690000', '500000', 228],
  );
  const again = await upload(clerk, await asXlsx(rows as Cells[]), '日报.xlsx');
  assert.equal(again.status, 'filed');
  assert.equal((await formOf('E14', clerk)).report!.revision, report!.revision, 'the same file again changes nothing');
});

test('an untouched template is no report, and a clerk’s file may not speak for another enterprise', async () => {
  const untouched = await upload(lead, await lead.file(reportContracts.template, { query: { day } }), '日报.xlsx');
  assert.equal(untouched.status, 'refused');
  const other = await clerk.call(reportContracts.paste, { body: { text: asText(rowsOf(await formOf('E01'))) } });
  assert.equal(other.status, 'refused');
  assert.match(other.errors[0]!.why.zh, /不归您报送/u);
  assert.equal(await countOf(`enterprise_id <> 'E14'`), 0);
});

test('cells pasted from a spreadsheet with wrong rows file nothing and come back with the reasons; mended, they file everything', async () => {
  const rows = rowsOf(await formOf('E05'));
  const wrong = [...rows, cells({ 0: 'E05', 1: '明天', 2: '用电', 8: 'abc' }), cells({ 0: 'E99', 2: '用电', 8: '1' })];
  const before = await lead.call(reportContracts.paste, { body: { text: asText(wrong) } });
  assert.deepEqual([before.status, before.errorCount], ['refused', 2]);
  assert.equal((await formOf('E05')).report, null, 'whole or nothing');
  const after = await lead.call(reportContracts.paste, { body: { text: asText(rows) } });
  assert.deepEqual([after.status, after.reports.length], ['filed', 1]);
});

test('a csv as a Chinese Windows writes it (GB18030) is read like one in UTF-8', async () => {
  const text = asText(rowsOf(await formOf('E06')), ',').replaceAll('1,200', '1200');
  assert.equal((await upload(lead, iconv.encode(text, 'gb18030'), '日报.csv')).status, 'filed');
  assert.equal((await upload(lead, Buffer.from(text, 'utf8'), '日报.csv')).status, 'filed');
  assert.equal((await formOf('E06')).report!.figures.powerKwh, '1200');
});

test('of a workbook of 5,000 rows 7 are wrong: nothing is recorded, the seven come back with their reasons; mended, all of it is', async () => {
  const forms = await Promise.all((await board()).rows.map((row) => formOf(row.enterprise)));
  const rows: Cells[] = [];
  const days = daysFrom(addDays(day, -40), 40).reverse();
  let reports = 0;
  for (const asked of days) {
    for (const form of forms) {
      const own = rowsOf(form, asked);
      if (rows.length + own.length > 5_000) continue;
      rows.push(...own);
      reports += 1;
    }
  }
  assert.ok(rows.length > 4_990);
  const faults = [
    { column: 0, text: 'E77' },
    { column: 1, text: '2022年2月30日' },
    { column: 2, text: '物品' },
    { column: 3, text: '没有这种' },
    { column: 8, text: '很多' },
    { column: 8, text: '-5' },
    { column: 8, text: '12 公里' },
  ];
  const broken = rows.map((row) => [...row]);
  const at = faults.map(({ column, text }, index) => {
    let position = 400 + index * 650;
    while (broken[position]![2] !== '原料') position += 1;
    broken[position]![column] = text;
    return position + 2;
  });
  const before = await countOf();
  const refused = await upload(lead, await asXlsx(broken), '往日日报.xlsx');
  assert.deepEqual([refused.status, refused.errorCount], ['refused', 7]);
  assert.equal(await countOf(), before, 'whole or nothing');
  const [, ...back] = await rowsIn(Buffer.from(refused.failedRows!, 'base64'));
  assert.deepEqual(
    back.map((row) => Number(row[header.length])),
    at,
  );
  assert.ok(back.every((row) => (row[header.length + 1] ?? '').length > 4));
  const done = await upload(lead, await asXlsx(rows), '往日日报.xlsx');
  assert.deepEqual([done.status, done.rows, done.reports.length], ['filed', rows.length, reports]);
  assert.equal(await countOf(`state = 'accepted' and day < '${day}'`), reports);
  const posted = await owner(`select count(*)::int as n from movements where document_kind = 'report'`);
  assert.equal(posted[0]!.n, 0, 'days before the books are history');
});

test('a key of an enterprise files its report, sent twice it counts once, and no other’s', async () => {
  const keyOf = async (role: string, scopeIds: string[]) => {
    const { key } = await administrator.call(createApiKey, {
      body: { name: `${role} 接口`, role, scopeIds, days: 30 },
    });
    const caller = callerAt(product.url, '');
    return (enterprise: string, body: object) =>
      caller.send(reportContracts.file, {
        params: { enterprise, day },
        body,
        headers: { authorization: `Bearer ${key}` },
      });
  };
  const ownKey = await keyOf('enterprise_clerk', ['E20']);
  const figures = filled(await formOf('E20'));
  const body = { clientId: 'erp-2022-01-08', figures };
  const answers = [await ownKey('E20', body), await ownKey('E20', body)];
  assert.deepEqual(
    answers.map(({ status, body: { revision, via } }) => [status, revision, via]),
    [
      [200, 1, 'api'],
      [200, 1, 'api'],
    ],
  );
  assert.equal((await ownKey('E21', { ...body, figures: filled(await formOf('E21')) })).status, 404);
  const reading = await keyOf('auditor', []);
  const refused = await reading('E20', body);
  assert.deepEqual([refused.status, refused.body.code], [403, 'access.denied']);
  const nobody = await callerAt(product.url, '').send(reportContracts.file, {
    params: { enterprise: 'E20', day },
    body,
    headers: { authorization: 'Bearer bg_wrong' },
  });
  assert.deepEqual([nobody.status, nobody.body.code], [401, 'sign-in.key-refused']);
  assert.equal(await countOf(`enterprise_id = 'E21' and day = '${day}'`), 0);
  const bad = await ownKey('E20', { clientId: 'erp-2022-0002', figures: { ...figures, items: [] } });
  assert.deepEqual([bad.status, bad.body.code], [422, 'report.incomplete']);
});

test('a clerk of several enterprises files for each of theirs by its code', async () => {
  const { report } = await formOf('E14', county);
  assert.ok(report !== null);
  await owner(`update users set scope_ids = array['E14', 'E21'] where role = 'enterprise_clerk'`);
  const text = asText([...rowsOf(await formOf('E21')).map((row) => row.with(0, ''))]);
  const without = await clerk.call(reportContracts.paste, { body: { text } });
  assert.match(without.errors[0]!.why.zh, /请填企业编码/u);
  assert.equal((await file('E21', filled(await formOf('E21', clerk)), clerk)).status, 200);
  assert.deepEqual(
    (await board(clerk)).rows.map((row) => row.enterprise),
    ['E14', 'E21'],
  );
});
