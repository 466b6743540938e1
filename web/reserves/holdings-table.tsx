import type { ReserveHolding } from '#contracts/reserves.ts';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';

const words = {
  title: ['储备存量', 'Stock in reserves'],
  reserve: ['储备库', 'Reserve'],
  item: ['物资', 'Item'],
  available: ['可动用', 'Available'],
  floor: ['底线', 'Floor'],
  target: ['目标', 'Target'],
  toTarget: ['差', 'Lacks'],
  days: ['够用天数', 'Days of need'],
  day: ['{days} 天', '{days} days'],
  owed: ['待补', 'Owed'],
  state: ['状态', 'State'],
  below_floor: ['低于底线', 'below the floor'],
  below_target: ['低于目标', 'below the target'],
  enough: ['达标', 'at target'],
  unset: ['未设定', 'not set'],
  none: ['储备库里还没有物资', 'The reserves hold nothing yet'],
  noneMore: ['先新增储备库，再入库并设定底线和目标。', 'Open a reserve, receive goods, and set floor and target.'],
} as const;

interface Props {
  holdings: readonly ReserveHolding[] | undefined;
  problem: unknown;
  onRetry: () => void;
  onOpen: (row: ReserveHolding) => void;
}

const order = ['below_floor', 'below_target', 'unset', 'enough'];

/** What lacks most first. */
export function HoldingsTable({ holdings, problem, onRetry, onOpen }: Props) {
  const { language } = useLanguage();
  const text = useText(words);
  const figure = (key: 'available' | 'floor' | 'target' | 'toTarget' | 'owed'): Column<ReserveHolding> => ({
    key,
    title: text(key),
    align: 'right',
    value: (row) => row[key],
    render: (row) =>
      row[key] === null || (Number(row[key]) === 0 && key !== 'available' && key !== 'floor') ? (
        '—'
      ) : (
        <Quantity value={row[key]} unit={row.item.unit} />
      ),
    width: 110,
    ...(key === 'owed' || key === 'toTarget' ? { phone: 'hidden' as const } : {}),
  });
  const columns: Column<ReserveHolding>[] = [
    { key: 'item', title: text('item'), value: (row) => localName(row.item, language), phone: 'title', width: 180 },
    { key: 'reserve', title: text('reserve'), value: (row) => row.reserveName, width: 180 },
    figure('available'),
    figure('floor'),
    figure('target'),
    figure('toTarget'),
    {
      key: 'days',
      title: text('days'),
      align: 'right',
      value: (row) => row.days,
      render: (row) => (row.days === null ? '—' : text('day', { days: row.days })),
      width: 120,
    },
    figure('owed'),
    {
      key: 'state',
      title: text('state'),
      value: (row) => order.indexOf(row.state),
      render: (row) => (
        <span className={row.state === 'below_floor' ? 'bg-warning' : undefined}>{text(row.state)}</span>
      ),
      width: 110,
    },
  ];
  return (
    <DataTable
      label={text('title')}
      rows={holdings}
      problem={problem}
      onRetry={onRetry}
      rowKey={(row) => `${row.reserve}/${row.item.code}`}
      columns={columns}
      rowTone={(row) => (row.state === 'below_floor' ? 'warning' : undefined)}
      onRow={onOpen}
      sortedBy={{ key: 'state', order: 'asc' }}
      empty={{ title: text('none'), more: text('noneMore') }}
    />
  );
}
