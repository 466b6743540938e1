/** A lot that may no longer be issued leaves the orders that hold it; other lots of the place stand in as far as they go. */
import { Decimal } from 'decimal.js';
import type { Work } from '#server/platform/work.ts';
import { roomAboveFloor } from '#server/reserves/index.ts';
import { holdStock, reserveStock } from '#server/stock/index.ts';
import { noteOrder } from './change.service.ts';
import { settleNeeds } from './coverage.service.ts';
import { gradeOf, type OrderFacts, readOrderFacts, readPool } from './facts.ts';
import { sumOf, type TakenLot } from './lots.ts';
import { lotRows } from './make.ts';
import * as repository from './orders.repository.ts';
import { weighAgain } from './pick.service.ts';

/**
 * Takes the lot out of the orders, which are locked and not loaded. A picked order goes back to be picked again; one with nothing left is
 * cancelled; what stays uncovered lowers the line and can be ordered again.
 */
export async function withdrawLot(
  work: Work,
  orders: readonly repository.OrderRow[],
  lot: number,
  reason: string,
): Promise<void> {
  if (orders.length === 0) return;
  const places = [...new Set(orders.map((order) => order.from_place))].sort();
  await holdStock(work, places);
  const facts = await readOrderFacts(work);
  for (const order of orders) {
    await releaseLot(work, order, lot);
    const replaced = await coverAgain(work, facts, order);
    await finishWithdrawal(work, order, { lot, reason, ...replaced });
    await settleNeeds(work, order, reason);
  }
}

/** Gives the lot's promise back and takes its rows out; what else was picked is to be picked again. */
async function releaseLot(work: Work, order: repository.OrderRow, lot: number): Promise<void> {
  const { tx, actor } = work;
  for (const row of await repository.lotsOf(tx, actor.city, [order.order_id])) {
    const held = new Decimal(row.picked ?? row.quantity);
    if (row.lot_id === lot) {
      if (held.gt(0)) {
        const back = { place: order.from_place, lot, quantity: held.neg() };
        await reserveStock(work, [back], { kind: 'order', id: order.order_number });
      }
      await repository.deleteLot(tx, row);
    } else if (held.isZero()) {
      await repository.deleteLot(tx, row);
    } else if (row.picked !== null) {
      await repository.updateLot(tx, row, { quantity: held.toFixed(), picked: null });
    }
  }
}

/** Fills the gaps of the order's lines from other lots and lowers what cannot be filled. */
async function coverAgain(work: Work, facts: OrderFacts, order: repository.OrderRow) {
  const { tx, actor } = work;
  const lines = await repository.linesOf(tx, actor.city, [order.order_id]);
  const lots = Map.groupBy(await repository.lotsOf(tx, actor.city, [order.order_id]), (row) => row.line);
  const pool = await readPool(work, facts, { places: [order.from_place], items: lines.map((line) => line.item_code) });
  const room = await roomOf(work, order, lines);
  const taken: TakenLot[] = [];
  let missing = new Decimal(0);
  for (const line of lines) {
    const own = lots.get(line.line) ?? [];
    const gap = own.reduce((left, row) => left.sub(row.quantity), new Decimal(line.quantity));
    if (gap.lte(0)) continue;
    const most = Decimal.min(gap, room.get(line.item_code) ?? gap);
    const item = facts.item(line.item_code);
    const instead = pool.take({
      place: order.from_place,
      item: item.code,
      grade: gradeOf(line.grade),
      preferred: gradeOf(line.preferred_grade),
      quantity: most,
      day: order.dispatch_day,
      pack: item.pack,
    });
    await addLots(work, order, line.line, own, instead);
    taken.push(...instead);
    if (room.has(line.item_code)) room.set(line.item_code, Decimal.sub(room.get(line.item_code)!, sumOf(instead)));
    const short = gap.sub(sumOf(instead));
    missing = missing.add(short);
    if (short.gt(0)) await lowerLine(work, line, short);
  }
  return { replacedBy: taken.map(({ lot }) => lot.lotNumber || `#${lot.lot}`), missing: missing.toFixed() };
}

/** Straight from a reserve no more stands in than keeps its floor; an approved release has leave for its whole quantity. */
async function roomOf(
  work: Work,
  order: repository.OrderRow,
  lines: readonly repository.LineRow[],
): Promise<Map<string, Decimal>> {
  if (!order.from_place.startsWith('reserve:') || order.release_id !== null) return new Map();
  const rooms = await roomAboveFloor(
    work,
    order.from_place,
    lines.map((line) => line.item_code),
  );
  return new Map([...rooms].map(([item, { above }]) => [item, above]));
}

async function addLots(
  work: Work,
  order: repository.OrderRow,
  line: number,
  own: readonly repository.LotRow[],
  instead: readonly TakenLot[],
): Promise<void> {
  const known = new Map(own.map((row) => [row.lot_id, row]));
  for (const { lot, quantity } of instead) {
    const row = known.get(lot.lot);
    if (row) await repository.updateLot(work.tx, row, { quantity: quantity.add(row.quantity).toFixed() });
  }
  const fresh = instead.filter(({ lot }) => !known.has(lot.lot));
  await repository.insertLots(work.tx, lotRows(order, line, fresh));
  await reserveStock(
    work,
    instead.map(({ lot, quantity }) => ({ place: lot.place, lot: lot.lot, quantity, day: order.dispatch_day })),
    { kind: 'order', id: order.order_number },
  );
}

async function lowerLine(work: Work, line: repository.LineRow, short: Decimal): Promise<void> {
  await repository.updateLine(work.tx, line, {
    quantity: new Decimal(line.quantity).sub(short).toFixed(),
    planned: Decimal.max(0, new Decimal(line.planned).sub(short)).toFixed(),
    short_reason: '批次停用',
  });
}

async function finishWithdrawal(work: Work, order: repository.OrderRow, detail: object): Promise<void> {
  const left = await repository.lotsOf(work.tx, work.actor.city, [order.order_id]);
  await repository.updateOrder(work.tx, work.actor.city, order.order_id, {
    state: left.length === 0 ? 'cancelled' : 'issued',
    picked_at: null,
  });
  await weighAgain(work, order);
  await noteOrder(work, order, 'lot_withdrawn', { ...detail, cancelled: left.length === 0 });
}
