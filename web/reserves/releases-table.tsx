import { Button, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { orderContracts } from '#contracts/orders.ts';
import { approvalNames, type ReserveRelease, releaseStateNames, reserveContracts } from '#contracts/reserves.ts';
import { Line, Paragraph } from '../platform/controls.tsx';
import { useAct, useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { Confirm, DetailDrawer } from '../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { localName, pick, type Text, useLanguage, useText } from '../platform/language.ts';
import { useAddressState, useGo } from '../platform/navigation.tsx';
import { notify } from '../platform/notices.tsx';
import { Quantity } from '../platform/number.tsx';
import { OrderLinks } from '../platform/order-links.tsx';
import { Panel, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay, useToday } from '../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../platform/table/data-table.tsx';

const words = {
  title: ['动用和轮换', 'Releases and rotations'],
  one: ['动用单 {number}', 'Release {number}'],
  number: ['编号', 'Number'],
  kind: ['种类', 'Kind'],
  release: ['动用', 'release'],
  rotation: ['轮换', 'rotation'],
  reserve: ['储备库', 'Reserve'],
  item: ['物资', 'Item'],
  quantity: ['数量', 'Quantity'],
  to: ['送到', 'To'],
  by: ['最迟', 'By'],
  state: ['状态', 'State'],
  level: ['批准人', 'Decided by'],
  left: ['动用后可动用', 'Left available'],
  bounds: ['底线 / 目标', 'Floor / target'],
  reason: ['原因', 'Why'],
  asked: ['申请', 'Asked'],
  decided: ['批复', 'Decided'],
  orders: ['调拨令', 'Orders'],
  ordered: ['已下达', 'In orders'],
  waits: ['待下达', 'Waits for an order'],
  setAside: ['留出批次', 'Lots set aside'],
  lots: ['{count} 批', '{count}'],
  partly: ['部分已下达，其余待下令', 'partly ordered, the rest waits'],
  none_aside: ['没有可留出的库存', 'no stock to set aside'],
  issue: ['下达调拨令', 'Issue the order'],
  askIssue: ['按动用 {number} 下达调拨令？', 'Issue the order of release {number}?'],
  decide: ['批复', 'Decide'],
  approve: ['批准', 'Approve'],
  refuse: ['不批准', 'Refuse'],
  cancel: ['取消动用', 'Cancel the release'],
  words: ['说明', 'Words'],
  owner: ['补库责任人', 'Who sees to the replenishment'],
  ownerHint: ['不填则为保管员', 'the keeper when left out'],
  due: ['补库期限', 'To be replenished by'],
  dueHint: ['不填则按该物资的补库天数', 'by the item’s days to replenish when left out'],
  notYours: ['须由{level}批准。', 'The {level} decides this one.'],
  none: ['没有动用申请', 'No releases'],
} as const;

export function ReleasesTable() {
  const { language } = useLanguage();
  const text = useText(words);
  const [opened, setOpened] = useAddressState('one');
  const list = useData(reserveContracts.releases, { query: {} }, { topics: ['reserves', 'stock'] });
  const row = list.data?.rows.find((entry) => entry.id === opened);
  const columns: Column<ReserveRelease>[] = [
    { key: 'number', title: text('number'), value: (entry) => entry.number, phone: 'title', width: 150 },
    { key: 'kind', title: text('kind'), value: (entry) => text(entry.kind), width: 90 },
    { key: 'reserve', title: text('reserve'), value: (entry) => entry.reserveName, width: 160 },
    { key: 'item', title: text('item'), value: (entry) => localName(entry.item, language), width: 150 },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (entry) => entry.quantity,
      render: (entry) => <Quantity value={entry.quantity} unit={entry.item.unit} />,
      width: 110,
    },
    { key: 'to', title: text('to'), value: (entry) => entry.toName, width: 180 },
    { key: 'by', title: text('by'), value: (entry) => entry.by, render: (entry) => <Day day={entry.by} />, width: 100 },
    {
      key: 'level',
      title: text('level'),
      value: (entry) => entry.level,
      render: (entry) => (entry.level === null ? '—' : pick(approvalNames[entry.level], language)),
      width: 100,
    },
    {
      key: 'state',
      title: text('state'),
      value: (entry) => entry.state,
      render: (entry) => (
        <Tag color={entry.state === 'asked' ? 'blue' : 'default'}>
          {isPartly(entry) ? text('partly') : pick(releaseStateNames[entry.state], language)}
        </Tag>
      ),
      width: 190,
    },
  ];
  return (
    <>
      <DataTable
        label={text('title')}
        {...heldRows(list)}
        rowKey={(entry) => entry.id}
        columns={columns}
        onRow={(entry) => setOpened(entry.id)}
        empty={{ title: text('none') }}
      />
      {row !== undefined && <ReleaseDrawer release={row} onClose={() => setOpened('')} />}
    </>
  );
}

const isPartly = ({ state, ordered }: ReserveRelease): boolean => state === 'approved' && Number(ordered) > 0;

function ReleaseDrawer({ release, onClose }: { release: ReserveRelease; onClose: () => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const { unit } = release.item;
  const trace = (who: string | null, at: string | null) => (
    <span>
      {who} · <Moment at={at} />
    </span>
  );
  return (
    <DetailDrawer open title={text('one', { number: release.number })} onClose={onClose}>
      <Particulars
        rows={[
          [text('state'), isPartly(release) ? text('partly') : pick(releaseStateNames[release.state], language)],
          [text('reserve'), release.reserveName],
          [text('item'), localName(release.item, language)],
          [text('quantity'), <Quantity key="quantity" value={release.quantity} unit={unit} exact />],
          [text('to'), release.toName],
          [text('by'), <Day key="by" day={release.by} />],
          [text('reason'), release.reason],
          [text('left'), <Quantity key="left" value={release.left} unit={unit} exact />],
          [
            text('bounds'),
            <span key="bounds">
              <Quantity value={release.floor} unit={unit} exact /> /{' '}
              <Quantity value={release.target} unit={unit} exact />
            </span>,
          ],
          [text('level'), release.level === null ? '—' : pick(approvalNames[release.level], language)],
          [text('asked'), trace(release.askedBy, release.askedAt)],
          ...(release.decidedAt === null
            ? []
            : [
                [
                  text('decided'),
                  <span key="decided">
                    {release.decisionReason} {trace(release.decidedBy, release.decidedAt)}
                  </span>,
                ] as const,
              ]),
          ...coverageRows(release, text),
        ]}
      />
      {release.state === 'approved' && may('order.issue') && <IssueOrder release={release} />}
      {release.mayDecide && <DecideForm release={release} />}
      {release.state === 'asked' && !release.mayDecide && release.level !== null && (
        <p className="bg-muted">{text('notYours', { level: pick(approvalNames[release.level], language) })}</p>
      )}
      {(release.state === 'asked' || release.state === 'approved') && may('request.decide') && (
        <CancelForm release={release} />
      )}
    </DetailDrawer>
  );
}

/** What of it is in orders, and what waits with its lots set aside. */
function coverageRows(release: ReserveRelease, text: Text<keyof typeof words>) {
  const { unit } = release.item;
  const waiting = Number(release.quantity) - Number(release.ordered);
  const rows: Array<readonly [string, ReactNode]> = [];
  if (release.orders.length > 0) {
    rows.push([text('orders'), <OrderLinks key="orders" numbers={release.orders} />]);
    rows.push([text('ordered'), <Quantity key="ordered" value={release.ordered} unit={unit} exact />]);
  }
  if (release.state === 'approved') {
    rows.push([text('waits'), <Quantity key="waits" value={String(Number(waiting.toFixed(6)))} unit={unit} exact />]);
    const lots = release.lots.length === 0 ? text('none_aside') : text('lots', { count: release.lots.length });
    rows.push([text('setAside'), lots]);
  }
  return rows;
}

function IssueOrder({ release }: { release: ReserveRelease }) {
  const text = useText(words);
  const go = useGo();
  const issue = useAct(orderContracts.issueRelease, {
    onDone: ({ id, number }) => {
      notify([`已下达 ${number}`, `${number} issued`]);
      go(`/dispatch/orders/${id}`);
    },
    renews: ['orders', 'stock', 'reserves'],
  });
  return (
    <div className="reserves-line">
      <ProblemView problem={issue.problem} />
      <FormActions>
        <Confirm
          title={text('askIssue', { number: release.number })}
          act={text('issue')}
          running={issue.running}
          onConfirm={() => issue.run({ body: { release: release.id } })}
        >
          {(ask) => (
            <Button type="primary" onClick={ask}>
              {text('issue')}
            </Button>
          )}
        </Confirm>
      </FormActions>
    </div>
  );
}

function DecideForm({ release }: { release: ReserveRelease }) {
  const text = useText(words);
  const today = useToday();
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState('');
  const [due, setDue] = useState<string | null>(null);
  const decide = useAct(reserveContracts.decide);
  const send = (approve: boolean) =>
    void decide.run({
      params: { id: release.id },
      body: { approve, reason: reason.trim(), owner: owner.trim(), due },
    });
  return (
    <Panel title={text('decide')}>
      <Fields>
        <FormField label={text('owner')} hint={text('ownerHint')} optional>
          {(field) => <Line field={field} longest={60} value={owner} onChange={setOwner} />}
        </FormField>
        <FormField label={text('due')} hint={text('dueHint')} optional>
          {(field) => <DayInput {...field} value={due} from={today} onChange={setDue} />}
        </FormField>
      </Fields>
      <FormField label={text('words')} optional>
        {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
      </FormField>
      {decide.problem !== null && <ProblemView problem={decide.problem} />}
      <FormActions>
        <Button type="primary" loading={decide.running} onClick={() => send(true)}>
          {text('approve')}
        </Button>
        <Button disabled={reason.trim() === ''} loading={decide.running} onClick={() => send(false)}>
          {text('refuse')}
        </Button>
      </FormActions>
    </Panel>
  );
}

function CancelForm({ release }: { release: ReserveRelease }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const cancel = useAct(reserveContracts.cancel);
  return (
    <Panel title={text('cancel')}>
      <FormField label={text('reason')}>
        {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
      </FormField>
      {cancel.problem !== null && <ProblemView problem={cancel.problem} />}
      <FormActions>
        <Button
          disabled={reason.trim() === ''}
          loading={cancel.running}
          onClick={() => void cancel.run({ params: { id: release.id }, body: { reason: reason.trim() } })}
        >
          {text('cancel')}
        </Button>
      </FormActions>
    </Panel>
  );
}
