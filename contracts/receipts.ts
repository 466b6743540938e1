/** Receipts (签收) and claims: what arrived, what a payment rests on, and who answers for what differs. */
import { z } from 'zod';
import { businessDay, contract, instant, quantity } from './contract.ts';
import { orderStates } from './orders-terms.ts';
import './receipts-errors.ts';

const tag = '调拨 Dispatch';
const id = z.string().min(1).max(80);
const idParams = z.object({ id });
const grade = z.enum(['medical', 'general']).nullable();
/** zero or more, in the item's base unit */
const amount = quantity.refine((value) => !value.startsWith('-'), '≥ 0');
const text = z.string().trim().max(500);

export const claimKinds = ['missing', 'damaged'] as const;
export const claimOwners = ['transport', 'sender'] as const;
export const claimStates = ['open', 'answered', 'settled'] as const;
export const claimBearers = ['transport', 'sender', 'receiver', 'nobody'] as const;
export type ClaimKind = (typeof claimKinds)[number];
export type ClaimOwner = (typeof claimOwners)[number];
export type ClaimState = (typeof claimStates)[number];
export type ClaimBearer = (typeof claimBearers)[number];

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
/** A claim is answered within so many hours. */
export const answerWithinHours = 24;

/** Bytes of a photograph, once decoded. */
export const photoLimit = 200 * 1024;
export const mostPhotos = 4;
export const signatureForm = /^M\d{1,4} \d{1,4}(?:[ML]\d{1,4} \d{1,4})*$/u;

const arrivingLot = z.object({
  line: z.number().int(),
  lot: z.number().int(),
  item: z.string(),
  itemName: z.string(),
  itemNameEn: z.string(),
  unit: z.string(),
  grade,
  lotNumber: z.string(),
  expires: businessDay.nullable(),
  /** what was loaded of it */
  sent: z.string(),
  /** what our label of the lot says */
  label: z.string(),
});
const end = z.object({ place: z.string(), name: z.string(), county: z.string() });

export const arrivingOrder = z.object({
  id,
  number: z.string(),
  state: z.enum(orderStates),
  from: end,
  to: end,
  dueDay: businessDay,
  urgent: z.boolean(),
  label: z.string(),
  lots: z.array(arrivingLot),
});
export type ArrivingOrder = z.output<typeof arrivingOrder>;
export type ArrivingLot = z.output<typeof arrivingLot>;

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
  /** not answered, and the hour until which it should be has passed */
  late: z.boolean(),
  answerDue: instant,
  arrived: quantity,
  returned: quantity,
  lost: quantity,
  bearer: z.enum(claimBearers).nullable(),
  openedAt: instant,
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

const basis = z.object({
  id: z.number().int(),
  order: id,
  line: z.number().int(),
  lot: z.number().int(),
  item: z.string(),
  grade,
  quantity,
  day: businessDay,
  document: z.object({ kind: z.enum(['receipt', 'claim']), id: z.string() }),
  from: z.string(),
  to: z.string(),
});
export type PaymentBasis = z.output<typeof basis>;

const differences = z.array(
  z.object({ claim: id, item: z.string(), kind: z.enum(claimKinds), quantity, owner: z.enum(claimOwners) }),
);

export const receiptContracts = {
  /** what is on the road to the places that one receives for, with its lots, so that it can be counted without a network */
  arriving: contract({
    method: 'GET',
    path: '/api/receipts/arriving',
    summary: ['在途、待签收的货物', 'Goods on the way, to be received'],
    tag,
    access: 'receipt.file',
    response: z.object({ rows: z.array(arrivingOrder), more: z.boolean() }),
  }),
  /** Counts what came in. Sent again with the same count it answers the same; another count is refused and named. */
  file: contract({
    method: 'POST',
    path: '/api/receipts/:id',
    summary: ['签收', 'Receive an order'],
    tag,
    access: 'receipt.file',
    params: idParams,
    body: z.object({
      lots: z
        .array(
          z.object({
            line: z.number().int().positive(),
            lot: z.number().int().positive(),
            /** in good condition */
            received: amount,
            damaged: amount.default('0'),
            packingWhole: z.boolean().default(true),
          }),
        )
        .min(1)
        .max(1000),
      /** degrees Celsius */
      temperature: z.number().min(-100).max(100).multipleOf(0.1).nullable().default(null),
      /** strokes as an SVG path of absolute moves and lines in whole numbers */
      signature: z.string().max(20_000).regex(signatureForm, '请签名 · sign with a finger'),
      note: text.default(''),
      photos: z
        .array(
          z.object({
            line: z.number().int().positive().nullable().default(null),
            lot: z.number().int().positive().nullable().default(null),
            /** base64 */
            jpeg: z.string().max(4_000_000),
          }),
        )
        .max(mostPhotos)
        .default([]),
      /** the telephone's word for when it was counted */
      phoneAt: instant.nullable().default(null),
    }),
    response: z.object({ order: id, differences }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/receipts/:id',
    summary: ['一张签收单', 'One receipt'],
    tag,
    access: 'receipt.read',
    params: idParams,
    response: z.object({
      order: id,
      day: businessDay,
      receivedAt: instant,
      phoneAt: instant.nullable(),
      by: z.string(),
      temperature: z.number().nullable(),
      signature: z.string(),
      note: z.string(),
      photos: z.array(
        z.object({ number: z.number().int(), line: z.number().int().nullable(), lot: z.number().int().nullable() }),
      ),
      claims: z.array(claimHead),
      bases: z.array(basis),
    }),
  }),
  photo: contract({
    method: 'GET',
    path: '/api/receipts/:id/photos/:number',
    summary: ['签收照片', 'A photograph of a receipt'],
    tag,
    access: 'receipt.read',
    kind: 'file',
    params: z.object({ id, number: z.coerce.number().int().min(1).max(mostPhotos) }),
  }),
  /** quantities that payments rest on, oldest first; the cursor is the last id read */
  bases: contract({
    method: 'GET',
    path: '/api/receipts/bases',
    summary: ['支付依据（按数量）', 'What payments rest on, by quantity'],
    tag,
    access: 'receipt.read',
    query: z.object({
      from: businessDay.optional(),
      to: businessDay.optional(),
      after: z.coerce.number().int().nonnegative().default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    response: z.object({ rows: z.array(basis), next: z.number().int().nullable() }),
  }),
  claims: contract({
    method: 'GET',
    path: '/api/claims',
    summary: ['收货差异', 'Claims'],
    tag,
    access: 'receipt.read',
    query: z.object({
      state: z.enum([...claimStates, 'unsettled']).optional(),
      owner: z.enum(claimOwners).optional(),
      order: id.optional(),
      cursor: z.string().max(120).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.object({ rows: z.array(claimHead), next: z.string().nullable() }),
  }),
  claim: contract({
    method: 'GET',
    path: '/api/claims/:id',
    summary: ['一项差异', 'One claim'],
    tag,
    access: 'receipt.read',
    params: idParams,
    response: claimHead.extend({ events: z.array(claimEvent) }),
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
