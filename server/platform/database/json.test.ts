import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { readJson } from './json.ts';

const stops = z.array(z.object({ order: z.string(), part: z.number() }));

test('a document is read as what its schema says, and what the schema does not name is left out', () => {
  assert.deepEqual(readJson(stops, [{ order: 'a', part: 1, more: true }], 'plans.unserved'), [{ order: 'a', part: 1 }]);
});

test('a document of another shape is an error that says which column and where it differs', () => {
  assert.throws(() => readJson(stops, [{ order: 'a', part: 'one' }], 'plans.unserved'), /plans\.unserved.*0\.part/u);
  assert.throws(() => readJson(stops, null, 'plans.unserved'), /plans\.unserved/u);
});
