import { businessDayAt } from '../../platform/clock.ts';
import type { Work } from '../../platform/work.ts';

/**
 * The headquarters' own time: now, or the same time of day on the day at which the city is held (a city held at a day of the past lives on
 * that day, and its passes with it). Phones read it out of the list of revoked passes.
 */
export async function cityTime(work: Work): Promise<Date> {
  const shift = Date.parse(`${await work.today()}T00:00:00Z`) - Date.parse(`${businessDayAt(work.now)}T00:00:00Z`);
  return new Date(work.now.getTime() + shift);
}
