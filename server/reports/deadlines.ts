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
 * the county's to review, an accepted one the city's to confirm, both overdue after their times.
 */
export function owedAt(
  moment: string,
  day: string,
  deadlines: Deadlines,
  state: 'none' | 'returned' | 'filed' | 'accepted' | 'corrected' | 'confirmed',
): Owed {
  if (state === 'confirmed' || (state === 'none' && !isDue(day, deadlines)))
    return { owes: 'nobody', overdueSince: null, chase: null };
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
