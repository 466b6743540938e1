import { Skeleton } from 'antd';
import { formatDay } from '#contracts/calendar.ts';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { coverDaysTold } from '#contracts/stock-position.ts';
import { formatNumber } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { Panel, Panels } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { SupplyCurve } from './supply-curve.tsx';
import '../platform/table/table.css';
import './supply.css';

const words = {
  title: ['每种物资能用几天', 'How many days each item lasts'],
  curve: ['{item}：供应与需求', '{item}: supply against need'],
  item: ['物资', 'Item'],
  stock: ['只靠库存', 'Stock alone'],
  planned: ['按计划', 'Under the plan'],
  short: ['首次不足', 'First short'],
  days: ['{days} 天', '{days} days'],
  noNeed: ['无需求', 'no need'],
  never: ['期内不缺', 'not within the plan'],
  show: ['看{item}的曲线', 'Show the curve of {item}'],
} as const;

export function CurvesTab({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const names = useNames();
  const [asked, setItem] = useAddressState('item');
  const curves = useData(planningContracts.curves, { params: { id: plan.id } });
  const item = asked !== '' ? asked : (plan.itemsShort[0]?.item ?? plan.cover[0]?.item ?? '');
  if (curves.error) return <ProblemView problem={curves.error} onRetry={() => void curves.refetch()} />;
  return (
    <Panels wide>
      <Panel title={text('title')}>
        <CoverTable plan={plan} chosen={item} choose={setItem} />
      </Panel>
      <Panel title={text('curve', { item: names.item(item).name })}>
        {curves.data === undefined ? (
          <Skeleton active />
        ) : (
          <SupplyCurve plan={plan} rows={curves.data.rows} item={item} names={names} height={420} />
        )}
      </Panel>
    </Panels>
  );
}

function CoverTable({ plan, chosen, choose }: { plan: PlanDetail; chosen: string; choose: (item: string) => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const days = (value: number | null): string =>
    value === null ? '—' : text('days', { days: formatNumber(coverDaysTold(value), language) });
  const rows = plan.cover.toSorted((one, other) => (one.days ?? Infinity) - (other.days ?? Infinity));
  return (
    <div className="bg-table-scroll">
      <table className="bg-table planning-lasts">
        <caption className="bg-hidden">{text('title')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('item')}</th>
            <th scope="col" className="bg-right">
              {text('stock')}
            </th>
            <th scope="col" className="bg-right">
              {text('planned')}
            </th>
            <th scope="col">{text('short')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.item} className={row.item === chosen ? 'planning-chosen' : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={row.firstShort === null ? 'planning-pick' : 'planning-pick bg-danger'}
                  aria-pressed={row.item === chosen}
                  title={text('show', { item: names.item(row.item).name })}
                  onClick={() => choose(row.item)}
                >
                  {names.item(row.item).name}
                </button>
              </th>
              <td className="bg-right bg-number" data-what={text('stock')}>
                {days(row.stockDays)}
              </td>
              <td className="bg-right bg-number" data-what={text('planned')}>
                {row.days === null ? text('noNeed') : days(row.days)}
              </td>
              <td className={row.firstShort === null ? 'bg-muted' : 'bg-danger'}>
                {row.firstShort === null ? text('never') : formatDay(row.firstShort, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
