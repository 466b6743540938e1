import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const example = join(root, 'example');

function baogong(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['server/cli.ts', 'bulletin', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('the command prints the published figures as JSON, and nothing else', () => {
  const { status, stdout, stderr } = baogong(example, '--json');
  assert.deepEqual([status, stderr], [0, '']);
  assert.deepEqual(JSON.parse(stdout), JSON.parse(readFileSync(join(example, 'published-figures.json'), 'utf8')));
});

test('without --json it prints the draft, in the language asked for', () => {
  assert.match(baogong(example).stdout, /^焦作市应急物资保供简报（2022年1月8日）/u);
  assert.match(baogong(example, '--lang', 'en').stdout, /^Jiaozuo: bulletin on emergency supplies, 8 January 2022/u);
});

test('bad data is refused with its place and status 2; so is a command that makes no sense', () => {
  const folder = mkdtempSync(join(tmpdir(), 'city-'));
  try {
    cpSync(example, folder, { recursive: true });
    writeFileSync(
      join(folder, 'stock.csv'),
      readFileSync(join(folder, 'stock.csv'), 'utf8').replace('34044', '-34044'),
    );
    const bad = baogong(folder, '--json');
    assert.deepEqual([bad.status, bad.stdout], [2, '']);
    assert.match(bad.stderr, /stock\.csv 第 2 行 列 quantity “-34044”：不能小于零/u);
    assert.match(
      baogong(folder, '--lang', 'en').stderr,
      /stock\.csv, row 2, column quantity, “-34044”: may not be below zero\. Accepted: zero or more\./u,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const args of [
    [],
    [example, 'more'],
    [example, '--date', '2022-02-30'],
    [example, '--lang', 'fr'],
    [example, '--wrong'],
    ['/nowhere'],
  ]) {
    const { status, stdout, stderr } = baogong(...args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.ok(stderr.length > 20);
  }
  assert.equal(baogong('--help').status, 0);
});

test('--date says which day it is: licences are judged by it', () => {
  const { stdout, stderr } = baogong(example, '--date', '2026-01-01', '--json');
  const { mask, date } = JSON.parse(stdout);
  assert.deepEqual([date, mask.licensed_producers, mask.producers], ['2026-01-01', 0, 8]);
  assert.match(stderr, /数据是 2022-01-08 的/u, 'the stock is of another day, which is said');
  assert.equal(baogong(example, '--date', '2022-01-08', '--json').stderr, '');
});
