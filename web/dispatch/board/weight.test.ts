import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weightsLike } from './weight.ts';

test('weights beside each other have one unit: tonnes as soon as one of them is a tonne', () => {
  const large = weightsLike('0', '192811.2');
  assert.deepEqual(
    [large('0'), large('192811.2')],
    [
      { value: '0', unit: '吨' },
      { value: '192.8112', unit: '吨' },
    ],
  );
  const small = weightsLike('2', '999.9');
  assert.deepEqual(small('2'), { value: '2', unit: '公斤' });
});
