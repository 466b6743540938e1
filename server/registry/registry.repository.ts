/** All SQL that writes the registry's tables or reads single rows and whole tables of them; lists are in registry.list.ts. */
import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../platform/database/index.ts';
import {
  carriesCounty,
  columnOf,
  expressionOf,
  keyColumns,
  placeOf,
  type Resource,
  storedFields,
  tablesUnderEnterprise,
} from './tables.ts';
import { keyOf, type Stored, type Values } from './values.ts';

/** Rows of one statement: well under PostgreSQL's 65,535 parameters. */
const sliceSize = 500;
/** More rows than any city has of one kind; a city that had more would be told, not cut off. */
const wholeTableLimit = 1_000_000;

/** The columns of a `select` from the resource's table `t`. */
export function selection(resource: Resource, today: string): RawBuilder<unknown> {
  const county = resource.belongsTo === 'city' ? sql`null` : sql.ref('t.county_code');
  return sql.join([
    ...resource.fields.map((field) => sql`${expressionOf(resource, field, today)} as ${sql.ref(field.name)}`),
    sql`t.revision as "_revision", t.withdrawn as "_withdrawn", t.position as "_position"`,
    sql`t.changed_by as "_by", t.changed_at as "_at", ${county} as "_county"`,
  ]);
}

/** A row of `selection` as the registry's own. */
export function storedOf(resource: Resource, row: Record<string, unknown>): Stored {
  const values: Values = {};
  for (const field of resource.fields) {
    const value = row[field.name];
    if (field.type === 'references') values[field.name] = value === null ? [] : String(value).split('|');
    else values[field.name] = typeof value === 'number' || typeof value === 'string' ? value : null;
  }
  return {
    key: keyOf(resource, values),
    values,
    revision: Number(row._revision),
    withdrawn: row._withdrawn === true,
    position: Number(row._position),
    county: typeof row._county === 'string' ? row._county : null,
    changedBy: String(row._by),
    changedAt: String(row._at),
  };
}

const keyMatches = (resource: Resource, key: Values): RawBuilder<unknown> =>
  sql.join(
    Object.entries(key).map(([field, value]) => sql`${sql.ref(`t.${columnOf(resource, field)}`)} = ${value}`),
    sql` and `,
  );

/** One row by its key, null when there is none or the actor does not see it. `lock` holds it until the transaction ends. */
export async function readStored(
  tx: Transaction,
  city: string,
  resource: Resource,
  key: Values,
  options: { today: string; lock?: boolean },
): Promise<Stored | null> {
  const found = await sql<Record<string, unknown>>`select ${selection(resource, options.today)}
    from ${sql.table(placeOf(resource).table)} t
    where t.city_code = ${city} and ${keyMatches(resource, key)} ${options.lock ? sql`for update of t` : sql``}`.execute(
    tx,
  );
  const row = found.rows[0];
  return row === undefined ? null : storedOf(resource, row);
}

/** Every row of a resource in the city's own order. `lock`: rows stay as they are until the transaction ends. */
export async function readAll(
  tx: Transaction,
  city: string,
  resource: Resource,
  options: { today: string; withdrawn: boolean; lock?: boolean },
): Promise<Stored[]> {
  const keys = sql.join(keyColumns(resource).map((column) => sql.ref(`t.${column}`)));
  const found = await sql<Record<string, unknown>>`select ${selection(resource, options.today)}
    from ${sql.table(placeOf(resource).table)} t
    where t.city_code = ${city} ${options.withdrawn ? sql`` : sql`and not t.withdrawn`}
    order by t.position, ${keys} limit ${wholeTableLimit} ${options.lock ? sql`for update of t` : sql``}`.execute(tx);
  if (found.rows.length === wholeTableLimit) throw new Error(`${resource.name}: more than ${wholeTableLimit} rows`);
  return found.rows.map((row) => storedOf(resource, row));
}

export async function nextPosition(tx: Transaction, city: string, resource: Resource): Promise<number> {
  const found = await sql<{ next: number }>`select coalesce(max(position), -1) + 1 as next
    from ${sql.table(placeOf(resource).table)} where city_code = ${city}`.execute(tx);
  return found.rows[0]!.next;
}

/** What is written: the fields given (all that the table must have), and beside them whose and where. */
export interface Written {
  values: Values;
  position: number;
  /** of its enterprise, where the table carries it */
  county: string | null;
}

export interface Stamp {
  by: string;
  at: Date;
}

/**
 * Adds rows or puts them in place of those with their keys, which so come back if they were withdrawn. With a stamp it is an edit (the
 * revision counts on); without one only their order changed.
 */
export async function putRows(
  tx: Transaction,
  city: string,
  resource: Resource,
  rows: Written[],
  stamp: Stamp | null,
): Promise<void> {
  for (let from = 0; from < rows.length; from += sliceSize) {
    await putSlice(tx, city, resource, rows.slice(from, from + sliceSize), stamp);
  }
  if (resource.name === 'lines' && stamp !== null) await putLineItems(tx, city, rows);
}

async function putSlice(
  tx: Transaction,
  city: string,
  resource: Resource,
  rows: Written[],
  stamp: Stamp | null,
): Promise<void> {
  const { table } = placeOf(resource);
  // Fields not given (a licence's number, in the exchange format) keep what they have.
  const fields = storedFields(resource).filter((field) => rows[0]?.values[field.name] !== undefined);
  const columns = fields.map((field) => columnOf(resource, field.name));
  if (carriesCounty(resource)) columns.push('county_code');
  const keys = keyColumns(resource);
  const tuples = rows.map((row) => {
    const values = fields.map((field) => row.values[field.name] ?? null);
    if (carriesCounty(resource)) values.push(row.county);
    const stamped = stamp === null ? [] : [stamp.by, stamp.at];
    return sql`(${sql.join([city, ...values, row.position, ...stamped])})`;
  });
  const stampColumns = stamp === null ? [] : ['changed_by', 'changed_at'];
  const updated = [...columns.filter((column) => !keys.includes(column)), 'position', ...stampColumns];
  const sets = updated.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`);
  if (stamp !== null) sets.push(sql`withdrawn = false`, sql`revision = t.revision + 1`);
  await sql`insert into ${sql.table(table)} as t (${sql.join(['city_code', ...columns, 'position', ...stampColumns].map((column) => sql.ref(column)))})
    values ${sql.join(tuples)}
    on conflict (${sql.join(['city_code', ...keys].map((column) => sql.ref(column)))}) do update set ${sql.join(sets)}`.execute(
    tx,
  );
}

async function putLineItems(tx: Transaction, city: string, rows: Written[]): Promise<void> {
  const ids = rows.map((row) => String(row.values.id));
  await sql`delete from line_items where city_code = ${city} and line_id = any (${ids})`.execute(tx);
  const tuples = rows.flatMap((row) => {
    const items = Array.isArray(row.values.items) ? row.values.items : [];
    return items.map(
      (item, position) => sql`(${sql.join([city, row.values.id, item, row.values.enterprise, row.county, position])})`,
    );
  });
  for (let from = 0; from < tuples.length; from += sliceSize) {
    await sql`insert into line_items (city_code, line_id, item_code, enterprise_id, county_code, position)
      values ${sql.join(tuples.slice(from, from + sliceSize))}`.execute(tx);
  }
}

/** Marks rows withdrawn, or (`withdrawn` false) back in use. */
export async function markWithdrawn(
  tx: Transaction,
  city: string,
  resource: Resource,
  keys: Values[],
  stamp: Stamp,
  withdrawn = true,
): Promise<void> {
  const columns = keyColumns(resource);
  const fields = resource.fields.filter((field) => field.key === true);
  const list = sql.join(columns.map((column) => sql.ref(column)));
  for (let from = 0; from < keys.length; from += sliceSize) {
    const tuples = keys
      .slice(from, from + sliceSize)
      .map((key) => sql`(${sql.join(fields.map((field) => key[field.name] ?? null))})`);
    await sql`update ${sql.table(placeOf(resource).table)}
      set withdrawn = ${withdrawn}, revision = revision + 1, changed_by = ${stamp.by}, changed_at = ${stamp.at}
      where city_code = ${city} and (${list}) in (${sql.join(tuples)})`.execute(tx);
  }
}

/** An enterprise's county beside its rows follows the enterprise. */
export async function carryCounty(tx: Transaction, city: string, enterprise: string, county: string): Promise<void> {
  for (const table of tablesUnderEnterprise) {
    await sql`update ${sql.table(table)} set county_code = ${county}
      where city_code = ${city} and enterprise_id = ${enterprise} and county_code <> ${county}`.execute(tx);
  }
}

/** How many rows in use hold `code` in a field; for the question whether the code may go. */
export async function countReferrers(
  tx: Transaction,
  city: string,
  resource: Resource,
  field: string,
  code: string,
): Promise<number> {
  const inLine = resource.name === 'lines' && field === 'items';
  const condition = inLine
    ? sql`exists (select from line_items li where li.city_code = t.city_code and li.line_id = t.line_id and li.item_code = ${code})`
    : sql`${sql.ref(`t.${columnOf(resource, field)}`)} = ${code}`;
  const found = await sql<{ count: number }>`select count(*) as count from ${sql.table(placeOf(resource).table)} t
    where t.city_code = ${city} and not t.withdrawn and ${condition}`.execute(tx);
  return Number(found.rows[0]!.count);
}

/** Rows in use that hold `code` in a field. */
export async function readReferrers(
  tx: Transaction,
  city: string,
  resource: Resource,
  field: string,
  code: string,
  today: string,
): Promise<Stored[]> {
  const found = await sql<
    Record<string, unknown>
  >`select ${selection(resource, today)} from ${sql.table(placeOf(resource).table)} t
    where t.city_code = ${city} and not t.withdrawn and ${sql.ref(`t.${columnOf(resource, field)}`)} = ${code}
    order by t.position limit 10000 for update of t`.execute(tx);
  return found.rows.map((row) => storedOf(resource, row));
}
