import { type KeyboardEvent, useMemo, useState } from 'react';
import { daysBetween, daysFrom, formatDay } from '#contracts/calendar.ts';
import { formatQuantity } from '#contracts/units.ts';
import type { Names } from '../platform/names.ts';
import '../platform/map/map.css';
import '../platform/table/table.css';
import { useLanguage, useText } from '../platform/language.ts';
import { usePhone } from '../platform/screen.ts';
import { WithTable } from '../platform/with-table.tsx';
import { type Bar, type GanttLine, lengthOf, nextBar } from './gantt-layout.ts';

const words = {
  label: ['各产线每天做什么', 'What each line makes, day by day'],
  bar: [
    '{line}：每天 {quantity} {item}，{days}，共 {total}',
    '{line}: {quantity} {item} a day, {days}, {total} in all',
  ],
  oneDay: ['{line}：{quantity} {item}，{days}', '{line}: {quantity} {item}, {days}'],
  capacity: ['满产，仍不够：产能是卡点', 'at full capacity, which is what limits supply'],
  input: ['原料不够，只能做这么多', 'for want of inputs no more can be made'],
  hint: [
    '指向或用方向键选一段，看做什么、做多少',
    'Point at a bar, or use the arrow keys, for what is made and how much',
  ],
  fullCapacity: ['满产仍不够', 'full capacity, still short'],
  starved: ['原料不够', 'for want of inputs'],
  other: ['按计划生产', 'as planned'],
  line: ['产线', 'Line'],
  item: ['物资', 'Item'],
  days: ['日期', 'Days'],
  each: ['每天', 'A day'],
  total: ['合计', 'Total'],
} as const;

interface Props {
  from: string;
  days: number;
  lines: readonly GanttLine[];
  names: Names;
}

/** Lines over days. One stop of the tab key; arrows go from bar to bar; what is pointed at stands in words above. */
export function Gantt({ from, days, lines, names }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const [shown, setShown] = useState<Bar | null>(null);
  const lanes = useMemo(() => lines.flatMap((line) => line.lanes.map((lane) => lane.bars)), [lines]);
  const bars = lanes.flat();
  const [stop, setStop] = useState('');
  const stopKey = bars.some((bar) => bar.key === stop) ? stop : bars[0]?.key;
  const say = (bar: Bar): string => sentenceOf(bar, names, language, text);
  function onKey(event: KeyboardEvent<HTMLElement>): void {
    if (!['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key)) return;
    event.preventDefault();
    const next = nextBar(lanes, stopKey ?? '', event.key);
    if (next === undefined) return;
    setStop(next.key);
    event.currentTarget.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  }
  return (
    <WithTable label={text('label')} height={420} table={useTable(bars, names)}>
      <p className="planning-gantt-says" aria-live="polite">
        {shown === null ? <span className="bg-muted">{text('hint')}</span> : say(shown)}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the buttons inside */}
      <div className="planning-gantt" onKeyDown={onKey} onPointerLeave={() => setShown(null)}>
        <Scale from={from} days={days} />
        {lines.map((line) => (
          <div key={line.line} className="planning-gantt-line">
            <div className="planning-gantt-name">
              {names.place(line.enterprise)} <span className="bg-muted">{line.line}</span>
            </div>
            <div className="planning-gantt-lanes">
              {line.lanes.map((lane) => (
                <div key={lane.item} className="planning-gantt-lane">
                  {lane.bars.map((bar) => (
                    <button
                      key={bar.key}
                      type="button"
                      data-key={bar.key}
                      tabIndex={bar.key === stopKey ? 0 : -1}
                      className={classOf(bar.binds)}
                      style={{
                        left: `${(daysBetween(from, bar.from) / days) * 100}%`,
                        width: `${(lengthOf(bar) / days) * 100}%`,
                      }}
                      aria-label={say(bar)}
                      onFocus={() => {
                        setShown(bar);
                        setStop(bar.key);
                      }}
                      onBlur={() => setShown(null)}
                      onPointerEnter={() => setShown(bar)}
                    >
                      <span aria-hidden="true">
                        {formatQuantity(bar.quantity, names.item(bar.item).unit, language)} {names.item(bar.item).name}
                      </span>
                    </button>
                  ))}
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
      {bars.some((bar) => bar.binds !== null) && <Legend bars={bars} />}
    </WithTable>
  );
}

function Legend({ bars }: { bars: readonly Bar[] }) {
  const text = useText(words);
  const has = (binds: Bar['binds']): boolean => bars.some((bar) => bar.binds === binds);
  return (
    <div className="bg-legend">
      {has('capacity') && <Key className={classOf('capacity')} label={text('fullCapacity')} />}
      {has('input') && <Key className={classOf('input')} label={text('starved')} />}
      {has(null) && <Key className={classOf(null)} label={text('other')} />}
    </div>
  );
}

function classOf(binds: Bar['binds']): string {
  if (binds === null) return 'planning-gantt-bar';
  return `planning-gantt-bar planning-gantt-${binds === 'capacity' ? 'binds' : 'starved'}`;
}

function Key({ className, label }: { className: string; label: string }) {
  return (
    <span className="bg-legend-entry">
      <span className={`${className} planning-gantt-key`} aria-hidden="true" />
      {label}
    </span>
  );
}

type Word = ReturnType<typeof useText<keyof typeof words>>;

function daysWords(bar: Bar, language: 'zh' | 'en'): string {
  return bar.from === bar.to
    ? formatDay(bar.from, language)
    : `${formatDay(bar.from, language)} – ${formatDay(bar.to, language)}`;
}

function sentenceOf(bar: Bar, names: Names, language: 'zh' | 'en', text: Word): string {
  const { name, unit } = names.item(bar.item);
  const length = lengthOf(bar);
  const said = text(length === 1 ? 'oneDay' : 'bar', {
    line: `${names.place(bar.enterprise)} ${bar.line}`,
    item: name,
    days: daysWords(bar, language),
    quantity: formatQuantity(bar.quantity, unit, language),
    total: formatQuantity(totalOf(bar), unit, language),
  });
  return bar.binds === null ? said : `${said}${language === 'zh' ? '，' : ', '}${text(bar.binds)}`;
}

const totalOf = (bar: Bar): string => String(Number((Number(bar.quantity) * lengthOf(bar)).toFixed(6)));

function useTable(bars: readonly Bar[], names: Names) {
  const text = useText(words);
  const { language } = useLanguage();
  return {
    columns: [text('line'), text('item'), text('days'), text('each'), text('total')],
    rows: bars.map((bar) => {
      const { name, unit } = names.item(bar.item);
      return [
        `${names.place(bar.enterprise)} ${bar.line}`,
        name,
        daysWords(bar, language),
        formatQuantity(bar.quantity, unit, language),
        formatQuantity(totalOf(bar), unit, language),
      ];
    }),
  };
}

/** Days above the lanes, as many as there is room for. */
function Scale({ from, days }: { from: string; days: number }) {
  const { language } = useLanguage();
  const phone = usePhone();
  const every = Math.max(1, Math.ceil(days / (phone ? 4 : 14)));
  return (
    <div className="planning-gantt-line planning-gantt-scale" aria-hidden="true">
      <div className="planning-gantt-name" />
      <div className="planning-gantt-lanes">
        {daysFrom(from, days).map((day, at) => {
          if (at % every !== 0) return null;
          const [, month, date] = day.split('-').map(Number);
          return (
            <span key={day} style={{ left: `${(at / days) * 100}%` }}>
              {language === 'zh' ? `${month}/${date}` : `${date}/${month}`}
            </span>
          );
        })}
      </div>
    </div>
  );
}
