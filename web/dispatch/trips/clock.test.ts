import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockOf, minutesOf } from './clock.ts';

test('a time of day is understood as people write it, and nothing else is', () => {
  for (const [typed, minutes] of [
    ['8', 480],
    ['8:30', 510],
    ['０８：３０', 510],
    ['0830', 510],
    ['8点30分', 510],
    ['22时', 1320],
    ['24:00', 1440],
    ['0', 0],
  ] as const)
    assert.equal(minutesOf(typed), minutes, typed);
  for (const wrong of ['', '24:01', '25', '8:60', 'acht', '8:3:0', '-1', '08300'])
    assert.equal(minutesOf(wrong), null, wrong);
  assert.deepEqual([clockOf(0), clockOf(510), clockOf(1440)], ['00:00', '08:30', '24:00']);
});
