/** Where every piece of a lot is, in one question; and the list of what is held or recalled. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import type { OrderState } from '#contracts/orders-terms.ts';
import type { RecallHead, recallContracts, Whereabouts } from '#contracts/recalls.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { readBalances } from '#server/stock/index.ts';
import { gradeOf } from './facts.ts';
import * as repository from './recall.repository.ts';

const plain = (value: Decimal.Value): string => new Decimal(value).toFixed();

type KnownLots = z.output<typeof recallContracts.lots.response>['rows'];

export async function readLots(work: Work, { item, search }: { item: string; search: string }): Promise<KnownLots> {
  const lots = await repository.lotsOfItem(work.tx, work.actor.city, item, search);
  return lots.map((lot) => ({
    lot: Number(lot.lot_id),
    item: lot.item_code,
    grade: gradeOf(lot.grade),
    lotNumber: lot.lot_number,
    expires: lot.expires,
    state: lot.state as Whereabouts['state'],
    maker: lot.maker,
  }));
}

export async function readWhereabouts(work: Work, lot: number): Promise<Whereabouts> {
  const { tx, actor } = work;
  const balances = await readBalances(work, await work.today(), { lot });
  const carried = await repository.ordersOfLot(tx, actor.city, lot);
  const described = (await repository.findLot(tx, actor.city, lot)) ?? lotOfBalance(balances[0]);
  if (!described) throw new DomainError('not-found', { what: ['这一批', 'this lot'] });
  const [open] = await repository.openRecalls(tx, actor.city, [lot]);
  const dealt = new Map(
    (open ? await repository.placesOfRecall(tx, actor.city, open.recall_id) : []).map((row) => [row.place_id, row]),
  );
  const ids = [...new Set([...balances.map((row) => row.place), ...dealt.keys()])];
  const named = await repository.placesNamed(tx, actor.city, ids);
  const held = new Map(balances.map((row) => [row.place, row]));
  return {
    lot,
    item: described.item_code,
    grade: gradeOf(described.grade),
    lotNumber: described.lot_number,
    expires: described.expires,
    state: described.state as Whereabouts['state'],
    madeBy: described.enterprise_id,
    places: ids.map((place) => ({
      place,
      kind: (named.get(place)?.kind ?? 'producer') as Whereabouts['places'][number]['kind'],
      name: named.get(place)?.name ?? place,
      quantity: held.get(place)?.quantity.toFixed() ?? '0',
      reserved: held.get(place)?.reserved.toFixed() ?? '0',
      destroyed: plain(dealt.get(place)?.destroyed ?? 0),
      returned: plain(dealt.get(place)?.returned ?? 0),
      used: plain(dealt.get(place)?.used ?? 0),
      note: dealt.get(place)?.note ?? '',
    })),
    orders: carried.map(orderShown),
    sums: await sumsShown(work, lot, balances),
  };
}

type Balance = Awaited<ReturnType<typeof readBalances>>[number];

/** A holder does not see the maker's lots, only its own balance of one. */
function lotOfBalance(row: Balance | undefined) {
  if (!row) return undefined;
  return {
    item_code: row.item,
    grade: row.grade,
    lot_number: row.lotNumber,
    expires: row.expires,
    state: row.state,
    enterprise_id: row.madeBy,
  };
}

function orderShown(row: repository.OrderOfLot): Whereabouts['orders'][number] {
  return {
    id: row.order_id,
    number: row.order_number,
    state: row.state as OrderState,
    from: row.from_name,
    to: row.to_name,
    quantity: plain(row.lot_quantity),
    received: row.lot_received === null ? null : plain(row.lot_received),
    receivedAt: row.received_at,
    receivedBy: row.received_by,
  };
}

async function sumsShown(work: Work, lot: number, balances: readonly Balance[]): Promise<Whereabouts['sums']> {
  const sums = await repository.sumsOfLot(work.tx, work.actor.city, lot);
  const of = (kind: string) => new Decimal(sums.get(kind) ?? 0);
  return {
    made: of('production').add(of('supplier')).neg().toFixed(),
    used: of('consumption').toFixed(),
    writtenOff: of('write_off').toFixed(),
    // found is positive, as what came in
    adjusted: of('adjustment').neg().toFixed(),
    present: balances.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)).toFixed(),
  };
}

export async function readRecalls(
  work: Work,
  query: { state?: RecallHead['state'] | undefined; cursor?: string | undefined; limit: number },
): Promise<{ rows: RecallHead[]; next: string | null }> {
  const before = query.cursor === undefined ? undefined : cursorParts(query.cursor);
  const { state, limit } = query;
  const rows = await repository.listRecalls(work.tx, work.actor.city, { state, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const today = await work.today();
  return {
    rows: shown.map((row) => recallShown(row, today)),
    next: rows.length > limit && last ? `${last.started_at} ${last.recall_id}` : null,
  };
}

function cursorParts(cursor: string): { at: string; id: string } {
  const split = cursor.indexOf(' ');
  const at = cursor.slice(0, split);
  if (split < 0 || Number.isNaN(Date.parse(at))) throw new DomainError('order.bad-cursor');
  return { at, id: cursor.slice(split + 1) };
}

function recallShown(row: repository.RecallRow, today: string): RecallHead {
  return {
    id: row.recall_id,
    kind: row.kind as RecallHead['kind'],
    state: row.state as RecallHead['state'],
    lot: row.lot_id,
    item: row.item_code,
    grade: gradeOf(row.grade),
    lotNumber: row.lot_number,
    expires: row.expires,
    reason: row.reason,
    owner: row.owner_name,
    dueDay: row.due_day,
    overdue: row.state === 'open' && row.due_day < today,
    startedAt: row.started_at,
    startedBy: row.started_by_name,
    endedAt: row.ended_at,
    endedBy: row.ended_by_name,
    outcome: row.outcome,
    revision: row.revision,
  };
}

export async function readRecall(work: Work, id: string) {
  const row = await repository.findRecall(work.tx, work.actor.city, id);
  if (!row) throw new DomainError('not-found', { what: ['这次封存或召回', 'this recall'] });
  return { ...recallShown(row, await work.today()), where: await readWhereabouts(work, row.lot_id) };
}
