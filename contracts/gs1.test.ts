import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasValidCheckDigit, readGs1 } from './gs1.ts';
import { crc16, lotLabel, orderLabel, readOwnLabel } from './scan.ts';

const GS = '\u001D';
const today = '2022-01-08';
const content = (code: string) => {
  const read = readGs1(code, today);
  assert.ok(read.ok, JSON.stringify(read));
  return read.content;
};
const refused = (code: string) => assert.equal(readGs1(code, today).ok, false, code);

test('GTIN, expiry, lot and serial are read from a DataMatrix as a scanner sends it', () => {
  const expected = {
    gtin: '09506000134352',
    lot: '10A23',
    expires: '2022-08-31',
    made: null,
    serial: '12345XYZ',
    count: null,
  };
  assert.deepEqual(content(`]d2010950600013435217220831` + `1010A23${GS}2112345XYZ`), expected);
  assert.deepEqual(content(`${GS}01095060001343522112345XYZ${GS}172208311010A23`), expected, 'in any order');
  assert.deepEqual(content('(01)09506000134352(17)220831(10)10A23(21)12345XYZ'), expected, 'as printed below it');
});

test('a GS1-128 symbol and a separator after a field of fixed length read the same', () => {
  assert.equal(content(`]C10109506000134352${GS}17220831${GS}10ABC`).lot, 'ABC');
  assert.equal(content(`]C10209506000134352` + `15220831` + `37240`).count, '240');
});

test('identifiers that are not needed are skipped by their own length', () => {
  const read = content(`0109506000134352` + `3103000750` + `11220101` + `240EXTRA${GS}10LOT-1`);
  assert.deepEqual([read.lot, read.made], ['LOT-1', '2022-01-01']);
});

test('day 00 is the last of the month, also in a leap year', () => {
  assert.equal(content('(17)240200').expires, '2024-02-29');
  assert.equal(content('(17)230200').expires, '2023-02-28');
});

test('the century lies within 49 years before and 50 after', () => {
  assert.equal(content('(17)720101').expires, '2072-01-01');
  assert.equal(content('(17)730101').expires, '1973-01-01');
  assert.equal(content('(17)990101').expires, '1999-01-01');
  const late = readGs1('(17)100101', '2090-01-01');
  assert.equal(late.ok && late.content.expires, '2110-01-01');
});

test('a wrong check digit, an impossible day, a cut or foreign code is refused', () => {
  refused('0109506000134351');
  refused('(17)220231');
  refused('(17)221300');
  refused('01095060001343');
  refused('https://example.org');
  refused('');
  refused(`10${'A'.repeat(21)}`);
  refused('(10)A(10)B');
  refused('(10)');
});

test('check digits of the specification’s examples hold', () => {
  for (const digits of ['09506000134352', '04012345678901', '00614141000036'])
    assert.ok(hasValidCheckDigit(digits), digits);
});

test('our own labels are read back, also in other case, and a wrong digit is noticed', () => {
  assert.equal(crc16('123456789'), '29B1', 'the published check value of CRC-16/CCITT-FALSE');
  assert.deepEqual(readOwnLabel(lotLabel(42)), { kind: 'lot', lot: 42 });
  assert.deepEqual(readOwnLabel(` ${lotLabel(42).toLowerCase()} `), { kind: 'lot', lot: 42 });
  assert.deepEqual(readOwnLabel(orderLabel('20220108-0001')), { kind: 'order', order: '20220108-0001' });
  assert.equal(readOwnLabel(lotLabel(42).replace('42', '43')), null);
  assert.equal(readOwnLabel('BG1:lot:x:0000'), null);
});
