import { Skeleton } from 'antd';
import { useState } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import type { PlanDetail } from '#contracts/planning.ts';
import type { Position } from '#contracts/stock-position.ts';
import { AlertsPanel } from '../dispatch/trips/alerts-panel.tsx';
import { CuresPanel } from '../planning/cures-panel.tsx';
import { Moment } from '../platform/day.tsx';
import { EmptyState } from '../platform/empty-state.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { PageHeader, Panel, Panels } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useUser } from '../platform/session.tsx';
import { CountyPicture } from './county-picture.tsx';
import { EnergyStrip } from './energy-strip.tsx';
import { LastsTable } from './lasts-table.tsx';
import { NoticesPanel } from './notices-panel.tsx';
import { OwnSituation } from './own-situation.tsx';
import './situation.css';
import { headlineOf, whoOf, whysOf } from '../planning/story.ts';
import { SupplyCurve } from '../planning/supply-curve.tsx';
import { useBoundaries, useNames, useRegistryNames } from '../platform/names.ts';
import { useSituation } from './use-situation.ts';

const words = {
  title: ['态势', 'Situation'],
  computing: ['数据有变化，正在重新推演…', 'The data changed: planning ahead again…'],
  firstTime: ['正在推演未来 14 天，请稍候…', 'Planning the next 14 days ahead: one moment…'],
  asOf: ['推演于', 'Planned at'],
  toPlan: ['看完整计划', 'The whole plan'],
  wall: ['大屏', 'Wall screen'],
  lasts: ['能用到哪一天', 'How long each item lasts'],
  lastsAside: ['库存加计划生产，对 {days} 天需求', 'stock and planned production against {days} days of need'],
  curve: ['{item}：供应与需求', '{item}: supply against need'],
  wholeCity: ['全市', 'the whole city'],
  map: ['{item}：按县区', '{item} by county'],
  cures: ['今晚能做什么', 'What can be done tonight'],
  curesAside: ['均已重新推演验证', 'each checked by planning again'],
  notices: ['要办的到期事项', 'Expiries that need an act'],
  energy: ['煤电油气', 'Coal, power, oil and gas'],
  noData: ['还没有城市数据', 'There is no data of the city yet'],
  noDataMore: ['请先导入企业、产线、库存和需求点', 'Import producers, lines, stock and demand points first'],
  toImport: ['去导入', 'Import'],
} as const;

/** 态势: what will run out, when, why, and what can be done tonight. */
export default function SituationPage() {
  const user = useUser();
  return user.scope === 'city' || user.scope === 'county' ? <CitySituation /> : <OwnSituation />;
}

function CitySituation() {
  const text = useText(words);
  const { situation, position, plan, curves } = useSituation();
  const registry = useRegistryNames();
  const problem = situation.error ?? position.error;
  if (problem && (situation.data === undefined || position.data === undefined)) {
    return (
      <ProblemView problem={problem} onRetry={() => void Promise.all([situation.refetch(), position.refetch()])} page />
    );
  }
  if (situation.data === undefined || position.data === undefined || registry === undefined) {
    return <Waiting words={text('title')} />;
  }
  if (position.data.items.length === 0) {
    return (
      <EmptyState
        title={text('noData')}
        more={text('noDataMore')}
        act={<PageLink to="/exchange">{text('toImport')}</PageLink>}
      />
    );
  }
  if (plan === null) return <Waiting words={text('firstTime')} />;
  return (
    <Shown
      plan={plan}
      computing={situation.data.forecast.state === 'computing'}
      answer={position.data}
      shortages={situation.data.shortages}
      energy={situation.data.energy}
      today={situation.data.today}
      curves={curves}
    />
  );
}

function Waiting({ words: title }: { words: string }) {
  return (
    <>
      <PageHeader title={title} />
      <Panels wide>
        <Panel>
          <Skeleton active paragraph={{ rows: 12 }} />
        </Panel>
        <Panel>
          <Skeleton active paragraph={{ rows: 12 }} />
        </Panel>
      </Panels>
    </>
  );
}

type Loaded = ReturnType<typeof useSituation>;

interface ShownProps {
  plan: PlanDetail;
  computing: boolean;
  answer: Position;
  shortages: NonNullable<Loaded['situation']['data']>['shortages'];
  energy: NonNullable<Loaded['situation']['data']>['energy'];
  today: string;
  curves: Loaded['curves'];
}

function Shown({ plan, computing, answer, shortages, energy, today, curves }: ShownProps) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const registry = useRegistryNames();
  const boundaries = useBoundaries();
  const user = useUser();
  const [chosen, choose] = useState<string | null>(null);
  const item = chosen ?? mostPressing(plan, answer);
  const headline = headlineOf(plan, names, language);
  return (
    <>
      <PageHeader
        title={
          <>
            {headline.before}
            <span className="bg-danger">{headline.short}</span>
            {headline.after}
          </>
        }
        lead={<Lead plan={plan} computing={computing} shortages={shortages} />}
        actions={
          <span className="command-wide">
            <PageLink to="/wall">{text('wall')}</PageLink>
          </span>
        }
      />
      <AlertsPanel most={3} />
      <Panels wide>
        <Panel title={text('lasts')} aside={text('lastsAside', { days: plan.days })}>
          <LastsTable answer={answer} plan={plan} chosen={item} choose={choose} />
        </Panel>
        <Panel title={text('map', { item: names.item(item).name })} className="command-map">
          {boundaries === undefined ? (
            <Skeleton active paragraph={{ rows: 10 }} />
          ) : (
            <CountyPicture
              item={item}
              answer={answer}
              shortages={shortages}
              registry={registry}
              boundaries={boundaries}
              names={names}
              today={today}
            />
          )}
        </Panel>
      </Panels>
      <Panels wide>
        <Panel
          title={text('curve', { item: names.item(item).name })}
          aside={user.scope === 'city' ? undefined : text('wholeCity')}
        >
          {curves === undefined ? (
            <Skeleton active />
          ) : (
            <SupplyCurve plan={plan} rows={curves} item={item} names={names} />
          )}
        </Panel>
        <Panel
          title={user.scope === 'city' ? text('cures') : text('notices')}
          aside={user.scope === 'city' ? text('curesAside') : undefined}
        >
          {user.scope === 'city' ? (
            <CuresPanel plan={plan} names={names} registry={registry} />
          ) : (
            <NoticesPanel answer={answer} names={names} />
          )}
        </Panel>
      </Panels>
      <Panels>
        {user.scope === 'city' && (
          <Panel title={text('notices')}>
            <NoticesPanel answer={answer} names={names} />
          </Panel>
        )}
        {energy.length > 0 && (
          <Panel title={text('energy')} aside={formatDay(today, language)}>
            <EnergyStrip readings={energy} />
          </Panel>
        )}
      </Panels>
    </>
  );
}

/** What runs short first; else what lasts least. */
function mostPressing(plan: PlanDetail, answer: Position): string {
  const [short] = plan.itemsShort;
  if (short !== undefined) return plan.itemsShort.find((each) => each.item === 'mask')?.item ?? short.item;
  const least = plan.cover
    .filter((row) => row.days !== null)
    .toSorted((one, other) => (one.days ?? 0) - (other.days ?? 0))[0];
  return least?.item ?? answer.items[0]?.item ?? '';
}

function Lead({ plan, computing, shortages }: Pick<ShownProps, 'plan' | 'computing' | 'shortages'>) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  return (
    <>
      {whysOf(plan, names, language)}
      {whoOf(shortages, language)}{' '}
      <span className="command-as-of">
        {computing ? (
          <output>{text('computing')}</output>
        ) : (
          <>
            {text('asOf')} <Moment at={plan.finishedAt ?? plan.createdAt} />
          </>
        )}
        {' · '}
        <PageLink to={`/plans/${plan.id}`}>{text('toPlan')}</PageLink>
      </span>
    </>
  );
}
