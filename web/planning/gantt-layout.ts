/** What each line makes, as bars over days: a row a line, a lane an item, a bar a run of days with the same quantity. Pure. */
import { addDays, daysBetween } from '#contracts/calendar.ts';
import type { PlanCause } from '#contracts/planning.ts';
import { groupBy } from './grouping.ts';

export interface Made {
  line: string;
  enterprise: string;
  item: string;
  date: string;
  quantity: string;
}

export type Binding = 'capacity' | 'input';

export interface Bar {
  key: string;
  line: string;
  enterprise: string;
  item: string;
  from: string;
  to: string;
  /** a day, in the item's base unit */
  quantity: string;
  /** what limits a shortage on these days: the line's capacity, an input it lacks, or nothing here */
  binds: Binding | null;
}

export interface GanttLine {
  line: string;
  enterprise: string;
  lanes: Array<{ item: string; bars: Bar[] }>;
}

/** What binds a shortage, by `line|day` for capacity and by `enterprise|item|day` for inputs. */
export function bindingDays(causes: readonly PlanCause[]): ReadonlyMap<string, Binding> {
  const binding = new Map<string, Binding>();
  for (const cause of causes) {
    if (cause.constraint === 'input') binding.set(`${cause.enterprise}|${cause.item}|${cause.date}`, 'input');
    if (cause.constraint === 'capacity') binding.set(`${cause.line}|${cause.on ?? cause.date}`, 'capacity');
  }
  return binding;
}

export function ganttLines(rows: readonly Made[], binding: ReadonlyMap<string, Binding>): GanttLine[] {
  return [...groupBy(rows, (row) => row.line).entries()]
    .map(([line, made]) => ({
      line,
      enterprise: made[0]!.enterprise,
      lanes: [...groupBy(made, (row) => row.item).entries()].map(([item, days]) => ({
        item,
        bars: runs(days, binding),
      })),
    }))
    .sort((one, other) => one.line.localeCompare(other.line, 'en', { numeric: true }));
}

function runs(rows: readonly Made[], binding: ReadonlyMap<string, Binding>): Bar[] {
  const bars: Bar[] = [];
  for (const row of [...rows].sort((one, other) => one.date.localeCompare(other.date))) {
    const { line, enterprise, item, date, quantity } = row;
    const binds = binding.get(`${line}|${date}`) ?? binding.get(`${enterprise}|${item}|${date}`) ?? null;
    const last = bars.at(-1);
    if (
      last !== undefined &&
      last.quantity === row.quantity &&
      last.binds === binds &&
      addDays(last.to, 1) === row.date
    )
      last.to = row.date;
    else {
      bars.push({ key: `${line}|${item}|${date}`, line, enterprise, item, from: date, to: date, quantity, binds });
    }
  }
  return bars;
}

export const lengthOf = (bar: Pick<Bar, 'from' | 'to'>): number => daysBetween(bar.from, bar.to) + 1;

/** The bar to which an arrow key leads: along a lane, or to the nearest of the lane above or below. */
export function nextBar(lanes: ReadonlyArray<readonly Bar[]>, key: string, arrow: string): Bar | undefined {
  const lane = lanes.findIndex((bars) => bars.some((bar) => bar.key === key));
  if (lane < 0) return lanes[0]?.[0];
  const at = lanes[lane]!.findIndex((bar) => bar.key === key);
  const bar = lanes[lane]![at]!;
  if (arrow === 'ArrowRight') return lanes[lane]![at + 1];
  if (arrow === 'ArrowLeft') return lanes[lane]![at - 1];
  if (arrow === 'Home') return lanes[0]?.[0];
  if (arrow === 'End') return lanes.at(-1)?.at(-1);
  const other = lanes[lane + (arrow === 'ArrowDown' ? 1 : -1)];
  return other?.find((each) => each.to >= bar.from) ?? other?.at(-1);
}
