import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#server/platform/config.ts';
import { partsFor } from './day-problem.ts';

test('a load is cut into the fewest equal parts of which each fits a truck, by weight and by the room that is known', () => {
  const rooms = [
    { capacityKg: 10_000, volume: 20 },
    { capacityKg: 2000, volume: Number.POSITIVE_INFINITY },
  ];
  const load = (weightKg: number, volumeM3: number | null) => partsFor({ weightKg, volumeM3 }, rooms);
  assert.deepEqual([load(9000, null), load(9000, 20), load(9000, 41), load(1500, 400)], [1, 1, 3, 1]);
  assert.equal(partsFor({ weightKg: 1, volumeM3: 1 }, []), 1);
});

test('OSRM_URL is an address or left out; another is refused at the start with what to set', () => {
  const read = (OSRM_URL: string) => readConfig({ OSRM_URL });
  assert.deepEqual(
    read('osrm:5000/x y').problems.map(({ variable }) => variable),
    ['OSRM_URL'],
  );
  assert.deepEqual([read('http://osrm:5000/').config.osrmUrl, read(' ').config.osrmUrl], ['http://osrm:5000', null]);
});
