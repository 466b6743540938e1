/** The list of balances as people read it: with names, searched, sorted, page by page. */
import { type RawBuilder, sql } from 'kysely';
import type { LotState, RealPlaceKind } from '#contracts/stock-terms.ts';
import type { Transaction } from '../platform/database/index.ts';
import { DomainError } from '../platform/errors.ts';
import type { Grade } from '../registry/dataset/index.ts';
import { type BalanceFilter, stockOnDay } from './balance.repository.ts';

export interface BalanceListQuery {
  filter: BalanceFilter;
  category?: string | undefined;
  search?: string | undefined;
  sort: 'item' | 'place' | 'quantity' | 'expires';
  order?: 'asc' | 'desc' | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface ListedBalance {
  place: string;
  placeKind: RealPlaceKind;
  placeName: string;
  county: string | null;
  lot: number;
  item: string;
  itemName: string;
  itemNameEn: string;
  unit: string;
  grade: Grade | null;
  lotNumber: string;
  expires: string | null;
  madeBy: string | null;
  state: LotState;
  quantity: string;
  reserved: string;
}

/** What the rows are ordered by, before place and lot. As text the cursor can carry, cast back on the way in. */
const sortings = {
  item: { value: sql`lpad(i.position::text, 9, '0') || i.item_code`, type: sql`text` },
  place: { value: sql`p.name`, type: sql`text` },
  quantity: { value: sql`s.closing`, type: sql`numeric` },
  expires: { value: sql`coalesce(s.expires, 'infinity'::date)`, type: sql`date` },
} as const;

interface Cursor {
  value: string;
  place: string;
  lot: number;
}

export async function listBalances(
  tx: Transaction,
  city: string,
  day: string,
  query: BalanceListQuery,
): Promise<{ rows: ListedBalance[]; next: string | null; total: number }> {
  const { value } = sortings[query.sort];
  const direction = query.order === 'desc' ? sql`desc` : sql`asc`;
  const source = sql`from ${stockOnDay(city, day, query.filter)} s
    join items i on i.city_code = s.city_code and i.item_code = s.item_code
    join places p on p.city_code = s.city_code and p.place_id = s.place_id
    where true ${conditions(query)}`;
  const { rows } = await sql<ListedBalance & { sorted: string }>`
    select s.place_id as place, s.place_kind as "placeKind", p.name as "placeName", s.county_code as county, s.lot_id as lot,
      s.item_code as item, i.name as "itemName", i.name_en as "itemNameEn", i.unit, s.grade, s.lot_number as "lotNumber", s.expires,
      s.made_by as "madeBy", s.lot_state as state, s.closing as quantity, s.reserved_then as reserved, (${value})::text as sorted
    ${source} ${after(query)}
    order by ${value} ${direction}, s.place_id ${direction}, s.lot_id ${direction} limit ${query.limit + 1}`.execute(
    tx,
  );
  const counted = await sql<{ total: number }>`select count(*) as total ${source}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next =
    rows.length > query.limit && last ? writeCursor({ value: last.sorted, place: last.place, lot: last.lot }) : null;
  return { rows: page, next, total: counted.rows[0]!.total };
}

function conditions({ category, search }: BalanceListQuery): RawBuilder<unknown> {
  const sought = search?.normalize('NFKC').toLowerCase();
  return sql`${category === undefined ? sql`` : sql`and i.category = ${category}`}
    ${
      sought === undefined || sought === ''
        ? sql``
        : sql`and strpos(lower(concat_ws(' ', i.name, i.name_en, i.item_code, p.name, s.place_id, s.lot_number)), ${sought}) > 0`
    }`;
}

function after({ sort, order, cursor }: BalanceListQuery): RawBuilder<unknown> {
  if (cursor === undefined) return sql``;
  const { value, place, lot } = readCursor(cursor);
  const sorting = sortings[sort];
  const beyond = order === 'desc' ? sql`<` : sql`>`;
  return sql`and (${sorting.value}, s.place_id, s.lot_id) ${beyond} (${value}::${sorting.type}, ${place}, ${lot}::bigint)`;
}

const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function readCursor(text: string): Cursor {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isCursor(cursor)) return cursor;
  } catch {
    // answered below
  }
  throw new DomainError('stock.bad-cursor', {});
}

function isCursor(value: unknown): value is Cursor {
  if (typeof value !== 'object' || value === null) return false;
  const { value: sorted, place, lot } = value as Partial<Cursor>;
  return typeof sorted === 'string' && typeof place === 'string' && Number.isSafeInteger(lot);
}
