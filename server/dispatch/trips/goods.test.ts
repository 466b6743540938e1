import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goodsTold } from './goods.ts';

const stop = (order_id: string, goods: string, part = 1, parts = 1) => ({ order_id, goods, part, parts });

test('a pass names each item once, with the sum over the stops', () => {
  const lines = [
    { order_id: 'O1', name: '口罩', unit: '只', quantity: '14400' },
    { order_id: 'O2', name: '口罩', unit: '只', quantity: '480000' },
    { order_id: 'O2', name: '酒精', unit: '吨', quantity: '0.7' },
    { order_id: 'O3', name: '酒精', unit: '吨', quantity: '0.1' },
  ];
  const stops = ['O1', 'O2', 'O3'].map((order) => stop(order, '…'));
  assert.equal(goodsTold(lines, stops), '口罩 494400 只；酒精 0.8 吨');
});

test('a part of an order, and an order whose lines are not seen, stand as the stop tells them', () => {
  const lines = [{ order_id: 'O1', name: '口罩', unit: '只', quantity: '14400' }];
  const stops = [stop('O1', '口罩 14400 只'), stop('O2', '酒精 24.84 吨', 1, 2), stop('O3', '消毒液 1 吨')];
  assert.equal(goodsTold(lines, stops), '口罩 14400 只；酒精 24.84 吨（1/2）；消毒液 1 吨');
  assert.equal(goodsTold([], []), '');
});
