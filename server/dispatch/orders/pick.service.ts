/** Picking and loading, by whoever holds the goods: what was scanned, what was picked, and the goods leaving stock. */
import { Decimal } from 'decimal.js';
import { matchScan } from '#contracts/scan-match.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { placeOfGoodsSentFrom, postMovements, reserveStock } from '#server/stock/index.ts';
import { lockOrder, noteOrder, requireState } from './change.service.ts';
import { settleNeeds } from './coverage.service.ts';
import * as repository from './orders.repository.ts';
import { orderOrFail } from './orders.views.ts';

/** Picking is for the sending end: an enterprise that receives sees the order too, but may not pick it. */
function requireSender(work: Work, order: repository.OrderRow): void {
  const { scope, scopeIds } = work.actor;
  const own =
    scope === 'city' ||
    (scope === 'enterprise' && scopeIds.includes(order.from_enterprise ?? '')) ||
    (scope === 'county' && scopeIds.includes(order.from_county));
  if (!own) throw new DomainError('order.not-your-stock', { place: order.from_name });
}

/**
 * The line and lot of the order that a scanned code names: our own lot label, a typed lot number, or a GS1 symbol.
 * Errors `order.code-unreadable`, `order.wrong-lot` (says which is expected), `order.lot-past-expiry` (label and books differ).
 */
export async function checkScan(work: Work, id: string, code: string) {
  const order = await orderOrFail(work, id);
  requireSender(work, order);
  const lots = await repository.lotsOf(work.tx, work.actor.city, [id]);
  const labelled = lots.map((row) => ({
    line: row.line,
    lot: { lot: row.lot_id, lotNumber: row.lot_number, expires: row.expires },
  }));
  const result = matchScan(code, labelled, await work.today());
  if (result.kind === 'found') return { line: result.line, lot: result.lot.lot, serial: result.serial };
  if (result.kind === 'wrong') throw wrongLot(result.scanned, lots);
  if (result.kind === 'other-order') throw wrongLot(result.order, lots);
  if (result.kind === 'unreadable') throw unreadable(...result.why);
  const { scanned, expected, lotNumber } = result;
  throw new DomainError('order.lot-past-expiry', { scanned, expected, lot_number: lotNumber });
}

const unreadable = (why: string, whyEn: string) => new DomainError('order.code-unreadable', { why, why_en: whyEn });

function wrongLot(scanned: string, lots: readonly repository.LotRow[]): DomainError {
  const expected = lots
    .filter((lot) => lot.picked === null)
    .slice(0, 5)
    .map((lot) => lotShown(lot));
  return new DomainError('order.wrong-lot', { scanned, expected: expected.join('、') || '—' });
}

const lotShown = (lot: repository.LotRow): string =>
  `${lot.lot_number || `#${lot.lot_id}`}${lot.expires ? ` (${lot.expires})` : ''}`;

export interface Picking {
  revision: number;
  lots: ReadonlyArray<{ line: number; lot: number; picked: string }>;
  shortReason?: string;
}

/**
 * Records what was picked of every lot. Less than ordered lowers the line, with the reason, and the difference is free again at once.
 * Errors `order.pick-incomplete`, `order.picked-too-much`, `order.short-reason-needed`, `order.nothing-picked`, `order.unknown-line`.
 */
export async function pickOrder(work: Work, id: string, picking: Picking): Promise<{ revision: number }> {
  const order = await lockOrder(work, id, picking.revision);
  requireSender(work, order);
  requireState(order, ['issued'], ['拣货', 'picked']);
  const { tx, actor } = work;
  const lots = await repository.lotsOf(tx, actor.city, [id]);
  const picked = checkPicking(lots, picking);
  const short = lots.filter((lot) => picked.get(keyOf(lot))!.lt(lot.quantity));
  const shortReason = picking.shortReason?.trim() ?? '';
  if (short.length > 0 && shortReason === '') throw new DomainError('order.short-reason-needed');
  for (const lot of lots) await repository.updateLot(tx, lot, { picked: picked.get(keyOf(lot))!.toFixed() });
  const missing = short.map((lot) => ({ lot, quantity: new Decimal(lot.quantity).sub(picked.get(keyOf(lot))!) }));
  if (missing.length > 0) await lowerLines(work, order, missing, shortReason);
  await repository.updateOrder(tx, actor.city, id, { state: 'picked', picked_at: work.now.toISOString() });
  await noteOrder(work, order, 'picked', {
    shortReason,
    short: missing.map(({ lot, quantity }) => ({ line: lot.line, lot: lotShown(lot), quantity: quantity.toFixed() })),
  });
  if (missing.length > 0) await settleNeeds(work, order, shortReason);
  return { revision: order.revision + 1 + (missing.length > 0 ? 1 : 0) };
}

const keyOf = ({ line, lot_id }: Pick<repository.LotRow, 'line' | 'lot_id'>): string => `${line}|${lot_id}`;

function checkPicking(lots: readonly repository.LotRow[], picking: Picking): Map<string, Decimal> {
  const picked = new Map(picking.lots.map((entry) => [`${entry.line}|${entry.lot}`, new Decimal(entry.picked)]));
  const stray = picking.lots.find((entry) => !lots.some((lot) => keyOf(lot) === `${entry.line}|${entry.lot}`));
  if (stray) throw new DomainError('order.unknown-line', { line: stray.line, lot: stray.lot });
  for (const lot of lots) {
    const quantity = picked.get(keyOf(lot));
    const named = { line: lot.line, lot_number: lotShown(lot) };
    if (quantity === undefined) throw new DomainError('order.pick-incomplete', named);
    if (quantity.isNegative() || quantity.gt(lot.quantity)) {
      const ordered = new Decimal(lot.quantity).toFixed();
      throw new DomainError('order.picked-too-much', { ...named, ordered, picked: quantity.toFixed() });
    }
  }
  if ([...picked.values()].every((quantity) => quantity.isZero())) throw new DomainError('order.nothing-picked');
  return picked;
}

/** The order's lines become what was picked; what the plan still wants of them can be ordered again. */
async function lowerLines(
  work: Work,
  order: repository.OrderRow,
  missing: ReadonlyArray<{ lot: repository.LotRow; quantity: Decimal }>,
  shortReason: string,
): Promise<void> {
  const { tx, actor } = work;
  const lines = await repository.linesOf(tx, actor.city, [order.order_id]);
  for (const line of lines) {
    const less = missing
      .filter(({ lot }) => lot.line === line.line)
      .reduce((sum, { quantity }) => sum.add(quantity), new Decimal(0));
    if (less.isZero()) continue;
    await repository.updateLine(tx, line, {
      quantity: new Decimal(line.quantity).sub(less).toFixed(),
      planned: Decimal.max(0, new Decimal(line.planned).sub(less)).toFixed(),
      short_reason: shortReason,
    });
  }
  await reserveStock(
    work,
    missing.map(({ lot, quantity }) => ({ place: order.from_place, lot: lot.lot_id, quantity: quantity.neg() })),
    { kind: 'order', id: order.order_number },
  );
  await weighAgain(work, order);
}

/** The order's weight after its lines changed. */
export async function weighAgain(work: Work, order: repository.OrderRow): Promise<void> {
  const { tx, actor } = work;
  const weight = await repository.weightOf(tx, actor.city, order.order_id);
  await repository.updateOrder(tx, actor.city, order.order_id, { weight_kg: weight });
}

/**
 * Loaded: the picked goods leave the sender's stock for the road, out of what was promised. Errors of `postMovements`; a lot that was
 * held or recalled or has passed its last day since is refused by the ledger.
 */
export async function loadOrder(work: Work, id: string, revision: number): Promise<{ revision: number }> {
  const order = await lockOrder(work, id, revision);
  requireSender(work, order);
  requireState(order, ['picked'], ['装车', 'loaded']);
  const { tx, actor } = work;
  const lots = await repository.lotsOf(tx, actor.city, [id]);
  await postMovements(work, {
    document: { kind: 'order', id: order.order_number },
    movements: lots
      .map((lot, index) => ({ lot, line: index + 1 }))
      .filter(({ lot }) => new Decimal(lot.picked ?? 0).gt(0))
      .map(({ lot, line }) => ({
        line,
        from: order.from_place,
        to: placeOfGoodsSentFrom(order.from_place),
        lot: lot.lot_id,
        quantity: lot.picked!,
        fromReserved: true,
      })),
  });
  await repository.updateOrder(tx, actor.city, id, { state: 'loaded', loaded_at: work.now.toISOString() });
  await noteOrder(work, order, 'loaded', {});
  return { revision: order.revision + 1 };
}
