/** What becomes of what was granted: in orders, no longer in orders, delivered. */
import { Decimal } from 'decimal.js';
import { requestStateNames } from '#contracts/requests.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { answered } from './decision.service.ts';
import * as repository from './requests.repository.ts';
import { type Grade, gradeOf, stateOf } from './requests.view.ts';

export interface GrantedRequest {
  id: string;
  number: string;
  demandPoint: string;
  county: string;
  item: string;
  grade: Grade | null;
  /** base units, decimal: what no order carries yet */
  quantity: string;
  /** in all, base units, decimal */
  granted: string;
  by: string;
  urgency: string;
  metBy: 'plan' | 'reserve' | 'order';
  orders: string[];
}

/** Granted requests, or what is left of them, that no order carries, the first needed first: what dispatch turns into orders. */
export async function grantedRequests(work: Work, limit = 500): Promise<GrantedRequest[]> {
  return (await repository.listGranted(work.tx, work.actor.city, limit)).map(grantedOf);
}

const grantedQuantity = (row: repository.RequestRow): Decimal => new Decimal(row.granted_quantity ?? row.quantity);
const living = ['accepted', 'ordered', 'fulfilled'];

function grantedOf(row: repository.RequestRow): GrantedRequest {
  const granted = grantedQuantity(row);
  return {
    id: row.request_id,
    number: row.request_number,
    demandPoint: row.demand_point_id,
    county: row.county_code,
    item: row.granted_item ?? row.item_code,
    grade: gradeOf(row.granted_grade),
    quantity: Decimal.max(0, granted.sub(row.covered)).toFixed(),
    granted: granted.toFixed(),
    by: row.by_day,
    urgency: row.urgency,
    metBy: row.met_by === 'plan' || row.met_by === 'reserve' ? row.met_by : 'order',
    orders: row.order_numbers,
  };
}

/** What was granted on a request that an order is to meet. Errors `needs.already-answered` when it is not granted, `not-found`. */
export async function requestToOrder(work: Work, id: string): Promise<GrantedRequest> {
  const row = await repository.findRequest(work.tx, work.actor.city, id);
  if (row === undefined) throw new DomainError('not-found', { what: ['这项申请', 'This request'] });
  if (living.includes(row.state)) return grantedOf(row);
  const state = requestStateNames[stateOf(row)];
  throw new DomainError('needs.already-answered', { number: row.request_number, state });
}

/** The same, locked until the transaction ends; null when it is not granted any more or not the actor's to see. */
export async function grantedToChange(work: Work, id: string): Promise<GrantedRequest | null> {
  const row = await repository.findRequest(work.tx, work.actor.city, id, true);
  return row !== undefined && living.includes(row.state) ? grantedOf(row) : null;
}

export interface Coverage {
  /** of the granted item, in orders that live or were received good, base units */
  covered: Decimal;
  /** received good */
  delivered: Decimal;
  /** the order that changed it, and what happened to it */
  order: string;
  why: string;
}

/**
 * Takes over what orders bring of a request as it stands now; said again it changes nothing. What they no longer bring waits for an order
 * again, and the conversation says so; all of it received closes the request. Nothing happens to one that is not granted any more.
 */
export async function requestCovered(work: Work, id: string, coverage: Coverage): Promise<void> {
  const row = await repository.findRequest(work.tx, work.actor.city, id, true);
  if (row === undefined || !living.includes(row.state)) return;
  const granted = grantedQuantity(row);
  const { covered, delivered, order, why } = coverage;
  const more = covered.sub(row.covered);
  const arrived = delivered.sub(row.delivered);
  const numbers = [...new Set([...row.order_numbers, order])];
  const change = {
    covered: covered.toFixed(),
    delivered: delivered.toFixed(),
    order_numbers: numbers,
    state: delivered.gte(granted) ? 'fulfilled' : covered.gte(granted) ? 'ordered' : 'accepted',
  };
  let last = row;
  if (more.gt(0)) last = await answered(work, last, 'ordered', `${order} · ${more.toFixed()}`, change);
  if (more.lt(0)) last = await answered(work, last, 'uncovered', `${order} · ${more.neg().toFixed()} · ${why}`, change);
  if (!arrived.isZero()) await answered(work, last, 'delivered', arrived.toFixed(), change);
}

/**
 * What came to a place by the plan pays off the requests that were granted to come by it, the first needed first. Call it once for a receipt.
 */
export async function creditPlanned(
  work: Work,
  given: { point: string; item: string; medical: Decimal; all: Decimal; order: string },
): Promise<void> {
  let { medical, all } = given;
  for (const row of await repository.grantedByPlan(work.tx, work.actor.city, given.point, given.item)) {
    const open = grantedQuantity(row).sub(row.delivered);
    const taken = Decimal.min(open, row.granted_grade === 'medical' ? medical : all);
    if (taken.lte(0)) continue;
    all = all.sub(taken);
    medical = Decimal.min(row.granted_grade === 'medical' ? medical.sub(taken) : medical, all);
    const delivered = taken.add(row.delivered);
    await answered(work, row, 'delivered', taken.toFixed(), {
      delivered: delivered.toFixed(),
      covered: delivered.toFixed(),
      order_numbers: [...new Set([...row.order_numbers, given.order])],
      state: delivered.gte(grantedQuantity(row)) ? 'fulfilled' : 'accepted',
    });
  }
}
