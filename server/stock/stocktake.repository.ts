/** All SQL on stocktakes and their lines. */
import type { Decimal } from 'decimal.js';
import { sql } from 'kysely';
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

export interface StocktakeHead {
  id: string;
  place: string;
  day: string;
  countedAt: string;
  by: string;
  importId: string | null;
  lines: number;
  differences: number;
}

/** Newest count first; `cursor` is the count time and number of the last row before. */
export async function listStocktakes(
  tx: Transaction,
  city: string,
  filter: { place?: string | undefined; id?: string | undefined },
  page: { after?: { at: string; id: string } | undefined; limit: number },
): Promise<StocktakeHead[]> {
  const { rows } = await sql<StocktakeHead>`
    select s.stocktake_id as id, s.place_id as place, s.business_date as day, s.counted_at as "countedAt", s.counted_by_name as by,
      s.import_id as "importId", c.lines, c.differences
    from stocktakes s cross join lateral (select count(*) as lines, count(*) filter (where l.difference <> 0) as differences
      from stocktake_lines l where l.city_code = s.city_code and l.stocktake_id = s.stocktake_id) c
    where s.city_code = ${city}
      ${filter.place === undefined ? sql`` : sql`and s.place_id = ${filter.place}`}
      ${filter.id === undefined ? sql`` : sql`and s.stocktake_id = ${filter.id}`}
      ${page.after === undefined ? sql`` : sql`and (s.counted_at, s.stocktake_id) < (${page.after.at}::timestamptz, ${page.after.id})`}
    order by s.counted_at desc, s.stocktake_id desc limit ${page.limit}`.execute(tx);
  return rows;
}

/** At most as many lines as one stocktake takes in; an import's may be longer and show the first. */
const mostLines = 5000;

export async function stocktakeLines(tx: Transaction, city: string, id: string) {
  return tx
    .selectFrom('stocktake_lines')
    .selectAll()
    .where('city_code', '=', city)
    .where('stocktake_id', '=', id)
    .orderBy('line')
    .limit(mostLines)
    .execute();
}

/** Places that hold stock and that the actor sees. */
export async function listPlaces(tx: Transaction, city: string): Promise<PlaceRow[]> {
  return tx
    .selectFrom('places')
    .select(['place_id', 'kind', 'name', 'county_code', 'enterprise_id', 'demand_point_id'])
    .where('city_code', '=', city)
    .where('place_id', 'not like', 'virtual:%')
    .orderBy('kind')
    .orderBy('place_id')
    .limit(50_000)
    .execute();
}
