import { Worker } from 'node:worker_threads';
import type { RoutingProblem, SolveOptions, SolveProgress, SolveResult } from './types.ts';

export interface WorkerJob {
  problem: RoutingProblem;
  seed: number | undefined;
  iterations: number | undefined;
  /** Date.now() at which the time is over: the thread's own start-up counts. */
  deadline: number;
  /** One Int32, 1 = stop. */
  stop: SharedArrayBuffer;
}

interface WorkerMessage {
  progress?: SolveProgress;
  result?: SolveResult;
}

/**
 * solveRoutes in a thread of its own, so that the server goes on answering. The matrices are copied. An aborted signal (or `shouldStop`,
 * asked ten times a second) ends the search and resolves with the best so far; only a fault of the program rejects.
 */
export function solveRoutesInWorker(problem: RoutingProblem, options: SolveOptions): Promise<SolveResult> {
  const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const halt = (): void => {
    Atomics.store(new Int32Array(stop), 0, 1);
  };
  const { seed, iterations, signal, shouldStop, onProgress } = options;
  const workerData: WorkerJob = { problem, seed, iterations, deadline: Date.now() + options.seconds * 1000, stop };
  if (signal?.aborted) halt();
  signal?.addEventListener('abort', halt, { once: true });
  const asking = shouldStop ? setInterval(() => shouldStop() && halt(), 100) : undefined;
  return new Promise<SolveResult>((resolve, reject) => {
    const worker = new Worker(new URL('./solve-worker.ts', import.meta.url), { workerData });
    worker.on('message', ({ progress, result }: WorkerMessage) => {
      if (progress) onProgress?.(progress);
      if (result) resolve(result);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the routing thread ended with code ${code} before it answered`)));
  }).finally(() => {
    clearInterval(asking);
    signal?.removeEventListener('abort', halt);
  });
}
