/** The board as people read it. */
import { Decimal } from 'decimal.js';
import type { BoardFigure, BoardRow } from '#contracts/board.ts';
import { planInForce } from '#server/planning/index.ts';
import { overWholeTables } from '#server/platform/database/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { headsOf } from '../orders/orders.views.ts';
import * as repository from './board.repository.ts';
import * as figures from './figures.repository.ts';

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

async function daysOfPlan(work: Work, { from, to }: Days) {
  requireDays({ from, to });
  const plan = await planInForce(work);
  return { title: plan?.title ?? null, days: { plan: plan?.id ?? null, from, to } };
}

/** By item in its unit, by producer in kilograms. Summed once for every open board, until the data change. */
export function readPlanAgainstActual(work: Work, query: Days & { by: 'item' | 'producer' }) {
  return work.kept(`plan-against-actual|${query.from}|${query.to}|${query.by}`, () =>
    sumPlanAgainstActual(work, query),
  );
}

async function sumPlanAgainstActual(work: Work, query: Days & { by: 'item' | 'producer' }) {
  const { title, days } = await daysOfPlan(work, query);
  const rows = await overWholeTables(work.tx, () =>
    figures.planAgainstActual(work.tx, work.actor.city, { ...days, by: query.by }),
  );
  const show = query.by === 'item' ? plain : kilograms;
  return {
    plan: title,
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

/** Produced (拿得出), moved fast (调得快), fit on arrival (用得上), as far as the actor sees the rows. Summed once, as above. */
export function readAnswers(work: Work, query: Days) {
  return work.kept(`three-questions|${query.from}|${query.to}`, async () => {
    const { days } = await daysOfPlan(work, query);
    return overWholeTables(work.tx, () => answersOf(work, days));
  });
}

async function answersOf({ tx, actor }: Work, days: figures.FigureDays) {
  const weight = async (figure: BoardFigure) =>
    kilograms((await figures.figureSum(tx, actor.city, figure, days)).kilograms);
  const fit = await figures.fitOnArrival(tx, actor.city, days);
  return {
    produced: {
      planned: await weight('production'),
      made: await weight('made'),
      shipmentsPlanned: await weight('planned'),
      shipmentsOrdered: await weight('answered'),
    },
    fast: await figures.speedByTier(tx, actor.city, days),
    fit: {
      arrived: kilograms(fit.arrived),
      damaged: kilograms(fit.broken),
      shelfMedian: fit.shelf_median,
      shelfLeast: fit.shelf_least,
      lots: fit.lots,
    },
  };
}

type EntriesQuery = Days & figures.FigurePart & { figure: BoardFigure; cursor?: string | undefined; limit: number };

/** What one figure of the board sums, entry by entry, and the sum itself. */
export async function readFigureEntries(work: Work, query: EntriesQuery) {
  const { tx, actor } = work;
  const { figure, item, producer, tier } = query;
  const { days } = await daysOfPlan(work, query);
  const part = { item, producer, tier };
  const page = { after: query.cursor, limit: query.limit + 1 };
  const [rows, sum] = await overWholeTables(tx, async () => [
    await figures.figureEntries(tx, actor.city, figure, days, part, page),
    await figures.figureSum(tx, actor.city, figure, days, part),
  ]);
  const shown = rows.slice(0, query.limit);
  return {
    rows: shown.map((row) => ({
      key: row.sort_key,
      day: row.day,
      source: { kind: row.kind, id: row.ref, number: row.number },
      from: row.from_name,
      to: row.to_name,
      item: row.item_code,
      lotNumber: row.lot_number,
      quantity: row.quantity === null ? null : plain(row.quantity),
      kilograms: row.kilograms === null ? null : kilograms(row.kilograms),
      measure: row.measure,
    })),
    next: rows.length > shown.length ? shown.at(-1)!.sort_key : null,
    total: sum.entries,
    quantity: plain(sum.quantity),
    kilograms: kilograms(sum.kilograms),
  };
}
