/** Whose turn a report is: who owes it, since when, who must chase whom, who was told, who is after it. */
import type { BoardRow } from '#contracts/reports.ts';
import { chaseWayNames } from '#contracts/reports-terms.ts';
import { Day, Moment } from '../platform/day.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { momentWords, useMarks } from './names.ts';

const words = {
  overdue: ['超时自 {since}', 'Overdue since {since}'],
  clerk: ['企业直报员', 'The clerk'],
  county: ['县区审核', 'County review'],
  city: ['市级确认', 'City confirmation'],
  nobody: ['—', '—'],
  chase: ['{who} 应催 {whom}', '{who} must chase {whom}'],
  noOne: ['{place}（未设用户）', '{place} (no user yet)'],
  cityOffice: ['市级专班', 'the city’s office'],
  cityLead: ['市领导', 'the city’s lead'],
  told: ['已通知 {who}', 'Told: {who}'],
  chasedBy: ['{name} 在催', '{name} is chasing'],
  promised: ['约定 {promised} 前报', 'promised by {promised}'],
  broken: ['约定 {promised} 前报，已过', 'promised by {promised}, which has passed'],
  silent: ['上次报送 ', 'Last reported '],
  mine: ['我来催', 'I am chasing'],
} as const;

const below = { county: 'clerk', city: 'county', lead: 'city' } as const;

interface Props {
  row: BoardRow;
  countyName: string;
  /** for those who may chase */
  onChase: ((row: BoardRow) => void) | undefined;
}

export function TurnCell({ row, countyName, onChase }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const { and, comma, colon, open, close } = useMarks();
  const { chase, chasedBy } = row;
  const places = { clerk: row.name, county: countyName, city: text('cityOffice'), lead: text('cityLead') };
  const names = (people: ReadonlyArray<{ name: string }>, place: string) =>
    people.map((one) => one.name).join(and) || text('noOne', { place });
  const task = { clerk: 'file', county: 'review', city: 'confirm', nobody: null }[row.owes];
  const last = row.calls.filter((call) => call.task === task).at(-1);
  return (
    <div className="reports-turn">
      <span>{text(row.owes)}</span>
      {row.overdueSince !== null && (
        <span className="bg-muted">{text('overdue', { since: momentWords(row.overdueSince, language) })}</span>
      )}
      {chase !== null && (
        <span>
          {text('chase', {
            who: names(chase.who, places[chase.level]),
            whom: names(chase.whom, places[below[chase.level]]),
          })}
        </span>
      )}
      {last !== undefined && (
        <span className="bg-muted">
          <Moment at={last.at} /> {text('told', { who: names(last.people, '') })}
        </span>
      )}
      {row.state === 'none' && row.silentSince !== null && row.owes !== 'nobody' && (
        <span className="bg-muted">
          {text('silent')}
          <Day day={row.silentSince} />
        </span>
      )}
      {chasedBy !== null && row.owes === 'clerk' && (
        <span>
          {text('chasedBy', { name: chasedBy.name })}
          {open}
          <Moment at={chasedBy.at} /> {pick(chaseWayNames[chasedBy.how], language)}
          {chasedBy.promised !== null &&
            `${comma}${text(chasedBy.broken ? 'broken' : 'promised', { promised: momentWords(chasedBy.promised, language) })}`}
          {chasedBy.note && `${colon}${chasedBy.note}`}
          {close}
        </span>
      )}
      {onChase !== undefined && row.owes === 'clerk' && (
        <button
          type="button"
          className="bg-button"
          onClick={(event) => {
            event.stopPropagation();
            onChase(row);
          }}
        >
          {text('mine')}
        </button>
      )}
    </div>
  );
}
