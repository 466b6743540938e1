import { Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { addDays, formatDay } from '#contracts/calendar.ts';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { grades } from '#contracts/registry-choices.ts';
import { formatQuantity } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { CountyMap, type MapCounty, type MapFlow, type MapPoint } from '../platform/map/county-map.tsx';
import { useBoundaries, useNames, useRegistryNames } from '../platform/names.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { Choice } from './choice.tsx';
import { flowsOf, placesOf, type Shipped } from './flows.ts';
import { groupBy } from './grouping.ts';
import { sumOf } from './shortage-pivot.ts';
import { periodOf } from './words.ts';

const words = {
  title: ['谁发给谁', 'Who sends to whom'],
  label: ['{item}的流向，{when}', 'Flow of {item}, {when}'],
  lead: [
    '{when}，{senders} 家企业向 {points} 个需求点发 {item} {quantity}。',
    '{when}: {senders} producers send {quantity} of {item} to {points} demand points.',
  ],
  nothing: ['{when}没有 {item} 要发', 'No {item} leaves ({when})'],
  item: ['物资', 'Item'],
  day: ['发出日', 'Day of leaving'],
  all: ['{period} 全部', 'all of {period}'],
  earlier: ['前一天', 'The day before'],
  later: ['后一天', 'The day after'],
  received: ['各县区收到', 'Received by county'],
  plant: ['发货企业', 'Sender'],
  points: ['送到', 'To'],
  pointCount: ['{count} 个需求点', '{count} demand points'],
  drawn: ['图上只画最大的 {count} 条，其余见表。', 'The map shows the largest {count}; the rest are in the table.'],
  shipments: ['发运明细', 'Shipments'],
  from: ['发出', 'From'],
  to: ['送往', 'To'],
  county: ['县区', 'County'],
  leaves: ['发出日', 'Leaves'],
  arrives: ['到达日', 'Arrives'],
  grade: ['等级', 'Grade'],
  quantity: ['数量', 'Quantity'],
  transfers: ['调给其他企业作原料', 'Sent to other producers as an input'],
  none: ['没有发运安排', 'Nothing is to be sent'],
  truncated: ['行数太多，请选一天', 'Too many rows: choose a day'],
} as const;

const drawnAtMost = 40;

export function FlowsTab({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const registry = useRegistryNames();
  const items = (registry?.items ?? []).map((each) => each.code);
  const [asked, setItem] = useAddressState('item');
  const item =
    asked !== ''
      ? asked
      : (plan.itemsShort.find((each) => each.item === 'mask')?.item ?? plan.itemsShort[0]?.item ?? items[0] ?? '');
  const [at, setAt] = useState(1);
  const day = at === 0 ? null : addDays(plan.from, at - 1);
  const answer = useData(
    planningContracts.shipments,
    { params: { id: plan.id }, query: { item, limit: 20_000 } },
    { enabled: item !== '', keepPrevious: true },
  );
  const rows = useMemo(
    () => (answer.data?.rows ?? []).filter((row) => row.item === item && (day === null || row.date === day)),
    [answer.data, item, day],
  );
  if (answer.error) return <ProblemView problem={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined || registry === undefined) return <Panel>{<Skeleton active />}</Panel>;
  const when = day === null ? periodOf(plan, language) : formatDay(day, language);
  const { name, unit } = names.item(item);
  const lead =
    rows.length === 0
      ? text('nothing', { when, item: name })
      : text('lead', {
          when,
          item: name,
          senders: new Set(rows.map((row) => row.from)).size,
          points: new Set(rows.map((row) => row.to)).size,
          quantity: formatQuantity(sumOf(rows), unit, language),
        });
  return (
    <>
      <Panel title={text('title')}>
        <p>{lead}</p>
        <div className="planning-bar">
          <Choice
            label={text('item')}
            value={item}
            onChange={setItem}
            options={items.map((code) => ({ value: code, label: names.item(code).name }))}
          />
          <DaySlider
            at={at}
            days={plan.days}
            change={setAt}
            words={day === null ? text('all', { period: when }) : when}
          />
        </div>
        {answer.data.truncated && <p className="bg-warning">{text('truncated')}</p>}
        <FlowMap rows={rows} item={item} label={text('label', { item: name, when })} />
      </Panel>
      <Panel title={text('shipments')}>
        <ShipmentTable rows={rows} />
      </Panel>
      <Transfers plan={plan} item={item} day={day} />
    </>
  );
}

/** A day of the plan, or all of them at the left end. */
function DaySlider(props: { at: number; days: number; change: (at: number) => void; words: string }) {
  const { at, days, change } = props;
  const text = useText(words);
  return (
    <span className="planning-slider">
      <button
        type="button"
        className="bg-icon-button"
        aria-label={text('earlier')}
        disabled={at === 0}
        onClick={() => change(at - 1)}
      >
        ‹
      </button>
      <input
        type="range"
        min={0}
        max={days}
        value={at}
        aria-label={text('day')}
        aria-valuetext={props.words}
        onChange={(event) => change(Number(event.target.value))}
      />
      <button
        type="button"
        className="bg-icon-button"
        aria-label={text('later')}
        disabled={at === days}
        onClick={() => change(at + 1)}
      >
        ›
      </button>
      <output className="bg-number">{props.words}</output>
    </span>
  );
}

interface MapProps {
  rows: readonly Shipped[];
  item: string;
  label: string;
}

function FlowMap({ rows, item, label }: MapProps) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const registry = useRegistryNames();
  const boundaries = useBoundaries();
  const { unit } = names.item(item);
  const flows = useMemo(() => flowsOf(rows), [rows]);
  const drawn = useMemo(() => {
    const written = (quantity: string) => formatQuantity(quantity, unit, language);
    const places = registry === undefined ? null : placesOf(registry);
    const lines = flows.slice(0, drawnAtMost).flatMap((flow): MapFlow[] => {
      const from = places?.plants.get(flow.from);
      const to = places?.counties.get(flow.toCounty);
      if (from === undefined || to === undefined) return [];
      return [
        {
          id: flow.id,
          name: `${flow.fromName} → ${names.county(flow.toCounty)}`,
          from,
          to,
          amount: Number(flow.quantity),
          detail: [
            [text('quantity'), written(flow.quantity)],
            [text('points'), text('pointCount', { count: flow.points })],
          ],
        },
      ];
    });
    const received = groupBy(rows, (row) => row.toCounty);
    const counties = (registry?.counties ?? []).map((county): MapCounty => {
      const quantity = sumOf(received.get(county.code) ?? []);
      const none = Number(quantity) === 0;
      return {
        code: county.code,
        name: names.county(county.code),
        value: Number(quantity),
        ...(none ? {} : { label: written(quantity) }),
      };
    });
    const senders = [...groupBy(rows, (row) => row.from)].flatMap(([id, sent]): MapPoint[] => {
      const place = places?.plants.get(id);
      if (place === undefined) return [];
      const [longitude, latitude] = place;
      return [
        {
          id,
          name: names.place(id),
          longitude,
          latitude,
          kind: 'plant',
          detail: [[text('quantity'), written(sumOf(sent))]],
        },
      ];
    });
    return { lines, counties, senders };
  }, [flows, rows, registry, names, unit, language, text]);
  // who only receives may not see where the senders stand: the table says it all then
  if (rows.length > 0 && drawn.lines.length === 0) return null;
  return (
    <>
      <CountyMap
        label={label}
        boundaries={boundaries}
        counties={drawn.counties}
        legend={{ title: text('received'), format: (value) => formatQuantity(value, unit, language) }}
        points={drawn.senders}
        kinds={[{ key: 'plant', label: text('plant'), shape: 'disc' }]}
        flows={drawn.lines}
        table={{
          columns: [text('from'), text('to'), text('points'), text('quantity')],
          rows: flows.map((flow) => [
            flow.fromName,
            names.county(flow.toCounty),
            text('pointCount', { count: flow.points }),
            formatQuantity(flow.quantity, unit, language),
          ]),
        }}
      />
      {flows.length > drawnAtMost && <p className="bg-muted planning-foot">{text('drawn', { count: drawnAtMost })}</p>}
    </>
  );
}

type Shipment = Shipped & { arrives: string };

function ShipmentTable({ rows }: { rows: readonly Shipment[] }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const graded = rows.some((row) => row.grade !== null);
  const columns: Column<Shipment>[] = [
    { key: 'from', title: text('from'), value: (row) => row.fromName },
    { key: 'to', title: text('to'), value: (row) => row.toName, phone: 'title' },
    { key: 'county', title: text('county'), value: (row) => names.county(row.toCounty), phone: 'hidden' },
    { key: 'leaves', title: text('leaves'), value: (row) => row.date, render: (row) => <Day day={row.date} /> },
    { key: 'arrives', title: text('arrives'), value: (row) => row.arrives, render: (row) => <Day day={row.arrives} /> },
    ...(graded
      ? [
          {
            key: 'grade',
            title: text('grade'),
            value: (row: Shipment) => gradeName(row.grade, language),
            phone: 'hidden' as const,
          },
        ]
      : []),
    {
      key: 'quantity',
      title: text('quantity'),
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={names.item(row.item).unit} />,
      align: 'right',
    },
  ];
  return (
    <DataTable
      label={text('shipments')}
      columns={columns}
      rows={rows}
      rowKey={(row) => [row.from, row.to, row.item, row.grade, row.date].join('|')}
      empty={{ title: text('none') }}
      maxHeight="440px"
    />
  );
}

function gradeName(grade: string | null, language: 'zh' | 'en'): string {
  const known = grades.find((choice) => choice.value === grade);
  return known === undefined ? (grade ?? '') : pick(known.label, language);
}

/** Items that other producers use as inputs. */
function Transfers({ plan, item, day }: { plan: PlanDetail; item: string; day: string | null }) {
  const text = useText(words);
  const names = useNames();
  const answer = useData(planningContracts.transfers, { params: { id: plan.id }, query: { item, limit: 5000 } });
  const rows = (answer.data?.rows ?? []).filter((row) => day === null || row.date === day);
  if (rows.length === 0) return null;
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'from', title: text('from'), value: (row) => row.fromName },
    { key: 'to', title: text('to'), value: (row) => row.toName, phone: 'title' },
    { key: 'leaves', title: text('leaves'), value: (row) => row.date, render: (row) => <Day day={row.date} /> },
    {
      key: 'quantity',
      title: text('quantity'),
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={names.item(row.item).unit} />,
      align: 'right',
    },
  ];
  return (
    <Panel title={text('transfers')}>
      <DataTable
        label={text('transfers')}
        columns={columns}
        rows={rows}
        rowKey={(row) => [row.from, row.to, row.date, row.grade].join('|')}
        maxHeight="320px"
      />
    </Panel>
  );
}
