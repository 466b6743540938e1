import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');

/** A capability may import the index.ts of those on lower steps; those on one step do not know each other. */
const steps = [
  ['registry'],
  ['stock'],
  ['reports', 'energy', 'safety', 'services', 'labour', 'reserves', 'requests'],
  ['exchange'],
  ['planning'],
  ['dispatch'],
  ['finance'],
  ['command', 'bulletin'],
];
const wiring = new Set(['server/main.ts', 'server/cli.ts', 'server/app.ts', 'web/main.tsx', 'web/app.tsx']);
/** Rooms of the web alone: what every page stands on, and the frame of the telephone's pages. */
const webGround = ['platform', 'phone'];
/** No database and no HTTP in these: what they compute is the same from a folder and from a database. */
const pure = [
  'server/registry/dataset/',
  'server/stock/position/',
  'server/planning/model/',
  'server/dispatch/routing/',
  'server/bulletin/figures/',
];
const impure =
  /(^|\/)(kysely|pg|fastify|graphile-worker)$|server\/platform\/(database|http|auth|work|events|jobs|audit)/;

interface Import {
  from: string;
  to: string;
}

function sourceFiles(): string[] {
  return execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.tsx', '*.mts'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean);
}

/** Repository paths for our own files, package names otherwise. */
export function importsOf(file: string, source: string): Import[] {
  const specifiers = [
    ...source.matchAll(
      /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
    ),
  ];
  return specifiers.map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    if (specifier.startsWith('#')) return { from: file, to: specifier.slice(1) };
    if (specifier.startsWith('.')) return { from: file, to: normalize(join(dirname(file), specifier)) };
    return { from: file, to: specifier };
  });
}

function capabilityOf(path: string): string | null {
  const [, folder] = /^server\/([^/]+)\//.exec(path) ?? [];
  return folder && steps.flat().includes(folder) ? folder : null;
}

/** A room of the web lies on its capability's step; what the server has no capability for lies above all. */
function brokenWebRule({ from, to }: Import): string | null {
  const source = webRoomOf(from);
  const target = webRoomOf(to);
  if (!source || !target || source === target || target === 'platform') return null;
  if (source === 'platform') return 'platform knows no capability';
  return webStepOf(target) < webStepOf(source) ? null : `web/${source} may not know web/${target}`;
}

function webRoomOf(path: string): string | null {
  return /^web\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function webStepOf(room: string): number {
  if (webGround.includes(room)) return -1;
  const step = stepOf(room);
  return step === -1 ? steps.length : step;
}

function stepOf(capability: string): number {
  return steps.findIndex((step) => step.includes(capability));
}

/** Why an import breaks a rule of the house, or null. */
export function brokenRule({ from, to }: Import): string | null {
  const isTest = /\.test\.tsx?$|^tests\/|^bench\//.test(from);
  if (isTest || wiring.has(from)) return null;
  if (from.startsWith('contracts/') && /^(server|web)\//.test(to)) return 'contracts know neither server nor web';
  if (from.startsWith('web/') && to.startsWith('server/')) return 'web knows contracts only';
  if (from.startsWith('server/') && to.startsWith('web/')) return 'the server does not know the web';
  if (pure.some((folder) => from.startsWith(folder)) && impure.test(to))
    return 'a pure part knows neither database nor HTTP';
  const webRule = brokenWebRule({ from, to });
  if (webRule) return webRule;
  const source = capabilityOf(from);
  const target = capabilityOf(to);
  if (from.startsWith('server/platform/') && target) return 'platform knows no capability';
  if (!source || !target || source === target) return null;
  if (stepOf(target) >= stepOf(source)) return `${source} may not know ${target}`;
  const open = [`server/${target}/index.ts`, ...pure.map((folder) => `${folder}index.ts`)];
  if (!open.includes(to) && !pure.some((folder) => to === `${folder}types.ts`))
    return `only the index.ts of ${target} may be imported`;
  return null;
}

test('every import follows the rules of the house', () => {
  const files = sourceFiles();
  assert.ok(files.length > 50, 'the source files were found');
  const broken = files
    .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')))
    .flatMap((entry) => {
      const rule = brokenRule(entry);
      return rule ? [`${entry.from} → ${entry.to}: ${rule}`] : [];
    });
  assert.deepEqual(broken, []);
});

test('the check sees what it is there to forbid', () => {
  const seen = (from: string, source: string) => importsOf(from, source).map(brokenRule);
  assert.deepEqual(seen('web/stock/page.tsx', "import { x } from '#server/stock/index.ts';"), [
    'web knows contracts only',
  ]);
  assert.deepEqual(seen('server/stock/a.ts', "import type { x } from '../planning/index.ts';"), [
    'stock may not know planning',
  ]);
  assert.deepEqual(seen('server/planning/a.ts', "import { x } from '../stock/stock.repository.ts';"), [
    'only the index.ts of stock may be imported',
  ]);
  assert.deepEqual(seen('server/planning/model/a.ts', "import pg from 'pg';"), [
    'a pure part knows neither database nor HTTP',
  ]);
  assert.deepEqual(seen('server/platform/a.ts', "export { x } from '../registry/index.ts';"), [
    'platform knows no capability',
  ]);
  assert.deepEqual(seen('web/planning/page.tsx', "import { x } from '../command/story.ts';"), [
    'web/planning may not know web/command',
  ]);
  assert.deepEqual(seen('web/platform/names.ts', "import { x } from '../stock/item-names.ts';"), [
    'platform knows no capability',
  ]);
  assert.deepEqual(seen('web/command/page.tsx', "import { x } from '../planning/story.ts';"), [null]);
  assert.deepEqual(seen('server/planning/a.ts', "import {\n  a,\n  b,\n} from '../stock/index.ts';"), [null]);
});
