import { Button } from 'antd';
import { useState } from 'react';
import { type RegistryRow, registryContracts } from '#contracts/registry.ts';
import type { Resource } from '#contracts/registry-resources.ts';
import { rightsOn } from '#contracts/registry-rights.ts';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { useUser } from '../platform/session.tsx';
import { DataTable, listSource } from '../platform/table/data-table.tsx';
import { columnsOf, useFilterOptions } from './columns.tsx';
import { lapseDays } from './registry-page.tsx';
import { RowDrawer } from './row-drawer.tsx';
import { RowForm } from './row-form.tsx';

const words = {
  add: ['新增{what}', 'Add {what}'],
  state: ['状态', 'State'],
  inUse: ['在用', 'In use'],
  withdrawn: ['已注销', 'Withdrawn'],
  all: ['在用和已注销', 'In use and withdrawn'],
  validity: ['有效期', 'Validity'],
  anyDay: ['全部有效期', 'Any validity'],
  lapsing: ['已过期或 60 天内到期', 'Lapsed, or within 60 days'],
  only: ['只看 {what}', 'Only {what}'],
  clear: ['取消“{what}”的限定', 'Lift the limit to {what}'],
  empty: ['还没有{what}', 'No {what} yet'],
  emptyMore: [
    '可以在这里新增，或用“导入导出”上传整张表。',
    'Add them here, or upload the whole table under Import and export.',
  ],
} as const;

export function RegistryTable({ resource }: { resource: Resource }) {
  const { language } = useLanguage();
  const text = useText(words);
  const rights = rightsOn(resource, useUser().role);
  const contracts = registryContracts[resource.name];
  const [opened, open] = useAddressState('row');
  const [state, setState] = useAddressState('state', 'no');
  const [lapsing, setLapsing] = useAddressState('lapsing');
  const [of, setOf] = useAddressState('of');
  const [form, setForm] = useState<{ row: RegistryRow | null } | null>(null);
  const options = useFilterOptions(resource);
  const limit = limitOf(resource, of);
  const query = {
    ...(state === 'yes' || state === 'all' ? { withdrawn: state } : {}),
    ...(resource.name === 'licences' && lapsing === 'yes' ? { lapsesWithin: lapseDays } : {}),
    ...(limit === null ? {} : { [limit.field]: limit.code }),
  };
  const exports = (['xlsx', 'csv'] as const).map((format) => ({
    label: format,
    contract: contracts.export,
    query: { ...query, format, lang: language },
  }));
  return (
    <>
      <DataTable<RegistryRow>
        label={pick(resource.label, language)}
        columns={columnsOf(resource, language, options)}
        source={listSource(contracts.list, { query }, ['registry', 'city'])}
        rowKey={(row) => row.key}
        rowTone={(row) => (Number(row.values.daysLeft ?? 0) < 0 ? 'warning' : undefined)}
        onRow={(row) => open(row.key)}
        exports={exports}
        empty={{
          title: text('empty', { what: [resource.label[0], resource.label[1].toLowerCase()] }),
          more: text('emptyMore'),
        }}
        left={
          <>
            {limit !== null && (
              <button type="button" className="bg-button" onClick={() => setOf('')}>
                {text('only', { what: limit.code })} <span aria-hidden="true">×</span>
                <span className="bg-hidden">{text('clear', { what: limit.code })}</span>
              </button>
            )}
            <Choice
              label={text('state')}
              value={state}
              onChange={setState}
              options={[
                ['no', text('inUse')],
                ['yes', text('withdrawn')],
                ['all', text('all')],
              ]}
            />
            {resource.name === 'licences' && (
              <Choice
                label={text('validity')}
                value={lapsing}
                onChange={setLapsing}
                options={[
                  ['', text('anyDay')],
                  ['yes', text('lapsing')],
                ]}
              />
            )}
          </>
        }
        right={
          rights.rows && (
            <Button type="primary" onClick={() => setForm({ row: null })}>
              {text('add', { what: resource.one })}
            </Button>
          )
        }
      />
      <RowDrawer resource={resource} rowKey={opened} onClose={() => open('')} onEdit={(row) => setForm({ row })} />
      {form !== null && (
        <RowForm
          resource={resource}
          row={form.row}
          preset={limit === null ? {} : { [limit.field]: limit.code }}
          onClose={() => setForm(null)}
          onSaved={(row) => {
            setForm(null);
            open(row.key);
          }}
        />
      )}
    </>
  );
}

/** `of=enterprise:E14` in the address narrows the list to one value of a field. */
function limitOf(resource: Resource, of: string): { field: string; code: string } | null {
  const colon = of.indexOf(':');
  const field = of.slice(0, colon);
  const known = resource.fields.some((candidate) => candidate.name === field && candidate.filter === true);
  return colon > 0 && known ? { field, code: of.slice(colon + 1) } : null;
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: ReadonlyArray<readonly [value: string, label: string]>;
}

function Choice({ label, value, onChange, options }: ChoiceProps) {
  return (
    <select className="bg-select" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([key, shown]) => (
        <option key={key} value={key}>
          {shown}
        </option>
      ))}
    </select>
  );
}
