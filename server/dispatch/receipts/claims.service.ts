/** Claims: opened by a receipt's differences, answered by their owner, settled by the city; the missing goods move as they are found. */
import { Decimal } from 'decimal.js';
import {
  answerWithinHours,
  type ClaimBearer,
  type ClaimOwner,
  type ClaimState,
  claimOwnerNames,
  claimStateNames,
  ownerOfDifference,
} from '#contracts/claims.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { placeOfGoodsSentFrom, postMovements, virtualPlaces } from '#server/stock/index.ts';
import { type Difference, noteClaimSettled, noteRestReceived } from '../orders/index.ts';
import * as repository from './claims.repository.ts';
import { mayAnswer, unaccountedOf } from './claims.views.ts';
import * as receipts from './receipts.repository.ts';
import { basisRow, type Count, endsInAudit, requireReceiver } from './receiver.ts';

const plain = (value: string): string => new Decimal(value).toFixed();

/** Opens a claim for each lot that differs, and says who answers. The order must be locked. */
export async function openClaims(
  work: Work,
  order: receipts.OrderRow,
  differences: readonly Difference[],
  count: Count,
): Promise<void> {
  const lots = await receipts.arrivingLots(work.tx, work.actor.city, [order.order_id]);
  const found = differences.flatMap((difference) =>
    (['missing', 'damaged'] as const).flatMap((kind) =>
      new Decimal(difference[kind]).gt(0) ? [{ difference, kind, quantity: difference[kind] }] : [],
    ),
  );
  const rows = found.map(({ difference, kind, quantity }, index) => {
    const same = (entry: { line: number; lot: number }) =>
      entry.line === difference.line && entry.lot === difference.lot;
    const lot = lots.find((row) => same({ line: row.line, lot: row.lot_id }))!;
    const packing = count.lots.find(same)?.packingWhole ?? true;
    return {
      ...receipts.endsOf(order),
      claim_id: `${order.order_number}-C${String(index + 1).padStart(3, '0')}`,
      order_number: order.order_number,
      line: difference.line,
      lot_id: difference.lot,
      item_code: difference.item,
      grade: lot.grade,
      lot_number: lot.lot_number,
      kind,
      quantity,
      packing_whole: packing,
      owner: ownerOfDifference(packing),
      answer_due: new Date(work.now.getTime() + answerWithinHours * 3_600_000),
      from_place: order.from_place,
      to_place: order.to_place,
      opened_at: work.now,
    };
  });
  await repository.insertClaims(work.tx, rows);
  for (const row of rows) {
    await noteClaim(work, row, 'opened', { kind: row.kind, quantity: plain(row.quantity), owner: row.owner });
  }
}

async function noteClaim(
  work: Work,
  claim: receipts.Ends & { claim_id: string },
  kind: string,
  detail: object,
): Promise<void> {
  const { actor } = work;
  await repository.appendEvent(work.tx, claim, {
    at: work.now,
    kind,
    userId: actor.userId,
    userName: actor.name,
    detail,
  });
  work.changed('receipts');
  work.audit({
    action: `claim.${kind}`,
    subject: 'claim',
    subjectId: claim.claim_id,
    after: detail,
    ...endsInAudit(claim),
  });
}

const unknown = () => new DomainError('not-found', { what: ['这项差异', 'This claim'] });

async function lock(work: Work, id: string, revision: number): Promise<repository.ClaimRow> {
  // the order first, as a receipt does: two who take both never wait for each other
  const seen = await repository.findClaim(work.tx, work.actor.city, id);
  if (!seen) throw unknown();
  await receipts.lockOrder(work.tx, work.actor.city, seen.order_id);
  const row = await repository.lockClaim(work.tx, work.actor.city, id);
  if (!row) throw unknown();
  if (row.revision !== revision) throw new DomainError('claim.changed', { claim: id });
  return row;
}

function requireState(row: repository.ClaimRow, allowed: readonly ClaimState[], act: readonly [string, string]): void {
  if (allowed.some((state) => state === row.state)) return;
  const [zh, en] = claimStateNames[row.state as ClaimState];
  throw new DomainError('claim.wrong-state', {
    claim: row.claim_id,
    state: zh,
    state_en: en.toLowerCase(),
    act: act[0],
    act_en: act[1],
  });
}

/** The owner says whether it accepts, and why. The city's dispatcher answers for transport. Errors `claim.not-yours`, `claim.wrong-state`. */
export async function answerClaim(
  work: Work,
  id: string,
  given: { revision: number; accepts: boolean; answer: string },
): Promise<void> {
  const row = await lock(work, id, given.revision);
  requireState(row, ['open'], ['答复', 'answered']);
  if (!mayAnswer(work, row)) {
    const [owner, owner_en] = claimOwnerNames[row.owner as ClaimOwner];
    throw new DomainError('claim.not-yours', { claim: id, owner, owner_en });
  }
  await repository.updateClaim(work.tx, row, { state: 'answered', answered_at: work.now });
  await noteClaim(work, row, 'answered', { accepts: given.accepts, answer: given.answer });
}

/**
 * What was missing came later, whole or in part: it leaves the road for the receiver's stock and counts as received; when nothing is missing
 * any more the claim is settled. Errors `receipt.not-yours`, `claim.arrived-too-much`, `claim.wrong-state`.
 */
export async function receiveMissing(
  work: Work,
  id: string,
  given: { revision: number; quantity: string },
): Promise<void> {
  const row = await lock(work, id, given.revision);
  requireReceiver(work, { ...row, to_name: row.to_place });
  requireState(row, ['open', 'answered'], ['补收', 'received']);
  const open = unaccountedOf(row);
  if (open.lt(given.quantity)) {
    throw new DomainError('claim.arrived-too-much', { claim: id, open: open.toFixed(), given: plain(given.quantity) });
  }
  await move(work, row, [{ to: row.to_place, quantity: new Decimal(given.quantity), reason: '' }]);
  await receipts.addReceived(work.tx, row, given.quantity);
  await receipts.insertBases(work.tx, [
    basisRow(work, row, row, { quantity: given.quantity, day: await work.today(), kind: 'claim', id }),
  ]);
  const arrived = new Decimal(row.arrived).add(given.quantity).toFixed();
  const whole = open.eq(given.quantity);
  await repository.updateClaim(work.tx, row, {
    arrived,
    ...(whole ? { state: 'settled', settled_at: work.now, bearer: 'nobody' } : {}),
  });
  await noteClaim(work, row, 'arrived', { quantity: plain(given.quantity), left: open.sub(given.quantity).toFixed() });
  if (whole) await noteClaim(work, row, 'settled', { bearer: 'nobody' });
  await noteRestReceived(work, row.order_id, {
    claim: id,
    item: row.item_code,
    grade: row.grade,
    quantity: given.quantity,
  });
}

export interface Settlement {
  revision: number;
  bearer: ClaimBearer;
  returned: string;
  lost: string;
  note: string;
}

/**
 * Ends a claim: every missing piece is accounted for (came, went back, lost) and someone bears the loss.
 * Errors `claim.wrong-state`, `claim.not-accounted`, `claim.damaged-needs-none`, `claim.loss-without-bearer`.
 */
export async function settleClaim(work: Work, id: string, given: Settlement): Promise<void> {
  const row = await lock(work, id, given.revision);
  requireState(row, ['open', 'answered'], ['结案', 'settled']);
  const [returned, lost] = [new Decimal(given.returned), new Decimal(given.lost)];
  const loss = row.kind === 'damaged' ? new Decimal(row.quantity) : lost;
  if (given.bearer === 'nobody' && loss.gt(0)) {
    const unit = await unitOf(work, row.item_code);
    throw new DomainError('claim.loss-without-bearer', { claim: id, lost: loss.toFixed(), unit });
  }
  if (row.kind === 'damaged') {
    if (!returned.isZero() || !lost.isZero()) throw new DomainError('claim.damaged-needs-none');
  } else {
    const open = unaccountedOf(row);
    if (!open.eq(returned.add(lost))) {
      const unit = await unitOf(work, row.item_code);
      throw new DomainError('claim.not-accounted', { open: open.toFixed(), given: returned.add(lost).toFixed(), unit });
    }
    await move(work, row, [
      { to: row.from_place, quantity: returned, reason: '' },
      { to: virtualPlaces.writeOff, quantity: lost, reason: `运输途中短少 ${id}` },
    ]);
  }
  await repository.updateClaim(work.tx, row, {
    state: 'settled',
    settled_at: work.now,
    bearer: given.bearer,
    returned: returned.toFixed(),
    lost: lost.toFixed(),
  });
  const detail = { bearer: given.bearer, returned: returned.toFixed(), lost: lost.toFixed(), note: given.note };
  await noteClaim(work, row, 'settled', detail);
  await noteClaimSettled(work, row.order_id, { claim: id, ...detail });
}

async function unitOf(work: Work, item: string): Promise<string> {
  const row = await work.tx
    .selectFrom('items')
    .select('unit')
    .where('city_code', '=', work.actor.city)
    .where('item_code', '=', item)
    .executeTakeFirst();
  return row?.unit ?? '';
}

/** From the road; one document a step of the claim, so that a step posts once. */
async function move(
  work: Work,
  row: repository.ClaimRow,
  ways: ReadonlyArray<{ to: string; quantity: Decimal; reason: string }>,
): Promise<void> {
  const movements = ways.flatMap(({ to, quantity, reason }, index) =>
    quantity.gt(0)
      ? [{ line: index + 1, from: placeOfGoodsSentFrom(row.from_place), to, lot: row.lot_id, quantity, reason }]
      : [],
  );
  await postMovements(work, { document: { kind: 'claim', id: `${row.claim_id}/${row.revision}` }, movements });
}
