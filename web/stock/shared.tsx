/** Small parts that several pages of the stock show alike. */
import { daysBetween } from '#contracts/calendar.ts';
import { categories } from '#contracts/registry-choices.ts';
import type { StockPlace } from '#contracts/stock.ts';
import type { Cover } from '#contracts/stock-position.ts';
import { documentNames, gradeNames, type LotState, lotStateNames, placeKindNames } from '#contracts/stock-terms.ts';
import { Day } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { useToday } from '../platform/session.tsx';

const words = {
  noLot: ['无批号', 'no lot number'],
  day: ['日终库存', 'Stock at the close of'],
  today: ['回到今天', 'Back to today'],
} as const;

/** The name of a category that the registry knows, else as the city wrote it. */
export function useCategoryName(): (category: string) => string {
  const { language } = useLanguage();
  return (category) => {
    const known = categories.find((choice) => choice.value === category);
    return known === undefined ? category : pick(known.label, language);
  };
}

/** A place by its name; a virtual one by what it is. */
export function usePlaceName(): (place: Pick<StockPlace, 'place' | 'kind' | 'name'>) => string {
  const { language } = useLanguage();
  return (place) => {
    const kind = pick(placeKindNames[place.kind], language);
    if (place.place.startsWith('virtual:')) return kind;
    return place.kind === 'in_transit' ? `${place.name} · ${kind}` : place.name;
  };
}

export function useDocumentName(): (kind: string) => string {
  const { language } = useLanguage();
  return (kind) => (documentNames[kind] === undefined ? kind : pick(documentNames[kind], language));
}

/** Lot number, grade and last day of one lot in a line. */
export function LotWords(props: { lotNumber: string; grade: 'medical' | 'general' | null; state?: LotState }) {
  const { language } = useLanguage();
  const text = useText(words);
  return (
    <span>
      {props.lotNumber === '' ? <span className="bg-muted">{text('noLot')}</span> : props.lotNumber}
      {props.grade !== null && <span className="bg-muted"> · {pick(gradeNames[props.grade], language)}</span>}
      {props.state !== undefined && props.state !== 'free' && (
        <strong className="bg-warning"> · {pick(lotStateNames[props.state], language)}</strong>
      )}
    </span>
  );
}

/** A last day of issue: amber within 30 days, and when it is past. */
export function Expiry({ day, on }: { day: string | null; on: string }) {
  if (day === null) return <span className="bg-muted">—</span>;
  return (
    <span className={daysBetween(on, day) <= 30 ? 'bg-warning' : undefined}>
      <Day day={day} year />
    </span>
  );
}

/** The day that a page looks at, kept in its address; today's when none is chosen. */
export function useDayShown(): { day: string; chosen: string | undefined; choose: (day: string | null) => void } {
  const today = useToday();
  const [chosen, change] = useAddressState('day');
  return {
    day: chosen === '' ? today : chosen,
    chosen: chosen === '' ? undefined : chosen,
    choose: (day) => change(day === null || day === today ? '' : day),
  };
}

export function DayChoice({ day, choose }: { day: string; choose: (day: string | null) => void }) {
  const today = useToday();
  const text = useText(words);
  return (
    <span className="stock-day">
      <span>{text('day')}</span>
      <DayInput value={day} onChange={choose} to={today} clearable={false} aria-label={text('day')} />
      {day !== today && (
        <button type="button" className="bg-button" onClick={() => choose(null)}>
          {text('today')}
        </button>
      )}
    </span>
  );
}

/** People will go without within two weeks, every line running. */
export function coverTone(withProduction: Cover, day: string): 'danger' | undefined {
  return withProduction.runsOut !== null && daysBetween(day, withProduction.runsOut) <= 14 ? 'danger' : undefined;
}
