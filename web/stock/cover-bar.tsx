import { daysBetween, formatDay } from '#contracts/calendar.ts';
import { type Cover, coverDaysTold } from '#contracts/stock-position.ts';
import { useLanguage, useText } from '../platform/language.ts';
import './stock.css';

const words = {
  none: ['无需求', 'no need'],
  days: ['{days} 天', '{days} days'],
  beyond: ['{days} 天以上', 'over {days} days'],
  bar: ['现有库存可用 {stock}；各产线满产 {made}', 'Stock lasts {stock}; with every line at capacity {made}'],
  lasts: ['{days} 天内不断', 'not short within {days} days'],
} as const;

/** The bar's full length, in days. */
const fullLength = 30;

/** '3.9', '16', '300+': short enough to compare at a glance. */
export function shortDays(days: string): string {
  const value = Number(days);
  if (value >= 100) return String(Math.floor(value / 100) * 100);
  return value >= 10 ? String(Math.floor(value)) : String(coverDaysTold(value));
}

/** Full days on which need is met: those before the first short day. */
const fullDays = (cover: Cover, day: string, horizon: number): number =>
  cover.runsOut === null ? horizon : Math.max(0, daysBetween(day, cover.runsOut) - 1);

interface Props {
  cover: Cover;
  withProduction: Cover;
  day: string;
  horizonDays: number;
  tone: 'danger' | undefined;
}

/** Days of cover: the solid part is what stock alone bears, the light part what the lines add. */
export function CoverBar({ cover, withProduction, day, horizonDays, tone }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  if (cover.days === null) return <span className="bg-muted">{text('none')}</span>;
  const share = (days: number) => `${Math.min(100, (days / fullLength) * 100)}%`;
  const made = fullDays(withProduction, day, horizonDays);
  const long = Number(cover.days) >= 100;
  const written = text(long ? 'beyond' : 'days', { days: shortDays(cover.days) });
  const madeWritten =
    withProduction.runsOut === null
      ? text('lasts', { days: horizonDays })
      : formatDay(withProduction.runsOut, language);
  return (
    <span className="stock-cover" title={text('bar', { stock: written, made: madeWritten })}>
      <span className="stock-cover-track" aria-hidden="true">
        <span className="stock-cover-made" style={{ width: share(Math.max(made, Number(cover.days))) }} />
        <span
          className={tone === 'danger' ? 'stock-cover-stock stock-cover-danger' : 'stock-cover-stock'}
          style={{ width: share(Number(cover.days)) }}
        />
      </span>
      <span className={tone === 'danger' ? 'bg-number bg-danger' : 'bg-number'}>{written}</span>
    </span>
  );
}
