import { formatDay } from '#contracts/calendar.ts';
import { useLanguage, useText } from '../platform/language.ts';

const words = {
  note: [
    '库存账从 {opened} 起建。这一天的日报作为历史留存：参与比对和趋势，不入账。',
    'The stock books begin on {opened}. Reports of this day are kept as history: compared and shown over time, never posted.',
  ],
} as const;

/** Said on every page that shows a day before the books begin. */
export function HistoryNote({ day, booksOpen }: { day: string; booksOpen: string | null }) {
  const text = useText(words);
  const { language } = useLanguage();
  if (booksOpen === null || day >= booksOpen) return null;
  return <p className="reports-day">{text('note', { opened: formatDay(booksOpen, language, { year: true }) })}</p>;
}
