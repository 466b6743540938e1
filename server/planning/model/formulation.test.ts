import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildModel, CONSTRAINTS } from './build.ts';
import { componentsOf } from './components.ts';
import { planningProblem } from './problem.ts';
import { stagesOf } from './solve.ts';
import { FIRST_DAY, tinyCity } from './testing/index.ts';

const here = import.meta.dirname;
const text = readFileSync(new URL('../../../docs/planning-formulation.md', import.meta.url), 'utf8');

/** '- (C1) capacity: …' → ['C1', 'capacity'] */
const stated = [...text.matchAll(/^- \(([CO]\d)\) ([a-z ]+?)[:,]/gmu)].map(([, tag, name]) => [tag!, name!] as const);
const constraints = stated.filter(([tag]) => tag.startsWith('C'));
const objectives = stated.filter(([tag]) => tag.startsWith('O')).map(([tag]) => tag);

const sources = [...readdirSync(here), ...readdirSync(`${here}/constraints`).map((name) => `constraints/${name}`)]
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('check'))
  .map((name) => readFileSync(`${here}/${name}`, 'utf8'));

test('the formulation states eight constraints and five objectives', () => {
  assert.deepEqual(
    constraints.map(([tag]) => tag),
    ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'],
  );
  assert.equal(text.match(/^- \(O\d\)/gmu)?.length, 5);
  assert.ok(objectives.length > 0);
});

test('each constraint of the formulation has one function, with its tag and name above it', () => {
  for (const [tag, name] of constraints) {
    const said = sources.filter((source) => source.includes(` (${tag}) ${name}`));
    assert.equal(said.length, 1, `(${tag}) ${name} stands above ${said.length} functions`);
  }
  const linear = constraints.map(([tag]) => tag).filter((tag) => tag !== 'C8');
  assert.deepEqual(
    CONSTRAINTS.map(([tag]) => tag),
    linear,
  );
  assert.equal(new Set(CONSTRAINTS.map(([, add]) => add.name)).size, linear.length);
});

test('no tag stands in the code that the formulation does not have', () => {
  const known = new Set([...text.matchAll(/\(([CO]\d)\)/gu)].map(([, tag]) => tag!));
  for (const source of sources) {
    for (const [, tag] of source.matchAll(/\(([CO]\d)\)/gu)) assert.ok(known.has(tag!), `(${tag})`);
  }
});

test('rows and columns of a model carry the tags of their constraints', () => {
  const data = tinyCity({
    items: [{ code: 'gel', rule: 'production' }, { code: 'alcohol' }],
    producers: [
      {
        id: 'E1',
        county: 'A',
        licence: null,
        lines: [{ items: ['gel'], capacity: 1 }],
        inputs: [{ input: 'alcohol', quantity: 1 }],
      },
      {
        id: 'E2',
        county: 'B',
        lines: [{ items: ['gel'], capacity: 1 }],
        stock: [{ item: 'gel', quantity: 1, expires: '2022-01-09' }],
      },
    ],
    points: [{ id: 'P1', county: 'A' }],
    rates: [{ item: 'gel', rate: 1 }],
    bom: [{ item: 'gel', input: 'alcohol', perUnit: 1 }],
  });
  const problem = planningProblem(data, { from: FIRST_DAY, days: 2, scenario: { sealed: [{ county: 'B' }] } });
  const [component] = componentsOf(problem);
  const { program } = buildModel(problem, component!, 'direct');
  const tags = new Set([...program.rowTags, ...program.columnTags]);
  assert.deepEqual([...tags].sort(), ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'O1', 'O2']);
});

test('the objectives are solved in the order of the formulation', () => {
  const data = tinyCity({
    items: [{ code: 'pills' }],
    producers: [{ id: 'E1' }],
    points: [{ id: 'P1' }, { id: 'H1', kind: 'hospital' }],
    rates: [
      { item: 'pills', rate: 1, tier: 5 },
      { kind: 'hospital', item: 'pills', rate: 1, tier: 2 },
    ],
  });
  const stages = stagesOf(planningProblem(data, { from: FIRST_DAY, days: 1 }));
  assert.deepEqual(
    stages.map((stage) => (stage.tag === 'O1' ? `${stage.tag} ${stage.tier} ${stage.part}` : stage.tag)),
    ['O1 2 floor', 'O1 2 total', 'O1 5 floor', 'O1 5 total', 'O2', 'O3', 'O4', 'tidy'],
  );
});
