import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, businessDayOf, daysBetween, daysFrom, formatDay, isBusinessDay, parseDay } from './calendar.ts';

test('a day is read in every way in which staff write it', () => {
  for (const text of [
    '2022-01-08',
    '2022/1/8',
    '2022.1.8',
    '2022年1月8日',
    '2022 年 1 月 8 日'.replaceAll(' 年', '年'),
    '20220108',
    '２０２２－０１－０８',
    ' 2022-1-8 ',
    '2022-01-08 00:00:00',
    '2022-01-08T00:00:00.000Z',
  ]) {
    assert.equal(parseDay(text), '2022-01-08', text);
  }
});

test('a day that the calendar does not have is no day', () => {
  for (const text of [
    '2022-02-30',
    '2022-13-01',
    '2022-00-10',
    '2023-02-29',
    '8/1/2022',
    '2022-1/8',
    '1月8日',
    '44569',
    'today',
    '',
    '2022-01-08 13:00',
    '0000-01-01',
    '9999-01-01',
  ]) {
    assert.equal(parseDay(text), null, text);
  }
  assert.equal(parseDay('2024-02-29'), '2024-02-29');
});

test('a day number of a worksheet is a day only where it is said to come from one', () => {
  assert.equal(parseDay('44569', { excelSerial: true }), '2022-01-08');
  assert.equal(parseDay('44569'), null);
});

test('days are counted across months, leap days and years', () => {
  assert.equal(addDays('2022-01-08', 1), '2022-01-09');
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
  assert.equal(addDays('2022-01-01', -1), '2021-12-31');
  assert.equal(daysBetween('2022-01-08', '2022-02-15'), 38);
  assert.equal(daysBetween('2022-01-08', '2022-01-07'), -1);
  assert.deepEqual(daysFrom('2021-12-31', 2), ['2021-12-31', '2022-01-01']);
});

test('the business day turns at midnight in Shanghai, not in London', () => {
  assert.equal(businessDayOf('2022-01-08T15:59:59Z'), '2022-01-08');
  assert.equal(businessDayOf('2022-01-08T16:00:00Z'), '2022-01-09');
  assert.throws(() => businessDayOf('nonsense'), RangeError);
});

test('days are written as each language expects them', () => {
  assert.equal(formatDay('2022-01-13', 'zh'), '1月13日');
  assert.equal(formatDay('2022-01-13', 'en'), '13 January');
  assert.equal(formatDay('2022-01-13', 'zh', { year: true }), '2022年1月13日');
  assert.equal(formatDay('2022-01-13', 'en', { year: true }), '13 January 2022');
  assert.equal(isBusinessDay('2022-1-8'), false);
});
