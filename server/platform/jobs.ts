import { Logger, type Runner, run } from 'graphile-worker';
import { sql } from 'kysely';
import pg from 'pg';
import type { Transaction } from './database/index.ts';

export type JobHandler = (payload: unknown) => Promise<void>;

/** Background work on PostgreSQL (graphile-worker): survives a restart, retried, and shared by as many servers as there are. */
export interface Jobs {
  /** names what runs for a task; called while the app is wired, before `start` */
  handle(task: string, handler: JobHandler): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Queues work in the same transaction as the write that asks for it; the same `key` twice is one job. With `delaySeconds` what is asked for
 * again and again is done once per delay.
 */
export async function enqueueJob(
  tx: Transaction,
  task: string,
  payload: object,
  options: { key?: string; delaySeconds?: number } = {},
): Promise<void> {
  await sql`select enqueue_job(${task}, ${JSON.stringify(payload)}::json, ${options.key ?? null}, ${options.delaySeconds ?? 0})`.execute(
    tx,
  );
}

/** What fails is told through `onError`; the queue's own chatter is not. */
const silent = new Logger(() => () => {});

/** Jobs run with the queue's tables as the owner; what they do to the city's data they do through `inWork`, as an actor. */
export function openJobs(ownerUrl: string, onError: (task: string, error: unknown) => void): Jobs {
  const handlers = new Map<string, JobHandler>();
  let runner: Runner | null = null;
  let pool: pg.Pool | null = null;
  return {
    handle(task, handler) {
      handlers.set(task, handler);
    },
    async start() {
      if (handlers.size === 0) return;
      pool = new pg.Pool({ connectionString: ownerUrl, max: 4, application_name: 'baogong-jobs' });
      // A lost connection is replaced on the next use; the queue tries again by itself.
      pool.on('error', () => {});
      pool.on('connect', (client) => void client.on('error', () => {}));
      const taskList = Object.fromEntries(
        [...handlers].map(([task, handler]) => [
          task,
          async (payload: unknown) => {
            try {
              await handler(payload);
            } catch (error) {
              onError(task, error);
              throw error;
            }
          },
        ]),
      );
      runner = await run({
        pgPool: pool,
        taskList,
        concurrency: 2,
        noHandleSignals: true,
        pollInterval: 2000,
        parsedCronItems: [],
        logger: silent,
      });
    },
    async stop() {
      await runner?.stop();
      await pool?.end();
    },
  };
}
