/** The rows that failed, as a workbook: each as it came in, with the reason beside the cell that is wrong. */
import writeWorkbook, { type Cell, type Sheet } from 'write-excel-file/node';
import type { Language } from '#contracts/units.ts';
import { type DataError, describeDataError } from './errors.ts';
import { openSource } from './source.ts';
import type { RawTable } from './tables.ts';

const RED = '#b42318';
const PALE_RED = '#fdecea';
const HEAD = { fontWeight: 'bold', backgroundColor: '#eef1f5' } as const;
const LONGEST_CELL = 32_000;
/** Errors that are written out: more than anyone corrects by hand, and far below what a worksheet can hold. */
const MOST_ERRORS = 20_000;

/** Cells are written as text, so nothing that came in can run as a formula. */
const text = (value: string): Exclude<Cell, null | undefined> => ({
  value: value.slice(0, LONGEST_CELL),
  type: String,
});

/**
 * An xlsx: the first sheet lists every error in file order, then a sheet for each file with failed rows.
 * `files` are those that were read; `errors` what reading them gave.
 */
export async function errorWorkbook(
  errors: readonly DataError[],
  files: Map<string, Uint8Array>,
  language: Language = 'zh',
): Promise<Uint8Array> {
  const source = await openSource(files);
  const shown = errors.slice(0, MOST_ERRORS);
  const sheets = [summarySheet(shown, errors.length - shown.length, language)];
  for (const table of source.tables.values()) {
    const own = shown.filter((error) => error.file === table.file && error.row !== null && error.row > 1);
    if (own.length > 0) sheets.push(rowsSheet(table, own, language));
  }
  return writeWorkbook(sheets).toBuffer();
}

type WorkbookSheet = Sheet<never> & { data: Cell[][] };

function summarySheet(errors: readonly DataError[], more: number, language: Language): WorkbookSheet {
  const zh = language === 'zh';
  const head = zh
    ? ['文件', '行', '列', '内容', '原因', '应为']
    : ['file', 'row', 'column', 'value', 'why', 'accepted'];
  const rows = errors.map((error) => {
    const { why, accepted } = describeDataError(error, language);
    return [
      error.file,
      error.row === null ? '' : String(error.row),
      error.column ?? '',
      error.value ?? '',
      why,
      accepted,
    ].map(text);
  });
  if (more > 0)
    rows.push([text(zh ? `还有 ${more} 处，改正以上后再导入` : `and ${more} more: correct these and import again`)]);
  return {
    sheet: zh ? '全部错误' : 'all errors',
    data: [head.map((title) => ({ ...text(title), ...HEAD })), ...rows],
    columns: [20, 8, 20, 24, 48, 48].map((width) => ({ width })),
    stickyRowsCount: 1,
  };
}

function rowsSheet(table: RawTable, errors: DataError[], language: Language): WorkbookSheet {
  const header = table.rows[0] ?? [];
  const columns = header.map((cell) => cell.normalize('NFKC').trim().toLowerCase());
  const wrong = new Set(errors.map((error) => error.column));
  const whole = wrong.has(null) || [...wrong].some((column) => column !== null && !columns.includes(column));
  const byRow = Map.groupBy(errors, (error) => error.row!);
  const reasonHead = (column: string) => (language === 'zh' ? `${column} 的问题` : `what is wrong with ${column}`);
  const head = [
    language === 'zh' ? '原行号' : 'row in the file',
    ...(whole ? [language === 'zh' ? '整行的问题' : 'what is wrong with the row'] : []),
    ...header.flatMap((cell, index) => (wrong.has(columns[index]!) ? [cell, reasonHead(cell)] : [cell])),
  ];
  const data = [...byRow].map(([row, own]) => {
    const reasons = (column: string | null) => {
      const here = own.filter((error) =>
        column === null ? error.column === null || !columns.includes(error.column) : error.column === column,
      );
      return here.map((error) => sentence(error, language)).join('；');
    };
    const cells = header.flatMap((_, index) => {
      const value = text(table.rows[row - 1]?.[index] ?? '');
      if (!wrong.has(columns[index]!)) return [value];
      const reason = reasons(columns[index]!);
      return reason === ''
        ? [value, text('')]
        : [
            { ...value, backgroundColor: PALE_RED },
            { ...text(reason), textColor: RED },
          ];
    });
    return [text(String(row)), ...(whole ? [{ ...text(reasons(null)), textColor: RED }] : []), ...cells];
  });
  return {
    sheet: sheetName(table.file),
    data: [head.map((title) => ({ ...text(title), ...HEAD })), ...data],
    columns: head.map((title) => ({ width: Math.min(48, Math.max(12, title.length * 2)) })),
    stickyRowsCount: 1,
  };
}

function sentence(error: DataError, language: Language): string {
  const { why, accepted } = describeDataError(error, language);
  return language === 'zh' ? `${why}。应为：${accepted}` : `${why}. Accepted: ${accepted}`;
}

/** Worksheet names have at most 31 characters and none of []:*?/\ */
function sheetName(file: string): string {
  const name = file
    .split(' › ')
    .at(-1)!
    .replace(/\.(csv|tsv|txt)$/iu, '');
  return name.replace(/[[\]:*?/\\]/gu, ' ').slice(0, 31) || 'rows';
}
