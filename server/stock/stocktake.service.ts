/** A count by hand: what was counted, what the books expected, the difference with its reason, and the adjustment that settles it. */
import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { balancesOn, lotsEverAt } from './balance.repository.ts';
import { callHoldBalances } from './ledger.repository.ts';
import { exactQuantity, type LotDescription, lotsFor, postMovements } from './ledger.service.ts';
import { adjustmentsOf, type CountedLot } from './stocktake.records.ts';
import { insertStocktakes, type PlaceRow, placesOf } from './stocktake.repository.ts';

export interface StocktakeLine {
  /** a lot of the books; or, found without being in them, its description */
  lot?: number | undefined;
  found?: Omit<LotDescription, 'enterprise'> | undefined;
  counted: Decimal.Value;
  /** what the form showed as the books' quantity: refused when that has changed meanwhile */
  seen?: Decimal.Value | undefined;
  reason?: string | undefined;
}

export interface Stocktake {
  place: string;
  /** of whose close the count is; the city's today when left out */
  day?: string | undefined;
  lines: readonly StocktakeLine[];
}

/**
 * Records the count of the lots listed (others at the place are left alone) and posts the differences as adjustments, in one document.
 * Answers the stocktake's number. Errors: `not-found` for a place not seen, `stock.reason-needed`, `stock.counted-twice`,
 * `stock.changed-while-counting`, `stock.future-day`, and those of `postMovements`.
 */
export async function takeStock(work: Work, stocktake: Stocktake): Promise<{ id: string; differences: number }> {
  const today = await work.today();
  const day = stocktake.day ?? today;
  if (day > today) throw new DomainError('stock.future-day', { day, today });
  const [place] = await placesOf(work.tx, work.actor.city, [stocktake.place]);
  if (place === undefined || place.place_id.startsWith('virtual:')) {
    throw new DomainError('not-found', { what: ['这个库存地点', 'this place'] });
  }
  await callHoldBalances(work.tx, [place.place_id]);
  const lots = await countedLots(work, place, day, stocktake.lines);
  const id = `${day.replaceAll('-', '')}-${randomUUID().slice(0, 8)}`;
  await insertStocktakes(work, [
    { id, place, day, importId: null, lots: lots.map((lot) => ({ ...lot, reason: lot.reason ?? '' })) },
  ]);
  const adjustments = adjustmentsOf(lots, day);
  await postMovements(work, { document: { kind: 'stocktake', id }, movements: adjustments });
  work.changed('stock');
  work.audit({
    action: 'stock.count',
    subject: 'stocktake',
    subjectId: id,
    after: { place: place.place_id, day, counted: lots.length, differences: adjustments.length },
    county: place.county_code,
    enterprise: place.enterprise_id,
    demandPoint: place.demand_point_id,
  });
  return { id, differences: adjustments.length };
}

async function countedLots(
  work: Work,
  place: PlaceRow,
  day: string,
  lines: readonly StocktakeLine[],
): Promise<Array<CountedLot & { reason: string }>> {
  const lots = await lotsOfLines(work, place, lines);
  const balances = await balancesOn(work.tx, work.actor.city, day, { places: [place.place_id] });
  const known = new Map(balances.map((row) => [row.lot, row]));
  const earlier = await lotsEverAt(
    work.tx,
    work.actor.city,
    place.place_id,
    lots.filter((lot) => !known.has(lot)),
  );
  return lines.map((line, index) => {
    const number = index + 1;
    const lot = lots[index]!;
    if (lots.indexOf(lot) !== index) throw new DomainError('stock.counted-twice', { line: number });
    const description = known.get(lot) ?? earlier.get(lot) ?? (line.found && describe(line.found));
    if (description === undefined) throw new DomainError('stock.unknown-lot', { lot });
    const expected = known.get(lot)?.quantity ?? new Decimal(0);
    const counted = countedQuantity(line.counted, number);
    const reason = line.reason?.trim() ?? '';
    if (line.seen !== undefined && !expected.eq(line.seen)) {
      throw new DomainError('stock.changed-while-counting', {
        line: number,
        seen: String(line.seen),
        now: expected.toFixed(),
      });
    }
    if (!counted.eq(expected) && reason === '') throw new DomainError('stock.reason-needed', { line: number });
    const { item, grade, lotNumber, expires } = description;
    return { place: place.place_id, lot, item, grade, lotNumber, expires, expected, counted, reason };
  });
}

async function lotsOfLines(work: Work, place: PlaceRow, lines: readonly StocktakeLine[]): Promise<number[]> {
  const found = lines.flatMap((line) => (line.found ? [{ ...line.found, enterprise: place.enterprise_id }] : []));
  const made = await lotsFor(work, found);
  return lines.map((line) => line.lot ?? made.shift()!);
}

const describe = ({ item, grade, lotNumber, expires }: NonNullable<StocktakeLine['found']>) => ({
  item,
  grade: grade ?? null,
  lotNumber: lotNumber?.trim() ?? '',
  expires: expires ?? null,
});

/** Zero is a count too. */
function countedQuantity(value: Decimal.Value, line: number): Decimal {
  const zero = /^0+(\.0+)?$/.test(String(value));
  return zero ? new Decimal(0) : new Decimal(exactQuantity(value, line));
}
