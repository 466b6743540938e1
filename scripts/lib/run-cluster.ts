import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shareCluster, stopCluster, stopLeftover } from '../../server/platform/database/embedded/index.ts';
import { processStart } from '../../server/platform/database/embedded/running.mjs';

export interface RunCluster {
  ownerUrl: string;
  appUrl: string;
  stop(): Promise<void>;
}

/** A throw-away PostgreSQL for one run of the tests; what killed runs left behind is cleared away first. */
export async function startRunCluster(rootBase: string): Promise<RunCluster> {
  // Root's own temporary directory may be closed to the user PostgreSQL runs as.
  const base = process.getuid?.() === 0 ? rootBase : tmpdir();
  await clearLeftovers(base);
  const home = join(base, `baogong-run-${process.pid}-${randomBytes(4).toString('hex')}`);
  const cluster = await shareCluster(home, 'test');
  return {
    ownerUrl: cluster.ownerUrl,
    appUrl: cluster.appUrl,
    async stop() {
      await stopCluster(cluster);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function clearLeftovers(base: string): Promise<void> {
  await mkdir(base, { recursive: true });
  for (const entry of await readdir(base)) {
    const pid = Number(/^baogong-run-(\d+)-/.exec(entry)?.[1]);
    if (!pid || processStart(pid) !== null) continue;
    const home = join(base, entry);
    // Another user's leftover is that user's to clear.
    await stopLeftover(home)
      .then(() => rm(home, { recursive: true, force: true }))
      .catch(() => {});
  }
}
