/**
 * Linear programs solved by HiGHS in a thread of its own, kept alive between solves and let go when idle (WebAssembly
 * memory grows and never shrinks, so ending the thread is what gives it back).
 *
 *   const solver = new LinearSolver();
 *   const model = await solver.open(program.compile());
 *   const reply = await model.solve({ costs });
 *   await model.close();
 */
import { Worker } from 'node:worker_threads';
import type { CompiledProgram } from './linear-program.ts';
import type { FromWorker, ProbeRequest, SolveReply, SolveRequest, ToWorker } from './messages.ts';

/** A solve looks at the flag at each iteration; a step that looks at nothing (presolve, a factorisation) is cut off after this. */
const HARD_STOP_AFTER_MS = 700;

export interface SolveOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((iterations: number) => void) | undefined;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
  onProgress: ((iterations: number) => void) | undefined;
}

/** Thrown when the thread had to be ended in the middle of a step: every open model is gone. */
export class SolverStopped extends Error {
  constructor() {
    super('the solver was stopped');
    this.name = 'SolverStopped';
  }
}

type WithoutCall<Message> = Message extends { call: number } ? Omit<Message, 'call'> : never;

export class LinearSolver {
  readonly #idleMs: number;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #calls = 0;
  #models = 0;
  #open = 0;

  /** @param idleMs how long the thread is kept when no model is open */
  constructor(options: { idleMs?: number } = {}) {
    this.#idleMs = options.idleMs ?? 20_000;
  }

  /** Starts the thread before it is needed, so that it loads while other work is done. */
  prepare(): void {
    this.#awake().unref();
    this.#rest();
  }

  /** True while the thread (and its memory) is there. */
  get running(): boolean {
    return this.#worker !== null;
  }

  async open(program: CompiledProgram): Promise<LinearModel> {
    const model = ++this.#models;
    this.#open++;
    await this.#ask({ kind: 'open', model, program });
    return new LinearModel({
      solve: (request, options) => this.#solve(model, request, options),
      probe: async (request) => (await this.#ask({ kind: 'probe', model, request })) as Float64Array,
      exportMps: async () => (await this.#ask({ kind: 'export', model })) as Uint8Array,
      close: async () => {
        if (this.#worker === null) return;
        await this.#ask({ kind: 'close', model });
        this.#open = Math.max(0, this.#open - 1);
        this.#rest();
      },
    });
  }

  /** Ends the thread now; what was being solved rejects with SolverStopped. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#forget(new SolverStopped());
    await worker?.terminate();
  }

  async #solve(model: number, request: SolveRequest, options: SolveOptions): Promise<SolveReply> {
    // looking at the flag costs a fifth of a small solve: only when somebody may stop it or wants to follow it
    const watched = options.signal !== undefined || options.onProgress !== undefined;
    const watch = watched ? new SharedArrayBuffer(4) : null;
    let hardStop: NodeJS.Timeout | null = null;
    const abort = (): void => {
      if (watch !== null) Atomics.store(new Int32Array(watch), 0, 1);
      hardStop = setTimeout(() => void this.stop(), HARD_STOP_AFTER_MS);
    };
    if (options.signal?.aborted === true) abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    try {
      return (await this.#ask({ kind: 'solve', model, request, watch }, options.onProgress)) as SolveReply;
    } finally {
      options.signal?.removeEventListener('abort', abort);
      if (hardStop !== null) clearTimeout(hardStop);
    }
  }

  #ask(message: WithoutCall<ToWorker>, onProgress?: (iterations: number) => void): Promise<unknown> {
    const worker = this.#awake();
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#pending.set(call, { resolve, reject, onProgress });
      worker.ref();
      worker.postMessage({ ...message, call });
    });
  }

  #awake(): Worker {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./solver-worker.ts', import.meta.url), { name: 'solver' });
    worker.on('message', (message: FromWorker) => this.#hear(message));
    worker.on('error', (error) => this.#forget(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#forget(new SolverStopped());
    });
    this.#worker = worker;
    return worker;
  }

  #hear(message: FromWorker): void {
    const pending = this.#pending.get(message.call);
    if (pending === undefined) return;
    if (message.kind === 'progress') {
      pending.onProgress?.(message.iterations);
      return;
    }
    this.#pending.delete(message.call);
    if (this.#pending.size === 0) this.#worker?.unref();
    if (message.kind === 'done') pending.resolve(message.value);
    else pending.reject(new Error(message.message));
  }

  #rest(): void {
    if (this.#open > 0 || this.#pending.size > 0) return;
    this.#idle = setTimeout(() => void this.stop(), this.#idleMs);
    this.#idle.unref();
  }

  #forget(error: Error): void {
    this.#worker = null;
    this.#open = 0;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) pending.reject(error);
  }
}

interface ModelCalls {
  solve(request: SolveRequest, options: SolveOptions): Promise<SolveReply>;
  probe(request: ProbeRequest): Promise<Float64Array>;
  exportMps(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** One model kept in the solver's thread. Close it after use: nothing else frees it. */
export class LinearModel {
  readonly #calls: ModelCalls;
  #closed = false;

  constructor(calls: ModelCalls) {
    this.#calls = calls;
  }

  /** Aborting the signal ends the solve within a second with status `interrupted`, or rejects with SolverStopped. */
  solve(request: SolveRequest, options: SolveOptions = {}): Promise<SolveReply> {
    return this.#calls.solve(request, options);
  }

  /** The optimal objective under each of some small changes, tried one by one with the last costs; NaN where there is none. */
  probe(request: ProbeRequest): Promise<Float64Array> {
    return this.#calls.probe(request);
  }

  /** The model as an MPS file, for other solvers. */
  exportMps(): Promise<Uint8Array> {
    return this.#calls.exportMps();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#calls.close();
  }
}
