/** Claims (收货差异): what a receipt found missing or damaged, who answers, what became of it and who bears the loss. */
import { z } from 'zod';
import { contract, instant, listOf, quantity } from './contract.ts';
import './receipts-errors.ts';

const tag = '调拨 Dispatch';
const id = z.string().min(1).max(80);
const idParams = z.object({ id });
/** zero or more, in the item's base unit */
const amount = quantity.refine((value) => !value.startsWith('-'), '≥ 0');
const text = z.string().trim().max(500);

export const claimKinds = ['missing', 'damaged'] as const;
export const claimOwners = ['transport', 'sender'] as const;
export const claimStates = ['open', 'answered', 'settled'] as const;
export const claimBearers = ['transport', 'sender', 'receiver', 'nobody'] as const;
/** What may be done about a claim: its owner answers, the receiver signs for what came later, the dispatcher settles. */
export const claimActs = ['answer', 'receive', 'settle'] as const;
export type ClaimKind = (typeof claimKinds)[number];
export type ClaimOwner = (typeof claimOwners)[number];
export type ClaimState = (typeof claimStates)[number];
export type ClaimBearer = (typeof claimBearers)[number];
export type ClaimAct = (typeof claimActs)[number];

type Words = readonly [zh: string, en: string];
export const claimKindNames: Record<ClaimKind, Words> = { missing: ['短少', 'Missing'], damaged: ['破损', 'Damaged'] };
export const claimOwnerNames: Record<ClaimOwner, Words> = {
  transport: ['运输（专班调度）', 'Transport (dispatcher)'],
  sender: ['发货方', 'The sender'],
};
export const claimStateNames: Record<ClaimState, Words> = {
  open: ['待答复', 'To be answered'],
  answered: ['待结案', 'To be settled'],
  settled: ['已结案', 'Settled'],
};
export const claimBearerNames: Record<ClaimBearer, Words> = {
  transport: ['运输', 'Transport'],
  sender: ['发货方', 'The sender'],
  receiver: ['收货方', 'The receiver'],
  nobody: ['无损失', 'Nobody: nothing is lost'],
};

/** Who answers for a difference: whole outer packing means that it was packed so; opened or crushed, that it happened on the way. */
export const ownerOfDifference = (packingWhole: boolean): ClaimOwner => (packingWhole ? 'sender' : 'transport');
/** A claim is answered within so many hours of its receipt, and settled within so many of the answer. */
export const answerWithinHours = 24;
export const settleWithinHours = 48;

const end = z.object({ place: z.string(), name: z.string(), county: z.string() });

export const claimHead = z.object({
  id,
  order: id,
  line: z.number().int(),
  lot: z.number().int(),
  item: z.string(),
  lotNumber: z.string(),
  kind: z.enum(claimKinds),
  quantity,
  packingWhole: z.boolean(),
  owner: z.enum(claimOwners),
  state: z.enum(claimStates),
  from: end,
  to: end,
  /** until when the next act is due; null when it is settled */
  due: instant.nullable(),
  /** `due` has passed */
  late: z.boolean(),
  /** whole hours since it was opened, or until it was settled */
  ageHours: z.number().int(),
  arrived: quantity,
  returned: quantity,
  lost: quantity,
  /** of what is missing: not yet come, gone back or lost */
  unaccounted: quantity,
  bearer: z.enum(claimBearers).nullable(),
  openedAt: instant,
  settledAt: instant.nullable(),
  revision: z.number().int(),
});
export type ClaimHead = z.output<typeof claimHead>;

const claimEvent = z.object({
  number: z.number().int(),
  at: instant,
  kind: z.enum(['opened', 'answered', 'arrived', 'settled']),
  who: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type ClaimEvent = z.output<typeof claimEvent>;

const claimDetail = claimHead.extend({
  events: z.array(claimEvent),
  /** numbers of the receipt's photographs of this lot, or of the whole load */
  photos: z.array(z.number().int()),
  /** what the reader may do about it now */
  acts: z.array(z.enum(claimActs)),
});
export type ClaimDetail = z.output<typeof claimDetail>;

const yes = z.enum(['true', 'false']);
const filter = z.object({
  state: z.enum([...claimStates, 'unsettled']).optional(),
  owner: z.enum(claimOwners).optional(),
  kind: z.enum(claimKinds).optional(),
  item: z.string().max(60).optional(),
  order: id.optional(),
  late: yes.optional(),
  /** part of a claim's or an order's number, of a lot number, or of either end's name */
  search: z.string().trim().max(100).optional(),
});

export const claimContracts = {
  list: contract({
    method: 'GET',
    path: '/api/claims',
    summary: ['收货差异', 'Claims'],
    tag,
    access: 'receipt.read',
    query: filter.extend({
      cursor: z.string().max(120).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    /** newest first */
    response: listOf(claimHead).extend({
      /** of all that the reader sees, whatever the filter */
      unsettled: z.number().int(),
      late: z.number().int(),
    }),
  }),
  file: contract({
    method: 'GET',
    path: '/api/claims/export',
    summary: ['导出收货差异', 'Export claims'],
    tag,
    access: 'receipt.read',
    kind: 'file',
    query: filter.extend({
      format: z.enum(['xlsx', 'csv']).default('xlsx'),
      lang: z.enum(['zh', 'en']).default('zh'),
    }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/claims/:id',
    summary: ['一项差异', 'One claim'],
    tag,
    access: 'receipt.read',
    params: idParams,
    response: claimDetail,
  }),
  answer: contract({
    method: 'POST',
    path: '/api/claims/:id/answer',
    summary: ['答复差异', 'Answer a claim'],
    tag,
    access: 'claim.answer',
    params: idParams,
    body: z.object({ revision: z.number().int().positive(), accepts: z.boolean(), answer: text.min(1) }),
  }),
  /** the rest of a half-delivered load came: the receiver signs for it */
  arrived: contract({
    method: 'POST',
    path: '/api/claims/:id/arrived',
    summary: ['补收短少的货物', 'The missing goods came'],
    tag,
    access: 'receipt.file',
    params: idParams,
    body: z.object({
      revision: z.number().int().positive(),
      quantity: amount.refine((value) => Number(value) > 0, '> 0'),
    }),
  }),
  settle: contract({
    method: 'POST',
    path: '/api/claims/:id/settle',
    summary: ['差异结案', 'Settle a claim'],
    tag,
    access: 'claim.settle',
    params: idParams,
    body: z.object({
      revision: z.number().int().positive(),
      bearer: z.enum(claimBearers),
      /** of what is missing: went back to the sender, is lost; together all that has not arrived */
      returned: amount.default('0'),
      lost: amount.default('0'),
      note: text.min(1),
    }),
  }),
};
