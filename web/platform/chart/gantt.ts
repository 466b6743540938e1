import { addDays, daysBetween, formatDay } from '#contracts/calendar.ts';
import type { PictureTable } from '../with-table.tsx';
import {
  axisDay,
  axisStyle,
  type ChartLook,
  type ChartOption,
  colourOf,
  frame,
  type Tone,
  tipOf,
  tooltip,
} from './look.ts';

export interface GanttBar {
  /** which row, by its key */
  row: string;
  /** first and last day, both included */
  from: string;
  to: string;
  label: string;
  tone?: Tone;
  /** lines of the tooltip */
  detail?: ReadonlyArray<readonly [name: string, value: string]>;
}

export interface GanttChart {
  rows: ReadonlyArray<{ key: string; name: string }>;
  bars: readonly GanttBar[];
  from: string;
  to: string;
  /** a line at this day's morning */
  today?: string;
}

interface RenderApi {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
  size: (point: [number, number]) => [number, number];
}

/** Rows over days: what each line makes, what each trip does. */
export function ganttOption(look: ChartLook, chart: GanttChart): ChartOption {
  const { colours, language } = look;
  const length = daysBetween(chart.from, chart.to) + 1;
  const rowAt = new Map(chart.rows.map((row, index) => [row.key, index]));
  const bars = chart.bars.filter((bar) => rowAt.has(bar.row));
  return {
    ...frame(look),
    legend: { show: false },
    grid: { left: 8, right: 12, top: 28, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value',
      min: 0,
      max: length,
      interval: Math.max(1, Math.ceil(length / (look.phone ? 4 : 8))),
      position: 'top',
      ...axisStyle(look),
      axisLabel: {
        color: colours.textMuted,
        hideOverlap: true,
        align: 'left',
        formatter: (at: number) => (at >= length ? '' : axisDay(look, addDays(chart.from, at), at === 0)),
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: chart.rows.map((row) => row.name),
      ...axisStyle(look),
      axisLabel: { color: colours.text, width: look.phone ? 88 : 200, overflow: 'truncate' },
      splitLine: { show: true, lineStyle: { color: colours.line } },
    },
    tooltip: tooltip(look, 'item', (given) => {
      const bar = bars[(given as { dataIndex: number }).dataIndex];
      if (bar === undefined) return tipOf('', []);
      const days =
        bar.from === bar.to
          ? formatDay(bar.from, language)
          : `${formatDay(bar.from, language)} – ${formatDay(bar.to, language)}`;
      return tipOf(bar.label, [
        { name: days, value: '' },
        ...(bar.detail ?? []).map(([name, value]) => ({ name, value })),
      ]);
    }),
    series: [
      {
        type: 'custom',
        z: 3,
        clip: true,
        renderItem: (params: { dataIndex: number }, api: RenderApi) => drawBar(look, bars[params.dataIndex], api),
        encode: { x: [1, 2], y: 0 },
        data: bars.map((bar) => [
          rowAt.get(bar.row),
          daysBetween(chart.from, bar.from),
          daysBetween(chart.from, bar.to) + 1,
        ]),
        ...(chart.today === undefined
          ? {}
          : {
              markLine: {
                z: 1,
                symbol: 'none',
                silent: true,
                label: { show: false },
                lineStyle: { color: colours.accent, type: 'solid' },
                data: [{ xAxis: daysBetween(chart.from, chart.today) }],
              },
            }),
      },
    ],
  };
}

function drawBar(look: ChartLook, bar: GanttBar | undefined, api: RenderApi): ChartOption | null {
  if (bar === undefined) return null;
  const row = api.value(0);
  const [left, middle] = api.coord([api.value(1), row]);
  const [right] = api.coord([api.value(2), row]);
  const height = Math.min(20, api.size([0, 1])[1] * 0.66);
  const width = Math.max(2, right - left - 2);
  const solid = bar.tone !== undefined && bar.tone !== 'neutral';
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape: { x: left + 1, y: middle - height / 2, width, height, r: 3 },
        style: { fill: colourOf(look, bar.tone ?? 'neutral') },
      },
      {
        type: 'text',
        silent: true,
        style: {
          x: left + 7,
          y: middle,
          text: bar.label,
          fontSize: 12,
          fill: solid ? look.colours.onAccent : look.colours.text,
          verticalAlign: 'middle',
          width: Math.max(0, width - 10),
          overflow: 'truncate',
          ellipsis: '…',
        },
        invisible: width < 28,
      },
    ],
  };
}

export function ganttTable(
  chart: GanttChart,
  language: ChartLook['language'],
  words: readonly [row: string, what: string, days: string],
): PictureTable {
  const names = new Map(chart.rows.map((row) => [row.key, row.name]));
  return {
    columns: words,
    rows: chart.bars.map((bar) => [
      names.get(bar.row) ?? bar.row,
      bar.label,
      `${formatDay(bar.from, language)} – ${formatDay(bar.to, language)}`,
    ]),
  };
}
