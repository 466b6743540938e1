/** What a plan is made of: assumptions, cover, causes, cures, and the rows that it orders. */
import { z } from 'zod';
import { businessDay, quantity } from './contract.ts';

export const code = z.string().trim().min(1).max(60);
const period = { from: businessDay.optional(), until: businessDay.optional() };
const factor = z.number().min(0).max(1000);

/**
 * What the planner may assume of the days ahead; days inclusive, left out = always, everywhere, everything. An unknown key is refused:
 * dropped in silence, it would give the plan of another scenario than was meant.
 */
export const scenario = z.strictObject({
  demand: z
    .array(
      z.strictObject({
        ...period,
        factor,
        item: code.optional(),
        kind: code.optional(),
        county: code.optional(),
        point: code.optional(),
      }),
    )
    .max(200)
    .optional(),
  capacity: z
    .array(
      z.strictObject({
        ...period,
        factor,
        line: code.optional(),
        enterprise: code.optional(),
        county: code.optional(),
      }),
    )
    .max(200)
    .optional(),
  sealed: z
    .array(
      z.strictObject({
        ...period,
        county: code,
        greenChannel: z
          .union([
            z.literal('all'),
            z.strictObject({
              items: z.array(code).max(200).optional(),
              enterprises: z.array(code).max(200).optional(),
            }),
          ])
          .optional(),
      }),
    )
    .max(100)
    .optional(),
  coverDays: z.number().min(0).max(60).optional(),
});
export type ScenarioInput = z.output<typeof scenario>;

export const constraintKinds = ['capacity', 'input', 'licence', 'sealed_road', 'stock', 'packs'] as const;
export const cureKinds = ['bring_input', 'renew_licence', 'open_road', 'bring_item'] as const;

export const cover = z.object({
  item: code,
  /** days that every need is met under the plan; null without need */
  days: z.number().nullable(),
  /** days that the opening stock alone lasts */
  stockDays: z.number().nullable(),
  firstShort: businessDay.nullable(),
});
export const cause = z.object({
  item: code,
  date: businessDay,
  to: z.string(),
  county: z.string(),
  constraint: z.enum(constraintKinds),
  enterprise: z.string().nullable(),
  line: z.string().nullable(),
  input: z.string().nullable(),
  /** the last day on which one more unit would still help */
  on: businessDay.nullable(),
  /** units of the item for one more unit of what binds */
  marginal: z.number(),
  /** binds, but one more unit helps only when others that bind with it are loosened too */
  together: z.boolean(),
});
export type PlanCause = z.output<typeof cause>;

/** What can be done about a shortage, proved by planning again with it done. Quantities in base units. */
export const cure = z.object({
  kind: z.enum(cureKinds),
  item: code,
  act: z.object({
    /** the input or item to bring */
    code: code.nullable(),
    quantity: quantity.nullable(),
    /** where to: what each place is to get */
    to: z.array(z.object({ place: z.string(), quantity: quantity.nullable() })),
    /** the day it must be there, or be valid from */
    by: businessDay,
    county: z.string().nullable(),
  }),
  effect: z.object({
    unmetBefore: quantity,
    unmetAfter: quantity,
    firstShortBefore: businessDay,
    firstShortAfter: businessDay.nullable(),
  }),
});
export type PlanCure = z.output<typeof cure>;

export const curvePoint = z.object({
  item: code,
  date: businessDay,
  need: quantity,
  made: quantity,
  supplied: quantity,
  short: quantity,
  stockLeft: quantity,
});

export const rowsQuery = z.object({
  item: code.optional(),
  county: code.optional(),
  date: businessDay.optional(),
  limit: z.coerce.number().int().min(1).max(20_000).default(5000),
});

export const productionRow = z.object({
  line: z.string(),
  enterprise: z.string(),
  county: z.string(),
  item: code,
  date: businessDay,
  quantity,
});
export const shipmentRow = z.object({
  from: z.string(),
  fromName: z.string(),
  fromCounty: z.string(),
  to: z.string(),
  toName: z.string(),
  toCounty: z.string(),
  item: code,
  grade: z.string().nullable(),
  date: businessDay,
  arrives: businessDay,
  quantity,
});
export const shortageRow = z.object({
  to: z.string(),
  county: z.string(),
  item: code,
  date: businessDay,
  tier: z.number().int(),
  quantity,
});

export const transferRow = z.object({
  from: z.string(),
  fromName: z.string(),
  fromCounty: z.string(),
  /** the producer that uses it as an input */
  to: z.string(),
  toName: z.string(),
  toCounty: z.string(),
  item: code,
  grade: z.string().nullable(),
  date: businessDay,
  quantity,
});
export const writeOffRow = z.object({
  enterprise: z.string(),
  county: z.string(),
  item: code,
  grade: z.string().nullable(),
  date: businessDay,
  quantity,
});

/** `truncated`: more rows match than the limit; narrow the filter. */
export function rowsOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), truncated: z.boolean() });
}
