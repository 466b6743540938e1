/**
 * All SQL that reads balances. A day's stock is the current balance where nothing moved since, else one look-up in the closings: the work
 * grows with what is in stock and what moved after the day, not with the length of the history.
 */
import { Decimal } from 'decimal.js';
import { type RawBuilder, sql } from 'kysely';
import type { LotState, RealPlaceKind } from '#contracts/stock-terms.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Grade } from '../registry/dataset/index.ts';

export interface BalanceFilter {
  places?: readonly string[] | undefined;
  kinds?: readonly RealPlaceKind[] | undefined;
  items?: readonly string[] | undefined;
  counties?: readonly string[] | undefined;
  enterprises?: readonly string[] | undefined;
  lot?: number | undefined;
  grade?: Grade | undefined;
  states?: readonly LotState[] | undefined;
  /** last day of issue on or before */
  expiresBy?: string | undefined;
  lotNumber?: string | undefined;
}

export interface BalanceRow {
  place: string;
  placeKind: RealPlaceKind;
  county: string | null;
  enterprise: string | null;
  demandPoint: string | null;
  lot: number;
  item: string;
  grade: Grade | null;
  lotNumber: string;
  expires: string | null;
  madeBy: string | null;
  state: LotState;
  quantity: Decimal;
  /** promised to orders, now: of a past day it says nothing and is zero */
  reserved: Decimal;
}

interface Selected extends Omit<BalanceRow, 'quantity' | 'reserved'> {
  quantity: string;
  reserved: string;
}

/** More (place, lot) pairs than the largest city has in stock at once: beyond it the answer would be cut, so it is refused instead. */
const mostBalances = 500_000;

/** What was in stock at the close of `day`, ordered by item, place, expiry. Zero balances are left out. */
export async function balancesOn(
  tx: Transaction,
  city: string,
  day: string,
  filter: BalanceFilter = {},
): Promise<BalanceRow[]> {
  const { rows } = await sql<Selected>`
    select s.place_id as place, s.place_kind as "placeKind", s.county_code as county, s.enterprise_id as enterprise,
      s.demand_point_id as "demandPoint", s.lot_id as lot, s.item_code as item, s.grade, s.lot_number as "lotNumber", s.expires,
      s.made_by as "madeBy", s.lot_state as state, s.closing as quantity, s.reserved_then as reserved
    from ${stockOnDay(city, day, filter)} s
    order by s.item_code, s.place_id, s.expires nulls last, s.lot_number, s.lot_id
    limit ${mostBalances + 1}`.execute(tx);
  if (rows.length > mostBalances) throw new Error(`more than ${mostBalances} balances: ask for fewer`);
  return rows.map((row) => ({ ...row, quantity: new Decimal(row.quantity), reserved: new Decimal(row.reserved) }));
}

/** (place, lot) pairs in stock at the close of the day, with `closing` and `reserved_then`. For queries of this capability. */
export function stockOnDay(city: string, day: string, filter: BalanceFilter): RawBuilder<unknown> {
  return sql`(${currentStock(city, day, filter)} union all ${changedSince(city, day, filter)})`;
}

function currentStock(city: string, day: string, filter: BalanceFilter): RawBuilder<unknown> {
  return sql`select b.*, b.quantity as closing, b.reserved as reserved_then from balances b
    where b.city_code = ${city} and b.in_stock and b.last_day <= ${day}::date ${conditions(filter)}`;
}

function changedSince(city: string, day: string, filter: BalanceFilter): RawBuilder<unknown> {
  return sql`select b.*, c.quantity as closing, 0 as reserved_then from balances b
    cross join lateral (select x.quantity from closing_balances x where x.city_code = b.city_code and x.place_id = b.place_id
      and x.lot_id = b.lot_id and x.day <= ${day}::date order by x.day desc limit 1) c
    where b.city_code = ${city} and b.last_day > ${day}::date and b.first_day <= ${day}::date and c.quantity > 0 ${conditions(filter)}`;
}

function conditions(filter: BalanceFilter): RawBuilder<unknown> {
  const parts: Array<RawBuilder<unknown> | undefined> = [
    filter.places && sql`b.place_id = any(${[...filter.places]})`,
    filter.kinds && sql`b.place_kind = any(${[...filter.kinds]})`,
    filter.items && sql`b.item_code = any(${[...filter.items]})`,
    filter.counties && sql`b.county_code = any(${[...filter.counties]})`,
    filter.enterprises && sql`b.enterprise_id = any(${[...filter.enterprises]})`,
    filter.states && sql`b.lot_state = any(${[...filter.states]})`,
    filter.lot === undefined ? undefined : sql`b.lot_id = ${filter.lot}`,
    filter.grade === undefined ? undefined : sql`b.grade = ${filter.grade}`,
    filter.expiresBy === undefined ? undefined : sql`b.expires <= ${filter.expiresBy}::date`,
    filter.lotNumber === undefined ? undefined : sql`strpos(lower(b.lot_number), lower(${filter.lotNumber})) > 0`,
  ];
  const given = parts.filter((part) => part !== undefined);
  return given.length === 0 ? sql`` : sql`and ${sql.join(given, sql` and `)}`;
}

/** The first business day on which anything was posted at each producer, of those given or of all: there its books begin. */
export async function producersOpened(
  tx: Transaction,
  city: string,
  places?: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{
    place: string;
    day: string;
  }>`select b.place_id as place, min(b.first_day) as day from balances b
    where b.city_code = ${city} and b.place_kind = 'producer' ${places === undefined ? sql`` : sql`and b.place_id = any(${[...places]})`}
    group by b.place_id`.execute(tx);
  return new Map(rows.map((row) => [row.place, row.day]));
}

/** Those of the places where something was ever posted. */
export async function placesWithHistory(
  tx: Transaction,
  city: string,
  places: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ place_id: string }>`select p.place_id from unnest(${[...places]}::text[]) as p (place_id)
    where exists (select from balances b where b.city_code = ${city} and b.place_id = p.place_id)`.execute(tx);
  return new Set(rows.map((row) => row.place_id));
}

/** The lots among those given that were at the place at some time, as they are described. */
export async function lotsEverAt(tx: Transaction, city: string, place: string, lots: readonly number[]) {
  if (lots.length === 0) return new Map<number, Pick<BalanceRow, 'lot' | 'item' | 'grade' | 'lotNumber' | 'expires'>>();
  const { rows } = await sql<Pick<BalanceRow, 'lot' | 'item' | 'grade' | 'lotNumber' | 'expires'>>`
    select b.lot_id as lot, b.item_code as item, b.grade, b.lot_number as "lotNumber", b.expires from balances b
    where b.city_code = ${city} and b.place_id = ${place} and b.lot_id = any(${[...lots]}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.lot, row]));
}
