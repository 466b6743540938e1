import type { ReactNode } from 'react';
import { type OrderDetail, orderContracts } from '#contracts/orders.ts';
import { orderKindNames, orderLevelNames, orderStateNames } from '#contracts/orders-terms.ts';
import { formatNumber } from '#contracts/units.ts';
import { useData } from '../../platform/data.ts';
import { Day, Moment } from '../../platform/day.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageLink, usePageParams } from '../../platform/navigation.tsx';
import { PageHeader, Panel, Panels, Particulars } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { ReceiptPanel } from '../receipts/receipt-panel.tsx';
import { OrderActs } from './order-acts.tsx';
import { OrderEvents } from './order-events.tsx';
import { OrderLines } from './order-lines.tsx';
import './orders.css';

const words = {
  back: ['调拨令', 'Orders'],
  reading: ['调拨令', 'Order'],
  title: ['{number}：{state}', '{number}: {state}'],
  way: ['{from} → {to}', '{from} → {to}'],
  lines: ['物资和批次', 'Items and lots'],
  history: ['经过', 'History'],
  order: ['这张调拨令', 'This order'],
  kind: ['来由', 'Kind'],
  leaves: ['发出', 'Leaves'],
  due: ['到货', 'Due'],
  weight: ['毛重', 'Gross weight'],
  tier: ['保障级别', 'Tier'],
  why: ['原因', 'Why'],
  note: ['备注', 'Note'],
  approved: ['批准', 'Approved'],
  level: ['须由', 'Decided by'],
  confirmed: ['补批', 'Confirmed'],
  amends: ['更改自', 'Amends'],
  amendedBy: ['已更改为', 'Amended by'],
  made: ['拟定', 'Made'],
  request: ['申请', 'Request'],
  release: ['储备动用', 'Release'],
  see: ['查看', 'Open'],
  kilograms: ['{kg} 千克', '{kg} kg'],
} as const;

const steps = [
  ['issued', 'issuedAt'],
  ['picked', 'pickedAt'],
  ['loaded', 'loadedAt'],
  ['on_the_way', 'leftAt'],
  ['delivered', 'deliveredAt'],
  ['received', 'receivedAt'],
] as const;

export default function OrderPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const { id = '' } = usePageParams();
  const read = useData(orderContracts.read, { params: { id } }, { topics: ['orders'], keepPrevious: true });
  const back = { to: '/dispatch/orders', label: text('back') };
  const order = read.data;
  if (read.error && order === undefined)
    return <ProblemView problem={read.error} onRetry={() => void read.refetch()} page />;
  if (order === undefined) return <PageHeader title={text('reading')} back={back} />;
  return (
    <>
      <PageHeader
        title={text('title', { number: order.number, state: pick(orderStateNames[order.state], language) })}
        lead={text('way', { from: order.from.name, to: order.to.name })}
        back={back}
        actions={<OrderActs order={order} />}
      />
      <Panel>
        <ol className="orders-steps">
          {steps.map(([state, at]) => (
            <li key={state} className={order[at] === null ? undefined : 'orders-step-done'}>
              <span>{pick(orderStateNames[state], language)}</span>
              <span className="bg-muted">
                <Moment at={order[at]} />
              </span>
            </li>
          ))}
        </ol>
      </Panel>
      <Panel title={text('lines')}>
        <OrderLines lines={order.lines} />
      </Panel>
      <ReceiptPanel order={order} />
      <Panels>
        <Panel title={text('order')}>
          <OrderParticulars order={order} />
        </Panel>
        <Panel title={text('history')}>
          <OrderEvents events={order.events} />
        </Panel>
      </Panels>
    </>
  );
}

function OrderParticulars({ order }: { order: OrderDetail }) {
  const may = useMay();
  const text = useText(words);
  const { language } = useLanguage();
  const link = (trace: OrderDetail['amends']) =>
    trace && <PageLink to={`/dispatch/orders/${trace.id}`}>{trace.number}</PageLink>;
  const rows: Array<readonly [string, ReactNode] | null> = [
    [text('kind'), pick(orderKindNames[order.kind], language)],
    [text('leaves'), <Day key="leaves" day={order.dispatchDay} year />],
    [text('due'), <Day key="due" day={order.dueDay} year />],
    [text('tier'), order.tier === 99 ? '—' : order.tier],
    [text('weight'), text('kilograms', { kg: formatNumber(order.weightKg, language) })],
    [text('level'), pick(orderLevelNames[order.approvalLevel], language)],
    [text('made'), who(order.createdBy, order.createdAt)],
    order.approvedBy === null ? null : [text('approved'), who(order.approvedBy, order.approvedAt)],
    order.confirmedBy === null ? null : [text('confirmed'), who(order.confirmedBy, order.confirmedAt)],
    order.reason === '' ? null : [text('why'), order.reason],
    order.note === '' ? null : [text('note'), order.note],
    order.requestId === null || !may('request.read')
      ? null
      : [
          text('request'),
          <PageLink key="request" to={`/dispatch/requests?request=${order.requestId}`}>
            {text('see')}
          </PageLink>,
        ],
    order.releaseId === null || !may('reserve.read')
      ? null
      : [
          text('release'),
          <PageLink key="release" to={`/stock/reserves?view=releases&one=${order.releaseId}`}>
            {text('see')}
          </PageLink>,
        ],
    order.amends === null ? null : [text('amends'), link(order.amends)],
    order.amendedBy === null ? null : [text('amendedBy'), link(order.amendedBy)],
  ];
  return <Particulars rows={rows.filter((row) => row !== null)} />;
}

const who = (name: string, at: string | null) => (
  <>
    {name} <Moment at={at} year />
  </>
);
