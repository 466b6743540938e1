/** What orders bring of what was granted and released, told to requests and reserves whenever it changes. */
import { Decimal } from 'decimal.js';
import { systemActor } from '#server/platform/database/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import { enqueueJob } from '#server/platform/jobs.ts';
import { inWork, type Work } from '#server/platform/work.ts';
import { creditPlanned, grantedToChange, requestCovered, requestToOrder } from '#server/requests/index.ts';
import { creditReplenishment, releaseCovered } from '#server/reserves/index.ts';
import { ownerOfPlace, placeOfDemandPoint } from '#server/stock/index.ts';
import type { OrderFacts } from './facts.ts';
import type { Draft } from './make.ts';
import * as repository from './orders.repository.ts';

/** The order named must be one that meets the request: to its place, with its item. Errors `order.request-…`, `needs.already-answered`. */
export async function requireForRequest(work: Work, facts: OrderFacts, draft: Draft, id: string): Promise<void> {
  const { number, demandPoint, item } = await requestToOrder(work, id);
  const point = placeOfDemandPoint(demandPoint);
  if (draft.to.place !== point) {
    const named = facts.places.get(point)?.name ?? demandPoint;
    throw new DomainError('order.request-elsewhere', { number, point: named, to: draft.to.name });
  }
  if (draft.lines.some((line) => line.item.code === item)) return;
  const { name, nameEn } = facts.item(item);
  throw new DomainError('order.request-other-item', { number, item: name, item_en: nameEn });
}

/**
 * Notes the order on its request, which waits for no other meanwhile: of two officers who meet one request at once the second is refused.
 * Errors `order.request-covered`, `needs.already-answered`.
 */
export async function requireNotTwice(work: Work, facts: OrderFacts, id: string, order: string): Promise<void> {
  const request = await grantedToChange(work, id);
  if (request === null) return;
  const { covered, delivered } = await broughtFor(work, id, request.item);
  const over = covered.sub(request.granted);
  if (over.gt(0)) {
    throw new DomainError('order.request-covered', {
      number: request.number,
      granted: request.granted,
      covered: covered.toFixed(),
      over: over.toFixed(),
      unit: facts.item(request.item).unit,
      orders: request.orders.join('、') || '—',
    });
  }
  await requestCovered(work, id, { covered, delivered, order, why: '' });
}

async function broughtFor(work: Work, request: string, item: string) {
  const { covered, delivered } = await repository.broughtFor(work.tx, work.actor.city, request, item);
  return { covered: new Decimal(covered), delivered: new Decimal(delivered) };
}

type Needed = Pick<
  repository.OrderRow,
  'order_number' | 'request_id' | 'release_id' | 'from_county' | 'to_county' | 'to_demand_point'
>;
interface Payload {
  city: string;
  order: Needed;
  why: string;
}
const task = 'orders.settle-needs';

/**
 * Tells the request and the release of an order what orders bring of them now; what they no longer bring waits again. Of what the actor does
 * not see as a whole (a plant that picked less sees no request) the product itself tells it, at once after the commit.
 */
export async function settleNeeds(work: Work, order: Needed, why: string): Promise<void> {
  const { order_number: number, request_id: request, release_id: release } = order;
  if (request === null && release === null) return;
  if (!seesNeeds(work, order)) {
    const { from_county, to_county, to_demand_point } = order;
    const needed = {
      order_number: number,
      request_id: request,
      release_id: release,
      from_county,
      to_county,
      to_demand_point,
    };
    await enqueueJob(work.tx, task, { city: work.actor.city, order: needed, why } satisfies Payload);
    return;
  }
  if (request !== null) {
    const granted = await grantedToChange(work, request);
    if (granted !== null)
      await requestCovered(work, request, { ...(await broughtFor(work, request, granted.item)), order: number, why });
  }
  if (release !== null) {
    const taken = new Decimal(await repository.takenOfRelease(work.tx, work.actor.city, release));
    await releaseCovered(work, release, { covered: taken, order: number, why });
  }
}

function seesNeeds({ actor }: Work, order: Needed): boolean {
  const { scope, scopeIds } = actor;
  if (scope === 'city') return true;
  if (scope === 'demand_point') return order.release_id === null && scopeIds.includes(order.to_demand_point ?? '');
  const counties = order.release_id === null ? [order.to_county] : [order.to_county, order.from_county];
  return scope === 'county' && counties.every((county) => scopeIds.includes(county));
}

export function handleNeeds(server: AppServer): void {
  server.jobs.handle(task, async (payload) => {
    const { city, order, why } = payload as Payload;
    await inWork(server.database, server.clock, systemActor(city), (work) => settleNeeds(work, order, why));
  });
}

/** Goods that came into a reserve pay off what it owes; what came to a place by the plan pays off the requests granted to come by it. */
export async function noteArrived(
  work: Work,
  order: Pick<repository.OrderRow, 'order_number' | 'kind' | 'request_id' | 'to_place' | 'to_demand_point'>,
  arrived: ReadonlyArray<{ item: string; grade: string | null; quantity: Decimal }>,
): Promise<void> {
  for (const [item, rows] of Map.groupBy(arrived, (row) => row.item)) {
    const sum = (of: typeof rows) => of.reduce((total, row) => total.add(row.quantity), new Decimal(0));
    const all = sum(rows);
    if (all.lte(0)) continue;
    if (order.to_place.startsWith('reserve:'))
      await creditReplenishment(work, { reserve: ownerOfPlace(order.to_place), item, quantity: all });
    if (order.kind === 'plan' && order.to_demand_point !== null) {
      const medical = sum(rows.filter((row) => row.grade === 'medical'));
      await creditPlanned(work, { point: order.to_demand_point, item, medical, all, order: order.order_number });
    }
  }
}
