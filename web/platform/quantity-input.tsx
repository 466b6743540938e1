import { Input } from 'antd';
import { useId, useState } from 'react';
import type { Language } from '#contracts/errors.ts';
import { formatQuantity, groupDigits, parseQuantity, type QuantityErrorCode, unitName } from '#contracts/units.ts';
import { type Text, useLanguage, useText, type Words } from './language.ts';

const words = {
  understood: ['按 {exact} 处理', 'Understood as {exact}'],
  required: ['请填写数量', 'Enter a quantity'],
  not_a_number: [
    '看不懂这个数，可写 263万、2,630,000 或 2630000',
    'This is no number: write 2,630,000, 263万 or 2630000',
  ],
  separators: [
    '分隔符的位置不对，千位分隔应为 2,630,000',
    'The separators are misplaced: thousands are written 2,630,000',
  ],
  not_finite: ['请填写具体的数', 'Enter an actual number'],
  too_large: ['数太大，请核对单位', 'Too large: check the unit'],
  unknown_unit: ['不认识的单位“{unit}”，这里用“{base}”', 'The unit "{unit}" is not known: use {base} here'],
  unit_mismatch: ['“{unit}”不能换算成“{base}”', '{unit} cannot be turned into {base}'],
  unit_conflict: ['单位写了两次且不一致，只写一次', 'The unit is written twice and differs: write it once'],
  negative: ['不能小于 0', 'It cannot be below 0'],
} as const satisfies Words<QuantityErrorCode | 'understood' | 'negative'>;

export interface QuantityInputProps {
  /** a decimal string in the base unit; null while nothing, or nothing understandable, is typed */
  value: string | null;
  /** `problem` is set when something is typed that is no quantity */
  onChange: (value: string | null, problem: string | null) => void;
  /** the base unit: what `value` counts in */
  unit: string;
  negative?: boolean;
  /** what to write, until something is typed */
  hint?: string;
  id?: string;
  disabled?: boolean;
  large?: boolean;
  placeholder?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
  'aria-label'?: string;
}

/** A quantity as staff type or paste it (263万, ２６３万只, 2,630,000); below stands what was understood. */
export function QuantityInput(props: QuantityInputProps) {
  const { value, onChange, unit, negative = false } = props;
  const { language } = useLanguage();
  const text = useText(words);
  const hint = useId();
  const [typed, setTyped] = useState(() => (value === null ? '' : groupDigits(value)));
  const read = readQuantity(typed, unit, negative, text);

  // a value set from outside (a draft restored, a form emptied) shows; one's own typing stays as typed
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (read.value !== value) setTyped(value === null ? '' : groupDigits(value));
  }

  function change(next: string): void {
    setTyped(next);
    const reading = readQuantity(next, unit, negative, text);
    onChange(reading.value, reading.problem);
  }
  const shown =
    read.value === null
      ? null
      : text('understood', {
          exact: `${groupDigits(read.value)} ${unitName(unit, language, read.value)}`.trim(),
        }).concat(shortly(read.value, unit, language));
  return (
    <div className="bg-quantity-input">
      <Input
        id={props.id}
        inputMode="text"
        autoComplete="off"
        value={typed}
        disabled={props.disabled ?? false}
        placeholder={props.placeholder}
        suffix={unitName(unit, language)}
        size={props.large === true ? 'large' : 'middle'}
        status={read.problem !== null || props['aria-invalid'] === true ? 'error' : ''}
        aria-label={props['aria-label']}
        aria-invalid={read.problem !== null || props['aria-invalid'] === true}
        aria-describedby={[hint, props['aria-describedby']].filter(Boolean).join(' ')}
        onChange={(event) => change(event.target.value)}
      />
      <span id={hint} role="status" className={read.problem === null ? 'bg-hint' : 'bg-hint bg-field-problem'}>
        {read.problem ?? shown ?? props.hint}
      </span>
    </div>
  );
}

/** '（263 万只）' or ' (2.63 M)' behind a long number; nothing where it would say the same again. */
function shortly(value: string, unit: string, language: Language): string {
  const short = formatQuantity(value, unit, language);
  if (Number(value) < 10_000 || short === `${groupDigits(value)} ${unitName(unit, language, value)}`.trim()) return '';
  return language === 'zh' ? `（${short}）` : ` (${short})`;
}

function readQuantity(typed: string, unit: string, negative: boolean, text: Text<keyof typeof words>) {
  if (typed.trim() === '') return { value: null, problem: null };
  const result = parseQuantity(typed, { base: unit });
  if (!result.ok) return { value: null, problem: text(result.code, { base: unit, ...result.params }) };
  if (!negative && result.value.isNegative()) return { value: null, problem: text('negative') };
  return { value: result.value.toFixed(), problem: null };
}
