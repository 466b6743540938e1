import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { requestContracts, type SupplyRequest } from '#contracts/requests.ts';
import { useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { useText } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { PageHeader } from '../platform/page.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable, listSource } from '../platform/table/data-table.tsx';
import { AnswerHoursDrawer } from './answer-hours.tsx';
import { RequestDrawer } from './request-drawer.tsx';
import { RequestForm } from './request-form.tsx';
import { SeriesPanel } from './series-panel.tsx';
import { StateTag, Urgency, useChoices, useItemWords } from './shared.tsx';
import './requests.css';

const words = {
  waiting: ['{waiting} 项需求等待答复', '{waiting} requests wait for an answer'],
  waitingOne: ['1 项需求等待答复', '1 request waits for an answer'],
  none: ['需求都已答复', 'Every request is answered'],
  late: ['其中 {overdue} 项已超过答复时限。', '{overdue} of them are past the hour by which an answer was owed.'],
  lead: [
    '特急 {emergency} 小时、紧急 {urgent} 小时、一般 {routine} 小时内答复。',
    'Answers are owed within {emergency} hours (emergency), {urgent} (urgent) or {routine} (routine).',
  ],
  hours: ['答复时限', 'Answer hours'],
  file: ['提出申请', 'File a request'],
  open: ['未办结', 'Open'],
  waits: ['待答复', 'Waiting'],
  all: ['全部', 'All'],
  number: ['编号', 'Number'],
  point: ['需求点', 'Place'],
  item: ['物资', 'Item'],
  quantity: ['申请', 'Asked'],
  granted: ['同意', 'Granted'],
  by: ['最迟', 'By'],
  urgency: ['紧急程度', 'Urgency'],
  answerBy: ['答复时限', 'Answer by'],
  state: ['状态', 'State'],
  list: ['需求申请', 'Requests'],
  empty: ['没有申请', 'No requests'],
  emptyMore: [
    '医院、社区可在这里申请物资，说明数量、时间和原因。',
    'Hospitals and communities ask here: how much, by when, and why.',
  ],
} as const;

type Show = 'open' | 'waiting' | 'all';

export default function RequestsPage() {
  const text = useText(words);
  const may = useMay();
  const [show, setShow] = useAddressState('show', 'open');
  const [opened, setOpened] = useAddressState('request');
  const [filing, setFiling] = useState(false);
  const query: { show: Show } = { show: show === 'waiting' || show === 'all' ? show : 'open' };
  const count = useData(requestContracts.list, { query: { limit: 1 } }, { topics: ['requests'] });
  const hours = useData(requestContracts.answerHours, {}, { topics: ['requests', 'city'] });
  const [setting, setSetting] = useState(false);
  const columns = useColumns();
  return (
    <>
      <PageHeader
        title={useHeadline(count.data?.waiting)}
        lead={
          <>
            {(count.data?.overdue ?? 0) > 0 && (
              <strong className="bg-warning">{text('late', { overdue: count.data?.overdue })} </strong>
            )}
            {hours.data !== undefined && text('lead', { ...hours.data.hours[hours.data.mode] })}
          </>
        }
        actions={
          <>
            {may('request.file') && (
              <Button type="primary" onClick={() => setFiling(true)}>
                {text('file')}
              </Button>
            )}
            {(may('city.manage') || may('request.decide')) && (
              <Button onClick={() => setSetting(true)}>{text('hours')}</Button>
            )}
          </>
        }
      />
      <DataTable
        label={text('list')}
        source={listSource(requestContracts.list, { query }, ['requests'])}
        rowKey={(row) => row.id}
        columns={columns}
        rowTone={(row) => (row.overdue ? 'warning' : undefined)}
        onRow={(row) => setOpened(row.id)}
        left={
          <Segmented<Show>
            aria-label={text('state')}
            value={query.show}
            options={[
              { value: 'open', label: text('open') },
              { value: 'waiting', label: text('waits') },
              { value: 'all', label: text('all') },
            ]}
            onChange={setShow}
          />
        }
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <SeriesPanel />
      {opened !== '' && <RequestDrawer id={opened} onClose={() => setOpened('')} />}
      {setting && <AnswerHoursDrawer onClose={() => setSetting(false)} />}
      {filing && (
        <RequestForm
          onClose={() => setFiling(false)}
          onFiled={(id) => {
            setFiling(false);
            if (id !== null) setOpened(id);
          }}
        />
      )}
    </>
  );
}

function useHeadline(waiting: number | undefined): string {
  const text = useText(words);
  if (waiting === undefined) return text('list');
  if (waiting === 0) return text('none');
  return waiting === 1 ? text('waitingOne') : text('waiting', { waiting });
}

function useColumns(): Column<SupplyRequest>[] {
  const text = useText(words);
  const itemWords = useItemWords();
  const { item } = useChoices();
  return [
    { key: 'point', title: text('point'), value: (row) => row.pointName, phone: 'title', width: 190 },
    { key: 'item', title: text('item'), value: (row) => itemWords(row.item, row.grade), width: 170 },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={item(row.item).unit} />,
      width: 120,
    },
    {
      key: 'granted',
      title: text('granted'),
      align: 'right',
      render: (row) =>
        row.granted === null ? '—' : <Quantity value={row.granted.quantity} unit={item(row.granted.item).unit} />,
      width: 120,
    },
    { key: 'by', title: text('by'), value: (row) => row.by, render: (row) => <Day day={row.by} />, width: 100 },
    {
      key: 'urgency',
      title: text('urgency'),
      value: (row) => ['emergency', 'urgent', 'routine'].indexOf(row.urgency),
      render: (row) => <Urgency request={row} />,
      width: 100,
    },
    {
      key: 'answerBy',
      title: text('answerBy'),
      value: (row) => row.answerBy,
      render: (row) =>
        row.decidedAt === null && row.state !== 'withdrawn' ? <Moment at={row.answerBy} /> : <span>—</span>,
      width: 140,
      phone: 'hidden',
    },
    {
      key: 'state',
      title: text('state'),
      value: (row) => row.state,
      render: (row) => <StateTag request={row} />,
      width: 110,
    },
    { key: 'number', title: text('number'), value: (row) => row.number, width: 140 },
  ];
}
