import { parentPort, workerData } from 'node:worker_threads';
import { solveRoutes } from './solve.ts';
import type { WorkerJob } from './solve-in-worker.ts';

/** Body of the worker thread of solveRoutesInWorker: one problem, then it ends. */
const job = workerData as WorkerJob;
const port = parentPort!;
const stopped = new Int32Array(job.stop);
const seconds = Math.max(0, (job.deadline - Date.now()) / 1000);
const result = solveRoutes(job.problem, {
  seconds,
  ...(job.seed === undefined ? {} : { seed: job.seed }),
  ...(job.iterations === undefined ? {} : { iterations: job.iterations }),
  shouldStop: () => Atomics.load(stopped, 0) === 1,
  onProgress: (progress) => port.postMessage({ progress }),
});
port.postMessage({ result });
