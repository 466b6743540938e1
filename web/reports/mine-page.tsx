/** The clerk's own report at the desk. */
import { Button } from 'antd';
import { useState } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import { type ReportForm, reportContracts } from '#contracts/reports.ts';
import { postedStates, reportStateNames } from '#contracts/reports-terms.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { PageLink, useAddressState } from '../platform/navigation.tsx';
import { notify } from '../platform/notices.tsx';
import { PageHeader, Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useToday, useUser } from '../platform/session.tsx';
import { AssessmentView } from './assessment-view.tsx';
import { HistoryNote } from './history-note.tsx';
import { useFieldName, useLateWords, useMarks } from './names.ts';
import { OwedElsewhere } from './owed-elsewhere.tsx';
import { ReportFields } from './report-fields.tsx';
import { useReportState } from './report-state.ts';
import { TrendPanel } from './trend-panel.tsx';
import './reports.css';

const words = {
  title: ['{day}日报', 'Report of {day}'],
  lead: [
    '已填好昨日数和账上已有的数，请核对改正；没有生产也要报 0。',
    'Filled with yesterday’s values and what the books know: check and change. Nothing made is reported as 0.',
  ],
  state: ['{name}：{state}', '{name}: {state}'],
  returned: ['被退回：{reason}', 'Returned: {reason}'],
  posted: [
    '已审核入账。要改请联系 {who} 更正或退回。',
    'Accepted and posted. To change it, ask {who} to correct or return it.',
  ],
  office: ['县区', 'your county’s office'],
  restored: ['已恢复未提交的内容，填于', 'Restored what you had not sent, written'],
  discard: ['重新填', 'Start over'],
  missing: ['还差：{fields}', 'Still missing: {fields}'],
  file: ['报送', 'File'],
  again: ['重新报送', 'File again'],
  change: ['修改', 'Change it'],
  filed: ['已报送', 'Filed'],
  workbook: ['用表格报送', 'By workbook'],
  which: ['填哪一家', 'Which enterprise'],
} as const;

export default function MinePage() {
  const user = useUser();
  const today = useToday();
  const [enterprise, setEnterprise] = useAddressState('enterprise', user.scopeIds[0] ?? '');
  const [day] = useAddressState('day', today);
  const form = useData(reportContracts.form, { params: { enterprise }, query: { day } }, { topics: ['reports'] });
  if (form.data === undefined) return <ProblemView problem={form.error} onRetry={() => void form.refetch()} page />;
  return (
    <>
      {user.scopeIds.length > 1 && (
        <WhichEnterprise ids={user.scopeIds} value={enterprise} day={day} onChange={setEnterprise} />
      )}
      <Mine key={`${enterprise}|${day}|${form.data.report?.revision ?? 0}`} form={form.data} />
    </>
  );
}

/** For a clerk of several: each by its name, with how far its report has come. */
function WhichEnterprise(props: {
  ids: readonly string[];
  value: string;
  day: string;
  onChange: (enterprise: string) => void;
}) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const board = useData(reportContracts.board, { query: { day: props.day } }, { topics: ['reports'] });
  const stateOf = (id: string) => board.data?.rows.find((row) => row.enterprise === id)?.state ?? 'none';
  return (
    <FormField label={text('which')}>
      {(field) => (
        <select
          {...field}
          className="bg-input"
          value={props.value}
          onChange={({ target }) => props.onChange(target.value)}
        >
          {props.ids.map((id) => (
            <option key={id} value={id}>
              {names.place(id)} · {pick(reportStateNames[stateOf(id)], language)}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}

function Mine({ form }: { form: ReportForm }) {
  const text = useText(words);
  const lateWords = useLateWords();
  const { language } = useLanguage();
  const { and } = useMarks();
  const { report } = form;
  const [changing, setChanging] = useState(report === null || report.state === 'returned');
  const name = form.enterpriseName;
  const state = pick(reportStateNames[report?.state ?? 'none'], language);
  const who = form.reviewers.map((one) => one.name).join(and) || text('office');
  return (
    <>
      <PageHeader
        title={text('title', { day: formatDay(form.day, language) })}
        lead={report === null ? text('lead') : text('state', { name, state })}
        actions={
          <PageLink to="/reports/upload" className="bg-button">
            {text('workbook')}
          </PageLink>
        }
      />
      <HistoryNote day={form.day} booksOpen={form.booksOpen} />
      <OwedElsewhere shown={form} to="/reports/mine" />
      {form.overdueSince !== null && (
        <p className="reports-day reports-day-reopened" role="status">
          {lateWords(form)}
        </p>
      )}
      {report?.state === 'returned' && (
        <p className="reports-day reports-day-reopened">{text('returned', { reason: report.reason })}</p>
      )}
      {report !== null && postedStates.includes(report.state) && (
        <p className="reports-day">{text('posted', { who })}</p>
      )}
      {report !== null && (
        <Panel>
          <AssessmentView assessment={report.assessment} />
          {!changing && report.state === 'filed' && <Button onClick={() => setChanging(true)}>{text('change')}</Button>}
        </Panel>
      )}
      {changing && <Editor form={form} />}
      <TrendPanel form={form} />
    </>
  );
}

function Editor({ form }: { form: ReportForm }) {
  const text = useText(words);
  const state = useReportState(form);
  const fieldName = useFieldName(form);
  const { and } = useMarks();
  const file = useAct(reportContracts.file, {
    onDone: () => {
      state.sent();
      notify(words.filed);
    },
  });
  const { whole, missing } = state;
  const params = { enterprise: form.enterprise, day: form.day };
  return (
    <form
      className="reports-filing"
      onSubmit={(event) => {
        event.preventDefault();
        if (whole !== null) void file.run({ params, body: { clientId: state.clientId, via: 'form', figures: whole } });
      }}
    >
      {state.restoredFrom !== null && (
        <p className="bg-muted">
          {text('restored')} <Moment at={state.restoredFrom} />{' '}
          <button type="button" className="bg-button" onClick={state.discard}>
            {text('discard')}
          </button>
        </p>
      )}
      <ReportFields form={form} state={state} problem={file.problem} />
      <ProblemView problem={file.problem} besideFields />
      {missing.length > 0 && (
        <p className="bg-muted">{text('missing', { fields: missing.map(fieldName).join(and) })}</p>
      )}
      <FormActions>
        <Button type="primary" htmlType="submit" loading={file.running} disabled={whole === null}>
          {text(form.report === null ? 'file' : 'again')}
        </Button>
      </FormActions>
    </form>
  );
}
