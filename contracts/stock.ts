/** The stock ledger's operations. Quantities are plain decimals in the item's base unit. */
import { z } from 'zod';
import { businessDay, contract, instant, listOf, listQuery, quantity } from './contract.ts';
import { grades, lotStates, placeKinds, realPlaceKinds } from './stock-terms.ts';

export { stockErrors } from './stock-errors.ts';

const tag = '库存 Stock';
const reading = { tag, access: 'stock.read' } as const;
const identity = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const code = z.string().trim().min(1).max(100);
const reasonText = z
  .string()
  .trim()
  .max(500, '最多 500 字 · at most 500 characters')
  .regex(/^(?:[^\p{Cc}\uFFFD]|[\t\r\n])*$/u, '含有看不见的控制字符 · holds invisible control characters');
const positive = z
  .string()
  .regex(/^\d{1,14}(\.\d{1,6})?$/, '应为不带单位的十进制数，如 434.47 · a plain decimal such as 434.47');

export const stockPlace = z.object({
  place: z.string(),
  kind: z.enum(placeKinds),
  /** the registry's or the reserve's name; of virtual places the kind says it */
  name: z.string(),
  county: z.string().nullable(),
});
export type StockPlace = z.infer<typeof stockPlace>;

const itemNames = z.object({ code: z.string(), name: z.string(), nameEn: z.string(), unit: z.string() });

const lotShape = {
  lot: z.number().int(),
  grade: z.enum(grades).nullable(),
  lotNumber: z.string(),
  /** last day on which it may be issued */
  expires: businessDay.nullable(),
};

export const balance = z.object({
  ...lotShape,
  place: stockPlace,
  item: itemNames,
  state: z.enum(lotStates),
  madeBy: z.string().nullable(),
  quantity,
  /** promised to orders; of a past day always "0" */
  reserved: quantity,
});
export type Balance = z.infer<typeof balance>;

export const movement = z.object({
  ...lotShape,
  id: z.number().int(),
  day: businessDay,
  postedAt: instant,
  by: z.string(),
  from: stockPlace,
  to: stockPlace,
  item: itemNames,
  quantity,
  document: z.object({ kind: z.string(), id: z.string() }),
  line: z.number().int(),
  reason: z.string(),
  reverses: z.number().int().nullable(),
  replaces: z.number().int().nullable(),
  reversedBy: z.number().int().nullable(),
});
export type Movement = z.infer<typeof movement>;

const balanceFilter = listQuery.extend({
  /** stock at the close of this day; the city's today when left out */
  day: businessDay.optional(),
  place: code.optional(),
  kind: z.enum(realPlaceKinds).optional(),
  item: code.optional(),
  category: code.optional(),
  county: code.optional(),
  enterprise: code.optional(),
  grade: z.enum(grades).optional(),
  state: z.enum(lotStates).optional(),
  lot: identity.optional(),
  expiresBy: businessDay.optional(),
  sort: z.enum(['item', 'place', 'quantity', 'expires']).default('item'),
});

const movementFilter = z.object({
  from: businessDay.optional(),
  to: businessDay.optional(),
  place: code.optional(),
  item: code.optional(),
  lot: identity.optional(),
  kind: code.optional(),
  search: z.string().trim().max(100).optional(),
});

const file = { kind: 'file', response: z.unknown() } as const;
const fileQuery = { format: z.enum(['xlsx', 'csv']).default('xlsx'), lang: z.enum(['zh', 'en']).default('zh') };

const stocktakeHead = z.object({
  id: z.string(),
  place: stockPlace,
  day: businessDay,
  countedAt: instant,
  by: z.string(),
  importId: z.string().nullable(),
  lines: z.number().int(),
  differences: z.number().int(),
});
export type StocktakeHead = z.infer<typeof stocktakeHead>;

const stocktakeLine = z.object({
  ...lotShape,
  line: z.number().int(),
  item: itemNames,
  counted: quantity,
  expected: quantity,
  difference: quantity,
  reason: z.string(),
});

export const stockContracts = {
  places: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/places',
    summary: ['库存地点', 'Places that hold stock'],
    response: z.object({ rows: z.array(stockPlace) }),
  }),
  balances: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/balances',
    summary: ['某日日终的库存，按地点和批次', 'Stock at the close of a day, by place and lot'],
    query: balanceFilter,
    response: listOf(balance).extend({ day: businessDay }),
  }),
  balancesFile: contract({
    ...reading,
    ...file,
    method: 'GET',
    path: '/api/stock/exports/balances',
    summary: ['导出库存', 'Export stock'],
    query: balanceFilter.extend(fileQuery),
  }),
  movements: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/movements',
    summary: ['出入库记录，新的在前', 'Movements, newest first'],
    query: movementFilter.extend({
      cursor: z.string().max(30).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    response: z.object({ rows: z.array(movement), next: z.string().nullable() }),
  }),
  movementsFile: contract({
    ...reading,
    ...file,
    method: 'GET',
    path: '/api/stock/exports/movements',
    summary: ['导出出入库记录', 'Export movements'],
    query: movementFilter.extend(fileQuery),
  }),
  movement: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/movements/:id',
    summary: ['一条记录、它的单据和更正', 'One movement, its document and its correction'],
    params: z.object({ id: identity }),
    response: z.object({ movement, document: z.array(movement), correction: z.array(movement) }),
  }),
  document: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/documents/:kind/:id',
    summary: ['一张单据的全部记录', 'The movements of one document'],
    params: z.object({ kind: code, id: z.string().max(200) }),
    response: z.object({ rows: z.array(movement) }),
  }),
  lot: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/lots/:lot',
    summary: ['一批货在哪里、怎么来的', 'Where a lot is and how it came there'],
    params: z.object({ lot: identity }),
    response: z.object({ balances: z.array(balance), movements: z.array(movement) }),
  }),
  correct: contract({
    tag,
    access: 'stock.correct',
    method: 'POST',
    path: '/api/stock/movements/:id/correct',
    summary: ['更正：冲销原记录，可另记一条', 'Correct: take the entry back, and post another in its place'],
    params: z.object({ id: identity }),
    body: z.strictObject({
      reason: reasonText.refine((text) => text !== '', '请写明更正的原因 · give the reason'),
      /** what should have been posted, as far as it differs; null: nothing should */
      instead: z
        .strictObject({
          quantity: positive.optional(),
          day: businessDay.optional(),
          from: code.optional(),
          to: code.optional(),
        })
        .nullable(),
    }),
    response: z.object({ reversal: z.number().int(), replacement: z.number().int().nullable() }),
  }),
  takeStock: contract({
    tag,
    access: 'stock.post',
    method: 'POST',
    path: '/api/stock/stocktakes',
    summary: [
      '盘点：登记实盘数，差异自动调整',
      'Stocktake: record what was counted; differences are posted as adjustments',
    ],
    body: z.strictObject({
      place: code,
      day: businessDay.optional(),
      lines: z
        .array(
          z
            .strictObject({
              lot: z.number().int().positive().optional(),
              /** found without being in the books */
              found: z
                .strictObject({
                  item: code,
                  grade: z.enum(grades).nullish(),
                  lotNumber: z.string().trim().max(60).nullish(),
                  expires: businessDay.nullish(),
                })
                .optional(),
              counted: positive,
              /** the books' quantity that the counter saw */
              seen: positive.optional(),
              reason: reasonText.optional(),
            })
            .refine((line) => (line.lot === undefined) !== (line.found === undefined), {
              message: '批次与新发现的货二选一 · give either a lot or what was found',
            }),
        )
        .min(1)
        .max(2000),
    }),
    response: z.object({ id: z.string(), differences: z.number().int() }),
  }),
  stocktakes: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/stocktakes',
    summary: ['盘点记录，新的在前', 'Stocktakes, newest first'],
    query: z.object({
      place: code.optional(),
      cursor: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.object({ rows: z.array(stocktakeHead), next: z.string().nullable() }),
  }),
  stocktake: contract({
    ...reading,
    method: 'GET',
    path: '/api/stock/stocktakes/:id',
    summary: ['一次盘点', 'One stocktake'],
    params: z.object({ id: z.string().max(200) }),
    response: z.object({ head: stocktakeHead, lines: z.array(stocktakeLine) }),
  }),
};
