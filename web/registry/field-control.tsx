import { AutoComplete, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { FieldValue, Referred, RegistryRow } from '#contracts/registry.ts';
import { registryContracts } from '#contracts/registry.ts';
import type { Field } from '#contracts/registry-resources.ts';
import { useData } from '../platform/data.ts';
import { DayInput } from '../platform/day-input.tsx';
import type { FieldAttributes } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { unitOf } from './columns.tsx';

const words = {
  degrees: ['应为 {min}–{max} 之间的小数，如 35.241', 'A decimal from {min} to {max}, such as 35.241'],
  whole: ['应为整数', 'A whole number is wanted'],
  none: ['没有找到', 'Nothing found'],
  find: ['输入名称或编号查找', 'Type a name or a code'],
} as const;

interface Props {
  attributes: FieldAttributes;
  field: Field;
  value: FieldValue;
  /** the row as it stands in the form: figures take their unit from it */
  row: Pick<RegistryRow, 'values' | 'refers'>;
  /** `problem` says why what was typed is no value */
  onChange: (value: FieldValue, problem: string | null) => void;
  onReferred: (referred: Referred[]) => void;
}

/** The control for a field's type. */
export function FieldControl(props: Props) {
  const { field, attributes, value, onChange } = props;
  const { language } = useLanguage();
  const written = value === null || Array.isArray(value) ? '' : String(value);
  switch (field.type) {
    case 'integer':
    case 'decimal':
      return <FigureControl {...props} />;
    case 'degrees':
      return <DegreesControl {...props} />;
    case 'day':
      return <DayInput {...attributes} value={written || null} onChange={(day) => onChange(day, null)} />;
    case 'reference':
    case 'references':
      return <ReferenceControl {...props} />;
    case 'choice':
      return (
        <Select
          {...attributes}
          className="bg-wide"
          allowClear={field.optional === true}
          value={written || null}
          onChange={(chosen?: string | null) => onChange(chosen ?? null, null)}
          options={(field.choices ?? []).map((choice) => ({
            value: choice.value,
            label: pick(choice.label, language),
          }))}
        />
      );
    case 'note':
      return (
        <Input.TextArea
          {...attributes}
          rows={2}
          value={written}
          onChange={(event) => onChange(event.target.value, null)}
        />
      );
    default:
      return field.choices === undefined ? (
        <Input
          {...attributes}
          autoComplete="off"
          value={written}
          onChange={(event) => onChange(event.target.value, null)}
        />
      ) : (
        <AutoComplete
          {...attributes}
          className="bg-wide"
          value={written}
          onChange={(typed: string) => onChange(typed, null)}
          options={field.choices.map((choice) => ({
            value: choice.value,
            label: `${pick(choice.label, language)} ${choice.value}`,
          }))}
        />
      );
  }
}

/** '263万', '2,630,000': what was understood stands below. */
function FigureControl({ attributes, field, value, row, onChange }: Props) {
  const text = useText(words);
  const unit = unitOf(field, row) ?? '';
  return (
    <QuantityInput
      // The unit changes with the item chosen: what was typed is read anew.
      key={unit}
      {...attributes}
      unit={unit}
      value={value === null ? null : String(value)}
      onChange={(decimal, problem) => {
        if (decimal === null || field.type === 'decimal') onChange(decimal, problem);
        else if (decimal.includes('.')) onChange(null, text('whole'));
        else onChange(Number(decimal), problem);
      }}
    />
  );
}

function DegreesControl({ attributes, field, value, onChange }: Props) {
  const text = useText(words);
  const [typed, setTyped] = useState(value === null ? '' : String(value));
  const { min = 0, max = 180 } = field;
  return (
    <Input
      {...attributes}
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        const read = event.target.value.normalize('NFKC').trim();
        const degrees = Number(read);
        const inside = read !== '' && degrees >= min && degrees <= max;
        onChange(inside ? degrees : null, inside || read === '' ? null : text('degrees', { min, max }));
      }}
    />
  );
}

/** Codes of another table, found by name or code on the server. */
function ReferenceControl({ attributes, field, value, row, onChange, onReferred }: Props) {
  const { language } = useLanguage();
  const text = useText(words);
  const [typed, setTyped] = useState('');
  const search = useSettled(typed);
  const [first, second] = field.references ?? [];
  const found = useFound(first ?? 'items', search, true);
  const others = useFound(second ?? 'items', search, second !== undefined);
  const known = new Map((row.refers[field.name] ?? []).map((one) => [one.code, one]));
  for (const one of [...found, ...others]) known.set(one.code, one);
  const codes = Array.isArray(value) ? value : value === null || value === '' ? [] : [String(value)];
  const listed = [...new Set([...codes, ...found.map((one) => one.code), ...others.map((one) => one.code)])];
  const many = field.type === 'references';
  const choose = (chosen: string[]) => {
    onReferred(chosen.flatMap((code) => known.get(code) ?? []));
    onChange(many ? chosen : (chosen[0] ?? null), null);
  };
  return (
    <Select
      {...attributes}
      className="bg-wide"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={text('find')}
      notFoundContent={text('none')}
      {...(many ? { mode: 'multiple' as const } : {})}
      value={many ? codes : (codes[0] ?? null)}
      onChange={(chosen: string | string[] | null) => choose(chosen === null ? [] : [chosen].flat())}
      options={listed.map((code) => {
        const one = known.get(code);
        return { value: code, label: one === undefined ? code : `${language === 'zh' ? one.zh : one.en}（${code}）` };
      })}
    />
  );
}

function useFound(name: NonNullable<Field['references']>[number], search: string, enabled: boolean): Referred[] {
  const answer = useData(
    registryContracts[name].list,
    { query: { limit: 50, ...(search === '' ? {} : { search }) } },
    { topics: ['registry'], keepPrevious: true, enabled },
  );
  if (!enabled) return [];
  return (answer.data?.rows ?? []).map(({ key, values }) => ({
    code: key,
    zh: String(values.name),
    en: String(values.nameEn ?? values.name),
    unit: typeof values.unit === 'string' ? values.unit : null,
  }));
}

/** What was typed, once typing pauses. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const wait = setTimeout(() => setSettled(typed), 250);
    return () => clearTimeout(wait);
  }, [typed]);
  return settled.trim();
}
