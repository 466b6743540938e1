/** What a count leaves behind: its record, line by line, and the adjustments that make the books agree. */
import type { Decimal } from 'decimal.js';
import type { Work } from '../platform/work.ts';
import type { Grade } from '../registry/dataset/index.ts';
import { type MovementInput, ownerOfPlace, virtualPlaces } from './ledger.service.ts';
import { insertStocktakes, placesOf } from './stocktake.repository.ts';

export interface CountedLot {
  place: string;
  lot: number;
  item: string;
  grade: Grade | null;
  lotNumber: string;
  expires: string | null;
  /** the books' closing of the day */
  expected: Decimal;
  counted: Decimal;
  /** needed where counted and expected differ */
  reason?: string;
}

/** One movement a lot that was counted differently: out of the adjustment place what was found, into it what is missing. */
export function adjustmentsOf(lots: readonly CountedLot[], day: string, reason = ''): MovementInput[] {
  return lots
    .filter((lot) => !lot.counted.eq(lot.expected))
    .map((lot, index) => {
      const found = lot.counted.sub(lot.expected);
      const [from, to] = found.gt(0) ? [virtualPlaces.adjustment, lot.place] : [lot.place, virtualPlaces.adjustment];
      return { line: index + 1, from, to, lot: lot.lot, quantity: found.abs(), day, reason: lot.reason ?? reason };
    });
}

export const stocktakeOfImport = (importId: string, place: string): string => `${importId}/${ownerOfPlace(place)}`;

/** Writes one stocktake a place for a count that an import brought. */
export async function recordStocktakes(
  work: Work,
  lots: readonly CountedLot[],
  { day, importId, reason }: { day: string; importId: string; reason: string },
): Promise<void> {
  const byPlace = Map.groupBy(lots, (lot) => lot.place);
  const places = await placesOf(work.tx, work.actor.city, [...byPlace.keys()]);
  await insertStocktakes(
    work,
    places.map((place) => ({
      id: stocktakeOfImport(importId, place.place_id),
      place,
      day,
      importId,
      lots: byPlace.get(place.place_id)!.map((lot) => ({ ...lot, reason: lot.counted.eq(lot.expected) ? '' : reason })),
    })),
  );
}
