/** Errors and warnings for a terminal: where, what stands there, why it is wrong, what would be accepted. */
import type { Language } from '#contracts/units.ts';
import { type DataError, describeDataError } from './errors.ts';

/** A terminal is no place for ten thousand errors; the import page's workbook has them all. */
const MOST_LINES = 200;

/** One line an error: `stock.csv, row 5, column quantity, “-3”: may not be below zero. Accepted: zero or more.` */
export function dataErrorLine(error: DataError, language: Language): string {
  const { why, accepted } = describeDataError(error, language);
  const zh = language === 'zh';
  const place = [
    error.file,
    error.row === null ? '' : zh ? `第 ${error.row} 行` : `row ${error.row}`,
    error.column === null ? '' : zh ? `列 ${error.column}` : `column ${error.column}`,
    error.value === null || error.value === ''
      ? ''
      : `“${error.value.length > 60 ? `${error.value.slice(0, 60)}…` : error.value}”`,
  ].filter((part) => part !== '');
  const end = accepted.endsWith('？') || accepted.endsWith('?') ? '' : zh ? '。' : '.';
  return zh
    ? `${place.join(' ')}：${why}。应为：${accepted}${end}`
    : `${place.join(', ')}: ${why}. Accepted: ${accepted}${end}`;
}

/** All errors as text, in file order, with a line that counts them; control characters from the file never reach the terminal. */
export function printDataErrors(errors: readonly DataError[], language: Language): string {
  const zh = language === 'zh';
  const lines = errors.slice(0, MOST_LINES).map((error) => dataErrorLine(error, language).replace(/\p{Cc}/gu, ' '));
  const more = errors.length - lines.length;
  if (more > 0) lines.push(zh ? `……还有 ${more} 处` : `… and ${more} more`);
  lines.push(
    zh
      ? `共 ${errors.length} 处错误，数据未采用。`
      : `${errors.length} error${errors.length === 1 ? '' : 's'}; the data was not used.`,
  );
  return `${lines.join('\n')}\n`;
}

export function printDataWarnings(warnings: readonly DataError[], language: Language): string {
  const mark = language === 'zh' ? '提示' : 'note';
  const shown = warnings.slice(0, MOST_LINES);
  return shown.map((warning) => `${mark}: ${dataErrorLine(warning, language).replace(/\p{Cc}/gu, ' ')}\n`).join('');
}
