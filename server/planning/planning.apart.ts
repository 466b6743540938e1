/** Computes a plan in a thread of its own: progress and results come as they are there, and stopping takes effect at once. */
import { Worker } from 'node:worker_threads';
import type { PlanCure } from '#contracts/planning.ts';
import type { Plan, PlanningOptions, PlanProgress, WarmStart } from './model/index.ts';
import type { InputFiles } from './plan-inputs.ts';
import type { PlanTable } from './planning.repository.ts';

export interface SolveRequest {
  city: string;
  plan: string;
  files: InputFiles;
  options: PlanningOptions;
  warmStart: WarmStart | undefined;
  /** seconds */
  timeLimit: number;
}

export interface SolveResult extends Pick<Plan, 'solver' | 'objectives' | 'optimum' | 'assumptions'> {
  rows: Map<PlanTable, Array<Record<string, unknown>>>;
  warmStart: WarmStart;
}

export type FromPlanningThread =
  | { kind: 'progress'; progress: PlanProgress }
  | { kind: 'planned'; result: SolveResult }
  | { kind: 'cures'; cures: PlanCure[] }
  | { kind: 'refused'; words: { zh: string; en: string } }
  | { kind: 'broken'; why: string };

/** The data cannot be planned with; `words` say why. */
export class PlanRefused extends Error {
  readonly words: { zh: string; en: string };
  constructor(words: { zh: string; en: string }) {
    super(words.en);
    this.words = words;
  }
}
/** The plan failed the independent check: a defect of this program. */
export class PlanThrownAway extends Error {}
/** Stopped by `signal`. */
export class PlanStopped extends Error {}

interface Hearing {
  signal: AbortSignal;
  onProgress: (progress: PlanProgress) => void;
  /** the cures are waited for only after this is done */
  onPlanned: (result: SolveResult) => Promise<void>;
}

/**
 * Answers the cures, which come last.
 * @throws PlanRefused, PlanThrownAway, PlanStopped; anything else is a failure of the computation
 */
export async function solveApart(request: SolveRequest, hearing: Hearing): Promise<PlanCure[]> {
  if (hearing.signal.aborted) throw new PlanStopped();
  const worker = new Worker(new URL('./planning.worker.ts', import.meta.url), { name: 'plan', workerData: request });
  let kept: Promise<void> = Promise.resolve();
  try {
    const cures = await new Promise<PlanCure[]>((resolve, reject) => {
      hearing.signal.addEventListener('abort', () => reject(new PlanStopped()), { once: true });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the thread of the plan ended before it answered')));
      worker.on('message', (message: FromPlanningThread) => {
        if (message.kind === 'progress') hearing.onProgress(message.progress);
        else if (message.kind === 'planned') {
          kept = hearing.onPlanned(message.result);
          kept.catch(reject);
        } else if (message.kind === 'cures') resolve(message.cures);
        else if (message.kind === 'refused') reject(new PlanRefused(message.words));
        else reject(new PlanThrownAway(message.why));
      });
    });
    await kept;
    return cures;
  } finally {
    await worker.terminate();
    await kept.catch(() => {});
  }
}
