// Every check and every test; see test.mjs. Runs all of them even when one fails, and says at the end which did.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { sharedHome } from '../tests/support/cluster.ts';
import { generators } from './generate.ts';
import { ensureChromium } from './lib/chromium.mjs';
import { checkout, ensureWeb, giveUp, say } from './lib/prepare.mjs';
import { type RunCluster, startRunCluster } from './lib/run-cluster.ts';

interface Step {
  name: string;
  run(): Promise<boolean>;
}

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const files = testFiles();
if (files.length === 0) giveUp(`没有匹配 ${filters.join(' ')} 的测试。`, `No test file matches ${filters.join(' ')}.`);

let cluster: RunCluster | null = null;
let current: ReturnType<typeof spawn> | null = null;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true;
    current?.kill(signal);
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    process.env.CHROMIUM_PATH = needsBrowser() ? await ensureChromium(checkout, (step) => say('准备浏览器', step)) : '';
    if (!process.env.CHROMIUM_PATH) delete process.env.CHROMIUM_PATH;
    if (needsPages()) await ensureWeb();
    await provideCluster();
    const failed = await runSteps(filters.length > 0 ? [tests()] : [...checks(), tests()]);
    if (failed.length === 0) say('全部通过', 'everything passed');
    else say(`未通过：${failed.join('、')}`, `failed: ${failed.join(', ')}`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    await cluster?.stop();
  }
}

/** A few named tests share the lasting cluster, which is up in no time; a whole run gets one of its own, in memory-fast settings. */
async function provideCluster(): Promise<void> {
  if (process.env.TEST_OWNER_URL) return;
  if (filters.length > 0) return;
  say('启动测试用 PostgreSQL', 'starting PostgreSQL for the tests');
  cluster = await startRunCluster(join(sharedHome(), '..'));
  process.env.TEST_OWNER_URL = cluster.ownerUrl;
  process.env.TEST_APP_URL = cluster.appUrl;
}

async function runSteps(steps: Step[]): Promise<string[]> {
  const failed: string[] = [];
  for (const step of steps) {
    if (interrupted) return [...failed, 'interrupted'];
    say(step.name, 'running');
    if (!(await step.run())) failed.push(step.name);
  }
  return failed;
}

function checks(): Step[] {
  const tool = (name: string, ...parameters: string[]) => ({
    name,
    run: () => run(join(checkout, 'node_modules', '.bin', name), parameters),
  });
  return [
    { ...tool('biome', 'check', '--error-on-warnings', '.'), name: 'format and lint' },
    { ...tool('tsc', '--noEmit'), name: 'types' },
    ...generators.map((file) => ({
      name: `fresh: ${file}`,
      run: () => run(process.execPath, ['--disable-warning=ExperimentalWarning', join(checkout, file), '--check']),
    })),
  ];
}

function tests(): Step {
  const parameters = [
    '--disable-warning=ExperimentalWarning',
    `--import=${join(checkout, 'tests', 'support', 'deadline.ts')}`,
    '--test',
    '--test-concurrency=2',
    '--test-timeout=600000',
  ];
  parameters.push('--test-reporter=spec', ...flags, ...files);
  return { name: 'tests', run: () => run(process.execPath, parameters) };
}

function run(program: string, parameters: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    current = spawn(program, parameters, { cwd: checkout, stdio: ['ignore', 'inherit', 'inherit'] });
    current.once('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(false);
    });
    current.once('exit', (code) => resolve(code === 0));
  });
}

function testFiles(): string[] {
  const wanted = filters.map((filter) => filter.replaceAll('\\', '/').replace(/^\.\//, ''));
  const folders = ['contracts', 'server', 'web', 'scripts', 'tests', 'bench'].filter((folder) =>
    existsSync(join(checkout, folder)),
  );
  return folders
    .flatMap((folder) =>
      readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.test.ts'))
    .filter((path) => wanted.length === 0 || wanted.some((filter) => path.includes(filter)))
    .sort();
}

function needsBrowser(): boolean {
  return files.some((path) => path.startsWith('tests/') || path.startsWith('web/'));
}

// A run of a few named tests must not wait for the pages, nor fail over them.
function needsPages(): boolean {
  return filters.length === 0 || files.some((path) => /^(tests\/(e2e|startup)|web)\//.test(path));
}
