/** From the approved plan to orders: what of its days is still to be ordered, and what stock covers now. */
import { Decimal } from 'decimal.js';
import { addDays } from '#contracts/calendar.ts';
import type { NotYetInStock } from '#contracts/orders.ts';
import { departuresOf, type PlanInForce, planInForce } from '#server/planning/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { holdStock, placeOfDemandPoint, placeOfProducer, syncPlaces } from '#server/stock/index.ts';
import { type Asked, type ItemFacts, type OrderFacts, type PlaceFacts, readOrderFacts, readPool } from './facts.ts';
import { type Grade, sumOf, type TakenLot, wholePacks } from './lots.ts';
import { type Draft, type MadeOrder, makeOrders } from './make.ts';
import * as repository from './orders.repository.ts';

interface Range {
  from: string;
  to: string;
}

/** One item that the plan sends one way on one day. */
interface Way {
  day: string;
  from: PlaceFacts;
  to: PlaceFacts;
  item: ItemFacts;
  preferred: Grade | null;
  asked: Asked;
  planned: Decimal;
  /** planned and not yet in an order */
  rest: Decimal;
  lots: TakenLot[];
}

/**
 * Orders what the approved plan sends on the days and stock covers, one order for each way and day; the rest is answered as not yet in
 * stock and can be ordered when it is. What is ordered already is never ordered twice, also under a newer plan.
 * Errors `order.no-plan`, `order.outside-plan-days`, `order.past-day`.
 */
export async function issueFromPlan(
  work: Work,
  range: Range,
): Promise<{ orders: MadeOrder[]; notYetInStock: NotYetInStock[] }> {
  const plan = await planFor(work, range);
  await syncPlaces(work);
  // whoever issues follows whoever issued before: what is settled is read under this lock
  await repository.takeNumbers(work.tx, work.actor.city, 'order', await work.today(), 0);
  const facts = await readOrderFacts(work);
  const { ways, parts } = await waysOf(work, facts, plan, range);
  const places = [...new Set(ways.filter((way) => way.rest.gt(0)).map((way) => way.from.place))].sort();
  await holdStock(work, places);
  await coverWays(work, facts, ways, places);
  const orders = await makeOrders(work, draftsOf(facts, plan, ways, parts));
  work.audit({
    action: 'order.issue-from-plan',
    subject: 'plan',
    subjectId: plan.id,
    after: { ...range, orders: orders.length, first: orders[0]?.number ?? null, last: orders.at(-1)?.number ?? null },
  });
  return { orders, notYetInStock: notYet(ways).filter((row) => row.missing !== '0') };
}

/** The same without ordering anything: every way that is not fully ordered, with what stock would cover now. */
export async function previewPlan(work: Work, range: Range) {
  const plan = await planInForce(work);
  if (!plan) return { plan: null, rows: [], orders: 0 };
  const facts = await readOrderFacts(work);
  const { ways, parts } = await waysOf(work, facts, plan, range);
  const open = ways.filter((way) => way.rest.gt(0));
  await coverWays(work, facts, open, [...new Set(open.map((way) => way.from.place))]);
  const { id, title, from, days } = plan;
  return { plan: { id, title, from, days }, rows: notYet(open), orders: draftsOf(facts, plan, open, parts).length };
}

async function planFor(work: Work, { from, to }: Range): Promise<PlanInForce> {
  const plan = await planInForce(work);
  if (!plan) throw new DomainError('order.no-plan');
  const last = addDays(plan.from, plan.days - 1);
  if (from > to || from < plan.from || to > last) {
    throw new DomainError('order.outside-plan-days', { title: plan.title, first: plan.from, last });
  }
  const today = await work.today();
  if (from < today) throw new DomainError('order.past-day', { day: from, today });
  return plan;
}

/** The plan's ways of the days, tier by tier within a day, each with what is not yet in an order. */
async function waysOf(work: Work, facts: OrderFacts, plan: PlanInForce, range: Range) {
  const departures = await departuresOf(work, plan.id, range.from, range.to);
  const ways = departures.map((row): Way => {
    const from = facts.sender(placeOfProducer(row.enterprise));
    const to = facts.receiver(
      row.demandPoint === null ? placeOfProducer(row.toEnterprise ?? '') : placeOfDemandPoint(row.demandPoint),
    );
    const item = facts.item(row.item);
    const planned = wholePacks(new Decimal(row.quantity), item.pack);
    const asked = facts.asked(to, row.item);
    return { day: row.day, from, to, item, preferred: row.grade, asked, planned, rest: planned, lots: [] };
  });
  const settled = await repository.settledOf(work.tx, work.actor.city, range.from, range.to);
  subtractSettled(ways, settled);
  ways.sort((a, b) => (a.day === b.day ? a.asked.tier - b.asked.tier : a.day < b.day ? -1 : 1));
  const parts = new Map<string, number>();
  for (const row of settled) {
    const key = `${row.day}|${row.from}|${row.to}`;
    parts.set(key, Math.max(parts.get(key) ?? 0, row.parts));
  }
  return { ways, parts };
}

/**
 * Takes what is ordered from what is planned: from the same way and grade first, then the same way, then whatever else the plan sends the
 * receiver that day, because a newer plan may serve the same need from another producer.
 */
export function subtractSettled(
  ways: ReadonlyArray<{
    day: string;
    from: { place: string };
    to: { place: string };
    item: { code: string };
    preferred: string | null;
    rest: Decimal;
  }>,
  settled: readonly repository.Settled[],
): void {
  const left = settled.map((row) => ({ ...row, quantity: new Decimal(row.planned) }));
  type Same = (way: (typeof ways)[number], row: (typeof left)[number]) => boolean;
  const sameNeed: Same = (way, row) => way.day === row.day && way.to.place === row.to && way.item.code === row.item;
  const sameWay: Same = (way, row) => sameNeed(way, row) && way.from.place === row.from;
  const sameGrade: Same = (way, row) => sameWay(way, row) && way.preferred === row.grade;
  const byNeed = Map.groupBy(ways, (way) => `${way.day}|${way.to.place}|${way.item.code}`);
  for (const same of [sameGrade, sameWay, sameNeed]) {
    for (const row of left) {
      for (const way of byNeed.get(`${row.day}|${row.to}|${row.item}`) ?? []) {
        if (!same(way, row)) continue;
        const taken = Decimal.min(way.rest, row.quantity);
        way.rest = way.rest.sub(taken);
        row.quantity = row.quantity.sub(taken);
      }
    }
  }
}

/** Sets lots aside for the ways in their order: earlier days first, in a day the most urgent tier first. */
async function coverWays(work: Work, facts: OrderFacts, ways: readonly Way[], places: readonly string[]) {
  if (places.length === 0) return;
  const pool = await readPool(work, facts, { places });
  for (const way of ways) {
    if (way.rest.lte(0)) continue;
    way.lots = pool.take({
      place: way.from.place,
      item: way.item.code,
      grade: way.asked.grade,
      preferred: way.preferred,
      quantity: way.rest,
      day: way.day,
      pack: way.item.pack,
    });
  }
}

function draftsOf(
  facts: OrderFacts,
  plan: PlanInForce,
  ways: readonly Way[],
  parts: ReadonlyMap<string, number>,
): Draft[] {
  const covered = ways.filter((way) => way.lots.length > 0);
  const byWay = Map.groupBy(covered, (way) => `${way.day}|${way.from.place}|${way.to.place}`);
  return [...byWay].map(([key, rows]): Draft => {
    const { from, to, day } = rows[0]!;
    return {
      kind: 'plan',
      state: 'issued',
      from,
      to,
      tier: Math.min(...rows.map((row) => row.asked.tier)),
      dispatchDay: day,
      dueDay: facts.arrival(from, to, day),
      // the plan's approval covers what it sends
      approvalLevel: 'group',
      approvedAt: plan.approvedAt,
      approvedBy: plan.approvedBy,
      planId: plan.id,
      planDay: day,
      part: (parts.get(key) ?? 0) + 1,
      lines: rows.map((row) => ({
        item: row.item,
        grade: row.asked.grade,
        preferred: row.preferred,
        quantity: sumOf(row.lots),
        planned: sumOf(row.lots),
        lots: row.lots,
      })),
    };
  });
}

function notYet(ways: readonly Way[]): NotYetInStock[] {
  return ways
    .filter((way) => way.rest.gt(0))
    .map((way) => {
      const coverable = sumOf(way.lots);
      return {
        day: way.day,
        from: { place: way.from.place, name: way.from.name },
        to: { place: way.to.place, name: way.to.name },
        item: way.item.code,
        grade: way.preferred,
        planned: way.planned.toFixed(),
        ordered: way.planned.sub(way.rest).toFixed(),
        coverable: coverable.toFixed(),
        missing: way.rest.sub(coverable).toFixed(),
      };
    });
}
