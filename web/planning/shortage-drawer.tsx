import { Skeleton } from 'antd';
import { formatDay } from '#contracts/calendar.ts';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { formatQuantity } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { DetailDrawer } from '../platform/dialog.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { Quantity } from '../platform/number.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { CauseList } from './cause-list.tsx';
import { causeSentences } from './cause-words.ts';
import { type ShortageRow, sumOf } from './shortage-pivot.ts';
import { useLineUnits } from './use-lines.ts';

const words = {
  title: ['{what}，{day}缺 {quantity}', '{what}, {day}: {quantity} short'],
  why: ['为什么', 'Why'],
  who: ['谁领不到', 'Who goes without'],
  point: ['需求点', 'Demand point'],
  county: ['县区', 'County'],
  tier: ['层级', 'Tier'],
  short: ['缺', 'Short'],
  noCause: ['没有可以单独指出的卡点', 'No single limit can be named'],
} as const;

export interface ShortageOpened {
  item: string;
  day: string;
  name: string;
  rows: readonly ShortageRow[];
}

/** Behind one cell: why it is short that day, and at whom. */
export function ShortageDrawer(props: { plan: PlanDetail; opened: ShortageOpened | null; onClose: () => void }) {
  const { opened } = props;
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const title =
    opened === null
      ? ''
      : text('title', {
          what: opened.name,
          day: formatDay(opened.day, language),
          quantity: formatQuantity(sumOf(opened.rows), names.item(opened.item).unit, language),
        });
  return (
    <DetailDrawer open={opened !== null} title={title} onClose={props.onClose}>
      {opened !== null && <Behind plan={props.plan} opened={opened} />}
    </DetailDrawer>
  );
}

function Behind({ plan, opened }: { plan: PlanDetail; opened: ShortageOpened }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const units = useLineUnits();
  const causes = useData(planningContracts.causes, {
    params: { id: plan.id },
    query: { item: opened.item, date: opened.day, limit: 5000 },
  });
  const points = new Set(opened.rows.map((row) => row.to));
  const sentences = causeSentences(
    (causes.data?.rows ?? []).filter((cause) => points.has(cause.to)),
    names,
    units,
    language,
  );
  const { unit } = names.item(opened.item);
  const columns: Column<ShortageRow>[] = [
    { key: 'point', title: text('point'), value: (row) => names.place(row.to), phone: 'title' },
    { key: 'county', title: text('county'), value: (row) => names.county(row.county) },
    { key: 'tier', title: text('tier'), value: (row) => row.tier, align: 'right' },
    {
      key: 'short',
      title: text('short'),
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={unit} tone="danger" />,
      align: 'right',
    },
  ];
  return (
    <>
      <h3>{text('why')}</h3>
      {causes.error ? (
        <ProblemView problem={causes.error} onRetry={() => void causes.refetch()} />
      ) : causes.data === undefined ? (
        <Skeleton active paragraph={{ rows: 3 }} />
      ) : sentences.length === 0 ? (
        <p className="bg-muted">{text('noCause')}</p>
      ) : (
        <CauseList sentences={sentences} />
      )}
      <h3>{text('who')}</h3>
      <DataTable
        label={text('who')}
        columns={columns}
        rows={opened.rows}
        rowKey={(row) => `${row.to}|${row.item}|${row.date}`}
        sortedBy={{ key: 'short', order: 'desc' }}
      />
    </>
  );
}
