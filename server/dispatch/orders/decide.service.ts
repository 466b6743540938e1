/** Orders decided outside the plan: urgent ones, for a request, from a reserve, before expiry. */
import { Decimal } from 'decimal.js';
import type { OrderKind, OrderLevel, OrderState } from '#contracts/orders-terms.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { levelOfTaking } from '#server/reserves/index.ts';
import { holdStock, syncPlaces } from '#server/stock/index.ts';
import { requireForRequest, requireNotTwice } from './coverage.service.ts';
import { dayNeeds } from './facts.repository.ts';
import { type OrderFacts, readOrderFacts, readPool } from './facts.ts';
import { higherLevel, levelFor, mayDecide } from './levels.ts';
import { type Grade, sumOf, type TakenLot } from './lots.ts';
import { type Draft, type DraftLine, isCovered, makeOrders } from './make.ts';
import { readRules } from './rules.service.ts';

export interface Decision {
  kind: Exclude<OrderKind, 'plan'>;
  /** runs at once and is confirmed afterwards by the level that its amount asks for */
  urgent: boolean;
  /** places of the ledger: 'producer:E01', 'reserve:R1', 'demand:H1' */
  fromPlace: string;
  toPlace: string;
  dispatchDay: string;
  /** by the distance when left out */
  dueDay?: string | undefined;
  requestId?: string | undefined;
  reason: string;
  note?: string;
  lines: ReadonlyArray<{ item: string; grade?: Grade | null; quantity: Decimal.Value }>;
}

export interface DecidedOrder {
  id: string;
  number: string;
  state: OrderState;
  approvalLevel: OrderLevel;
}

/**
 * Makes an order outside the plan. Within the actor's level, or urgent, it is issued and its lots are set aside at once; otherwise it
 * waits for the level. From a reserve it takes no more than stands above the floor. Errors `order.not-enough`, `order.unknown-place`,
 * `order.same-place`, `order.not-whole-packs`, `order.item-twice`, `order.past-day`, `order.days-in-order`, `order.grade-not-asked`,
 * `order.request-…`, `reserve.floor`, `stock.unknown-item`.
 */
export async function decideOrder(work: Work, decision: Decision): Promise<DecidedOrder> {
  await syncPlaces(work);
  const facts = await readOrderFacts(work);
  const draft = await draftOf(work, facts, decision);
  if (decision.requestId) await requireForRequest(work, facts, draft, decision.requestId);
  const rules = await readRules(work);
  draft.approvalLevel = levelFor(amountsOf(draft.lines), await dayNeeds(work.tx, work.actor.city), rules);
  draft.approvalLevel = higherLevel(draft.approvalLevel, await levelOfReserve(work, draft));
  const within = mayDecide(work.actor.role, draft.approvalLevel);
  if (within) Object.assign(draft, { approvedAt: work.now, approvedBy: work.actor.name });
  draft.state = within || decision.urgent ? 'issued' : 'waiting_approval';
  if (decision.urgent && !within) {
    draft.confirmBy = new Date(work.now.getTime() + Number(rules.confirmHours) * 3_600_000);
  }
  if (draft.state === 'issued') await coverLines(work, facts, draft);
  const [made] = await makeOrders(work, [draft]);
  if (decision.requestId) await requireNotTwice(work, facts, decision.requestId, made!.number);
  work.audit({
    action: 'order.decide',
    subject: 'order',
    subjectId: made!.number,
    after: { ...decision, state: draft.state, approvalLevel: draft.approvalLevel },
    enterprise: draft.from.enterprise,
    county: draft.from.county,
  });
  return { ...made!, state: draft.state, approvalLevel: draft.approvalLevel };
}

export const amountsOf = (lines: readonly DraftLine[]) =>
  lines.map(({ item, quantity }) => ({ item: item.code, quantity, weightKg: quantity.mul(item.unitWeightKg) }));

/**
 * The level that a reserve asks for what the order takes straight from it, null for other senders and for the order of an approved release.
 * Holds the reserve's balances. Error `reserve.floor`.
 */
export async function levelOfReserve(
  work: Work,
  { from, lines, releaseId }: Pick<Draft, 'from' | 'lines' | 'releaseId'>,
): Promise<OrderLevel | null> {
  if (from.kind !== 'reserve' || releaseId) return null;
  await holdStock(work, [from.place]);
  const takes = new Map<string, Decimal>();
  for (const { item, quantity } of lines) takes.set(item.code, quantity.add(takes.get(item.code) ?? 0));
  return levelOfTaking(work, from.place, takes);
}

async function draftOf(work: Work, facts: OrderFacts, decision: Decision): Promise<Draft> {
  const from = facts.sender(decision.fromPlace);
  const to = facts.receiver(decision.toPlace);
  if (from.place === to.place) throw new DomainError('order.same-place');
  const dueDay = decision.dueDay ?? facts.arrival(from, to, decision.dispatchDay);
  checkDays(decision.dispatchDay, dueDay, await work.today());
  const lines = decision.lines.map((line, index): DraftLine => {
    const item = facts.item(line.item);
    const quantity = checkPacks(item, new Decimal(line.quantity), index + 1);
    const asked = facts.asked(to, line.item);
    if (line.grade && !item.graded) {
      throw new DomainError('order.grade-not-asked', { item: item.name, item_en: item.nameEn });
    }
    // the receiver's own rule is never loosened by the one who orders
    const grade = asked.grade === 'medical' ? 'medical' : (line.grade ?? null);
    return { item, grade, preferred: line.grade ?? null, quantity, planned: new Decimal(0), lots: [] };
  });
  checkItemsOnce(lines);
  return {
    kind: decision.kind,
    state: 'issued',
    from,
    to,
    tier: Math.min(...lines.map((line) => facts.asked(to, line.item.code).tier)),
    dispatchDay: decision.dispatchDay,
    dueDay,
    lines,
    approvalLevel: 'city',
    requestId: decision.requestId ?? null,
    urgent: decision.urgent,
    reason: decision.reason,
    note: decision.note ?? '',
  };
}

export function checkDays(dispatchDay: string, dueDay: string, today: string): void {
  if (dispatchDay < today) throw new DomainError('order.past-day', { day: dispatchDay, today });
  if (dueDay < dispatchDay) throw new DomainError('order.days-in-order', { due: dueDay, dispatch: dispatchDay });
}

/** (C8): whole packs. Answers the quantity. */
export function checkPacks(item: DraftLine['item'], quantity: Decimal, line: number): Decimal {
  if (quantity.mod(item.pack).isZero()) return quantity;
  throw new DomainError('order.not-whole-packs', {
    line,
    item: item.name,
    item_en: item.nameEn,
    quantity: quantity.toFixed(),
    unit: item.unit,
    pack: item.pack.toFixed(),
  });
}

function checkItemsOnce(lines: readonly DraftLine[]): void {
  const seen = new Set<string>();
  for (const { item, preferred } of lines) {
    const key = `${item.code}|${preferred}`;
    if (seen.has(key)) throw new DomainError('order.item-twice', { item: item.name, item_en: item.nameEn });
    seen.add(key);
  }
}

/** Chooses the lots of every line under the hold of the place's balances; error `order.not-enough`. */
export async function coverLines(
  work: Work,
  facts: OrderFacts,
  draft: Pick<Draft, 'from' | 'dispatchDay' | 'lines'>,
): Promise<void> {
  await holdStock(work, [draft.from.place]);
  const items = draft.lines.map((line) => line.item.code);
  const pool = await readPool(work, facts, { places: [draft.from.place], items });
  for (const line of draft.lines) {
    const { item, grade, preferred, quantity } = line;
    const wanted = { place: draft.from.place, item: item.code, day: draft.dispatchDay, pack: item.pack };
    line.lots = pool.take({ ...wanted, grade, preferred, quantity });
    if (!isCovered(line)) throw notEnough(draft.from.name, line, line.lots);
  }
}

export function notEnough(place: string, { item, quantity }: DraftLine, lots: readonly TakenLot[]): DomainError {
  return new DomainError('order.not-enough', {
    place,
    item: item.name,
    item_en: item.nameEn,
    unit: item.unit,
    has: sumOf(lots).toFixed(),
    needs: quantity.toFixed(),
  });
}
