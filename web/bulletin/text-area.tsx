import type { FieldAttributes } from '../platform/form-field.tsx';

interface Props {
  field: FieldAttributes;
  value: string;
  onChange: (value: string) => void;
  maxLength: number;
  rows?: number;
  readOnly?: boolean;
}

/** Text of several lines that grows with what is written. */
export function TextArea({ field, value, onChange, maxLength, rows = 1, readOnly = false }: Props) {
  return (
    <textarea
      {...field}
      className="bg-input bulletin-textarea"
      rows={rows}
      maxLength={maxLength}
      readOnly={readOnly}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
