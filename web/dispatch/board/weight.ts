import { Decimal } from 'decimal.js';

export type InWeight = (kilograms: string) => { value: string; unit: string };

/** Weights that stand beside each other, in one unit that readers take in: tonnes from one tonne on, kilograms below. */
export function weightsLike(...kilograms: string[]): InWeight {
  const inTonnes = kilograms.some((weight) => new Decimal(weight).abs().gte(1000));
  return (weight) =>
    inTonnes ? { value: new Decimal(weight).div(1000).toFixed(), unit: '吨' } : { value: weight, unit: '公斤' };
}
