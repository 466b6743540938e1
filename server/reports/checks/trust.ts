/** From the checks to a score of 0–100 whose parts can be read. Pure. */
import { Decimal } from 'decimal.js';
import type { Assessment, ReportCheck, ReportFigures } from '#contracts/reports.ts';
import { checkKinds, checkRules } from '#contracts/reports-terms.ts';
import { checkReport } from './checks.ts';
import type { ReportFacts } from './facts.ts';

export function assessReport(figures: ReportFigures, facts: ReportFacts): Assessment {
  const checks = checkReport(figures, facts);
  return { ...scoreOf(checks), checks, questions: checks.filter((check) => check.questions).length };
}

/**
 * A kind of check keeps its whole weight while its worst difference is within the tolerance, and loses it in proportion up to a difference
 * of half the expected value. Kinds without anything to compare count for nothing: the others make up the 100.
 */
export function scoreOf(checks: readonly ReportCheck[]): Pick<Assessment, 'trust' | 'parts'> {
  const present = checkKinds.filter((kind) => checks.some((check) => check.kind === kind));
  const weights = present.map((kind) => checkRules[kind].weight);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return { trust: 100, parts: [] };
  const shares = apportion(weights.map((weight) => (weight * 100) / whole));
  const parts = present.map((kind, index) => {
    const held = Math.min(...checks.filter((check) => check.kind === kind).map(heldShare));
    return { kind, of: shares[index]!, points: Math.floor(shares[index]! * held) };
  });
  return { trust: parts.reduce((sum, part) => sum + part.points, 0), parts };
}

function heldShare(check: ReportCheck): number {
  if (!check.questions) return 1;
  const expected = new Decimal(check.expected).abs();
  const past = new Decimal(check.difference).abs().sub(check.tolerance);
  if (expected.isZero()) return 0;
  return Decimal.max(0, new Decimal(1).sub(past.div(expected.mul('0.5')))).toNumber();
}

/** Whole points that sum to 100: the largest remainders get what rounding down leaves. */
function apportion(shares: readonly number[]): number[] {
  const whole = shares.map(Math.floor);
  const byRemainder = shares
    .map((share, index) => ({ index, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest);
  const left = 100 - whole.reduce((sum, share) => sum + share, 0);
  for (const { index } of byRemainder.slice(0, left)) whole[index]! += 1;
  return whole;
}
