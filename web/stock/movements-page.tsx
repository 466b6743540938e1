import { useState } from 'react';
import { type Movement, stockContracts } from '#contracts/stock.ts';
import { Day } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { DetailDrawer } from '../platform/dialog.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { PageHeader } from '../platform/page.tsx';
import { useToday } from '../platform/session.tsx';
import { type Column, DataTable, listSource } from '../platform/table/data-table.tsx';
import { DocumentChoice, ItemChoice, PlaceChoice } from './choices.tsx';
import { MovementDetail } from './movement-detail.tsx';
import { LotWords, useDocumentName, usePlaceName } from './shared.tsx';
import './stock.css';

const words = {
  title: ['库存怎么变的', 'How stock came and went'],
  lead: [
    '记录只增不改：更正是一条冲销原记录的新记录。',
    'Entries are never changed: a correction is a new entry that takes the old one back.',
  ],
  label: ['出入库记录', 'Movements'],
  day: ['业务日期', 'Business day'],
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  quantity: ['数量', 'Quantity'],
  document: ['单据', 'Document'],
  by: ['入账人', 'Posted by'],
  fromDay: ['从', 'From'],
  toDay: ['到', 'To'],
  opened: ['库存记录', 'Stock entry'],
  xlsx: ['Excel 工作簿', 'Excel workbook'],
  csv: ['CSV 文件', 'CSV file'],
  empty: ['没有记录', 'No entries'],
  emptyMore: ['放宽日期或条件', 'Widen the days or the conditions'],
} as const;

export default function MovementsPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const placeName = usePlaceName();
  const documentName = useDocumentName();
  const [item, chooseItem] = useAddressState('item');
  const [place, choosePlace] = useAddressState('place');
  const [kind, chooseKind] = useAddressState('kind');
  const [from, chooseFrom] = useAddressState('from');
  const [to, chooseTo] = useAddressState('to');
  const [opened, setOpened] = useState<number | null>(null);
  const query = Object.fromEntries(Object.entries({ item, place, kind, from, to }).filter(([, value]) => value !== ''));
  const columns: Column<Movement>[] = [
    {
      key: 'day',
      title: text('day'),
      value: (row) => row.day,
      render: (row) => <Day day={row.day} year />,
      width: 130,
    },
    {
      key: 'item',
      title: text('item'),
      value: (row) => localName(row.item, language),
      phone: 'title',
      width: 200,
      render: (row) => (
        <span className={row.reversedBy === null ? undefined : 'stock-reversed'}>{localName(row.item, language)}</span>
      ),
    },
    {
      key: 'lot',
      title: text('lot'),
      render: (row) => <LotWords lotNumber={row.lotNumber} grade={row.grade} />,
      phone: 'hidden',
      width: 140,
    },
    { key: 'from', title: text('from'), value: (row) => placeName(row.from), width: 170 },
    { key: 'to', title: text('to'), value: (row) => placeName(row.to), width: 170 },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      width: 130,
      render: (row) => (
        <span className={row.reversedBy === null ? undefined : 'stock-reversed'}>
          <Quantity value={row.quantity} unit={row.item.unit} exact />
        </span>
      ),
    },
    { key: 'document', title: text('document'), value: (row) => documentName(row.document.kind), width: 110 },
    { key: 'by', title: text('by'), value: (row) => row.by, width: 120, phone: 'hidden' },
  ];
  return (
    <>
      <PageHeader title={text('title')} lead={text('lead')} />
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(stockContracts.movements, { query }, ['stock'])}
        rowKey={(row) => String(row.id)}
        onRow={(row) => setOpened(row.id)}
        left={
          <div className="stock-filters">
            <Between label={text('fromDay')} value={from} choose={chooseFrom} />
            <Between label={text('toDay')} value={to} choose={chooseTo} />
            <ItemChoice value={item} onChange={chooseItem} />
            <PlaceChoice value={place} onChange={choosePlace} />
            <DocumentChoice value={kind} onChange={chooseKind} />
          </div>
        }
        exports={[
          {
            label: text('xlsx'),
            contract: stockContracts.movementsFile,
            query: { ...query, format: 'xlsx', lang: language },
          },
          {
            label: text('csv'),
            contract: stockContracts.movementsFile,
            query: { ...query, format: 'csv', lang: language },
          },
        ]}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <DetailDrawer open={opened !== null} title={text('opened')} onClose={() => setOpened(null)}>
        {opened !== null && <MovementDetail id={opened} open={setOpened} />}
      </DetailDrawer>
    </>
  );
}

/** One end of the period. */
function Between({ label, value, choose }: { label: string; value: string; choose: (day: string) => void }) {
  const today = useToday();
  return (
    <span className="stock-day">
      <span aria-hidden="true">{label}</span>
      <DayInput
        value={value === '' ? null : value}
        onChange={(day) => choose(day ?? '')}
        to={today}
        aria-label={label}
      />
    </span>
  );
}
