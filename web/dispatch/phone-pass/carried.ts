/** What a telephone carries to check passes without a network: keys, revoked passes, headquarters' time, and what it saw itself. */
import { useEffect, useState } from 'react';
import type { CarriedList, EarlierScan } from '#contracts/pass-check.ts';
import { revokedPayload, unpackMarks } from '#contracts/pass-revocations.ts';
import { readSigned } from '#contracts/pass-token.ts';
import { passContracts } from '#contracts/passes.ts';
import { useOfflineData } from '../../phone/offline-data.ts';

const timeName = 'baogong:headquarters-time';
const seenName = 'baogong:checkpoint-seen';
const KEEP_HOURS = 24;
const EVERY_FIVE_MINUTES = 300_000;
const CLOCK_TOLERANCE = 120_000;

interface HeadquartersTime {
  /** add to this telephone's clock */
  offset: number;
  /** this telephone's clock when it was learnt */
  learnt: number;
}

function stored<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

function store(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // a full or forbidden storage: the page works while it is open
  }
}

export interface Carried {
  list: CarriedList | null;
  /** headquarters' time, milliseconds */
  now: () => number;
  clockWentBack: () => boolean;
  reading: boolean;
}

/** The lists, checked: one whose own signature does not hold is as good as none. */
export function useCarried(): Carried {
  const options = { every: EVERY_FIVE_MINUTES };
  const keys = useOfflineData(passContracts.keys, {}, options);
  const revoked = useOfflineData(passContracts.revocations, {}, options);
  const [list, setList] = useState<CarriedList | null>(null);
  const [time, setTime] = useState<HeadquartersTime>(() => stored(timeName) ?? { offset: 0, learnt: 0 });
  const fresh = !revoked.stale;
  useEffect(() => {
    if (keys.data === undefined || revoked.data === undefined) return;
    let current = true;
    void readList(keys.data.keys, revoked.data.list).then((read) => {
      if (!current) return;
      setList(read);
      if (read === null || !fresh) return;
      const learnt = { offset: read.madeAt - Date.now(), learnt: Date.now() };
      store(timeName, learnt);
      setTime(learnt);
    });
    return () => {
      current = false;
    };
  }, [keys.data, revoked.data, fresh]);
  return {
    list,
    now: () => Date.now() + time.offset,
    clockWentBack: () => Date.now() < time.learnt - CLOCK_TOLERANCE,
    reading: list === null && keys.error === null && revoked.error === null,
  };
}

export async function readList(keys: CarriedList['keys'], list: string): Promise<CarriedList | null> {
  const read = await readSigned(list, 'revoked', keys, revokedPayload);
  if (!read.ok) return null;
  return { keys, marks: unpackMarks(read.payload), city: read.payload.c, madeAt: read.payload.a * 1000 };
}

export function seenHere(): EarlierScan[] {
  return stored<EarlierScan[]>(seenName) ?? [];
}

export function rememberSeen(scan: EarlierScan): void {
  const kept = seenHere().filter(({ at }) => Math.abs(scan.at - at) < KEEP_HOURS * 3_600_000);
  store(seenName, [...kept, scan].slice(-500));
}
