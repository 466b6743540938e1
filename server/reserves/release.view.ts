/** Releases and the duties they leave, as they are read. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { approvalLevels, releaseStates, type reserveContracts } from '#contracts/reserves.ts';
import { roleMay } from '#contracts/roles.ts';
import type { Work } from '../platform/work.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import { type BalanceRow, placeOfReserve, readBalances } from '../stock/index.ts';
import { levelFor, sumOf, usableLots } from './holdings.ts';
import { mayDecide } from './release.service.ts';
import * as repository from './reserves.repository.ts';
import { boundsOf, plain } from './reserves.service.ts';

type Releases = z.input<typeof reserveContracts.releases.response>;
type Release = Releases['rows'][number];
type Duties = z.input<typeof reserveContracts.duties.response>;

interface Context {
  work: Work;
  today: string;
  registry: RegistryDataset;
  reserves: Map<string, repository.ReserveRow>;
  levels: repository.LevelRow[];
  balances: BalanceRow[];
  lots: repository.ReleaseLotRow[];
}

/** Newest first. Of what waits: what it would leave, and who must decide, as stock stands now. */
export async function readReleases(work: Work, limit: number): Promise<Releases> {
  const { tx, actor } = work;
  const today = await work.today();
  const rows = await repository.listReleases(tx, actor.city, { limit });
  const waiting = rows.filter((row) => row.state === 'asked');
  const places = [...new Set(waiting.map((row) => placeOfReserve(row.reserve_id)))];
  const reserves = await repository.listReserves(tx, actor.city);
  const context: Context = {
    work,
    today,
    registry: await readRegistry(work),
    reserves: new Map(reserves.map((row) => [row.reserve_id, row])),
    levels: await repository.listLevels(tx, actor.city),
    balances: places.length === 0 ? [] : await readBalances(work, today, { places }),
    lots: await repository.lotsOfReleases(
      tx,
      actor.city,
      rows.map((row) => row.release_id),
    ),
  };
  return { rows: rows.map((row) => releaseShown(row, context)) };
}

function releaseShown(row: repository.ReleaseRow, context: Context): Release {
  const { registry, work } = context;
  const judged = judge(row, context);
  return {
    id: row.release_id,
    number: row.release_number,
    kind: row.kind === 'rotation' ? 'rotation' : 'release',
    reserve: row.reserve_id,
    reserveName: context.reserves.get(row.reserve_id)?.name ?? row.reserve_id,
    to: row.demand_point_id,
    toName: registry.demandPoints.find((point) => point.id === row.demand_point_id)?.name ?? row.demand_point_id,
    item: itemShown(registry, row.item_code),
    grade: row.grade === 'medical' || row.grade === 'general' ? row.grade : null,
    quantity: plain(row.quantity),
    ordered: plain(row.ordered),
    by: row.by_day,
    reason: row.reason,
    request: row.request_id,
    state: releaseStates.find((state) => state === row.state) ?? 'asked',
    ...judged,
    mayDecide:
      row.state === 'asked' &&
      judged.level !== null &&
      roleMay(work.actor.role, 'reserve.release') &&
      mayDecide(work.actor.role, judged.level),
    askedAt: row.asked_at,
    askedBy: row.asked_by_name,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by_name,
    decisionReason: row.decision_reason,
    orders: row.order_numbers,
    lots: context.lots
      .filter((lot) => lot.release_id === row.release_id)
      .map((lot) => ({ lot: lot.lot_id, quantity: plain(lot.quantity) })),
  };
}

function judge(row: repository.ReleaseRow, context: Context) {
  const level = context.levels.find(
    (entry) => entry.reserve_id === row.reserve_id && entry.item_code === row.item_code,
  );
  const bounds = boundsOf(level);
  const shown = { floor: bounds?.floor.toFixed() ?? null, target: bounds?.target.toFixed() ?? null };
  if (row.state !== 'asked') {
    return {
      ...shown,
      level: approvalLevels.find((known) => known === row.approval_level) ?? null,
      left: row.left_available === null ? null : plain(row.left_available),
    };
  }
  const place = placeOfReserve(row.reserve_id);
  const here = context.balances.filter((balance) => balance.place === place && balance.item === row.item_code);
  const left = sumOf(usableLots(here, { day: context.today })).sub(row.quantity);
  return { ...shown, level: levelFor(left, bounds), left: left.toFixed() };
}

function itemShown(registry: RegistryDataset, code: string): Release['item'] {
  const item = registry.items.find((entry) => entry.code === code);
  return { code, name: item?.name ?? code, nameEn: item?.nameEn ?? code, unit: item?.unit ?? '' };
}

/** Open ones first, the first due first. */
export async function readDuties(work: Work, all: boolean): Promise<Duties> {
  const today = await work.today();
  const registry = await readRegistry(work);
  const reserves = await repository.listReserves(work.tx, work.actor.city);
  const names = new Map(reserves.map((row) => [row.reserve_id, row.name]));
  const rows = await repository.listDuties(work.tx, work.actor.city, all);
  return {
    rows: rows.map((row) => ({
      release: row.release_id,
      number: row.release_number,
      reserve: row.reserve_id,
      reserveName: names.get(row.reserve_id) ?? row.reserve_id,
      item: itemShown(registry, row.item_code),
      quantity: plain(row.quantity),
      replenished: plain(new Decimal(row.replenished)),
      due: row.due_day,
      owner: row.owner,
      openedAt: row.opened_at,
      closedAt: row.closed_at,
      cancelled: row.cancelled,
      overdue: row.closed_at === null && row.due_day < today,
    })),
  };
}
