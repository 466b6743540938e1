import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legendRows } from './look.ts';

test('on a telephone a legend of long names takes rows of its own, on a desk it has one', () => {
  const english = ['Stock without production', 'Stock with every line at capacity'];
  assert.equal(legendRows({ phone: false }, english), 1);
  assert.equal(legendRows({ phone: true }, english), 2);
  assert.equal(legendRows({ phone: true }, ['现有库存', '每日需求']), 1);
  assert.equal(legendRows({ phone: true }, []), 1);
});
