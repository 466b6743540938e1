import type { EChartsType } from 'echarts/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage, useText } from '../language.ts';
import '../map/map.css';
import { usePhone } from '../screen.ts';
import '../table/table.css';
import { useTheme } from '../theme.tsx';
import { type PictureTable, WithTable } from '../with-table.tsx';
import './chart.css';
import type { ChartLook, ChartOption } from './look.ts';

export { type BarChart, type BarSeries, barsOption, barsTable } from './bars.ts';
export { type GanttBar, type GanttChart, ganttOption, ganttTable } from './gantt.ts';
export { type ChartLine, type ChartMark, type LineChart, lineOption, lineTable } from './line.ts';
export type { ChartLook, ChartOption, Tone } from './look.ts';

const words = {
  failed: ['图没有画出来，请看表格', 'The picture could not be drawn: read the table'],
} as const;

export interface ChartProps {
  /** what it shows, in a sentence that also says the answer: '口罩：1月14日起供不上需求' */
  ariaLabel: string;
  /** built for the present look: `(look) => lineOption(look, chart)`. Keep it with useCallback, or pass a chart that is memoised */
  option: (look: ChartLook) => ChartOption;
  /** the same as text: `lineTable(chart, language, '日期')` */
  table: PictureTable;
  height?: number;
  /** a press on a bar, a point or a Gantt bar */
  onPick?: (picked: { series: number; index: number }) => void;
}

export function useChartLook(): ChartLook {
  const { colours } = useTheme();
  const { language } = useLanguage();
  const phone = usePhone();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return useMemo(() => ({ colours, language, phone, still }), [colours, language, phone, still]);
}

/** A chart: drawn when its code has come, in the theme's colours, as wide as its place; readable as a table. */
export function Chart({ ariaLabel, option, table, height = 260, onPick }: ChartProps) {
  const look = useChartLook();
  return (
    <WithTable label={ariaLabel} table={table} height={height}>
      <Canvas option={useMemo(() => option(look), [option, look])} height={height} label={ariaLabel} onPick={onPick} />
    </WithTable>
  );
}

function Canvas(props: { option: ChartOption; height: number; label: string; onPick: ChartProps['onPick'] }) {
  const { option, height, onPick } = props;
  const text = useText(words);
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let made: EChartsType | null = null;
    let gone = false;
    import('./echarts.ts')
      .then(({ init }) => {
        if (gone) return;
        made = init(element, null, { renderer: 'svg' });
        setChart(made);
      })
      .catch(() => setFailed(true));
    const sizes = new ResizeObserver(() => made?.resize());
    sizes.observe(element);
    return () => {
      gone = true;
      sizes.disconnect();
      made?.dispose();
    };
  }, []);

  useEffect(() => {
    chart?.setOption(option, { notMerge: true });
  }, [chart, option]);

  useEffect(() => {
    if (chart === null || onPick === undefined) return;
    const pick = (event: { seriesIndex?: number; dataIndex?: number }) =>
      onPick({ series: event.seriesIndex ?? 0, index: event.dataIndex ?? 0 });
    chart.on('click', pick as never);
    return () => void (chart.isDisposed() || chart.off('click', pick as never));
  }, [chart, onPick]);

  return (
    <div className="bg-chart" style={{ height }}>
      {failed && <p className="bg-muted">{text('failed')}</p>}
      <div ref={place} className="bg-chart-place" style={{ height }} role="img" aria-label={props.label} />
    </div>
  );
}
