/** A reading against the same day last year (同比). */
import { Decimal } from 'decimal.js';
import type { EnergyReading } from '#server/registry/dataset/index.ts';
import { STATUS_IN_ENGLISH } from './structure.ts';

export interface Comparison {
  direction: 'above' | 'below' | 'level';
  /** per cent of last year's value, to one decimal, without sign; null when only the word is known */
  percent: Decimal | null;
  /** 'level', 'above by 3.2%' */
  words: string;
}

const LEVEL: Comparison = { direction: 'level', percent: new Decimal(0), words: 'level' };

/** Null when nothing is known of last year. Less than 0.05 % apart is level. */
export function compareWithLastYear(reading: EnergyReading): Comparison | null {
  const { value, sameDayLastYear: before } = reading;
  if (value === null || before === null)
    return STATUS_IN_ENGLISH[reading.status] === 'level' ? { ...LEVEL, percent: null } : null;
  if (value.eq(before)) return LEVEL;
  const direction = value.gt(before) ? 'above' : 'below';
  if (before.isZero()) return { direction, percent: null, words: direction };
  const percent = value.sub(before).div(before).mul(100).abs().toDecimalPlaces(1);
  return percent.isZero() ? LEVEL : { direction, percent, words: `${direction} by ${percent}%` };
}
