/** What several forms of the reserves share. */
import { InputNumber } from 'antd';
import { useMemo } from 'react';
import { registryNames } from '#contracts/registry-names.ts';
import { useData } from '../platform/data.ts';
import type { FieldAttributes } from '../platform/form-field.tsx';

const none = { items: [], inputs: [], counties: [], enterprises: [], demandPoints: [] };

/** Names of everything that a form of the reserves asks for. */
export function useNames() {
  const { data } = useData(registryNames, {}, { topics: ['registry'] });
  const names = data ?? none;
  const units = useMemo(() => new Map(names.items.map((item) => [item.code, item.unit])), [names]);
  return { ...names, unitOf: (item: string) => units.get(item) ?? '' };
}

export function DaysInput(props: {
  field: FieldAttributes;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { field, value, onChange } = props;
  return (
    <InputNumber {...field} className="bg-wide" min={1} max={366} precision={0} value={value} onChange={onChange} />
  );
}
