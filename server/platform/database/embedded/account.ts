import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { EmbeddedDatabaseError } from './errors.ts';

/** The user PostgreSQL runs as when we are root (it refuses root). */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

export const isRoot = process.getuid?.() === 0;

/** Null when this process is not root: PostgreSQL then runs as the same user. */
export function unprivilegedAccount(): Account | null {
  if (!isRoot) return null;
  // initdb asks for the user's name, so a number without an entry in passwd would not do.
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map(parseAccount);
  for (const name of ['baogong', 'postgres', 'nobody']) {
    const account = accounts.find((candidate) => candidate?.name === name);
    if (account && account.uid !== 0) return account;
  }
  throw new EmbeddedDatabaseError(
    'PostgreSQL 不能以 root 运行，系统中也没有 baogong、postgres 或 nobody 用户。请执行 useradd --system baogong 后重试，或改用普通用户运行。',
    'PostgreSQL refuses to run as root and there is no user baogong, postgres or nobody. Run: useradd --system baogong — or start as an ordinary user.',
  );
}

function parseAccount(line: string): Account | null {
  const [name, , uid, gid] = line.split(':');
  if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return null;
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** Fails with advice when the account cannot enter the directory, for instance below a home of mode 700. */
export function requireReach(account: Account | null, directory: string): void {
  if (!account) return;
  const result = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  throw new EmbeddedDatabaseError(
    `用户 ${account.name} 无法进入 ${directory}（${result.error?.message ?? result.stderr.trim()}）。请不要设置 BAOGONG_DATA，或把它设为该用户可以进入的目录。`,
    `User ${account.name} cannot enter ${directory} (${result.error?.message ?? result.stderr.trim()}). Leave BAOGONG_DATA unset, or set it to a directory which that user can enter.`,
  );
}
