/** Lots held or recalled: where every piece is, who answers, what became of it (S6: fit for use on arrival). */
import { z } from 'zod';
import { businessDay, contract, instant, quantity } from './contract.ts';
import { defineErrors } from './errors.ts';
import { orderStates } from './orders-terms.ts';
import { placeKinds } from './stock-terms.ts';

export const recallKinds = ['quarantined', 'recalled'] as const;
export const recallStates = ['open', 'lifted', 'closed'] as const;
export const recallKindNames: Record<(typeof recallKinds)[number], readonly [zh: string, en: string]> = {
  quarantined: ['封存', 'Quarantine'],
  recalled: ['召回', 'Recall'],
};
export const recallStateNames: Record<(typeof recallStates)[number], readonly [zh: string, en: string]> = {
  open: ['进行中', 'Open'],
  lifted: ['已解除', 'Lifted'],
  closed: ['已办结', 'Closed'],
};

export const recallErrors = defineErrors({
  'recall.open-already': {
    status: 409,
    zh: '批号 {lot_number} 已在封存或召回中（{since} 起，责任人 {owner}）；请在原记录上办理',
    en: 'Lot {lot_number} is held or recalled already (since {since}, owner {owner}): act on that record',
  },
  'recall.ended': {
    status: 409,
    zh: '这次{kind}已经结束；请刷新',
    en: 'This {kind_en} has ended: refresh',
  },
  'recall.nothing-said': {
    status: 422,
    zh: '请填写销毁、退回或已用的数量，至少一项大于零',
    en: 'Give a quantity destroyed, returned or used above zero',
  },
  'recall.nowhere-to-return': {
    status: 422,
    zh: '“{place}”就是生产单位，或不知道由谁生产，不能退回；请销毁',
    en: '“{place}” is the maker, or the maker is not known: it cannot be returned, only destroyed',
  },
  'recall.pieces-left': {
    status: 409,
    zh: '还有 {count} 处存有这一批（{places}），全部处理完才能办结',
    en: '{count} places still hold some of it ({places}): close it when all is dealt with',
  },
});

const tag = '调拨 Dispatch';
const idParams = z.object({ id: z.string().min(1).max(80) });
const reason = z.string().trim().min(1).max(500);

const lotNamed = {
  lot: z.number().int(),
  item: z.string(),
  grade: z.enum(['medical', 'general']).nullable(),
  lotNumber: z.string(),
  expires: businessDay.nullable(),
};

export const recallHead = z.object({
  id: z.string(),
  kind: z.enum(recallKinds),
  state: z.enum(recallStates),
  ...lotNamed,
  reason: z.string(),
  owner: z.string(),
  dueDay: businessDay,
  overdue: z.boolean(),
  startedAt: instant,
  startedBy: z.string(),
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  outcome: z.string(),
  revision: z.number().int(),
});
export type RecallHead = z.output<typeof recallHead>;

/** Where a lot is: places, orders, and what left for good. All quantities in the item's base unit. */
export const whereabouts = z.object({
  ...lotNamed,
  state: z.enum(['free', 'quarantined', 'recalled']),
  madeBy: z.string().nullable(),
  places: z.array(
    z.object({
      place: z.string(),
      kind: z.enum(placeKinds),
      name: z.string(),
      quantity: z.string(),
      reserved: z.string(),
      /** dealt with at this place since the recall began */
      destroyed: z.string(),
      returned: z.string(),
      used: z.string(),
      note: z.string(),
    }),
  ),
  orders: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      state: z.enum(orderStates),
      from: z.string(),
      to: z.string(),
      quantity: z.string(),
      received: z.string().nullable(),
      receivedAt: instant.nullable(),
      receivedBy: z.string().nullable(),
    }),
  ),
  /** what came in and what left for good, of the movements that the reader sees */
  sums: z.object({
    made: z.string(),
    used: z.string(),
    writtenOff: z.string(),
    adjusted: z.string(),
    present: z.string(),
  }),
});
export type Whereabouts = z.output<typeof whereabouts>;

const knownLot = z.object({
  ...lotNamed,
  state: z.enum(['free', 'quarantined', 'recalled']),
  /** the producer's name; null: not known, or from outside the city */
  maker: z.string().nullable(),
});

export const recallContracts = {
  /** also lots of which nothing is in stock any more: what is on the road or was handed out can be recalled too */
  lots: contract({
    method: 'GET',
    path: '/api/lots',
    summary: ['一种物资在册的批次', 'The known lots of an item'],
    tag,
    access: 'order.approve',
    query: z.object({
      item: z.string().min(1).max(60),
      /** a part of the lot's number, or of its maker's name */
      search: z.string().trim().max(100).default(''),
    }),
    response: z.object({ rows: z.array(knownLot) }),
  }),
  whereabouts: contract({
    method: 'GET',
    path: '/api/lots/:lot/whereabouts',
    summary: ['这一批现在在哪里', 'Where a lot is now'],
    tag,
    access: 'order.read',
    params: z.object({ lot: z.coerce.number().int().positive() }),
    response: whereabouts,
  }),
  list: contract({
    method: 'GET',
    path: '/api/recalls',
    summary: ['封存和召回', 'Quarantines and recalls'],
    tag,
    access: 'order.read',
    query: z.object({
      state: z.enum(recallStates).optional(),
      cursor: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.object({ rows: z.array(recallHead), next: z.string().nullable() }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/recalls/:id',
    summary: ['一次封存或召回', 'One quarantine or recall'],
    tag,
    access: 'order.read',
    params: idParams,
    response: recallHead.extend({ where: whereabouts }),
  }),
  start: contract({
    method: 'POST',
    path: '/api/recalls',
    summary: ['封存或召回一批', 'Hold or recall a lot'],
    tag,
    access: 'order.approve',
    body: z.object({
      lot: z.number().int().positive(),
      kind: z.enum(recallKinds),
      reason,
      owner: z.string().trim().min(1).max(80),
      dueDay: businessDay,
    }),
    response: z.object({ id: z.string(), ordersChanged: z.array(z.string()) }),
  }),
  followUp: contract({
    method: 'POST',
    path: '/api/recalls/:id/follow-up',
    summary: ['登记处理结果', 'Say what became of it'],
    tag,
    access: 'order.read',
    params: idParams,
    body: z.object({
      place: z.string().min(1).max(120),
      destroyed: quantity.default('0'),
      returned: quantity.default('0'),
      used: quantity.default('0'),
      note: z.string().trim().max(500).default(''),
    }),
  }),
  end: contract({
    method: 'POST',
    path: '/api/recalls/:id/end',
    summary: ['解除或办结', 'Lift or close'],
    tag,
    access: 'order.approve',
    params: idParams,
    body: z.object({
      /** lifted: the lot is free again; closed: every piece is dealt with */
      as: z.enum(['lifted', 'closed']),
      outcome: reason,
    }),
  }),
};
