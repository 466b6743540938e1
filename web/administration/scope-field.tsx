import { Select } from 'antd';
import { useState } from 'react';
import { scopeOfRole } from '#contracts/accounts.ts';
import { listScopeUnits } from '#contracts/administration.ts';
import type { Role } from '#contracts/roles.ts';
import { useData } from '../platform/data.ts';
import { FormField } from '../platform/form-field.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';

const words = {
  county: ['负责的县区', 'Counties'],
  enterprise: ['负责的企业', 'Enterprises'],
  demand_point: ['所属的需求点', 'Demand points'],
  hint: ['可按名称或编号查找', 'Find by name or code'],
  city: ['这个岗位的范围是全市', 'This role covers the whole city'],
} as const;

interface Props {
  role: Role;
  value: string[];
  onChange: (ids: string[]) => void;
  problem: string | undefined;
  /** units already bound, so that they show by name before anything is searched */
  known?: ReadonlyArray<{ id: string; name: string; nameEn: string }>;
}

/** The units that a role is bound to; roles of the whole city have none. */
export function ScopeField({ role, value, onChange, problem, known = [] }: Props) {
  const { language } = useLanguage();
  const text = useText(words);
  const [search, setSearch] = useState('');
  const scope = scopeOfRole[role];
  const bound = scope !== 'city' && scope !== 'public';
  const units = useData(
    listScopeUnits,
    { query: { scope: bound ? scope : 'county', search } },
    { enabled: bound, keepPrevious: true, topics: ['registry'] },
  );
  if (!bound) return <p className="bg-muted">{text('city')}</p>;
  const rows = new Map([...known, ...(units.data?.rows ?? [])].map((unit) => [unit.id, unit]));
  return (
    <FormField label={text(scope)} hint={text('hint')} problem={problem}>
      {(field) => (
        <Select
          {...field}
          mode="multiple"
          className="bg-wide"
          value={value}
          showSearch={{ filterOption: false, onSearch: setSearch }}
          loading={units.isFetching}
          options={[...rows.values()].map((unit) => ({
            value: unit.id,
            label: `${localName(unit, language)} ${unit.id}`,
          }))}
          onChange={(ids: string[]) => {
            onChange(ids);
            setSearch('');
          }}
        />
      )}
    </FormField>
  );
}
