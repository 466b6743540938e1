/** Orders as people read them. */
import { Decimal } from 'decimal.js';
import type { OrderDetail, OrderHead, OrderLine } from '#contracts/orders.ts';
import type { OrderKind, OrderLevel, OrderState } from '#contracts/orders-terms.ts';
import { lotLabel, orderLabel } from '#contracts/scan.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { gradeOf } from './facts.ts';
import { levelToConfirm } from './levels.ts';
import {
  countOrders,
  cursorOf,
  type HeadRow,
  isLate,
  listOrders,
  type OrderFilter,
  unconfirmedOrders,
} from './orders.list.ts';
import * as repository from './orders.repository.ts';

const plain = (value: string): string => new Decimal(value).toFixed();
const plainOrNull = (value: string | null): string | null => (value === null ? null : plain(value));

export async function readOrders(work: Work, asked: OrderFilter, page: { cursor?: string | undefined; limit: number }) {
  const today = await work.today();
  const { city, scope, scopeIds } = work.actor;
  const filter: OrderFilter = { ...asked, sender: { scope, ids: scopeIds } };
  const rows = await listOrders(work.tx, city, today, filter, { cursor: page.cursor, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  return {
    rows: await headsOf(work, shown),
    next: rows.length > page.limit ? cursorOf(shown.at(-1)!) : null,
    total: await countOrders(work.tx, city, today, filter),
  };
}

export async function headsOf(work: Work, orders: readonly HeadRow[]): Promise<OrderHead[]> {
  const ids = orders.map((order) => order.order_id);
  const lines = Map.groupBy(await repository.itemsOf(work.tx, work.actor.city, ids), (line) => line.order_id);
  const today = await work.today();
  return orders.map((order) => headOf(order, lines.get(order.order_id) ?? [], today));
}

type ItemQuantity = Pick<repository.LineRow, 'item_code' | 'quantity'>;

function headOf(order: HeadRow, lines: readonly ItemQuantity[], today: string): OrderHead {
  return {
    id: order.order_id,
    number: order.order_number,
    kind: order.kind as OrderKind,
    state: order.state as OrderState,
    urgent: order.urgent,
    from: { place: order.from_place, name: order.from_name, county: order.from_county },
    to: { place: order.to_place, name: order.to_name, county: order.to_county },
    tier: order.tier,
    dispatchDay: order.dispatch_day,
    dueDay: order.due_day,
    late: isLate(order, today),
    weightKg: plain(order.weight_kg),
    items: itemsOf(lines),
    confirmBy: order.confirm_by,
    confirmedAt: order.confirmed_at,
    approvalLevel: order.approval_level as OrderLevel,
    revision: order.revision,
  };
}

function itemsOf(lines: readonly ItemQuantity[]): OrderHead['items'] {
  const sums = new Map<string, Decimal>();
  for (const line of lines) sums.set(line.item_code, (sums.get(line.item_code) ?? new Decimal(0)).add(line.quantity));
  return [...sums].map(([item, quantity]) => ({ item, quantity: quantity.toFixed() }));
}

export async function orderOrFail(work: Work, id: string): Promise<repository.OrderRow> {
  const order = await repository.findOrder(work.tx, work.actor.city, id);
  if (!order) throw new DomainError('not-found', { what: ['这张调拨令', 'This order'] });
  return order;
}

/** The whole order: lines with their lots, and everything that happened to it. Error `not-found`, also when it is not the actor's to see. */
export async function orderById(work: Work, id: string): Promise<OrderDetail> {
  const order = await orderOrFail(work, id);
  const { tx, actor } = work;
  const lines = await repository.linesOf(tx, actor.city, [id]);
  const lots = Map.groupBy(await repository.lotsOf(tx, actor.city, [id]), (lot) => lot.line);
  const events = await repository.eventsOf(tx, actor.city, id);
  const trace = (number: string | null) => (number === null ? null : { id: number, number });
  return {
    ...headOf(order, lines, await work.today()),
    planId: order.plan_id,
    requestId: order.request_id,
    releaseId: order.release_id,
    reason: order.reason,
    note: order.note,
    amends: trace(order.amends),
    amendedBy: trace(order.amended_by),
    createdAt: order.created_at,
    createdBy: order.created_by_name,
    approvedAt: order.approved_at,
    approvedBy: order.approved_by,
    confirmedBy: order.confirmed_by,
    issuedAt: order.issued_at,
    pickedAt: order.picked_at,
    loadedAt: order.loaded_at,
    leftAt: order.left_at,
    deliveredAt: order.delivered_at,
    receivedAt: order.received_at,
    lines: lines.map((line) => lineOf(line, lots.get(line.line) ?? [])),
    events: events.map((event) => ({
      number: event.event_number,
      at: event.at,
      kind: event.kind,
      who: event.user_name,
      detail: event.detail as Record<string, unknown>,
    })),
    label: orderLabel(order.order_number),
  };
}

export function lineOf(line: repository.LineRow, lots: readonly repository.LotRow[]): OrderLine {
  return {
    line: line.line,
    item: line.item_code,
    grade: gradeOf(line.grade),
    quantity: plain(line.quantity),
    planned: plain(line.planned),
    shortReason: line.short_reason,
    lots: lots.map((lot) => ({
      lot: lot.lot_id,
      grade: gradeOf(lot.grade),
      lotNumber: lot.lot_number,
      expires: lot.expires,
      quantity: plain(lot.quantity),
      picked: plainOrNull(lot.picked),
      received: plainOrNull(lot.received),
      damaged: plainOrNull(lot.damaged),
      label: lotLabel(lot.lot_id),
    })),
  };
}

/** Urgent orders to be confirmed, each with who must act now. */
export async function readToConfirm(work: Work) {
  const orders = await unconfirmedOrders(work.tx, work.actor.city);
  const heads = await headsOf(work, orders);
  return orders.map((order, index) => {
    const by = new Date(order.confirm_by!);
    return {
      ...heads[index]!,
      level: levelToConfirm(order.approval_level as OrderLevel, by, work.now),
      overdue: work.now > by,
      reason: order.reason,
      createdBy: order.created_by_name,
    };
  });
}
