import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from './session.tsx';

interface Kept<T> {
  at: string;
  value: T;
}

export interface Draft<T> {
  value: T;
  change: (value: T | ((before: T) => T)) => void;
  /** the draft that was found on opening came from then; null when there was none */
  restoredFrom: string | null;
  /** forgets the draft and returns to the beginning: after sending, or when the user wants none of it */
  discard: () => void;
}

/** A form's state that outlives closing the page: kept on this device, for this user, until it is sent or discarded. */
export function useDraft<T>(key: string, initial: T): Draft<T> {
  const { user, city } = useSession();
  const name = `baogong.draft.${city.code}.${user?.id ?? 'nobody'}.${key}`;
  const [found] = useState(() => readKept<T>(name));
  const [value, setValue] = useState<T>(found?.value ?? initial);
  const [restoredFrom, setRestoredFrom] = useState(found?.at ?? null);
  const beginning = useRef(initial);
  const touched = useRef(false);

  useEffect(() => {
    if (!touched.current) return;
    const now = () => void (touched.current && keep(name, value));
    const wait = setTimeout(now, 300);
    // whoever closes or reloads the page within that time loses nothing either
    window.addEventListener('pagehide', now);
    return () => {
      clearTimeout(wait);
      window.removeEventListener('pagehide', now);
      now();
    };
  }, [name, value]);

  const change = useCallback((next: T | ((before: T) => T)) => {
    touched.current = true;
    setValue(next);
  }, []);
  const discard = useCallback(() => {
    touched.current = false;
    forget(name);
    setRestoredFrom(null);
    setValue(beginning.current);
  }, [name]);
  return { value, change, restoredFrom, discard };
}

function readKept<T>(name: string): Kept<T> | null {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : (JSON.parse(text) as Kept<T>);
  } catch {
    return null;
  }
}

function keep<T>(name: string, value: T): void {
  try {
    localStorage.setItem(name, JSON.stringify({ at: new Date().toISOString(), value } satisfies Kept<T>));
  } catch {
    // a full or forbidden storage: the form still works, only the draft is not kept
  }
}

function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was kept then
  }
}
