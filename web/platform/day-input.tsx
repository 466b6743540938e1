import { useId, useRef, useState } from 'react';
import { type BusinessDay, formatDay, parseDay } from '#contracts/calendar.ts';
import { CalendarIcon } from './icons.tsx';
import { type Text, useLanguage, useText } from './language.ts';
import { usePhone } from './screen.ts';

const words = {
  calendar: ['打开日历', 'Open the calendar'],
  format: ['如 2022-01-08', 'such as 2022-01-08'],
  unknown: [
    '看不懂这个日期，可写 2022-01-08、2022/1/8 或 2022年1月8日',
    'This is no day: write 2022-01-08 or 2022/1/8',
  ],
  early: ['不能早于 {day}', 'Not before {day}'],
  late: ['不能晚于 {day}', 'Not after {day}'],
} as const;

export interface DayInputProps {
  value: BusinessDay | null;
  /** null while nothing, or no day that may be chosen, is written */
  onChange: (day: BusinessDay | null) => void;
  /** first and last day that may be chosen */
  from?: BusinessDay;
  to?: BusinessDay;
  /** false: always a day; what is no day returns to the last one on leaving, and `onChange` gets days only */
  clearable?: boolean;
  id?: string;
  disabled?: boolean;
  'aria-label'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}

/** A business day, written or pasted in any usual way, or picked from the browser's calendar; on a telephone its own calendar opens. */
export function DayInput(props: DayInputProps) {
  const { value, onChange, from, to } = props;
  const { language } = useLanguage();
  const text = useText(words);
  const phone = usePhone();
  const hint = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value ?? '');
  const [known, setKnown] = useState(value);
  const read = readDay(typed, props, (day) => formatDay(day, language, { year: true }), text);
  if (known !== value) {
    setKnown(value);
    if (read.day !== value) setTyped(value ?? '');
  }
  function change(next: string): void {
    setTyped(next);
    const { day } = readDay(next, props, String, text);
    if (day !== null || props.clearable !== false) onChange(day);
  }
  const named = {
    id: props.id,
    disabled: props.disabled ?? false,
    className: 'bg-input',
    'aria-label': props['aria-label'],
    'aria-invalid': read.problem !== null || props['aria-invalid'] === true,
    'aria-describedby': [hint, props['aria-describedby']].filter(Boolean).join(' '),
  };
  const problem = (
    <span id={hint} role="status" className={read.problem === null ? 'bg-hidden' : 'bg-hint bg-field-problem'}>
      {read.problem}
    </span>
  );
  const native = {
    type: 'date',
    value: read.day ?? '',
    min: from,
    max: to,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
  };
  if (phone) {
    return (
      <div>
        <input {...named} {...native} />
        {problem}
      </div>
    );
  }
  return (
    <div>
      <div className="bg-day-input">
        <input
          {...named}
          type="text"
          autoComplete="off"
          placeholder={text('format')}
          value={typed}
          onChange={(event) => change(event.target.value)}
          onBlur={() => {
            if (read.day !== null) setTyped(read.day);
            else if (props.clearable === false) setTyped(value ?? '');
          }}
        />
        <input
          {...native}
          ref={picker}
          className="bg-day-native"
          tabIndex={-1}
          aria-hidden="true"
          disabled={named.disabled}
        />
        <button
          type="button"
          className="bg-icon-button"
          aria-label={text('calendar')}
          disabled={named.disabled}
          onClick={() => openPicker(picker.current)}
        >
          <CalendarIcon />
        </button>
      </div>
      {problem}
    </div>
  );
}

function openPicker(input: HTMLInputElement | null): void {
  try {
    input?.showPicker();
  } catch {
    input?.focus();
  }
}

function readDay(
  typed: string,
  { from, to }: Pick<DayInputProps, 'from' | 'to'>,
  written: (day: BusinessDay) => string,
  text: Text<keyof typeof words>,
) {
  if (typed.trim() === '') return { day: null, problem: null };
  const day = parseDay(typed);
  if (day === null) return { day: null, problem: text('unknown') };
  if (from !== undefined && day < from) return { day: null, problem: text('early', { day: written(from) }) };
  if (to !== undefined && day > to) return { day: null, problem: text('late', { day: written(to) }) };
  return { day, problem: null };
}
