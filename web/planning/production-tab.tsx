import { Skeleton } from 'antd';
import { useMemo } from 'react';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { formatQuantity } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { EmptyState } from '../platform/empty-state.tsx';
import { joined, useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useUser } from '../platform/session.tsx';
import { Choice } from './choice.tsx';
import { Gantt } from './gantt.tsx';
import { bindingDays, ganttLines } from './gantt-layout.ts';
import { groupBy } from './grouping.ts';
import { sumOf } from './shortage-pivot.ts';

const words = {
  title: ['每条产线每天做什么', 'What each line makes each day'],
  lead: ['{lines} 条产线，{days} 天共生产 {made}。', '{lines} lines make {made} in {days} days.'],
  shared: [
    '一条产线能做两种物资时分两行列出，产能合用。',
    'A line that makes two items has a row for each; they share its capacity.',
  ],
  item: ['物资', 'Item'],
  county: ['县区', 'County'],
  allItems: ['全部物资', 'All items'],
  allCounties: ['全部县区', 'All counties'],
  none: ['没有生产安排', 'Nothing is to be made'],
  truncated: ['行数太多，只列出前面的部分，请选物资或县区', 'Too many rows: choose an item or a county'],
} as const;

export function ProductionTab({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const { scope } = useUser();
  const [item, setItem] = useAddressState('item');
  const [county, setCounty] = useAddressState('county');
  const params = { id: plan.id };
  const made = useData(planningContracts.production, { params, query: { limit: 20_000 } });
  const causes = useData(
    planningContracts.causes,
    { params, query: { limit: 20_000 } },
    // only who sees every shortage can tell which lines and inputs limit supply
    { enabled: scope === 'city' },
  );
  const rows = useMemo(
    () =>
      (made.data?.rows ?? []).filter(
        (row) => (item === '' || row.item === item) && (county === '' || row.county === county),
      ),
    [made.data, item, county],
  );
  const lines = useMemo(() => ganttLines(rows, bindingDays(causes.data?.rows ?? [])), [rows, causes.data]);
  if (made.error) return <ProblemView problem={made.error} onRetry={() => void made.refetch()} />;
  if (made.data === undefined) return <Panel>{<Skeleton active />}</Panel>;
  if (made.data.rows.length === 0) {
    return (
      <Panel>
        <EmptyState title={text('none')} />
      </Panel>
    );
  }
  const items = [...new Set(made.data.rows.map((row) => row.item))].sort();
  const counties = [...new Set(made.data.rows.map((row) => row.county))].sort();
  const sums = [...groupBy(rows, (row) => row.item)].map(
    ([code, of]) => `${names.item(code).name} ${formatQuantity(sumOf(of), names.item(code).unit, language)}`,
  );
  return (
    <Panel title={text('title')}>
      <p>
        {text('lead', { lines: lines.length, days: plan.days, made: joined(sums, language) })}{' '}
        {lines.some((line) => line.lanes.length > 1) && <span className="bg-muted">{text('shared')}</span>}
      </p>
      <div className="planning-bar">
        <Choice
          label={text('item')}
          all={text('allItems')}
          value={item}
          onChange={setItem}
          options={items.map((code) => ({ value: code, label: names.item(code).name }))}
        />
        {counties.length > 1 && (
          <Choice
            label={text('county')}
            all={text('allCounties')}
            value={county}
            onChange={setCounty}
            options={counties.map((code) => ({ value: code, label: names.county(code) }))}
          />
        )}
      </div>
      {made.data.truncated && <p className="bg-warning">{text('truncated')}</p>}
      <Gantt from={plan.from} days={plan.days} lines={lines} names={names} />
    </Panel>
  );
}
