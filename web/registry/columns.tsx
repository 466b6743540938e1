import type { ReactNode } from 'react';
import type { Language } from '#contracts/errors.ts';
import { type RegistryRow, registryContracts } from '#contracts/registry.ts';
import type { Field, Resource } from '#contracts/registry-resources.ts';
import { unitName } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { pick, useLanguage } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import type { Column } from '../platform/table/data-table.tsx';

interface Option {
  value: string;
  label: string;
}
/** Choices above the table, by field. */
export type FilterOptions = Record<string, Option[]>;

/** Resources small enough in every city for a choice; of others, the search finds the row. */
const choosable = ['counties', 'items'] as const;

export function useFilterOptions(resource: Resource): FilterOptions {
  const { language } = useLanguage();
  const needed = (name: (typeof choosable)[number]) =>
    resource.fields.some((field) => field.filter === true && field.references?.[0] === name);
  const options = { query: { limit: 300 } };
  const counties = useData(registryContracts.counties.list, options, {
    topics: ['registry'],
    enabled: needed('counties'),
  });
  const items = useData(registryContracts.items.list, options, { topics: ['registry'], enabled: needed('items') });
  const answers = { counties: counties.data, items: items.data };
  const chosen: FilterOptions = {};
  for (const field of resource.fields) {
    if (field.filter !== true) continue;
    const target = choosable.find((name) => field.references?.[0] === name);
    const rows = target === undefined ? undefined : answers[target]?.rows;
    if (rows !== undefined) chosen[field.name] = rows.map((row) => ({ value: row.key, label: nameOf(row, language) }));
    else if (field.choices !== undefined) {
      chosen[field.name] = field.choices.map(({ value, label }) => ({ value, label: pick(label, language) }));
    }
  }
  return chosen;
}

/** What a row is called: its name, or what it is of. */
export function nameOf(row: RegistryRow, language: Language): string {
  const { name, nameEn, plate } = row.values;
  if (language === 'en' && nameEn) return String(nameEn);
  if (name || plate) return String(name ?? plate);
  const referred = Object.values(row.refers).flatMap((names) => names.slice(0, 1));
  return referred.map((one) => (language === 'zh' ? one.zh : one.en)).join(' · ') || row.key;
}

/** Seen in the row's particulars, not in the list. */
const aside = new Set(['lat', 'lon', 'note', 'energyUnit', 'kwhPerUnit', 'gasM3PerUnit']);

export function columnsOf(resource: Resource, language: Language, options: FilterOptions): Column<RegistryRow>[] {
  const shown = resource.fields.filter(
    (field) => !aside.has(field.name) && field.name !== unreadName(resource, language),
  );
  const title = shown.find((field) => ['name', 'nameEn', 'plate'].includes(field.name)) ?? shown[0];
  return shown.map((field): Column<RegistryRow> => {
    const choices = options[field.name];
    return {
      key: field.name,
      title: titleOf(field, language),
      render: (row) => <Value field={field} row={row} />,
      sortable: field.type !== 'references' && field.type !== 'note',
      ...(isFigure(field) ? { align: 'right' as const } : {}),
      ...(choices === undefined || choices.length === 0 ? {} : { filter: { options: choices } }),
      phone: field === title ? 'title' : 'line',
    };
  });
}

/** Of a Chinese and an English name the list shows the reader's. */
function unreadName(resource: Resource, language: Language): string {
  const both = resource.fields.some((field) => field.name === 'nameEn');
  return both && language === 'en' ? 'name' : 'nameEn';
}

const isFigure = (field: Field): boolean =>
  field.type === 'integer' || field.type === 'decimal' || field.type === 'degrees';

/** '载重（吨）': the unit stands in the title where every row has the same. */
export function titleOf(field: Field, language: Language): string {
  const label = pick(field.label, language);
  // Days left say 'lapsed … ago' in words, unit and all.
  if (field.name === 'daysLeft' || field.unit === undefined || field.unit === 'own' || 'of' in field.unit) return label;
  const unit = pick(field.unit, language);
  return language === 'zh' ? `${label}（${unit}）` : `${label} (${unit})`;
}

/** The unit of a row's figure, where rows differ. */
export function unitOf(field: Field, row: Pick<RegistryRow, 'values' | 'refers'>): string | undefined {
  if (field.unit === 'own') return row.values.unit === null ? undefined : String(row.values.unit);
  if (field.unit !== undefined && 'of' in field.unit) return row.refers[field.unit.of]?.[0]?.unit ?? undefined;
  return undefined;
}

/** One field of a row, as its reader expects it. */
export function Value({ field, row }: { field: Field; row: RegistryRow }): ReactNode {
  const { language } = useLanguage();
  const value = row.values[field.name] ?? null;
  if (field.references !== undefined) return <References field={field} row={row} />;
  if (value === null || value === '') return <span className="bg-muted">—</span>;
  if (field.type === 'day') return <Day day={String(value)} year />;
  if (field.name === 'daysLeft') return <DaysLeft days={Number(value)} />;
  if (field.type === 'degrees') return <span className="bg-number">{String(value)}</span>;
  if (field.name === 'tier') return <span className="bg-number">{String(value)}</span>;
  if (isFigure(field)) return <Quantity value={String(value)} unit={unitOf(field, row)} />;
  if (field.type === 'unit') return unitName(String(value), language) || String(value);
  const choice = field.choices?.find((candidate) => candidate.value === value);
  return choice === undefined ? String(value) : pick(choice.label, language);
}

function References({ field, row }: { field: Field; row: RegistryRow }) {
  const { language } = useLanguage();
  const value = row.values[field.name] ?? [];
  const codes = Array.isArray(value) ? value : [String(value)];
  const names = codes.map((code) => {
    const found = row.refers[field.name]?.find((one) => one.code === code);
    return found === undefined ? code : language === 'zh' ? found.zh : found.en;
  });
  return <span title={codes.join(', ')}>{names.join(language === 'zh' ? '、' : ', ')}</span>;
}

function DaysLeft({ days }: { days: number }) {
  const { language } = useLanguage();
  const late = pick(['已过期 {days} 天', 'lapsed {days} days ago'], language, { days: -days });
  const left = pick(['{days} 天', '{days} days'], language, { days });
  return <span className={days < 0 ? 'bg-number bg-warning' : 'bg-number'}>{days < 0 ? late : left}</span>;
}
