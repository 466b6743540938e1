/** The rules of the outbox, without browser or network: what goes next, and what an outcome means. */

/** An act as it is kept on the telephone. */
export interface KeptAct {
  /** the Idempotency-Key */
  key: string;
  /** order in which the acts were made */
  number: number;
  city: string;
  /** whose act it is: only under their sign-in it is sent */
  user: string;
  subject: string;
  words: readonly [zh: string, en: string];
  method: string;
  path: string;
  input: { params?: unknown; query?: unknown; body?: unknown };
  /** the telephone's clock, to show only */
  madeAt: string;
  /** the server's reason, when it refused */
  refused: { code: string; words: { zh: string; en: string } } | null;
}

/** Acts of this user that may go now, in their order: behind a refused act of the same subject everything waits. */
export function sendable(acts: readonly KeptAct[], user: { city: string; id: string }): KeptAct[] {
  const held = new Set<string>();
  return inOrder(acts).filter((act) => {
    if (act.city !== user.city || act.user !== user.id) return false;
    if (act.refused !== null) held.add(act.subject);
    return !held.has(act.subject);
  });
}

export function inOrder(acts: readonly KeptAct[]): KeptAct[] {
  return [...acts].sort((one, other) => one.number - other.number);
}

export type Outcome = 'done' | 'later' | 'refused';

/** 0: no answer. A missing sign-in, too many requests and a failing server pass; any other refusal is final until a person decides. */
export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'done';
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500 ? 'later' : 'refused';
}
