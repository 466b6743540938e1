import { Skeleton } from 'antd';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { useNames, useRegistryNames } from '../platform/names.ts';
import { PageLink, useAddressState, usePageParams } from '../platform/navigation.tsx';
import { PageHeader, Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useUser } from '../platform/session.tsx';
import { ChangesNotice } from './changes-notice.tsx';
import { CompareTab } from './compare-tab.tsx';
import { ComputedTab } from './computed-tab.tsx';
import { CuresTab } from './cures-tab.tsx';
import { CurvesTab } from './curves-tab.tsx';
import { FlowsTab } from './flows-tab.tsx';
import { InputsTab } from './inputs-tab.tsx';
import { PlanActions } from './plan-actions.tsx';
import { PlanState } from './plan-list-page.tsx';
import { askedBy, planName } from './plan-name.ts';
import { PlanProgress } from './plan-progress.tsx';
import { ProductionTab } from './production-tab.tsx';
import { scenarioSentences } from './scenario-words.ts';
import { ShortagesTab } from './shortages-tab.tsx';
import { headlineOf } from './story.ts';
import { hasResult, isRunning, periodOf, sentences, solverWord } from './words.ts';
import './planning.css';

const words = {
  plans: ['计划', 'Plans'],
  reserve: ['期末储备 {days} 天用量', 'reserve of {days} days at the end'],
  by: ['{who} 请求于', 'asked for by {who},'],
  approvedBy: ['{who} 批准于', 'approved by {who},'],
  superseded: ['取代它的计划', 'the plan that replaced it'],
  assumes: ['设想：{scenario}。', 'It assumes: {scenario}.'],
  running: ['正在计算《{plan}》', 'Computing {plan}'],
  failed: ['《{plan}》没有算出来', '{plan} could not be computed'],
  cancelled: ['《{plan}》已取消，没有保留结果', '{plan} was cancelled; no result was kept'],
  own: [
    '只列出您范围内的数量；曲线和可用天数是全市的。',
    'Quantities are those of your own places; curves and days of cover are the city’s.',
  ],
  parts: ['计划的各部分', 'Parts of the plan'],
} as const;

export default function PlanPage() {
  const { plan: id = '' } = usePageParams();
  const text = useText(words);
  const plan = useData(planningContracts.read, { params: { id } }, { topics: ['plans'] });
  // a headline in codes would be read before the names come
  const named = useRegistryNames() !== undefined;
  const back = { to: '/plans', label: text('plans') };
  if (plan.data === undefined || !named) {
    return (
      <>
        <PageHeader title={text('plans')} back={back} />
        {plan.error ? (
          <ProblemView problem={plan.error} onRetry={() => void plan.refetch()} />
        ) : (
          <Panel>
            <Skeleton active paragraph={{ rows: 10 }} />
          </Panel>
        )}
      </>
    );
  }
  return <Shown key={id} plan={plan.data} />;
}

function Shown({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { scope } = useUser();
  return (
    <>
      <PageHeader
        title={<Headline plan={plan} />}
        lead={<Lead plan={plan} />}
        back={{ to: '/plans', label: text('plans') }}
        actions={<PlanActions plan={plan} />}
      />
      {isRunning(plan) && <PlanProgress plan={plan} />}
      {plan.failure !== null && <Failure plan={plan} />}
      {hasResult(plan) && (
        <>
          {scope === 'city' && <ChangesNotice plan={plan} />}
          {scope !== 'city' && <p className="planning-own bg-muted">{text('own')}</p>}
          <Tabs plan={plan} />
        </>
      )}
    </>
  );
}

function Headline({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  if (!hasResult(plan)) {
    const word = isRunning(plan) ? 'running' : plan.state === 'failed' ? 'failed' : 'cancelled';
    return text(word, { plan: planName(plan, language) });
  }
  const headline = headlineOf(plan, names, language);
  return (
    <>
      {headline.before}
      <span className="bg-danger">{headline.short}</span>
      {headline.after}
    </>
  );
}

function Lead({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const assumed = scenarioSentences(plan.scenario, names, language);
  return (
    <>
      <strong>{planName(plan, language)}</strong> · <PlanState plan={plan} />
      {plan.solverStatus !== null && ` · ${solverWord(plan.solverStatus, language)}`} · {periodOf(plan, language)} ·{' '}
      {text('reserve', { days: plan.reserveDays })} · {text('by', { who: askedBy(plan, language) })}{' '}
      <Moment at={plan.createdAt} />
      {plan.approvedBy !== null && (
        <>
          {' · '}
          {text('approvedBy', { who: plan.approvedBy })} <Moment at={plan.approvedAt} />
        </>
      )}
      {plan.supersededBy !== null && (
        <>
          {' · '}
          <PageLink to={`/plans/${plan.supersededBy}`}>{text('superseded')}</PageLink>
        </>
      )}
      {assumed.length > 0 && (
        <>
          <br />
          {text('assumes', { scenario: sentences(assumed, language) })}
        </>
      )}
    </>
  );
}

function Failure({ plan }: { plan: PlanDetail }) {
  const { language } = useLanguage();
  return (
    <div className="bg-problem" role="alert">
      <p className="bg-problem-words">{plan.failure?.[language]}</p>
    </div>
  );
}

const tabs = {
  shortages: { words: ['缺口和原因', 'Shortages and causes'], show: ShortagesTab, hiddenFrom: ['enterprise'] },
  production: { words: ['生产', 'Production'], show: ProductionTab, hiddenFrom: ['demand_point'] },
  flows: { words: ['流向', 'Flows'], show: FlowsTab, hiddenFrom: [] },
  curves: { words: ['可用天数和曲线', 'Cover and curves'], show: CurvesTab, hiddenFrom: [] },
  cures: { words: ['对策', 'Cures'], show: CuresTab, hiddenFrom: ['county', 'enterprise', 'demand_point'] },
  compare: { words: ['对比', 'Compare'], show: CompareTab, hiddenFrom: [] },
  inputs: {
    words: ['数据和变化', 'Data and changes'],
    show: InputsTab,
    hiddenFrom: ['county', 'enterprise', 'demand_point'],
  },
  computed: { words: ['怎样算的', 'How it was computed'], show: ComputedTab, hiddenFrom: [] },
} as const;
type Tab = keyof typeof tabs;

/** Parts of the plan under addresses of their own, so that one can be sent to a colleague. */
function Tabs({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { scope } = useUser();
  const shown = (Object.keys(tabs) as Tab[]).filter(
    (tab) => !(tabs[tab].hiddenFrom as readonly string[]).includes(scope),
  );
  const [asked] = useAddressState('tab', shown[0]);
  const tab = shown.find((each) => each === asked) ?? shown[0]!;
  const Part = tabs[tab].show;
  return (
    <>
      <nav className="planning-tabs bg-no-print" aria-label={text('parts')}>
        {shown.map((each) => (
          <PageLink
            key={each}
            to={`/plans/${plan.id}?tab=${each}`}
            className={each === tab ? 'planning-tab planning-tab-on' : 'planning-tab'}
            {...(each === tab ? { 'aria-current': 'page' as const } : {})}
          >
            {tabs[each].words[language === 'zh' ? 0 : 1]}
          </PageLink>
        ))}
      </nav>
      <Part plan={plan} />
    </>
  );
}
