import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, mock, test } from 'node:test';
import type { Plan } from './model/index.ts';
import { plan as planCommand } from './planning.cli.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'plan-'));
after(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the command as a person does. */
function plan(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['server/cli.ts', 'plan', ...args], { cwd: ROOT }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

test('the example’s plan is printed in Chinese and written as JSON in the agreed form', async () => {
  const file = join(folder, 'plan.json');
  const { code, out } = await plan('example', '--from', '2022-01-09', '--days', '14', '--out', file);
  assert.equal(code, 0);
  assert.match(out, /已证明最优/u);
  assert.match(out, /藿香正气丸 +1月13日/u);
  assert.match(out, /口罩 +1月14日/u);
  assert.match(out, /熔喷布 +E14、E15.*1 吨 = 100 万只/u);
  const written = JSON.parse(readFileSync(file, 'utf8')) as Plan;
  const pills = written.unmet.filter(({ item, date }) => item === 'huoxiang-zhengqi' && date >= '2022-01-13');
  const missing = pills.reduce((sum, { quantity }) => sum + quantity, 0);
  assert.match(
    out,
    new RegExp(`藿香正气丸 .* ${Math.round(missing)} 件 `, 'u'),
    'the table adds up what the JSON says',
  );
  const keysOf = (rows: object[]): string => [...new Set(rows.flatMap((row) => Object.keys(row)))].sort().join();
  assert.equal(keysOf(written.production), 'date,item,line,quantity');
  assert.equal(keysOf(written.shipments), 'date,from,grade,item,quantity,to');
  assert.equal(keysOf(written.transfers), 'date,from,item,quantity,to');
  assert.equal(keysOf(written.unmet), 'date,item,quantity,tier,to');
  assert.deepEqual(written.write_offs, []);
  assert.ok(written.cover.every((row) => 'item' in row && 'days' in row && 'first_short' in row));
  const asked = ['constraint', 'date', 'enterprise', 'input', 'item', 'line', 'marginal', 'to'];
  assert.ok(written.causes.every((row) => asked.every((key) => key in row)));
  assert.deepEqual(Object.keys(written.objectives), ['O1', 'O2', 'O3', 'O4']);
  assert.ok(['status', 'gap', 'rows', 'columns', 'nonzeros', 'seconds'].every((key) => key in written.solver));
  assert.ok(written.shipments.every((row) => (row.item === 'mask') === 'grade' in row));
});

test('--exact gives the plan before rounding, --lang en its words in English, progress goes to the other stream', async () => {
  const file = join(folder, 'exact.json');
  const { code, out, err } = await plan(
    'example',
    '--from',
    '2022-01-09',
    '--days',
    '3',
    '--exact',
    '--lang',
    'en',
    '--out',
    file,
  );
  assert.equal(code, 0);
  assert.match(out, /proven optimal/u);
  assert.match(err, /solving O1\.1/u);
  const written = JSON.parse(readFileSync(file, 'utf8')) as Plan;
  assert.equal(written.exact, true);
  assert.deepEqual(written.objectives, written.optimum);
});

test('a scenario changes the plan: twice the need and a sealed county', async () => {
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify({ demand: [{ factor: 2, item: 'mask' }], sealed: [{ county: '410883' }] }));
  const { code, out } = await plan('example', '--from', '2022-01-09', '--days', '2', '--scenario', file);
  assert.equal(code, 0);
  assert.match(out, /道路封闭/u);
});

test('a scenario that names what is not there, or a key that is not known, is refused with the place', async () => {
  const file = join(folder, 'misspelt.json');
  const cases: Array<[given: object, told: RegExp]> = [
    [{ sealed: [{ county: '999999' }] }, /sealed\[0\]\.county 写了 999999，而 counties\.csv 中没有/u],
    [{ demand: [{ factor: 2, item: 'maskk' }] }, /demand\[0\]\.item 写了 maskk，而 items\.csv 中没有/u],
    [{ capacity: [{ factor: 0, line: 'E99-L1' }] }, /lines\.csv/u],
    [{ seeled: [] }, /无法使用[\s\S]*seeled/u],
    [{ demand: [{ factor: -1 }] }, /无法使用[\s\S]*demand\.0\.factor 数值过小/u],
  ];
  for (const [given, told] of cases) {
    writeFileSync(file, JSON.stringify(given));
    const { code, out, err } = await plan('example', '--from', '2022-01-09', '--days', '2', '--scenario', file);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, told);
  }
});

test('what is wrong with the command or the data is told, and nothing is written', async () => {
  const cases: Array<[args: string[], told: RegExp]> = [
    [[], /请给出一个文件夹/u],
    [['example', '--from', '2022-02-30', '--days', '3'], /--from 2022-02-30/u],
    [['example', '--from', '2022-01-09'], /--days/u],
    [['example', '--from', '2022-01-09', '--days', '0'], /1 到 366/u],
    [['example', '--from', '2022-01-09', '--days', '3', '--reserve-days', '-1'], /--reserve-days/u],
    [['example', '--from', '2022-01-09', '--days', '3', '--speed'], /--speed/u],
    [['no-such-folder', '--from', '2022-01-09', '--days', '3'], /no-such-folder/u],
    [['example', '--from', '2022-01-09', '--days', '3', '--scenario', 'no-such-file'], /no-such-file/u],
  ];
  for (const [args, told] of cases) {
    const said = mock.method(process.stderr, 'write', () => true);
    const code = await planCommand(args);
    const words = said.mock.calls.map((call) => String(call.arguments[0])).join('');
    said.mock.restore();
    assert.equal(code, 2, args.join(' '));
    assert.match(words, told);
  }
});

test('--help prints the usage', async () => {
  const { code, err } = await plan('--help');
  assert.equal(code, 0);
  assert.match(err, /--reserve-days/u);
});
