import { Button } from 'antd';
import { type RequestSeries, requestContracts } from '#contracts/requests.ts';
import { useAct, useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { Confirm } from '../platform/dialog.tsx';
import { useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { useChoices, useItemWords } from './shared.tsx';

const words = {
  title: ['定期申请', 'Recurring requests'],
  point: ['需求点', 'Place'],
  item: ['物资', 'Item'],
  quantity: ['每次', 'Each time'],
  every: ['多久', 'How often'],
  day: ['每天', 'every day'],
  week: ['每周', 'every week'],
  next: ['下一次', 'Next'],
  until: ['到', 'Until'],
  stopped: ['已停止', 'stopped'],
  stop: ['停止', 'Stop'],
  act: ['操作', 'Act'],
  askStop: ['停止{point}的这项定期申请？', 'Stop this recurring request of {point}?'],
  stopMore: ['已经提交的申请不受影响。', 'What it filed already stays.'],
} as const;

/** What is asked for again and again; nothing when there is none. */
export function SeriesPanel() {
  const text = useText(words);
  const may = useMay();
  const itemWords = useItemWords();
  const { item } = useChoices();
  const list = useData(requestContracts.series, {}, { topics: ['requests'] });
  if (list.data === undefined || list.data.rows.length === 0) return null;
  const columns: Column<RequestSeries>[] = [
    { key: 'point', title: text('point'), value: (row) => row.pointName, phone: 'title' },
    { key: 'item', title: text('item'), value: (row) => itemWords(row.item, row.grade) },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={item(row.item).unit} />,
    },
    { key: 'every', title: text('every'), value: (row) => text(row.every) },
    {
      key: 'next',
      title: text('next'),
      value: (row) => row.nextDay,
      render: (row) => (row.stoppedAt === null ? <Day day={row.nextDay} /> : <span>{text('stopped')}</span>),
    },
    { key: 'until', title: text('until'), value: (row) => row.until, render: (row) => <Day day={row.until} /> },
    ...(may('request.file')
      ? [
          {
            key: 'act',
            title: text('act'),
            render: (row: RequestSeries) => (row.stoppedAt === null ? <Stop series={row} /> : '—'),
          },
        ]
      : []),
  ];
  return (
    <div className="requests-series">
      <Panel title={text('title')}>
        <DataTable label={text('title')} rows={list.data.rows} rowKey={(row) => row.id} columns={columns} />
      </Panel>
    </div>
  );
}

function Stop({ series }: { series: RequestSeries }) {
  const text = useText(words);
  const stop = useAct(requestContracts.stopSeries);
  return (
    <>
      <Confirm
        title={text('askStop', { point: series.pointName })}
        more={<p>{text('stopMore')}</p>}
        act={text('stop')}
        running={stop.running}
        onConfirm={() => stop.run({ params: { id: series.id } })}
      >
        {(ask) => <Button onClick={ask}>{text('stop')}</Button>}
      </Confirm>
      {stop.problem !== null && <ProblemView problem={stop.problem} />}
    </>
  );
}
