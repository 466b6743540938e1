/**
 * The position: what a city has, what it needs and how long it lasts. Every figure carries the address (`ref`) under which the entries
 * that it sums can be read. Decimals are exact, in the base unit of the item or line.
 */
import { z } from 'zod';
import { businessDay, contract, listOf, listQuery } from './contract.ts';
import { grades } from './stock-terms.ts';

export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, 'decimal');

export const figureKinds = ['stock', 'line', 'enterprise', 'need'] as const;

export const figure = z.object({
  value: decimalText,
  /** empty for a count of producers or lines */
  unit: z.string(),
  kind: z.enum(figureKinds),
  /** how many entries it sums */
  count: z.number().int(),
  ref: z.string(),
});
export type Figure = z.infer<typeof figure>;

const cover = z.object({
  /** stock ÷ need of a day; null when nothing is needed */
  days: decimalText.nullable(),
  /** first day on which need is not fully met; null when that does not happen within the horizon */
  runsOut: businessDay.nullable(),
  lacking: decimalText.nullable(),
});
export type Cover = z.infer<typeof cover>;

const totals = {
  producers: figure,
  lines: figure,
  /** one figure a unit; a shared line counts once */
  capacity: z.array(figure),
  /** what may be made on the day, by the licences */
  allowedCapacity: z.array(figure),
  stock: z.array(figure),
  licensed: z.object({ producers: figure, capacity: z.array(figure), stock: z.array(figure) }),
  /** last day of issue within the next `soonDays` days, and past it */
  expiring: z.array(figure),
  expired: z.array(figure),
};

const curvePoint = z.object({
  day: businessDay,
  need: decimalText,
  stock: decimalText,
  stockWithProduction: decimalText,
  unmet: decimalText,
  unmetWithProduction: decimalText,
});
export type CurvePoint = z.infer<typeof curvePoint>;

const itemPosition = z.object({
  ...totals,
  item: z.string(),
  name: z.string(),
  nameEn: z.string(),
  category: z.string(),
  unit: z.string(),
  lineShares: z.array(
    z.object({ line: z.string(), enterprise: z.string(), capacity: decimalText, sharedWith: z.array(z.string()) }),
  ),
  needPerDay: figure,
  needByTier: z.array(z.object({ tier: z.number().int(), need: figure })),
  grades: z.array(z.object({ grade: z.enum(grades), stock: figure, needPerDay: figure })),
  cover,
  coverWithProduction: cover,
  /** only when asked for (`curves`) */
  curve: z.array(curvePoint),
  /** not at producers, and so in no figure above: in reserves, at demand points, on the road; and what is quarantined or recalled anywhere */
  elsewhere: z.object({ reserve: figure, demandPoint: figure, inTransit: figure, held: figure }),
});
export type ItemPosition = z.infer<typeof itemPosition>;

const placedItem = z.object({
  item: z.string(),
  unit: z.string(),
  stock: figure,
  capacity: z.array(figure),
  needPerDay: figure,
  days: decimalText.nullable(),
});

const categoryPosition = z.object({ ...totals, category: z.string(), items: z.array(z.string()) });
const countyPosition = z.object({
  ...totals,
  county: z.string(),
  name: z.string(),
  nameEn: z.string(),
  items: z.array(placedItem),
});
const enterprisePosition = z.object({
  ...totals,
  enterprise: z.string(),
  name: z.string(),
  county: z.string(),
  licence: z.object({
    state: z.enum(['valid', 'lapses-soon', 'lapsed', 'none']),
    until: businessDay.nullable(),
    daysLeft: z.number().int().nullable(),
  }),
  items: z.array(placedItem),
});

export type CategoryPosition = z.infer<typeof categoryPosition>;
export type CountyPosition = z.infer<typeof countyPosition>;
export type EnterprisePosition = z.infer<typeof enterprisePosition>;

/** One thing that a figure sums: a row of stock, a line, a producer, or a demand point's daily need. */
export const positionEntry = z.object({
  id: z.string(),
  /** the producer's, reserve's or demand point's id, name and county */
  owner: z.string(),
  ownerName: z.string(),
  county: z.string(),
  /** of a line, all that it can make */
  items: z.array(z.string()),
  grade: z.enum(grades).nullable(),
  lotNumber: z.string().nullable(),
  expires: businessDay.nullable(),
  tier: z.number().int().nullable(),
  quantity: decimalText,
  unit: z.string(),
});
export type PositionEntry = z.infer<typeof positionEntry>;
/** What entries can be sorted by. */
export const entryOrders = ['owner', 'line', 'items', 'lot', 'expires', 'tier', 'quantity'] as const;

const day = {
  /** at the close of this day; the city's today when left out */
  day: businessDay.optional(),
  /** how near "soon" is, for licences and expiries */
  soonDays: z.coerce.number().int().min(0).max(3660).default(60),
};
const reading = { tag: '库存 Stock', access: 'situation.read', method: 'GET' } as const;

export const position = contract({
  ...reading,
  path: '/api/position',
  summary: ['态势数字：产能、库存、需求、可用天数', 'The position: capacity, stock, need and days of cover'],
  query: z.object({
    ...day,
    item: z.string().max(100).optional(),
    category: z.string().max(100).optional(),
    county: z.string().max(100).optional(),
    enterprise: z.string().max(100).optional(),
    horizonDays: z.coerce.number().int().min(1).max(365).default(60),
    /** stock against need day by day */
    curves: z.stringbool().default(false),
    /** each producer's own position too: the longest part of the answer */
    producers: z.stringbool().default(true),
  }),
  response: z.object({
    day: businessDay,
    horizonDays: z.number().int(),
    soonDays: z.number().int(),
    producers: figure,
    runningProducers: figure,
    items: z.array(itemPosition),
    categories: z.array(categoryPosition),
    counties: z.array(countyPosition),
    enterprises: z.array(enterprisePosition),
    notices: z.object({
      lapsingLicences: z.array(
        z.object({ enterprise: z.string(), name: z.string(), until: businessDay, daysLeft: z.number().int() }),
      ),
      expiringStock: z.array(
        z.object({
          id: z.string(),
          enterprise: z.string(),
          name: z.string(),
          item: z.string(),
          quantity: decimalText,
          expires: businessDay,
          daysLeft: z.number().int(),
        }),
      ),
    }),
  }),
});
export type Position = z.infer<typeof position.response>;

export const positionEntries = contract({
  ...reading,
  path: '/api/position/entries',
  summary: ['一个数字由哪些条目相加而成', 'The entries that a figure sums'],
  query: listQuery.extend({
    ...day,
    ref: z.string().min(1).max(400),
    /** in the order of the register unless given */
    sort: z.enum(entryOrders).optional(),
  }),
  response: listOf(positionEntry).extend({ figure }),
});

/** Days of cover as every page and paper tells them: rounded down to a tenth, as no day is promised before it is covered. */
export function coverDaysTold(days: number): number {
  // what binary arithmetic leaves below a whole tenth is that tenth
  return Math.floor(days * 10 + 1e-9) / 10;
}
