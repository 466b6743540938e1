import { Segmented } from 'antd';
import { type ReplenishDuty, reserveContracts } from '#contracts/reserves.ts';
import { useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { PageLink, useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../platform/table/data-table.tsx';

const words = {
  title: ['补库责任', 'Duties to replenish'],
  number: ['动用单', 'Release'],
  reserve: ['储备库', 'Reserve'],
  item: ['物资', 'Item'],
  quantity: ['应补', 'Owed'],
  replenished: ['已补', 'Replenished'],
  due: ['期限', 'Due'],
  owner: ['责任人', 'Owner'],
  closed: ['结清', 'Closed'],
  cancelled: ['随动用单取消', 'cancelled with its release'],
  open: ['未补齐', 'Open'],
  all: ['全部', 'All'],
  show: ['看哪些', 'Which'],
  refill: ['下令补库', 'Order a refill'],
  act: ['办理', 'Act'],
  none: ['没有要补的', 'Nothing is owed'],
  noneMore: ['批准动用后自动产生，入库后自动冲抵。', 'Each release makes one, each receipt pays it off.'],
} as const;

/** What was released and must come back: by when, whose, how far. */
export function DutiesTable() {
  const { language } = useLanguage();
  const text = useText(words);
  const [shown, show] = useAddressState('duties', 'open');
  const may = useMay();
  const all = shown === 'all' ? 'true' : 'false';
  const list = useData(reserveContracts.duties, { query: { all } }, { topics: ['reserves'], keepPrevious: true });
  const columns: Column<ReplenishDuty>[] = [
    { key: 'item', title: text('item'), value: (row) => localName(row.item, language), phone: 'title', width: 170 },
    { key: 'reserve', title: text('reserve'), value: (row) => row.reserveName, width: 180 },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={row.item.unit} />,
      width: 110,
    },
    {
      key: 'replenished',
      title: text('replenished'),
      align: 'right',
      value: (row) => row.replenished,
      render: (row) => <Quantity value={row.replenished} unit={row.item.unit} />,
      width: 110,
    },
    { key: 'due', title: text('due'), value: (row) => row.due, render: (row) => <Day day={row.due} />, width: 110 },
    { key: 'owner', title: text('owner'), value: (row) => row.owner, width: 140 },
    {
      key: 'closed',
      title: text('closed'),
      value: (row) => row.closedAt,
      render: (row) => (row.cancelled ? <span>{text('cancelled')}</span> : <Moment at={row.closedAt} />),
      width: 160,
    },
    { key: 'number', title: text('number'), value: (row) => row.number, width: 150 },
    ...(may('order.issue')
      ? [
          {
            key: 'act',
            title: text('act'),
            render: (row: ReplenishDuty) =>
              row.closedAt === null && <PageLink to={refillLink(row)}>{text('refill')}</PageLink>,
            width: 110,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label={text('title')}
      {...heldRows(list)}
      rowKey={(row) => row.release}
      columns={columns}
      rowTone={(row) => (row.overdue ? 'warning' : undefined)}
      left={
        <Segmented
          aria-label={text('show')}
          value={shown === 'all' ? 'all' : 'open'}
          options={[
            { value: 'open', label: text('open') },
            { value: 'all', label: text('all') },
          ]}
          onChange={show}
        />
      }
      empty={{ title: text('none'), more: text('noneMore') }}
    />
  );
}

/** An order outside the plan, filled with what is owed: its receipt pays the duty off. */
function refillLink(row: ReplenishDuty): string {
  const owed = Number((Number(row.quantity) - Number(row.replenished)).toFixed(6));
  const query = new URLSearchParams({
    to: `reserve:${row.reserve}`,
    item: row.item.code,
    quantity: String(owed),
    why: row.number,
  });
  return `/dispatch/decide?${query}`;
}
