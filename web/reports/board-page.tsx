/** Who has reported, who has not, since when, and who must chase whom. */
import { Button } from 'antd';
import { useState } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import { type BoardRow, reportContracts } from '#contracts/reports.ts';
import { reportStateNames } from '#contracts/reports-terms.ts';
import { useAct, useData } from '../platform/data.ts';
import { Day, formatMoment, Moment } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { Confirm } from '../platform/dialog.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { useAddressState, useGo } from '../platform/navigation.tsx';
import { notify } from '../platform/notices.tsx';
import { PageHeader } from '../platform/page.tsx';
import { useMay, useToday, useUser } from '../platform/session.tsx';
import { DataTable } from '../platform/table/data-table.tsx';
import { TrustScore } from './assessment-view.tsx';
import { CallsPanel } from './calls-panel.tsx';
import { ChaseDialog } from './chase-dialog.tsx';
import { HistoryNote } from './history-note.tsx';
import { useHindranceWords } from './names.ts';
import { TurnCell } from './turn-cell.tsx';
import './reports.css';

const words = {
  title: ['{reported} / {all} 家已报，{rest}', '{reported} of {all} reported; {rest}'],
  chasing: ['{chased} 家有人在催', '{chased} chased'],
  named: ['{named} 家已点名催办', '{named} with somebody named to chase'],
  inTime: ['{waiting} 家还在时限内', '{waiting} still in time'],
  nobodyThere: ['{unaccounted} 家没报也没人可催', '{unaccounted} with nobody to chase'],
  past: ['{day}：{reported} / {all} 家有日报', '{day}: {reported} of {all} reported'],
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
  acceptClean: ['通过 {count} 份无疑点的', 'Accept {count} without a question'],
  acceptMore: [
    '逐项比对没有疑点的日报将审核通过并入账；有疑点的留待逐份审核。',
    'Reports that raise no question are accepted and posted; the others are left to be read.',
  ],
  accept: ['通过', 'Accept'],
  confirmDay: ['确认全天', 'Confirm the day'],
  confirmMore: ['确认后如有更正，这一天会显示为重新打开。', 'A correction after this opens the day again, visibly.'],
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
  const names = useNames();
  const hindranceWords = useHindranceWords();
  const countyNames = new Map(data?.counties.map((county) => [county.code, localName(county, language)]));
  const heading = () => {
    if (data === undefined) return <Day day={day} />;
    if (data.booksOpen !== null && day < data.booksOpen)
      return text('past', { ...data.counts, day: formatDay(day, language) });
    if (!data.due && data.counts.reported === 0) return text('notDue');
    const { counts } = data;
    if (counts.reported === counts.all) return text('complete', counts);
    const rest = [
      counts.chased > 0 && text('chasing', counts),
      counts.named > 0 && text('named', counts),
      counts.waiting > 0 && text('inTime', counts),
      counts.unaccounted > 0 && text('nobodyThere', counts),
    ].filter(Boolean);
    return text('title', { ...counts, rest: rest.join(language === 'zh' ? '，' : ', ') });
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
              data.dayState.state !== 'confirmed' &&
              !(data.booksOpen !== null && day < data.booksOpen) && <ConfirmDay day={day} />}
          </>
        }
      />
      {data !== undefined && <HistoryNote day={day} booksOpen={data.booksOpen} />}
      <CallsPanel />
      {data?.dayState.state === 'confirmed' && (
        <p className="reports-day">
          {text('confirmed', { by: data.dayState.by, at: formatMoment(data.dayState.at ?? '', language) })}
        </p>
      )}
      {data?.dayState.state === 'reopened' && (
        <p className="reports-day reports-day-reopened" role="status">
          {text('reopened', {
            at: formatMoment(data.dayState.at ?? '', language),
            enterprise: names.place(data.dayState.enterprise ?? ''),
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
          {
            key: 'hindrances',
            title: text('hinders'),
            value: (row) => hindranceWords(row.hindrances) || '—',
            wrap: true,
          },
          {
            key: 'owes',
            title: text('next'),
            value: (row) => row.owes,
            wrap: true,
            render: (row) => (
              <TurnCell
                row={row}
                countyName={countyNames.get(row.county) ?? row.county}
                onChase={may('report.review') ? setChased : undefined}
              />
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
