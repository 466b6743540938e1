/** The board as people read it. */
import { Decimal } from 'decimal.js';
import type { BoardRow } from '#contracts/board.ts';
import { planInForce } from '#server/planning/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { headsOf } from '../orders/orders.views.ts';
import * as repository from './board.repository.ts';

const plain = (value: string): string => new Decimal(value).toFixed();
/** Weights are sums of products: three decimals are grams. */
const kilograms = (value: string): string => new Decimal(value).toDecimalPlaces(3).toFixed();

type Query = repository.BoardFilter & { cursor?: string | undefined; limit: number };

export async function readBoard(work: Work, query: Query) {
  const { tx, actor } = work;
  const clock = { today: await work.today(), now: work.now };
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor);
  const found = await repository.boardOrders(tx, actor.city, clock, query, { after, limit: query.limit + 1 });
  const shown = found.slice(0, query.limit);
  const heads = await headsOf(work, shown);
  const counts = await repository.countBoard(tx, actor.city, clock, query);
  const last = shown.at(-1);
  return {
    rows: shown.map(
      (order, index): BoardRow => ({
        ...heads[index]!,
        late: order.late,
        stage: order.stage,
        actor: order.actor,
        actorName: actorName(order),
        since: sinceOf(order),
        claims: order.claims,
      }),
    ),
    next: found.length > shown.length && last ? `${last.dispatch_day} ${last.order_number}` : null,
    total: counts.reduce((sum, row) => sum + row.matching, 0),
    counts: counts.map(({ stage, actor: who, orders, late }) => ({ stage, actor: who, orders, late })),
  };
}

function cursorOf(cursor: string): { day: string; number: string } {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{8}-\d{4,})$/u.exec(cursor);
  if (!match) throw new DomainError('order.bad-cursor');
  return { day: match[1]!, number: match[2]! };
}

function actorName(order: repository.BoardOrder): string | null {
  if (order.actor === 'sender') return order.from_name;
  return order.actor === 'receiver' ? order.to_name : null;
}

/** When the state was reached in which it waits. */
function sinceOf(order: repository.BoardOrder): string | null {
  switch (order.stage) {
    case 'waiting_approval':
      return order.created_at;
    case 'issued':
      return order.issued_at;
    case 'picked':
      return order.picked_at;
    case 'loaded':
      return order.loaded_at;
    case 'on_the_way':
      return order.left_at;
    case 'delivered':
      return order.delivered_at;
    default:
      return order.claim_since;
  }
}

interface Days {
  from: string;
  to: string;
}

function requireDays({ from, to }: Days): void {
  if (from > to) throw new DomainError('request.invalid', { where: 'query.to', why: `${to} < ${from}` });
}

/** By item in its unit, by producer in kilograms. */
export async function readPlanAgainstActual(work: Work, query: Days & { by: 'item' | 'producer' }) {
  requireDays(query);
  const plan = await planInForce(work);
  const rows = await repository.planAgainstActual(work.tx, work.actor.city, { ...query, plan: plan?.id ?? null });
  const show = query.by === 'item' ? plain : kilograms;
  return {
    plan: plan?.title ?? null,
    rows: rows.map((row) => ({
      key: row.key,
      name: row.name,
      nameEn: row.name_en,
      unit: row.unit,
      planned: show(row.planned),
      ordered: show(row.ordered),
      sent: show(row.sent),
      received: show(row.received),
      damaged: show(row.damaged),
    })),
  };
}

/** Produced (拿得出), moved fast (调得快), fit on arrival (用得上), as far as the actor sees the rows. */
export async function readAnswers(work: Work, query: Days) {
  requireDays(query);
  const { tx, actor } = work;
  const plan = await planInForce(work);
  const produced = await repository.producedOf(tx, actor.city, { ...query, plan: plan?.id ?? null });
  const fit = await repository.fitOnArrival(tx, actor.city, query.from, query.to);
  return {
    produced: {
      planned: kilograms(produced.planned),
      made: kilograms(produced.made),
      shipmentsPlanned: kilograms(produced.shipments_planned),
      shipmentsOrdered: kilograms(produced.shipments_ordered),
    },
    fast: await repository.speedByTier(tx, actor.city, query.from, query.to),
    fit: {
      received: kilograms(fit.received),
      damaged: kilograms(fit.damaged),
      shelfMedian: fit.shelf_median,
      shelfLeast: fit.shelf_least,
      lots: fit.lots,
    },
  };
}
