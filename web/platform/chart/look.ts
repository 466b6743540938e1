import type { EChartsCoreOption } from 'echarts/core';
import type { Language } from '#contracts/errors.ts';
import { formatNumber } from '#contracts/units.ts';
import type { Colours } from '../tokens.ts';

/** How charts are to look now: the theme's colours, the language, the screen. */
export interface ChartLook {
  colours: Colours;
  language: Language;
  phone: boolean;
  /** no movement is wanted */
  still: boolean;
}

export type ChartOption = EChartsCoreOption;
export type Tone = 'danger' | 'warning' | 'accent' | 'neutral' | 'text';

export function colourOf(look: ChartLook, tone: Tone | undefined): string {
  return look.colours[tone ?? 'accent'];
}

/** What every chart shares. Tooltips are built as elements: text with style attributes is refused by the content security policy. */
export function frame(look: ChartLook): ChartOption {
  const { colours } = look;
  return {
    animation: !look.still,
    animationDuration: 160,
    animationDurationUpdate: 160,
    textStyle: { color: colours.textMuted, fontFamily: 'inherit', fontSize: 12 },
    grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 16,
      itemHeight: 8,
      itemGap: 14,
      textStyle: { color: colours.textMuted, fontSize: 12 },
      icon: 'roundRect',
    },
  };
}

/** What a legend has across on the narrowest telephone, in pixels, and what stands around each name in it. */
const phoneLegend = 280;
const aroundName = 35;

/** How many rows the legend takes: on a telephone long names go on to another, and the picture begins below it. */
export function legendRows(look: Pick<ChartLook, 'phone'>, names: readonly string[]): number {
  if (!look.phone) return 1;
  let rows = 1;
  let taken = 0;
  for (const name of names) {
    const wide = aroundName + [...name].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 12 : 6.5), 0);
    if (taken > 0 && taken + wide > phoneLegend) {
      rows += 1;
      taken = 0;
    }
    taken += wide;
  }
  return rows;
}

export const legendRowHeight = 18;

export function axisStyle(look: ChartLook): ChartOption {
  const { colours } = look;
  return {
    axisLine: { lineStyle: { color: colours.lineStrong } },
    axisTick: { show: false },
    axisLabel: { color: colours.textMuted, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: colours.line } },
  };
}

/** Numbers at an axis: '400 万', '4 M'. */
export function axisNumber(look: ChartLook, unit = ''): (value: number) => string {
  return (value) => `${formatNumber(value, look.language).replace(' 万', '万').replace(' 亿', '亿')}${unit}`;
}

/** '9日', '9 Jan'; the first, and the first of a month, with its month. */
export function axisDay(look: ChartLook, day: string, first: boolean): string {
  const [, month, date] = day.split('-').map(Number);
  const named = first || date === 1;
  if (look.language === 'zh') return named ? `${month}月${date}日` : `${date}日`;
  return named
    ? `${date} ${new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' })}`
    : `${date}`;
}

export interface TipLine {
  name: string;
  value: string;
  colour?: string;
}

/** A tooltip's content as elements. */
export function tipOf(title: string, lines: readonly TipLine[]): HTMLElement {
  const box = document.createElement('div');
  const head = document.createElement('strong');
  head.textContent = title;
  const list = document.createElement('dl');
  for (const line of lines) {
    const row = document.createElement('div');
    const name = document.createElement('dt');
    const value = document.createElement('dd');
    if (line.colour !== undefined) {
      const dot = document.createElement('i');
      dot.style.background = line.colour;
      name.append(dot);
    }
    name.append(line.name);
    value.textContent = line.value;
    row.append(name, value);
    list.append(row);
  }
  box.append(head, list);
  return box;
}

export function tooltip(
  look: ChartLook,
  trigger: 'axis' | 'item',
  formatter: (given: unknown) => HTMLElement,
): ChartOption {
  const { colours } = look;
  return {
    trigger,
    confine: true,
    transitionDuration: 0,
    className: 'bg-chart-tip',
    backgroundColor: colours.surfaceRaised,
    borderColor: colours.lineStrong,
    padding: [8, 12],
    textStyle: { color: colours.text, fontSize: 13 },
    axisPointer: { type: 'line', lineStyle: { color: colours.lineStrong } },
    formatter,
  };
}
