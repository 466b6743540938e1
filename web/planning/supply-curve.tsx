import { useCallback, useMemo } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import type { PlanDetail } from '#contracts/planning.ts';
import { Chart, type LineChart, lineOption, lineTable } from '../platform/chart/chart.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';

const words = {
  need: ['需求', 'Need'],
  supplied: ['可供', 'Supplied'],
  made: ['生产', 'Made'],
  stock: ['日终库存', 'Stock at close'],
  gap: ['缺口', 'Short'],
  day: ['日期', 'Day'],
  runsOut: ['{day} 起供不上', 'short from {day}'],
  answer: ['{item}：供应与需求', '{item}: supply against need'],
} as const;

export interface CurveRow {
  item: string;
  date: string;
  need: string;
  made: string;
  supplied: string;
  short: string;
  stockLeft: string;
}

interface Props {
  plan: PlanDetail;
  rows: readonly CurveRow[];
  item: string;
  names: Names;
  height?: number;
}

/** Supply against need, day by day under the plan; the gap is red and its first day is marked. */
export function SupplyCurve({ plan, rows, item, names, height = 250 }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const chart = useMemo((): LineChart => {
    const own = rows.filter((row) => row.item === item);
    const short = plan.itemsShort.find((each) => each.item === item)?.firstShort;
    return {
      days: own.map((row) => row.date),
      unit: names.item(item).unit,
      lines: [
        { name: text('need'), values: own.map((row) => row.need), tone: 'text' },
        { name: text('supplied'), values: own.map((row) => row.supplied), tone: 'accent' },
        { name: text('made'), values: own.map((row) => row.made), tone: 'neutral', dashed: true },
        ...(short === undefined
          ? [{ name: text('stock'), values: own.map((row) => row.stockLeft), tone: 'neutral' as const }]
          : []),
      ],
      ...(short === undefined
        ? {}
        : {
            gap: { over: 0, under: 1, name: text('gap') },
            marks: [
              { day: short, label: text('runsOut', { day: formatDay(short, language) }), tone: 'danger' as const },
            ],
          }),
    };
  }, [rows, item, names, plan, language, text]);
  return (
    <Chart
      ariaLabel={text('answer', { item: names.item(item).name })}
      option={useCallback((look) => lineOption(look, chart), [chart])}
      table={lineTable(chart, language, text('day'))}
      height={height}
    />
  );
}
