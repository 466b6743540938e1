import { formatDay } from '#contracts/calendar.ts';
import type { Position } from '#contracts/stock-position.ts';
import { useLanguage, useText } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import { PageLink } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';

const words = {
  none: ['60 天内没有到期的许可和库存', 'No licence or stock expires within 60 days'],
  licence: ['{name} 卫生许可 {day}到期，剩 {days} 天', '{name}: hygiene licence until {day}, {days} days left'],
  stock: ['{name} {item} {day}到期', '{name}: {item} to be issued by {day}'],
  open: ['办理', 'Open'],
  more: ['另有 {count} 项', '{count} more'],
} as const;

const shown = 6;
const today = 7;

/** Licences and stock that need an act before long; amber is for those of this week. */
export function NoticesPanel({ answer, names }: { answer: Position; names: Names }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { lapsingLicences, expiringStock } = answer.notices;
  const rows = [
    ...lapsingLicences.map((each) => ({
      key: `licence-${each.enterprise}`,
      daysLeft: each.daysLeft,
      words: text('licence', { name: each.name, day: formatDay(each.until, language), days: each.daysLeft }),
      quantity: null,
      unit: '',
      to: '/registry/licences',
    })),
    ...expiringStock.map((each) => ({
      key: `stock-${each.id}`,
      daysLeft: each.daysLeft,
      words: text('stock', {
        name: each.name,
        item: names.item(each.item).name,
        day: formatDay(each.expires, language),
      }),
      quantity: each.quantity,
      unit: names.item(each.item).unit,
      to: '/stock/balances',
    })),
  ].sort((one, other) => one.daysLeft - other.daysLeft);
  if (rows.length === 0) return <p className="bg-muted">{text('none')}</p>;
  return (
    <ul className="command-notices">
      {rows.slice(0, shown).map((row) => (
        <li key={row.key}>
          <PageLink to={row.to} className={row.daysLeft <= today ? 'bg-warning' : undefined}>
            {row.words}
            {row.quantity !== null && (
              <>
                {' '}
                <Quantity value={row.quantity} unit={row.unit} />
              </>
            )}
          </PageLink>
        </li>
      ))}
      {rows.length > shown && <li className="bg-muted">{text('more', { count: rows.length - shown })}</li>}
    </ul>
  );
}
