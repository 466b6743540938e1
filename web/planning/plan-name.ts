import { formatDay } from '#contracts/calendar.ts';
import type { PlanSummary } from '#contracts/planning.ts';
import { formatMoment } from '../platform/day.tsx';
import type { Language } from './words.ts';

type Named = Pick<PlanSummary, 'title' | 'from' | 'days' | 'kind' | 'createdAt'>;

/** What people call a plan: its title, or what it is when nobody gave it one. */
export function planName(plan: Named, language: Language): string {
  if (plan.title !== plan.from) return plan.title;
  const zh = language === 'zh';
  if (plan.kind === 'forecast') {
    const at = formatMoment(plan.createdAt, language);
    return zh ? `${at} 的推演` : `forecast of ${at}`;
  }
  const day = formatDay(plan.from, language);
  return zh ? `${day}起 ${plan.days} 天的计划` : `plan of ${plan.days} days from ${day}`;
}

/** Who asked for a plan; a forecast is made by itself whenever the data changes. */
export function askedBy({ kind, createdBy }: Pick<PlanSummary, 'kind' | 'createdBy'>, language: Language): string {
  if (kind !== 'forecast') return createdBy;
  return language === 'zh' ? '系统' : 'the system';
}
