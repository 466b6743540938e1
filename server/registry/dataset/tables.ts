/** Files into tables of text cells: csv in any usual encoding, worksheets of an xlsx. */
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { pack, unpack } from './archive.ts';
import { decodeText } from './decode.ts';
import type { DataError } from './errors.ts';

export interface RawTable {
  /** the file as a person knows it: stock.csv, or 'city.xlsx › stock' */
  file: string;
  /** rows in file order, blank ones included, so that index + 1 is the row number seen in the file */
  rows: string[][];
  /** cells came from a worksheet: a bare five-digit number in a date column is a date */
  worksheet: boolean;
  /** already reported: nothing more is to be said of it */
  unreadable?: boolean;
}

export type TableResult = { ok: true; table: RawTable } | { ok: false; error: DataError };

export function readCsv(file: string, bytes: Uint8Array): TableResult {
  const decoded = decodeText(bytes);
  if (decoded === null)
    return { ok: false, error: { file, row: null, column: null, value: null, code: 'bad_encoding', params: {} } };
  try {
    const rows: string[][] = parse(decoded.text, {
      bom: true,
      delimiter: delimiterOf(decoded.text),
      relax_column_count: true,
      skip_empty_lines: false,
    });
    return { ok: true, table: { file, rows, worksheet: false } };
  } catch (cause) {
    return {
      ok: false,
      error: { file, row: recordOf(cause), column: null, value: null, code: 'bad_quotes', params: {} },
    };
  }
}

/** Excel saves "Unicode text" with tabs; some countries' settings save csv with semicolons. */
function delimiterOf(text: string): string {
  const header = text.slice(0, 4096).split(/\r\n|\r|\n/u, 1)[0] ?? '';
  return [',', '\t', ';'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function recordOf(cause: unknown): number | null {
  if (typeof cause !== 'object' || cause === null || !('records' in cause)) return null;
  return typeof cause.records === 'number' ? cause.records + 1 : null;
}

export type WorkbookResult = { ok: true; sheets: Map<string, RawTable> } | { ok: false; error: DataError };

export async function readXlsx(file: string, bytes: Uint8Array): Promise<WorkbookResult> {
  // Unpacked by our own bounded reader first: the workbook library would inflate whatever the file claims.
  const unpacked = unpack(file, bytes);
  if (!unpacked.ok) return unpacked;
  try {
    const harmless = Buffer.from(pack(unpacked.files));
    const sheets = await readWorkbook<string>(harmless, { parseNumber: (text) => text, trim: false });
    const tables = sheets.map(({ sheet, data }): [string, RawTable] => [
      sheet,
      { file: `${file} › ${sheet}`, rows: data.map((row) => row.map(cellText)), worksheet: true },
    ]);
    return { ok: true, sheets: new Map(tables) };
  } catch {
    return { ok: false, error: { file, row: null, column: null, value: null, code: 'bad_archive', params: {} } };
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/u, '');
  const text = String(cell);
  // A worksheet stores 0.1 + 0.2 as 0.30000000000000004 and shows fifteen digits: what is shown is meant.
  return /^-?\d*\.\d{15,}(e-?\d+)?$/iu.test(text) ? String(Number(Number(text).toPrecision(15))) : text;
}
