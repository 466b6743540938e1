import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultDeadlines } from '#contracts/reports-terms.ts';
import { businessMoment, isDue, owedAt } from './deadlines.ts';

const { emergency, peacetime } = defaultDeadlines;
const day = '2022-01-08';
const levelAt = (time: string, state: Parameters<typeof owedAt>[3]) => {
  const owed = owedAt(`${day} ${time}`, day, emergency, state);
  return [owed.owes, owed.chase];
};

test('silence is the clerk’s until the filing time, then the county, the city and the lead must chase in turn', () => {
  assert.deepEqual(levelAt('17:59', 'none'), ['clerk', null]);
  assert.deepEqual(levelAt('18:00', 'none'), ['clerk', 'county']);
  assert.deepEqual(levelAt('19:00', 'none'), ['clerk', 'city']);
  assert.deepEqual(levelAt('20:00', 'returned'), ['clerk', 'lead']);
});

test('a filed report is the county’s to review and an accepted one the city’s to confirm, each with its own time', () => {
  assert.deepEqual(levelAt('18:59', 'filed'), ['county', null]);
  assert.deepEqual(levelAt('19:00', 'filed'), ['county', 'city']);
  assert.deepEqual(levelAt('19:59', 'corrected'), ['city', null]);
  assert.deepEqual(levelAt('20:00', 'accepted'), ['city', 'lead']);
  assert.deepEqual(levelAt('23:59', 'confirmed'), ['nobody', null]);
});

test('a day that has passed is overdue from its first minute', () => {
  assert.equal(owedAt('2022-01-09 00:00', day, emergency, 'none').chase, 'lead');
});

test('in peacetime reports are due on Fridays; on other days nobody owes one', () => {
  assert.deepEqual([isDue('2022-01-07', peacetime), isDue('2022-01-08', peacetime)], [true, false]);
  assert.equal(owedAt('2022-01-08 23:00', '2022-01-08', peacetime, 'none').owes, 'nobody');
});

test('a held day has the real time of day in Shanghai', () => {
  assert.equal(businessMoment(day, new Date('2026-11-24T16:05:00Z')), '2022-01-08 00:05');
});
