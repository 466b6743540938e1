import { Segmented, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { daysFrom, formatDay } from '#contracts/calendar.ts';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { formatNumber, formatQuantity, unitName } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { EmptyState } from '../platform/empty-state.tsx';
import { joined, useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { PageLink, useAddressState } from '../platform/navigation.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useUser } from '../platform/session.tsx';
import { CauseList } from './cause-list.tsx';
import { causeRuns, causeSentences, spanWords } from './cause-words.ts';
import { Choice } from './choice.tsx';
import { groupBy } from './grouping.ts';
import { ShortageDrawer, type ShortageOpened } from './shortage-drawer.tsx';
import { type PivotBy, type PivotRow, pivot, realShortages, type ShortageRow, sumOf } from './shortage-pivot.ts';
import { whoOf } from './story.ts';
import { useLineUnits } from './use-lines.ts';

const words = {
  title: ['哪天缺什么、缺多少', 'What is short, when, by how much'],
  hint: ['点任一格，看缺在谁、为什么', 'Press a cell for who goes without, and why'],
  rows: ['按什么分行', 'Rows by'],
  item: ['物资', 'Item'],
  county: ['县区', 'County'],
  tier: ['层级', 'Tier'],
  tierOf: ['第 {tier} 级', 'tier {tier}'],
  total: ['合计', 'Total'],
  allCounties: ['全部县区', 'All counties'],
  allTiers: ['全部层级', 'All tiers'],
  none: ['{days} 天内没有缺口', 'Nothing is short within {days} days'],
  noneMore: [
    '按这个计划，每个需求点每天都能足额领到。',
    'Under this plan every demand point gets all it needs every day.',
  ],
  leftOver: [
    '另有不足一个包装单位的零头（只能整件发出，不算缺口）：{items}。',
    'Besides, parts of a pack are left over (only whole packs are sent; this is no shortage): {items}.',
  ],
  why: ['为什么缺，多一个单位值多少', 'Why, and what one more unit would bring'],
  cell: ['{what}，{day}：缺 {quantity}', '{what}, {day}: {quantity} short'],
  caption: ['逐日缺口', 'Shortages by day'],
  cures: ['看对策', 'Cures'],
  truncated: ['行数太多，只列出前面的部分，请选县区', 'Too many rows: choose a county'],
} as const;

export function ShortagesTab({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const { scope } = useUser();
  const [county, setCounty] = useAddressState('county');
  const [tier, setTier] = useAddressState('tier');
  const [by, setBy] = useAddressState('by', 'item');
  const [opened, setOpened] = useState<ShortageOpened | null>(null);
  const answer = useData(planningContracts.shortages, { params: { id: plan.id }, query: { limit: 20_000 } });
  const all = useMemo(() => realShortages(plan, answer.data?.rows ?? []), [plan, answer.data]);
  const shown = useMemo(
    () =>
      all.real.filter((row) => (county === '' || row.county === county) && (tier === '' || String(row.tier) === tier)),
    [all, county, tier],
  );
  if (answer.error) return <ProblemView problem={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Panel>{<Skeleton active />}</Panel>;
  const leftOver = joined(
    all.leftOverItems.map((item) => names.item(item).name),
    language,
  );
  if (all.real.length === 0) {
    return (
      <Panel>
        <EmptyState title={text('none', { days: plan.days })} more={text('noneMore')} />
        {leftOver !== '' && <p className="bg-muted planning-foot">{text('leftOver', { items: leftOver })}</p>}
      </Panel>
    );
  }
  const counties = [...new Set(all.real.map((row) => row.county))].sort();
  const tiers = [...new Set(all.real.map((row) => row.tier))].sort();
  return (
    <>
      <Panel title={text('title')} aside={text('hint')}>
        <p>{whoOf(summed(shown), language)}</p>
        <div className="planning-bar">
          <Segmented
            aria-label={text('rows')}
            value={by as PivotBy}
            onChange={setBy}
            options={(['item', 'county', 'tier'] as const).map((value) => ({ value, label: text(value) }))}
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
          {tiers.length > 1 && (
            <Choice
              label={text('tier')}
              all={text('allTiers')}
              value={tier}
              onChange={setTier}
              options={tiers.map((each) => ({ value: String(each), label: text('tierOf', { tier: each }) }))}
            />
          )}
        </div>
        <PivotTable plan={plan} rows={pivot(shown, by as PivotBy)} open={setOpened} />
        {answer.data.truncated && <p className="bg-warning planning-foot">{text('truncated')}</p>}
        {leftOver !== '' && <p className="bg-muted planning-foot">{text('leftOver', { items: leftOver })}</p>}
      </Panel>
      {scope !== 'enterprise' && <Why plan={plan} />}
      <ShortageDrawer plan={plan} opened={opened} onClose={() => setOpened(null)} />
    </>
  );
}

/** By county, item and tier, as the sentence on who goes without takes it. */
function summed(rows: readonly ShortageRow[]) {
  return [...groupBy(rows, (row) => `${row.county}|${row.item}|${row.tier}`).values()].map((group) => ({
    county: group[0]!.county,
    item: group[0]!.item,
    tier: group[0]!.tier,
    quantity: sumOf(group),
    firstDay: group.map((row) => row.date).sort()[0]!,
  }));
}

interface PivotProps {
  plan: PlanDetail;
  rows: readonly PivotRow[];
  open: (opened: ShortageOpened) => void;
}

function PivotTable({ plan, rows, open }: PivotProps) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const days = daysFrom(plan.from, plan.days);
  const nameOf = (row: PivotRow): string =>
    [
      names.item(row.item).name,
      ...(row.county === null ? [] : [names.county(row.county)]),
      ...(row.tier === null ? [] : [text('tierOf', { tier: row.tier })]),
    ].join(' · ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="bg-table-scroll planning-pivot" aria-label={text('caption')} tabIndex={0}>
      <table className="bg-table">
        <caption className="bg-hidden">{text('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('item')}</th>
            {days.map((day) => (
              <th key={day} scope="col" className="bg-right">
                <DayHead day={day} />
              </th>
            ))}
            <th scope="col" className="bg-right">
              {text('total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { unit } = names.item(row.item);
            const name = nameOf(row);
            return (
              <tr key={row.key}>
                <th scope="row">
                  {name} <span className="bg-muted">{unitName(unit, language)}</span>
                </th>
                {days.map((day) => {
                  const cell = row.byDay.get(day);
                  if (cell === undefined) return <td key={day} className="bg-right bg-muted" />;
                  const quantity = sumOf(cell);
                  const words = {
                    what: name,
                    day: formatDay(day, language),
                    quantity: formatQuantity(quantity, unit, language),
                  };
                  return (
                    <td key={day} className="bg-right">
                      <button
                        type="button"
                        className="bg-figure bg-danger bg-number"
                        aria-haspopup="dialog"
                        aria-label={text('cell', words)}
                        onClick={() => open({ item: row.item, day, name, rows: cell })}
                      >
                        {formatNumber(quantity, language)}
                      </button>
                    </td>
                  );
                })}
                <td className="bg-right">
                  <span className="bg-number bg-danger">{formatNumber(row.total, language)}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** '1/14' keeps fourteen columns on one screen; the whole day is in the cell's own words. */
function DayHead({ day }: { day: string }) {
  const { language } = useLanguage();
  const [, month, date] = day.split('-').map(Number);
  return (
    <time dateTime={day} title={formatDay(day, language)}>
      {language === 'zh' ? `${month}/${date}` : `${date}/${month}`}
    </time>
  );
}

/** For each short item, what binds over which days, and what one more unit of it would bring. */
function Why({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const units = useLineUnits();
  const { scope } = useUser();
  const causes = useData(planningContracts.causes, { params: { id: plan.id }, query: { limit: 20_000 } });
  const told = plan.itemsShort.flatMap(({ item, firstShort }) => {
    const own = (causes.data?.rows ?? []).filter((cause) => cause.item === item && cause.date >= firstShort);
    return own.length === 0 ? [] : [{ item, runs: causeRuns(own) }];
  });
  if (told.length === 0) return null;
  return (
    <Panel
      title={text('why')}
      aside={scope === 'city' ? <PageLink to={`/plans/${plan.id}?tab=cures`}>{text('cures')}</PageLink> : undefined}
    >
      {told.map(({ item, runs }) => (
        <section key={item} className="planning-why" aria-label={names.item(item).name}>
          <h3>{names.item(item).name}</h3>
          <dl>
            {runs.map((run) => (
              <div key={run.from}>
                <dt className="bg-number">{spanWords(run.from, run.to, language)}</dt>
                <dd>
                  <CauseList sentences={causeSentences(run.causes, names, units, language)} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Panel>
  );
}
