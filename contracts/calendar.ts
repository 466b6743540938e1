/**
 * Business days: 'YYYY-MM-DD' in Asia/Shanghai, which has kept UTC+8 without daylight saving since 1991.
 * Days are compared as strings; arithmetic runs on whole days, so no clock or time zone of the machine enters.
 */
export type BusinessDay = string;

const MILLISECONDS_A_DAY = 86_400_000;
const SHANGHAI_OFFSET = 8 * 3_600_000;
/** Excel counts days from 30 December 1899 (its 1900 is wrongly a leap year, which does not matter after February 1900). */
const EXCEL_EPOCH = -25_569;

const toDays = (day: BusinessDay): number => Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY;
const fromDays = (days: number): BusinessDay => new Date(days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);

/** True for a day that the calendar has, written 'YYYY-MM-DD': 2022-02-30 is none. */
export function isBusinessDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(toDays(text)) && fromDays(toDays(text)) === text;
}

/**
 * A day as staff write it: '2022-01-08', '2022/1/8', '2022.1.8', '2022年1月8日', '20220108', full-width digits, a time of midnight behind it.
 * `excelSerial` also takes the day numbers of a worksheet (44569). Null when it is no day of the calendar, or outside 1900–2199.
 */
export function parseDay(text: string, options: { excelSerial?: boolean } = {}): BusinessDay | null {
  const written = text.normalize('NFKC').trim();
  if (options.excelSerial === true && /^\d{5}$/u.test(written)) return inRange(fromDays(Number(written) + EXCEL_EPOCH));
  const match =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]0{1,2}:00(?::00(?:\.0+)?)?Z?)?$/u.exec(written) ??
    /^(\d{4})(年)\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$/u.exec(written) ??
    /^(\d{4})()(\d{2})(\d{2})$/u.exec(written);
  if (match === null) return null;
  const day = `${match[1]}-${match[3]!.padStart(2, '0')}-${match[4]!.padStart(2, '0')}`;
  return isBusinessDay(day) ? inRange(day) : null;
}

function inRange(day: BusinessDay): BusinessDay | null {
  return day >= '1900-01-01' && day < '2200-01-01' ? day : null;
}

/** The day `count` days after (before, when negative). */
export function addDays(day: BusinessDay, count: number): BusinessDay {
  return fromDays(toDays(day) + count);
}

/** Days from `from` to `to`: 1 from a day to the next, negative when `to` is earlier. */
export function daysBetween(from: BusinessDay, to: BusinessDay): number {
  return toDays(to) - toDays(from);
}

/** Days compare as their text does. */
export function laterDay(one: BusinessDay, other: BusinessDay): BusinessDay {
  return one > other ? one : other;
}

/** `count` days in a row, the first of them `from`. */
export function daysFrom(from: BusinessDay, count: number): BusinessDay[] {
  return Array.from({ length: count }, (_, offset) => addDays(from, offset));
}

/** The business day of an instant: midnight is Shanghai's. */
export function businessDayOf(instant: Date | string | number): BusinessDay {
  const time = new Date(instant).getTime();
  if (Number.isNaN(time)) throw new RangeError('businessDayOf needs an instant');
  return new Date(time + SHANGHAI_OFFSET).toISOString().slice(0, 10);
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** '1月13日', '13 January'; with `year`, '2022年1月13日', '13 January 2022'. */
export function formatDay(day: BusinessDay, language: 'zh' | 'en', options: { year?: boolean } = {}): string {
  const [year, month, date] = day.split('-').map(Number);
  const withYear = options.year === true;
  if (language === 'zh') return `${withYear ? `${year}年` : ''}${month}月${date}日`;
  return `${date} ${MONTHS[month! - 1]}${withYear ? ` ${year}` : ''}`;
}
