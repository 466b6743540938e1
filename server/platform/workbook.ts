/** Tables for people: xlsx and csv. Text never becomes a formula; quantities stay exact (xlsx holds a number only when it loses nothing). */
import { Decimal } from 'decimal.js';
import writeExcelFile from 'write-excel-file/node';

export type CellValue = string | number | Decimal | boolean | null | undefined;

export interface SheetColumn<Row> {
  title: string;
  value: (row: Row) => CellValue;
  /** characters; by the title unless given */
  width?: number;
}

/** A table ready to be written: titles, widths, and the cells row by row. */
export interface Sheet {
  name: string;
  titles: string[];
  widths: number[];
  cells: CellValue[][];
}

/** The sheet of `rows`, one cell a column. */
export function sheet<Row>(name: string, columns: Array<SheetColumn<Row>>, rows: readonly Row[]): Sheet {
  return {
    name: sheetName(name),
    titles: columns.map((column) => column.title),
    widths: columns.map((column) => column.width ?? Math.max(10, Math.min(40, column.title.length * 2))),
    cells: rows.map((row) => columns.map((column) => column.value(row))),
  };
}

const excelDigits = 15;

/** A spreadsheet's number has 15 digits: what needs more stays text. */
function numberOf(value: Decimal | number): number | null {
  const decimal = new Decimal(value);
  return decimal.isFinite() && decimal.precision() <= excelDigits ? decimal.toNumber() : null;
}

function textOf(value: CellValue): string {
  if (value === null || value === undefined) return '';
  return value instanceof Decimal ? value.toFixed() : String(value);
}

/** Excel allows 31 characters and none of []:*?/\ in a sheet's name. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31) || 'Sheet';
}

/** Codes such as 410802 are text even though they look like numbers: only Decimal and number values become numbers. */
function cell(value: CellValue) {
  const number = value instanceof Decimal || typeof value === 'number' ? numberOf(value) : null;
  if (number !== null) return { value: number, type: Number };
  const text = textOf(value);
  return text === '' ? null : { value: text, type: String };
}

/** One xlsx file; the first row of every sheet is its header, kept in view. */
export async function toXlsx(sheets: Sheet[]): Promise<Uint8Array> {
  const written = sheets.map(({ name, titles, widths, cells }) => ({
    sheet: name,
    stickyRowsCount: 1,
    columns: widths.map((width) => ({ width })),
    data: [
      titles.map((title) => ({ value: title, type: String, fontWeight: 'bold' as const })),
      ...cells.map((row) => row.map(cell)),
    ],
  }));
  return new Uint8Array(await writeExcelFile(written).toBuffer());
}

/** Text that a spreadsheet program would run as a formula gets an apostrophe before it (CWE-1236); plain numbers stay as they are. */
function neutral(text: string): string {
  return /^[\s]*[=+\-@\t\r＝＋－＠]/u.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}

/** One csv file in UTF-8 with a byte order mark, as Excel in Chinese needs it. */
export function toCsv({ titles, cells }: Sheet): Uint8Array {
  const quote = (value: CellValue) => {
    const text = neutral(textOf(value));
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [titles, ...cells].map((row) => row.map(quote));
  return new TextEncoder().encode(`\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`);
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const csvType = 'text/csv; charset=utf-8';
