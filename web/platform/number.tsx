import { formatNumber, formatQuantity, groupDigits, unitName } from '#contracts/units.ts';
import { useLanguage } from './language.ts';

interface Props {
  /** a decimal string in the base unit, as the API carries it */
  value: string | number | null | undefined;
  /** the base unit (只, 吨); without it a bare number */
  unit?: string | undefined;
  /** every digit, without 万 or M */
  exact?: boolean;
  tone?: 'danger' | 'warning' | undefined;
}

/** '588 万只', '5.88 M': as readers of each language expect it; pointing at it shows every digit. */
export function Quantity({ value, unit, exact = false, tone }: Props) {
  const { language } = useLanguage();
  if (value === null || value === undefined || value === '') return <span className="bg-muted">—</span>;
  const full = `${groupDigits(value)} ${unit === undefined ? '' : unitName(unit, language, value)}`.trim();
  const short = unit === undefined ? formatNumber(value, language) : formatQuantity(value, unit, language);
  const shown = exact ? full : short;
  return (
    <span
      className={tone === undefined ? 'bg-number' : `bg-number bg-${tone}`}
      title={full === shown ? undefined : full}
    >
      {shown}
    </span>
  );
}
