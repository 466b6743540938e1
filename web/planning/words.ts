/** What the plan's pages say alike: names of plans, states, stages of the computation, solver's words. */
import { addDays, formatDay } from '#contracts/calendar.ts';
import type { PlanSummary } from '#contracts/planning.ts';
import { pick } from '../platform/language.ts';

export type Language = 'zh' | 'en';
type Pair = readonly [zh: string, en: string];

export const stateNames: Record<PlanSummary['state'], Pair> = {
  queued: ['排队中', 'waiting'],
  running: ['计算中', 'being computed'],
  ready: ['已算出', 'computed'],
  failed: ['没有算出', 'failed'],
  cancelled: ['已取消', 'cancelled'],
  approved: ['已批准，正在执行', 'approved, in force'],
  superseded: ['已被后来的计划取代', 'superseded'],
};

const solverWords: Record<string, Pair> = {
  optimal: ['已证明最优', 'proved optimal'],
  time_limit: ['到时限，未证明最优', 'time limit reached, not proved optimal'],
  interrupted: ['已中断，未证明最优', 'interrupted, not proved optimal'],
  infeasible: ['无可行解', 'no feasible plan'],
};

export function solverWord(status: string | null, language: Language): string {
  if (status === null) return '';
  return solverWords[status] === undefined ? status : pick(solverWords[status], language);
}

/** '1月9日–1月22日' */
export function periodOf(plan: Pick<PlanSummary, 'from' | 'days'>, language: Language): string {
  const last = addDays(plan.from, plan.days - 1);
  return last === plan.from
    ? formatDay(plan.from, language)
    : `${formatDay(plan.from, language)} – ${formatDay(last, language)}`;
}

export function isRunning(plan: Pick<PlanSummary, 'state'>): boolean {
  return plan.state === 'queued' || plan.state === 'running';
}

export function hasResult(plan: Pick<PlanSummary, 'state'>): boolean {
  return plan.state === 'ready' || plan.state === 'approved' || plan.state === 'superseded';
}

/** What the computation is at, by the step that the server tells. */
export function stageWords(step: string | undefined, language: Language): string {
  const zh = language === 'zh';
  if (step === undefined) return zh ? '读取数据，建立模型' : 'reading the data and setting up';
  const tier = /^O1\.(\d+)$/.exec(step)?.[1];
  if (tier !== undefined) return zh ? `先保第 ${tier} 级需求` : `meeting the needs of tier ${tier}`;
  const known: Record<string, Pair> = {
    O2: ['再留足期末储备', 'keeping the reserve'],
    O3: ['再减少过期', 'wasting the least'],
    O4: ['再减少运输', 'moving the least'],
    tidy: ['在同样好的方案里取固定的一个，查明原因并核对', 'choosing one among equals, finding causes, checking'],
  };
  return known[step] === undefined ? step : pick(known[step], language);
}

export const sentences = (parts: readonly string[], language: Language): string =>
  parts.join(language === 'zh' ? '；' : '; ');
