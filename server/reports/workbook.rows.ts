/** Rows of a workbook (or pasted cells) as reports, every wrong cell told. Pure. */
import { Decimal } from 'decimal.js';
import { parseDay } from '#contracts/calendar.ts';
import type { DraftFigures } from '#contracts/reports.ts';
import {
  hindranceKinds,
  hindranceNames,
  type ReportColumn,
  type ReportRowKind,
  reportColumns,
  reportRowKinds,
} from '#contracts/reports-terms.ts';
import { parseQuantity } from '#contracts/units.ts';
import type { RegistryDataset } from '../registry/index.ts';

type Pair = readonly [zh: string, en: string];

export interface RowProblem {
  /** as the file counts: the header is row 1 */
  row: number;
  column: string;
  value: string;
  words: Pair;
}

export interface SheetReport {
  enterprise: string;
  day: string;
  figures: DraftFigures;
  /** field of the figures → its row */
  rows: Map<string, number>;
  firstRow: number;
}

export interface ReadRows {
  reports: SheetReport[];
  problems: RowProblem[];
  rows: number;
}

export interface RowContext {
  registry: RegistryDataset;
  today: string;
  /** the only enterprise of the sender, when there is one */
  own: string | null;
  worksheet: boolean;
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
const columnNames = new Map<string, ReportColumn>(
  Object.entries(reportColumns).flatMap(([key, names]) =>
    [key, ...names].map((name) => [fold(name), key as ReportColumn] as const),
  ),
);
const kindNames = new Map<string, ReportRowKind>(
  Object.entries(reportRowKinds).flatMap(([key, names]) =>
    [key, ...names].map((name) => [fold(name), key as ReportRowKind] as const),
  ),
);
const titleOf = (column: ReportColumn): string => reportColumns[column][0];

/** The header's columns; null when the first row is none. */
export function headerOf(row: readonly string[]): Map<ReportColumn, number> | null {
  const found = new Map<ReportColumn, number>();
  for (const [index, cell] of row.entries()) {
    const column = columnNames.get(fold(cell));
    if (column !== undefined && !found.has(column)) found.set(column, index);
  }
  return found.has('kind') && found.has('quantity') ? found : null;
}

/** `table`: rows as the file has them, the header among the first of them. Null when there is no header. */
export function readRows(table: readonly string[][], context: RowContext): ReadRows | null {
  const top = table.findIndex((row) => headerOf(row) !== null);
  const header = top < 0 ? null : headerOf(table[top]!);
  if (header === null) return null;
  const reading = new Reading(header, context);
  for (const [index, row] of table.entries()) {
    if (index > top && row.some((cell) => cell.trim() !== '')) reading.take(row, index + 1);
  }
  return { reports: [...reading.reports.values()], problems: reading.problems, rows: reading.count };
}

class Reading {
  readonly reports = new Map<string, SheetReport>();
  readonly problems: RowProblem[] = [];
  count = 0;
  private readonly header: Map<ReportColumn, number>;
  private readonly context: RowContext;

  constructor(header: Map<ReportColumn, number>, context: RowContext) {
    this.header = header;
    this.context = context;
  }

  take(cells: readonly string[], row: number): void {
    this.count += 1;
    const cell = (column: ReportColumn): string => (cells[this.header.get(column) ?? -1] ?? '').trim();
    const wrong = (column: ReportColumn, words: Pair): void => {
      this.problems.push({ row, column: titleOf(column), value: cell(column), words });
    };
    const report = this.reportOf(cell, row, wrong);
    const kind = kindNames.get(fold(cell('kind')));
    if (kind === undefined) {
      const known = Object.values(reportRowKinds)
        .map(([zh]) => zh)
        .join('、');
      wrong('kind', [`不认识的类别，可填：${known}`, `Unknown kind: one of ${Object.keys(reportRowKinds).join(', ')}`]);
    }
    if (report === null || kind === undefined) return;
    const field = { staff: 'staffPresent', power: 'powerKwh', gas: 'gasM3' } as const;
    if (kind === 'item') this.item(report, cell, row, wrong);
    else if (kind === 'lot') this.lot(report, cell, wrong);
    else if (kind === 'input') this.input(report, cell, row, wrong);
    else if (kind === 'hindrance') this.hindrance(report, cell, wrong);
    else {
      this.once(report, field[kind], row, wrong, 'kind');
      const value = number(cell, 'quantity', kind === 'staff' ? '人' : undefined, wrong, kind !== 'staff');
      if (kind !== 'staff') report.figures[kind === 'power' ? 'powerKwh' : 'gasM3'] = value;
      else if (value !== null && !new Decimal(value).isInteger())
        wrong('quantity', ['人数应为整数', 'People are whole']);
      else report.figures.staffPresent = value === null ? null : Number(value);
    }
  }

  private reportOf(cell: Cell, row: number, wrong: Wrong): SheetReport | null {
    const { registry, today, own, worksheet } = this.context;
    const id = cell('enterprise') || own;
    const day = cell('day') === '' ? today : parseDay(cell('day'), { excelSerial: worksheet });
    if (id === null) wrong('enterprise', ['请填企业编码', 'Give the enterprise’s code']);
    else if (!registry.enterprises.some((one) => one.id === id))
      wrong('enterprise', ['没有这家企业，或不归您报送', 'There is no such enterprise, or it is not yours']);
    if (day === null) wrong('day', ['看不懂这个日期，可写 2022-01-08', 'This is no day: write 2022-01-08']);
    if (id === null || day === null || !registry.enterprises.some((one) => one.id === id)) return null;
    const key = `${id}|${day}`;
    const figures: DraftFigures = {
      items: [],
      inputs: [],
      staffPresent: null,
      powerKwh: null,
      gasM3: null,
      hindrances: [],
    };
    const report = this.reports.get(key) ?? { enterprise: id, day, figures, rows: new Map(), firstRow: row };
    this.reports.set(key, report);
    return report;
  }

  private once(report: SheetReport, field: string, row: number, wrong: Wrong, column: ReportColumn): void {
    const before = report.rows.get(field);
    if (before !== undefined)
      wrong(column, [`与第 ${before} 行重复，请合并`, `The same as row ${before}: make them one`]);
    report.rows.set(field, row);
  }

  private item(report: SheetReport, cell: Cell, row: number, wrong: Wrong): void {
    const item = this.context.registry.items.find((one) => one.code === cell('code') || one.name === cell('code'));
    if (item === undefined) {
      wrong('code', ['没有这种物资', 'There is no such item']);
      return;
    }
    this.once(report, `items.${item.code}`, row, wrong, 'code');
    const made = number(cell, 'made', item.unit, wrong);
    const sent = number(cell, 'sent', item.unit, wrong);
    const stock = number(cell, 'quantity', item.unit, wrong);
    const expires = expiry(cell, this.context.worksheet, wrong);
    const madeLot = cell('lot') === '' && expires === null ? null : { lotNumber: cell('lot'), expires };
    const lots = report.figures.items.find((one) => one.item === item.code)?.lots;
    report.figures.items = report.figures.items.filter((one) => one.item !== item.code);
    report.figures.items.push({ item: item.code, made, sent, stock, madeLot, ...(lots ? { lots } : {}) });
  }

  private lot(report: SheetReport, cell: Cell, wrong: Wrong): void {
    const item = this.context.registry.items.find((one) => one.code === cell('code') || one.name === cell('code'));
    if (item === undefined) {
      wrong('code', ['没有这种物资', 'There is no such item']);
      return;
    }
    const stock = number(cell, 'quantity', item.unit, wrong);
    if (stock === null) return;
    const lot = { lotNumber: cell('lot'), expires: expiry(cell, this.context.worksheet, wrong), grade: null, stock };
    const row = report.figures.items.find((one) => one.item === item.code);
    if (row) row.lots = [...(row.lots ?? []), lot];
    else report.figures.items.push({ item: item.code, made: null, sent: null, stock: null, lots: [lot] });
  }

  private input(report: SheetReport, cell: Cell, row: number, wrong: Wrong): void {
    const { registry } = this.context;
    const matches = (one: { code: string; name: string }) => one.code === cell('code') || one.name === cell('code');
    const input = registry.inputs.find(matches) ?? registry.items.find(matches);
    if (input === undefined) {
      wrong('code', ['没有这种原料', 'There is no such input']);
      return;
    }
    this.once(report, `inputs.${input.code}`, row, wrong, 'code');
    const left = number(cell, 'quantity', input.unit, wrong);
    const arrived = number(cell, 'arrived', input.unit, wrong, true);
    report.figures.inputs.push({ input: input.code, left, ...(arrived === null ? {} : { arrived }) });
  }

  private hindrance(report: SheetReport, cell: Cell, wrong: Wrong): void {
    const named = fold(cell('code'));
    if (named === '' && cell('note') === '') return;
    const kind = hindranceKinds.find((one) => [one, ...hindranceNames[one]].some((name) => fold(name) === named));
    if (kind === undefined) {
      const known = hindranceKinds.map((one) => hindranceNames[one][0]).join('、');
      wrong('code', [`不认识的困难类别，可填：${known}`, `Unknown: one of ${hindranceKinds.join(', ')}`]);
      return;
    }
    report.figures.hindrances.push({ kind, text: cell('note').slice(0, 500) });
  }
}

type Cell = (column: ReportColumn) => string;
type Wrong = (column: ReportColumn, words: Pair) => void;

const quantityWords: Record<string, Pair> = {
  required: ['没有填；没有也要填 0', 'Missing: report nothing as 0'],
  unknown_unit: ['不认识的单位', 'Unknown unit'],
  unit_mismatch: ['单位不能换算成登记的单位', 'The unit cannot be turned into the registered one'],
  unit_conflict: ['单位写了两次且不一致', 'The unit is written twice and differs'],
};
const otherwise: Pair = ['看不懂这个数，可写 263万、2,630,000', 'This is no number: write 2,630,000 or 263万'];

function number(
  cell: Cell,
  column: ReportColumn,
  base: string | undefined,
  wrong: Wrong,
  optional = false,
): string | null {
  const text = cell(column);
  if (text === '' && optional) return null;
  const unit = base === undefined || base === '人' ? '' : cell('unit');
  const result = parseQuantity(text, {
    ...(unit === '' ? {} : { unit }),
    ...(base === undefined || base === '人' ? {} : { base }),
  });
  if (!result.ok) wrong(column, quantityWords[result.code] ?? otherwise);
  else if (result.value.isNegative()) wrong(column, ['不能小于 0', 'It cannot be below 0']);
  else if (result.value.decimalPlaces() > 6) wrong(column, ['小数最多六位', 'At most six decimals']);
  else return result.value.toFixed();
  return null;
}

function expiry(cell: Cell, worksheet: boolean, wrong: Wrong): string | null {
  if (cell('expires') === '') return null;
  const day = parseDay(cell('expires'), { excelSerial: worksheet });
  if (day === null) wrong('expires', ['看不懂这个日期，可写 2023-12-31', 'This is no day: write 2023-12-31']);
  return day;
}
