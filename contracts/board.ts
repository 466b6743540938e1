/** The board of orders (调拨): from plan to receipt, what is late and who acts next, plan against actual, and the three questions. */
import { z } from 'zod';
import { businessDay, contract, instant, listOf } from './contract.ts';
import { orderHead } from './orders.ts';
import type { OrderState } from './orders-terms.ts';

const tag = '调拨 Dispatch';
type Words = readonly [zh: string, en: string];

/** A received order whose claims are not settled stays on the board as `claim`. */
export const boardStages = [
  'waiting_approval',
  'issued',
  'picked',
  'loaded',
  'on_the_way',
  'delivered',
  'claim_open',
  'claim_answered',
] as const;
export type BoardStage = (typeof boardStages)[number];

export const boardActors = ['approver', 'sender', 'dispatcher', 'driver', 'receiver'] as const;
export type BoardActor = (typeof boardActors)[number];

/** Who acts next, and what the act is. An open claim is its owner's to answer: the sender's, or the dispatcher's for transport. */
export const nextActs: Record<BoardStage, { actor: BoardActor; act: Words }> = {
  waiting_approval: { actor: 'approver', act: ['批准', 'approves'] },
  issued: { actor: 'sender', act: ['拣货', 'picks'] },
  picked: { actor: 'sender', act: ['装车', 'loads'] },
  loaded: { actor: 'dispatcher', act: ['发车', 'sends the truck'] },
  on_the_way: { actor: 'driver', act: ['送达', 'delivers'] },
  delivered: { actor: 'receiver', act: ['签收', 'receives'] },
  claim_open: { actor: 'sender', act: ['答复差异', 'answers the claim'] },
  claim_answered: { actor: 'dispatcher', act: ['差异结案', 'settles the claim'] },
};
export const transportAnswers: BoardActor = 'dispatcher';

export const boardStageNames: Record<BoardStage, Words> = {
  waiting_approval: ['待批准', 'To be approved'],
  issued: ['待拣货', 'To be picked'],
  picked: ['待装车', 'To be loaded'],
  loaded: ['待发车', 'To leave'],
  on_the_way: ['在途', 'On the way'],
  delivered: ['待签收', 'To be received'],
  claim_open: ['差异待答复', 'Claim to be answered'],
  claim_answered: ['差异待结案', 'Claim to be settled'],
};
export const boardActorNames: Record<BoardActor, Words> = {
  approver: ['审批人', 'Approver'],
  sender: ['发货方', 'Sender'],
  dispatcher: ['专班调度', 'Dispatcher'],
  driver: ['司机', 'Driver'],
  receiver: ['收货方', 'Receiver'],
};

/** The states that are stages of their own. */
export const openOrderStages: readonly OrderState[] = [
  'waiting_approval',
  'issued',
  'picked',
  'loaded',
  'on_the_way',
  'delivered',
];

const boardRow = orderHead.extend({
  stage: z.enum(boardStages),
  actor: z.enum(boardActors),
  /** the actor by name, where it is one of the two ends */
  actorName: z.string().nullable(),
  /** since when it waits for that actor */
  since: instant.nullable(),
  /** claims not settled */
  claims: z.number().int(),
});
export type BoardRow = z.output<typeof boardRow>;

/** The figures of the board that open into what they sum; weights unless said otherwise. */
export const boardFigures = [
  // plan against actual, by item or producer, of orders that leave on the days
  'planned',
  'ordered',
  'sent',
  'received',
  'damaged',
  // produced? planned production, what was made, and what of the plan's shipments orders answer for
  'production',
  'made',
  'answered',
  // moved fast? hours of each order, by tier
  'hours',
  // fit on arrival? of receipts of the days; `shelf` in days left
  'arrived',
  'broken',
  'shelf',
] as const;
export type BoardFigure = (typeof boardFigures)[number];

const days = z.object({ from: businessDay, to: businessDay });
const kilograms = z.string();

const planRow = z.object({
  /** an item's code, or a producer's */
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  /** of items; by producer all are kilograms */
  unit: z.string(),
  planned: z.string(),
  ordered: z.string(),
  sent: z.string(),
  received: z.string(),
  damaged: z.string(),
});
export type PlanRow = z.output<typeof planRow>;

const figureEntry = z.object({
  key: z.string(),
  day: businessDay,
  source: z.object({ kind: z.enum(['order', 'movement', 'plan']), id: z.string(), number: z.string() }),
  from: z.string(),
  to: z.string(),
  item: z.string().nullable(),
  lotNumber: z.string(),
  quantity: z.string().nullable(),
  kilograms: kilograms.nullable(),
  /** hours of an order, or days that a lot can still be used */
  measure: z.number().nullable(),
});
export type FigureEntry = z.output<typeof figureEntry>;

export const boardContracts = {
  board: contract({
    method: 'GET',
    path: '/api/board',
    summary: ['调拨看板', 'The board of orders'],
    tag,
    access: 'order.read',
    query: z.object({
      stage: z.enum(boardStages).optional(),
      actor: z.enum(boardActors).optional(),
      late: z.enum(['true', 'false']).optional(),
      search: z.string().trim().max(100).optional(),
      cursor: z.string().max(60).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    /** the earliest day of dispatch first */
    response: z.object({
      rows: z.array(boardRow),
      next: z.string().nullable(),
      total: z.number().int(),
      /** of everything open, whatever the filter */
      counts: z.array(
        z.object({
          stage: z.enum(boardStages),
          actor: z.enum(boardActors),
          orders: z.number().int(),
          late: z.number().int(),
        }),
      ),
    }),
  }),
  plan: contract({
    method: 'GET',
    path: '/api/board/plan',
    summary: ['计划与实际', 'Plan against actual'],
    tag,
    access: 'order.read',
    query: days.extend({ by: z.enum(['item', 'producer']).default('item') }),
    response: z.object({ plan: z.string().nullable(), rows: z.array(planRow) }),
  }),
  answers: contract({
    method: 'GET',
    path: '/api/board/answers',
    summary: ['拿得出、调得快、用得上', 'Produced, moved fast, fit on arrival'],
    tag,
    access: 'order.read',
    query: days,
    response: z.object({
      /** kilograms of all goods: the plan's production of the days, and what was made */
      produced: z.object({
        planned: kilograms,
        made: kilograms,
        shipmentsPlanned: kilograms,
        shipmentsOrdered: kilograms,
      }),
      /** hours from issue to receipt of the orders received in the days */
      fast: z.array(
        z.object({ tier: z.number().int(), orders: z.number().int(), median: z.number(), ninetieth: z.number() }),
      ),
      fit: z.object({
        /** good and damaged together */
        arrived: kilograms,
        damaged: kilograms,
        /** days to the last day of use at receipt, over lots that have one */
        shelfMedian: z.number().nullable(),
        shelfLeast: z.number().nullable(),
        lots: z.number().int(),
      }),
    }),
  }),
  entries: contract({
    method: 'GET',
    path: '/api/board/entries',
    summary: ['一个数字由哪些记录合计而成', 'What a figure of the board sums'],
    tag,
    access: 'order.read',
    query: days.extend({
      figure: z.enum(boardFigures),
      item: z.string().max(60).optional(),
      producer: z.string().max(60).optional(),
      tier: z.coerce.number().int().optional(),
      cursor: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: listOf(figureEntry).extend({
      /** of all entries; of one item in its unit */
      quantity: z.string(),
      kilograms,
    }),
  }),
};
