/**
 * A table's rows, cell by cell. Every reader returns a usable value even when the cell is wrong (it has then noted the error), so a row
 * is read to its end and all its errors come at once; a row with `failed` set is not used.
 */
import { Decimal } from 'decimal.js';
import { parseDay } from '#contracts/calendar.ts';
import { conversion, parseQuantity, parseUnit, type WrittenUnit } from '#contracts/units.ts';
import type { DataError, DataErrorCode, DataParams, DataWarning } from './errors.ts';
import { nearestCode } from './nearest.ts';
import { columnNames, FILES, type FileName } from './specification.ts';
import type { RawTable } from './tables.ts';
import type { BusinessDay } from './types.ts';

export interface Problems {
  errors: DataError[];
  warnings: DataWarning[];
}

/** The codes that a column may name, and the file that declares them. */
export interface Declared {
  target: string;
  codes: ReadonlyMap<string, unknown>;
}

const MAX_TEXT = 200;
const MAX_CODE = 64;
const ZERO = new Decimal(0);

export class Row {
  readonly number: number;
  failed = false;
  readonly #table: RawTable;
  readonly #cells: string[];
  readonly #header: Map<string, number>;
  readonly #problems: Problems;
  readonly #told: string[] = [];

  constructor(table: RawTable, number: number, cells: string[], header: Map<string, number>, problems: Problems) {
    this.number = number;
    this.#table = table;
    this.#cells = cells;
    this.#header = header;
    this.#problems = problems;
  }

  get file(): string {
    return this.#table.file;
  }

  /** the cell without the blanks around it; empty when the column is not there */
  raw(column: string): string {
    const index = this.#header.get(column);
    const text = index === undefined ? '' : (this.#cells[index] ?? '').trim();
    // The apostrophe that marks text in a spreadsheet, see neutraliseFormula.
    return /^'[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(text) ? text.slice(1) : text;
  }

  /** Said once for a cell, however many ways lead to it. */
  fail(column: string | null, code: DataErrorCode, params: DataParams = {}): void {
    this.failed = true;
    const told = `${column} ${code} ${params.value ?? ''}`;
    if (this.#told.includes(told)) return;
    this.#told.push(told);
    this.#problems.errors.push(this.#place(column, code, params));
  }

  warn(column: string | null, code: DataErrorCode, params: DataParams = {}): void {
    this.#problems.warnings.push(this.#place(column, code, params));
  }

  #place(column: string | null, code: DataErrorCode, params: DataParams): DataError {
    return {
      file: this.file,
      row: this.number,
      column,
      value: column === null ? null : this.raw(column),
      code,
      params,
    };
  }

  optionalText(column: string, limit = MAX_TEXT): string {
    const text = this.raw(column);
    if (text.length > limit) this.fail(column, 'too_long', { length: text.length, limit });
    else if (/[\p{Cc}\uFFFD]/u.test(text.replace(/[\t\r\n]/gu, ''))) this.fail(column, 'control_characters');
    return text;
  }

  text(column: string): string {
    const text = this.optionalText(column);
    if (text === '') this.fail(column, 'required');
    return text;
  }

  code(column: string): string {
    const code = this.raw(column).normalize('NFKC');
    if (code === '') this.fail(column, 'required');
    // A code becomes a key of JSON objects: __proto__ and its like would not stay one.
    else if (code.length > MAX_CODE || code in Object.prototype || /[\s,|"'\p{Cc}\uFFFD]/u.test(code)) {
      this.fail(column, 'bad_code');
    }
    return code;
  }

  /** A code that another table declares. `null` as declared: that table could not be read, so nothing can be said. */
  reference(column: string, declared: Declared | null, code = this.code(column)): string {
    if (code === '' || declared === null || declared.codes.has(code)) return code;
    const nearest = nearestCode(code, declared.codes);
    // A cell may name several codes: the wrong one is told, and each of them.
    this.fail(column, 'unknown_code', {
      target: declared.target,
      value: code,
      ...(nearest === null ? {} : { nearest }),
    });
    return code;
  }

  choice<T extends string>(column: string, choices: readonly T[]): T | null {
    const text = this.raw(column).toLowerCase();
    if (text === '') return null;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.fail(column, 'not_a_choice', { choices: choices.join(', ') });
    return found ?? null;
  }

  day(column: string): BusinessDay | null {
    const text = this.raw(column);
    if (text === '') return null;
    const day = parseDay(text, { excelSerial: this.#table.worksheet });
    if (day === null) this.fail(column, 'bad_date');
    return day;
  }

  /** A plain number with its bounds. */
  decimal(column: string, bounds: { min?: number; max: number; positive?: boolean }): Decimal {
    return this.#bounded(column, parseQuantity(this.raw(column), {}), bounds);
  }

  optionalNumber(column: string, bounds: { min?: number; max: number; positive?: boolean }): Decimal | null {
    return this.raw(column) === '' ? null : this.decimal(column, bounds);
  }

  integer(column: string, bounds: { min: number; max: number }): number {
    const value = this.decimal(column, bounds);
    if (!value.isInteger()) this.fail(column, 'not_whole');
    return value.toNumber();
  }

  degrees(column: string, min: number, max: number): number {
    const parsed = parseQuantity(this.raw(column));
    if (!parsed.ok) return this.#bounded(column, parsed, { max }).toNumber();
    if (parsed.value.lt(min) || parsed.value.gt(max)) this.fail(column, 'out_of_range', { min, max });
    return parsed.value.toNumber();
  }

  /** A quantity in `base`, with the unit in its cell or in the unit column: a bare number could be meant in 万. */
  quantity(column: string, base: string | null, bounds: { positive?: boolean } = {}): Decimal {
    const unit = this.raw('unit');
    const parsed = parseQuantity(this.raw(column), { unit, base: base ?? undefined });
    if (unit === '' && parsed.ok && isBare(this.raw(column))) this.fail('unit', 'required');
    return this.#bounded(column, parsed, { max: 1e12, ...bounds });
  }

  optionalQuantity(column: string, base: string | null): Decimal | null {
    return this.raw(column) === '' ? null : this.quantity(column, base);
  }

  /** A unit without 万 or 亿, to count an item or input in. */
  baseUnit(column: string): string {
    const written = this.unit(column);
    if (written !== null && !written.scale.eq(1)) this.fail(column, 'unit_not_base');
    return written?.unit ?? '';
  }

  unit(column: string): WrittenUnit | null {
    const text = this.raw(column);
    if (text === '') {
      this.fail(column, 'required');
      return null;
    }
    const written = parseUnit(text);
    if (written === null) this.fail(column, 'unknown_unit', { unit: text });
    return written;
  }

  /** Says so when the written unit cannot become `base`. */
  convertible(column: string, written: WrittenUnit | null, base: string | null): boolean {
    if (written === null || base === null || base === '') return false;
    if (conversion(written.unit, base) !== null) return true;
    this.fail(column, 'unit_mismatch', { unit: written.unit, base });
    return false;
  }

  #bounded(
    column: string,
    parsed: ReturnType<typeof parseQuantity>,
    bounds: { min?: number; max: number; positive?: boolean },
  ): Decimal {
    if (!parsed.ok) {
      // The unit column's own fault is said once, at that column, not at every quantity beside it.
      const atUnit =
        parsed.code === 'unit_mismatch' || parsed.code === 'unknown_unit'
          ? this.#unitColumn(column, parsed.params.unit)
          : column;
      this.fail(atUnit, parsed.code, { max: bounds.max, ...parsed.params });
      return ZERO;
    }
    const { value } = parsed;
    if (value.lt(0) && (bounds.min ?? 0) >= 0)
      this.fail(column, bounds.positive === true ? 'not_positive' : 'negative');
    else if (value.lte(0) && bounds.positive === true) this.fail(column, 'not_positive');
    else if (value.gt(bounds.max)) this.fail(column, 'too_large', { max: bounds.max });
    else if (value.lt(bounds.min ?? 0)) this.fail(column, 'out_of_range', { min: bounds.min ?? 0, max: bounds.max });
    return value;
  }

  #unitColumn(column: string, unit: string | undefined): string {
    const beside = this.raw('unit');
    return unit !== undefined && (beside === unit || parseUnit(beside)?.unit === unit) ? 'unit' : column;
  }
}

function isBare(text: string): boolean {
  const parsed = parseQuantity(text);
  return parsed.ok && parsed.unit === null;
}

/** Opens a table: header checked, blank rows passed over, rows of the wrong width reported. */
export function openRows(name: FileName, table: RawTable, problems: Problems): Row[] {
  if (table.unreadable === true) return [];
  const specification = FILES[name];
  const at = (
    row: number | null,
    column: string | null,
    code: DataErrorCode,
    params: DataParams = {},
    value: string | null = null,
  ) => ({
    file: table.file,
    row,
    column,
    value,
    code,
    params,
  });
  const names = (table.rows[0] ?? []).map((cell) => cell.normalize('NFKC').trim().toLowerCase());
  while (names.at(-1) === '') names.pop();
  if (names.length === 0) {
    problems.errors.push(at(null, null, 'empty_file', { columns: columnNames(name) }));
    return [];
  }
  const header = new Map<string, number>();
  names.forEach((column, index) => {
    const known = specification.columns.some((candidate) => candidate.name === column);
    if (!known) problems.warnings.push(at(1, column, 'unknown_column', { columns: columnNames(name) }, column));
    else if (header.has(column)) problems.errors.push(at(1, column, 'duplicate_column', {}, column));
    else header.set(column, index);
  });
  const missing = specification.columns.filter((column) => column.required && !header.has(column.name));
  for (const column of missing) problems.errors.push(at(1, column.name, 'missing_column'));
  // Without a needed column every row would fail for the same reason: said once, above.
  if (missing.length > 0) return [];
  const rows: Row[] = [];
  table.rows.forEach((cells, index) => {
    if (index === 0 || cells.every((cell) => cell.trim() === '')) return;
    const width = lastFilled(cells);
    if (width > names.length || (!table.worksheet && cells.length < names.length)) {
      problems.errors.push(at(index + 1, null, 'ragged_row', { cells: cells.length, columns: names.length }));
    } else rows.push(new Row(table, index + 1, cells, header, problems));
  });
  if (rows.length === 0 && !specification.mayBeEmpty) problems.errors.push(at(null, null, 'no_rows'));
  return rows;
}

function lastFilled(cells: string[]): number {
  let width = cells.length;
  while (width > 0 && cells[width - 1]!.trim() === '') width -= 1;
  return width;
}

/** Notices the second row with the same key. */
export class Keys {
  readonly #first = new Map<string, number>();

  claim(row: Row, parts: ReadonlyArray<string | null>, column: string): void {
    const key = parts.map((part) => part ?? '').join('\u0001');
    const first = this.#first.get(key);
    if (first === undefined) this.#first.set(key, row.number);
    else
      row.fail(column, 'duplicate_key', {
        firstRow: first,
        key: parts.filter((part) => part !== null && part !== '').join(' + '),
      });
  }
}
