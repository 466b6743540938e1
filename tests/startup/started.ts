import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkout } from './support.ts';

export interface StartOptions {
  /** The command and its parameters. Default: node scripts/start.mjs. */
  command?: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
}

/** A started command of the product and what it has said so far. */
export class Started {
  readonly child: ChildProcess;
  words = '';
  readonly #saidAll: Promise<unknown>;

  constructor(options: StartOptions) {
    const cwd = options.cwd ?? checkout;
    const node = join(cwd, 'node_modules', 'node', 'bin', 'node');
    const [program, ...parameters] = options.command ?? [node, 'scripts/start.mjs'];
    const user = options.uid === undefined ? {} : { uid: options.uid, gid: options.gid };
    this.child = spawn(program!, parameters, { ...user, cwd, env: cleanEnvironment(options.env) });
    this.#saidAll = once(this.child, 'close');
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream!.on('data', (chunk) => {
        this.words += chunk;
      });
    }
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The address it serves at, as soon as it answers there. */
  async address(): Promise<string> {
    for (;;) {
      const address = /running at (http:\/\/\S+)/.exec(this.words)?.[1];
      if (address) return address;
      if (this.ended) throw new Error(`it ended instead of serving:\n${this.words}`);
      await pause(50);
    }
  }

  /** Once it ended by itself and the last of its words has arrived, which may be after the process is gone. */
  async exitCode(): Promise<number | null> {
    await this.#saidAll;
    return this.child.exitCode;
  }

  /** Not waiting for words: what it started may live on and hold its output open. */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.ended) {
      const gone = once(this.child, 'exit');
      this.child.kill(signal);
      await gone;
    }
    return this.child.exitCode;
  }

  /** Process id of the server itself, below the commands that start it. */
  get serverPid(): number {
    const rows = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).stdout.split('\n');
    const processes = rows.map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row)).filter((row) => row !== null);
    const family = [String(this.child.pid)];
    for (const pid of family) family.push(...processes.filter((row) => row[2] === pid).map((row) => row[1]!));
    const server = processes.find((row) => family.includes(row[1]!) && row[3]!.includes('server/main.ts'));
    if (!server) throw new Error('the server does not run');
    return Number(server[1]);
  }
}

// What a person's terminal has, without what the test run added.
function cleanEnvironment(added: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|BAOGONG_|DATABASE_|NODE_|PORT$|HOST$)/.test(name),
  );
  return { PORT: '0', ...Object.fromEntries(inherited), ...added };
}

/** A copy of the checkout as it stands; its packages are hard links where the file system allows, and never change owner. */
export function copyCheckout(target: string, owner?: { uid: number; gid: number }): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(checkout)) {
    if (entry === '.git' || entry === '.data' || entry === 'node_modules') continue;
    cpSync(join(checkout, entry), join(target, entry), { recursive: true });
  }
  if (owner) spawnSync('chown', ['-R', `${owner.uid}:${owner.gid}`, target]);
  const packages = [join(checkout, 'node_modules'), join(target, 'node_modules')];
  if (spawnSync('cp', ['-al', ...packages]).status !== 0) spawnSync('cp', ['-a', ...packages]);
}
