/** All SQL that reads movements. An id names its day, so that one movement, or a page of them, is looked for in its month only. */
import { type RawBuilder, sql } from 'kysely';
import { addDays } from '#contracts/calendar.ts';
import type { PlaceKind } from '#contracts/stock-terms.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Grade } from '../registry/dataset/index.ts';

export interface MovementRow {
  id: number;
  day: string;
  postedAt: string;
  fromPlace: string;
  toPlace: string;
  fromKind: PlaceKind;
  toKind: PlaceKind;
  lot: number;
  item: string;
  grade: Grade | null;
  lotNumber: string;
  expires: string | null;
  quantity: string;
  documentKind: string;
  documentId: string;
  line: number;
  reason: string;
  reverses: number | null;
  replaces: number | null;
  /** the movement that takes this one back, when one does */
  reversedBy: number | null;
  postedByName: string;
}

export interface MovementFilter {
  from?: string | undefined;
  to?: string | undefined;
  place?: string | undefined;
  item?: string | undefined;
  lot?: number | undefined;
  kind?: string | undefined;
  /** part of a lot number, or a whole document number */
  search?: string | undefined;
}

const perDay = 10_000_000_000;

/** The business day that a movement's id names. */
export const dayOfMovement = (id: number): string => addDays('1970-01-01', Math.floor(id / perDay));

const selection = sql`
  m.movement_id as id, m.business_date as day, m.posted_at as "postedAt", m.from_place as "fromPlace", m.to_place as "toPlace",
  m.from_kind as "fromKind", m.to_kind as "toKind", m.lot_id as lot, m.item_code as item, m.grade, m.lot_number as "lotNumber",
  m.lot_expires as expires, m.quantity, m.document_kind as "documentKind", m.document_id as "documentId", m.line, m.reason,
  m.reverses, m.replaces, m.posted_by_name as "postedByName", r.movement_id as "reversedBy"`;

/** A reversal has the day of what it takes back, and stands in the correction that bears its number. */
const withReversal = sql`left join movements r on r.city_code = m.city_code and r.document_kind = 'correction'
  and r.document_id = m.movement_id::text and r.line = 1 and r.business_date = m.business_date`;

/** Newest business day first, then the order of posting backwards; those before the movement `before`. */
export async function listMovements(
  tx: Transaction,
  city: string,
  filter: MovementFilter,
  page: { before?: number | undefined; limit: number },
): Promise<MovementRow[]> {
  const { rows } = await sql<MovementRow>`select ${selection} from (
      select * from movements m where m.city_code = ${city} ${conditions(filter, page.before)}
      order by m.business_date desc, m.movement_id desc limit ${page.limit}) m
    ${withReversal} order by m.business_date desc, m.movement_id desc`.execute(tx);
  return rows;
}

function conditions(filter: MovementFilter, before: number | undefined): RawBuilder<unknown> {
  const parts = [
    before === undefined
      ? undefined
      : sql`m.business_date <= ${dayOfMovement(before)}::date and m.movement_id < ${before}`,
    filter.from === undefined ? undefined : sql`m.business_date >= ${filter.from}::date`,
    filter.to === undefined ? undefined : sql`m.business_date <= ${filter.to}::date`,
    filter.place === undefined ? undefined : sql`(m.from_place = ${filter.place} or m.to_place = ${filter.place})`,
    filter.item === undefined ? undefined : sql`m.item_code = ${filter.item}`,
    filter.lot === undefined ? undefined : sql`m.lot_id = ${filter.lot}`,
    filter.kind === undefined ? undefined : sql`m.document_kind = ${filter.kind}`,
    filter.search === undefined
      ? undefined
      : sql`(m.document_id = ${filter.search} or strpos(lower(m.lot_number), lower(${filter.search})) > 0)`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? sql`` : sql`and ${sql.join(parts, sql` and `)}`;
}

/** One movement that the actor sees. */
export async function findMovement(tx: Transaction, city: string, id: number): Promise<MovementRow | undefined> {
  const { rows } = await sql<MovementRow>`select ${selection} from movements m ${withReversal}
    where m.city_code = ${city} and m.business_date = ${dayOfMovement(id)}::date and m.movement_id = ${id}`.execute(tx);
  return rows[0];
}

const longestDocument = 2000;

/** The lines of one document, at most 2,000 of them. */
export async function documentMovements(
  tx: Transaction,
  city: string,
  kind: string,
  id: string,
): Promise<MovementRow[]> {
  const { rows } = await sql<MovementRow>`select ${selection} from movements m ${withReversal}
    where m.city_code = ${city} and m.document_kind = ${kind} and m.document_id = ${id}
    order by m.line, m.business_date limit ${longestDocument}`.execute(tx);
  return rows;
}

/** Names of places by id, those of the other end of a movement included. */
export async function placeNames(tx: Transaction, ids: Iterable<string>): Promise<Map<string, string>> {
  const { rows } = await sql<{ place_id: string; name: string }>`
    select place_id, name from place_names(${[...new Set(ids)]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.place_id, row.name]));
}
