import { Decimal } from 'decimal.js';
import { type BoardFigure, boardContracts, type FigureEntry } from '#contracts/board.ts';
import { useData } from '../../platform/data.ts';
import { Day } from '../../platform/day.tsx';
import { useText } from '../../platform/language.ts';
import { PageLink } from '../../platform/navigation.tsx';
import { Quantity } from '../../platform/number.tsx';
import { type Column, DataTable, listSource } from '../../platform/table/data-table.tsx';
import { useItemWords } from '../orders/shared.tsx';
import { useBoardDays } from './days.tsx';

const words = {
  day: ['日期', 'Day'],
  source: ['依据', 'Source'],
  way: ['去向', 'From → to'],
  goods: ['物资', 'Goods'],
  quantity: ['数量', 'Quantity'],
  weight: ['重量', 'Weight'],
  hours: ['小时', 'Hours'],
  left: ['剩余天数', 'Days left'],
  plan: ['计划', 'Plan'],
  planLine: ['计划 {line}', 'Plan, {line}'],
  movement: ['台账 {id}', 'Ledger {id}'],
  sum: ['{count} 项合计', 'Entries: {count}, together'],
  count: ['{count} 项', 'Entries: {count}'],
  empty: ['没有合计的记录', 'Nothing is summed'],
} as const;
const topics = ['orders', 'receipts', 'stock', 'plans'];

export interface FigureOf {
  figure: BoardFigure;
  item?: string;
  producer?: string;
  tier?: number;
}

/** What one figure of the board sums: each entry with its order, its ledger entry or the plan. */
export function FigureEntries({ of }: { of: FigureOf }) {
  const text = useText(words);
  const itemWords = useItemWords();
  const { from, to } = useBoardDays();
  const query = { from, to, ...of };
  const sum = useData(boardContracts.entries, { query: { ...query, limit: 1 } }, { topics, keepPrevious: true }).data;
  const measured = of.figure === 'hours' || of.figure === 'shelf';
  const count = sum?.total ?? 0;
  return (
    <>
      {sum !== undefined && (
        <p>
          {text(measured ? 'count' : 'sum', { count })}{' '}
          {!measured && (
            <strong>
              {of.item === undefined ? (
                <Quantity value={sum.kilograms} unit="kg" exact />
              ) : (
                <Quantity value={sum.quantity} unit={itemWords(of.item).unit} exact />
              )}
            </strong>
          )}
        </p>
      )}
      <DataTable
        label={text('source')}
        columns={useColumns(of)}
        source={listSource(boardContracts.entries, { query }, topics)}
        rowKey={(row) => row.key}
        search={false}
        empty={{ title: text('empty') }}
      />
    </>
  );
}

function useColumns(of: FigureOf): Column<FigureEntry>[] {
  const text = useText(words);
  const itemWords = useItemWords();
  const columns: Array<Column<FigureEntry> | false> = [
    {
      key: 'source',
      title: text('source'),
      render: (row) => <Source row={row} />,
      phone: 'title',
      width: 150,
    },
    { key: 'day', title: text('day'), render: (row) => <Day day={row.day} />, width: 80 },
    {
      key: 'way',
      title: text('way'),
      render: (row) => (row.to === '' ? row.from : `${row.from} → ${row.to}`),
      wrap: true,
      width: 220,
    },
    of.figure !== 'hours' && {
      key: 'goods',
      title: text('goods'),
      render: (row) => `${itemWords(row.item ?? '').name} ${row.lotNumber}`,
      wrap: true,
      width: 140,
    },
    of.figure !== 'hours' && {
      key: 'quantity',
      title: text('quantity'),
      render: (row) => <Quantity value={row.quantity} unit={itemWords(row.item ?? '').unit} exact />,
      align: 'right',
      width: 120,
    },
    of.figure !== 'hours' &&
      of.figure !== 'shelf' &&
      of.item === undefined && {
        key: 'weight',
        title: text('weight'),
        render: (row) => <Quantity value={row.kilograms} unit="kg" exact />,
        align: 'right',
        width: 110,
      },
    (of.figure === 'hours' || of.figure === 'shelf') && {
      key: 'measure',
      title: text(of.figure === 'hours' ? 'hours' : 'left'),
      render: (row) => (row.measure === null ? '—' : new Decimal(row.measure).toDecimalPlaces(1).toFixed()),
      align: 'right',
      width: 90,
    },
  ];
  return columns.filter((column) => column !== false);
}

function Source({ row }: { row: FigureEntry }) {
  const text = useText(words);
  const { kind, id, number } = row.source;
  if (kind === 'order') return <PageLink to={`/dispatch/orders/${id}`}>{number}</PageLink>;
  if (kind === 'plan') {
    return <PageLink to={`/plans/${id}`}>{number === '' ? text('plan') : text('planLine', { line: number })}</PageLink>;
  }
  const search = new URLSearchParams({ item: row.item ?? '', from: row.day, to: row.day });
  return <PageLink to={`/stock/movements?${search}`}>{text('movement', { id: number })}</PageLink>;
}
