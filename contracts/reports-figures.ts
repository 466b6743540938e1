/** What a report says of a day, and what it was compared with. */
import { z } from 'zod';
import { businessDay, quantity } from './contract.ts';
import { checkKinds, hindranceKinds } from './reports-terms.ts';

export const code = z.string().trim().min(1).max(100);
const positive = z
  .string()
  .regex(/^\d{1,14}(\.\d{1,6})?$/, '应为不小于 0 的十进制数，如 434.47 · a plain decimal of 0 or more, such as 434.47');
export const words = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `最多 ${longest} 字 · at most ${longest} characters`)
    .regex(/^(?:[^\p{Cc}\uFFFD]|[\t\r\n])*$/u, '含有看不见的控制字符 · holds invisible control characters');
const lotFigures = z.strictObject({
  lotNumber: z.string().trim().max(60),
  expires: businessDay.nullable(),
  grade: z.enum(['medical', 'general']).nullable(),
  stock: positive,
});

/** Quantities in the item's or input's base unit. */
export const reportFigures = z.strictObject({
  items: z
    .array(
      z.strictObject({
        item: code,
        made: positive,
        sent: positive,
        stock: positive,
        /** the lot made today, where it is known */
        madeLot: z.strictObject({ lotNumber: z.string().trim().max(60), expires: businessDay.nullable() }).nullish(),
        /** stock at close by lot, where it is known; then it sums to `stock` */
        lots: z.array(lotFigures).max(500).nullish(),
      }),
    )
    .max(200),
  inputs: z.array(z.strictObject({ input: code, left: positive, arrived: positive.nullish() })).max(200),
  staffPresent: z.number().int().min(0).max(1_000_000),
  powerKwh: positive.nullable(),
  gasM3: positive.nullable(),
  hindrances: z.array(z.strictObject({ kind: z.enum(hindranceKinds), text: words(500) })).max(20),
});
export type ReportFigures = z.infer<typeof reportFigures>;

/** As far as it is filled in: a draft may hold anything that the form holds. */
export const draftFigures = z.strictObject({
  items: z
    .array(
      z.strictObject({
        item: code,
        made: positive.nullable(),
        sent: positive.nullable(),
        stock: positive.nullable(),
        madeLot: z.strictObject({ lotNumber: z.string().max(60), expires: businessDay.nullable() }).nullish(),
        lots: z.array(lotFigures).max(500).nullish(),
      }),
    )
    .max(200),
  inputs: z.array(z.strictObject({ input: code, left: positive.nullable(), arrived: positive.nullish() })).max(200),
  staffPresent: z.number().int().min(0).max(1_000_000).nullable(),
  powerKwh: positive.nullable(),
  gasM3: positive.nullable(),
  hindrances: z.array(z.strictObject({ kind: z.enum(hindranceKinds), text: words(500) })).max(20),
});
export type DraftFigures = z.infer<typeof draftFigures>;

export const pair = z.tuple([z.string(), z.string()]);

/** One comparison: `difference` = reported − expected, in `unit`; `questions` when it is past the tolerance. */
export const reportCheck = z.object({
  kind: z.enum(checkKinds),
  /** item or input */
  subject: z.string().nullable(),
  name: pair,
  expected: quantity,
  reported: quantity,
  difference: quantity,
  unit: z.string(),
  /** in `unit` */
  tolerance: quantity,
  questions: z.boolean(),
  /** how the expected value came about */
  basis: pair,
});
export type ReportCheck = z.infer<typeof reportCheck>;

export const trustPart = z.object({ kind: z.enum(checkKinds), points: z.number().int(), of: z.number().int() });
export const assessment = z.object({
  trust: z.number().int().min(0).max(100),
  parts: z.array(trustPart),
  checks: z.array(reportCheck),
  questions: z.number().int(),
});
export type Assessment = z.infer<typeof assessment>;
