/** Acts that wait to be sent: kept first, sent in their order, each under its own key so that the server does it once. */
import { useSyncExternalStore } from 'react';
import type { Contract } from '#contracts/contract.ts';
import { type AnyContract, type ApiProblem, asProblem, call, newKey } from '../platform/client.ts';
import { renew } from '../platform/data.ts';
import { inOrder, type KeptAct, outcomeOf, sendable } from './queue.ts';
import { all, put, remove } from './store.ts';

export type { KeptAct } from './queue.ts';

interface User {
  city: string;
  id: string;
}
export type Sent = { outcome: 'done'; answer: unknown } | { outcome: 'later' | 'refused'; problem: ApiProblem };

let acts: readonly KeptAct[] = [];
let user: User | null = null;
let wait: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const firstPause = 3_000;
const longestPause = 60_000;
const longestAnswer = 20_000;
let pause = firstPause;

function show(next: KeptAct[]): void {
  acts = inOrder(next);
  for (const listener of listeners) listener();
}

async function reload(): Promise<void> {
  show((await all('outbox')) as KeptAct[]);
}

/** Begins to send for this user: now, whenever the network comes back, and again and again while something waits. */
function start(next: User): () => void {
  user = next;
  void reload();
  const now = () => void send();
  const seen = () => document.visibilityState === 'visible' && now();
  now();
  window.addEventListener('online', now);
  document.addEventListener('visibilitychange', seen);
  return () => {
    window.removeEventListener('online', now);
    document.removeEventListener('visibilitychange', seen);
  };
}

async function add(given: Omit<KeptAct, 'key' | 'number' | 'madeAt' | 'refused'>): Promise<KeptAct> {
  // another tab may have added meanwhile: its acts count too
  const others = (await all('outbox')) as KeptAct[];
  const number = Math.max(0, ...others.map((one) => one.number)) + 1;
  const act: KeptAct = { ...given, key: newKey(), number, madeAt: new Date().toISOString(), refused: null };
  await put('outbox', act.key, act);
  await reload();
  return act;
}

let underway: Promise<Map<string, Sent>> | null = null;

/** Sends what may go; one run at a time. Answers what became of each act of this run. */
function send(): Promise<Map<string, Sent>> {
  underway ??= alone(sendAll).finally(() => {
    underway = null;
  });
  return underway;
}

/** Also against other tabs, where the browser can do that; where not, the server's key sees to it. */
function alone<T>(act: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('baogong-outbox', act) : act();
}

async function sendAll(): Promise<Map<string, Sent>> {
  const results = new Map<string, Sent>();
  await reload();
  clearTimeout(wait);
  for (;;) {
    const act = user === null ? undefined : sendable(acts, user).find((one) => !results.has(one.key));
    if (act === undefined) break;
    const sent = await sendOne(act);
    results.set(act.key, sent);
    if (sent.outcome === 'later') {
      wait = setTimeout(() => void send(), pause);
      pause = Math.min(pause * 2, longestPause);
      return results;
    }
    pause = firstPause;
    if (sent.outcome === 'done') await remove('outbox', act.key);
    else await put('outbox', act.key, { ...act, refused: { code: sent.problem.code, words: sent.problem.words } });
    await reload();
    renew(['*']);
  }
  return results;
}

async function sendOne(act: KeptAct): Promise<Sent> {
  const contract: Pick<AnyContract, 'method' | 'path'> = {
    method: act.method as Contract['method'],
    path: act.path as Contract['path'],
  };
  try {
    const answer = await (call as (contract: unknown, input: unknown, options: object) => Promise<unknown>)(
      contract,
      act.input,
      // a network that neither answers nor fails counts as none
      { idempotencyKey: act.key, signal: AbortSignal.timeout(longestAnswer) },
    );
    return { outcome: 'done', answer };
  } catch (thrown) {
    const problem = asProblem(thrown);
    const outcome = outcomeOf(problem.status);
    return { outcome: outcome === 'refused' ? 'refused' : 'later', problem };
  }
}

/** Sends a refused act again, unchanged: a refusal did nothing, so its key is still free. */
async function retry(key: string): Promise<void> {
  const act = acts.find((one) => one.key === key);
  if (act === undefined) return;
  await put('outbox', key, { ...act, refused: null });
  await reload();
  await send();
}

/** Drops an act for good; what waited behind it goes on. */
async function discard(key: string): Promise<void> {
  await remove('outbox', key);
  await reload();
  await send();
}

export const outbox = { start, add, send, retry, discard };

/** What waits, in its order; of all users of this telephone. */
export function useOutbox(): readonly KeptAct[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => acts,
  );
}
