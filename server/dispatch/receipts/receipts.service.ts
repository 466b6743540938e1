/** Receiving an order: the count closes its lines, moves the goods, notes what payments rest on and opens claims for what differs. */
import { createHash } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import type { OrderState } from '#contracts/orders-terms.ts';
import type { receiptContracts } from '#contracts/receipts.ts';
import { lotLabel, orderLabel } from '#contracts/scan.ts';
import { canonicalJson } from '#server/platform/audit.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { receiveOrder } from '../orders/index.ts';
import { openClaims } from './claims.service.ts';
import { claimsOfOrder } from './claims.views.ts';
import { jpegOf } from './photos.ts';
import * as repository from './receipts.repository.ts';
import { basisRow, type Count, requireReceiver } from './receiver.ts';

type Filed = z.output<(typeof receiptContracts.file)['response']>;

const plain = (value: string): string => new Decimal(value).toFixed();

/** What is on the road to the places that the actor receives for. */
export async function readArriving(work: Work) {
  const { tx, actor } = work;
  const found = await repository.arrivingOrders(tx, actor.city, { scope: actor.scope, ids: actor.scopeIds });
  const orders = found.slice(0, repository.mostArriving);
  const all = await repository.arrivingLots(
    tx,
    actor.city,
    orders.map((order) => order.order_id),
  );
  const lots = Map.groupBy(all, (lot) => lot.order_id);
  return {
    more: found.length > orders.length,
    rows: orders.map((order) => ({
      id: order.order_id,
      number: order.order_number,
      state: order.state as OrderState,
      from: { place: order.from_place, name: order.from_name, county: order.from_county },
      to: { place: order.to_place, name: order.to_name, county: order.to_county },
      dueDay: order.due_day,
      urgent: order.urgent,
      label: orderLabel(order.order_number),
      lots: (lots.get(order.order_id) ?? []).map((lot) => ({
        line: lot.line,
        lot: lot.lot_id,
        item: lot.item_code,
        itemName: lot.name,
        itemNameEn: lot.name_en,
        unit: lot.unit,
        grade: lot.grade as 'medical' | 'general' | null,
        lotNumber: lot.lot_number,
        expires: lot.expires,
        sent: plain(lot.picked),
        label: lotLabel(lot.lot_id),
      })),
    })),
  };
}

/**
 * Records the receiver's count of an order, once. The same count sent again answers the same and changes nothing (`changed: false`).
 * Errors `not-found`, `receipt.not-yours`, `receipt.already`, `receipt.photo-…`, and those of `receiveOrder`.
 */
export async function fileReceipt(work: Work, id: string, count: Count): Promise<Filed & { changed: boolean }> {
  const { tx, actor } = work;
  const order = await repository.lockOrder(tx, actor.city, id);
  if (!order) throw new DomainError('not-found', { what: ['这张调拨令', 'This order'] });
  requireReceiver(work, order);
  const hash = hashOf(count);
  const before = await repository.findReceipt(tx, actor.city, id);
  if (before) return repeated(work, before, hash);
  const photos = count.photos.map((photo, index) => ({ ...photo, jpeg: jpegOf(photo.jpeg, index + 1) }));
  requirePhotosOfLots(photos, count);
  const differences = await receiveOrder(work, id, {
    lots: count.lots,
    detail: { temperature: count.temperature, photos: photos.length, note: count.note, phoneAt: count.phoneAt },
  });
  const day = await work.today();
  const ends = repository.endsOf(order);
  await repository.insertReceipt(tx, {
    ...ends,
    order_number: order.order_number,
    day,
    received_at: work.now,
    phone_at: count.phoneAt,
    received_by: actor.userId,
    received_by_name: actor.name,
    temperature: count.temperature === null ? null : String(count.temperature),
    signature: count.signature,
    note: count.note,
    counted_hash: hash,
  });
  await repository.insertPhotos(
    tx,
    photos.map((photo, index) => ({
      ...ends,
      photo_number: index + 1,
      line: photo.line,
      lot_id: photo.lot,
      jpeg: photo.jpeg,
    })),
  );
  await noteBases(work, order, count, day);
  await openClaims(work, order, differences, count);
  work.changed('receipts');
  return { order: id, differences: await differencesOf(work, id), changed: true };
}

/** A repeat is told from a second opinion by what was counted, in whatever order it was written. */
function hashOf(count: Count): string {
  const lots = count.lots
    .map((lot) => [lot.line, lot.lot, plain(lot.received), plain(lot.damaged)] as const)
    .toSorted((one, other) => one[0] - other[0] || one[1] - other[1]);
  return createHash('sha256').update(canonicalJson(lots)).digest('hex');
}

async function repeated(
  work: Work,
  before: repository.ReceiptRow,
  hash: string,
): Promise<Filed & { changed: boolean }> {
  if (before.counted_hash === hash) {
    return { order: before.order_id, differences: await differencesOf(work, before.order_id), changed: false };
  }
  const when = new Date(before.received_at).toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  });
  throw new DomainError('receipt.already', { number: before.order_number, who: before.received_by_name, when });
}

async function differencesOf(work: Work, order: string): Promise<Filed['differences']> {
  const claims = await claimsOfOrder(work, order);
  return claims.map(({ id, item, kind, quantity, owner }) => ({ claim: id, item, kind, quantity, owner }));
}

function requirePhotosOfLots(photos: ReadonlyArray<{ line: number | null; lot: number | null }>, count: Count): void {
  const stray = photos.findIndex(
    ({ line, lot }) =>
      (line !== null || lot !== null) && !count.lots.some((entry) => entry.line === line && entry.lot === lot),
  );
  if (stray >= 0) throw new DomainError('receipt.photo-of-nothing', { number: stray + 1 });
}

async function noteBases(work: Work, order: repository.OrderRow, count: Count, day: string): Promise<void> {
  const lots = await repository.arrivingLots(work.tx, work.actor.city, [order.order_id]);
  await repository.insertBases(
    work.tx,
    lots.flatMap((lot) => {
      const counted = count.lots.find((entry) => entry.line === lot.line && entry.lot === lot.lot_id);
      if (counted === undefined || new Decimal(counted.received).isZero()) return [];
      return [basisRow(work, order, lot, { quantity: counted.received, day, kind: 'receipt', id: order.order_number })];
    }),
  );
}

const basisOf = (row: repository.BasisRow) => ({
  id: row.basis_id,
  order: row.order_id,
  line: row.line,
  lot: row.lot_id,
  item: row.item_code,
  grade: row.grade as 'medical' | 'general' | null,
  quantity: plain(row.quantity),
  day: row.day,
  document: { kind: row.document_kind as 'receipt' | 'claim', id: row.document_id },
  from: row.from_place,
  to: row.to_place,
});

/** One receipt with its claims and what payments rest on. Error `not-found`, also when it is not the actor's to see. */
export async function readReceipt(work: Work, id: string) {
  const { tx, actor } = work;
  const row = await repository.findReceipt(tx, actor.city, id);
  if (!row) throw new DomainError('not-found', { what: ['这张签收单', 'This receipt'] });
  const photos = await repository.photosOf(tx, actor.city, id);
  const bases = await repository.basesOf(tx, actor.city, { order: id, after: 0, limit: 2000 });
  return {
    order: row.order_id,
    day: row.day,
    receivedAt: row.received_at,
    phoneAt: row.phone_at,
    by: row.received_by_name,
    temperature: row.temperature === null ? null : Number(row.temperature),
    signature: row.signature,
    note: row.note,
    photos: photos.map((photo) => ({ number: photo.photo_number, line: photo.line, lot: photo.lot_id })),
    claims: await claimsOfOrder(work, id),
    bases: bases.map(basisOf),
  };
}

export async function readPhoto(work: Work, id: string, number: number) {
  const photo = await repository.findPhoto(work.tx, work.actor.city, id, number);
  if (!photo) throw new DomainError('not-found', { what: ['这张照片', 'This photograph'] });
  return { name: `${id}-${number}.jpg`, type: 'image/jpeg', bytes: photo.jpeg };
}

/** What payments rest on, oldest first: appended only, so that a reader goes on from the last id that it has. */
export async function readPaymentBases(work: Work, filter: repository.BasisFilter) {
  const rows = await repository.basesOf(work.tx, work.actor.city, { ...filter, limit: filter.limit + 1 });
  const shown = rows.slice(0, filter.limit);
  return { rows: shown.map(basisOf), next: rows.length > shown.length ? shown.at(-1)!.basis_id : null };
}
