/** Allocation orders (调拨令): from plan or decision to lots, loading and receipt (S5, S6). */
import { z } from 'zod';
import { businessDay, contract, instant, listOf, listQuery, quantity } from './contract.ts';
import { orderRules } from './orders-rules.ts';
import { orderKinds, orderLevels, orderStates } from './orders-terms.ts';
import './orders-errors.ts';

const tag = '调拨 Dispatch';
const id = z.string().min(1).max(80);
const idParams = z.object({ id });
const grade = z.enum(['medical', 'general']).nullable();
const amount = quantity.refine((value) => !value.startsWith('-') && Number(value) > 0, '> 0');
const reason = z.string().trim().min(1).max(500);
/** the revision that the page showed: two officers on one order notice each other */
const revision = z.number().int().positive();

export const orderHead = z.object({
  id,
  number: z.string(),
  kind: z.enum(orderKinds),
  state: z.enum(orderStates),
  urgent: z.boolean(),
  from: z.object({ place: z.string(), name: z.string(), county: z.string() }),
  to: z.object({ place: z.string(), name: z.string(), county: z.string() }),
  /** 1 is served first */
  tier: z.number().int(),
  dispatchDay: businessDay,
  dueDay: businessDay,
  /** the day on which it leaves or is due has passed without it */
  late: z.boolean(),
  weightKg: z.string(),
  items: z.array(z.object({ item: z.string(), quantity: z.string() })),
  confirmBy: instant.nullable(),
  confirmedAt: instant.nullable(),
  approvalLevel: z.enum(orderLevels),
  revision,
});
export type OrderHead = z.output<typeof orderHead>;

const orderLot = z.object({
  lot: z.number().int(),
  grade,
  lotNumber: z.string(),
  expires: businessDay.nullable(),
  quantity: z.string(),
  picked: z.string().nullable(),
  received: z.string().nullable(),
  damaged: z.string().nullable(),
  /** what our label of this lot says, for a QR */
  label: z.string(),
});
const orderLine = z.object({
  line: z.number().int(),
  item: z.string(),
  /** asked of the goods; null: any */
  grade,
  quantity: z.string(),
  planned: z.string(),
  shortReason: z.string(),
  lots: z.array(orderLot),
});
export type OrderLine = z.output<typeof orderLine>;
export type OrderLot = z.output<typeof orderLot>;

const orderEvent = z.object({
  number: z.number().int(),
  at: instant,
  kind: z.string(),
  who: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type OrderEvent = z.output<typeof orderEvent>;

const trace = z.object({ id, number: z.string() }).nullable();
export const orderDetail = orderHead.extend({
  planId: z.string().nullable(),
  requestId: z.string().nullable(),
  releaseId: z.string().nullable(),
  reason: z.string(),
  note: z.string(),
  amends: trace,
  amendedBy: trace,
  createdAt: instant,
  createdBy: z.string(),
  approvedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  issuedAt: instant.nullable(),
  pickedAt: instant.nullable(),
  loadedAt: instant.nullable(),
  leftAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  receivedAt: instant.nullable(),
  lines: z.array(orderLine),
  events: z.array(orderEvent),
  /** what our label of this order says, for a QR */
  label: z.string(),
});
export type OrderDetail = z.output<typeof orderDetail>;

export const orderFilter = {
  from: businessDay.optional(),
  to: businessDay.optional(),
  state: z.enum([...orderStates, 'open']).optional(),
  kind: z.enum(orderKinds).optional(),
  /** only those that leave from a place of the reader's own: what it has to pick and load */
  sending: z.enum(['own']).optional(),
  /** a place of the ledger */
  fromPlace: z.string().max(120).optional(),
  toPlace: z.string().max(120).optional(),
  item: z.string().max(60).optional(),
  late: z.coerce
    .string()
    .pipe(z.enum(['true', 'false']))
    .optional(),
};

const end = z.object({ place: z.string(), name: z.string() });

/** What the plan sends on a day and stock does not cover yet. */
const notYet = z.object({
  day: businessDay,
  from: z.object({ place: z.string(), name: z.string() }),
  to: z.object({ place: z.string(), name: z.string() }),
  item: z.string(),
  grade,
  planned: z.string(),
  ordered: z.string(),
  /** what could be ordered now */
  coverable: z.string(),
  missing: z.string(),
});
export type NotYetInStock = z.output<typeof notYet>;

const dayRange = z.object({ from: businessDay, to: businessDay });

const wantedLine = z.object({ item: z.string().min(1).max(60), grade: grade.default(null), quantity: amount });

export const orderContracts = {
  list: contract({
    method: 'GET',
    path: '/api/orders',
    summary: ['调拨令列表', 'Allocation orders'],
    tag,
    access: 'order.read',
    query: listQuery.omit({ sort: true, order: true }).extend(orderFilter),
    response: listOf(orderHead),
  }),
  workbook: contract({
    method: 'GET',
    path: '/api/orders.xlsx',
    summary: ['导出调拨令', 'Orders as a workbook'],
    tag,
    access: 'order.read',
    query: z.object({ search: z.string().trim().max(100).optional(), ...orderFilter }),
    kind: 'file',
  }),
  read: contract({
    method: 'GET',
    path: '/api/orders/:id',
    summary: ['一张调拨令', 'One order'],
    tag,
    access: 'order.read',
    params: idParams,
    response: orderDetail,
  }),
  /** what would be ordered from the approved plan, and what is not yet in stock */
  preview: contract({
    method: 'GET',
    path: '/api/orders/from-plan',
    summary: ['计划待下达的调拨', 'What of the approved plan is still to be ordered'],
    tag,
    access: 'order.issue',
    query: dayRange,
    response: z.object({
      plan: z.object({ id, title: z.string(), from: businessDay, days: z.number().int() }).nullable(),
      rows: z.array(notYet),
      /** orders that issuing now would make */
      orders: z.number().int(),
    }),
  }),
  issueFromPlan: contract({
    method: 'POST',
    path: '/api/orders/from-plan',
    summary: ['按已批准的计划下达调拨令', 'Issue orders from the approved plan'],
    tag,
    access: 'order.issue',
    body: dayRange,
    response: z.object({ orders: z.array(z.object({ id, number: z.string() })), notYetInStock: z.array(notYet) }),
  }),
  decide: contract({
    method: 'POST',
    path: '/api/orders',
    summary: ['计划外调拨', 'An order outside the plan'],
    tag,
    access: 'order.issue',
    body: z.object({
      kind: z.enum(['urgent', 'reserve', 'request', 'rotation']).default('urgent'),
      /** runs at once and is confirmed afterwards */
      urgent: z.boolean().default(false),
      fromPlace: z.string().min(1).max(120),
      toPlace: z.string().min(1).max(120),
      dispatchDay: businessDay,
      /** left out: by the distance */
      dueDay: businessDay.optional(),
      requestId: z.string().max(80).optional(),
      reason,
      note: z.string().trim().max(500).default(''),
      lines: z.array(wantedLine).min(1).max(50),
    }),
    response: z.object({ id, number: z.string(), state: z.enum(orderStates), approvalLevel: z.enum(orderLevels) }),
  }),
  /** what an order needs before it is made: from where, how much is free, which level decides */
  supply: contract({
    method: 'GET',
    path: '/api/orders/supply',
    summary: ['可调拨的库存', 'Stock that can be ordered'],
    tag,
    access: 'order.issue',
    query: z.object({ item: z.string().min(1).max(60), day: businessDay }),
    response: z.object({
      rows: z.array(
        z.object({
          place: z.string(),
          name: z.string(),
          /** free to order on the day, by grade */
          medical: z.string(),
          general: z.string(),
          ungraded: z.string(),
          /** of a reserve with a floor: what an order may take without a release; else null */
          aboveFloor: z.string().nullable(),
          firstExpiry: businessDay.nullable(),
        }),
      ),
    }),
  }),
  places: contract({
    method: 'GET',
    path: '/api/orders/places',
    summary: ['可发出和可收货的地点', 'Places that send and receive'],
    tag,
    access: 'order.read',
    response: z.object({
      rows: z.array(z.object({ place: z.string(), kind: z.string(), name: z.string(), county: z.string() })),
    }),
  }),
  /** granted requests and approved releases that no order carries yet */
  needs: contract({
    method: 'GET',
    path: '/api/orders/needs',
    summary: ['待下达的申请和储备动用', 'Requests and releases that wait for their order'],
    tag,
    access: 'order.issue',
    response: z.object({
      requests: z.array(
        z.object({ id, number: z.string(), to: end, item: z.string(), grade, quantity: z.string(), by: businessDay }),
      ),
      releases: z.array(
        z.object({
          id,
          number: z.string(),
          kind: z.enum(['release', 'rotation']),
          from: end,
          to: end,
          item: z.string(),
          grade,
          quantity: z.string(),
          by: businessDay,
          reason: z.string(),
        }),
      ),
    }),
  }),
  issueRelease: contract({
    method: 'POST',
    path: '/api/orders/from-release',
    summary: ['下达储备动用的调拨令', 'Issue the order of an approved release'],
    tag,
    access: 'order.issue',
    body: z.object({ release: id }),
    response: z.object({ id, number: z.string() }),
  }),
  approve: contract({
    method: 'POST',
    path: '/api/orders/:id/approve',
    summary: ['批准调拨令', 'Approve an order'],
    tag,
    access: 'order.approve',
    params: idParams,
    body: z.object({ revision }),
  }),
  toConfirm: contract({
    method: 'GET',
    path: '/api/orders/to-confirm',
    summary: ['待补批的紧急调拨', 'Urgent orders to confirm'],
    tag,
    access: 'order.read',
    response: z.object({
      rows: z.array(
        orderHead.extend({
          /** who must act now: the needed level, or the next one when it is overdue */
          level: z.enum(orderLevels),
          overdue: z.boolean(),
          reason: z.string(),
          createdBy: z.string(),
        }),
      ),
    }),
  }),
  confirm: contract({
    method: 'POST',
    path: '/api/orders/:id/confirm',
    summary: ['补批紧急调拨', 'Confirm an urgent order'],
    tag,
    access: 'order.approve',
    params: idParams,
    body: z.object({ revision }),
  }),
  cancel: contract({
    method: 'POST',
    path: '/api/orders/:id/cancel',
    summary: ['撤销调拨令', 'Cancel an order'],
    tag,
    access: 'order.issue',
    params: idParams,
    body: z.object({ revision, reason }),
  }),
  amend: contract({
    method: 'POST',
    path: '/api/orders/:id/amend',
    summary: ['更改调拨令', 'Amend an order: a new one in its place'],
    tag,
    access: 'order.issue',
    params: idParams,
    body: z.object({
      revision,
      reason,
      dispatchDay: businessDay.optional(),
      dueDay: businessDay.optional(),
      lines: z.array(z.object({ line: z.number().int().positive(), quantity })).max(200),
    }),
    response: z.object({ id, number: z.string() }),
  }),
  scan: contract({
    method: 'GET',
    path: '/api/orders/:id/scan',
    summary: ['核对扫到的码', 'Check a scanned code against the order'],
    tag,
    access: 'order.pick',
    params: idParams,
    query: z.object({ code: z.string().min(1).max(400) }),
    response: z.object({ line: z.number().int(), lot: z.number().int(), serial: z.string().nullable() }),
  }),
  pick: contract({
    method: 'POST',
    path: '/api/orders/:id/pick',
    summary: ['登记拣货', 'Record what was picked'],
    tag,
    access: 'order.pick',
    params: idParams,
    body: z.object({
      revision,
      lots: z
        .array(z.object({ line: z.number().int().positive(), lot: z.number().int().positive(), picked: quantity }))
        .min(1)
        .max(1000),
      /** needed when less is picked than ordered */
      shortReason: z.string().trim().max(500).default(''),
    }),
    response: z.object({ revision }),
  }),
  load: contract({
    method: 'POST',
    path: '/api/orders/:id/load',
    summary: ['装车', 'Loaded: the goods leave stock'],
    tag,
    access: 'order.pick',
    params: idParams,
    body: z.object({ revision }),
    response: z.object({ revision }),
  }),
  rules: contract({
    method: 'GET',
    path: '/api/orders/rules',
    summary: ['调拨审批权限', 'Who may decide how much'],
    tag,
    access: 'order.read',
    response: orderRules.extend({ changedBy: z.string().nullable(), changedAt: instant.nullable() }),
  }),
  changeRules: contract({
    method: 'PUT',
    path: '/api/orders/rules',
    summary: ['修改调拨审批权限', 'Change who may decide how much'],
    tag,
    access: 'city.manage',
    body: orderRules,
  }),
};
