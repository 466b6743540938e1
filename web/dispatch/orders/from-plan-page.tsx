import { Button } from 'antd';
import { addDays } from '#contracts/calendar.ts';
import { type NotYetInStock, orderContracts } from '#contracts/orders.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Day } from '../../platform/day.tsx';
import { DayInput } from '../../platform/day-input.tsx';
import { Confirm } from '../../platform/dialog.tsx';
import { EmptyState } from '../../platform/empty-state.tsx';
import { useText } from '../../platform/language.ts';
import { PageLink, useAddressState, useGo } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { Quantity } from '../../platform/number.tsx';
import { PageHeader, Panel } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useToday } from '../../platform/session.tsx';
import { type Column, DataTable } from '../../platform/table/data-table.tsx';
import { useItemWords } from './shared.tsx';

const words = {
  back: ['调拨令', 'Orders'],
  title: ['按计划下达', 'Issue from the plan'],
  ready: [
    '可下达 {orders} 张调拨令；{missing} 行等入库',
    '{orders} orders can be issued; {missing} lines wait for stock',
  ],
  all: ['这些日期的计划已全部下达', 'Everything the plan sends on these days is ordered'],
  lead: [
    '依据已批准的计划“{title}”。重复下达不会生成重复的调拨令；未入库的，入库后同日再下达。',
    'By the approved plan “{title}”. Issuing again orders nothing twice; what is not in stock yet can be issued once it is.',
  ],
  noPlan: ['没有已批准的计划', 'No plan is approved'],
  noPlanMore: ['先在“计划”中批准一个', 'Approve one under Plan first'],
  plan: ['去计划', 'Go to Plan'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  issue: ['下达', 'Issue'],
  ask: ['下达 {orders} 张调拨令？', 'Issue {orders} orders?'],
  askMore: ['现有库存随即锁定，企业马上看到。', 'Stock is set aside at once, and the producers see their orders.'],
  issued: ['已下达 {count} 张', '{count} orders issued'],
  rows: ['待下达', 'To be ordered'],
  day: ['发出', 'Leaves'],
  sender: ['发货', 'From'],
  receiver: ['收货', 'To'],
  item: ['物资', 'Item'],
  planned: ['计划', 'Planned'],
  ordered: ['已下达', 'Ordered'],
  coverable: ['现可下达', 'Can go now'],
  missing: ['未入库', 'Not in stock'],
} as const;

export default function FromPlanPage() {
  const text = useText(words);
  const go = useGo();
  const today = useToday();
  const columns = useColumns();
  const [from, setFrom] = useAddressState('from', addDays(today, 1));
  const [to, setTo] = useAddressState('to', from);
  const last = [from, to].sort()[1] ?? from;
  const range = { from, to: last };
  const read = useData(
    orderContracts.preview,
    { query: range },
    { topics: ['orders', 'stock', 'plans'], keepPrevious: true },
  );
  const issue = useAct(orderContracts.issueFromPlan, {
    onDone: ({ orders }) => {
      notify([`已下达 ${orders.length} 张`, `${orders.length} orders issued`]);
      go(`/dispatch/orders?from=${from}&to=${last}`);
    },
    renews: ['orders', 'stock'],
  });
  const back = { to: '/dispatch/orders', label: text('back') };
  const plan = read.data?.plan;
  if (read.error && read.data === undefined)
    return <ProblemView problem={read.error} onRetry={() => void read.refetch()} page />;
  if (plan === null) {
    return (
      <>
        <PageHeader title={text('title')} back={back} />
        <EmptyState
          title={text('noPlan')}
          more={text('noPlanMore')}
          act={<PageLink to="/plans">{text('plan')}</PageLink>}
        />
      </>
    );
  }
  const rows = read.data?.rows;
  const orders = read.data?.orders ?? 0;
  const missing = (rows ?? []).filter((row) => row.missing !== '0').length;
  const answer =
    rows === undefined ? text('title') : rows.length === 0 ? text('all') : text('ready', { orders, missing });
  const actions = (
    <Confirm
      title={text('ask', { orders })}
      more={text('askMore')}
      act={text('issue')}
      running={issue.running}
      onConfirm={() => issue.run({ body: range })}
    >
      {(ask) => (
        <Button type="primary" disabled={orders === 0} onClick={ask}>
          {text('issue')}
        </Button>
      )}
    </Confirm>
  );
  return (
    <>
      <PageHeader
        title={answer}
        lead={plan === undefined ? undefined : text('lead', { title: plan.title })}
        back={back}
        actions={actions}
      />
      <ProblemView problem={issue.problem} />
      <Panel>
        <div className="orders-filters">
          <span>{text('from')}</span>
          <DayInput
            value={from}
            from={today}
            clearable={false}
            onChange={(day) => setFrom(day ?? from)}
            aria-label={text('from')}
          />
          <span>{text('to')}</span>
          <DayInput
            value={last}
            from={from}
            clearable={false}
            onChange={(day) => setTo(day ?? last)}
            aria-label={text('to')}
          />
        </div>
        <DataTable
          label={text('rows')}
          columns={columns}
          rows={rows}
          rowKey={(row) => [row.day, row.from.place, row.to.place, row.item, row.grade].join('|')}
          rowTone={(row) => (row.missing === '0' ? undefined : 'warning')}
          empty={{ title: text('all') }}
        />
      </Panel>
    </>
  );
}

function useColumns(): Column<NotYetInStock>[] {
  const text = useText(words);
  const itemWords = useItemWords();
  const figure = (key: 'planned' | 'ordered' | 'coverable' | 'missing'): Column<NotYetInStock> => ({
    key,
    title: text(key),
    align: 'right',
    value: (row) => row[key],
    width: 130,
    render: (row) => <Quantity value={row[key]} unit={itemWords(row.item).unit} />,
  });
  return [
    { key: 'day', title: text('day'), value: (row) => row.day, render: (row) => <Day day={row.day} />, width: 100 },
    { key: 'from', title: text('sender'), value: (row) => row.from.name, width: 180 },
    { key: 'to', title: text('receiver'), value: (row) => row.to.name, width: 180 },
    { key: 'item', title: text('item'), value: (row) => itemWords(row.item).name, phone: 'title', width: 180 },
    figure('planned'),
    figure('ordered'),
    figure('coverable'),
    figure('missing'),
  ];
}
