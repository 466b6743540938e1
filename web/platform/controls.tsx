/** Controls as forms need them most: inside a `FormField`, which gives `field`. */
import { Input, Select } from 'antd';
import type { FieldAttributes } from './form-field.tsx';

interface ChoiceProps {
  field: FieldAttributes;
  options: Array<{ value: string; label: string }>;
}
interface TextProps {
  field: FieldAttributes;
  value: string;
  onChange: (value: string) => void;
}

/** One of a list that can be searched. */
export function Choose(props: ChoiceProps & { value: string | null; onChange: (value: string) => void }) {
  const { field, options, value, onChange } = props;
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

/** Any number of a list that can be searched. */
export function ChooseSome(props: ChoiceProps & { value: string[]; onChange: (value: string[]) => void }) {
  const { field, options, value, onChange } = props;
  return (
    <Select
      {...field}
      mode="multiple"
      className="bg-wide"
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      options={options}
      onChange={onChange}
    />
  );
}

export function Line({ field, value, onChange, longest = 100 }: TextProps & { longest?: number }) {
  return <Input {...field} maxLength={longest} value={value} onChange={(event) => onChange(event.target.value)} />;
}

/** A sentence or two: a reason, a remark. */
export function Paragraph({ field, value, onChange }: TextProps) {
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
