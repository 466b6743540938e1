/** What officers do to an order that is made: approve, confirm, cancel, amend. Each under the order's lock and on the revision they saw. */
import { Decimal } from 'decimal.js';
import type { OrderLevel, OrderState } from '#contracts/orders-terms.ts';
import { orderStateNames } from '#contracts/orders-terms.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { reserveStock, syncPlaces } from '#server/stock/index.ts';
import { requireNotTwice, settleNeeds } from './coverage.service.ts';
import { amountsOf, checkDays, checkPacks, coverLines, levelOfReserve } from './decide.service.ts';
import { dayNeeds } from './facts.repository.ts';
import { gradeOf, type OrderFacts, readOrderFacts } from './facts.ts';
import { higherLevel, levelFor, levelToConfirm, requireLevel } from './levels.ts';
import { type Draft, type DraftLine, lotRows, type MadeOrder, makeOrders } from './make.ts';
import * as repository from './orders.repository.ts';
import { readRules } from './rules.service.ts';

/** Locked; error `not-found`, or `changed-meanwhile` when another has changed it since the revision seen. */
export async function lockOrder(work: Work, id: string, revision?: number): Promise<repository.OrderRow> {
  const [order] = await repository.lockOrders(work.tx, work.actor.city, [id]);
  if (!order) throw new DomainError('not-found', { what: ['这张调拨令', 'This order'] });
  if (revision !== undefined && order.revision !== revision) {
    const events = await repository.eventsOf(work.tx, work.actor.city, id);
    const last = events.at(-1);
    const when = new Date(last?.at ?? work.now);
    const time = when.toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });
    throw new DomainError('changed-meanwhile', { who: last?.user_name ?? '', when: time });
  }
  return order;
}

export function requireState(
  order: repository.OrderRow,
  allowed: readonly OrderState[],
  act: readonly [zh: string, en: string],
): void {
  if (allowed.some((state) => state === order.state)) return;
  const [zh, en] = orderStateNames[order.state as OrderState];
  throw new DomainError('order.wrong-state', {
    number: order.order_number,
    state: zh,
    state_en: en.toLowerCase(),
    act: act[0],
    act_en: act[1],
  });
}

/** Appends to the order's history, announces the change and audits it for both ends. The order must be locked. */
export async function noteOrder(work: Work, order: repository.OrderRow, kind: string, detail: object): Promise<void> {
  await repository.appendEvent(work.tx, order, {
    at: work.now,
    kind,
    userId: work.actor.userId,
    userName: work.actor.name,
    detail,
  });
  work.changed('orders');
  work.audit({
    action: `order.${kind}`,
    subject: 'order',
    subjectId: order.order_number,
    before: { state: order.state },
    after: detail,
    enterprise: order.from_enterprise,
    county: order.from_county,
    otherEnd: { county: order.to_county, enterprise: order.to_enterprise, demandPoint: order.to_demand_point },
  });
}

/**
 * Lets a waiting order run: its lots are set aside now. Errors `order.above-your-level`, `order.not-enough`, `order.past-day`,
 * `reserve.floor`.
 */
export async function approveOrder(work: Work, id: string, revision: number): Promise<void> {
  const order = await lockOrder(work, id, revision);
  requireState(order, ['waiting_approval'], ['批准', 'approved']);
  requireLevel(work.actor.role, order.approval_level as OrderLevel);
  checkDays(order.dispatch_day, order.due_day, await work.today());
  const facts = await readOrderFacts(work);
  const lines = await repository.linesOf(work.tx, work.actor.city, [id]);
  const draft = {
    from: facts.sender(order.from_place),
    dispatchDay: order.dispatch_day,
    lines: draftLines(facts, lines),
    releaseId: order.release_id,
  };
  // the reserve may hold less than when the order was made
  const level = higherLevel(order.approval_level as OrderLevel, await levelOfReserve(work, draft));
  requireLevel(work.actor.role, level);
  await coverLines(work, facts, draft);
  await repository.insertLots(
    work.tx,
    draft.lines.flatMap((line, index) => lotRows(order, lines[index]!.line, line.lots)),
  );
  const promised = draft.lines.flatMap((line) => line.lots);
  await reserveStock(
    work,
    promised.map(({ lot, quantity }) => ({ place: lot.place, lot: lot.lot, quantity, day: order.dispatch_day })),
    { kind: 'order', id: order.order_number },
  );
  await repository.updateOrder(work.tx, work.actor.city, id, {
    state: 'issued',
    approved_at: work.now.toISOString(),
    approved_by: work.actor.name,
    issued_at: work.now.toISOString(),
  });
  await noteOrder(work, order, 'approved', {});
}

function draftLines(facts: OrderFacts, lines: readonly repository.LineRow[]): DraftLine[] {
  return lines.map((line) => ({
    item: facts.item(line.item_code),
    grade: gradeOf(line.grade),
    preferred: gradeOf(line.preferred_grade),
    quantity: new Decimal(line.quantity),
    planned: new Decimal(line.planned),
    lots: [],
  }));
}

/** Confirms an urgent order that ran at once. Errors `order.not-waiting-confirmation`, `order.above-your-level`. */
export async function confirmOrder(work: Work, id: string, revision: number): Promise<void> {
  const order = await lockOrder(work, id, revision);
  if (order.confirm_by === null || order.confirmed_at !== null || ['cancelled', 'amended'].includes(order.state)) {
    throw new DomainError('order.not-waiting-confirmation', {
      number: order.order_number,
      who: order.confirmed_by ?? '—',
    });
  }
  const level = levelToConfirm(order.approval_level as OrderLevel, new Date(order.confirm_by), work.now);
  requireLevel(work.actor.role, level);
  const change = { confirmed_at: work.now.toISOString(), confirmed_by: work.actor.name };
  await repository.updateOrder(work.tx, work.actor.city, id, {
    ...change,
    approved_at: change.confirmed_at,
    approved_by: work.actor.name,
  });
  await noteOrder(work, order, 'confirmed', { level });
}

const beforeLoading = ['waiting_approval', 'issued', 'picked'] as const;

/** Ends an order that has not been loaded; its lots are free again at once. */
export async function cancelOrder(work: Work, id: string, given: { revision: number; reason: string }): Promise<void> {
  const order = await lockOrder(work, id, given.revision);
  requireState(order, beforeLoading, ['撤销', 'cancelled']);
  await giveBackLots(work, order);
  await repository.updateOrder(work.tx, work.actor.city, id, { state: 'cancelled' });
  await noteOrder(work, order, 'cancelled', { reason: given.reason });
  await settleNeeds(work, order, given.reason);
}

/** Frees what the order still holds: the picked quantity once it is picked, the ordered one before. */
export async function giveBackLots(work: Work, order: repository.OrderRow): Promise<void> {
  const lots = await repository.lotsOf(work.tx, work.actor.city, [order.order_id]);
  const held = lots
    .map((lot) => ({
      place: order.from_place,
      lot: lot.lot_id,
      quantity: new Decimal(lot.picked ?? lot.quantity).neg(),
    }))
    .filter(({ quantity }) => !quantity.isZero());
  await reserveStock(work, held, { kind: 'order', id: order.order_number });
}

export interface Amendment {
  revision: number;
  reason: string;
  dispatchDay?: string | undefined;
  dueDay?: string | undefined;
  /** new quantities by line; lines left out stay as they are, zero takes the line out */
  lines: ReadonlyArray<{ line: number; quantity: string }>;
}

/**
 * Puts a new order in the old one's place: lots are given back and chosen anew in one transaction, and each names the other. More than
 * before needs the level that the new amount asks for. Errors as of `decideOrder`, and `order.amend-changes-nothing`, `order.nothing-left`,
 * `order.above-release`.
 */
export async function amendOrder(work: Work, id: string, amendment: Amendment): Promise<MadeOrder> {
  const order = await lockOrder(work, id, amendment.revision);
  requireState(order, beforeLoading, ['更改', 'amended']);
  await syncPlaces(work);
  const facts = await readOrderFacts(work);
  const before = await repository.linesOf(work.tx, work.actor.city, [id]);
  const draft = await amendedDraft(work, facts, order, before, amendment);
  await giveBackLots(work, order);
  await requireAmendedLevel(work, order, before, draft);
  await repository.updateOrder(work.tx, work.actor.city, id, { state: 'amended' });
  if (draft.state === 'issued') await coverLines(work, facts, draft);
  const [made] = await makeOrders(work, [draft]);
  await repository.updateOrder(work.tx, work.actor.city, id, { amended_by: made!.number });
  await noteOrder(work, order, 'amended', { reason: amendment.reason, by: made!.number });
  if (order.request_id !== null) await requireNotTwice(work, facts, order.request_id, made!.number);
  await settleNeeds(work, { ...order, order_number: made!.number }, amendment.reason);
  return made!;
}

async function amendedDraft(
  work: Work,
  facts: OrderFacts,
  order: repository.OrderRow,
  before: readonly repository.LineRow[],
  amendment: Amendment,
): Promise<Draft> {
  const wanted = new Map(amendment.lines.map(({ line, quantity }) => [line, new Decimal(quantity)]));
  const unknown = amendment.lines.find(({ line }) => !before.some((row) => row.line === line));
  if (unknown) throw new DomainError('order.unknown-line', { line: unknown.line, lot: '—' });
  const lines = draftLines(facts, before)
    .map((line, index) => {
      const number = before[index]!.line;
      return { ...line, quantity: checkPacks(line.item, wanted.get(number) ?? line.quantity, number) };
    })
    // a line of the plan that was taken out stays with nothing, so that the plan does not order it again
    .filter((line) => line.quantity.gt(0) || line.planned.gt(0));
  if (lines.every((line) => line.quantity.isZero())) throw new DomainError('order.nothing-left');
  const from = facts.sender(order.from_place);
  const to = facts.receiver(order.to_place);
  const dispatchDay = amendment.dispatchDay ?? order.dispatch_day;
  const moved = dispatchDay === order.dispatch_day ? order.due_day : facts.arrival(from, to, dispatchDay);
  const dueDay = amendment.dueDay ?? moved;
  const sameQuantities = before.every((row) => (wanted.get(row.line) ?? new Decimal(row.quantity)).eq(row.quantity));
  if (sameQuantities && dispatchDay === order.dispatch_day && dueDay === order.due_day) {
    throw new DomainError('order.amend-changes-nothing');
  }
  checkDays(dispatchDay, dueDay, await work.today());
  return {
    kind: order.kind as Draft['kind'],
    state: order.state === 'waiting_approval' ? 'waiting_approval' : 'issued',
    from,
    to,
    tier: order.tier,
    dispatchDay,
    dueDay,
    lines,
    approvalLevel: order.approval_level as OrderLevel,
    planId: order.plan_id,
    planDay: order.plan_day,
    part: order.part,
    requestId: order.request_id,
    releaseId: order.release_id,
    urgent: order.urgent,
    confirmBy: order.confirmed_at === null && order.confirm_by !== null ? new Date(order.confirm_by) : null,
    approvedAt: order.approved_at,
    approvedBy: order.approved_by,
    amends: order.order_number,
    reason: amendment.reason,
    note: order.note,
  };
}

/** Less or later needs no new approval; more needs the level of the whole new amount. */
async function requireAmendedLevel(
  work: Work,
  order: repository.OrderRow,
  before: readonly repository.LineRow[],
  draft: Draft,
): Promise<void> {
  const had = new Map<string, Decimal>();
  for (const row of before) had.set(row.item_code, (had.get(row.item_code) ?? new Decimal(0)).add(row.quantity));
  const grown = draft.lines.find((line) => line.quantity.gt(had.get(line.item.code) ?? 0));
  if (grown === undefined) return;
  if (order.release_id !== null) {
    const { code, name, nameEn, unit } = grown.item;
    const approved = (had.get(code) ?? new Decimal(0)).toFixed();
    throw new DomainError('order.above-release', { approved, unit, item: name, item_en: nameEn });
  }
  const needs = await dayNeeds(work.tx, work.actor.city);
  const level = levelFor(amountsOf(draft.lines), needs, await readRules(work));
  draft.approvalLevel = higherLevel(level, await levelOfReserve(work, draft));
  if (order.state === 'waiting_approval') return;
  requireLevel(work.actor.role, draft.approvalLevel);
  Object.assign(draft, { approvedAt: work.now, approvedBy: work.actor.name });
}
