/** Receipts (签收): what arrived, and what a payment rests on. What differs is a claim (contracts/claims.ts). */
import { z } from 'zod';
import { claimHead, claimKinds, claimOwners } from './claims.ts';
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
};
