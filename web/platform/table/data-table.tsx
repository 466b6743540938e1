import { type ReactNode, useState } from 'react';
import { DetailDrawer } from '../dialog.tsx';
import { EmptyState } from '../empty-state.tsx';
import { useLanguage, useText } from '../language.ts';
import { ProblemView } from '../problem.tsx';
import { usePhone } from '../screen.ts';
import { type Asked, type Column, type ListSource, takes } from './column.ts';
import { DeskRows } from './desk-rows.tsx';
import { PhoneRows } from './phone-rows.tsx';
import { useHeldRows, useServedRows } from './rows.ts';
import './table.css';
import { type TableExport, Toolbar } from './toolbar.tsx';

export { type Column, type ListSource, listSource } from './column.ts';
export type { TableExport } from './toolbar.tsx';

const words = {
  none: ['没有符合条件的', 'Nothing matches'],
  clear: ['清除条件', 'Clear the conditions'],
  empty: ['还没有数据', 'Nothing yet'],
  shown: ['显示 {shown} / 共 {total}', '{shown} of {total}'],
  all: ['共 {total}', '{total} in all'],
  loading: ['正在读取…', 'Loading…'],
} as const;

interface CommonProps<Row> {
  /** what the table lists, for screen readers: '库存' */
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  rowKey: (row: Row) => string;
  rowTone?: (row: Row) => 'danger' | 'warning' | undefined;
  /** a press on a row opens this beside the table */
  detail?: (row: Row) => { title: string; content: ReactNode };
  /** a press on a row does this, in place of `detail` */
  onRow?: (row: Row) => void;
  exports?: readonly TableExport[];
  /** says what to do first when there is nothing at all */
  empty?: { title: string; more?: string; act?: ReactNode };
  /** a search box; default: true for more than 10 rows, and where the server searches */
  search?: boolean;
  /** before the search box, and at the end of the bar */
  left?: ReactNode;
  right?: ReactNode;
  /** how many rows to keep room for until the first answer */
  expected?: number;
  maxHeight?: string;
  /** false leaves the line with the number of rows out */
  count?: boolean;
  sortedBy?: { key: string; order: 'asc' | 'desc' };
}
interface HeldProps<Row> {
  /** all rows, held by the page; undefined while they are read */
  rows: readonly Row[] | undefined;
  problem?: unknown;
  onRetry?: () => void;
}
interface ServedProps<Row> {
  /** rows that the server pages: `listSource(contract, input, topics)` */
  source: ListSource<Row>;
}
export type DataTableProps<Row> = CommonProps<Row> & (HeldProps<Row> | ServedProps<Row>);

/** The rows of a list that the page reads whole, what went wrong with it and how to read it again: `<DataTable {...heldRows(list)} />`. */
export function heldRows<Row>(list: {
  data?: { rows: readonly Row[] } | undefined;
  error: unknown;
  refetch(): unknown;
}): HeldProps<Row> {
  return { rows: list.data?.rows, problem: list.error, onRetry: () => void list.refetch() };
}

/** Every list of the product: search, sorting, filters, export, detail; a table on the desk, cards on the telephone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns } = props;
  const phone = usePhone();
  const [asked, ask] = useState<Asked>({ search: '', sorting: props.sortedBy ?? null, filters: {} });
  const [opened, setOpened] = useState<Row | null>(null);
  const source = 'source' in props ? props.source : null;
  const given = 'rows' in props ? props.rows : undefined;
  const served = useServedRows(source, asked, columns);
  const held = useHeldRows(given, asked, columns);

  const rows = source === null ? held : served.rows;
  const total = source === null ? given?.length : served.total;
  const problem = 'rows' in props ? props.problem : served.problem;
  const retry = 'rows' in props ? props.onRetry : served.retry;
  const conditions = asked.search.trim() !== '' || Object.values(asked.filters).some((value) => value !== '');
  const searchable = props.search ?? (source === null ? (given?.length ?? 0) > 10 : takes(source.contract, 'search'));
  const sortable = (column: Column<Row>) =>
    column.sortable ?? (column.value !== undefined && (source === null || takes(source.contract, 'sort')));
  const onRow = props.onRow ?? (props.detail === undefined ? undefined : setOpened);
  const detail = opened === null ? undefined : props.detail?.(opened);

  const shared = {
    label: props.label,
    columns,
    rows,
    rowKey: props.rowKey,
    more: served.more,
    expected: props.expected ?? 8,
    ...(props.rowTone === undefined ? {} : { rowTone: props.rowTone }),
    ...(onRow === undefined ? {} : { onRow }),
  };
  return (
    <div className="bg-data">
      <Toolbar
        columns={columns}
        asked={asked}
        ask={ask}
        search={searchable}
        exports={props.exports ?? []}
        left={props.left}
        right={props.right}
      />
      {problem && rows === undefined ? (
        <ProblemView problem={problem} {...(retry === undefined ? {} : { onRetry: retry })} />
      ) : rows?.length === 0 ? (
        <Nothing conditions={conditions} clear={() => ask({ ...asked, search: '', filters: {} })} empty={props.empty} />
      ) : phone ? (
        <PhoneRows {...shared} />
      ) : (
        <DeskRows
          {...shared}
          asked={asked}
          sort={(sorting) => ask({ ...asked, sorting })}
          sortable={sortable}
          stale={served.stale}
          maxHeight={props.maxHeight}
        />
      )}
      {props.count !== false && rows !== undefined && rows.length > 0 && (
        <Count shown={rows.length} total={total} loading={served.loadingMore} />
      )}
      <DetailDrawer open={detail !== undefined} title={detail?.title ?? ''} onClose={() => setOpened(null)}>
        {detail?.content}
      </DetailDrawer>
    </div>
  );
}

function Nothing(props: { conditions: boolean; clear: () => void; empty: CommonProps<never>['empty'] }) {
  const text = useText(words);
  if (props.conditions) {
    return (
      <EmptyState
        title={text('none')}
        act={
          <button type="button" className="bg-button" onClick={props.clear}>
            {text('clear')}
          </button>
        }
      />
    );
  }
  return <EmptyState title={props.empty?.title ?? text('empty')} more={props.empty?.more} act={props.empty?.act} />;
}

function Count({ shown, total, loading }: { shown: number; total: number | undefined; loading: boolean }) {
  const { language } = useLanguage();
  const text = useText(words);
  const grouped = (value: number) => value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB');
  const whole = total ?? shown;
  return (
    <p className="bg-table-count" aria-live="polite">
      {shown < whole
        ? text('shown', { shown: grouped(shown), total: grouped(whole) })
        : text('all', { total: grouped(shown) })}
      {loading && ` · ${text('loading')}`}
    </p>
  );
}
