/** From approved requests and reserve releases to orders. */
import { Decimal } from 'decimal.js';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { grantedRequests } from '#server/requests/index.ts';
import { type ApprovedRelease, handOverRelease, type PickedLot, pendingReleases } from '#server/reserves/index.ts';
import { holdStock, placeOfDemandPoint } from '#server/stock/index.ts';
import { settleNeeds } from './coverage.service.ts';
import { notEnough } from './decide.service.ts';
import { type OrderFacts, readOrderFacts, readPool } from './facts.ts';
import { sumOf } from './lots.ts';
import { type Draft, type MadeOrder, makeOrders, nextNumber } from './make.ts';

/** Granted requests that an order is to meet, and approved releases, that no order carries yet. */
export async function readWaitingNeeds(work: Work) {
  const facts = await readOrderFacts(work);
  const nameOf = (place: string) => facts.places.get(place)?.name ?? place;
  const requests = (await grantedRequests(work)).filter((request) => request.metBy === 'order');
  const releases = await pendingReleases(work);
  return {
    requests: requests.map(({ id, number, demandPoint, item, grade, quantity, by }) => {
      const to = placeOfDemandPoint(demandPoint);
      return { id, number, to: { place: to, name: nameOf(to) }, item, grade, quantity, by };
    }),
    releases: releases.map(({ id, number, kind, place, demandPoint, item, grade, quantity, by, reason }) => {
      const to = placeOfDemandPoint(demandPoint);
      const from = { place, name: nameOf(place) };
      return { id, number, kind, from, to: { place: to, name: nameOf(to) }, item, grade, quantity, by, reason };
    }),
  };
}

/**
 * Makes the order of an approved release, or of what is left of it: exactly the lots that it had set aside pass to the order, in one
 * transaction. Errors `not-found` when it is not approved or has its order already, `reserve.lots-gone`, `order.not-enough`.
 */
export async function issueRelease(work: Work, id: string): Promise<MadeOrder> {
  const release = (await pendingReleases(work)).find((pending) => pending.id === id);
  if (!release) throw new DomainError('not-found', { what: ['待下达的动用', 'This release'] });
  const facts = await readOrderFacts(work);
  const draft = releaseDraft(facts, release, await work.today());
  const number = await nextNumber(work);
  await takeSetAside(work, facts, draft, await handOverRelease(work, id, number));
  const [made] = await makeOrders(work, [draft]);
  await settleNeeds(
    work,
    { order_number: number, request_id: release.request, release_id: null, ...endsOf(draft) },
    '',
  );
  work.audit({
    action: 'order.issue-release',
    subject: 'order',
    subjectId: number,
    after: { release: release.number },
    county: draft.from.county,
    enterprise: draft.from.enterprise,
  });
  return made!;
}

const endsOf = ({ from, to }: Draft) => ({
  from_county: from.county,
  to_county: to.county,
  to_demand_point: to.demandPoint,
});

/** Error `order.not-enough` when a lot set aside is none that this receiver may be given. */
async function takeSetAside(work: Work, facts: OrderFacts, draft: Draft, lots: readonly PickedLot[]): Promise<void> {
  const { place } = draft.from;
  await holdStock(work, [place]);
  const [line] = draft.lines;
  if (line === undefined) throw new Error('a release has one line');
  const pool = await readPool(work, facts, { places: [place], items: [line.item.code] });
  const { grade, preferred, item } = line;
  line.lots = pool.takeLots({ place, item: item.code, grade, preferred, day: draft.dispatchDay }, lots);
  line.quantity = lots.reduce((sum, { quantity }) => sum.add(quantity), new Decimal(0));
  if (!sumOf(line.lots).eq(line.quantity)) throw notEnough(draft.from.name, line, line.lots);
}

function releaseDraft(facts: OrderFacts, release: ApprovedRelease, today: string): Draft {
  const from = facts.sender(release.place);
  const to = facts.receiver(placeOfDemandPoint(release.demandPoint));
  const asked = facts.asked(to, release.item);
  return {
    kind: release.kind === 'rotation' ? 'rotation' : 'reserve',
    state: 'issued',
    from,
    to,
    tier: asked.tier,
    dispatchDay: today,
    dueDay: facts.arrival(from, to, today),
    // the release was approved at its own level
    approvalLevel: 'group',
    approvedBy: release.number,
    requestId: release.request,
    releaseId: release.id,
    reason: release.reason,
    lines: [
      {
        item: facts.item(release.item),
        grade: asked.grade ?? release.grade,
        preferred: release.grade,
        quantity: new Decimal(release.quantity),
        planned: new Decimal(0),
        lots: [],
      },
    ],
  };
}
