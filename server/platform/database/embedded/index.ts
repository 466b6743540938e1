import { join } from 'node:path';
import {
  type Cluster,
  type ClusterPlace,
  type Durability,
  type OnStep,
  openCluster,
  prepareCluster,
} from './cluster.ts';
import { AlreadyRunningError } from './errors.ts';
import { isAlive, postmasterOf, stopPostmaster } from './postmaster.ts';
import { type Lock, makeHome, readRunning, takeLock, waitForLock } from './running.mjs';

export { AlreadyRunningError, EmbeddedDatabaseError } from './errors.ts';
export { dataHome } from './running.mjs';

export interface EmbeddedDatabase {
  /** Role baogong_owner: owns the database, makes tables; neither superuser nor bypassrls. */
  ownerUrl: string;
  /** Role baogong_app: what the server works as; row-level security binds it. */
  appUrl: string;
  /** True when a PostgreSQL left over by a killed server was taken over. */
  adopted: boolean;
  /** Says where this server answers, for whoever starts a second one on the same data. */
  announce(address: string): void;
  /** Stops PostgreSQL (fast, with a checkpoint) and frees the data. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Default: `dataHome(checkout)`. Absolute path. */
  dataDir: string;
  onStep?: OnStep;
  /** Told when PostgreSQL died under the running server and was started again, on the same port. */
  onRestart?: (error: unknown) => void;
}

/**
 * A real PostgreSQL as a child process, for one server at a time. Errors: AlreadyRunningError when another server uses
 * the data; EmbeddedDatabaseError with advice otherwise.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const onStep = options.onStep ?? (() => {});
  makeHome(options.dataDir);
  const lock = takeRunningLock(options.dataDir);
  try {
    const place = await prepareCluster(options.dataDir, 'durable');
    const cluster = await openCluster(place, onStep);
    const watch = superviseCluster(place, cluster, options.onRestart ?? (() => {}));
    return {
      ownerUrl: cluster.ownerUrl,
      appUrl: cluster.appUrl,
      adopted: cluster.adopted,
      announce: (address) => lock.update({ address }),
      async stop() {
        await watch.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function takeRunningLock(home: string): Lock {
  for (;;) {
    const lock = takeLock(join(home, 'running.json'));
    if (lock) return lock;
    const holder = readRunning(home);
    // None when the holder ended between the two looks.
    if (holder) throw new AlreadyRunningError(holder);
  }
}

/** Starts PostgreSQL again, on the same port, when it dies under us; the pool reconnects by itself. */
function superviseCluster(place: ClusterPlace, first: Cluster, onRestart: (error: unknown) => void) {
  let { pid } = first;
  let stopping = false;
  let restarting: Promise<void> | null = null;
  const restart = async () => {
    try {
      ({ pid } = await openCluster(place, () => {}, first.port));
      onRestart(null);
    } catch (error) {
      onRestart(error);
    } finally {
      restarting = null;
    }
  };
  const timer = setInterval(() => {
    if (!stopping && !restarting && !isAlive(pid)) restarting = restart();
  }, 500);
  timer.unref();
  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      await restarting;
      await stopPostmaster(pid);
    },
  };
}

/**
 * A cluster without an owner, for tests: whoever asks first starts it, later ones share it, it runs on until
 * `stopCluster`. Callers in other processes wait for each other.
 */
export async function shareCluster(home: string, durability: Durability, onStep: OnStep = () => {}): Promise<Cluster> {
  makeHome(home);
  const lock = await waitForLock(join(home, 'starting.json'));
  try {
    return await openCluster(await prepareCluster(home, durability), onStep);
  } finally {
    lock.release();
  }
}

export async function stopCluster(cluster: Pick<Cluster, 'pid'>): Promise<void> {
  await stopPostmaster(cluster.pid);
}

/** Stops whatever PostgreSQL still runs in a home that nobody owns any more. */
export async function stopLeftover(home: string): Promise<void> {
  const found = await postmasterOf(join(home, 'postgres'));
  if (found) await stopPostmaster(found.pid);
}
