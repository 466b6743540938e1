import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { AnyContract, InputOf } from '../client.ts';

export interface Column<Row> {
  key: string;
  title: string;
  /** what is sorted, searched and shown; decimal strings sort as numbers */
  value?: (row: Row) => string | number | null | undefined;
  /** how it is shown, when the value alone does not do */
  render?: (row: Row) => ReactNode;
  /** right for figures */
  align?: 'left' | 'right';
  /** pixels; of a long list every column is best given one, else they share the space */
  width?: number;
  /** by its value in the browser; from the server under the column's key. Default: true when `value` is given */
  sortable?: boolean;
  /** a choice above the table; from the server it goes out as the query's parameter `filter.parameter` (default: the column's key) */
  filter?: { parameter?: string; options: ReadonlyArray<{ value: string; label: string }> };
  /** on a telephone: the card's heading, a line of the card (default), or left out */
  phone?: 'title' | 'line' | 'hidden';
  /** keeps the cell on one line, the rest cut; default true for long lists */
  wrap?: boolean;
}

export interface ListAnswer<Row> {
  rows: Row[];
  /** the cursor of the following page, null on the last */
  next: string | null;
  total?: number;
}

/** A list that the server sorts, searches and pages. Made by `listSource`. */
export interface ListSource<Row> {
  contract: AnyContract & { response: z.ZodType<ListAnswer<Row>> };
  params: object;
  query: object;
  topics: readonly string[];
  enabled: boolean;
}

/** `listSource(listUsers, { query: { role } }, ['users'])`: what the search box, sorting and filters ask for is added by the table. */
export function listSource<Row, C extends AnyContract & { response: z.ZodType<ListAnswer<Row>> }>(
  contract: C,
  input: InputOf<C> | Record<never, never> = {},
  topics: readonly string[] = [],
  enabled = true,
): ListSource<z.output<C['response']>['rows'][number]> {
  const { params = {}, query = {} } = input as { params?: object; query?: object };
  return { contract, params, query, topics, enabled };
}

export interface Sorting {
  key: string;
  order: 'asc' | 'desc';
}

/** What the reader asked of the table. */
export interface Asked {
  search: string;
  sorting: Sorting | null;
  filters: Record<string, string>;
}

/** Whether a contract's query takes a parameter. */
export function takes(contract: Pick<AnyContract, 'query'>, parameter: string): boolean {
  const { shape } = contract.query as { shape?: Record<string, unknown> };
  return shape !== undefined && parameter in shape;
}

/** The parameters for what was asked, as far as the contract takes them. */
export function parametersOf<Row>(
  contract: Pick<AnyContract, 'query'>,
  asked: Asked,
  columns: ReadonlyArray<Column<Row>>,
): object {
  const wanted: Record<string, string> = {};
  if (asked.search.trim() !== '') wanted.search = asked.search.trim();
  if (asked.sorting !== null) {
    wanted.sort = asked.sorting.key;
    wanted.order = asked.sorting.order;
  }
  for (const column of columns) {
    const chosen = asked.filters[column.key];
    if (chosen) wanted[column.filter?.parameter ?? column.key] = chosen;
  }
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => takes(contract, name)));
}

/** Rows as asked for, where the browser holds them all. */
export function arrange<Row>(rows: readonly Row[], asked: Asked, columns: ReadonlyArray<Column<Row>>): Row[] {
  const sought = fold(asked.search);
  const filters = columns.filter((column) => column.filter !== undefined && asked.filters[column.key]);
  const kept = rows.filter(
    (row) =>
      filters.every((column) => String(column.value?.(row) ?? '') === asked.filters[column.key]) &&
      (sought === '' || columns.some((column) => fold(String(column.value?.(row) ?? '')).includes(sought))),
  );
  const sorted = columns.find((column) => column.key === asked.sorting?.key);
  if (sorted?.value === undefined) return kept;
  const sign = asked.sorting?.order === 'desc' ? -1 : 1;
  const value = sorted.value;
  return kept.sort((one, other) => compare(value(one), value(other), sign));
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

const words = new Intl.Collator('zh-CN', { numeric: true });

/** Nothing recorded stands last in both directions. */
function compare(one: unknown, other: unknown, sign: number): number {
  const missing = (value: unknown) => value === null || value === undefined || value === '';
  if (missing(one) || missing(other)) return Number(missing(one)) - Number(missing(other));
  const [first, second] = [Number(one), Number(other)];
  if (!Number.isNaN(first) && !Number.isNaN(second)) return sign * (first - second);
  return sign * words.compare(String(one), String(other));
}
