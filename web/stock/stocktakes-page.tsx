import { type StocktakeHead, stockContracts } from '#contracts/stock.ts';
import { useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { PageLink, useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { PageHeader, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable, listSource } from '../platform/table/data-table.tsx';
import { PlaceChoice } from './choices.tsx';
import { LotWords, usePlaceName } from './shared.tsx';
import './stock.css';

const words = {
  title: ['账实是否相符', 'Do the books agree with the shelves'],
  lead: ['盘点的差异写明原因，作为调整入账。', 'Differences are given a reason and posted as adjustments.'],
  label: ['盘点记录', 'Stocktakes'],
  add: ['登记盘点', 'Count stock'],
  place: ['地点', 'Place'],
  day: ['盘点日', 'Day counted'],
  lines: ['盘点批次', 'Lots counted'],
  differences: ['有差异', 'Different'],
  by: ['盘点人', 'Counted by'],
  at: ['登记时间', 'Recorded'],
  import: ['随导入', 'by import'],
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  expected: ['账面', 'Books'],
  counted: ['实盘', 'Counted'],
  difference: ['差异', 'Difference'],
  reason: ['原因', 'Reason'],
  detail: ['{place}的盘点', 'Stocktake of {place}'],
  empty: ['还没有盘点', 'No stocktakes yet'],
} as const;

export default function StocktakesPage() {
  const text = useText(words);
  const placeName = usePlaceName();
  const may = useMay();
  const [place, choosePlace] = useAddressState('place');
  const columns: Column<StocktakeHead>[] = [
    { key: 'place', title: text('place'), value: (row) => placeName(row.place), phone: 'title' },
    { key: 'day', title: text('day'), value: (row) => row.day, render: (row) => <Day day={row.day} year /> },
    { key: 'lines', title: text('lines'), align: 'right', value: (row) => row.lines },
    { key: 'differences', title: text('differences'), align: 'right', value: (row) => row.differences },
    {
      key: 'by',
      title: text('by'),
      value: (row) => (row.importId === null ? row.by : `${row.by} · ${text('import')}`),
    },
    {
      key: 'at',
      title: text('at'),
      value: (row) => row.countedAt,
      render: (row) => <Moment at={row.countedAt} year />,
    },
  ];
  const add = (
    <PageLink to="/stock/stocktakes/new" className="bg-button bg-button-primary">
      {text('add')}
    </PageLink>
  );
  return (
    <>
      <PageHeader title={text('title')} lead={text('lead')} actions={may('stock.post') ? add : undefined} />
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(stockContracts.stocktakes, { query: place === '' ? {} : { place } }, ['stock'])}
        rowKey={(row) => row.id}
        left={<PlaceChoice value={place} onChange={choosePlace} />}
        detail={(row) => ({ title: text('detail', { place: placeName(row.place) }), content: <Lines id={row.id} /> })}
        empty={{ title: text('empty'), act: may('stock.post') ? add : undefined }}
      />
    </>
  );
}

function Lines({ id }: { id: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const placeName = usePlaceName();
  const read = useData(stockContracts.stocktake, { params: { id } });
  if (read.error) return <ProblemView problem={read.error} onRetry={() => void read.refetch()} />;
  const head = read.data?.head;
  type Line = NonNullable<typeof read.data>['lines'][number];
  const amount = (key: 'expected' | 'counted' | 'difference'): Column<Line> => ({
    key,
    title: text(key),
    align: 'right',
    value: (row) => row[key],
    render: (row) => <Quantity value={row[key]} unit={row.item.unit} exact />,
  });
  const columns: Column<Line>[] = [
    { key: 'item', title: text('item'), value: (row) => localName(row.item, language), phone: 'title' },
    { key: 'lot', title: text('lot'), render: (row) => <LotWords lotNumber={row.lotNumber} grade={row.grade} /> },
    amount('expected'),
    amount('counted'),
    amount('difference'),
    { key: 'reason', title: text('reason'), value: (row) => row.reason, wrap: true },
  ];
  return (
    <>
      {head !== undefined && (
        <Particulars
          rows={[
            [text('place'), placeName(head.place)],
            [text('day'), <Day key="day" day={head.day} year />],
            [text('by'), head.by],
            [text('at'), <Moment key="at" at={head.countedAt} year />],
          ]}
        />
      )}
      <DataTable label={text('lines')} columns={columns} rows={read.data?.lines} rowKey={(row) => String(row.line)} />
    </>
  );
}
