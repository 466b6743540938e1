import { Segmented } from 'antd';
import { formatDay } from '#contracts/calendar.ts';
import { type PlanSummary, planningContracts } from '#contracts/planning.ts';
import { useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { joined, useLanguage, useText } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import { useNames } from '../platform/names.ts';
import { PageLink, useAddressState, useGo } from '../platform/navigation.tsx';
import { PageHeader } from '../platform/page.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { askedBy, planName } from './plan-name.ts';
import { hasResult, isRunning, type Language, periodOf, stageWords, stateNames } from './words.ts';
import './planning.css';

const words = {
  inForce: ['正在执行《{plan}》', 'In force: {plan}'],
  noneInForce: ['还没有批准的计划', 'No plan has been approved yet'],
  forecast: ['最新推演：{answer}。', 'Newest forecast: {answer}. '],
  forecastMore: ['推演由系统在数据变化后自动计算', 'Forecasts are made whenever the data changes'],
  askMore: ['；要试一种设想，请求一个计划。', '; ask for a plan to try an assumption.'],
  stop: ['。', '.'],
  ask: ['请求计划', 'Ask for a plan'],
  label: ['计划', 'Plans'],
  which: ['看哪些', 'Show'],
  all: ['全部', 'All'],
  requested: ['请求的计划', 'Asked for'],
  forecasts: ['系统推演', 'Forecasts'],
  plan: ['计划', 'Plan'],
  period: ['时段', 'Days'],
  state: ['状态', 'State'],
  short: ['断供', 'Runs short'],
  none: ['都供得上', 'nothing'],
  who: ['请求人', 'Asked by'],
  at: ['时间', 'At'],
  approved: ['批准', 'Approved'],
  since: ['{item} {day}起', '{item} from {day}'],
  empty: ['还没有计划', 'There is no plan yet'],
  emptyMore: ['请求第一个计划，约十秒钟算出', 'Ask for the first one: it takes about ten seconds'],
  older: ['更早的计划', 'Older plans'],
  newest: ['回到最新', 'Back to the newest'],
} as const;

const most = 100;

export default function PlanListPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const may = useMay();
  const go = useGo();
  const [kind, setKind] = useAddressState('kind', 'all');
  const [before, setBefore] = useAddressState('before');
  const query = {
    limit: most,
    ...(kind === 'all' ? {} : { kind: kind as PlanSummary['kind'] }),
    ...(before === '' ? {} : { before }),
  };
  const list = useData(planningContracts.list, { query }, { topics: ['plans'], keepPrevious: true });
  const rows = list.data?.rows;
  const inForce = rows?.find((plan) => plan.state === 'approved');
  const forecast = rows?.find((plan) => plan.kind === 'forecast' && hasResult(plan));
  return (
    <>
      <PageHeader
        title={
          inForce === undefined ? (
            text('noneInForce')
          ) : (
            <PageLink to={`/plans/${inForce.id}`}>{text('inForce', { plan: planName(inForce, language) })}</PageLink>
          )
        }
        lead={
          <>
            {forecast !== undefined && text('forecast', { answer: shortWords(forecast, names, language, text) })}
            {text('forecastMore')}
            {may('plan.run') ? text('askMore') : text('stop')}
          </>
        }
        actions={
          may('plan.run') && (
            <PageLink to="/plans/new" className="bg-button bg-button-primary">
              {text('ask')}
            </PageLink>
          )
        }
      />
      <DataTable
        label={text('label')}
        columns={useColumns(names)}
        rows={rows}
        problem={list.error}
        onRetry={() => void list.refetch()}
        rowKey={(plan) => plan.id}
        onRow={(plan) => go(`/plans/${plan.id}`)}
        empty={{ title: text('empty'), ...(may('plan.run') ? { more: text('emptyMore') } : {}) }}
        left={
          <Segmented
            aria-label={text('which')}
            value={kind}
            onChange={setKind}
            options={[
              { value: 'all', label: text('all') },
              { value: 'requested', label: text('requested') },
              { value: 'forecast', label: text('forecasts') },
            ]}
          />
        }
      />
      <div className="planning-pages">
        {before !== '' && (
          <button type="button" className="bg-button" onClick={() => setBefore('')}>
            {text('newest')}
          </button>
        )}
        {rows !== undefined && rows.length === most && (
          <button type="button" className="bg-button" onClick={() => setBefore(rows.at(-1)?.createdAt ?? '')}>
            {text('older')}
          </button>
        )}
      </div>
    </>
  );
}

type Word = ReturnType<typeof useText<keyof typeof words>>;

function shortWords(plan: PlanSummary, names: Names, language: Language, text: Word): string {
  if (plan.itemsShort.length === 0) return text('none');
  return joined(
    plan.itemsShort.map(({ item, firstShort }) =>
      text('since', { item: names.item(item).name, day: formatDay(firstShort, language) }),
    ),
    language,
  );
}

function useColumns(names: Names): Column<PlanSummary>[] {
  const text = useText(words);
  const { language } = useLanguage();
  return [
    { key: 'plan', title: text('plan'), value: (plan) => planName(plan, language), phone: 'title', wrap: true },
    {
      key: 'period',
      title: text('period'),
      value: (plan) => plan.from,
      render: (plan) => <span className="bg-number">{periodOf(plan, language)}</span>,
    },
    {
      key: 'state',
      title: text('state'),
      value: (plan) => stateNames[plan.state][language === 'zh' ? 0 : 1],
      render: (plan) => <PlanState plan={plan} />,
    },
    {
      key: 'short',
      title: text('short'),
      value: (plan) => (hasResult(plan) ? shortWords(plan, names, language, text) : null),
      render: (plan) => <Short plan={plan} says={shortWords(plan, names, language, text)} />,
      wrap: true,
    },
    { key: 'who', title: text('who'), value: (plan) => askedBy(plan, language) },
    {
      key: 'at',
      title: text('at'),
      value: (plan) => plan.createdAt,
      render: (plan) => <Moment at={plan.createdAt} />,
    },
    {
      key: 'approved',
      title: text('approved'),
      value: (plan) => plan.approvedBy,
      render: (plan) =>
        plan.approvedBy === null ? (
          <span className="bg-muted">—</span>
        ) : (
          <>
            {plan.approvedBy} <Moment at={plan.approvedAt} />
          </>
        ),
    },
  ];
}

function Short({ plan, says }: { plan: PlanSummary; says: string }) {
  if (!hasResult(plan)) return <span className="bg-muted">—</span>;
  return <span className={plan.itemsShort.length > 0 ? 'bg-danger' : undefined}>{says}</span>;
}

/** The state in words; while it is computed, how far it is. */
export function PlanState({ plan }: { plan: PlanSummary }) {
  const { language } = useLanguage();
  const name = stateNames[plan.state][language === 'zh' ? 0 : 1];
  if (isRunning(plan) && plan.progress !== null) {
    const percent = Math.floor((plan.progress.done / Math.max(1, plan.progress.of)) * 100);
    return (
      <span className="planning-state">
        {name} {percent}% · {stageWords(plan.progress.step, language)}
      </span>
    );
  }
  return <span className={`planning-state planning-state-${plan.state}`}>{name}</span>;
}
