/** What is not finished yet, with its photographs: kept in the telephone's store, so that a reload, a call or an empty battery loses nothing. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from '../platform/session.tsx';
import { keys, put, remove, take } from './store.ts';

interface Kept<T> {
  at: string;
  value: T;
}

export interface PhoneDraft<T> {
  /** undefined until the store has answered: show no form before, or what is typed would be overwritten */
  value: T | undefined;
  change: (change: (before: T) => T) => void;
  /** the draft that was found on opening came from then; null when there was none */
  restoredFrom: string | null;
  /** forgets the draft: after sending, or when the user wants none of it */
  discard: () => void;
}

/** Writes of one draft follow one another; of what waits only the newest is written. */
const writing = new Map<string, { next: (() => Promise<unknown>) | null }>();

async function inTurn(name: string, act: () => Promise<unknown>): Promise<void> {
  const busy = writing.get(name);
  if (busy !== undefined) {
    busy.next = act;
    return;
  }
  const turn: { next: (() => Promise<unknown>) | null } = { next: act };
  writing.set(name, turn);
  while (turn.next !== null) {
    const now = turn.next;
    turn.next = null;
    // a full or forbidden store: the form still works, only the draft is not kept
    await now().catch(() => {});
  }
  writing.delete(name);
}

const prefix = (city: string, user: string | undefined) => `${city}/${user ?? ''}/`;

/** A form's state on a telephone, for this user, until it is sent or discarded. Every change is written at once. */
export function usePhoneDraft<T>(key: string, initial: T): PhoneDraft<T> {
  const { user, city } = useSession();
  const name = `${prefix(city.code, user?.id)}${key}`;
  const [value, setValue] = useState<T>();
  const [restoredFrom, setRestoredFrom] = useState<string | null>(null);
  const beginning = useRef(initial);
  const newest = useRef<T>(initial);

  useEffect(() => {
    let current = true;
    const show = (kept: Kept<T> | undefined) => {
      if (!current) return;
      newest.current = kept?.value ?? beginning.current;
      setValue(newest.current);
      setRestoredFrom(kept?.at ?? null);
    };
    take('drafts', name).then(
      (found) => show(found as Kept<T> | undefined),
      () => show(undefined),
    );
    return () => {
      current = false;
    };
  }, [name]);

  const change = useCallback(
    (step: (before: T) => T) => {
      newest.current = step(newest.current);
      setValue(newest.current);
      const kept: Kept<T> = { at: new Date().toISOString(), value: newest.current };
      void inTurn(name, () => put('drafts', name, kept));
    },
    [name],
  );
  const discard = useCallback(() => {
    newest.current = beginning.current;
    setValue(beginning.current);
    setRestoredFrom(null);
    void inTurn(name, () => remove('drafts', name));
  }, [name]);
  return { value, change, restoredFrom, discard };
}

/** Drafts of what can no longer be sent go, with their photographs: those whose key begins so and ends in none of `still`. */
export function useForgottenDrafts(begins: string, still: readonly string[] | undefined): void {
  const { user, city } = useSession();
  const start = `${prefix(city.code, user?.id)}${begins}`;
  const kept = still?.map((end) => `${start}${end}`).join('\n');
  useEffect(() => {
    if (kept === undefined) return;
    const wanted = new Set(kept.split('\n'));
    const forget = async () => {
      for (const key of await keys('drafts')) {
        if (typeof key === 'string' && key.startsWith(start) && !wanted.has(key)) await remove('drafts', key);
      }
    };
    void forget().catch(() => {});
  }, [start, kept]);
}
