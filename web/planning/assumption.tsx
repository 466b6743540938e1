/** One assumption of the form: its fields, the sentence it makes, what is wrong with it, and the way to take it out. */
import { Button, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { DayInput } from '../platform/day-input.tsx';
import { FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import '../platform/table/table.css';
import type { DraftProblem } from './scenario-draft.ts';

const words = {
  from: ['从', 'From'],
  until: ['到', 'To'],
  always: ['空着：整个计划期', 'empty: all days'],
  percent: ['按平时的百分之几', 'Percent of usual'],
  percentHint: ['100 = 不变，150 = 多一半，0 = 没有', '100 = as usual, 150 = half as much again, 0 = none'],
  remove: ['去掉', 'Remove'],
  needPercent: ['请填写百分比', 'Enter a percentage'],
  needCounty: ['请选择县区', 'Choose a county'],
  needPeriod: ['“到”不能早于“从”', '“To” may not be before “from”'],
  needChannel: ['请选择放行的物资或企业', 'Choose the items or producers that may pass'],
} as const;

const problemWords = {
  percent: 'needPercent',
  county: 'needCounty',
  period: 'needPeriod',
  channel: 'needChannel',
} as const satisfies Record<DraftProblem, keyof typeof words>;

interface Props {
  says: string;
  problem: DraftProblem | null;
  onRemove: () => void;
  children: ReactNode;
}

export function Assumption({ says, problem, onRemove, children }: Props) {
  const text = useText(words);
  return (
    <fieldset className="planning-assumption">
      <legend className="bg-hidden">{says}</legend>
      <div className="bg-fields">{children}</div>
      <div className="planning-says">
        <span className={problem === null ? undefined : 'bg-field-problem'} role="status">
          {problem === null ? says : text(problemWords[problem])}
        </span>
        <Button size="small" onClick={onRemove}>
          {text('remove')}
        </Button>
      </div>
    </fieldset>
  );
}

interface PeriodProps {
  value: { from: string | null; until: string | null };
  change: (value: { from?: string | null; until?: string | null }) => void;
}

export function PeriodFields({ value, change }: PeriodProps) {
  const text = useText(words);
  return (
    <>
      <FormField label={text('from')} hint={text('always')}>
        {(field) => <DayInput {...field} value={value.from} onChange={(from) => change({ from })} />}
      </FormField>
      <FormField label={text('until')} hint={text('always')}>
        {(field) => <DayInput {...field} value={value.until} onChange={(until) => change({ until })} />}
      </FormField>
    </>
  );
}

export function PercentField({ value, onChange }: { value: number | null; onChange: (value: number | null) => void }) {
  const text = useText(words);
  return (
    <FormField label={text('percent')} hint={text('percentHint')}>
      {(field) => (
        <InputNumber
          {...field}
          className="bg-wide"
          min={0}
          max={100_000}
          suffix="%"
          value={value}
          onChange={onChange}
        />
      )}
    </FormField>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

export function SelectField({ label, value, onChange, children }: SelectProps) {
  return (
    <FormField label={label}>
      {(field) => (
        <select
          {...field}
          className="bg-select bg-wide"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {children}
        </select>
      )}
    </FormField>
  );
}
