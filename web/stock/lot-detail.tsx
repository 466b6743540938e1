import { type Balance, type Movement, stockContracts } from '#contracts/stock.ts';
import { lotStateNames } from '#contracts/stock-terms.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { Panel, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useToday } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { Expiry, LotWords, useDocumentName, usePlaceName } from './shared.tsx';

const words = {
  lot: ['批次', 'Lot'],
  state: ['状态', 'State'],
  expires: ['最后可发日期', 'Issue until'],
  where: ['现在在哪里', 'Where it is now'],
  nowhere: ['已全部发出或用完', 'All issued or used'],
  place: ['地点', 'Place'],
  quantity: ['数量', 'Quantity'],
  reserved: ['已预留', 'Reserved'],
  how: ['怎么来的', 'How it came there'],
  day: ['日期', 'Day'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  document: ['单据', 'Document'],
} as const;

/** One lot: where it is today, and every movement of it that the reader may see. */
export function LotDetail({ lot }: { lot: number }) {
  const text = useText(words);
  const { language } = useLanguage();
  const placeName = usePlaceName();
  const documentName = useDocumentName();
  const today = useToday();
  const read = useData(stockContracts.lot, { params: { lot } }, { topics: ['stock'] });
  if (read.error) return <ProblemView problem={read.error} onRetry={() => void read.refetch()} />;
  const [held, moved] = [read.data?.balances[0], read.data?.movements[0]];
  const known = held ?? moved;
  const where: Column<Balance>[] = [
    { key: 'place', title: text('place'), value: (row) => placeName(row.place), phone: 'title' },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={row.item.unit} exact />,
    },
    {
      key: 'reserved',
      title: text('reserved'),
      align: 'right',
      value: (row) => row.reserved,
      render: (row) => <Quantity value={row.reserved} unit={row.item.unit} exact />,
    },
  ];
  const how: Column<Movement>[] = [
    { key: 'day', title: text('day'), value: (row) => row.day, render: (row) => <Day day={row.day} year /> },
    { key: 'from', title: text('from'), value: (row) => placeName(row.from), phone: 'title' },
    { key: 'to', title: text('to'), value: (row) => placeName(row.to) },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={row.item.unit} exact />,
    },
    { key: 'document', title: text('document'), value: (row) => documentName(row.document.kind) },
  ];
  return (
    <>
      {known !== undefined && (
        <Particulars
          rows={[
            [text('lot'), <LotWords key="lot" lotNumber={known.lotNumber} grade={known.grade} />],
            [text('expires'), <Expiry key="expires" day={known.expires} on={today} />],
            ...(held === undefined ? [] : ([[text('state'), pick(lotStateNames[held.state], language)]] as const)),
          ]}
        />
      )}
      <Panel title={text('where')}>
        <DataTable
          label={text('where')}
          columns={where}
          rows={read.data?.balances}
          rowKey={(row) => row.place.place}
          expected={1}
          empty={{ title: text('nowhere') }}
        />
      </Panel>
      <Panel title={text('how')}>
        <DataTable
          label={text('how')}
          columns={how}
          rows={read.data?.movements}
          rowKey={(row) => String(row.id)}
          expected={2}
        />
      </Panel>
    </>
  );
}
