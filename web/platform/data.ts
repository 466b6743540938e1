/** Reading and acting from a page: cached reads that renew when the server says so, writes that are never sent twice. */
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { useRef } from 'react';
import { addressOf, type WireInput } from './address.ts';
import { type AnyContract, ApiProblem, call, type InputOf, newKey, type OutputOf } from './client.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // asked once even when the browser says there is no network: a phone page's own worker may have the answer
      networkMode: 'offlineFirst',
      retry: (failures, problem) => problem instanceof ApiProblem && problem.mayRetry && failures < 2,
      refetchOnWindowFocus: false,
    },
  },
});

export interface DataOptions {
  /** the events that make this stale, as the server names them; without any, only '*' does */
  topics?: readonly string[];
  /** false: do not ask yet */
  enabled?: boolean;
  /** milliseconds between renewals, for what changes without an event (a clock, a wall screen) */
  every?: number;
  /** keep showing the last answer while another input's answer is on its way */
  keepPrevious?: boolean;
}

/** The cache's key of a read: its address. */
export function keyOf(contract: AnyContract, input: WireInput): readonly unknown[] {
  return [addressOf(contract, input)];
}

/** Reads: `const stock = useData(stockPositions, { query: { item } }, { topics: ['stock'] })`. */
export function useData<C extends AnyContract>(
  contract: C,
  input: InputOf<C> = {} as InputOf<C>,
  options: DataOptions = {},
): UseQueryResult<OutputOf<C>, ApiProblem> {
  return useQuery<OutputOf<C>, ApiProblem>({
    queryKey: keyOf(contract, input as WireInput),
    queryFn: ({ signal }) => callLoosely(contract, input, { signal }),
    meta: { topics: options.topics ?? [] },
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

export interface ActOptions<C extends AnyContract> {
  onDone?: (answer: OutputOf<C>, input: InputOf<C>) => void;
  onProblem?: (problem: ApiProblem) => void;
  /** topics whose reads are renewed at once, without waiting for the event; default: everything on the page */
  renews?: readonly string[];
}

export interface Act<C extends AnyContract> {
  /** Sends it. A second tap while it runs does nothing. Resolves to null when it was refused; `problem` says why. */
  run: (input: InputOf<C>) => Promise<OutputOf<C> | null>;
  running: boolean;
  problem: ApiProblem | null;
  answer: OutputOf<C> | undefined;
  reset: () => void;
}

/**
 * Writes: `const file = useAct(fileReport, { onDone })`, `file.run({ body })`, `<Button loading={file.running} />`.
 * One key a submission: while an outcome is unknown (no answer, a failing server) the same input goes again under the same key,
 * so that the server does it once.
 */
export function useAct<C extends AnyContract>(contract: C, options: ActOptions<C> = {}): Act<C> {
  const pending = useRef<{ input: string; key: string } | null>(null);
  const underway = useRef(false);
  const mutation: UseMutationResult<OutputOf<C>, ApiProblem, InputOf<C>> = useMutation({
    mutationFn: (input: InputOf<C>) => {
      const written = JSON.stringify(input);
      if (pending.current?.input !== written) pending.current = { input: written, key: newKey() };
      return callLoosely(contract, input, { idempotencyKey: pending.current.key });
    },
    networkMode: 'always',
    retry: (failures, problem) => problem.status === 0 && failures < 2,
    onSuccess: (answer, input) => {
      pending.current = null;
      renew(options.renews ?? ['*']);
      options.onDone?.(answer, input);
    },
    onError: (problem) => {
      if (!problem.mayRetry) pending.current = null;
      options.onProblem?.(problem);
    },
  });
  return {
    run: async (input) => {
      if (underway.current) return null;
      underway.current = true;
      try {
        return await mutation.mutateAsync(input);
      } catch (thrown) {
        if (thrown instanceof ApiProblem) return null;
        throw thrown;
      } finally {
        underway.current = false;
      }
    },
    running: mutation.isPending,
    problem: mutation.error,
    answer: mutation.data,
    reset: mutation.reset,
  };
}

/** Marks reads as stale: those that name one of the topics, all for '*'. Those on screen are read again. */
export function renew(topics: Iterable<string>): void {
  const changed = new Set(topics);
  if (changed.size === 0) return;
  void queryClient.invalidateQueries({
    predicate: (query) =>
      changed.has('*') || ((query.meta?.topics as string[] | undefined) ?? []).some((topic) => changed.has(topic)),
  });
}

function callLoosely<C extends AnyContract>(
  contract: C,
  input: InputOf<C>,
  options: { idempotencyKey?: string; signal?: AbortSignal },
): Promise<OutputOf<C>> {
  return (call as (contract: C, input: InputOf<C>, options: object) => Promise<OutputOf<C>>)(contract, input, options);
}
