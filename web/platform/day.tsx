import { businessDayOf, formatDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/errors.ts';
import { useLanguage } from './language.ts';

/** A business day: '1月13日', '13 January'; with the year where it matters. */
export function Day({ day, year = false }: { day: string | null | undefined; year?: boolean }) {
  const { language } = useLanguage();
  if (!day) return <span className="bg-muted">—</span>;
  return (
    <time className="bg-number" dateTime={day}>
      {formatDay(day, language, { year })}
    </time>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });

/** An instant in Shanghai: '1月8日 18:12', '8 January 18:12'. */
export function formatMoment(instant: string, language: Language, options: { year?: boolean } = {}): string {
  return `${formatDay(businessDayOf(instant), language, options)} ${clock.format(new Date(instant))}`;
}

export function Moment({ at, year = false }: { at: string | null | undefined; year?: boolean }) {
  const { language } = useLanguage();
  if (!at) return <span className="bg-muted">—</span>;
  return (
    <time className="bg-number" dateTime={at}>
      {formatMoment(at, language, { year })}
    </time>
  );
}
