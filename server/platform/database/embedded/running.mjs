// Plain JavaScript, because `npm start` asks it before Node 24 and the packages are there (Node 20 is enough).
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const isRoot = process.getuid?.() === 0;

/**
 * Where a checkout keeps its data. Root keeps it outside the checkout: PostgreSQL runs as another user there, and a
 * checkout under a home of mode 700 is out of that user's reach.
 */
export function dataHome(checkout, env = process.env) {
  if (env.BAOGONG_DATA) return resolve(env.BAOGONG_DATA);
  const real = realpathSync(checkout);
  if (!isRoot) return join(real, '.data');
  const key = createHash('sha256').update(real).digest('hex').slice(0, 10);
  return join('/var/lib/baogong', `${basename(real)}-${key}`);
}

/** Names one life of a process: pids are reused, a pid with its start time is not. Null when no such process lives. */
export function processStart(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  if (process.platform === 'linux') return linuxProcessStart(pid);
  if (process.platform === 'win32') return 'alive';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function linuxProcessStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets; the fields after its last bracket are numbered from 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

const alive = (holder) => holder !== null && holder.started === processStart(holder.pid);

/** Who holds the lock file: null when it is free or its holder is dead. */
export function readHolder(file) {
  const holder = read(file);
  return alive(holder) ? holder : null;
}

/** The server that runs on this data, or null. */
export function readRunning(home) {
  return readHolder(join(home, 'running.json'));
}

/** Takes the lock file, also from a dead holder. Returns null when a living process holds it. */
export function takeLock(file, note = {}) {
  const mine = { pid: process.pid, started: processStart(process.pid), since: new Date().toISOString(), ...note };
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (tryLink(draft, file)) return lock(file, mine);
      if (readHolder(file)) return null;
      removeStale(file);
    }
    return null;
  } finally {
    rmSync(draft, { force: true });
  }
}

// A hard link appears whole or not at all: nobody ever reads a half-written lock.
function tryLink(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

// Two starts may find the same stale file: what was moved aside is put back when it turns out to be another's fresh lock.
function removeStale(file) {
  const aside = `${file}.stale.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readHolder(aside) && !existsSync(file)) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function lock(file, mine) {
  const isMine = () => {
    const holder = read(file);
    return holder?.pid === mine.pid && holder.started === mine.started;
  };
  const release = () => {
    process.removeListener('exit', release);
    if (isMine()) rmSync(file, { force: true });
  };
  process.once('exit', release);
  return {
    release,
    update(note) {
      if (!isMine()) return;
      Object.assign(mine, note);
      const draft = `${file}.${process.pid}.new`;
      writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
      renameSync(draft, file);
    },
  };
}

/** Waits until the lock file is ours. `onWait` is called once with its holder. */
export async function waitForLock(file, note = {}, onWait = () => {}) {
  let told = false;
  for (;;) {
    const held = takeLock(file, note);
    if (held) return held;
    if (!told) onWait(readHolder(file));
    told = true;
    await new Promise((next) => setTimeout(next, 150));
  }
}

/** The directory for data, made when missing. Only its owner may look inside; others may pass through. */
export function makeHome(home) {
  const first = mkdirSync(home, { recursive: true });
  if (!first) return;
  // Set by chmod, since a umask of 077 would shut the database's user out of the parents too.
  if (isRoot) for (let made = home; made.startsWith(first); made = dirname(made)) chmodSync(made, 0o755);
  chmodSync(home, isRoot ? 0o711 : 0o700);
}

/** Two lines, Chinese and English, for a person who started a second server on the same data. */
export function alreadyRunningWords(holder) {
  const where = holder.address ?? '';
  return [
    `已有一个服务在使用这份数据：${where || '正在启动'}（进程 ${holder.pid}，${holder.since} 起）。请直接打开该地址；如需重启，先在其窗口按 Ctrl+C 或执行 kill ${holder.pid}。`,
    `A server already runs on this data: ${where || 'starting up'} (process ${holder.pid}, since ${holder.since}). Open that address; to restart, press Ctrl+C in its window or run: kill ${holder.pid}`,
  ].join('\n');
}
