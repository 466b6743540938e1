import type { BulletinEnergy } from '#contracts/bulletin.ts';
import { type Language, unitName } from '#contracts/units.ts';
import { useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { Panel } from '../platform/page.tsx';
import { side } from './words.ts';

const words = {
  title: ['能源：与去年同日比', 'Energy against the same day last year'],
  none: ['当日没有能源读数', 'There are no energy readings of this day'],
  now: ['当日', 'This day'],
  before: ['去年同日', 'Same day last year'],
  level: ['持平', 'level'],
  above: ['高 {percent}%', '{percent}% above'],
  below: ['低 {percent}%', '{percent}% below'],
} as const;

/** Readings with a value beside last year's, drawn to one scale each; the others in words (S9). */
export function EnergyPanel({ readings }: { readings: readonly BulletinEnergy[] }) {
  const { language } = useLanguage();
  const text = useText(words);
  return (
    <Panel title={text('title')}>
      {readings.length === 0 && <p className="bg-muted">{text('none')}</p>}
      <ul className="bulletin-energy">
        {readings.map((reading) => (
          <li key={reading.indicator}>
            <span>{reading.name[side(language)]}</span>
            <Reading reading={reading} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Reading({ reading }: { reading: BulletinEnergy }) {
  const { language } = useLanguage();
  const text = useText(words);
  const { value, sameDayLastYear: before } = reading;
  const unit = unitIn(reading.unit, language);
  if (value === null) return <strong>{reading.status[side(language)]}</strong>;
  if (before === null) {
    return (
      <strong>
        <Quantity value={value} unit={unit} />
      </strong>
    );
  }
  const largest = Math.max(Number(value), Number(before), Number.MIN_VALUE);
  const bar = (of: string) => ({ width: `${(Number(of) / largest) * 100}%` });
  return (
    <div className="bulletin-compared">
      <span className="bg-muted">{text('now')}</span>
      <span className="bulletin-bar" aria-hidden="true">
        <span className="bulletin-bar-now" style={bar(value)} />
      </span>
      <Quantity value={value} unit={unit} />
      <span className="bg-muted">{text('before')}</span>
      <span className="bulletin-bar" aria-hidden="true">
        <span style={bar(before)} />
      </span>
      <Quantity value={before} unit={unit} />
      <strong className="bulletin-change">{changeWords(reading.percent, text)}</strong>
    </div>
  );
}

/** A counter that English has no word for (座) is left out: the name says what is counted. */
function unitIn(unit: string, language: Language): string | undefined {
  return language === 'en' && /\p{Script=Han}/u.test(unitName(unit, 'en')) ? undefined : unit;
}

function changeWords(
  percent: string | null,
  text: (name: 'level' | 'above' | 'below', params?: Record<string, unknown>) => string,
): string {
  if (percent === null) return '';
  const change = Number(percent);
  if (change === 0) return text('level');
  return text(change > 0 ? 'above' : 'below', { percent: Math.abs(change) });
}
