import { Button, Input, InputNumber, Skeleton } from 'antd';
import { addDays } from '#contracts/calendar.ts';
import { planningContracts } from '#contracts/planning.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { useDraft } from '../platform/draft.ts';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { useAddressState, useGo } from '../platform/navigation.tsx';
import { PageHeader, Panel } from '../platform/page.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { useToday } from '../platform/session.tsx';
import { planName } from './plan-name.ts';
import { draftOf, isComplete, type PlanDraft, scenarioOf } from './scenario-draft.ts';
import { ScenarioEditor } from './scenario-editor.tsx';
import { scenarioSentences } from './scenario-words.ts';
import { sentences } from './words.ts';
import './planning.css';

const words = {
  title: ['请求一个计划', 'Ask for a plan'],
  lead: [
    '系统按现在的库存、产线、许可、原料和需求，算出每天每条线做什么、谁发给谁；不够时谁先保。约需十秒。',
    'From today’s stock, lines, licences, inputs and needs: what each line makes, who sends to whom, and who comes first when there is not enough. It takes about ten seconds.',
  ],
  plans: ['计划', 'Plans'],
  basics: ['算哪些天', 'Which days'],
  name: ['名称', 'Name'],
  nameHint: ['便于以后找到，如“马村封控”', 'to find it again, such as “Macun sealed”'],
  from: ['从哪天起', 'First day'],
  days: ['算几天', 'How many days'],
  daysHint: ['1 到 90 天；天数越多，算得越久', '1 to 90; the more, the longer it takes'],
  reserve: ['期末留几天的用量', 'Reserve at the end, in days of need'],
  reserveHint: ['先保供应，再尽量留足', 'supply comes first, then as much of this as there is'],
  cover: ['需求点最多存几天用量', 'Days of need that demand points may keep'],
  coverHint: ['空着或 0：当天送当天用，不存放', 'empty or 0: what arrives is used that day'],
  assumptions: ['设想（不加就按现在的数据算）', 'Assumptions (none: the data as it is)'],
  as: ['将这样计算：{scenario}。', 'It will be computed so: {scenario}.'],
  asIs: ['按现在的数据计算，没有另外的设想。', 'It will be computed on the data as it is.'],
  go: ['开始计算', 'Compute'],
  discard: ['清空重填', 'Start over'],
  restored: ['已恢复您未提交的内容，填于', 'What you had not sent was restored, from'],
  basedOn: ['以《{plan}》的设想为底', 'Begun from the assumptions of {plan}'],
  dayNeeded: ['请填写起始日', 'Enter the first day'],
  dayPast: ['起始日已过，请改为 {day} 或以后', 'That day is past: choose {day} or later'],
} as const;

export default function PlanFormPage() {
  const text = useText(words);
  const [from] = useAddressState('from');
  const base = useData(planningContracts.read, { params: { id: from } }, { enabled: from !== '' });
  const today = useToday();
  const tomorrow = addDays(today, 1);
  const beginning: PlanDraft = {
    title: '',
    from: tomorrow,
    days: 14,
    reserveDays: 7,
    coverDays: null,
    demand: [],
    capacity: [],
    sealed: [],
  };
  if (from !== '' && base.error) return <ProblemView problem={base.error} onRetry={() => void base.refetch()} page />;
  if (from !== '' && base.data === undefined) {
    return (
      <>
        <PageHeader title={text('title')} back={{ to: '/plans', label: text('plans') }} />
        <Skeleton active />
      </>
    );
  }
  const { data } = base;
  if (from === '' || data === undefined) return <Form key="new" name="plan" beginning={beginning} basedOn={null} />;
  const { days, reserveDays } = data;
  const isPast = data.from < tomorrow;
  const started = { ...beginning, from: isPast ? tomorrow : data.from, days, reserveDays, ...draftOf(data.scenario) };
  return <Form key={from} name={`plan.${from}`} beginning={started} basedOn={data} />;
}

interface FormProps {
  name: string;
  beginning: PlanDraft;
  basedOn: Parameters<typeof planName>[0] | null;
}

function Form({ name, beginning, basedOn }: FormProps) {
  const text = useText(words);
  const { language } = useLanguage();
  const go = useGo();
  const tomorrow = addDays(useToday(), 1);
  const { value, change, restoredFrom, discard } = useDraft<PlanDraft>(name, beginning);
  const part = (changed: Partial<PlanDraft>) => change((before) => ({ ...before, ...changed }));
  const request = useAct(planningContracts.request, {
    renews: ['plans'],
    onDone: ({ id }) => {
      discard();
      go(`/plans/${id}`);
    },
  });
  const send = () => {
    const title = value.title.trim();
    void request.run({
      body: {
        ...(title === '' ? {} : { title }),
        ...(value.from === null ? {} : { from: value.from }),
        days: value.days ?? 14,
        reserveDays: value.reserveDays ?? 7,
        scenario: scenarioOf(value),
      },
    });
  };
  return (
    <>
      <PageHeader
        title={text('title')}
        lead={basedOn === null ? text('lead') : text('basedOn', { plan: planName(basedOn, language) })}
        back={{ to: '/plans', label: text('plans') }}
      />
      {restoredFrom !== null && (
        <p className="planning-restored" role="status">
          {text('restored')} <Moment at={restoredFrom} />{' '}
          <Button size="small" onClick={discard}>
            {text('discard')}
          </Button>
        </p>
      )}
      <Basics value={value} change={part} problem={request.problem} tomorrow={tomorrow} />
      <Panel title={text('assumptions')}>
        <ScenarioEditor draft={value} change={part} />
        <p className="planning-foot">
          <Understood draft={value} />
        </p>
      </Panel>
      <div className="planning-send">
        <ProblemView problem={request.problem} />
        <FormActions>
          <Button type="primary" loading={request.running} disabled={!isComplete(value, tomorrow)} onClick={send}>
            {text('go')}
          </Button>
          <Button onClick={discard}>{text('discard')}</Button>
        </FormActions>
      </div>
    </>
  );
}

function Understood({ draft }: { draft: PlanDraft }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const assumed = scenarioSentences(scenarioOf(draft), names, language);
  return assumed.length === 0 ? text('asIs') : text('as', { scenario: sentences(assumed, language) });
}

interface BasicsProps {
  value: PlanDraft;
  change: (part: Partial<PlanDraft>) => void;
  problem: unknown;
  tomorrow: string;
}

function Basics({ value, change, problem, tomorrow }: BasicsProps) {
  const text = useText(words);
  const past = value.from !== null && value.from < tomorrow ? text('dayPast', { day: tomorrow }) : undefined;
  const wrong = value.from === null ? text('dayNeeded') : (past ?? fieldProblem(problem, 'from'));
  return (
    <Panel title={text('basics')}>
      <Fields>
        <FormField label={text('name')} hint={text('nameHint')} problem={fieldProblem(problem, 'title')} optional>
          {(field) => (
            <Input
              {...field}
              maxLength={80}
              value={value.title}
              onChange={(event) => change({ title: event.target.value })}
            />
          )}
        </FormField>
        <FormField label={text('from')} problem={wrong}>
          {(field) => <DayInput {...field} value={value.from} from={tomorrow} onChange={(from) => change({ from })} />}
        </FormField>
        <FormField label={text('days')} hint={text('daysHint')} problem={fieldProblem(problem, 'days')}>
          {(field) => (
            <InputNumber
              {...field}
              className="bg-wide"
              min={1}
              max={90}
              precision={0}
              value={value.days}
              onChange={(days) => change({ days })}
            />
          )}
        </FormField>
        <FormField label={text('reserve')} hint={text('reserveHint')} problem={fieldProblem(problem, 'reserveDays')}>
          {(field) => (
            <InputNumber
              {...field}
              className="bg-wide"
              min={0}
              max={90}
              value={value.reserveDays}
              onChange={(reserveDays) => change({ reserveDays })}
            />
          )}
        </FormField>
        <FormField label={text('cover')} hint={text('coverHint')} optional>
          {(field) => (
            <InputNumber
              {...field}
              className="bg-wide"
              min={0}
              max={60}
              value={value.coverDays}
              onChange={(coverDays) => change({ coverDays })}
            />
          )}
        </FormField>
      </Fields>
    </Panel>
  );
}
