import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../language.ts';
import type { Asked, Column, Sorting } from './column.ts';

const ROW = 36;
/** above this many rows only those near the view are drawn */
const LONG = 120;
const BEYOND = 12;

const words = {
  sort: ['按{title}排序', 'Sort by {title}'],
} as const;

interface Props<Row> {
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  /** undefined: the first answer is on its way */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  rowTone?: (row: Row) => 'danger' | 'warning' | undefined;
  onRow?: (row: Row) => void;
  asked: Asked;
  sort: (sorting: Sorting | null) => void;
  sortable: (column: Column<Row>) => boolean;
  more: (() => void) | null;
  stale: boolean;
  expected: number;
  maxHeight: string | undefined;
}

/** The table of the wide screen: head that stays, rows that can be walked with the arrow keys, long lists drawn in part. */
export function DeskRows<Row>(props: Props<Row>) {
  const { columns, rows, rowKey } = props;
  const scroller = useRef<HTMLElement>(null);
  const long = (rows?.length ?? 0) > LONG;
  const [from, to] = useWindow(scroller, rows?.length ?? 0, long);
  const { more, asked } = props;

  // another order or search begins at its first row
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked is what this waits for
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [asked]);

  useEffect(() => {
    if (more !== null && rows !== undefined && to >= rows.length - BEYOND && isScrolledDown(scroller.current, long))
      more();
  }, [to, rows, more, long]);

  return (
    <section
      ref={scroller}
      className={long ? 'bg-table-scroll bg-table-long' : 'bg-table-scroll'}
      style={{ maxHeight: props.maxHeight ?? 'calc(100dvh - 140px)' }}
      aria-label={props.label}
      aria-busy={rows === undefined || props.stale}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onKeyDown={walk}
    >
      <table className="bg-table">
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.key}
                column={column}
                sortable={props.sortable(column)}
                asked={props.asked}
                sort={props.sort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined && <Waiting columns={columns.length} rows={props.expected} />}
          {long && from > 0 && <Gap columns={columns.length} height={from * ROW} />}
          {rows?.slice(from, to).map((row) => (
            <BodyRow key={rowKey(row)} row={row} columns={columns} tone={props.rowTone?.(row)} onRow={props.onRow} />
          ))}
          {long && to < (rows?.length ?? 0) && (
            <Gap columns={columns.length} height={((rows?.length ?? 0) - to) * ROW} />
          )}
        </tbody>
      </table>
    </section>
  );
}

function isScrolledDown(scroller: HTMLElement | null, long: boolean): boolean {
  return (
    scroller !== null && (long || scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - BEYOND * ROW)
  );
}

/** Which rows to draw: those in view and some beyond. */
function useWindow(
  scroller: React.RefObject<HTMLElement | null>,
  count: number,
  long: boolean,
): [from: number, to: number] {
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !long) return;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [scroller, long]);
  if (!long) return [0, count];
  const from = Math.max(0, Math.min(Math.floor(view.top / ROW), count) - BEYOND);
  return [from, Math.min(count, from + Math.ceil(view.height / ROW) + 2 * BEYOND)];
}

/** Arrow keys go from row to row, as in a worksheet. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as HTMLElement).closest('tbody tr');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const button = next?.querySelector<HTMLElement>('.bg-row-open');
  if (!button) return;
  event.preventDefault();
  button.focus();
}

function Head<Row>(props: {
  column: Column<Row>;
  sortable: boolean;
  asked: Asked;
  sort: (sorting: Sorting | null) => void;
}) {
  const { column, asked } = props;
  const text = useText(words);
  const order = asked.sorting?.key === column.key ? asked.sorting.order : null;
  const className = column.align === 'right' ? 'bg-right' : undefined;
  if (!props.sortable) {
    return (
      <th scope="col" className={className}>
        {column.title}
      </th>
    );
  }
  // first press: figures from the largest, words from the first
  const first = column.align === 'right' ? 'desc' : 'asc';
  const next = order === null ? first : order === first ? (first === 'asc' ? 'desc' : 'asc') : null;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={order === null ? 'none' : order === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        className="bg-sort"
        title={text('sort', { title: column.title })}
        onClick={() => props.sort(next === null ? null : { key: column.key, order: next })}
      >
        {column.title}
        <span aria-hidden="true" className={order === null ? 'bg-sort-mark' : 'bg-sort-mark bg-sort-on'}>
          {order === 'desc' ? '↓' : '↑'}
        </span>
      </button>
    </th>
  );
}

function BodyRow<Row>(props: {
  row: Row;
  columns: ReadonlyArray<Column<Row>>;
  tone: 'danger' | 'warning' | undefined;
  onRow: ((row: Row) => void) | undefined;
}) {
  const { row, columns, onRow } = props;
  const open = () => {
    // marking text in a row is no press
    if (window.getSelection()?.isCollapsed !== false) onRow?.(row);
  };
  const className = [onRow === undefined ? '' : 'bg-row-opens', props.tone === undefined ? '' : `bg-row-${props.tone}`]
    .join(' ')
    .trim();
  return (
    <tr className={className || undefined} onClick={onRow === undefined ? undefined : open}>
      {columns.map((column, index) => (
        <td key={column.key} className={cellClass(column)}>
          {index === 0 && onRow !== undefined ? (
            <button
              type="button"
              className="bg-row-open"
              onClick={(event) => {
                event.stopPropagation();
                onRow(row);
              }}
            >
              {cellOf(column, row)}
            </button>
          ) : (
            cellOf(column, row)
          )}
        </td>
      ))}
    </tr>
  );
}

function cellClass<Row>(column: Column<Row>): string | undefined {
  return (
    [column.align === 'right' ? 'bg-right' : '', column.wrap === true ? 'bg-wraps' : ''].join(' ').trim() || undefined
  );
}

export function cellOf<Row>(column: Column<Row>, row: Row): ReactNode {
  if (column.render !== undefined) return column.render(row);
  const value = column.value?.(row);
  return value === null || value === undefined || value === '' ? <span className="bg-muted">—</span> : value;
}

function Gap({ columns, height }: { columns: number; height: number }) {
  return (
    <tr className="bg-gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

/** Rows of the same height as those to come, so that nothing moves when they arrive. */
function Waiting({ columns, rows }: { columns: number; rows: number }) {
  return Array.from({ length: rows }, (_, index) => (
    <tr key={index}>
      {Array.from({ length: columns }, (_, column) => (
        <td key={column}>
          <span className="bg-bone" />
        </td>
      ))}
    </tr>
  ));
}
