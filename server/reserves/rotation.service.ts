/** What nears its expiry in reserves, and who can use it in time: by the city's rates, beyond what they have. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { addDays, daysBetween } from '#contracts/calendar.ts';
import type { reserveContracts } from '#contracts/reserves.ts';
import type { Work } from '../platform/work.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import { type BalanceRow, placeOfDemandPoint, placeOfReserve, readBalances } from '../stock/index.ts';
import * as repository from './reserves.repository.ts';

type Answer = z.input<typeof reserveContracts.rotation.response>;
type Offer = Answer['rows'][number];
type Candidate = Offer['candidates'][number];

/** Lots that expire within so many days, the first first, with those who can use them. */
export async function readRotation(work: Work, within: number): Promise<Answer> {
  const today = await work.today();
  const { city } = work.actor;
  const reserves = (await repository.listReserves(work.tx, city)).filter((row) => !row.closed);
  if (reserves.length === 0) return { rows: [] };
  const names = new Map(reserves.map((row) => [placeOfReserve(row.reserve_id), row]));
  const balances = await readBalances(work, today, {
    places: [...names.keys()],
    states: ['free'],
    expiresBy: addDays(today, within),
  });
  const lots = balances
    .filter((row) => row.expires !== null && row.expires >= today && row.quantity.gt(row.reserved))
    .sort((one, other) => one.expires!.localeCompare(other.expires!) || one.lot - other.lot);
  const registry = await readRegistry(work);
  const room = await roomOfPoints(work, registry, today, [...new Set(lots.map((row) => row.item))]);
  const given = new Map<string, Decimal>();
  return { rows: lots.map((row) => offerOf(row, names.get(row.place)!, registry, room, given, today)) };
}

/** (point, item) → what it uses a day, what it has, and its tier. */
interface Room {
  point: string;
  name: string;
  tier: number;
  daily: Decimal;
  grade: 'medical' | 'general' | null;
  stock: BalanceRow[];
}

async function roomOfPoints(
  work: Work,
  registry: RegistryDataset,
  today: string,
  items: readonly string[],
): Promise<Map<string, Room[]>> {
  if (items.length === 0) return new Map();
  const stock = await readBalances(work, today, { kinds: ['demand_point'], items, states: ['free'] });
  return new Map(
    items.map((item) => [
      item,
      registry.demandPoints
        .flatMap((point): Room[] => {
          const rate = registry.demandRates.find((entry) => entry.item === item && entry.kind === point.kind);
          if (rate === undefined) return [];
          const place = placeOfDemandPoint(point.id);
          return [
            {
              point: point.id,
              name: point.name,
              tier: rate.tier,
              daily: rate.perServedPerDay.mul(point.served),
              grade: rate.grade,
              stock: stock.filter((row) => row.place === place && row.item === item),
            },
          ];
        })
        .sort((one, other) => one.tier - other.tier || other.daily.cmp(one.daily)),
    ]),
  );
}

/**
 * What the point still needs from tomorrow, the earliest that it can be there, to the lot's last day. What it has counts first, of the grade
 * that its need asks for and as far as it keeps.
 */
function usableOf(room: Room, lot: Pick<BalanceRow, 'expires' | 'grade'>, today: string): Decimal {
  if (room.grade === 'medical' && lot.grade !== 'medical') return new Decimal(0);
  const days = daysBetween(today, lot.expires ?? today);
  const has = room.stock
    .filter((row) => row.expires === null || row.expires > today)
    .filter((row) => room.grade !== 'medical' || row.grade === 'medical')
    .reduce((sum, row) => sum.add(row.quantity), new Decimal(0));
  return Decimal.max(0, room.daily.mul(days).sub(has));
}

function offerOf(
  row: BalanceRow,
  reserve: repository.ReserveRow,
  registry: RegistryDataset,
  rooms: Map<string, Room[]>,
  given: Map<string, Decimal>,
  today: string,
): Offer {
  const item = registry.items.find((entry) => entry.code === row.item);
  const whole = item === undefined || item.unit !== '吨';
  let rest = row.quantity.sub(row.reserved);
  const candidates = (rooms.get(row.item) ?? []).flatMap((room): Candidate[] => {
    const usable = inUnits(usableOf(room, row, today), whole);
    if (usable.lte(0)) return [];
    const key = `${room.point}/${row.item}`;
    const before = given.get(key) ?? new Decimal(0);
    const offered = Decimal.max(0, Decimal.min(rest, inUnits(usable.sub(before), whole)));
    given.set(key, before.add(offered));
    rest = rest.sub(offered);
    return [
      { point: room.point, name: room.name, tier: room.tier, usable: usable.toFixed(), offered: offered.toFixed() },
    ];
  });
  return {
    reserve: reserve.reserve_id,
    reserveName: reserve.name,
    item: { code: row.item, name: item?.name ?? row.item, nameEn: item?.nameEn ?? row.item, unit: item?.unit ?? '' },
    lot: row.lot,
    lotNumber: row.lotNumber,
    grade: row.grade,
    expires: row.expires ?? today,
    daysLeft: daysBetween(today, row.expires ?? today),
    quantity: row.quantity.sub(row.reserved).toFixed(),
    unused: rest.toFixed(),
    candidates: candidates.slice(0, 200),
  };
}

/** Whole pieces; tonnes to the kilogram. */
function inUnits(quantity: Decimal, whole: boolean): Decimal {
  return quantity.toDecimalPlaces(whole ? 0 : 3, Decimal.ROUND_DOWN);
}

/** What the point can use of the lot before it expires; null when the lot is not in the reserve. */
export async function usableAt(
  work: Work,
  given: { reserve: string; item: string; lot: number; to: string },
): Promise<Decimal | null> {
  const today = await work.today();
  const [lot] = await readBalances(work, today, { places: [placeOfReserve(given.reserve)], lot: given.lot });
  if (lot === undefined || lot.item !== given.item || lot.expires === null) return null;
  const rooms = await roomOfPoints(work, await readRegistry(work), today, [given.item]);
  const room = rooms.get(given.item)?.find((entry) => entry.point === given.to);
  return room === undefined ? new Decimal(0) : usableOf(room, lot, today);
}
