import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf } from './address.ts';

test('path parameters are encoded and empty parts of the query left out', () => {
  assert.equal(
    addressOf(
      { path: '/api/history/:subject/:id' },
      { params: { subject: 'lot', id: 'A/1 号' }, query: { cursor: undefined, limit: 20, search: '' } },
    ),
    '/api/history/lot/A%2F1%20%E5%8F%B7?limit=20',
  );
});

test('a list in the query is repeated', () => {
  assert.equal(
    addressOf({ path: '/api/rows' }, { query: { county: ['410802', '410803'] } }),
    '/api/rows?county=410802&county=410803',
  );
});

test('no input is the bare path', () => {
  assert.equal(addressOf({ path: '/api/rows' }, {}), '/api/rows');
});
