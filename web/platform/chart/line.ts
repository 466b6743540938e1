import { formatDay } from '#contracts/calendar.ts';
import { formatQuantity } from '#contracts/units.ts';
import type { PictureTable } from '../with-table.tsx';
import {
  axisDay,
  axisNumber,
  axisStyle,
  type ChartLook,
  type ChartOption,
  colourOf,
  frame,
  legendRowHeight,
  legendRows,
  type Tone,
  tipOf,
  tooltip,
} from './look.ts';

export interface ChartLine {
  name: string;
  /** one a day; decimal strings or numbers; null where nothing is recorded */
  values: ReadonlyArray<number | string | null>;
  tone?: Tone;
  dashed?: boolean;
  /** constant over the day rather than rising between two */
  steps?: boolean;
}

export interface ChartMark {
  day: string;
  label: string;
  tone: 'danger' | 'warning' | 'neutral';
}

export interface LineChart {
  days: readonly string[];
  lines: readonly ChartLine[];
  /** the base unit, for the axis and the tooltip */
  unit: string;
  /** days to mark: when stock runs out, when an input does */
  marks?: readonly ChartMark[];
  /** fills what `over` is above `under`, in red: need that is not met. Indexes into `lines` */
  gap?: { over: number; under: number; name: string };
}

const numberOf = (value: number | string | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** Curves over days: stock against need, with the run-out day marked and the gap filled. */
export function lineOption(look: ChartLook, chart: LineChart): ChartOption {
  const { colours, language } = look;
  const names = chart.lines.map((line) => line.name);
  const top = ((chart.marks?.length ?? 0) > 0 ? 58 : 36) + (legendRows(look, names) - 1) * legendRowHeight;
  return {
    ...frame(look),
    legend: { ...(frame(look).legend as object), data: names },
    grid: { left: 8, right: 20, top, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: chart.days,
      ...axisStyle(look),
      axisLabel: {
        color: colours.textMuted,
        hideOverlap: true,
        formatter: (day: string, index: number) => axisDay(look, day, index === 0),
      },
    },
    yAxis: { type: 'value', ...axisStyle(look), axisLabel: { color: colours.textMuted, formatter: axisNumber(look) } },
    tooltip: tooltip(look, 'axis', (given) => {
      const at = (given as Array<{ dataIndex: number }>)[0]?.dataIndex ?? 0;
      return tipOf(
        formatDay(chart.days[at] ?? '', language),
        chart.lines.map((line) => ({
          name: line.name,
          value:
            line.values[at] === null || line.values[at] === undefined
              ? '—'
              : formatQuantity(line.values[at]!, chart.unit, language),
          colour: colourOf(look, line.tone),
        })),
      );
    }),
    series: [
      ...chart.lines.map((line, index) => ({
        type: 'line',
        name: line.name,
        data: line.values.map(numberOf),
        symbol: 'circle',
        symbolSize: 5,
        showSymbol: false,
        step: line.steps === true ? 'end' : false,
        color: colourOf(look, line.tone),
        lineStyle: { width: line.tone === 'neutral' ? 1.5 : 2, type: line.dashed === true ? 'dashed' : 'solid' },
        ...(index === 0 ? { markLine: markLine(look, chart) } : {}),
      })),
      ...gapSeries(look, chart),
    ],
  };
}

/** The labels stand in two rows in turn, so that marks of neighbouring days do not cover each other. */
function markLine(look: ChartLook, chart: LineChart): ChartOption {
  const marks = [...(chart.marks ?? [])].sort((one, other) => one.day.localeCompare(other.day));
  return {
    symbol: 'none',
    silent: true,
    animation: false,
    data: marks.map((mark, index) => {
      const colour = mark.tone === 'neutral' ? look.colours.textMuted : look.colours[mark.tone];
      const late = chart.days.indexOf(mark.day) > chart.days.length * 0.7;
      return {
        xAxis: mark.day,
        lineStyle: { color: colour, type: 'dashed', width: 1.25 },
        label: {
          formatter: mark.label,
          color: colour,
          fontSize: 12,
          fontWeight: mark.tone === 'danger' ? 600 : 400,
          position: 'end',
          distance: index % 2 === 0 ? 2 : 17,
          align: late ? 'right' : 'left',
        },
      };
    }),
  };
}

/** An unseen line under the gap and the gap stacked on it. */
function gapSeries(look: ChartLook, chart: LineChart): ChartOption[] {
  if (chart.gap === undefined) return [];
  const over = chart.lines[chart.gap.over]?.values.map(numberOf) ?? [];
  const under = chart.lines[chart.gap.under]?.values.map(numberOf) ?? [];
  const shared = {
    type: 'line',
    stack: 'gap',
    silent: true,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    z: 1,
    tooltip: { show: false },
  };
  return [
    { ...shared, name: '', data: under.map((value, at) => Math.min(value ?? 0, over[at] ?? value ?? 0)) },
    {
      ...shared,
      name: chart.gap.name,
      data: over.map((value, at) => Math.max(0, (value ?? 0) - (under[at] ?? 0))),
      areaStyle: { color: look.colours.danger, opacity: 0.16 },
    },
  ];
}

/** The same as a table. */
export function lineTable(chart: LineChart, language: ChartLook['language'], day: string): PictureTable {
  return {
    columns: [day, ...chart.lines.map((line) => line.name)],
    rows: chart.days.map((one, at) => [
      formatDay(one, language),
      ...chart.lines.map((line) => {
        const value = line.values[at];
        return value === null || value === undefined ? '—' : formatQuantity(value, chart.unit, language);
      }),
    ]),
  };
}
