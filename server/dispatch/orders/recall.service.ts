/** Quarantine and recall of a lot: it stops everywhere at once, leaves open orders, and every piece is followed to its end. */
import { Decimal } from 'decimal.js';
import type { RecallHead } from '#contracts/recalls.ts';
import { recallKindNames } from '#contracts/recalls.ts';
import { roleMay } from '#contracts/roles.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import {
  type MovementInput,
  placeOfProducer,
  postMovements,
  readBalances,
  setLotState,
  virtualPlaces,
} from '#server/stock/index.ts';
import * as orders from './orders.repository.ts';
import * as repository from './recall.repository.ts';
import { withdrawLot } from './withdraw.service.ts';

export interface NewRecall {
  lot: number;
  kind: 'quarantined' | 'recalled';
  reason: string;
  /** who answers for it */
  owner: string;
  dueDay: string;
}

/**
 * Stops the lot everywhere and takes it out of every order that is not loaded yet. Answers those orders. Errors `recall.open-already`,
 * `not-found`; `access.denied` when the lot is not the actor's to decide.
 */
export async function startRecall(work: Work, given: NewRecall): Promise<{ id: string; ordersChanged: string[] }> {
  const { tx, actor } = work;
  const lot = await repository.findLot(tx, actor.city, given.lot);
  if (!lot) throw new DomainError('not-found', { what: ['这一批', 'this lot'] });
  // orders first, then the lot: the order in which picking takes its locks
  await orders.lockOrders(tx, actor.city, await repository.ordersHolding(tx, actor.city, given.lot));
  await setLotState(work, given.lot, given.kind, given.reason);
  const [known] = await repository.openRecalls(tx, actor.city, [given.lot]);
  if (known) {
    const params = { lot_number: known.lot_number || `#${known.lot_id}`, since: known.started_at.slice(0, 10) };
    throw new DomainError('recall.open-already', { ...params, owner: known.owner_name });
  }
  const holding = await orders.lockOrders(tx, actor.city, await repository.ordersHolding(tx, actor.city, given.lot));
  const today = await work.today();
  const sequence = await orders.takeNumbers(tx, actor.city, 'recall', today, 1);
  const id = `Z${today.replaceAll('-', '')}-${String(sequence).padStart(3, '0')}`;
  await repository.insertRecall(tx, recallRow(work, id, given, lot));
  await withdrawLot(work, holding, given.lot, given.reason);
  await noteHolders(work, (await repository.findRecall(tx, actor.city, id))!);
  work.audit({ action: `lot.${given.kind}`, subject: 'recall', subjectId: id, after: given, county: lot.county_code });
  work.changed('recalls', 'orders', 'stock');
  return { id, ordersChanged: holding.map((order) => order.order_number) };
}

type Lot = NonNullable<Awaited<ReturnType<typeof repository.findLot>>>;

function recallRow(work: Work, id: string, given: NewRecall, lot: Lot) {
  return {
    city_code: work.actor.city,
    recall_id: id,
    kind: given.kind,
    lot_id: given.lot,
    item_code: lot.item_code,
    grade: lot.grade,
    lot_number: lot.lot_number,
    expires: lot.expires,
    reason: given.reason,
    owner_name: given.owner,
    due_day: given.dueDay,
    started_at: work.now,
    started_by: work.actor.userId,
    started_by_name: work.actor.name,
    enterprise_id: lot.enterprise_id,
    county_code: lot.county_code,
  };
}

async function noteHolders(work: Work, recall: repository.RecallRow): Promise<void> {
  const balances = await readBalances(work, await work.today(), { lot: recall.lot_id });
  await noteAtPlaces(
    work,
    recall,
    balances.map(({ place, quantity }) => ({ place, quantity })),
  );
}

type Dealt = Partial<Record<'destroyed' | 'returned' | 'used', Decimal>> & { note?: string };

/** Notes at the places what they hold of the lot, or what was done with it. */
async function noteAtPlaces(
  work: Work,
  recall: repository.RecallRow,
  entries: ReadonlyArray<{ place: string; quantity: Decimal } & Dealt>,
): Promise<void> {
  const named = await repository.placesNamed(
    work.tx,
    work.actor.city,
    entries.map(({ place }) => place),
  );
  const rows = entries.flatMap(({ place, quantity, destroyed, returned, used, note }) => {
    const owner = named.get(place);
    if (!owner) return [];
    return [
      {
        city_code: work.actor.city,
        recall_id: recall.recall_id,
        place_id: place,
        place_name: owner.name,
        lot_id: recall.lot_id,
        item_code: recall.item_code,
        grade: recall.grade,
        lot_number: recall.lot_number,
        expires: recall.expires,
        reason: recall.reason,
        due_day: recall.due_day,
        quantity: quantity.toFixed(),
        destroyed: (destroyed ?? new Decimal(0)).toFixed(),
        returned: (returned ?? new Decimal(0)).toFixed(),
        used: (used ?? new Decimal(0)).toFixed(),
        note: note ?? '',
        updated_at: work.now,
        updated_by_name: work.actor.name,
        county_code: owner.county_code,
        enterprise_id: owner.enterprise_id,
        demand_point_id: owner.demand_point_id,
      },
    ];
  });
  await repository.addToPlaces(work.tx, rows);
}

/** Goods of a held lot that arrive are noted at the place that received them. */
export async function noteArrivals(
  work: Work,
  place: string,
  lots: ReadonlyArray<{ lot: number; quantity: Decimal }>,
): Promise<void> {
  const open = await repository.openRecalls(
    work.tx,
    work.actor.city,
    lots.map(({ lot }) => lot),
  );
  for (const recall of open) {
    const quantity = lots
      .filter(({ lot }) => lot === recall.lot_id)
      .reduce((sum, entry) => sum.add(entry.quantity), new Decimal(0));
    await noteAtPlaces(work, recall, [{ place, quantity }]);
    work.changed('recalls');
  }
}

export interface FollowUp {
  place: string;
  destroyed: string;
  returned: string;
  used: string;
  note: string;
}

/**
 * What became of a place's pieces: destroyed, sent back to the maker, or found to have been used. Posts the movements under the document
 * 'recall'. Errors `recall.nothing-said`, `recall.nowhere-to-return`, `recall.ended`, those of `postMovements`.
 */
export async function followUpRecall(work: Work, id: string, given: FollowUp): Promise<void> {
  const { role } = work.actor;
  if (!roleMay(role, 'stock.post') && !roleMay(role, 'receipt.file')) {
    throw new DomainError('access.denied', { permission: 'stock.post' });
  }
  const recall = requireOpen(await repository.findRecall(work.tx, work.actor.city, id));
  const amounts = {
    destroyed: new Decimal(given.destroyed),
    returned: new Decimal(given.returned),
    used: new Decimal(given.used),
  };
  if (!Object.values(amounts).some((amount) => amount.gt(0))) throw new DomainError('recall.nothing-said');
  const maker = recall.enterprise_id === null ? null : placeOfProducer(recall.enterprise_id);
  if (amounts.returned.gt(0) && (maker === null || maker === given.place)) {
    throw new DomainError('recall.nowhere-to-return', { place: given.place });
  }
  await noteAtPlaces(work, recall, [{ place: given.place, quantity: new Decimal(0), ...amounts, note: given.note }]);
  if (maker !== null) await noteReturn(work, recall, maker, amounts.returned);
  const act = await orders.takeNumbers(work.tx, work.actor.city, `recall ${id}`, await work.today(), 1);
  const to = { destroyed: virtualPlaces.writeOff, returned: maker ?? '', used: virtualPlaces.consumption };
  const movements = (['destroyed', 'returned', 'used'] as const).map(
    (kind, index): MovementInput => ({
      line: index + 1,
      from: given.place,
      to: to[kind],
      lot: recall.lot_id,
      quantity: amounts[kind],
      reason: given.note,
    }),
  );
  await postMovements(work, {
    document: { kind: 'recall', id: `${id}/${await work.today()}/${act}` },
    movements: movements.filter(({ quantity }) => new Decimal(quantity).gt(0)),
  });
  work.audit({ action: 'recall.follow-up', subject: 'recall', subjectId: id, after: given });
  work.changed('recalls');
}

/** Only who sees the maker's place may note what comes back to it; for others the ledger says it. */
async function noteReturn(work: Work, recall: repository.RecallRow, maker: string, quantity: Decimal): Promise<void> {
  if (quantity.gt(0) && work.actor.scope === 'city') await noteAtPlaces(work, recall, [{ place: maker, quantity }]);
}

function requireOpen(recall: repository.RecallRow | undefined): repository.RecallRow {
  if (!recall) throw new DomainError('not-found', { what: ['这次封存或召回', 'this recall'] });
  if (recall.state !== 'open') {
    const [zh, en] = recallKindNames[recall.kind as RecallHead['kind']];
    throw new DomainError('recall.ended', { kind: zh, kind_en: en.toLowerCase() });
  }
  return recall;
}

/** Frees the lot again, or closes the recall when no place holds any of it. Errors `recall.pieces-left`, `recall.ended`. */
export async function endRecall(
  work: Work,
  id: string,
  given: { as: 'lifted' | 'closed'; outcome: string },
): Promise<void> {
  const { tx, actor } = work;
  const recall = requireOpen(await repository.lockRecall(tx, actor.city, id));
  if (given.as === 'closed') await requireNothingLeft(work, recall);
  else await setLotState(work, recall.lot_id, 'free', given.outcome);
  await repository.endRecall(tx, recall, {
    state: given.as,
    outcome: given.outcome,
    ended_at: work.now.toISOString(),
    ended_by_name: actor.name,
  });
  work.audit({
    action: `recall.${given.as}`,
    subject: 'recall',
    subjectId: id,
    after: given,
    county: recall.county_code,
  });
  work.changed('recalls', 'stock');
}

async function requireNothingLeft(work: Work, recall: repository.RecallRow): Promise<void> {
  const left = await readBalances(work, await work.today(), { lot: recall.lot_id });
  if (left.length === 0) return;
  const names = await repository.placesNamed(
    work.tx,
    work.actor.city,
    left.map((row) => row.place),
  );
  const shown = left.slice(0, 5).map((row) => names.get(row.place)?.name ?? row.place);
  throw new DomainError('recall.pieces-left', { count: left.length, places: shown.join('、') });
}
