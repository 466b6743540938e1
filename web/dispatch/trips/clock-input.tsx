import { useState } from 'react';
import type { FieldAttributes } from '../../platform/form-field.tsx';
import { clockOf, minutesOf } from './clock.ts';

interface Props {
  attributes: FieldAttributes;
  value: number | null;
  /** null while what is written is no time of day */
  onChange: (minutes: number | null) => void;
}

/** A time of day, typed in any usual way and written out when one leaves the field. */
export function ClockInput({ attributes, value, onChange }: Props) {
  const [typed, setTyped] = useState(value === null ? '' : clockOf(value));
  return (
    <input
      {...attributes}
      className="bg-input"
      inputMode="numeric"
      autoComplete="off"
      placeholder="08:30"
      maxLength={10}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(minutesOf(event.target.value));
      }}
      onBlur={() => value !== null && setTyped(clockOf(value))}
    />
  );
}
