// What every command needs before it can run: Node's version, the packages, Node 24, the built web.
// Plain JavaScript without packages: it runs in a fresh clone on Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  existsSync,
  constants as fileSystem,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitForLock } from '../../server/platform/database/embedded/running.mjs';

export const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const began = Number(process.env.BAOGONG_BEGAN) || Date.now();
process.env.BAOGONG_BEGAN = String(began);

/** One line of progress with the time since the command began. */
export function say(chinese, english) {
  const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(5);
  process.stderr.write(`[${seconds} s] ${chinese} · ${english}\n`);
}

/** Ends the command with words for a person, not with a stack. */
export function giveUp(chinese, english, code = 1) {
  process.stderr.write(`\n${chinese}\n${english}\n`);
  process.exit(code);
}

export function requireNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major >= 20) return;
  giveUp(
    `需要 Node.js 20 或更新版本，当前为 ${process.versions.node}。请从 https://nodejs.org 安装。`,
    `Node.js 20 or newer is needed; this is ${process.versions.node}. Install it from https://nodejs.org`,
  );
}

/** Installs the packages when they are missing or not those of package-lock.json. Starts at the same time wait for each other. */
export async function ensureInstalled() {
  requireNode();
  if (packagesAreCurrent()) return;
  const lock = await lockCheckout();
  try {
    if (packagesAreCurrent()) return;
    say('安装依赖包（首次约一分钟）', 'installing packages (about a minute the first time)');
    installPackages();
    ensurePinnedNode();
    say('依赖包已安装', 'packages installed');
  } finally {
    lock.release();
  }
}

async function lockCheckout() {
  const directory = join(checkout, '.data');
  requireWritable(() => mkdirSync(directory, { recursive: true }));
  requireWritable(() => accessSync(directory, fileSystem.W_OK));
  return waitForLock(join(directory, 'preparing.json'), {}, (holder) =>
    say(`等待进程 ${holder?.pid ?? '?'} 完成准备`, `waiting for process ${holder?.pid ?? '?'} to finish preparing`),
  );
}

function requireWritable(work) {
  try {
    work();
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
    giveUp(
      `当前用户不能写入 ${checkout}，而依赖包或网页尚需准备。请以该目录的所有者运行一次，或修改目录权限。`,
      `This user cannot write to ${checkout}, and packages or pages are still to be prepared. Run once as its owner, or change its permissions.`,
    );
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Compares what npm recorded as installed with the lock file; a package may be missing only when it is optional. */
export function packagesAreCurrent() {
  const wanted = readJson(join(checkout, 'package-lock.json'))?.packages;
  const present = readJson(join(checkout, 'node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !present || !pinnedNode()) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (!found) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function installPackages() {
  // Development packages too, whatever NODE_ENV says: the web is built here.
  const parameters = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...parameters], { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] })
    : spawnSync('npm', parameters, {
        cwd: checkout,
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: process.platform === 'win32',
      });
  if (result.status === 0) return;
  giveUp(
    'npm ci 失败，原因见上。请检查网络与 npm 源（npm config get registry），然后重试。',
    'npm ci failed for the reason above. Check the network and the registry (npm config get registry), then try again.',
  );
}

const nodeProgram = join(checkout, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The Node that everything after this file runs on: the pinned one, or this one where it is new enough and no other is there. */
function pinnedNode() {
  if (existsSync(nodeProgram)) return nodeProgram;
  return null;
}

// npm may have been told to run no install scripts; this one puts Node 24 in place.
function ensurePinnedNode() {
  if (pinnedNode()) return;
  const directory = join(checkout, 'node_modules', 'node');
  spawnSync(process.execPath, ['installArchSpecificPackage'], {
    cwd: directory,
    env: { ...process.env, npm_config_ignore_scripts: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (pinnedNode()) return;
  giveUp(
    '无法安装 Node 24（npm 包 node 的安装脚本未能运行）。请执行 npm config set ignore-scripts false 后重试。',
    'Node 24 could not be installed (the install script of the npm package "node" did not run). Run: npm config set ignore-scripts false — then try again.',
  );
}

/** Builds the pages when their sources have changed since the last build; the old build stays until the new one is whole. */
export async function ensureWeb() {
  if (webIsCurrent()) return;
  const lock = await lockCheckout();
  try {
    if (webIsCurrent()) return;
    say('构建网页', 'building the pages');
    const hash = webHash();
    const draft = join(checkout, 'dist', 'web.new');
    requireWritable(() => {
      mkdirSync(dirname(draft), { recursive: true });
      accessSync(dirname(draft), fileSystem.W_OK);
      rmSync(draft, { recursive: true, force: true });
    });
    const vite = join(checkout, 'node_modules', 'vite', 'bin', 'vite.js');
    const parameters = [
      vite,
      'build',
      '--configLoader',
      'native',
      '--outDir',
      draft,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ];
    const result = spawnSync(nodeProgram, parameters, { cwd: checkout, stdio: ['ignore', 'inherit', 'inherit'] });
    if (result.status !== 0) giveUp('网页构建失败，原因见上。', 'The pages could not be built, for the reason above.');
    writeFileSync(join(draft, '.sources'), hash);
    const target = join(checkout, 'dist', 'web');
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
    say('网页已构建', 'pages built');
  } finally {
    lock.release();
  }
}

function webIsCurrent() {
  try {
    return readFileSync(join(checkout, 'dist', 'web', '.sources'), 'utf8') === webHash();
  } catch {
    return false;
  }
}

function webHash() {
  const hash = createHash('sha256');
  for (const path of [
    'package-lock.json',
    'tsconfig.json',
    'vite.config.ts',
    ...filesIn('contracts'),
    ...filesIn('web'),
  ]) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(checkout, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(join(checkout, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesIn(path);
      return entry.isFile() && !/\.test\.tsx?$/.test(path) ? [path] : [];
    })
    .sort();
}

/**
 * Runs a TypeScript file on Node 24 in our place: our terminal, our signals, its exit code.
 * The child ends with us even when we are killed (see follow-parent.mjs).
 */
export function runInPlace(file, parameters = [], options = {}) {
  const follow = new URL('follow-parent.mjs', import.meta.url).href;
  const flags = ['--disable-warning=ExperimentalWarning', '--import', follow, ...(options.flags ?? [])];
  const child = spawn(nodeProgram, [...flags, join(checkout, file), ...parameters], {
    cwd: options.cwd ?? checkout,
    // Threads would otherwise each keep memory of their own after they end (glibc's arenas).
    env: { MALLOC_ARENA_MAX: '2', ...process.env, ...options.env },
    stdio: [options.stdin ?? 'ignore', 'inherit', 'inherit', 'ipc'],
    // Its own process group, so that Ctrl+C reaches it once, from us, and not also from the terminal and from npm.
    detached: process.platform !== 'win32' && options.stdin !== 'inherit',
  });
  forwardSignals(child);
  watchParent(child);
  child.once('error', (error) =>
    giveUp(`无法运行 Node 24：${error.message}`, `Node 24 cannot be run: ${error.message}`),
  );
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function forwardSignals(child) {
  let last = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl+C comes twice, from the terminal and from npm; a second one a moment later is meant.
      if (Date.now() - last < 500) return;
      last = Date.now();
      child.kill(signal);
    });
  }
}

// npm passes signals to its shell only, which dies of them; a kill of npm itself would leave us running unseen.
function watchParent(child) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 200);
  timer.unref();
}
