import type { Situation } from '#contracts/situation.ts';
import { formatNumber, formatQuantity } from '#contracts/units.ts';
import { useLanguage, useText } from '../platform/language.ts';

const words = {
  level: ['与去年同日持平', 'level with the same day last year'],
  above: ['比去年同日多 {share}%', '{share}% above the same day last year'],
  below: ['比去年同日少 {share}%', '{share}% below the same day last year'],
} as const;

/** Names and states as the city's staff write them, and what they are called in English; others stand as written. */
const english: Record<string, string> = {
  'power-grid': 'Power grid',
  'gas-network': 'Gas network',
  'gas-supply': 'Gas supply',
  'refined-oil': 'Refined oil',
  'plants-both-units-running': 'Dispatched plants with both units running',
  'coal-stock': 'Power coal in stock',
  安全稳定: 'safe and stable',
  紧平衡: 'tight balance',
  充足: 'ample',
  全部双机运行: 'both units running in all',
  持平: 'level',
};
const tight = new Set(['紧平衡', '紧张', '不足']);

export function EnergyStrip({ readings }: { readings: Situation['energy'] }) {
  const text = useText(words);
  const { language } = useLanguage();
  const t = (zh: string, code = zh) => (language === 'en' ? (english[code] ?? zh) : zh);
  const compared = (value: string, lastYear: string) => {
    const share = Number(lastYear) === 0 ? 0 : (Number(value) / Number(lastYear) - 1) * 100;
    if (Math.abs(share) < 0.05) return text('level');
    return text(share > 0 ? 'above' : 'below', {
      share: formatNumber(String(Math.abs(Math.round(share * 10) / 10)), language),
    });
  };
  // Plants are counted (座): English has no word between the number and the thing.
  const amount = (value: string, unit: string) =>
    language === 'en' && unit === '座' ? formatNumber(value, language) : formatQuantity(value, unit, language);
  return (
    <dl className="command-energy">
      {readings.map((reading) => (
        <div key={reading.indicator}>
          <dd className={tight.has(reading.status) ? 'bg-warning' : undefined}>
            {reading.value === null ? t(reading.status) : amount(reading.value, reading.unit)}
          </dd>
          <dt>
            {t(reading.name, reading.indicator)}
            {reading.value !== null && reading.sameDayLastYear !== null
              ? ` · ${compared(reading.value, reading.sameDayLastYear)}`
              : reading.value !== null && reading.status !== ''
                ? ` · ${t(reading.status)}`
                : ''}
          </dt>
        </div>
      ))}
    </dl>
  );
}
