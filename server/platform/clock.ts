/** The real clock, injected so that tests can stand at any instant. */
export interface Clock {
  now(): Date;
}

export const realClock: Clock = { now: () => new Date() };

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** The business day ('YYYY-MM-DD', Asia/Shanghai) at an instant. */
export function businessDayAt(instant: Date): string {
  return shanghai.format(instant);
}
