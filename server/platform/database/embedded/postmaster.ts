import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ClusterPlace, Durability } from './cluster.ts';
import { EmbeddedDatabaseError } from './errors.ts';
import { processStart } from './running.mjs';

interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const always = {
  listen_addresses: '127.0.0.1',
  // No socket: a path below a deep checkout would exceed the system's 107 bytes.
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  jit: 'off',
};

const settings: Record<Durability, Record<string, string>> = {
  durable: { ...always, max_connections: '100' },
  test: {
    ...always,
    max_connections: '300',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
  },
};

function childOptions(place: ClusterPlace, cwd: string) {
  // A short environment: PGDATA, PGPORT and their like must not reach it.
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  if (process.platform === 'linux') env.LD_LIBRARY_PATH = place.binaries.libraries;
  if (process.platform === 'win32') Object.assign(env, { SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP });
  const account = place.account ? { uid: place.account.uid, gid: place.account.gid } : {};
  return { ...account, cwd, env, windowsHide: true };
}

/** Builds a new cluster: UTF-8 whatever the machine's locales are, Unicode-aware upper and lower, ICU collations at hand. */
export async function runInitdb(place: ClusterPlace, directory: string, passwordFile: string): Promise<void> {
  const flags = ['-D', directory, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  flags.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (place.durability === 'test') flags.push('--no-sync');
  const child = spawn(place.binaries.initdb, flags, {
    ...childOptions(place, directory),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const code = await ended(child);
  if (code === 0) return;
  throw new EmbeddedDatabaseError(
    `内置 PostgreSQL 初始化失败（${code}）：${output.trim().slice(-800)}`,
    `The embedded PostgreSQL could not be initialised (${code}); its words are above.`,
  );
}

function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}

/** The postmaster that runs on this directory, by its pid file; null when the file is missing or stale. */
export async function postmasterOf(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  // Lines: pid, data directory, start, port, socket directory, address, shared memory, state.
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(await worksIn(pid, data)) || !port) return null;
  return { pid, port, ready: lines[7]?.trim() === 'ready' };
}

/** A pid may have been given to another program since: ours has the data directory as its working directory. */
async function worksIn(pid: number, data: string): Promise<boolean> {
  if (processStart(pid) === null) return false;
  if (process.platform !== 'linux') return true;
  const [cwd, real] = await Promise.all([readlink(`/proc/${pid}/cwd`), realpath(data)]).catch(() => [null, '']);
  return cwd === real;
}

/** Starts PostgreSQL and waits until it is ready. It outlives us on purpose when we are killed; the next start adopts it. */
export async function launch(place: ClusterPlace, port?: number): Promise<{ pid: number; port: number }> {
  await clearStalePidFile(place.data);
  const log = join(place.home, 'postgres.log');
  await keepLogSmall(log);
  const deadline = Date.now() + 30_000;
  let wanted = port ?? (await freePort());
  for (;;) {
    const begin = await stat(log)
      .then((found) => found.size)
      .catch(() => 0);
    const running = await launchOnce(place, wanted, log);
    if (running) return running;
    const words = (await readFile(log)).subarray(begin).toString();
    // Sessions of a killed postmaster hold its memory for a moment; a port may be taken between asking and binding.
    const passing = /pre-existing shared memory block|could not create any TCP\/IP sockets|Address already in use/;
    if (!passing.test(words) || Date.now() > deadline) throw startFailure(log, words);
    await new Promise((next) => setTimeout(next, 300));
    if (port === undefined) wanted = await freePort();
  }
}

function startFailure(log: string, words: string): EmbeddedDatabaseError {
  const last = words.trim().split('\n').slice(-6).join('\n');
  return new EmbeddedDatabaseError(
    `内置 PostgreSQL 无法启动，日志 ${log} 的最后几行：\n${last}`,
    `The embedded PostgreSQL cannot start; the last lines of its log are above.`,
  );
}

async function launchOnce(place: ClusterPlace, port: number, log: string) {
  const flags = ['-D', place.data, '-p', String(port)];
  for (const [name, value] of Object.entries(settings[place.durability])) flags.push('-c', `${name}=${value}`);
  const output = openSync(log, 'a', 0o600);
  // Its own process group: Ctrl+C in the terminal must reach us first, so that requests end before the database does.
  const child = spawn(place.binaries.postgres, flags, {
    ...childOptions(place, place.data),
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let over = false;
  ended(child).then(() => {
    over = true;
  });
  child.unref();
  while (!over) {
    const found = await postmasterOf(place.data);
    if (found?.ready && found.pid === child.pid) return { pid: found.pid, port };
    await new Promise((next) => setTimeout(next, 20));
  }
  return null;
}

// PostgreSQL itself refuses to start while the pid in a stale file belongs to any living process.
async function clearStalePidFile(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid || processStart(pid) === null || (await worksIn(pid, data))) return;
  await waitForOrphans(data);
  await rm(file, { force: true });
}

// After a kill -9 of the postmaster its sessions end by themselves; two sets of them on one directory would destroy it.
async function waitForOrphans(data: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const pids = (await readdir('/proc').catch(() => [])).map(Number).filter(Boolean);
    const inside = await Promise.all(pids.map((pid) => worksIn(pid, data)));
    if (!inside.includes(true)) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new EmbeddedDatabaseError(
    `仍有旧的 PostgreSQL 进程在使用 ${data}。请结束它们后重试。`,
    `Old PostgreSQL processes still use ${data}. End them and try again.`,
  );
}

async function keepLogSmall(log: string): Promise<void> {
  const found = await stat(log).catch(() => null);
  if (found && found.size > 10_000_000) await rename(log, `${log}.old`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

export const isAlive = (pid: number) => processStart(pid) !== null;

/** Fast shutdown (sessions end, a checkpoint is written), then harder: immediate after 10 s, kill after 15 s. */
export async function stopPostmaster(pid: number): Promise<void> {
  const steps = [
    { after: 0, signal: 'SIGINT' },
    { after: 10_000, signal: 'SIGQUIT' },
    { after: 15_000, signal: 'SIGKILL' },
  ] as const;
  const began = Date.now();
  let next = 0;
  while (isAlive(pid)) {
    const step = steps[next];
    if (step && Date.now() - began >= step.after) {
      next += 1;
      signalIfAlive(pid, step.signal);
    }
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
