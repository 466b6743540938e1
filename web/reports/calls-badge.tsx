/** How much waits for the reader, beside the navigation's entry on every page; what is new is also said once, wherever they are. */
import { useEffect, useRef } from 'react';
import { reportContracts } from '#contracts/reports.ts';
import { useData } from '../platform/data.ts';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { callsOptions, callWords } from './calls.ts';

const words = { count: ['{count} 项待办', '{count} to do'] } as const;

export default function CallsBadge() {
  const text = useText(words);
  const { data } = useData(reportContracts.calls, {}, callsOptions);
  const known = useRef<Set<string> | null>(null);
  const rows = data?.rows;
  useEffect(() => {
    if (rows === undefined) return;
    const keys = rows.map((row) => [row.enterprise, row.day, row.task, row.level].join('/'));
    const fresh = rows.filter((_, index) => known.current?.has(keys[index]!) === false);
    known.current = new Set(keys);
    if (fresh.length > 0) notify(callWords(fresh));
  }, [rows]);
  if (rows === undefined || rows.length === 0) return null;
  return <span>{text('count', { count: rows.length })}</span>;
}
