/** Who has reported, who has not, since when, and who must chase whom. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { type BoardRow, reportContracts } from '#contracts/reports.ts';
import { reportStateNames } from '#contracts/reports-terms.ts';
import { useAct, useData } from '../platform/data.ts';
import { Day, formatMoment, Moment } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { Confirm, Dialog } from '../platform/dialog.tsx';
import { FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { useAddressState, useGo } from '../platform/navigation.tsx';
import { notify } from '../platform/notices.tsx';
import { PageHeader } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay, useToday, useUser } from '../platform/session.tsx';
import { DataTable } from '../platform/table/data-table.tsx';
import { TrustScore } from './assessment-view.tsx';
import './reports.css';

const words = {
  title: [
    '{reported} / {all} 家已报，{unaccounted} 家没报也没人催',
    '{reported} of {all} reported; {unaccounted} neither reported nor chased',
  ],
  complete: ['{all} 家全部报齐', 'All {all} have reported'],
  notDue: ['这一天不是报送日', 'No reports are due on this day'],
  lead: [
    '企业 {fileBy} 前报送，县区 {countyBy} 前审核，市级 {cityBy} 前确认；现在 {now}',
    'Enterprises file by {fileBy}, counties review by {countyBy}, the city confirms by {cityBy}; it is {now}',
  ],
  day: ['哪一天', 'Day'],
  confirmed: ['全天已由{by}于 {at} 确认', 'Confirmed by {by}, {at}'],
  reopened: [
    '{at} 因更正重新打开（{enterprise}：{reason}），已发布的数字按更正显示',
    'Opened again {at} by a correction ({enterprise}: {reason}); published figures show as corrected',
  ],
  table: ['各企业日报', 'Reports by enterprise'],
  enterprise: ['企业', 'Enterprise'],
  county: ['县区', 'County'],
  state: ['状态', 'State'],
  late: ['迟报', 'late'],
  trust: ['可信度', 'Trust'],
  filed: ['报送时间', 'Filed'],
  hinders: ['困难', 'What hinders'],
  next: ['轮到谁', 'Whose turn'],
  overdue: ['超时自 {since}', 'Overdue since {since}'],
  clerk: ['企业直报员', 'The clerk'],
  countyTurn: ['县区审核', 'County review'],
  city: ['市级确认', 'City confirmation'],
  nobody: ['—', '—'],
  chase: ['{who} 应催 {whom}', '{who} must chase {whom}'],
  noOne: ['{place}（未设用户）', '{place} (no user yet)'],
  cityOffice: ['市级专班', 'the city’s office'],
  cityLead: ['市领导', 'the city’s lead'],
  chasedBy: ['{name} 在催', '{name} is chasing'],
  silent: ['上次报送 ', 'Last reported '],
  acceptClean: ['通过 {count} 份无疑点的', 'Accept {count} without a question'],
  acceptMore: [
    '逐项比对没有疑点的日报将审核通过并入账；有疑点的留待逐份审核。',
    'Reports that raise no question are accepted and posted; the others are left to be read.',
  ],
  accept: ['通过', 'Accept'],
  confirmDay: ['确认全天', 'Confirm the day'],
  confirmMore: ['确认后如有更正，这一天会显示为重新打开。', 'A correction after this opens the day again, visibly.'],
  mine: ['我来催', 'I am chasing'],
  note: ['怎么催的、何时能报', 'How, and when it will come'],
  keep: ['登记', 'Note it'],
} as const;

export default function BoardPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const today = useToday();
  const may = useMay();
  const user = useUser();
  const go = useGo();
  const [day, setDay] = useAddressState('day', today);
  const board = useData(
    reportContracts.board,
    { query: { day } },
    { topics: ['reports'], every: 60_000, keepPrevious: true },
  );
  const [chased, setChased] = useState<BoardRow | null>(null);
  const data = board.data;
  const countyNames = new Map(data?.counties.map((county) => [county.code, localName(county, language)]));
  const names = (people: ReadonlyArray<{ name: string }>, place: string) =>
    people.map((one) => one.name).join('、') || text('noOne', { place });
  const levels = (row: BoardRow) => {
    const county = countyNames.get(row.county) ?? row.county;
    return { clerk: row.name, county, city: text('cityOffice'), lead: text('cityLead') };
  };
  const below = { county: 'clerk', city: 'county', lead: 'city' } as const;
  const turn = { clerk: 'clerk', county: 'countyTurn', city: 'city', nobody: 'nobody' } as const;
  const heading = () => {
    if (data === undefined) return <Day day={day} />;
    if (!data.due && data.counts.reported === 0) return text('notDue');
    return data.counts.reported === data.counts.all ? text('complete', data.counts) : text('title', data.counts);
  };
  return (
    <>
      <PageHeader
        title={heading()}
        lead={data === undefined ? undefined : text('lead', { ...data.deadlines, now: data.now.slice(11) })}
        actions={
          <>
            <DayInput
              aria-label={text('day')}
              value={day}
              to={today}
              clearable={false}
              onChange={(next) => setDay(next ?? today)}
            />
            {data !== undefined && may('report.review') && data.counts.clean > 0 && (
              <AcceptClean day={day} rows={data.rows} />
            )}
            {data !== undefined &&
              may('report.confirm') &&
              user.scope === 'city' &&
              data.dayState.state !== 'confirmed' && <ConfirmDay day={day} />}
          </>
        }
      />
      {data?.dayState.state === 'confirmed' && (
        <p className="reports-day">
          {text('confirmed', { by: data.dayState.by, at: formatMoment(data.dayState.at ?? '', language) })}
        </p>
      )}
      {data?.dayState.state === 'reopened' && (
        <p className="reports-day reports-day-reopened" role="status">
          {text('reopened', {
            at: formatMoment(data.dayState.at ?? '', language),
            enterprise: data.dayState.enterprise,
            reason: data.dayState.reason || '—',
          })}
        </p>
      )}
      <DataTable<BoardRow>
        label={text('table')}
        rows={data?.rows}
        problem={board.error}
        onRetry={() => void board.refetch()}
        rowKey={(row) => row.enterprise}
        rowTone={(row) => (row.overdueSince !== null && row.chasedBy === null ? 'warning' : undefined)}
        onRow={(row) => go(`/reports/${row.enterprise}/${day}`)}
        columns={[
          { key: 'name', title: text('enterprise'), value: (row) => row.name, phone: 'title' },
          {
            key: 'county',
            title: text('county'),
            value: (row) => row.county,
            render: (row) => countyNames.get(row.county) ?? row.county,
            filter: { options: [...countyNames].map(([value, label]) => ({ value, label })) },
          },
          {
            key: 'state',
            title: text('state'),
            value: (row) => row.state,
            render: (row) => (
              <span className={`reports-state reports-state-${row.state}`}>
                {pick(reportStateNames[row.state], language)}
                {row.late && ` · ${text('late')}`}
              </span>
            ),
            filter: {
              options: Object.entries(reportStateNames)
                .filter(([state]) => state !== 'draft')
                .map(([value, pair]) => ({ value, label: pick(pair, language) })),
            },
          },
          {
            key: 'trust',
            title: text('trust'),
            value: (row) => row.trust,
            render: (row) => <TrustScore trust={row.trust} questions={row.questions} />,
          },
          {
            key: 'filedAt',
            title: text('filed'),
            value: (row) => row.filedAt,
            render: (row) => <Moment at={row.filedAt} />,
          },
          { key: 'hindrances', title: text('hinders'), value: (row) => row.hindrances.join('、') || '—', wrap: true },
          {
            key: 'owes',
            title: text('next'),
            value: (row) => row.owes,
            wrap: true,
            render: (row) => (
              <div className="reports-turn">
                <span>{text(turn[row.owes])}</span>
                {row.overdueSince !== null && (
                  <span className="bg-muted">{text('overdue', { since: row.overdueSince.slice(5) })}</span>
                )}
                {row.chase !== null && (
                  <span>
                    {text('chase', {
                      who: names(row.chase.who, levels(row)[row.chase.level]),
                      whom: names(row.chase.whom, levels(row)[below[row.chase.level]]),
                    })}
                  </span>
                )}
                {row.state === 'none' && row.silentSince !== null && (
                  <span className="bg-muted">
                    {text('silent')}
                    <Day day={row.silentSince} />
                  </span>
                )}
                {row.chasedBy !== null && (
                  <span>
                    {text('chasedBy', { name: row.chasedBy.name })}（<Moment at={row.chasedBy.at} />
                    {row.chasedBy.note && `：${row.chasedBy.note}`}）
                  </span>
                )}
                {may('report.review') && row.owes === 'clerk' && (
                  <button
                    type="button"
                    className="bg-button"
                    onClick={(event) => {
                      event.stopPropagation();
                      setChased(row);
                    }}
                  >
                    {text('mine')}
                  </button>
                )}
              </div>
            ),
          },
        ]}
      />
      {chased !== null && <ChaseDialog row={chased} day={day} onClose={() => setChased(null)} />}
    </>
  );
}

function AcceptClean({ day, rows }: { day: string; rows: readonly BoardRow[] }) {
  const text = useText(words);
  const clean = rows.filter((row) => row.state === 'filed' && row.questions === 0);
  const accept = useAct(reportContracts.accept, {
    onDone: ({ accepted }) => notify([`已通过 ${accepted} 份`, `Accepted ${accepted}`]),
    onProblem: (problem) => notify([problem.words.zh, problem.words.en], true),
  });
  const reports = clean.map((row) => ({ enterprise: row.enterprise, revision: row.revision ?? 0 }));
  return (
    <Confirm
      title={text('acceptClean', { count: clean.length })}
      more={text('acceptMore')}
      act={text('accept')}
      running={accept.running}
      onConfirm={() => accept.run({ body: { day, reports, cleanOnly: true } })}
    >
      {(ask) => (
        <Button type="primary" onClick={ask}>
          {text('acceptClean', { count: clean.length })}
        </Button>
      )}
    </Confirm>
  );
}

function ConfirmDay({ day }: { day: string }) {
  const text = useText(words);
  const confirm = useAct(reportContracts.confirmDay, {
    onProblem: (problem) => notify([problem.words.zh, problem.words.en], true),
  });
  return (
    <Confirm
      title={text('confirmDay')}
      more={text('confirmMore')}
      act={text('confirmDay')}
      running={confirm.running}
      onConfirm={() => confirm.run({ params: { day } })}
    >
      {(ask) => <Button onClick={ask}>{text('confirmDay')}</Button>}
    </Confirm>
  );
}

function ChaseDialog({ row, day, onClose }: { row: BoardRow; day: string; onClose: () => void }) {
  const text = useText(words);
  const [note, setNote] = useState('');
  const chase = useAct(reportContracts.chase, { onDone: onClose });
  return (
    <Dialog
      open
      title={`${text('mine')}：${row.name}`}
      onClose={onClose}
      foot={
        <Button
          type="primary"
          loading={chase.running}
          onClick={() => void chase.run({ params: { enterprise: row.enterprise, day }, body: { note } })}
        >
          {text('keep')}
        </Button>
      }
    >
      <FormField label={text('note')} optional>
        {(field) => <Input {...field} maxLength={300} value={note} onChange={({ target }) => setNote(target.value)} />}
      </FormField>
      <ProblemView problem={chase.problem} />
    </Dialog>
  );
}
