/** Controls that several forms of the reserves share. */
import { Input, InputNumber, Select } from 'antd';
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

export function Choose(props: {
  field: FieldAttributes;
  value: string | null;
  options: Array<{ value: string; label: string }>;
  onChange: (value: string) => void;
}) {
  const { field, value, options, onChange } = props;
  return (
    <Select
      {...field}
      className="bg-wide"
      showSearch={{ optionFilterProp: 'label' }}
      value={value === '' ? null : value}
      options={options}
      onChange={onChange}
    />
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

export function Line(props: {
  field: FieldAttributes;
  value: string;
  onChange: (value: string) => void;
  longest?: number;
}) {
  const { field, value, onChange, longest = 100 } = props;
  return <Input {...field} maxLength={longest} value={value} onChange={(event) => onChange(event.target.value)} />;
}

export function Paragraph(props: { field: FieldAttributes; value: string; onChange: (value: string) => void }) {
  const { field, value, onChange } = props;
  return (
    <Input.TextArea
      {...field}
      rows={2}
      maxLength={500}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
