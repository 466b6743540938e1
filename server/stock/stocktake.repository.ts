/** All SQL on stocktakes and their lines. */
import type { Decimal } from 'decimal.js';
import type { Transaction } from '../platform/database/index.ts';
import type { Work } from '../platform/work.ts';

export interface PlaceRow {
  place_id: string;
  kind: string;
  name: string;
  county_code: string | null;
  enterprise_id: string | null;
  demand_point_id: string | null;
}

export interface NewStocktake {
  id: string;
  place: PlaceRow;
  day: string;
  importId: string | null;
  lots: Array<{
    lot: number;
    item: string;
    grade: string | null;
    lotNumber: string;
    expires: string | null;
    expected: Decimal;
    counted: Decimal;
    reason: string;
  }>;
}

/** Those of the places that the actor sees. */
export async function placesOf(tx: Transaction, city: string, ids: readonly string[]): Promise<PlaceRow[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('places')
    .select(['place_id', 'kind', 'name', 'county_code', 'enterprise_id', 'demand_point_id'])
    .where('city_code', '=', city)
    .where('place_id', 'in', ids)
    .orderBy('place_id')
    .execute();
}

const sliceSize = 500;

export async function insertStocktakes(work: Work, stocktakes: readonly NewStocktake[]): Promise<void> {
  const { tx, actor, now } = work;
  const heads = stocktakes.map(({ id, place, day, importId }) => ({
    city_code: actor.city,
    stocktake_id: id,
    place_id: place.place_id,
    business_date: day,
    counted_at: now,
    counted_by: actor.userId,
    counted_by_name: actor.name,
    import_id: importId,
    ...ownerOf(place),
  }));
  const lines = stocktakes.flatMap(({ id, place, lots }) =>
    lots.map((lot, index) => ({
      city_code: actor.city,
      stocktake_id: id,
      line: index + 1,
      lot_id: lot.lot,
      item_code: lot.item,
      grade: lot.grade,
      lot_number: lot.lotNumber,
      expires: lot.expires,
      counted: lot.counted.toFixed(),
      expected: lot.expected.toFixed(),
      reason: lot.reason,
      ...ownerOf(place),
    })),
  );
  for (let from = 0; from < heads.length; from += sliceSize) {
    await tx
      .insertInto('stocktakes')
      .values(heads.slice(from, from + sliceSize))
      .execute();
  }
  for (let from = 0; from < lines.length; from += sliceSize) {
    await tx
      .insertInto('stocktake_lines')
      .values(lines.slice(from, from + sliceSize))
      .execute();
  }
}

const ownerOf = ({ county_code, enterprise_id, demand_point_id }: PlaceRow) => ({
  county_code,
  enterprise_id,
  demand_point_id,
});
