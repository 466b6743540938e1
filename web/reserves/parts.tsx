/** What several forms of the reserves share. */
import { InputNumber } from 'antd';
import { useMemo } from 'react';
import { Choose } from '../platform/controls.tsx';
import { type FieldAttributes, FormField } from '../platform/form-field.tsx';
import { localName, useLanguage } from '../platform/language.ts';
import { useRegistryNames } from '../platform/names.ts';

const none = { items: [], inputs: [], counties: [], enterprises: [], demandPoints: [] };

/** Names of everything that a form of the reserves asks for. */
export function useNames() {
  const names = useRegistryNames() ?? none;
  const units = useMemo(() => new Map(names.items.map((item) => [item.code, item.unit])), [names]);
  return { ...names, unitOf: (item: string) => units.get(item) ?? '' };
}

/** Any item of the city. */
export function ItemField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (item: string) => void;
}) {
  const { language } = useLanguage();
  const { items } = useNames();
  const options = items.map((item) => ({ value: item.code, label: localName(item, language) }));
  return (
    <FormField label={label}>
      {(field) => <Choose field={field} value={value} options={options} onChange={onChange} />}
    </FormField>
  );
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
