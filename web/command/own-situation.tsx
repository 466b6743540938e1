import { Skeleton } from 'antd';
import { formatDay } from '#contracts/calendar.ts';
import type { PlanDetail } from '#contracts/planning.ts';
import { planningContracts } from '#contracts/planning.ts';
import type { Situation } from '#contracts/situation.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import { useNames, useRegistryNames } from '../platform/names.ts';
import { Quantity } from '../platform/number.tsx';
import { PageHeader, Panel, Panels } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useUser } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { PositionFigures } from '../stock/figures.tsx';
import { NoticesPanel } from './notices-panel.tsx';
import { useSituation } from './use-situation.ts';

const words = {
  title: ['态势', 'Situation'],
  plantTitle: ['未来 {days} 天：计划生产 {made}', 'The next {days} days: {made} to be made'],
  plantIdle: ['未来 {days} 天没有生产任务', 'Nothing is planned to be made in the next {days} days'],
  pointShort: ['{days} 天内有 {count} 种物资不够：{items}', 'Short within {days} days: {items}'],
  pointEnough: ['{days} 天内所需物资都能送到', 'All that you need within {days} days will arrive'],
  pointLead: [
    '按当前数据推演，正式调拨以调拨令为准。',
    'Planned on the data as it is; allocation orders are what counts.',
  ],
  from: ['{item} {day}起', '{item} from {day}'],
  production: ['生产安排', 'What to make'],
  leaving: ['发出安排', 'What to send'],
  arriving: ['将送到的物资', 'What will arrive'],
  lacking: ['不足的物资', 'What falls short'],
  lines: ['产能和库存', 'Capacity and stock'],
  notices: ['要办的到期事项', 'Expiries that need an act'],
  day: ['日期', 'Day'],
  line: ['产线', 'Line'],
  item: ['物资', 'Item'],
  quantity: ['数量', 'Quantity'],
  to: ['送往', 'To'],
  sender: ['发出企业', 'From'],
  stock: ['库存', 'Stock'],
  capacity: ['日产能', 'Capacity a day'],
  none: ['没有', 'Nothing'],
  noneShort: ['没有不足', 'Nothing falls short'],
  waiting: ['正在推演未来 14 天，请稍候…', 'Planning the next 14 days ahead: one moment…'],
  kinds: ['{count} 种物资', '{count} items'],
} as const;

/** The situation as a plant or a hospital sees it: what to make and send, or what arrives and what is short. */
export function OwnSituation() {
  const text = useText(words);
  const { scope } = useUser();
  const { situation, position, plan } = useSituation();
  const names = useNames();
  const registry = useRegistryNames();
  if (situation.error && situation.data === undefined) {
    return <ProblemView problem={situation.error} onRetry={() => void situation.refetch()} page />;
  }
  if (situation.data === undefined || registry === undefined) return <PageHeader title={text('title')} />;
  if (plan === null) return <PageHeader title={text('title')} lead={text('waiting')} />;
  return scope === 'enterprise' ? (
    <Plant plan={plan} names={names} position={position.data} />
  ) : (
    <DemandPoint plan={plan} names={names} shortages={situation.data.shortages} />
  );
}

const rowsOf = (id: string) => ({ params: { id }, query: { limit: 20_000 } });

type Production = { line: string; item: string; date: string; quantity: string };
type Shipment = {
  from: string;
  fromName: string;
  to: string;
  toName: string;
  item: string;
  date: string;
  arrives: string;
  grade: string | null;
  quantity: string;
};

function Plant(props: {
  plan: PlanDetail;
  names: Names;
  position: ReturnType<typeof useSituation>['position']['data'];
}) {
  const { plan, names, position } = props;
  const text = useText(words);
  const production = useData(planningContracts.production, rowsOf(plan.id));
  const shipments = useData(planningContracts.shipments, rowsOf(plan.id));
  const made = new Set(production.data?.rows.map((row) => row.item));
  const title =
    production.data === undefined
      ? text('title')
      : made.size === 0
        ? text('plantIdle', { days: plan.days })
        : text('plantTitle', { days: plan.days, made: text('kinds', { count: made.size }) });
  const item = itemColumn<{ item: string }>(names, text('item'));
  const productionColumns: Column<Production>[] = [
    { key: 'date', title: text('day'), value: (row) => row.date, render: (row) => <Day day={row.date} /> },
    { key: 'line', title: text('line'), value: (row) => row.line },
    item,
    quantityColumn(names, text('quantity')),
  ];
  const shipmentColumns: Column<Shipment>[] = [
    { key: 'date', title: text('day'), value: (row) => row.date, render: (row) => <Day day={row.date} /> },
    { key: 'to', title: text('to'), value: (row) => row.toName, phone: 'title' },
    item,
    quantityColumn(names, text('quantity')),
  ];
  return (
    <>
      <PageHeader title={title} lead={text('pointLead')} />
      <Panels>
        <Panel title={text('production')} className="command-own">
          <DataTable
            label={text('production')}
            columns={productionColumns}
            rows={production.data?.rows}
            problem={production.error}
            rowKey={(row) => `${row.line}|${row.item}|${row.date}`}
            empty={{ title: text('none') }}
          />
        </Panel>
        <Panel title={text('leaving')} className="command-own">
          <DataTable
            label={text('leaving')}
            columns={shipmentColumns}
            rows={shipments.data?.rows}
            problem={shipments.error}
            rowKey={(row) => `${row.to}|${row.item}|${row.grade}|${row.date}`}
            empty={{ title: text('none') }}
          />
        </Panel>
        <Panel title={text('lines')}>
          {position === undefined ? <Skeleton active /> : <OwnStock position={position} names={names} />}
        </Panel>
        <Panel title={text('notices')}>
          {position === undefined ? <Skeleton active /> : <NoticesPanel answer={position} names={names} />}
        </Panel>
      </Panels>
    </>
  );
}

function OwnStock({
  position,
  names,
}: {
  position: NonNullable<ReturnType<typeof useSituation>['position']['data']>;
  names: Names;
}) {
  const text = useText(words);
  const rows = position.items.filter((item) => item.capacity.length > 0 || Number(item.stock[0]?.value ?? 0) > 0);
  type Row = (typeof rows)[number];
  const columns: Column<Row>[] = [
    { key: 'item', title: text('item'), value: (row) => names.item(row.item).name, phone: 'title', wrap: true },
    {
      key: 'stock',
      title: text('stock'),
      align: 'right',
      render: (row) => (
        <PositionFigures
          figures={row.stock}
          title={`${names.item(row.item).name} · ${text('stock')}`}
          day={undefined}
        />
      ),
    },
    {
      key: 'capacity',
      title: text('capacity'),
      align: 'right',
      render: (row) => (
        <PositionFigures
          figures={row.capacity}
          title={`${names.item(row.item).name} · ${text('capacity')}`}
          day={undefined}
        />
      ),
    },
  ];
  return (
    <DataTable
      label={text('lines')}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.item}
      empty={{ title: text('none') }}
    />
  );
}

function DemandPoint({
  plan,
  names,
  shortages,
}: {
  plan: PlanDetail;
  names: Names;
  shortages: Situation['shortages'];
}) {
  const text = useText(words);
  const { language } = useLanguage();
  const shipments = useData(planningContracts.shipments, rowsOf(plan.id));
  const lacking = shortages.toSorted((one, other) => (one.firstDay < other.firstDay ? -1 : 1));
  const listed = lacking.map((row) =>
    text('from', { item: names.item(row.item).name, day: formatDay(row.firstDay, language) }),
  );
  const columns: Column<Shipment>[] = [
    { key: 'arrives', title: text('day'), value: (row) => row.arrives, render: (row) => <Day day={row.arrives} /> },
    { key: 'from', title: text('sender'), value: (row) => row.fromName },
    { ...itemColumn<Shipment>(names, text('item')), phone: 'title' },
    quantityColumn(names, text('quantity')),
  ];
  return (
    <>
      <PageHeader
        title={
          lacking.length === 0 ? (
            text('pointEnough', { days: plan.days })
          ) : (
            <span className="bg-danger">
              {text('pointShort', {
                days: plan.days,
                count: lacking.length,
                items: listed.join(language === 'zh' ? '，' : '; '),
              })}
            </span>
          )
        }
        lead={text('pointLead')}
      />
      <Panel title={text('lacking')}>
        <DataTable
          label={text('lacking')}
          columns={[
            itemColumn<Situation['shortages'][number]>(names, text('item')),
            {
              key: 'firstDay',
              title: text('day'),
              value: (row) => row.firstDay,
              render: (row) => <Day day={row.firstDay} />,
            },
            quantityColumn(names, text('quantity')),
          ]}
          rows={lacking}
          rowKey={(row) => `${row.item}|${row.tier}`}
          empty={{ title: text('noneShort') }}
        />
      </Panel>
      <Panel title={text('arriving')}>
        <DataTable
          label={text('arriving')}
          columns={columns}
          rows={shipments.data?.rows}
          problem={shipments.error}
          rowKey={(row) => `${row.from}|${row.item}|${row.grade}|${row.date}`}
          empty={{ title: text('none') }}
        />
      </Panel>
    </>
  );
}

function itemColumn<Row extends { item: string }>(names: Names, title: string): Column<Row> {
  return { key: 'item', title, value: (row) => names.item(row.item).name, wrap: true };
}

function quantityColumn<Row extends { item: string; quantity: string }>(names: Names, title: string): Column<Row> {
  return {
    key: 'quantity',
    title,
    align: 'right',
    value: (row) => row.quantity,
    render: (row) => <Quantity value={row.quantity} unit={names.item(row.item).unit} />,
  };
}
