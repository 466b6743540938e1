/** From approved requests and reserve releases to orders. */
import { Decimal } from 'decimal.js';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { grantedRequests, requestDelivered, requestOrdered } from '#server/requests/index.ts';
import { type ApprovedRelease, handOverRelease, pendingReleases } from '#server/reserves/index.ts';
import { placeOfDemandPoint } from '#server/stock/index.ts';
import { coverLines } from './decide.service.ts';
import { type OrderFacts, readOrderFacts } from './facts.ts';
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
 * Makes the order of an approved release: what it had set aside passes to the order in one transaction. Errors `not-found` when it is not
 * approved or has its order already, `order.not-enough`.
 */
export async function issueRelease(work: Work, id: string): Promise<MadeOrder> {
  const release = (await pendingReleases(work)).find((pending) => pending.id === id);
  if (!release) throw new DomainError('not-found', { what: ['待下达的动用', 'This release'] });
  const facts = await readOrderFacts(work);
  const draft = releaseDraft(facts, release, await work.today());
  const number = await nextNumber(work);
  await handOverRelease(work, id, number);
  await coverLines(work, facts, draft);
  const [made] = await makeOrders(work, [draft]);
  if (release.request !== null) await noteOrdered(work, release.request, number);
  work.audit({
    action: 'order.issue-release',
    subject: 'order',
    subjectId: number,
    after: { release: release.number },
    county: draft.from.county,
  });
  return made!;
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

/** Tells the request which order carries it, when it is one that an order may carry. */
export async function noteOrdered(work: Work, request: string, number: string): Promise<void> {
  await whenGranted(() => requestOrdered(work, request, number));
}

/** Tells the request what was received for it. */
export async function noteDelivered(work: Work, request: string, quantity: Decimal): Promise<void> {
  if (quantity.gt(0)) await whenGranted(() => requestDelivered(work, request, quantity));
}

/** A request that was withdrawn or refused meanwhile does not stop goods that are on their way. */
async function whenGranted(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'needs.already-answered') throw error;
  }
}
