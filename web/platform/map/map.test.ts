import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contains, overlap, readBoundaries } from './geometry.ts';
import { layOut } from './layout.ts';
import { classOf, limitsOf } from './scale.ts';
import type { MapPoint } from './types.ts';

const example = new URL('../../../example/', import.meta.url);
const boundaries = readBoundaries(JSON.parse(readFileSync(new URL('counties.geo.json', example), 'utf8')));
const points: MapPoint[] = ['enterprises.csv', 'demand_points.csv'].flatMap((file) => {
  const [head, ...lines] = readFileSync(new URL(file, example), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const at = (name: string) => head!.indexOf(name);
  return lines.map((line) => ({
    id: line[at('id')]!,
    name: line[at('name')]!,
    kind: file,
    longitude: Number(line[at('lon')]),
    latitude: Number(line[at('lat')]),
    size: 0.5,
  }));
});
const counties = boundaries.map((boundary, index) => ({
  code: boundary.code,
  name: boundary.name,
  value: index,
  label: '134.2 万只',
}));

for (const width of [366, 560, 900]) {
  test(`at ${width} px every county of the example has its label, over no mark and no other label`, () => {
    const layout = layOut({ boundaries, counties, points, flows: [] }, width);
    assert.equal(layout.labels.length, boundaries.length);
    for (const [index, label] of layout.labels.entries()) {
      for (const other of layout.labels.slice(index + 1)) assert.equal(overlap(label.box, other.box), 0);
      for (const { at, radius } of layout.points) {
        const mark = { left: at[0] - radius, right: at[0] + radius, top: at[1] - radius, bottom: at[1] + radius };
        assert.equal(overlap(label.box, mark), 0);
      }
    }
  });
}

test('a label stands inside its county, or has a line from inside it', () => {
  const layout = layOut({ boundaries, counties, points, flows: [] }, 560);
  for (const label of layout.labels) {
    const shape = layout.shapes.find((one) => one.boundary.code === label.code)!;
    assert.ok(contains(shape.rings, label.from ?? label.at));
  }
});

test('every place of the example falls on the map', () => {
  const layout = layOut({ boundaries, counties, points, flows: [] }, 560);
  for (const { at } of layout.points) assert.ok(at[0] > 0 && at[0] < 560 && at[1] > 0 && at[1] < layout.height);
});

test('north is up and east is right', () => {
  const layout = layOut({ boundaries, counties, points, flows: [] }, 560);
  const labelOf = (code: string) => layout.labels.find((label) => label.code === code)!.at;
  assert.ok(labelOf('410821')[1] < labelOf('410823')[1], '修武 lies north of 武陟');
  assert.ok(labelOf('410883')[0] < labelOf('410823')[0], '孟州 lies west of 武陟');
});

test('what is no GeoJSON of polygons gives no map, not an error', () => {
  for (const json of [
    null,
    {},
    { features: 'x' },
    { features: [{ geometry: { type: 'Point', coordinates: [1, 2] } }] },
  ]) {
    assert.deepEqual(readBoundaries(json), []);
  }
});

test('limits are round, rise, and separate the values; equal values need none', () => {
  const values = [3.1, 4.2, 5, 8.1, 9.3, 11, 12.2, 16, 21, 26];
  const limits = limitsOf(values);
  assert.deepEqual(
    limits,
    [...limits].sort((one, other) => one - other),
  );
  assert.equal(new Set(values.map((value) => classOf(value, limits))).size, limits.length + 1);
  assert.deepEqual(limitsOf([7, 7, 7]), []);
  assert.deepEqual(limitsOf([]), []);
});
