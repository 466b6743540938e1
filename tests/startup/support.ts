import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { stopLeftover } from '#server/platform/database/embedded/index.ts';
import { processStart, readRunning } from '#server/platform/database/embedded/running.mjs';
import { sharedHome } from '../support/cluster.ts';

export const isRoot = process.getuid?.() === 0;
export const checkout = join(import.meta.dirname, '..', '..');

/** A place for one test's data, as the product itself would choose it; afterwards whatever runs there ends and it is removed. */
export function temporaryHome(t: Pick<TestContext, 'after'>): string {
  const base = isRoot ? dirname(sharedHome()) : tmpdir();
  const home = join(base, `startup-${process.pid}-${randomBytes(4).toString('hex')}`);
  t.after(() => clearHome(home));
  return home;
}

export async function clearHome(home: string): Promise<void> {
  const holder = readRunning(home);
  if (holder) {
    process.kill(holder.pid, 'SIGKILL');
    await untilGone(holder.pid);
  }
  await stopLeftover(home);
  await rm(home, { recursive: true, force: true });
}

type Message = Record<string, unknown> & { words?: string };

/** A process that speaks JSON, one object a line. */
export class Talker {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(child: ChildProcess) {
    this.child = child;
    this.#lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  }

  async next(): Promise<Message> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the process ended without a word');
    return JSON.parse(value) as Message;
  }

  async ask(sql: string): Promise<unknown> {
    this.child.stdin!.write(`${sql}\n`);
    return (await this.next()).rows;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }
}

/** Starts holder.ts on a temporary home. */
export function holdDatabase(home: string): Talker {
  const parameters = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'holder.ts'), home];
  return new Talker(spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'inherit'] }));
}

/** Process id of the PostgreSQL on this directory. */
export function postmasterPid(home: string): number {
  return Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

export async function untilGone(pid: number): Promise<void> {
  while (processStart(pid) !== null) await new Promise((next) => setTimeout(next, 20));
}
