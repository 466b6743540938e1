import { Button } from 'antd';
import { useState } from 'react';
import { type Reserve, type ReserveHolding, reserveLevelNames } from '#contracts/reserves.ts';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { LevelsDialog } from './levels-form.tsx';
import { useNames } from './parts.tsx';
import { ReceiveForm } from './receive-form.tsx';

const words = {
  title: ['储备库', 'Warehouses'],
  name: ['名称', 'Name'],
  level: ['级别', 'Level'],
  county: ['县区', 'County'],
  keeper: ['保管员', 'Keeper'],
  telephone: ['电话', 'Telephone'],
  holder: ['代储企业', 'Held by'],
  closed: ['已关闭', 'closed'],
  act: ['操作', 'Act'],
  receive: ['入库', 'Receive'],
  levels: ['底线和目标', 'Floor and target'],
  change: ['修改', 'Change'],
  none: ['还没有储备库', 'There is no reserve yet'],
  noneMore: [
    '用“新增储备库”登记，市级、县级、企业代储均可。',
    'Open one: the city’s, a county’s, or one that an enterprise holds.',
  ],
} as const;

export function WarehousesTable(props: {
  reserves: Reserve[] | undefined;
  holdings: readonly ReserveHolding[];
  onOpen: (reserve: Reserve) => void;
}) {
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const names = useNames();
  const [receiving, setReceiving] = useState<string | null>(null);
  const [levelled, setLevelled] = useState<Reserve | null>(null);
  const countyOf = (code: string): string => {
    const county = names.counties.find((entry) => entry.code === code);
    return county === undefined ? code : localName(county, language);
  };
  const acts = (row: Reserve) => (
    <span className="reserves-acts">
      {!row.closed && <Button onClick={() => setReceiving(row.id)}>{text('receive')}</Button>}
      {!row.closed && <Button onClick={() => setLevelled(row)}>{text('levels')}</Button>}
      <Button onClick={() => props.onOpen(row)}>{text('change')}</Button>
    </span>
  );
  const columns: Column<Reserve>[] = [
    {
      key: 'name',
      title: text('name'),
      value: (row) => (row.closed ? `${row.name} · ${text('closed')}` : row.name),
      phone: 'title',
    },
    { key: 'level', title: text('level'), value: (row) => pick(reserveLevelNames[row.level], language) },
    { key: 'county', title: text('county'), value: (row) => countyOf(row.county) },
    { key: 'keeper', title: text('keeper'), value: (row) => row.keeper },
    { key: 'telephone', title: text('telephone'), value: (row) => row.telephone || '—' },
    { key: 'holder', title: text('holder'), value: (row) => row.enterpriseName ?? '—' },
    ...(may('reserve.manage') ? [{ key: 'act', title: text('act'), render: acts }] : []),
  ];
  return (
    <>
      <DataTable
        label={text('title')}
        rows={props.reserves}
        rowKey={(row) => row.id}
        columns={columns}
        empty={{ title: text('none'), more: text('noneMore') }}
      />
      {receiving !== null && <ReceiveForm reserve={receiving} item="" onClose={() => setReceiving(null)} />}
      {levelled !== null && (
        <LevelsDialog reserve={levelled} holdings={props.holdings} onClose={() => setLevelled(null)} />
      )}
    </>
  );
}
