import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lotLabel, orderLabel } from './scan.ts';
import { matchScan } from './scan-match.ts';

const GS = '\u001D';
const today = '2022-01-08';
const entry = (line: number, lot: number, lotNumber: string, expires: string | null) => ({
  line,
  lot: { lot, lotNumber, expires },
});
const lots = [
  entry(1, 1, 'A-1', '2023-06-30'),
  entry(1, 2, 'A-2', '2023-06-30'),
  entry(2, 3, 'B', '2022-03-31'),
  entry(2, 4, 'B', '2022-09-30'),
  entry(3, 5, '1020220108', null),
  entry(3, 6, '', null),
];
const match = (code: string) => matchScan(code, lots, today);
const lotOf = (code: string) => {
  const found = match(code);
  return found.kind === 'found' ? found.lot.lot : found.kind;
};

test('a lot is found by our label, by its number as typed, by a DataMatrix and by a GS1-128 symbol', () => {
  assert.equal(lotOf(lotLabel(6)), 6);
  assert.equal(lotOf(' A-1 '), 1);
  const scanned = match(`]d201095060001343521723063010A-2${GS}21S77`);
  assert.ok(scanned.kind === 'found');
  assert.deepEqual([scanned.line, scanned.lot.lot, scanned.serial], [1, 2, 'S77']);
  assert.equal(lotOf(`]C10109506000134352${GS}1723063010A-1`), 1);
});

test('a lot number of digits alone is that lot, though it could be read as another by GS1', () => {
  assert.equal(lotOf('1020220108'), 5);
});

test('one number with two expiries needs the expiry, and gets the lot that has it', () => {
  assert.equal(lotOf('B'), 'unreadable');
  assert.equal(lotOf('(10)B'), 'unreadable');
  assert.equal(lotOf('(10)B(17)220930'), 4);
  assert.equal(lotOf('(17)220331(10)B'), 3);
});

test('another lot, another expiry, another order, a smudged label are each told apart', () => {
  assert.deepEqual(match('(10)C(17)220331'), { kind: 'wrong', scanned: 'C' });
  assert.deepEqual(match('(10)A-1(17)230701'), {
    kind: 'expiry',
    lotNumber: 'A-1',
    scanned: '2023-07-01',
    expected: '2023-06-30',
  });
  assert.deepEqual(match(orderLabel('20220108-0001')), { kind: 'other-order', order: '20220108-0001' });
  assert.equal(lotOf(lotLabel(3).replace(':3:', ':4:')), 'unreadable');
  assert.equal(lotOf(lotLabel(99)), 'wrong');
});

test('what is malformed or hostile is refused and never taken for a lot', () => {
  const hostile = [
    '',
    ' ',
    '(10)',
    '(17)220931(10)A-1',
    '01095060001343',
    `10${'A'.repeat(500)}`,
    '(10)A-1(10)A-2',
    '(01)09506000134351(10)A-1',
    'https://example.org/?lot=A-1',
    'BG1:lot:1:0000',
    "A-1'; drop table lots",
    '\u0000A-1',
    '(10)A-1(17)22063',
    '）10（A-1',
  ];
  for (const code of hostile) assert.notEqual(match(code).kind, 'found', JSON.stringify(code));
});
