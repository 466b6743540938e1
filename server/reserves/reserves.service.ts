/** Reserve warehouses: what they are, what they must hold, what comes in. Releases stand in release.service.ts. */
import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { type Reserve, type reserveContracts, reserveLevels } from '#contracts/reserves.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import {
  type BalanceRow,
  lotFor,
  placeOfReserve,
  postMovements,
  putReserve,
  readBalances,
  virtualPlaces,
} from '../stock/index.ts';
import { type Bounds, stateOf, sumOf, usableLots } from './holdings.ts';
import * as repository from './reserves.repository.ts';

type Body<K extends keyof typeof reserveContracts> = z.output<(typeof reserveContracts)[K]['body']>;
type Listed = z.input<typeof reserveContracts.list.response>;
type Holding = Listed['holdings'][number];

export const plain = (quantity: Decimal.Value): string => new Decimal(quantity).toFixed();
export const boundsOf = (row: repository.LevelRow | undefined): Bounds | null =>
  row === undefined ? null : { floor: new Decimal(row.floor), target: new Decimal(row.target) };

/** Opens a reserve with its place in the ledger. Errors `reserve.id-taken`, `reserve.held-by`, `reserve.unknown`. */
export async function addReserve(work: Work, input: Body<'add'>): Promise<void> {
  await checkParticulars(work, input);
  const { id, name, level, county, enterprise, keeper, telephone } = input;
  const row = await repository.insertReserve(work.tx, {
    city_code: work.actor.city,
    reserve_id: id,
    name,
    level,
    county_code: county,
    enterprise_id: enterprise,
    keeper,
    telephone,
    changed_by: work.actor.name,
    changed_at: work.now,
  });
  if (row === undefined) throw new DomainError('reserve.id-taken', { id });
  await putReserve(work, { id, name, county, enterprise });
  noted(work, 'reserve.open', null, row);
}

/** Errors `changed-meanwhile`, `reserve.not-empty`, `reserve.held-by`, `reserve.unknown`, `not-found`. */
export async function changeReserve(work: Work, id: string, input: Body<'change'>): Promise<void> {
  const before = await reserveOrFail(work, id, true);
  if (before.revision !== input.revision)
    throw new DomainError('changed-meanwhile', { who: before.changed_by, when: before.changed_at });
  await checkParticulars(work, input);
  if (input.closed && !before.closed) await requireEmpty(work, before);
  const row = await repository.changeReserve(work.tx, work.actor.city, id, {
    name: input.name,
    level: input.level,
    county_code: input.county,
    enterprise_id: input.enterprise,
    keeper: input.keeper,
    telephone: input.telephone,
    closed: input.closed,
    revision: before.revision + 1,
    changed_by: work.actor.name,
    changed_at: work.now,
  });
  await repository.followReserve(work.tx, row);
  await putReserve(work, { id, name: row.name, county: row.county_code, enterprise: row.enterprise_id });
  noted(work, 'reserve.change', before, row);
}

async function requireEmpty(work: Work, row: repository.ReserveRow): Promise<void> {
  const held = await readBalances(work, await work.today(), { places: [placeOfReserve(row.reserve_id)] });
  if (held.length > 0) throw new DomainError('reserve.not-empty', { name: row.name });
}

async function checkParticulars(work: Work, input: Pick<Body<'add'>, 'level' | 'enterprise' | 'county'>) {
  if ((input.level === 'enterprise') !== (input.enterprise !== null)) throw new DomainError('reserve.held-by');
  const registry = await readRegistry(work);
  if (!registry.counties.some((county) => county.code === input.county))
    throw new DomainError('reserve.unknown', { what: ['县区', 'county'], code: input.county });
  requireEnterprise(registry, input.enterprise);
}

function requireEnterprise(registry: RegistryDataset, enterprise: string | null): void {
  if (enterprise !== null && !registry.enterprises.some((entry) => entry.id === enterprise))
    throw new DomainError('reserve.unknown', { what: ['企业', 'enterprise'], code: enterprise });
}

function noted(work: Work, action: string, before: repository.ReserveRow | null, row: repository.ReserveRow): void {
  work.audit({
    action,
    subject: 'reserve',
    subjectId: row.reserve_id,
    before,
    after: row,
    county: row.county_code,
    enterprise: row.enterprise_id,
  });
  work.changed('reserves');
}

export async function reserveOrFail(work: Work, id: string, lock = false): Promise<repository.ReserveRow> {
  const row = await repository.findReserve(work.tx, work.actor.city, id, lock);
  if (row === undefined) throw new DomainError('not-found', { what: ['这个储备库', 'This reserve'] });
  return row;
}

/** One that is open, locked until the transaction ends. Errors `reserve.closed`, `not-found`. */
export async function openReserve(work: Work, id: string): Promise<repository.ReserveRow> {
  const row = await reserveOrFail(work, id, true);
  if (row.closed) throw new DomainError('reserve.closed', { name: row.name });
  return row;
}

/** Errors `reserve.levels-order`, `reserve.unknown`, `changed-meanwhile`, `reserve.closed`, `not-found`. */
export async function setReserveLevels(
  work: Work,
  given: { reserve: string; item: string } & Body<'setLevels'>,
): Promise<void> {
  const reserve = await openReserve(work, given.reserve);
  const { floor, target } = given;
  if (new Decimal(floor).lt(0) || new Decimal(target).lt(floor))
    throw new DomainError('reserve.levels-order', { floor, target });
  itemOrFail(await readRegistry(work), given.item);
  const before = await repository.findLevel(work.tx, work.actor.city, given.reserve, given.item);
  if ((before?.revision ?? 0) !== given.revision)
    throw new DomainError('changed-meanwhile', { who: before?.changed_by, when: before?.changed_at });
  await repository.putLevel(work.tx, {
    city_code: work.actor.city,
    reserve_id: given.reserve,
    item_code: given.item,
    floor,
    target,
    replenish_days: given.replenishDays,
    county_code: reserve.county_code,
    enterprise_id: reserve.enterprise_id,
    revision: given.revision + 1,
    changed_by: work.actor.name,
    changed_at: work.now,
  });
  const was = before && { floor: plain(before.floor), target: plain(before.target), days: before.replenish_days };
  work.audit({
    action: 'reserve.set-levels',
    subject: 'reserve',
    subjectId: given.reserve,
    before: was ? { item: given.item, ...was } : null,
    after: { item: given.item, floor: plain(floor), target: plain(target), days: given.replenishDays },
    county: reserve.county_code,
    enterprise: reserve.enterprise_id,
  });
  work.changed('reserves');
}

export function itemOrFail(registry: RegistryDataset, code: string) {
  const item = registry.items.find((entry) => entry.code === code);
  if (item === undefined) throw new DomainError('reserve.unknown', { what: ['物资', 'item'], code });
  return item;
}

/**
 * Takes goods from outside into a reserve and pays off its duties to replenish, the first due first; `replenished` is what they took.
 * Errors `reserve.quantity`, `reserve.unknown`, `reserve.closed`, `not-found`, and those of `postMovements`.
 */
export async function receiveIntoReserve(
  work: Work,
  id: string,
  input: Body<'receive'>,
): Promise<{ lot: number; replenished: string }> {
  const reserve = await openReserve(work, id);
  if (new Decimal(input.quantity).lte(0)) throw new DomainError('reserve.quantity');
  const registry = await readRegistry(work);
  const item = itemOrFail(registry, input.item);
  requireEnterprise(registry, input.enterprise);
  const today = await work.today();
  if (input.expires !== null && input.expires < today)
    throw new DomainError('reserve.day-past', { day: input.expires, today });
  const lot = await lotFor(work, {
    item: input.item,
    grade: item.licenceRule === 'grade' ? input.grade : null,
    lotNumber: input.lotNumber,
    expires: input.expires,
    enterprise: input.enterprise,
  });
  const place = placeOfReserve(id);
  await postMovements(work, {
    document: { kind: 'reserve-receipt', id: randomUUID() },
    movements: [
      { line: 1, from: virtualPlaces.supplier, to: place, lot, quantity: input.quantity, reason: input.paper },
    ],
  });
  const replenished = await creditReplenishment(work, { reserve: id, item: input.item, quantity: input.quantity });
  work.audit({
    action: 'reserve.receive',
    subject: 'reserve',
    subjectId: id,
    after: { item: input.item, quantity: plain(input.quantity), lot, paper: input.paper, replenished },
    county: reserve.county_code,
    enterprise: reserve.enterprise_id,
  });
  work.changed('reserves');
  return { lot, replenished };
}

/**
 * Pays off the open duties of an item of a reserve, the first due first, with what was received there; answers what they took. Whoever posts
 * goods into a reserve's place (a receipt of an order) calls it in the same transaction.
 */
export async function creditReplenishment(
  work: Work,
  given: { reserve: string; item: string; quantity: Decimal.Value },
): Promise<string> {
  const { city } = work.actor;
  let rest = new Decimal(given.quantity);
  for (const duty of await repository.openDuties(work.tx, city, given.reserve, given.item)) {
    if (rest.lte(0)) break;
    const owed = new Decimal(duty.quantity).sub(duty.replenished);
    const paid = Decimal.min(rest, owed);
    await repository.changeDuty(work.tx, city, duty.release_id, {
      replenished: new Decimal(duty.replenished).add(paid).toFixed(),
      closed_at: paid.eq(owed) ? work.now : null,
    });
    work.audit({
      action: paid.eq(owed) ? 'reserve.duty-met' : 'reserve.duty-paid',
      subject: 'reserve-release',
      subjectId: duty.release_id,
      after: { replenished: plain(paid), owed: plain(owed.sub(paid)) },
      county: duty.county_code,
      enterprise: duty.enterprise_id,
    });
    work.changed('reserves');
    rest = rest.sub(paid);
  }
  return new Decimal(given.quantity).sub(rest).toFixed();
}

/** Every reserve that the actor sees, and what it holds of each item for which it has stock or a level. */
export async function readReserves(work: Work): Promise<Listed> {
  const { tx, actor } = work;
  const today = await work.today();
  const registry = await readRegistry(work);
  const reserves = await repository.listReserves(tx, actor.city);
  const levels = await repository.listLevels(tx, actor.city);
  const duties = await repository.listDuties(tx, actor.city, false);
  const places = reserves.map((row) => placeOfReserve(row.reserve_id));
  const balances = places.length === 0 ? [] : await readBalances(work, today, { places });
  const names = new Map(registry.enterprises.map((entry) => [entry.id, entry.name]));
  const holdings = reserves.flatMap((row) => {
    const place = placeOfReserve(row.reserve_id);
    const here = balances.filter((balance) => balance.place === place);
    const own = levels.filter((level) => level.reserve_id === row.reserve_id);
    const codes = new Set([...here.map((balance) => balance.item), ...own.map((level) => level.item_code)]);
    return registry.items
      .filter((item) => codes.has(item.code))
      .map((item) => {
        const owed = duties.filter((duty) => duty.reserve_id === row.reserve_id && duty.item_code === item.code);
        const daily = dailyNeed(work, registry, row, item.code);
        return holdingOf(row, item, {
          today,
          daily,
          owed: Decimal.sum(0, ...owed.map((duty) => new Decimal(duty.quantity).sub(duty.replenished))),
          balances: here.filter((balance) => balance.item === item.code),
          level: own.find((level) => level.item_code === item.code),
        });
      });
  });
  return { reserves: reserves.map((row) => reserveShown(row, names)), holdings };
}

function reserveShown(row: repository.ReserveRow, enterprises: ReadonlyMap<string, string>): Reserve {
  return {
    id: row.reserve_id,
    name: row.name,
    level: reserveLevels.find((level) => level === row.level) ?? 'city',
    county: row.county_code,
    enterprise: row.enterprise_id,
    enterpriseName: row.enterprise_id === null ? null : (enterprises.get(row.enterprise_id) ?? row.enterprise_id),
    keeper: row.keeper,
    telephone: row.telephone,
    closed: row.closed,
    revision: row.revision,
  };
}

/** What those whom the reserve is for use in a day. Null when the actor sees only some of them: part of a need is no need. */
function dailyNeed(work: Work, registry: RegistryDataset, row: repository.ReserveRow, item: string): Decimal | null {
  const county = row.level === 'county' ? row.county_code : null;
  const seesAll =
    work.actor.scope === 'city' ||
    (county !== null && work.actor.scope === 'county' && work.actor.scopeIds.includes(county));
  if (!seesAll) return null;
  const rates = registry.demandRates.filter((rate) => rate.item === item);
  return registry.demandPoints
    .filter((point) => county === null || point.county === county)
    .reduce((sum, point) => {
      const rate = rates.find((entry) => entry.kind === point.kind);
      return rate === undefined ? sum : sum.add(rate.perServedPerDay.mul(point.served));
    }, new Decimal(0));
}

function holdingOf(
  reserve: repository.ReserveRow,
  item: RegistryDataset['items'][number],
  given: {
    today: string;
    daily: Decimal | null;
    owed: Decimal;
    balances: BalanceRow[];
    level: repository.LevelRow | undefined;
  },
): Holding {
  const { level, balances, daily } = given;
  const bounds = boundsOf(level);
  const available = sumOf(usableLots(balances, { day: given.today }));
  return {
    reserve: reserve.reserve_id,
    reserveName: reserve.name,
    closed: reserve.closed,
    item: { code: item.code, name: item.name, nameEn: item.nameEn, unit: item.unit },
    held: Decimal.sum(0, ...balances.map((row) => row.quantity)).toFixed(),
    available: available.toFixed(),
    floor: bounds?.floor.toFixed() ?? null,
    target: bounds?.target.toFixed() ?? null,
    replenishDays: level?.replenish_days ?? null,
    revision: level?.revision ?? 0,
    toTarget: Decimal.max(0, (bounds?.target ?? available).sub(available)).toFixed(),
    state: stateOf(available, bounds),
    days:
      daily === null || daily.lte(0) ? null : available.div(daily).toDecimalPlaces(2, Decimal.ROUND_DOWN).toNumber(),
    owed: given.owed.toFixed(),
    lots: balances.map(({ lot, lotNumber, grade, expires, state, quantity, reserved }) => ({
      lot,
      lotNumber,
      grade,
      expires,
      state,
      quantity: quantity.toFixed(),
      reserved: reserved.toFixed(),
    })),
  };
}
