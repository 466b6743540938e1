/** One report beside yesterday's and what it was compared with; accept, return, correct. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import { type Report, type ReportEvent, type ReportForm, reportContracts } from '#contracts/reports.ts';
import { reportActNames, reportStateNames, reportWayNames } from '#contracts/reports-terms.ts';
import { unitName } from '#contracts/units.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { Dialog } from '../platform/dialog.tsx';
import { EmptyState } from '../platform/empty-state.tsx';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { PageLink, usePageParams } from '../platform/navigation.tsx';
import { notify } from '../platform/notices.tsx';
import { Quantity } from '../platform/number.tsx';
import { PageHeader, Panel, Panels } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { AssessmentView } from './assessment-view.tsx';
import { HistoryNote } from './history-note.tsx';
import { useFieldName, useHindranceWords, useMarks } from './names.ts';
import { ReportFields } from './report-fields.tsx';
import { useReportState } from './report-state.ts';
import { TrendPanel } from './trend-panel.tsx';
import './reports.css';

const words = {
  back: ['当日直报', 'The day’s reports'],
  title: ['{name}，{day}', '{name}, {day}'],
  none: ['还没有报送', 'Not reported yet'],
  late: ['迟报', 'late'],
  figures: ['所报与昨日', 'Reported, and the day before'],
  checks: ['比对', 'Compared'],
  trail: ['经过', 'History'],
  what: ['项目', 'What'],
  reported: ['所报', 'Reported'],
  yesterday: ['上次', 'Before'],
  known: ['账上', 'In the books'],
  accept: ['通过并入账', 'Accept and post'],
  giveBack: ['退回', 'Return'],
  correct: ['更正', 'Correct'],
  cancel: ['不改了', 'Leave as it is'],
  reason: ['原因', 'Reason'],
  send: ['更正并入账', 'Correct and post'],
  accepted: ['已通过', 'Accepted'],
  returned: ['已退回', 'Returned'],
  corrected: ['已更正', 'Corrected'],
  ledger: ['看入账记录', 'See its entries in the ledger'],
} as const;

export default function ReviewPage() {
  const { enterprise = '', day = '' } = usePageParams();
  const text = useText(words);
  const { language } = useLanguage();
  const form = useData(reportContracts.form, { params: { enterprise }, query: { day } }, { topics: ['reports'] });
  const back = { to: `/reports?day=${day}`, label: text('back') };
  if (form.data === undefined) return <ProblemView problem={form.error} onRetry={() => void form.refetch()} page />;
  const { report, enterpriseName } = form.data;
  const title = text('title', { name: enterpriseName, day: formatDay(day, language) });
  if (report === null)
    return (
      <>
        <PageHeader title={title} back={back} />
        <EmptyState title={text('none')} />
      </>
    );
  const lead = (
    <>
      {pick(reportStateNames[report.state], language)} · {report.filedBy} <Moment at={report.filedAt} /> ·{' '}
      {pick(reportWayNames[report.via], language)}
      {report.late && ` · ${text('late')}`}
      {report.reason !== '' && ` · ${report.reason}`}
    </>
  );
  return (
    <>
      <PageHeader title={title} lead={lead} back={back} />
      <HistoryNote day={day} booksOpen={form.data.booksOpen} />
      <Review key={report.revision} form={form.data} report={report} />
    </>
  );
}

function Review({ form, report }: { form: ReportForm; report: Report }) {
  const text = useText(words);
  const may = useMay();
  const [act, setAct] = useState<'return' | 'correct' | null>(null);
  const accept = useAct(reportContracts.accept, { onDone: () => notify(words.accepted) });
  const reports = [{ enterprise: report.enterprise, revision: report.revision }];
  return (
    <>
      {may('report.review') && act !== 'correct' && (
        <div className="reports-acts">
          {report.state === 'filed' && (
            <Button
              type="primary"
              loading={accept.running}
              onClick={() => void accept.run({ body: { day: report.day, reports, cleanOnly: false } })}
            >
              {text('accept')}
            </Button>
          )}
          {report.state !== 'returned' && <Button onClick={() => setAct('return')}>{text('giveBack')}</Button>}
          <Button onClick={() => setAct('correct')}>{text('correct')}</Button>
        </div>
      )}
      <ProblemView problem={accept.problem} />
      {act === 'return' && <ReturnDialog report={report} onClose={() => setAct(null)} />}
      {act === 'correct' ? (
        <Correction form={form} report={report} onClose={() => setAct(null)} />
      ) : (
        <Panels wide>
          <Panel title={text('figures')}>
            <FiguresTable form={form} report={report} />
            {report.documents.length > 0 && (
              <PageLink
                to={`/stock/movements?kind=report&from=${report.day}&to=${report.day}&place=producer:${report.enterprise}`}
              >
                {text('ledger')}
              </PageLink>
            )}
          </Panel>
          <Panel title={text('checks')}>
            <AssessmentView assessment={report.assessment} />
          </Panel>
        </Panels>
      )}
      {act !== 'correct' && <TrendPanel form={form} />}
      <Panel title={text('trail')}>
        <Trail form={form} events={form.events} />
      </Panel>
    </>
  );
}

function FiguresTable({ form, report }: { form: ReportForm; report: Report }) {
  const text = useText(words);
  const { language } = useLanguage();
  const fieldName = useFieldName(form);
  const hindranceWords = useHindranceWords();
  const { colon } = useMarks();
  const previous = form.yesterday?.figures;
  // before the books begin there is nothing in them
  const inBooks = form.booksOpen === null || form.day >= form.booksOpen;
  const rows = [
    ...form.items.flatMap((item) => {
      const now = report.figures.items.find((row) => row.item === item.item);
      const then = previous?.items.find((row) => row.item === item.item);
      const books = { made: item.made, sent: item.sent, stock: item.closing };
      return (['made', 'sent', 'stock'] as const).map((part) => ({
        field: `items.${item.item}.${part}`,
        now: now?.[part],
        before: then?.[part],
        books: books[part],
        unit: item.unit,
      }));
    }),
    ...form.inputs.map((input) => ({
      field: `inputs.${input.input}.left`,
      now: report.figures.inputs.find((row) => row.input === input.input)?.left,
      before: previous?.inputs.find((row) => row.input === input.input)?.left,
      books: input.before,
      unit: input.unit,
    })),
    {
      field: 'staffPresent',
      now: String(report.figures.staffPresent),
      before: previous && String(previous.staffPresent),
      books: String(form.staffBooks),
      unit: '人',
    },
    { field: 'powerKwh', now: report.figures.powerKwh, before: previous?.powerKwh, books: null, unit: '千瓦时' },
    { field: 'gasM3', now: report.figures.gasM3, before: previous?.gasM3, books: null, unit: '立方米' },
  ];
  return (
    <>
      <div className="reports-scroll">
        <table className="reports-figures">
          <thead>
            <tr>
              <th scope="col">{text('what')}</th>
              <th scope="col">{text('reported')}</th>
              <th scope="col">{text('yesterday')}</th>
              {inBooks && <th scope="col">{text('known')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">
                  {fieldName(row.field)} <span className="bg-muted">{unitName(row.unit, language, 2)}</span>
                </th>
                <td>
                  <Quantity value={row.now} exact />
                </td>
                <td>
                  <Quantity value={row.before} exact />
                </td>
                {inBooks && (
                  <td>
                    <Quantity value={row.books} exact />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {report.figures.hindrances.length > 0 && (
        <p>
          {fieldName('hindrances')}
          {colon}
          {hindranceWords(report.figures.hindrances)}
        </p>
      )}
    </>
  );
}

function ReturnDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const act = useAct(reportContracts.giveBack, {
    onDone: () => {
      notify(words.returned);
      onClose();
    },
  });
  const { enterprise, day, revision } = report;
  return (
    <Dialog
      open
      title={text('giveBack')}
      onClose={onClose}
      foot={
        <Button
          type="primary"
          loading={act.running}
          disabled={reason.trim() === ''}
          onClick={() => void act.run({ params: { enterprise, day }, body: { revision, reason } })}
        >
          {text('giveBack')}
        </Button>
      }
    >
      <FormField label={text('reason')}>
        {(field) => (
          <Input {...field} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        )}
      </FormField>
      <ProblemView problem={act.problem} />
    </Dialog>
  );
}

function Correction({ form, report, onClose }: { form: ReportForm; report: Report; onClose: () => void }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const state = useReportState({ ...form, draft: null }, { onServer: false });
  const act = useAct(reportContracts.correct, {
    onDone: () => {
      state.discard();
      notify(words.corrected);
      onClose();
    },
  });
  const { enterprise, day, revision } = report;
  const leave = () => {
    state.discard();
    onClose();
  };
  return (
    <div className="reports-filing">
      <ReportFields form={form} state={state} problem={act.problem} />
      <div className="reports-reason">
        <FormField label={text('reason')}>
          {(field) => (
            <Input {...field} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
          )}
        </FormField>
      </div>
      <ProblemView problem={act.problem} besideFields />
      <FormActions>
        <Button
          type="primary"
          loading={act.running}
          disabled={state.whole === null || reason.trim() === ''}
          onClick={() => {
            if (state.whole !== null)
              void act.run({ params: { enterprise, day }, body: { revision, reason, figures: state.whole } });
          }}
        >
          {text('send')}
        </Button>
        <Button onClick={leave}>{text('cancel')}</Button>
      </FormActions>
    </div>
  );
}

function Trail({ form, events }: { form: ReportForm; events: readonly ReportEvent[] }) {
  const { language } = useLanguage();
  const fieldName = useFieldName(form);
  const { colon } = useMarks();
  return (
    <ol className="reports-trail" reversed>
      {events.map((event) => (
        <li key={event.number}>
          <Moment at={event.at} /> {event.by} <strong>{pick(reportActNames[event.act], language)}</strong>
          {event.reason !== '' && `${colon}${event.reason}`}
          {event.changes.length > 0 && (
            <ul>
              {event.changes.map((change) => (
                <li key={change.field}>
                  {fieldName(change.field)}
                  {colon}
                  <del>{change.before ?? '—'}</del> → <ins>{change.after ?? '—'}</ins>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
