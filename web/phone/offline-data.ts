import { useEffect, useState } from 'react';
import { addressOf, type WireInput } from '../platform/address.ts';
import type { AnyContract, ApiProblem, InputOf, OutputOf } from '../platform/client.ts';
import { type DataOptions, useData } from '../platform/data.ts';
import { useSession } from '../platform/session.tsx';
import { put, take } from './store.ts';

interface KeptRead {
  at: string;
  answer: unknown;
}

export interface OfflineData<T> {
  data: T | undefined;
  /** why there is nothing newer; with `data` there is something older to work with */
  error: ApiProblem | null;
  /** when it was read, when it comes from this telephone */
  at: string | null;
  stale: boolean;
}

/** Reads from the server and keeps the answer for this user; without a network, what this telephone last read. */
export function useOfflineData<C extends AnyContract>(
  contract: C,
  input: InputOf<C> = {} as InputOf<C>,
  options: DataOptions = {},
): OfflineData<OutputOf<C>> {
  const { user, city } = useSession();
  const name = `${city.code}/${user?.id ?? ''}${addressOf(contract, input as WireInput)}`;
  const read = useData(contract, input, options);
  const [kept, setKept] = useState<{ name: string; read: KeptRead } | null>(null);
  const { data } = read;
  useEffect(() => {
    if (data === undefined) return;
    // a full or forbidden storage: the page works while there is a network
    void put('reads', name, { at: new Date().toISOString(), answer: data } satisfies KeptRead).catch(() => {});
  }, [name, data]);
  useEffect(() => {
    let current = true;
    take('reads', name).then(
      (found) => current && setKept(found === undefined ? null : { name, read: found as KeptRead }),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [name]);
  if (data !== undefined) return { data, error: read.error, at: null, stale: read.error !== null };
  if (kept?.name !== name) return { data: undefined, error: read.error, at: null, stale: false };
  return { data: kept.read.answer as OutputOf<C>, error: read.error, at: kept.read.at, stale: true };
}
