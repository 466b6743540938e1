import { Checkbox, Skeleton } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { formatDay } from '#contracts/calendar.ts';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { coverDaysTold } from '#contracts/stock-position.ts';
import { formatNumber, formatQuantity } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { formatMoment } from '../platform/day.tsx';
import { EmptyState } from '../platform/empty-state.tsx';
import { joined, useLanguage, useText } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import { useNames } from '../platform/names.ts';
import { PageLink, useAddressState } from '../platform/navigation.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { Choice } from './choice.tsx';
import { planName } from './plan-name.ts';
import { scenarioSentences } from './scenario-words.ts';
import { hasResult, type Language, periodOf, sentences, stateNames } from './words.ts';

const words = {
  with: ['和哪个计划比', 'Compare with'],
  choose: ['选择一个计划', 'Choose a plan'],
  none: ['还没有别的计划可比', 'There is no other plan to compare with'],
  noneMore: [
    '改一下设想再算一个，就能在这里对比。',
    'Change the assumptions and compute another: it can then be compared here.',
  ],
  first: [
    '先选一个计划，逐项对比缺口、断供日和产量。',
    'Choose a plan to compare shortages, first short days and production, item by item.',
  ],
  same: ['两个计划每种物资都一样', 'Both plans say the same of every item'],
  differ: ['有 {count} 种物资不同：{items}', '{count} items differ: {items}'],
  only: ['只看有差别的', 'Only what differs'],
  item: ['物资', 'Item'],
  short: ['缺口', 'Short'],
  firstShort: ['首次不足', 'First short'],
  cover: ['能用几天', 'Days of cover'],
  made: ['生产', 'Made'],
  here: ['本计划', 'this'],
  other: ['对比', 'other'],
  less: ['少 {quantity}', '{quantity} less'],
  more: ['多 {quantity}', '{quantity} more'],
  never: ['不缺', 'never'],
  this: ['本计划：{words}', 'This plan: {words}'],
  that: ['《{plan}》：{words}', '{plan}: {words}'],
  plain: ['没有另外的设想', 'no further assumptions'],
  sameData: ['用的是同样的数据', 'from the same data'],
  otherData: ['用的数据不同', 'from different data'],
} as const;

type Compared = z.output<typeof planningContracts.compare.response>;
type Row = Compared['rows'][number];

/** This plan beside another, item by item; what differs is marked. */
export function CompareTab({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [other, setOther] = useAddressState('with');
  const list = useData(planningContracts.list, { query: { limit: 200 } }, { topics: ['plans'] });
  const choices = (list.data?.rows ?? []).filter((each) => each.id !== plan.id && hasResult(each));
  if (list.data !== undefined && choices.length === 0) {
    return (
      <Panel>
        <EmptyState title={text('none')} more={text('noneMore')} />
      </Panel>
    );
  }
  return (
    <Panel>
      <div className="planning-bar">
        <Choice
          label={text('with')}
          all={text('choose')}
          value={other}
          onChange={setOther}
          options={choices.map((each) => ({
            value: each.id,
            label: `${planName(each, language)} · ${formatMoment(each.createdAt, language)} · ${stateNames[each.state][language === 'zh' ? 0 : 1]}`,
          }))}
        />
      </div>
      {other === '' ? <p className="bg-muted">{text('first')}</p> : <Comparison id={plan.id} other={other} />}
    </Panel>
  );
}

function Comparison({ id, other }: { id: string; other: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const [only, setOnly] = useState(true);
  const answer = useData(planningContracts.compare, { params: { id, other } });
  if (answer.error) return <ProblemView problem={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton active />;
  const differing = answer.data.rows.filter(differs);
  const items = joined(
    differing.map((row) => names.item(row.item).name),
    language,
  );
  return (
    <>
      <h2>{differing.length === 0 ? text('same') : text('differ', { count: differing.length, items })}</h2>
      <Premises answer={answer.data} names={names} />
      <Checkbox checked={only} disabled={differing.length === 0} onChange={(event) => setOnly(event.target.checked)}>
        {text('only')}
      </Checkbox>
      <ComparedTable rows={only && differing.length > 0 ? differing : answer.data.rows} names={names} />
    </>
  );
}

/** What each of the two rests on. */
function Premises({ answer, names }: { answer: Compared; names: Names }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [own, other] = answer.plans;
  const premise = (at: 0 | 1): string => {
    const plan = answer.plans[at];
    const assumed = scenarioSentences(answer.scenarios[at], names, language);
    return [periodOf(plan, language), assumed.length === 0 ? text('plain') : sentences(assumed, language)].join(
      language === 'zh' ? '，' : ', ',
    );
  };
  return (
    <ul className="planning-list">
      <li>
        {text('this', { words: premise(0) })} <span className="bg-hidden">{planName(own, language)}</span>
      </li>
      <li>
        <PageLink to={`/plans/${other.id}`}>
          {text('that', { plan: planName(other, language), words: premise(1) })}
        </PageLink>
        {language === 'zh' ? '，' : ', '}
        {text(answer.sameData ? 'sameData' : 'otherData')}
      </li>
    </ul>
  );
}

function differs(row: Row): boolean {
  const numbers = [row.made, row.supplied, row.short];
  return (
    numbers.some(([one, other]) => Number(one) !== Number(other)) ||
    row.firstShort[0] !== row.firstShort[1] ||
    row.cover[0] !== row.cover[1]
  );
}

function ComparedTable({ rows, names }: { rows: readonly Row[]; names: Names }) {
  const text = useText(words);
  const { language } = useLanguage();
  const heads = (['short', 'firstShort', 'cover', 'made'] as const).map((head) => (
    <th key={head} scope="colgroup" colSpan={2} className="bg-right">
      {text(head)}
    </th>
  ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="bg-table-scroll planning-compared" aria-label={text('with')} tabIndex={0}>
      <table className="bg-table">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {text('item')}
            </th>
            {heads}
          </tr>
          <tr>
            {[0, 1, 2, 3].flatMap((at) => [
              <th key={`${at}-here`} scope="col" className="bg-right">
                {text('here')}
              </th>,
              <th key={`${at}-other`} scope="col" className="bg-right">
                {text('other')}
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { name, unit } = names.item(row.item);
            const day = (value: string | null): string => (value === null ? text('never') : formatDay(value, language));
            return (
              <tr key={row.item}>
                <th scope="row">{name}</th>
                <Amounts pair={row.short} unit={unit} danger />
                <Pair pair={[day(row.firstShort[0]), day(row.firstShort[1])]} />
                <Pair pair={[daysWords(row.cover[0], language), daysWords(row.cover[1], language)]} />
                <Amounts pair={row.made} unit={unit} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const daysWords = (days: number | null, language: Language): string =>
  days === null ? '—' : formatNumber(coverDaysTold(days), language);

function Pair({ pair }: { pair: readonly [string, string] }) {
  const differs = pair[0] !== pair[1];
  return (
    <>
      <td className="bg-right bg-number">{pair[0]}</td>
      <td className={differs ? 'bg-right bg-number planning-differs' : 'bg-right bg-number'}>{pair[1]}</td>
    </>
  );
}

/** Both amounts; under the other plan's, how much more or less it is. */
function Amounts({ pair, unit, danger = false }: { pair: readonly [string, string]; unit: string; danger?: boolean }) {
  const text = useText(words);
  const { language } = useLanguage();
  const change = Number(pair[1]) - Number(pair[0]);
  const written = (value: number | string): string => formatQuantity(value, unit, language);
  const quantity = written(Number(Math.abs(change).toFixed(6)));
  const tone = (value: string): string => (danger && Number(value) > 0 ? ' bg-danger' : '');
  return (
    <>
      <td className={`bg-right bg-number${tone(pair[0])}`}>{written(pair[0])}</td>
      <td className={`bg-right bg-number${change === 0 ? '' : ' planning-differs'}`}>
        <span className={tone(pair[1]).trim()}>{written(pair[1])}</span>
        {change !== 0 && <span className="planning-delta">{text(change < 0 ? 'less' : 'more', { quantity })}</span>}
      </td>
    </>
  );
}
