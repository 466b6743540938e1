/** The day's report on the telephone: one screen a step, filled in already, kept and sent later without a network. */
import { useState } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { type ReportForm, reportContracts } from '#contracts/reports.ts';
import { postedStates, reportStateNames } from '#contracts/reports-terms.ts';
import { formatQuantity } from '#contracts/units.ts';
import { useOfflineData } from '../phone/offline-data.ts';
import { useOutbox } from '../phone/outbox.ts';
import { usePhoneAct } from '../phone/phone-act.ts';
import { BigButton, PhonePage, Steps } from '../phone/phone-page.tsx';
import { EmptyState } from '../platform/empty-state.tsx';
import { FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { useUser } from '../platform/session.tsx';
import { AssessmentView } from './assessment-view.tsx';
import { HindranceFields } from './hindrance-fields.tsx';
import { useFieldName, useHindranceWords, useLateWords, useMarks } from './names.ts';
import { OwedElsewhere } from './owed-elsewhere.tsx';
import { type ReportState, useReportState } from './report-state.ts';
import './reports.css';

const words = {
  which: ['填哪一家', 'Which enterprise'],
  loading: ['正在读取…', 'Reading…'],
  never: ['请先联网打开一次，之后没有网络也能填', 'Open this once with a network; after that it works without'],
  made: ['今天生产', 'Made today'],
  sent: ['今天发出', 'Sent out today'],
  madeThen: ['当日生产', 'Made that day'],
  sentThen: ['当日发出', 'Sent out that day'],
  stock: ['日终结存', 'Stock at close'],
  inputs: ['原料剩余', 'Inputs left'],
  people: ['到岗人数', 'Staff present'],
  books: ['在册 {staff} 人', '{staff} on the books'],
  power: ['用电', 'Power used'],
  gas: ['用气', 'Gas used'],
  noMeter: ['没抄表可留空', 'Leave empty when the meter was not read'],
  yesterday: ['上次 {value}', 'Last time {value}'],
  capacity: ['日产能 {value}', 'Daily capacity {value}'],
  opening: ['账面昨日 {value}', 'Opening {value}'],
  counted: ['当日盘点 {value}', 'Counted {value}'],
  next: ['下一步', 'Next'],
  before: ['上一步', 'Back'],
  check: ['核对后报送', 'Check, then file'],
  file: ['报送', 'File'],
  missing: ['还差：{fields}', 'Still missing: {fields}'],
  act: ['{day}日报', 'Report of {day}'],
  filed: ['{day}日报：{state}', 'Report of {day}: {state}'],
  kept: ['已保存在本机，有网后自动报送', 'Kept on this telephone: it is filed when there is a network'],
  returned: ['被退回：{reason}', 'Returned: {reason}'],
  change: ['修改', 'Change it'],
} as const;

export default function PhoneReportPage() {
  const text = useText(words);
  const own = useUser().scopeIds;
  const [enterprise, choose] = useAddressState('enterprise', own.length === 1 ? own[0] : '');
  const names = useOfflineData(registryNames, {}, { topics: ['registry'], enabled: own.length > 1 });
  const [day] = useAddressState('day', '');
  const form = useOfflineData(
    reportContracts.form,
    { params: { enterprise }, query: day === '' ? {} : { day } },
    { topics: ['reports'], enabled: enterprise !== '' },
  );
  const kept = useOutbox();
  if (enterprise === '')
    return (
      <PhonePage>
        <h2>{text('which')}</h2>
        {own.map((id) => (
          <BigButton key={id} quiet onClick={() => choose(id)}>
            {names.data?.enterprises.find((one) => one.id === id)?.name ?? id}
          </BigButton>
        ))}
      </PhonePage>
    );
  if (form.data === undefined)
    return (
      <PhonePage>
        {form.error === null ? (
          <p aria-busy="true">{text('loading')}</p>
        ) : (
          <EmptyState title={text('never')} more={form.error.words.zh} />
        )}
      </PhonePage>
    );
  const subject = subjectOf(form.data);
  if (kept.some((act) => act.subject === subject && act.refused === null))
    return (
      <PhonePage>
        <p className="reports-big" role="status">
          {text('kept')}
        </p>
      </PhonePage>
    );
  const { report } = form.data;
  return (
    <Filing
      key={`${form.data.enterprise}|${form.data.day}|${report?.revision ?? 0}`}
      form={form.data}
      staleAt={form.at}
    />
  );
}

/** A refused report of one day holds that of no other day back. */
const subjectOf = ({ enterprise, day }: Pick<ReportForm, 'enterprise' | 'day'>): string =>
  `report:${enterprise}:${day}`;

function Filing({ form, staleAt }: { form: ReportForm; staleAt: string | null }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { report } = form;
  const [changing, setChanging] = useState(report === null || report.state === 'returned');
  if (report !== null && !changing)
    return (
      <PhonePage
        staleAt={staleAt}
        foot={
          postedStates.includes(report.state) ? undefined : (
            <BigButton quiet onClick={() => setChanging(true)}>
              {text('change')}
            </BigButton>
          )
        }
      >
        <p className="reports-big" role="status">
          {text('filed', { day: formatDay(form.day, language), state: pick(reportStateNames[report.state], language) })}
        </p>
        <OwedElsewhere shown={form} to="/m/report" />
        <AssessmentView assessment={report.assessment} />
      </PhonePage>
    );
  return <StepsOfReport form={form} staleAt={staleAt} />;
}

type Step =
  | { kind: 'item'; item: string; part: 'made' | 'sent' | 'stock' }
  | { kind: 'inputs' | 'people' | 'hinders' | 'check' };

function stepsOf(form: ReportForm): Step[] {
  return [
    ...form.items.flatMap(({ item }) =>
      (['made', 'sent', 'stock'] as const).map((part) => ({ kind: 'item' as const, item, part })),
    ),
    ...(form.inputs.length > 0 ? [{ kind: 'inputs' as const }] : []),
    { kind: 'people' },
    { kind: 'hinders' },
    { kind: 'check' },
  ];
}

function StepsOfReport({ form, staleAt }: { form: ReportForm; staleAt: string | null }) {
  const text = useText(words);
  const lateWords = useLateWords();
  const { language } = useLanguage();
  const state = useReportState(form);
  const [at, setAt] = useState(0);
  const file = usePhoneAct(reportContracts.file, {
    subject: subjectOf(form),
    words: words.act,
    onDone: state.sent,
  });
  const steps = stepsOf(form);
  const step = steps[at] ?? { kind: 'check' };
  const send = () => {
    if (state.whole === null) return;
    const params = { enterprise: form.enterprise, day: form.day };
    const body = { clientId: state.clientId, via: 'phone' as const, figures: state.whole };
    void file.run({ params, body }, { day: [formatDay(form.day, 'zh'), formatDay(form.day, 'en')] });
  };
  const foot = (
    <>
      {at > 0 && (
        <BigButton quiet onClick={() => setAt(at - 1)}>
          {text('before')}
        </BigButton>
      )}
      {step.kind === 'check' ? (
        <BigButton loading={file.running} disabled={state.whole === null} onClick={send}>
          {text('file')}
        </BigButton>
      ) : (
        <BigButton onClick={() => setAt(at + 1)}>{text('next')}</BigButton>
      )}
    </>
  );
  return (
    <PhonePage staleAt={staleAt} foot={foot}>
      <Steps now={at + 1} all={steps.length} />
      <p className="bg-muted">
        {form.enterpriseName} · {formatDay(form.day, language)}
      </p>
      {form.report?.state === 'returned' && at === 0 && (
        <p className="phone-refusal">{text('returned', { reason: form.report.reason })}</p>
      )}
      {form.overdueSince !== null && at === 0 && <p className="phone-refusal">{lateWords(form)}</p>}
      {at === 0 && <OwedElsewhere shown={form} to="/m/report" />}
      <StepFields key={at} step={step} form={form} state={state} />
      {form.report?.state === 'returned' && at === 0 && <AssessmentView assessment={form.report.assessment} />}
      <ProblemView problem={file.problem} />
    </PhonePage>
  );
}

function StepFields({ step, form, state }: { step: Step; form: ReportForm; state: ReportState }) {
  const text = useText(words);
  const { language } = useLanguage();
  const last = (before: string | null | undefined, unit: string): string | undefined =>
    before == null ? undefined : text('yesterday', { value: formatQuantity(before, unit, language) });
  if (step.kind === 'item') return <ItemStep item={step.item} part={step.part} form={form} state={state} />;
  if (step.kind === 'hinders')
    return <HindranceFields value={state.figures.hindrances} onChange={(hindrances) => state.set({ hindrances })} />;
  if (step.kind === 'check') return <CheckStep form={form} state={state} />;
  if (step.kind === 'inputs')
    return (
      <>
        <h2>{text('inputs')}</h2>
        {form.inputs.map((known) => (
          <FormField
            key={known.input}
            label={localName(known, language)}
            hint={last(inputBefore(form, known.input), known.unit)}
          >
            {(field) => (
              <QuantityInput
                {...field}
                large
                unit={known.unit}
                value={state.figures.inputs.find((row) => row.input === known.input)?.left ?? null}
                onChange={(left) => state.setInput(known.input, 'left', left)}
              />
            )}
          </FormField>
        ))}
      </>
    );
  const { staffPresent, powerKwh, gasM3 } = state.figures;
  const meter = (before: string | null | undefined, unit: string) =>
    [last(before, unit), text('noMeter')].filter((part) => part !== undefined).join(' · ');
  return (
    <>
      <FormField label={text('people')} hint={text('books', { staff: form.staffBooks })}>
        {(field) => (
          <QuantityInput
            {...field}
            large
            unit="人"
            value={staffPresent === null ? null : String(staffPresent)}
            onChange={(value) => state.set({ staffPresent: value === null ? null : Math.round(Number(value)) })}
          />
        )}
      </FormField>
      <FormField label={text('power')} hint={meter(form.yesterday?.figures.powerKwh, '千瓦时')} optional>
        {(field) => (
          <QuantityInput
            {...field}
            large
            unit="千瓦时"
            value={powerKwh}
            onChange={(value) => state.set({ powerKwh: value })}
          />
        )}
      </FormField>
      <FormField label={text('gas')} hint={meter(form.yesterday?.figures.gasM3, '立方米')} optional>
        {(field) => (
          <QuantityInput
            {...field}
            large
            unit="立方米"
            value={gasM3}
            onChange={(value) => state.set({ gasM3: value })}
          />
        )}
      </FormField>
    </>
  );
}

const inputBefore = (form: ReportForm, input: string): string | undefined =>
  form.yesterday?.figures.inputs.find((row) => row.input === input)?.left;

function ItemStep(props: { item: string; part: 'made' | 'sent' | 'stock'; form: ReportForm; state: ReportState }) {
  const { item, part, form, state } = props;
  const text = useText(words);
  const { language } = useLanguage();
  const known = form.items.find((one) => one.item === item);
  const row = state.figures.items.find((one) => one.item === item);
  if (known === undefined || row === undefined) return null;
  const label = part === 'stock' || form.day === form.today ? part : (`${part}Then` as const);
  const shown = (value: string) => formatQuantity(value, known.unit, language);
  const before = form.yesterday?.figures.items.find((one) => one.item === item)?.[part];
  const books =
    part === 'stock'
      ? text(known.counted ? 'counted' : 'opening', { value: shown(known.counted ? known.closing : known.opening) })
      : null;
  const limit = part === 'made' && known.capacity !== null ? text('capacity', { value: shown(known.capacity) }) : null;
  const hint = [before === undefined ? null : text('yesterday', { value: shown(before) }), books, limit]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className="reports-step">
      <h2>{localName(known, language)}</h2>
      <FormField label={text(label)} hint={hint === '' ? undefined : hint}>
        {(field) => (
          <QuantityInput
            {...field}
            large
            unit={known.unit}
            value={row[part]}
            onChange={(quantity) => state.setItem(item, part, quantity)}
          />
        )}
      </FormField>
    </div>
  );
}

function CheckStep({ form, state }: { form: ReportForm; state: ReportState }) {
  const text = useText(words);
  const { language } = useLanguage();
  const fieldName = useFieldName(form);
  const hindranceWords = useHindranceWords();
  const { colon, and } = useMarks();
  const { figures, missing } = state;
  const rows = [
    ...form.items.flatMap((known) => {
      const row = figures.items.find((one) => one.item === known.item);
      return (['made', 'sent', 'stock'] as const).map((part) => ({
        field: `items.${known.item}.${part}`,
        value: row?.[part] ?? null,
        unit: known.unit,
      }));
    }),
    ...form.inputs.map((known) => ({
      field: `inputs.${known.input}.left`,
      value: figures.inputs.find((one) => one.input === known.input)?.left ?? null,
      unit: known.unit,
    })),
    { field: 'staffPresent', value: figures.staffPresent === null ? null : String(figures.staffPresent), unit: '人' },
    { field: 'powerKwh', value: figures.powerKwh, unit: '千瓦时' },
    { field: 'gasM3', value: figures.gasM3, unit: '立方米' },
  ];
  return (
    <>
      <h2>{text('check')}</h2>
      <dl className="reports-check-list" lang={language === 'zh' ? 'zh-CN' : 'en'}>
        {rows.map((row) => (
          <div key={row.field}>
            <dt>{fieldName(row.field)}</dt>
            <dd>
              <Quantity value={row.value} unit={row.unit} exact />
            </dd>
          </div>
        ))}
      </dl>
      {figures.hindrances.length > 0 && (
        <p>
          {fieldName('hindrances')}
          {colon}
          {hindranceWords(figures.hindrances)}
        </p>
      )}
      {missing.length > 0 && <p role="alert">{text('missing', { fields: missing.map(fieldName).join(and) })}</p>}
    </>
  );
}
