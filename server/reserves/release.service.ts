/** What leaves a reserve: asked for, decided at the level that its floor and target set, set aside by lot, handed to an order (S5). */
import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { addDays } from '#contracts/calendar.ts';
import {
  type ApprovalLevel,
  approvalNames,
  releaseStateNames,
  releaseStates,
  type reserveContracts,
} from '#contracts/reserves.ts';
import { formatQuantity, packOf, unitName } from '#contracts/units.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import { holdStock, placeOfReserve, readBalances, reserveStock } from '../stock/index.ts';
import { type Bounds, levelFor, type PickedLot, pickedSum, pickLots, sumOf, usableLots } from './holdings.ts';
import * as repository from './reserves.repository.ts';
import { boundsOf, itemOrFail, openReserve, plain } from './reserves.service.ts';
import { usableAt } from './rotation.service.ts';

type Asked = z.output<typeof reserveContracts.ask.body>;
type Decision = z.output<typeof reserveContracts.decide.body>;

const ranks: Record<string, number> = { sub_group_officer: 0, group_officer: 1, city_lead: 2 };
const rankOfLevel: Record<ApprovalLevel, number> = { sub_group: 0, group: 1, city: 2 };

/** Whether a role decides what the level must decide. */
export function mayDecide(role: string, level: ApprovalLevel): boolean {
  return (ranks[role] ?? -1) >= rankOfLevel[level];
}

/**
 * Asks for a release, or for the rotation of a lot to who uses it in time. Nothing is set aside before it is approved.
 * Errors `reserve.quantity`, `reserve.day-past`, `reserve.unknown`, `reserve.closed`, `reserve.unknown-lot`, `reserve.rotation-unused`,
 * `reserve.not-enough`, `not-found`.
 */
export async function askRelease(work: Work, input: Asked): Promise<repository.ReleaseRow> {
  const today = await work.today();
  if (new Decimal(input.quantity).lte(0)) throw new DomainError('reserve.quantity');
  if (input.by < today) throw new DomainError('reserve.day-past', { day: input.by, today });
  const reserve = await openReserve(work, input.reserve);
  const registry = await readRegistry(work);
  const item = itemOrFail(registry, input.item);
  const point = registry.demandPoints.find((entry) => entry.id === input.to);
  if (point === undefined) throw new DomainError('not-found', { what: ['这个需求点', 'This demand point'] });
  requireWhole(item, input.quantity);
  const rate = registry.demandRates.find((entry) => entry.kind === point.kind && entry.item === input.item);
  // the receiver's own rule is never loosened by the one who asks
  const grade = rate?.grade === 'medical' ? 'medical' : input.grade;
  const asked = { ...input, grade: item.licenceRule === 'grade' ? grade : null };
  if (input.lot !== null) await requireUsable(work, { ...asked, lot: input.lot }, point.name, item.unit);
  const { lots } = await stockOf(work, asked);
  if (sumOf(lots).lt(input.quantity)) throw tooLittle(reserve.name, sumOf(lots), input.quantity, item.unit);
  const row = await repository.insertRelease(work.tx, {
    city_code: work.actor.city,
    release_id: randomUUID(),
    release_number: await repository.nextNumber(work.tx, work.actor.city, today),
    kind: input.lot === null ? 'release' : 'rotation',
    reserve_id: input.reserve,
    county_code: reserve.county_code,
    enterprise_id: reserve.enterprise_id,
    demand_point_id: input.to,
    item_code: input.item,
    grade: asked.grade,
    quantity: input.quantity,
    by_day: input.by,
    reason: input.reason,
    request_id: input.request,
    lot_id: input.lot,
    asked_at: work.now,
    asked_by: work.actor.userId,
    asked_by_name: work.actor.name,
  });
  return noted(work, 'reserve.ask', null, row);
}

function requireWhole(item: { name: string; nameEn: string; unit: string }, quantity: string): void {
  const pack = packOf(item.unit);
  if (new Decimal(quantity).mod(pack).isZero()) return;
  throw new DomainError('reserve.not-whole', {
    item: [item.name, item.nameEn],
    unit: [item.unit, unitName(item.unit, 'en')],
    pack: pack.toFixed(),
    quantity: plain(quantity),
  });
}

async function requireUsable(
  work: Work,
  asked: { reserve: string; item: string; lot: number; to: string; quantity: string },
  point: string,
  unit: string,
): Promise<void> {
  const usable = await usableAt(work, asked);
  if (usable === null) throw new DomainError('reserve.unknown-lot');
  if (usable.gte(asked.quantity)) return;
  throw new DomainError('reserve.rotation-unused', {
    point,
    usable: both(usable.toFixed(), unit),
    asked: both(asked.quantity, unit),
  });
}

export const both = (quantity: string, unit: string) => [
  formatQuantity(quantity, unit, 'zh'),
  formatQuantity(quantity, unit, 'en'),
];

function tooLittle(name: string, available: Decimal, asked: string, unit: string): DomainError {
  return new DomainError('reserve.not-enough', {
    name,
    available: both(available.toFixed(), unit),
    asked: both(plain(asked), unit),
  });
}

interface Wanted {
  reserve: string;
  item: string;
  by: string;
  grade: 'medical' | 'general' | null;
  lot: number | null;
}

/** The lots that do, and everything of the item that could be released today. */
export async function stockOf(work: Work, wanted: Wanted) {
  const today = await work.today();
  const balances = await readBalances(work, today, {
    places: [placeOfReserve(wanted.reserve)],
    items: [wanted.item],
  });
  return {
    lots: usableLots(balances, { day: wanted.by, grade: wanted.grade, lot: wanted.lot }),
    all: sumOf(usableLots(balances, { day: today })),
  };
}

export const wantedOf = (row: repository.ReleaseRow): Wanted => ({
  reserve: row.reserve_id,
  item: row.item_code,
  by: row.by_day,
  grade: row.grade === 'medical' || row.grade === 'general' ? row.grade : null,
  lot: row.lot_id,
});

/**
 * Approves a release at the level that what it leaves asks for, sets its lots aside first-expired-first-out, and opens the duty to replenish;
 * or refuses it with a reason. Errors `reserve.decided`, `reserve.level-needed`, `reserve.not-enough`, `reserve.due-needed`,
 * `reserve.day-past`, `reserve.reason`, `not-found`.
 */
export async function decideRelease(work: Work, id: string, decision: Decision): Promise<repository.ReleaseRow> {
  const before = await releaseToChange(work, id);
  if (before.state !== 'asked') throw decided(before);
  if (decision.approve) return approve(work, before, decision);
  if (decision.reason === '') throw new DomainError('reserve.reason');
  return change(work, 'reserve.refuse', before, { state: 'refused', ...stamp(work, decision.reason) });
}

const stamp = (work: Work, reason: string) => ({
  decided_at: work.now,
  decided_by: work.actor.userId,
  decided_by_name: work.actor.name,
  decision_reason: reason,
});

async function approve(work: Work, row: repository.ReleaseRow, decision: Decision): Promise<repository.ReleaseRow> {
  const { tx, actor } = work;
  const reserve = await openReserve(work, row.reserve_id);
  const place = placeOfReserve(row.reserve_id);
  // held until the end: what is read here can be promised, whoever else releases at the same time
  await holdStock(work, [place]);
  const { lots, all } = await stockOf(work, wantedOf(row));
  const quantity = new Decimal(row.quantity);
  const item = itemOrFail(await readRegistry(work), row.item_code);
  const picked = pickLots(lots, quantity);
  if (pickedSum(picked).lt(quantity)) throw tooLittle(reserve.name, sumOf(lots), row.quantity, item.unit);
  const level = await repository.findLevel(tx, actor.city, row.reserve_id, row.item_code);
  const left = all.sub(quantity);
  const needed = requireLevel(work, left, boundsOf(level), item.unit);
  const duty = await dutyOf(work, row, decision, { reserve, days: level?.replenish_days ?? null });
  await setAside(work, row, picked);
  await repository.insertDuty(tx, { ...duty, county_code: row.county_code, enterprise_id: row.enterprise_id });
  return change(work, 'reserve.approve', row, {
    state: 'approved',
    approval_level: needed,
    left_available: left.toFixed(),
    ...stamp(work, decision.reason),
  });
}

function requireLevel(work: Work, left: Decimal, bounds: Bounds | null, unit: string): ApprovalLevel {
  const needed = levelFor(left, bounds);
  if (mayDecide(work.actor.role, needed)) return needed;
  throw new DomainError('reserve.level-needed', {
    left: both(left.toFixed(), unit),
    bound: boundWords(bounds, needed, unit),
    level: approvalNames[needed],
  });
}

function boundWords(bounds: Bounds | null, needed: ApprovalLevel, unit: string): [string, string] {
  if (bounds === null) return ['没有设定底线和目标', 'with no floor or target set'];
  const [zh, en] = both((needed === 'city' ? bounds.floor : bounds.target).toFixed(), unit);
  return needed === 'city'
    ? [`低于底线 ${zh}`, `below the floor of ${en}`]
    : [`低于目标 ${zh}`, `below the target of ${en}`];
}

/** Whoever takes from a reserve owes it: by a day, with an owner. */
async function dutyOf(
  work: Work,
  row: repository.ReleaseRow,
  decision: Decision,
  given: { reserve: repository.ReserveRow; days: number | null },
) {
  const today = await work.today();
  const due = decision.due ?? (given.days === null ? null : addDays(today, given.days));
  if (due === null) throw new DomainError('reserve.due-needed');
  if (due < today) throw new DomainError('reserve.day-past', { day: due, today });
  return {
    city_code: work.actor.city,
    release_id: row.release_id,
    reserve_id: row.reserve_id,
    item_code: row.item_code,
    quantity: row.quantity,
    due_day: due,
    owner: decision.owner === '' ? given.reserve.keeper : decision.owner,
    opened_at: work.now,
  };
}

/** Promises the lots to the release; the reserve's balances must be held. */
export async function setAside(work: Work, row: repository.ReleaseRow, picked: readonly PickedLot[]): Promise<void> {
  if (picked.length === 0) return;
  await reserveStock(
    work,
    picked.map((lot) => ({ place: placeOfReserve(row.reserve_id), lot: lot.lot, quantity: lot.quantity })),
    { kind: 'reserve-release', id: row.release_number },
  );
  await repository.insertReleaseLots(
    work.tx,
    picked.map((lot) => ({
      city_code: row.city_code,
      release_id: row.release_id,
      lot_id: lot.lot,
      quantity: lot.quantity.toFixed(),
      county_code: row.county_code,
      enterprise_id: row.enterprise_id,
    })),
  );
}

/** Frees what the release has set aside and answers it; the reserve's balances must be held. */
export async function giveBack(work: Work, row: repository.ReleaseRow): Promise<PickedLot[]> {
  const rows = await repository.lotsOfReleases(work.tx, work.actor.city, [row.release_id]);
  const lots = rows.map((lot) => ({ lot: lot.lot_id, quantity: new Decimal(lot.quantity) }));
  const place = placeOfReserve(row.reserve_id);
  await reserveStock(
    work,
    lots.map(({ lot, quantity }) => ({ place, lot, quantity: quantity.neg() })),
    { kind: 'reserve-release', id: row.release_number },
  );
  await repository.deleteReleaseLots(work.tx, row);
  return lots;
}

/**
 * Takes back what is asked or approved as far as no order carries it: its stock is free again, nothing is owed for it. Errors
 * `reserve.decided`, `not-found`.
 */
export async function cancelRelease(work: Work, id: string, reason: string): Promise<repository.ReleaseRow> {
  const before = await releaseToChange(work, id);
  if (before.state !== 'asked' && before.state !== 'approved') throw decided(before);
  if (before.state === 'approved') {
    await holdStock(work, [placeOfReserve(before.reserve_id)]);
    await giveBack(work, before);
  }
  const ordered = new Decimal(before.ordered);
  if (ordered.gt(0)) {
    await lowerDuty(work, before, ordered);
    const rest = { quantity: before.ordered, state: 'ordered', ...stamp(work, reason) };
    return change(work, 'reserve.cancel-rest', before, rest);
  }
  if (before.state === 'approved')
    await repository.changeDuty(work.tx, work.actor.city, id, { cancelled: true, closed_at: work.now });
  return change(work, 'reserve.cancel', before, { state: 'cancelled', ...stamp(work, reason) });
}

/** What never leaves is not owed. */
async function lowerDuty(work: Work, row: repository.ReleaseRow, ordered: Decimal): Promise<void> {
  const duty = await repository.findDuty(work.tx, work.actor.city, row.release_id);
  if (duty === undefined || duty.closed_at !== null) return;
  const quantity = Decimal.max(ordered, duty.replenished);
  await repository.changeDuty(work.tx, work.actor.city, row.release_id, {
    quantity: quantity.toFixed(),
    closed_at: quantity.eq(duty.replenished) ? work.now : null,
  });
}

export async function releaseToChange(work: Work, id: string): Promise<repository.ReleaseRow> {
  const row = await repository.lockRelease(work.tx, work.actor.city, id);
  if (row === undefined) throw new DomainError('not-found', { what: ['这张动用单', 'This release'] });
  return row;
}

export function decided(row: repository.ReleaseRow): DomainError {
  const state = releaseStates.find((known) => known === row.state) ?? 'asked';
  return new DomainError('reserve.decided', { number: row.release_number, state: releaseStateNames[state] });
}

export async function change(
  work: Work,
  action: string,
  before: repository.ReleaseRow,
  values: Parameters<typeof repository.changeRelease>[3],
  words: object = {},
): Promise<repository.ReleaseRow> {
  const row = await repository.changeRelease(work.tx, work.actor.city, before.release_id, values);
  return noted(work, action, before, row, words);
}

function noted(
  work: Work,
  action: string,
  before: repository.ReleaseRow | null,
  row: repository.ReleaseRow,
  words: object = {},
): repository.ReleaseRow {
  work.audit({
    action,
    subject: 'reserve-release',
    subjectId: row.release_id,
    before,
    after: { ...row, ...words },
    county: row.county_code,
    enterprise: row.enterprise_id,
  });
  work.changed('reserves');
  return row;
}
