import { Segmented } from 'antd';
import { daysBetween, formatDay } from '#contracts/calendar.ts';
import { type ItemPosition, type Position, position } from '#contracts/stock-position.ts';
import { useData } from '../platform/data.ts';
import { localName, type Text, useLanguage, useText } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { PageHeader } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { ItemTable } from './position-items.tsx';
import { CategoryTable, CountyTable, EnterpriseTable } from './position-places.tsx';
import { coverTone, DayChoice, useDayShown } from './shared.tsx';
import './stock.css';

const words = {
  title: ['库存能用几天', 'How long the stock lasts'],
  short: ['{names}会断供，最早{day}', '{names} will run short, the first on {day}'],
  enough: ['各类物资 {days} 天内都供得上', 'Nothing runs short within {days} days'],
  ownTitle: ['本单位的产能和库存', 'Your own capacity and stock'],
  lead: [
    '按各产线满产计；原料是否够用见计划。不投产时，{names}最早用完，在{day}。',
    'With every line at capacity; the plan says whether inputs suffice. Without production the first used up, on {day}: {names}.',
  ],
  leadPlain: [
    '按各产线满产计；原料是否够用见计划。',
    'With every line at capacity; the plan says whether inputs suffice.',
  ],
  and: ['、', ', '],
  more: ['等 {count} 种物资', ' and {count} in all'],
  by: ['看法', 'View'],
  item: ['按物资', 'By item'],
  category: ['按类别', 'By category'],
  county: ['按县区', 'By county'],
  enterprise: ['按企业', 'By producer'],
} as const;

type View = 'item' | 'category' | 'county' | 'enterprise';
const views: readonly View[] = ['item', 'category', 'county', 'enterprise'];

export default function PositionPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const [asked, change] = useAddressState('by', 'item');
  const view = views.find((one) => one === asked) ?? 'item';
  const { day, chosen, choose } = useDayShown();
  const query = { day: chosen, producers: view === 'enterprise' ? 'true' : 'false' };
  const read = useData(position, { query }, { topics: ['stock', 'registry'], keepPrevious: true });
  const answer = read.data;
  // The view before this one had the producers left out: they are on their way, not none.
  const waiting = view === 'enterprise' && read.isPlaceholderData && answer?.enterprises.length === 0;
  return (
    <>
      <PageHeader
        title={answer === undefined ? text('title') : headline(answer, text, language)}
        lead={answer === undefined ? undefined : lead(answer, text, language)}
      />
      <div className="stock-views">
        <Segmented<View>
          aria-label={text('by')}
          value={view}
          onChange={change}
          options={views.map((one) => ({ value: one, label: text(one) }))}
        />
        <DayChoice day={day} choose={choose} />
      </div>
      {read.error && answer === undefined ? (
        <ProblemView problem={read.error} onRetry={() => void read.refetch()} />
      ) : (
        <Shown view={view} answer={waiting ? undefined : answer} chosen={chosen} />
      )}
    </>
  );
}

function Shown({ view, answer, chosen }: { view: View; answer: Position | undefined; chosen: string | undefined }) {
  if (view === 'category') return <CategoryTable answer={answer} day={chosen} />;
  if (view === 'county') return <CountyTable answer={answer} day={chosen} />;
  if (view === 'enterprise') return <EnterpriseTable answer={answer} day={chosen} />;
  return <ItemTable answer={answer} day={chosen} />;
}

/** Who reads only an own plant has no need to meet: then the page tells what there is. */
function headline(answer: Position, text: Text<keyof typeof words>, language: 'zh' | 'en'): string {
  if (answer.items.length === 0) return text('title');
  if (answer.items.every((item) => item.cover.days === null)) return text('ownTitle');
  const short = answer.items.filter((item) => coverTone(item.coverWithProduction, answer.day) === 'danger');
  const first = earliest(short, (item) => item.coverWithProduction.runsOut);
  if (first === null) return text('enough', { days: 14 });
  return text('short', { names: namesOf(short, text, language), day: formatDay(first, language) });
}

function lead(answer: Position, text: Text<keyof typeof words>, language: 'zh' | 'en'): string | undefined {
  if (answer.items.every((item) => item.cover.days === null)) return undefined;
  const first = earliest(answer.items, (item) => item.cover.runsOut);
  if (first === null || daysBetween(answer.day, first) > 30) return text('leadPlain');
  const items = answer.items.filter((item) => item.cover.runsOut === first);
  return text('lead', { names: namesOf(items, text, language), day: formatDay(first, language) });
}

function earliest(items: readonly ItemPosition[], dayOf: (item: ItemPosition) => string | null): string | null {
  return (
    items
      .map(dayOf)
      .filter((day) => day !== null)
      .toSorted()[0] ?? null
  );
}

function namesOf(items: readonly ItemPosition[], text: Text<keyof typeof words>, language: 'zh' | 'en'): string {
  const names = items.slice(0, 3).map((item) => localName(item, language));
  const more = items.length > 3 ? text('more', { count: items.length }) : '';
  return `${names.join(text('and'))}${more}`;
}
