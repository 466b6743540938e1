/** The lines that the reader sees: what their capacity is counted in. */
import { useMemo } from 'react';
import type { RegistryNames } from '#contracts/registry-names.ts';
import { useRegistryNames } from '../platform/names.ts';

export type LineKnown = RegistryNames['lines'][number];

const nothing: LineKnown[] = [];

export function useLines(): readonly LineKnown[] {
  return useRegistryNames()?.lines ?? nothing;
}

export function useLineUnits(): ReadonlyMap<string, string> {
  const lines = useLines();
  return useMemo(() => new Map(lines.map(({ id, unit }) => [id, unit])), [lines]);
}
