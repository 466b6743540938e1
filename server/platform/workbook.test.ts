import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import readExcelFile from 'read-excel-file/node';
import { sheet, toCsv, toXlsx } from './workbook.ts';

const rows = [
  { code: '410802', name: '=HYPERLINK("x")', quantity: new Decimal('434.47') },
  { code: '-5', name: '-cmd|calc', quantity: new Decimal('12345678901234567.5') },
];
const table = sheet(
  '县区/代码',
  [
    { title: '代码', value: (row: (typeof rows)[number]) => row.code },
    { title: '名称', value: (row) => row.name },
    { title: '数量', value: (row) => row.quantity },
  ],
  rows,
);

test('a workbook keeps codes as text, quantities as numbers, and as text where a number would lose digits', async () => {
  const [{ data: read } = { data: [] }] = await readExcelFile(Buffer.from(await toXlsx([table])));
  assert.deepEqual(read, [
    ['代码', '名称', '数量'],
    ['410802', '=HYPERLINK("x")', 434.47],
    ['-5', '-cmd|calc', '12345678901234567.5'],
  ]);
});

test('csv text that a spreadsheet would run as a formula is neutralised, and numbers are not', () => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(toCsv(table));
  assert.equal(
    text,
    `\uFEFF代码,名称,数量\r\n410802,"'=HYPERLINK(""x"")",434.47\r\n-5,'-cmd|calc,12345678901234567.5\r\n`,
  );
});
