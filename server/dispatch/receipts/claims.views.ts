/** Claims as people read them: the list, one with its history, and what the reader may do about it. */
import { Decimal } from 'decimal.js';
import {
  type ClaimAct,
  type ClaimBearer,
  type ClaimDetail,
  type ClaimEvent,
  type ClaimHead,
  type ClaimKind,
  type ClaimOwner,
  type ClaimState,
  settleWithinHours,
} from '#contracts/claims.ts';
import { roleMay } from '#contracts/roles.ts';
import { overWholeTables } from '#server/platform/database/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import * as repository from './claims.repository.ts';
import { photosOf } from './receipts.repository.ts';
import { isReceiver } from './receiver.ts';

const hour = 3_600_000;
const plain = (value: string): string => new Decimal(value).toFixed();

/** Of what is missing, what has neither come, nor gone back, nor been written off. */
export function unaccountedOf(row: repository.ClaimRow): Decimal {
  if (row.kind !== 'missing') return new Decimal(0);
  return new Decimal(row.quantity).sub(row.arrived).sub(row.returned).sub(row.lost);
}

/** Until when the next act is due. */
function dueOf(row: repository.ClaimRow): string | null {
  if (row.state === 'open') return row.answer_due;
  if (row.state === 'settled' || row.answered_at === null) return null;
  return new Date(new Date(row.answered_at).getTime() + settleWithinHours * hour).toISOString();
}

function headOfClaim(row: repository.NamedClaim, now: Date): ClaimHead {
  const until = row.settled_at === null ? now : new Date(row.settled_at);
  return {
    id: row.claim_id,
    order: row.order_id,
    line: row.line,
    lot: row.lot_id,
    item: row.item_code,
    lotNumber: row.lot_number,
    kind: row.kind as ClaimKind,
    quantity: plain(row.quantity),
    packingWhole: row.packing_whole,
    owner: row.owner as ClaimOwner,
    state: row.state as ClaimState,
    from: { place: row.from_place, name: row.from_name, county: row.from_county },
    to: { place: row.to_place, name: row.to_name, county: row.to_county },
    due: dueOf(row),
    late: row.late,
    ageHours: Math.max(0, Math.floor((until.getTime() - new Date(row.opened_at).getTime()) / hour)),
    arrived: plain(row.arrived),
    returned: plain(row.returned),
    lost: plain(row.lost),
    unaccounted: unaccountedOf(row).toFixed(),
    bearer: row.bearer as ClaimBearer | null,
    openedAt: row.opened_at,
    settledAt: row.settled_at,
    revision: row.revision,
  };
}

/** The city's dispatcher answers for transport, and for a sender that does not; a sender for itself. */
export function mayAnswer({ actor }: Work, row: repository.ClaimRow): boolean {
  if (actor.scope === 'city') return true;
  return row.owner === 'sender' && actor.scope === 'enterprise' && actor.scopeIds.includes(row.from_enterprise ?? '');
}

function actsOf(work: Work, row: repository.ClaimRow): ClaimAct[] {
  if (row.state === 'settled') return [];
  const { role } = work.actor;
  const acts: Array<ClaimAct | false> = [
    row.state === 'open' && roleMay(role, 'claim.answer') && mayAnswer(work, row) && 'answer',
    unaccountedOf(row).gt(0) && roleMay(role, 'receipt.file') && isReceiver(work, row) && 'receive',
    roleMay(role, 'claim.settle') && 'settle',
  ];
  return acts.filter((act) => act !== false);
}

/** At most as many as an order has lots, twice. */
export async function claimsOfOrder(work: Work, order: string): Promise<ClaimHead[]> {
  const rows = await repository.listClaims(work.tx, work.actor.city, work.now, { order }, { limit: 2000 });
  return rows.toReversed().map((row) => headOfClaim(row, work.now));
}

export async function readClaims(
  work: Work,
  filter: repository.ClaimFilter,
  page: { cursor?: string | undefined; limit: number },
) {
  const { tx, actor, now } = work;
  const rows = await repository.listClaims(tx, actor.city, now, filter, { ...page, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  return {
    rows: shown.map((row) => headOfClaim(row, now)),
    next: rows.length > shown.length ? shown.at(-1)!.claim_id : null,
    ...(await overWholeTables(tx, () => repository.countClaims(tx, actor.city, now, filter))),
  };
}

/** Error `not-found`, also when it is not the actor's to see. */
export async function readClaim(work: Work, id: string): Promise<ClaimDetail> {
  const [row] = await repository.listClaims(work.tx, work.actor.city, work.now, { id }, { limit: 1 });
  if (!row) throw new DomainError('not-found', { what: ['这项差异', 'This claim'] });
  const events = await repository.eventsOf(work.tx, work.actor.city, id);
  const photos = await photosOf(work.tx, work.actor.city, row.order_id);
  return {
    ...headOfClaim(row, work.now),
    acts: actsOf(work, row),
    photos: photos
      .filter(({ line, lot_id }) => lot_id === null || (lot_id === row.lot_id && line === row.line))
      .map((photo) => photo.photo_number),
    events: events.map((event) => ({
      number: event.event_number,
      at: event.at,
      kind: event.kind as ClaimEvent['kind'],
      who: event.user_name,
      detail: event.detail as Record<string, unknown>,
    })),
  };
}
