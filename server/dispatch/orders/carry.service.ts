/** What trips, passes and receipts do to orders: on the way, delivered, received. */
import { Decimal } from 'decimal.js';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { placeOfGoodsSentFrom, postMovements, virtualPlaces } from '#server/stock/index.ts';
import { lockOrder, noteOrder, requireState } from './change.service.ts';
import { noteArrived, settleNeeds } from './coverage.service.ts';
import * as repository from './orders.repository.ts';
import { headsOf } from './orders.views.ts';
import { noteArrivals } from './recall.service.ts';

/** Orders that leave on the day and have not left: what trips are made of. */
export async function readOrdersForTrips(work: Work, day: string) {
  const rows = await repository.ordersToLeave(work.tx, work.actor.city, day);
  const heads = await headsOf(work, rows);
  return heads.map((head, index) => ({
    ...head,
    fromEnterprise: rows[index]!.from_enterprise,
    toDemandPoint: rows[index]!.to_demand_point,
    toEnterprise: rows[index]!.to_enterprise,
  }));
}
export type OrderForTrip = Awaited<ReturnType<typeof readOrdersForTrips>>[number];

/** Appends to an order's history: 'trip_planned', 'pass_issued', 'checkpoint', … with what the reader needs. Locks the order. */
export async function appendOrderEvent(work: Work, id: string, kind: string, detail: object): Promise<void> {
  await noteOrder(work, await lockOrder(work, id), kind, detail);
}

/** Loaded orders have left. An order that is already on the way stays as it is. Error `order.wrong-state`. */
export async function markOrdersOnTheWay(work: Work, ids: readonly string[], detail: object = {}): Promise<void> {
  await moveOn(work, ids, { from: 'loaded', to: 'on_the_way', event: 'left', act: ['发车', 'sent'] }, detail);
}

/** The load stands at the receiver's door and is not yet counted. Error `order.wrong-state`. */
export async function markDelivered(work: Work, ids: readonly string[], detail: object = {}): Promise<void> {
  await moveOn(
    work,
    ids,
    { from: 'on_the_way', to: 'delivered', event: 'delivered', act: ['送达', 'delivered'] },
    detail,
  );
}

interface Step {
  from: 'loaded' | 'on_the_way';
  to: 'on_the_way' | 'delivered';
  event: string;
  act: readonly [string, string];
}

async function moveOn(work: Work, ids: readonly string[], step: Step, detail: object): Promise<void> {
  const { tx, actor } = work;
  const orders = await repository.lockOrders(tx, actor.city, ids);
  if (orders.length < new Set(ids).size) throw new DomainError('not-found', { what: ['这张调拨令', 'This order'] });
  const at = step.to === 'on_the_way' ? { left_at: work.now.toISOString() } : { delivered_at: work.now.toISOString() };
  for (const order of orders) {
    if (order.state === step.to) continue;
    requireState(order, [step.from], step.act);
    await repository.updateOrder(tx, actor.city, order.order_id, { state: step.to, ...at });
    await noteOrder(work, order, step.event, detail);
  }
}

export interface Received {
  lots: ReadonlyArray<{ line: number; lot: number; received: Decimal.Value; damaged?: Decimal.Value }>;
  /** photo, temperature, signature and the like: kept with the order's history */
  detail?: object;
}

export interface Difference {
  line: number;
  lot: number;
  item: string;
  sent: string;
  received: string;
  damaged: string;
  /** sent, and neither received nor damaged: still on the road in the books until a claim settles it */
  missing: string;
}

/**
 * Closes the order with what the receiver counted: good and damaged pieces leave the road for the receiver's stock, damaged ones from
 * there to write-off. Answers what differs, for a claim. Sent again it changes nothing and answers the same.
 * Errors `order.wrong-state`, `order.received-too-much`, `order.pick-incomplete` (a lot is not counted), `order.unknown-line`.
 */
export async function receiveOrder(work: Work, id: string, received: Received): Promise<Difference[]> {
  const order = await lockOrder(work, id);
  const { tx, actor } = work;
  const lots = (await repository.lotsOf(tx, actor.city, [id])).filter((lot) => new Decimal(lot.picked ?? 0).gt(0));
  if (order.state === 'received') return differencesOf(lots);
  requireState(order, ['loaded', 'on_the_way', 'delivered'], ['签收', 'received']);
  const counted = checkReceived(lots, received);
  await postReceipt(work, order, counted);
  for (const { lot, good, damaged } of counted) {
    await repository.updateLot(tx, lot, { received: good.toFixed(), damaged: damaged.toFixed() });
  }
  await noteArrivals(
    work,
    order.to_place,
    counted.map(({ lot, good }) => ({ lot: lot.lot_id, quantity: good })),
  );
  await repository.updateOrder(tx, actor.city, id, { state: 'received', received_at: work.now.toISOString() });
  const differences = differencesOf(await repository.lotsOf(tx, actor.city, [id]));
  await noteOrder(work, order, 'received', { ...received.detail, differences });
  await noteArrived(
    work,
    order,
    counted.map(({ lot, good }) => ({ item: lot.item_code, grade: lot.grade, quantity: good })),
  );
  await settleNeeds(work, order, '到货短少或破损');
  return differences;
}

/** The rest of a received order came later: a claim's goods. They must be in stock and counted in the order's lots. */
export async function noteRestReceived(
  work: Work,
  id: string,
  rest: { claim: string; item: string; grade: string | null; quantity: string },
): Promise<void> {
  const order = await lockOrder(work, id);
  await noteOrder(work, order, 'rest_received', { claim: rest.claim, quantity: new Decimal(rest.quantity).toFixed() });
  await noteArrived(work, order, [{ ...rest, quantity: new Decimal(rest.quantity) }]);
  await settleNeeds(work, order, '');
}

/** A claim on a received order ended: what went back or is lost is not brought by it any more. */
export async function noteClaimSettled(work: Work, id: string, detail: { claim: string } & object): Promise<void> {
  const order = await lockOrder(work, id);
  await noteOrder(work, order, 'claim_settled', detail);
  await settleNeeds(work, order, `运输短少 ${detail.claim}`);
}

interface Counted {
  lot: repository.LotRow;
  good: Decimal;
  damaged: Decimal;
}

function checkReceived(lots: readonly repository.LotRow[], received: Received): Counted[] {
  const stray = received.lots.find((entry) => !lots.some((lot) => lot.line === entry.line && lot.lot_id === entry.lot));
  if (stray) throw new DomainError('order.unknown-line', { line: stray.line, lot: stray.lot });
  return lots.map((lot): Counted => {
    const named = { line: lot.line, lot_number: lot.lot_number || `#${lot.lot_id}` };
    const entry = received.lots.find(({ line, lot: id }) => line === lot.line && id === lot.lot_id);
    if (!entry) throw new DomainError('order.pick-incomplete', named);
    const good = new Decimal(entry.received);
    const damaged = new Decimal(entry.damaged ?? 0);
    if (good.isNegative() || damaged.isNegative() || good.add(damaged).gt(lot.picked!)) {
      const sent = new Decimal(lot.picked!).toFixed();
      throw new DomainError('order.received-too-much', { ...named, sent, received: good.add(damaged).toFixed() });
    }
    return { lot, good, damaged };
  });
}

async function postReceipt(work: Work, order: repository.OrderRow, counted: readonly Counted[]): Promise<void> {
  const road = placeOfGoodsSentFrom(order.from_place);
  await postMovements(work, {
    document: { kind: 'receipt', id: order.order_number },
    movements: counted.flatMap(({ lot, good, damaged }, index) => {
      const arrived = good.add(damaged);
      const line = index * 2 + 1;
      return [
        { line, from: road, to: order.to_place, lot: lot.lot_id, quantity: arrived },
        {
          line: line + 1,
          from: order.to_place,
          to: virtualPlaces.writeOff,
          lot: lot.lot_id,
          quantity: damaged,
          reason: '到货破损',
        },
      ].filter(({ quantity }) => quantity.gt(0));
    }),
  });
}

function differencesOf(lots: readonly repository.LotRow[]): Difference[] {
  return lots.flatMap((lot): Difference[] => {
    const sent = new Decimal(lot.picked ?? 0);
    const received = new Decimal(lot.received ?? 0);
    const damaged = new Decimal(lot.damaged ?? 0);
    const missing = sent.sub(received).sub(damaged);
    if (missing.isZero() && damaged.isZero()) return [];
    return [
      {
        line: lot.line,
        lot: lot.lot_id,
        item: lot.item_code,
        sent: sent.toFixed(),
        received: received.toFixed(),
        damaged: damaged.toFixed(),
        missing: missing.toFixed(),
      },
    ];
  });
}
