/** An enterprise's reports of the last two weeks: what was made, sent and left, and how far each could be trusted. */
import { addDays, daysFrom } from '#contracts/calendar.ts';
import type { TrendDay } from '#contracts/reports.ts';
import { reportStates, trendDays } from '#contracts/reports-terms.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import { enterpriseIn } from './facts.service.ts';
import { figuresOf } from './report.view.ts';
import * as repository from './reports.repository.ts';

/** The days up to the one asked for, or today, and those of them that were reported, oldest first. Error `not-found`. */
export async function readTrend(
  work: Work,
  enterprise: string,
  asked: string | undefined,
): Promise<{ days: string[]; rows: TrendDay[] }> {
  enterpriseIn(await readRegistry(work), enterprise);
  const last = asked ?? (await work.today());
  const days = daysFrom(addDays(last, 1 - trendDays), trendDays);
  const found = await repository.reportsUpTo(work.tx, work.actor.city, enterprise, last, trendDays);
  const rows = found
    .filter((row) => days.includes(row.day))
    .map((row): TrendDay => {
      const { items, staffPresent, powerKwh } = figuresOf(row);
      return {
        day: row.day,
        state: reportStates.find((one) => one === row.state) ?? 'filed',
        late: row.late,
        trust: row.trust,
        questions: row.questions,
        items: items.map(({ item, made, sent, stock }) => ({ item, made, sent, stock })),
        staffPresent,
        powerKwh,
      };
    });
  return { days, rows: rows.reverse() };
}
