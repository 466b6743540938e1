import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeptAct, outcomeOf, sendable } from './queue.ts';

const act = (number: number, subject: string, change: Partial<KeptAct> = {}): KeptAct => ({
  key: `k${number}`,
  number,
  city: 'c',
  user: 'u',
  subject,
  words: ['', ''],
  method: 'POST',
  path: '/api/x',
  input: {},
  madeAt: '',
  refused: null,
  ...change,
});
const refused = { code: 'x', words: { zh: '', en: '' } };
const keys = (acts: KeptAct[]) => sendable(acts, { city: 'c', id: 'u' }).map((one) => one.key);

test('acts go in the order in which they were made', () => {
  assert.deepEqual(keys([act(3, 'a'), act(1, 'b'), act(2, 'a')]), ['k1', 'k2', 'k3']);
});

test('behind a refused act its subject waits, others go on', () => {
  assert.deepEqual(keys([act(1, 'a', { refused }), act(2, 'a'), act(3, 'b')]), ['k3']);
  assert.deepEqual(keys([act(1, 'a'), act(2, 'a', { refused })]), ['k1']);
});

test('an act waits for its own user, in its own city', () => {
  assert.deepEqual(keys([act(1, 'a', { user: 'other' }), act(2, 'a', { city: 'other' }), act(3, 'a')]), ['k3']);
});

test('no answer, a failing server or a lapsed sign-in pass; a refusal is final', () => {
  assert.deepEqual([0, 401, 429, 503].map(outcomeOf), ['later', 'later', 'later', 'later']);
  assert.deepEqual([400, 403, 404, 409, 422].map(outcomeOf), Array(5).fill('refused'));
  assert.equal(outcomeOf(200), 'done');
});
