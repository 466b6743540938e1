/** The lines that the reader sees: what their capacity is counted in. */
import { useMemo } from 'react';
import { registryContracts } from '#contracts/registry.ts';
import { useData } from '../platform/data.ts';

export interface LineKnown {
  id: string;
  enterprise: string;
  unit: string;
}

const nothing: LineKnown[] = [];

export function useLines(): readonly LineKnown[] {
  const lines = useData(registryContracts.lines.list, { query: { limit: 1000 } }, { topics: ['registry'] });
  return useMemo(
    () =>
      lines.data?.rows.map(({ key, values }) => ({
        id: key,
        enterprise: String(values.enterprise ?? ''),
        unit: String(values.unit ?? ''),
      })) ?? nothing,
    [lines.data],
  );
}

export function useLineUnits(): ReadonlyMap<string, string> {
  const lines = useLines();
  return useMemo(() => new Map(lines.map(({ id, unit }) => [id, unit])), [lines]);
}
