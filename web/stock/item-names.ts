import { useMemo } from 'react';
import { registryContracts } from '#contracts/registry.ts';
import { useData } from '../platform/data.ts';

export interface ItemName {
  code: string;
  name: string;
  nameEn: string;
  unit: string;
  /** has a medical and a general grade */
  graded: boolean;
}

/** All items of the city, for choices; empty until they are read. */
export function useItems(): ItemName[] {
  const { data } = useData(registryContracts.items.list, { query: { limit: 1000 } }, { topics: ['registry'] });
  return useMemo(
    () =>
      (data?.rows ?? []).map(({ values }) => ({
        code: String(values.code),
        name: String(values.name),
        nameEn: String(values.nameEn ?? ''),
        unit: String(values.unit),
        graded: values.licenceRule === 'grade',
      })),
    [data],
  );
}

/** Names and units by code; the code itself until they are read. */
export function useItemNames(): (code: string) => ItemName {
  const items = useItems();
  const byCode = useMemo(() => new Map(items.map((item) => [item.code, item])), [items]);
  return (code) => byCode.get(code) ?? { code, name: code, nameEn: code, unit: '', graded: false };
}
