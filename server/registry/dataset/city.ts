/** Which city, and which day. */
import { parseDay } from '#contracts/calendar.ts';
import { type DataError, isUnopened } from './errors.ts';
import type { ReadOptions } from './read.ts';
import type { Problems } from './rows.ts';
import type { Source } from './source.ts';
import { CITY_FILE, PUBLISHED_FILE } from './specification.ts';
import type { BusinessDay, City } from './types.ts';

const at = (
  file: string,
  column: string | null,
  value: string | null,
  code: DataError['code'],
  params = {},
): DataError => ({
  file,
  row: null,
  column,
  value,
  code,
  params,
});

function field(json: unknown, name: string): string | null {
  if (typeof json !== 'object' || json === null || !(name in json)) return null;
  const value: unknown = Object.entries(json).find(([key]) => key === name)?.[1];
  return value === null || value === undefined ? null : String(value).trim();
}

/** The option, else city.json's date, else published-figures.json's, else a date in the folder's name. */
export function readDate(source: Source, options: ReadOptions, problems: Problems): BusinessDay | null {
  const written: Array<[file: string, column: string | null, text: string | null | undefined]> = [
    ['--date', null, options.date],
    [CITY_FILE, 'date', field(source.json.get(CITY_FILE), 'date')],
    [PUBLISHED_FILE, 'date', field(source.json.get(PUBLISHED_FILE), 'date')],
  ];
  for (const [file, column, text] of written) {
    if (text === null || text === undefined || text === '') continue;
    const day = parseDay(text);
    if (day === null) problems.errors.push(at(file, column, text, 'bad_date'));
    const own = parseDay(field(source.json.get(CITY_FILE), 'date') ?? '');
    // figures that mix two days say so
    if (day !== null && own !== null && own !== day)
      problems.warnings.push(at(CITY_FILE, 'date', own, 'other_day', { day }));
    return day;
  }
  const inName = /(?:^|\D)(\d{4}-\d{2}-\d{2})(?:\D|$)/u.exec(options.name ?? '')?.[1];
  const day = inName === undefined ? null : parseDay(inName);
  if (day === null && !problems.errors.some(isUnopened)) problems.errors.push(at(CITY_FILE, 'date', null, 'no_date'));
  return day;
}

export function readCity(source: Source, countyCodes: string[], problems: Problems): City | null {
  const json = source.json.get(CITY_FILE);
  const clock = field(json, 'clock') ?? 'real';
  if (clock !== 'held' && clock !== 'real') {
    problems.errors.push(at(CITY_FILE, 'clock', clock, 'not_a_choice', { choices: 'held, real' }));
    return null;
  }
  const code = field(json, 'code') ?? cityCodeOf(countyCodes);
  if (code === null) {
    if (countyCodes.length > 0) problems.errors.push(at(CITY_FILE, 'code', null, 'no_city_code'));
    return null;
  }
  if (!/^\d{6}$/u.test(code)) {
    problems.errors.push(at(CITY_FILE, 'code', code, 'bad_city_code'));
    return null;
  }
  const name = field(json, 'name') ?? code;
  return { code, name, nameEn: field(json, 'name_en') ?? name, clock };
}

/** A county's code begins with its city's four digits; in the four municipalities only the first two are shared. */
function cityCodeOf(countyCodes: string[]): string | null {
  const valid = countyCodes.filter((code) => /^\d{6}$/u.test(code));
  for (const digits of [4, 2]) {
    const prefixes = new Set(valid.map((code) => code.slice(0, digits)));
    const [prefix] = prefixes;
    const municipality = digits === 4 || ['11', '12', '31', '50'].includes(prefix ?? '');
    if (prefix !== undefined && prefixes.size === 1 && municipality) return prefix.padEnd(6, '0');
  }
  return null;
}
