import { formatQuantity } from '#contracts/units.ts';
import type { PictureTable } from '../with-table.tsx';
import {
  axisNumber,
  axisStyle,
  type ChartLook,
  type ChartOption,
  colourOf,
  frame,
  type Tone,
  tipOf,
  tooltip,
} from './look.ts';

export interface BarSeries {
  name: string;
  values: ReadonlyArray<number | string | null>;
  tone?: Tone;
  /** one bar's own tone */
  tones?: ReadonlyArray<Tone | undefined>;
}

export interface BarChart {
  categories: readonly string[];
  series: readonly BarSeries[];
  unit: string;
  /** bars lie, categories stand at the left: for names */
  lying?: boolean;
  /** one series on the other */
  stacked?: boolean;
  /** a line across the bars: 14 days, the budget */
  limit?: { value: number; label: string };
}

/** Bars by category: this year against last, plan against done, energy by day. */
export function barsOption(look: ChartLook, chart: BarChart): ChartOption {
  const { colours, language } = look;
  const category = {
    type: 'category',
    data: chart.categories,
    ...axisStyle(look),
    ...(chart.lying === true
      ? { inverse: true, axisLabel: { color: colours.text, width: look.phone ? 90 : 180, overflow: 'truncate' } }
      : {}),
  };
  const value = {
    type: 'value',
    ...axisStyle(look),
    axisLabel: { color: colours.textMuted, formatter: axisNumber(look), hideOverlap: true },
  };
  return {
    ...frame(look),
    ...(chart.series.length < 2
      ? {
          legend: { show: false },
          grid: { left: 8, right: 20, top: chart.limit ? 24 : 10, bottom: 8, containLabel: true },
        }
      : {}),
    xAxis: chart.lying === true ? value : category,
    yAxis: chart.lying === true ? category : value,
    tooltip: tooltip(look, 'axis', (given) => {
      const at = (given as Array<{ dataIndex: number }>)[0]?.dataIndex ?? 0;
      return tipOf(
        chart.categories[at] ?? '',
        chart.series.map((series) => ({
          name: series.name,
          value: written(series.values[at], chart.unit, language),
          colour: colourOf(look, series.tones?.[at] ?? series.tone),
        })),
      );
    }),
    series: chart.series.map((series, index) => ({
      type: 'bar',
      name: series.name,
      color: colourOf(look, series.tone),
      barMaxWidth: 22,
      barGap: '15%',
      ...(chart.stacked === true ? { stack: 'all' } : {}),
      data: series.values.map((one, at) => ({
        value: one === null ? null : Number(one),
        ...(series.tones?.[at] === undefined ? {} : { itemStyle: { color: colourOf(look, series.tones[at]) } }),
      })),
      ...(index === 0 && chart.limit !== undefined ? { markLine: limitLine(look, chart) } : {}),
    })),
  };
}

function limitLine(look: ChartLook, chart: BarChart): ChartOption {
  const { limit } = chart;
  return {
    symbol: 'none',
    silent: true,
    animation: false,
    lineStyle: { color: look.colours.textMuted, type: 'dashed' },
    label: {
      formatter: limit?.label ?? '',
      color: look.colours.textMuted,
      position: chart.lying === true ? 'start' : 'end',
    },
    data: [chart.lying === true ? { xAxis: limit?.value } : { yAxis: limit?.value }],
  };
}

function written(value: number | string | null | undefined, unit: string, language: ChartLook['language']): string {
  return value === null || value === undefined ? '—' : formatQuantity(value, unit, language);
}

export function barsTable(chart: BarChart, language: ChartLook['language'], category: string): PictureTable {
  return {
    columns: [category, ...chart.series.map((series) => series.name)],
    rows: chart.categories.map((name, at) => [
      name,
      ...chart.series.map((series) => written(series.values[at], chart.unit, language)),
    ]),
  };
}
