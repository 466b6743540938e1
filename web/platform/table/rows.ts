import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { addressOf } from '../address.ts';
import { type ApiProblem, call, type InputOf } from '../client.ts';
import { type Asked, arrange, type Column, type ListAnswer, type ListSource, parametersOf } from './column.ts';

export interface RowsInHand<Row> {
  /** undefined until the first answer */
  rows: Row[] | undefined;
  total: number | undefined;
  problem: ApiProblem | null;
  retry: () => void;
  /** asks for the next page, when there is one and none is on its way */
  more: (() => void) | null;
  loadingMore: boolean;
  /** an answer for what was asked last is on its way; what shows is the one before */
  stale: boolean;
}

/** Rows the browser holds: arranged here. */
export function useHeldRows<Row>(
  rows: readonly Row[] | undefined,
  asked: Asked,
  columns: ReadonlyArray<Column<Row>>,
): Row[] | undefined {
  return useMemo(() => (rows === undefined ? undefined : arrange(rows, asked, columns)), [rows, asked, columns]);
}

/** Rows of the server, page by page under a cursor. */
export function useServedRows<Row>(
  source: ListSource<Row> | null,
  asked: Asked,
  columns: ReadonlyArray<Column<Row>>,
): RowsInHand<Row> {
  const query = source === null ? {} : { ...source.query, ...parametersOf(source.contract, asked, columns) };
  const address = source === null ? 'none' : addressOf(source.contract, { params: source.params, query });
  const pages = useInfiniteQuery<ListAnswer<Row>, ApiProblem, { pages: ListAnswer<Row>[] }, unknown[], string | null>({
    queryKey: [address, 'pages'],
    enabled: source?.enabled ?? false,
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) => {
      const input = { params: source!.params, query: pageParam === null ? query : { ...query, cursor: pageParam } };
      return call(source!.contract, input as InputOf<ListSource<Row>['contract']>, { signal });
    },
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    meta: { topics: source?.topics ?? [] },
  });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows), [pages.data]);
  return {
    rows,
    total: pages.data?.pages[0]?.total,
    problem: pages.error,
    retry: () => void pages.refetch(),
    more: pages.hasNextPage && !pages.isFetchingNextPage ? () => void pages.fetchNextPage() : null,
    loadingMore: pages.isFetchingNextPage,
    stale: pages.isPlaceholderData,
  };
}
