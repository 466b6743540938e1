import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkRoutes, readInstance } from './routing/index.ts';

const cli = join(import.meta.dirname, '../cli.ts');
const folder = mkdtempSync(join(tmpdir(), 'baogong-route-'));
after(() => rmSync(folder, { recursive: true }));

function runRoute(args: string[]): { code: number | null; output: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'route', ...args], { encoding: 'utf8' });
  return { code: status, output: stdout, errors: stderr };
}

function drawn(stops: number): string {
  const rows = Array.from({ length: stops + 1 }, (_, index) => `${index} ${(index * 37) % 101} ${(index * 61) % 103}`);
  const demands = Array.from({ length: stops + 1 }, (_, index) => `${index} ${index === 0 ? 0 : 1 + (index % 9)}`);
  return [
    'NAME : drawn',
    'TYPE : CVRP',
    `DIMENSION : ${stops + 1}`,
    'EDGE_WEIGHT_TYPE : EUC_2D',
    'CAPACITY : 40',
    'NODE_COORD_SECTION',
    ...rows,
    'DEMAND_SECTION',
    ...demands,
    'DEPOT_SECTION',
    '0',
    '-1',
    'EOF',
  ].join('\n');
}

test("gives cost, vehicles and routes in the file's own numbers, and the checker agrees", () => {
  const file = join(folder, 'drawn.vrp');
  const text = drawn(60);
  writeFileSync(file, text);
  const { code, output } = runRoute([file, '--seconds', '1', '--seed', '3', '--json']);
  assert.equal(code, 0);
  const { cost, vehicles, routes } = JSON.parse(output) as { cost: number; vehicles: number; routes: number[][] };
  assert.equal(vehicles, routes.length);
  const { problem, numbers } = readInstance(text, 'drawn.vrp');
  const found = routes.map((stops) => ({
    vehicle: 0,
    trips: [{ depot: 0, stops: stops.map((number) => numbers.indexOf(number)) }],
  }));
  assert.deepEqual(checkRoutes(problem, { cost, routes: found, unserved: [] }).violations, []);
});

test('a limit that is over before the search begins still gives a whole plan, and more time none that is worse', () => {
  const file = join(folder, 'large.vrp');
  writeFileSync(file, drawn(400));
  // how far past its limit the command comes is a matter of the machine: npm run bench measures it
  const costs = ['0.001', '3'].map((seconds) => {
    const { code, output } = runRoute([file, '--seconds', seconds, '--json']);
    assert.equal(code, 0);
    const { cost, routes } = JSON.parse(output) as { cost: number; routes: number[][] };
    assert.equal(routes.flat().length, 400);
    return cost;
  });
  assert.ok(costs[1]! <= costs[0]!, costs.join(' and '));
});

test('a stop that no vehicle carries is named and the exit code says so', () => {
  const file = join(folder, 'heavy.vrp');
  writeFileSync(file, drawn(5).replace('CAPACITY : 40', 'CAPACITY : 5'));
  const { code, output, errors } = runRoute([file, '--seconds', '0.5', '--json']);
  assert.equal(code, 1);
  assert.deepEqual((JSON.parse(output) as { unserved: unknown }).unserved, [{ customer: 5, reason: 'too_heavy' }]);
  assert.match(errors, /客户 5 .*超过任何车辆的载重.*heavier than any vehicle/);
});

test('wrong use and wrong files are told in both languages, with the line', () => {
  const file = join(folder, 'wrong.vrp');
  writeFileSync(file, drawn(5).replace('3 10 80', '3 10 eighty'));
  const cases: Array<[args: string[], words: RegExp]> = [
    [[], /Give one file/],
    [['nowhere.vrp'], /Cannot read nowhere\.vrp \(ENOENT\)/],
    [[file, '--seconds', 'soon'], /--seconds must be/],
    [[file, '--seed', '-1.5'], /--seed/],
    [[file, '--fast'], /--fast/],
    [[file], /第 10 行[\s\S]*line 10: “eighty” is not a number/],
  ];
  for (const [args, words] of cases) {
    const { code, errors } = runRoute(args);
    assert.equal(code, 2, errors);
    assert.match(errors, words);
    assert.match(errors, /[一-龥]/);
  }
});
