/** Whose turn it is at a moment of the business clock. Pure: moments are 'YYYY-MM-DD HH:MM' in Asia/Shanghai and compare as text. */
import type { Deadlines } from '#contracts/reports-terms.ts';

const clockTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The city's day with the real time of day: a city whose day is held still has mornings and evenings. */
export function businessMoment(today: string, now: Date): string {
  return `${today} ${clockTime.format(now)}`;
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

export function isDue(day: string, deadlines: Deadlines): boolean {
  return deadlines.cycle === 'daily' || weekdayOf(day) === deadlines.weekday;
}

export const fileByOf = (day: string, deadlines: Deadlines): string => `${day} ${deadlines.fileBy}`;

export type ChaseLevel = 'county' | 'city' | 'lead';
export interface Owed {
  owes: 'clerk' | 'county' | 'city' | 'nobody';
  overdueSince: string | null;
  /** who must chase by now: the county after the filing time, the city after the county's, the city's lead after the city's */
  chase: ChaseLevel | null;
}

/**
 * A report that has not come is the clerk's until the filing time; after each further deadline one level higher must chase. A filed one is
 * the county's to review, an accepted one the city's to confirm, both overdue after their times. Of a day before the books begin (`history`)
 * nobody owes a report, and what came is reviewed when there is time.
 */
export function owedAt(
  moment: string,
  day: string,
  deadlines: Deadlines,
  state: 'none' | 'returned' | 'filed' | 'accepted' | 'corrected' | 'confirmed',
  history = false,
): Owed {
  const inNoHurry = (owes: Owed['owes']): Owed => ({ owes, overdueSince: null, chase: null });
  if (history) return inNoHurry(state === 'filed' ? 'county' : state === 'returned' ? 'clerk' : 'nobody');
  if (state === 'confirmed' || (state === 'none' && !isDue(day, deadlines))) return inNoHurry('nobody');
  const after = (time: string) => (moment >= `${day} ${time}` ? `${day} ${time}` : null);
  if (state === 'none' || state === 'returned') {
    const level = after(deadlines.cityBy) ? 'lead' : after(deadlines.countyBy) ? 'city' : 'county';
    const overdueSince = after(deadlines.fileBy);
    return { owes: 'clerk', overdueSince, chase: overdueSince === null ? null : level };
  }
  if (state === 'filed') {
    const overdueSince = after(deadlines.countyBy);
    const level = after(deadlines.cityBy) ? 'lead' : 'city';
    return { owes: 'county', overdueSince, chase: overdueSince === null ? null : level };
  }
  const overdueSince = after(deadlines.cityBy);
  return { owes: 'city', overdueSince, chase: overdueSince === null ? null : 'lead' };
}

/** Seconds from the business moment to the next of these of its day, or of the next day when the last has passed. */
export function secondsToNext(moment: string, clockTimes: readonly string[]): number {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const now = minutes(moment.slice(11));
  const waits = clockTimes.map((time) => (minutes(time) - now + 1440) % 1440 || 1440);
  return Math.min(1440, ...waits) * 60;
}
