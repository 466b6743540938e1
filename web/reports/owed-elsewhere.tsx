/** What a clerk still owes besides the report in sight: of an earlier day, or of another of their enterprises. */
import { formatDay } from '#contracts/calendar.ts';
import { type ReportForm, reportContracts } from '#contracts/reports.ts';
import { useData } from '../platform/data.ts';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { callsOptions } from './calls.ts';

const words = {
  title: ['还欠', 'Still owed'],
  missing: ['{name} {day}日报：未报', '{name}, report of {day}: not filed'],
  returned: ['{name} {day}日报被退回：{reason}', '{name}, report of {day} returned: {reason}'],
  today: ['填今天的日报', 'To today’s report'],
} as const;

type Shown = Pick<ReportForm, 'enterprise' | 'day' | 'today'>;

/** Each opens where it is filed (`to`); from an earlier day it also leads back to today. Nothing is owed: nothing is shown. */
export function OwedElsewhere({ shown, to }: { shown: Shown; to: '/m/report' | '/reports/mine' }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { data } = useData(reportContracts.calls, {}, callsOptions);
  const owed = (data?.rows ?? []).filter((row) => row.enterprise !== shown.enterprise || row.day !== shown.day);
  const addressOf = (enterprise: string, day: string) => `${to}?enterprise=${enterprise}&day=${day}`;
  if (owed.length === 0 && shown.day === shown.today) return null;
  return (
    <nav className="reports-owed" aria-label={text('title')}>
      <ul>
        {owed.map((row) => (
          <li key={`${row.enterprise}/${row.day}`}>
            <PageLink to={addressOf(row.enterprise, row.day)}>
              {text(row.returned === null ? 'missing' : 'returned', {
                name: row.name,
                day: formatDay(row.day, language),
                reason: row.returned ?? '',
              })}
            </PageLink>
          </li>
        ))}
        {shown.day !== shown.today && (
          <li>
            <PageLink to={`${to}?enterprise=${shown.enterprise}`}>{text('today')}</PageLink>
          </li>
        )}
      </ul>
    </nav>
  );
}
