import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import { type AuditNote, appendAudit, notifyChange } from './audit.ts';
import { businessDayAt, type Clock } from './clock.ts';
import { type Actor, actorSettings, type Database, systemActor, type Transaction } from './database/index.ts';

/**
 * One operation under one actor in one transaction: what services receive first. Audit notes and change topics are collected and written
 * just before the commit.
 */
export interface Work {
  tx: Transaction;
  actor: Actor;
  /** the instant at which the operation began */
  now: Date;
  /** the city's business day: its held day, or the real one in Asia/Shanghai */
  today(): Promise<string>;
  audit(note: AuditNote): void;
  /** names what changed, so that open pages refresh: 'registry', 'stock', 'plans', 'bulletins', … */
  changed(...topics: string[]): void;
  /** runs after a successful commit; for what must not happen when the transaction fails */
  afterCommit(act: () => void | Promise<void>): void;
  /**
   * What `compute` gives, as this actor sees it: kept under `key` until the city's data change (every write appends to the city's audit).
   * A writing operation computes it anew, for it may have changed the data itself. The answer is shared: read it, change nothing in it.
   */
  kept<T>(key: string, compute: () => Promise<T>): Promise<T>;
}

export interface CollectedWork extends Work {
  notes: AuditNote[];
  topics: Set<string>;
}

/** Whether an operation is in progress where this is asked. */
const inProgress = new AsyncLocalStorage<boolean>();

/**
 * Runs `act` in one transaction in which the database knows the actor, then appends its audit notes, announces its topics and commits.
 * Anything thrown rolls everything back. Retries once or twice on a serialisation failure or deadlock (SQLSTATE 40001, 40P01).
 *
 * Inside an operation it is refused: the second would wait for a connection while the first holds one, and as many at once as there are
 * connections would wait for each other for ever. Use the operation at hand, or `readAsCity`.
 */
export async function inWork<T>(
  database: Database,
  clock: Clock,
  actor: Actor,
  act: (work: CollectedWork) => Promise<T>,
  options: { readOnly?: boolean } = {},
): Promise<T> {
  if (inProgress.getStore()) throw new Error('an operation opens no second one: it would wait for a connection');
  for (let attempt = 1; ; attempt += 1) {
    const after: Array<() => void | Promise<void>> = [];
    try {
      const result = await inProgress.run(true, () =>
        once(database, clock, actor, act, after, options.readOnly ?? false),
      );
      for (const step of after) await step();
      return result;
    } catch (error) {
      if (attempt >= 3 || !isTransient(error)) throw error;
    }
  }
}

async function once<T>(
  database: Database,
  clock: Clock,
  actor: Actor,
  act: (work: CollectedWork) => Promise<T>,
  after: Array<() => void | Promise<void>>,
  readOnly: boolean,
): Promise<T> {
  return database.kysely.transaction().execute(async (tx) => {
    await sql.raw(`${readOnly ? 'set transaction read only; ' : ''}${actorSettings(actor)}`).execute(tx);
    const now = clock.now();
    let day: Promise<string> | undefined;
    const work: CollectedWork = {
      tx,
      actor,
      now,
      notes: [],
      topics: new Set(),
      today: () => {
        day ??= businessDayOfCity(tx, actor.city, now);
        return day;
      },
      audit: (note) => void work.notes.push(note),
      changed: (...topics) => {
        for (const topic of topics) work.topics.add(topic);
      },
      afterCommit: (step) => void after.push(step),
      kept: async (key, compute) => {
        const version = readOnly ? await dataVersion(tx, actor.city) : null;
        if (version === null) return compute();
        return database.kept.answer([...scopeOf(actor), key].join('|'), version, compute);
      },
    };
    const result = await act(work);
    if (work.topics.size > 0) await notifyChange(tx, actor.city, work.topics);
    await appendAudit(tx, actor, work.notes, now);
    return result;
  });
}

/**
 * Reads what the whole city knows, inside the operation of an actor who sees less: `read` gives away only what the actor may know. In the
 * same transaction, one question after the other: an operation that opened a second one would wait for a connection while it holds one,
 * and as many at once as there are connections would wait for each other for ever.
 */
export async function readAsCity<T>(work: Work, read: (city: Work) => Promise<T>): Promise<T> {
  const { tx, actor } = work;
  const city = systemActor(actor.city);
  const back = () => sql.raw(actorSettings(actor)).execute(tx);
  await sql.raw(actorSettings(city)).execute(tx);
  let answer: T;
  try {
    answer = await read({ ...work, actor: city, kept: (_key, compute) => compute() });
  } catch (error) {
    // after an error of the database nothing more runs in this transaction, this neither
    await back().catch(() => {});
    throw error;
  }
  await back();
  return answer;
}

/** The rows that row-level security shows an actor follow from these alone. */
const scopeOf = ({ city, role, scope, scopeIds }: Actor): string[] => [city, role, scope, scopeIds.join(',')];

/** Read before the data, so that an answer is never older than the version it is kept under. Null: nothing was ever written. */
async function dataVersion(tx: Transaction, city: string): Promise<string | null> {
  const head = await tx
    .selectFrom('audit_heads')
    .select('last_number')
    .where('city_code', '=', city)
    .executeTakeFirst();
  return head === undefined ? null : String(head.last_number);
}

function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40001' || code === '40P01';
}

async function businessDayOfCity(tx: Transaction, city: string, now: Date): Promise<string> {
  const row = await tx.selectFrom('cities').select('held_day').where('city_code', '=', city).executeTakeFirst();
  return row?.held_day ?? businessDayAt(now);
}
