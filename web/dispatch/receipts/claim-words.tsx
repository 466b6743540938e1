import { boardActorNames, nextActs, transportAnswers } from '#contracts/board.ts';
import type { ClaimHead } from '#contracts/claims.ts';
import { Moment } from '../../platform/day.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';

/** What lists and drawers of claims say alike: whose act is next, until when, how old. */
const words = {
  hours: ['{hours} 小时', '{hours} h'],
  days: ['{days} 天 {hours} 小时', '{days} d {hours} h'],
  late: ['超期', 'late'],
} as const;

/** '3 天 4 小时' */
export function useAge(): (hours: number) => string {
  const text = useText(words);
  return (hours) =>
    hours < 24 ? text('hours', { hours }) : text('days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** Who acts next: '示例口罩厂 答复差异'. */
export function NextAct({ claim }: { claim: ClaimHead }) {
  const { language } = useLanguage();
  if (claim.state === 'settled') return '—';
  const stage = claim.state === 'open' ? 'claim_open' : 'claim_answered';
  const actor = claim.state === 'open' && claim.owner === 'transport' ? transportAnswers : nextActs[stage].actor;
  const who = actor === 'sender' ? claim.from.name : pick(boardActorNames[actor], language);
  return `${who} ${pick(nextActs[stage].act, language)}`;
}

/** Until when the next act is due, and whether that has passed. */
export function Due({ claim }: { claim: ClaimHead }) {
  const text = useText(words);
  return (
    <span className={claim.late ? 'bg-warning' : undefined}>
      <Moment at={claim.due} />
      {claim.late && ` · ${text('late')}`}
    </span>
  );
}
