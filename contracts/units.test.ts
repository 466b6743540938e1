import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { conversion, formatQuantity, parseQuantity, parseUnit, type QuantityOptions } from './units.ts';

function value(text: string, options?: QuantityOptions): string {
  const result = parseQuantity(text, options);
  return result.ok ? `${result.value.toFixed()}${result.unit === null ? '' : ` ${result.unit}`}` : result.code;
}

test('a quantity is read in every way in which staff write it', () => {
  const written: Array<[text: string, expected: string]> = [
    ['2630000', '2630000'],
    ['2,630,000', '2630000'],
    ['2 630 000', '2630000'],
    ["2'630'000", '2630000'],
    ['２６３', '263'],
    ['２，６３０，０００．５', '2630000.5'],
    ['263万', '2630000'],
    ['２６３万', '2630000'],
    ['263 万', '2630000'],
    ['1.2亿', '120000000'],
    ['1亿2000万', '120000000'],
    ['3万5千', '35000'],
    ['1万2345', '12345'],
    ['263万只', '2630000 只'],
    ['434.47 吨', '434.47 吨'],
    ['3千克', '3 公斤'],
    ['5kg', '5 公斤'],
    ['2㎏', '2 公斤'],
    ['1.2e6', '1200000'],
    ['.5', '0.5'],
    ['007', '7'],
    ['-5', '-5'],
    ['−5', '-5'],
  ];
  for (const [text, expected] of written) assert.equal(value(text), expected, text);
});

test('a quantity that could mean two things, or nothing, is refused with the reason', () => {
  const written: Array<[text: string, code: string]> = [
    ['', 'required'],
    ['   ', 'required'],
    ['约263万', 'not_a_number'],
    ['十二', 'not_a_number'],
    ['2.630.000', 'not_a_number'],
    ['1,23', 'separators'],
    ['1,0000', 'separators'],
    ['12,34,567', 'separators'],
    ['1, 234', 'separators'],
    ['NaN', 'not_finite'],
    ['Infinity', 'not_finite'],
    ['-inf', 'not_finite'],
    ['1e999', 'not_finite'],
    ['1e-999', 'not_finite'],
    ['1e13', 'too_large'],
    ['9'.repeat(400), 'too_large'],
    ['1e9亿', 'too_large'],
    ['5 桌子', 'unknown_unit'],
    ['3万5', 'not_a_number'],
    ['3万50千', 'not_a_number'],
    ['2000万1亿', 'not_a_number'],
    ['=1+1', 'not_a_number'],
    ['0x10', 'unknown_unit'],
    ['--5', 'not_a_number'],
  ];
  for (const [text, code] of written) assert.equal(value(text), code, text);
});

test('the unit beside the cell counts, and the cell may repeat it but not contradict it', () => {
  assert.equal(value('263', { unit: '万只', base: '只' }), '2630000 只');
  assert.equal(value('263万', { unit: '只', base: '只' }), '2630000 只');
  assert.equal(value('263万只', { unit: '万只', base: '只' }), '2630000 只');
  assert.equal(value('263万', { unit: '万只', base: '只' }), 'unit_conflict');
  assert.equal(value('263只', { unit: '万只', base: '只' }), 'unit_conflict');
  assert.equal(value('500公斤', { unit: '吨', base: '吨' }), '0.5 吨');
  assert.equal(value('500', { unit: 'kg', base: '吨' }), '0.5 吨');
  assert.equal(value('1', { unit: '瓶', base: '吨' }), 'unit_mismatch');
  assert.equal(value('1', { unit: '桌', base: '吨' }), 'unknown_unit');
  assert.equal(value('7', { base: '吨' }), '7 吨');
});

test('what was understood is said back in full', () => {
  const result = parseQuantity('263万只');
  assert.equal(result.ok && result.understood, '2,630,000 只');
});

test('no digit is lost: 34.3861 万支 are 343,861', () => {
  assert.equal(value('34.3861', { unit: '万支', base: '支' }), '343861 支');
  assert.equal(value('0.1', { unit: '吨', base: '公斤' }), '100 公斤');
});

test('units have one name, and only units of one family convert', () => {
  assert.deepEqual(parseUnit('万只'), { unit: '只', scale: new Decimal(10000) });
  assert.equal(parseUnit('千克')?.unit, '公斤');
  assert.equal(parseUnit('KG')?.unit, '公斤');
  assert.equal(parseUnit('万'), null);
  assert.equal(parseUnit(''), null);
  assert.equal(conversion('公斤', '吨')?.toFixed(), '0.001');
  assert.equal(conversion('瓶', '吨'), null);
  assert.equal(conversion('只', '个'), null);
});

test('quantities are shown as each language expects them', () => {
  assert.equal(formatQuantity(5880000, '只', 'zh'), '588 万只');
  assert.equal(formatQuantity(5880000, '只', 'en'), '5.88 M');
  assert.equal(formatQuantity('434.47', '吨', 'zh'), '434.47 吨');
  assert.equal(formatQuantity('434.47', '吨', 'en'), '434.47 t');
  assert.equal(formatQuantity(616800, '吨', 'zh'), '61.68 万吨');
  assert.equal(formatQuantity(160000, '瓶', 'en'), '160,000 bottles');
  assert.equal(formatQuantity(1, '瓶', 'en'), '1 bottle');
  assert.equal(formatQuantity(120000000, '只', 'zh'), '1.2 亿只');
  assert.equal(formatQuantity(343861, '支', 'zh'), '34.39 万支');
  assert.equal(formatQuantity(343861, '支', 'zh', { exact: true }), '34.3861 万支');
  assert.equal(formatQuantity(0, '只', 'zh'), '0 只');
  assert.equal(formatQuantity(-25000, '只', 'zh'), '-2.5 万只');
  assert.equal(formatQuantity(9999, '件', 'zh'), '9,999 件');
});

test('a small rate is shown with its own digits, not as none', () => {
  assert.equal(formatQuantity('0.00003', '吨', 'zh'), '0.00003 吨');
  assert.equal(formatQuantity('0.0006', '吨', 'en'), '0.0006 t');
  assert.equal(formatQuantity('0.33333333', '吨', 'zh'), '0.333 吨');
  assert.equal(formatQuantity('-0.0004', '吨', 'zh'), '-0.0004 吨');
  assert.equal(formatQuantity(0.1 + 0.2 - 0.3, '吨', 'zh'), '0 吨');
});
