import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { contract, listOf, listQuery } from '#contracts/contract.ts';
import { arrange, type Column, parametersOf } from './column.ts';

interface Row {
  name: string;
  county: string | null;
  stock: string | null;
}

const columns: Column<Row>[] = [
  { key: 'name', title: '企业', value: (row) => row.name },
  { key: 'county', title: '县区', value: (row) => row.county, filter: { parameter: 'countyCode', options: [] } },
  { key: 'stock', title: '库存', value: (row) => row.stock },
];
const rows: Row[] = [
  { name: '示例10厂', county: '温县', stock: '9' },
  { name: '示例2厂', county: '博爱县', stock: '12.5' },
  { name: '示例1厂', county: '温县', stock: null },
];
const asked = { search: '', sorting: null, filters: {} };
const names = (sorted: Row[]) => sorted.map((row) => row.name);

test('decimal strings sort as numbers, and what is not recorded stands last both ways', () => {
  assert.deepEqual(names(arrange(rows, { ...asked, sorting: { key: 'stock', order: 'asc' } }, columns)), [
    '示例10厂',
    '示例2厂',
    '示例1厂',
  ]);
  assert.deepEqual(names(arrange(rows, { ...asked, sorting: { key: 'stock', order: 'desc' } }, columns)), [
    '示例2厂',
    '示例10厂',
    '示例1厂',
  ]);
});

test('names with numbers sort as people count', () => {
  assert.deepEqual(names(arrange(rows, { ...asked, sorting: { key: 'name', order: 'asc' } }, columns)), [
    '示例1厂',
    '示例2厂',
    '示例10厂',
  ]);
});

test('a search finds full-width digits typed for half-width ones, in any column', () => {
  assert.deepEqual(names(arrange(rows, { ...asked, search: '１２.5' }, columns)), ['示例2厂']);
  assert.deepEqual(names(arrange(rows, { ...asked, search: '温县' }, columns)), ['示例10厂', '示例1厂']);
});

test('filters and search narrow together', () => {
  assert.deepEqual(names(arrange(rows, { search: '10', sorting: null, filters: { county: '温县' } }, columns)), [
    '示例10厂',
  ]);
});

test('the rows given are never reordered in place', () => {
  const before = names(rows);
  arrange(rows, { ...asked, sorting: { key: 'name', order: 'desc' } }, columns);
  assert.deepEqual(names(rows), before);
});

test('a server is asked only for what its contract takes', () => {
  const list = (query: z.ZodType) =>
    contract({
      method: 'GET',
      path: '/api/rows',
      summary: ['', ''],
      tag: '',
      access: 'public',
      query,
      response: listOf(z.object({})),
    });
  const wish = { search: ' 口罩 ', sorting: { key: 'stock', order: 'desc' as const }, filters: { county: '410825' } };
  assert.deepEqual(parametersOf(list(listQuery), wish, columns), { search: '口罩', sort: 'stock', order: 'desc' });
  assert.deepEqual(parametersOf(list(z.object({ countyCode: z.string() })), wish, columns), { countyCode: '410825' });
});
