/** Makes orders: numbers, lines, lots set aside, the first events. Every way to an order ends here. */
import { Decimal } from 'decimal.js';
import type { OrderKind, OrderLevel } from '#contracts/orders-terms.ts';
import type { Work } from '#server/platform/work.ts';
import { type Reservation, reserveStock } from '#server/stock/index.ts';
import type { ItemFacts, PlaceFacts } from './facts.ts';
import { type Grade, sumOf, type TakenLot } from './lots.ts';
import * as repository from './orders.repository.ts';

export interface DraftLine {
  item: ItemFacts;
  grade: Grade | null;
  preferred: Grade | null;
  quantity: Decimal;
  /** what of the plan this line settles */
  planned: Decimal;
  /** empty while the order waits for approval */
  lots: TakenLot[];
}

export interface Draft {
  kind: OrderKind;
  state: 'waiting_approval' | 'issued';
  from: PlaceFacts;
  to: PlaceFacts;
  tier: number;
  dispatchDay: string;
  dueDay: string;
  lines: DraftLine[];
  approvalLevel: OrderLevel;
  planId?: string | null;
  /** the plan's day that the order carries out; only of kind plan */
  planDay?: string | null;
  part?: number;
  requestId?: string | null;
  /** the approved release that it carries out: what it takes the reserve has given leave for */
  releaseId?: string | null;
  urgent?: boolean;
  confirmBy?: Date | null;
  approvedAt?: Date | string | null;
  approvedBy?: string | null;
  amends?: string | null;
  reason?: string;
  note?: string;
}

export interface MadeOrder {
  id: string;
  number: string;
}

const numberOf = (day: string, sequence: number): string =>
  `${day.replaceAll('-', '')}-${String(sequence).padStart(4, '0')}`;

/** The number that the next order of this transaction gets; nobody else takes it until the transaction ends. */
export async function nextNumber(work: Work): Promise<string> {
  const day = await work.today();
  return numberOf(day, (await repository.takeNumbers(work.tx, work.actor.city, 'order', day, 0)) + 1);
}

/** Writes the orders and promises their lots, all or none; the balances must be held (`holdStock`) since the lots were chosen. */
export async function makeOrders(work: Work, drafts: readonly Draft[]): Promise<MadeOrder[]> {
  if (drafts.length === 0) return [];
  const { tx, actor } = work;
  const day = await work.today();
  const last = await repository.takeNumbers(tx, actor.city, 'order', day, drafts.length);
  const numbered = drafts.map((draft, index) => ({ draft, number: numberOf(day, last - drafts.length + index + 1) }));
  await repository.insertOrders(tx, {
    orders: numbered.map(({ draft, number }) => orderRow(work, draft, number)),
    lines: numbered.flatMap(({ draft, number }) => lineRows(work, draft, number)),
    lots: numbered.flatMap(({ draft, number }) =>
      draft.lines.flatMap((line, index) => lotRows(endsOf(work, draft, number), index + 1, line.lots)),
    ),
    events: numbered.flatMap(({ draft, number }) => eventRows(work, draft, number)),
  });
  await reserveLots(work, drafts, numbered.length === 1 ? numbered[0]!.number : `${numbered[0]!.number}…`);
  work.changed('orders');
  return numbered.map(({ number }) => ({ id: number, number }));
}

async function reserveLots(work: Work, drafts: readonly Draft[], document: string): Promise<void> {
  const promised = drafts.flatMap((draft) =>
    draft.lines.flatMap((line) =>
      line.lots.map(
        ({ lot, quantity }): Reservation => ({ place: lot.place, lot: lot.lot, quantity, day: draft.dispatchDay }),
      ),
    ),
  );
  await reserveStock(work, promised, { kind: 'order', id: document });
}

/** Both ends, which every row carries so that a policy reads that row alone. */
function endsOf(work: Work, { from, to }: Pick<Draft, 'from' | 'to'>, number: string) {
  return {
    city_code: work.actor.city,
    order_id: number,
    from_enterprise: from.enterprise,
    from_county: from.county,
    to_demand_point: to.demandPoint,
    to_enterprise: to.enterprise,
    to_county: to.county,
  };
}

function orderRow(work: Work, draft: Draft, number: string): repository.NewOrder {
  const weight = draft.lines.reduce((sum, line) => sum.add(line.quantity.mul(line.item.unitWeightKg)), new Decimal(0));
  return {
    ...endsOf(work, draft, number),
    order_number: number,
    kind: draft.kind,
    plan_id: draft.planId ?? null,
    part: draft.part ?? 1,
    plan_day: draft.planDay ?? null,
    request_id: draft.requestId ?? null,
    release_id: draft.releaseId ?? null,
    from_place: draft.from.place,
    from_name: draft.from.name,
    to_place: draft.to.place,
    to_name: draft.to.name,
    tier: draft.tier,
    dispatch_day: draft.dispatchDay,
    due_day: draft.dueDay,
    state: draft.state,
    urgent: draft.urgent ?? false,
    confirm_by: draft.confirmBy ?? null,
    approval_level: draft.approvalLevel,
    approved_at: draft.approvedAt ?? null,
    approved_by: draft.approvedBy ?? null,
    amends: draft.amends ?? null,
    reason: draft.reason ?? '',
    note: draft.note ?? '',
    weight_kg: weight.toFixed(6),
    created_at: work.now,
    created_by: work.actor.userId,
    created_by_name: work.actor.name,
    issued_at: draft.state === 'issued' ? work.now : null,
  };
}

function lineRows(work: Work, draft: Draft, number: string): repository.NewLine[] {
  return draft.lines.map((line, index) => ({
    ...endsOf(work, draft, number),
    line: index + 1,
    item_code: line.item.code,
    grade: line.grade,
    preferred_grade: line.preferred,
    quantity: line.quantity.toFixed(),
    planned: line.planned.toFixed(),
  }));
}

type Ends = Pick<
  repository.LotRow,
  'city_code' | 'order_id' | 'from_enterprise' | 'from_county' | 'to_demand_point' | 'to_enterprise' | 'to_county'
>;

/** The rows of the lots taken for a line. */
export function lotRows(ends: Ends, line: number, taken: readonly TakenLot[]): repository.NewLot[] {
  const { city_code, order_id, from_enterprise, from_county, to_demand_point, to_enterprise, to_county } = ends;
  return taken.map(({ lot, quantity }) => ({
    city_code,
    order_id,
    from_enterprise,
    from_county,
    to_demand_point,
    to_enterprise,
    to_county,
    line,
    lot_id: lot.lot,
    item_code: lot.item,
    grade: lot.grade,
    lot_number: lot.lotNumber,
    expires: lot.expires,
    quantity: quantity.toFixed(),
  }));
}

function eventRows(work: Work, draft: Draft, number: string): repository.NewEvent[] {
  const kinds = draft.state === 'issued' ? ['created', 'issued'] : ['created'];
  return kinds.map((kind, index) => ({
    ...endsOf(work, draft, number),
    event_number: index + 1,
    at: work.now,
    kind,
    user_id: work.actor.userId,
    user_name: work.actor.name,
    detail: JSON.stringify(
      kind === 'created' ? { reason: draft.reason ?? '', ...(draft.amends ? { amends: draft.amends } : {}) } : {},
    ),
  }));
}

export const isCovered = (line: DraftLine): boolean => sumOf(line.lots).gte(line.quantity);
