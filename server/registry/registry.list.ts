/** Lists of the registry: search, filters, sort and key-set pages, all in SQL; names of what the rows refer to. */
import { type RawBuilder, sql } from 'kysely';
import { addDays } from '#contracts/calendar.ts';
import type { Referred } from '#contracts/registry.ts';
import type { Transaction } from '../platform/database/index.ts';
import { DomainError } from '../platform/errors.ts';
import { selection, storedOf } from './registry.repository.ts';
import {
  columnOf,
  expressionOf,
  type Field,
  keyColumns,
  placeOf,
  type Resource,
  type ResourceName,
  resourceOf,
} from './tables.ts';
import type { Stored, Values } from './values.ts';

export interface ListQuery {
  search?: string | undefined;
  /** a field's name; the city's own order unless given */
  sort?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
  cursor?: string | undefined;
  limit: number;
  withdrawn: 'no' | 'yes' | 'all';
  /** licences only: valid for at most so many days from today, lapsed ones included */
  lapsesWithin?: number | undefined;
  /** one value by field */
  filters: Record<string, string>;
}

export interface Page {
  rows: Stored[];
  next: string | null;
  total: number;
}

type Condition = RawBuilder<unknown>;

/** Chinese is ordered by sound; codes and numbers as they are. */
const bySound = sql`collate "zh-x-icu"`;

export const sortableFields = (resource: Resource): Field[] =>
  resource.fields.filter((field) => field.type !== 'references' && field.type !== 'note');

/** One page of what the actor sees. Errors: `registry.bad-sort`, `registry.bad-cursor`. */
export async function readPage(
  tx: Transaction,
  city: string,
  resource: Resource,
  query: ListQuery,
  today: string,
): Promise<Page> {
  const table = sql.table(placeOf(resource).table);
  const conditions = sql.join([sql`t.city_code = ${city}`, ...narrowed(resource, query, today)], sql` and `);
  const sort = sortOf(resource, query, today);
  const after =
    query.cursor === undefined ? sql`` : sql`and ${behind(resource, sort, readCursor(resource, query.cursor))}`;
  const found = await sql<Record<string, unknown>>`
    select ${selection(resource, today)}, (${sort.expression})::text as "_sort"
    from ${table} t where ${conditions} ${after}
    order by ${orderBy(resource, sort)} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`select count(*) as total from ${table} t where ${conditions}`.execute(
    tx,
  );
  const rows = found.rows.slice(0, query.limit).map((row) => storedOf(resource, row));
  const last = found.rows[query.limit - 1];
  const next = found.rows.length > query.limit && last !== undefined ? writeCursor(last._sort, rows.at(-1)!.key) : null;
  return { rows, next, total: Number(counted.rows[0]!.total) };
}

function narrowed(resource: Resource, query: ListQuery, today: string): Condition[] {
  const conditions: Condition[] = [];
  if (query.withdrawn !== 'all') conditions.push(sql`t.withdrawn = ${query.withdrawn === 'yes'}`);
  for (const [name, value] of Object.entries(query.filters)) {
    const field = resource.fields.find((candidate) => candidate.name === name && candidate.filter === true);
    if (field !== undefined) conditions.push(equals(resource, field, value));
  }
  if (query.lapsesWithin !== undefined)
    conditions.push(sql`t.valid_until <= ${addDays(today, query.lapsesWithin)}::date`);
  if (query.search) conditions.push(holds(resource, query.search));
  return conditions;
}

function equals(resource: Resource, field: Field, value: string): Condition {
  if (field.type === 'references') {
    return sql`exists (select from line_items li where li.city_code = t.city_code and li.line_id = t.line_id and li.item_code = ${value})`;
  }
  return sql`${sql.ref(`t.${columnOf(resource, field.name)}`)}::text = ${value}`;
}

/** Text in a searched field, or in the name of what the row refers to. */
function holds(resource: Resource, search: string): Condition {
  const pattern = `%${search.replace(/[\\%_]/gu, '\\$&')}%`;
  const places = resource.fields
    .filter((field) => field.search === true)
    .flatMap((field): Condition[] => {
      if (field.type === 'references') {
        return [
          sql`exists (select from line_items li join items r using (city_code, item_code)
            where li.city_code = t.city_code and li.line_id = t.line_id and (r.name ilike ${pattern} or li.item_code ilike ${pattern}))`,
        ];
      }
      const column = sql.ref(`t.${columnOf(resource, field.name)}`);
      const named = (field.references ?? []).map((name) => {
        const target = resourceOf(name);
        return sql`exists (select from ${sql.table(placeOf(target).table)} r where r.city_code = t.city_code
          and ${sql.ref(`r.${keyColumns(target)[0]}`)} = ${column} and r.name ilike ${pattern})`;
      });
      return [sql`${column} ilike ${pattern}`, ...named];
    });
  return sql`(${sql.join(places, sql` or `)})`;
}

interface Sort {
  expression: RawBuilder<unknown>;
  /** what a value from a cursor is cast to */
  type: 'text' | 'numeric' | 'date';
  direction: 'asc' | 'desc';
}

function sortOf(resource: Resource, query: ListQuery, today: string): Sort {
  const direction = query.order ?? 'asc';
  if (query.sort === undefined) return { expression: sql`t.position`, type: 'numeric', direction };
  const field = sortableFields(resource).find((candidate) => candidate.name === query.sort);
  if (field === undefined) {
    const choices = sortableFields(resource).map((candidate) => candidate.name);
    throw new DomainError('registry.bad-sort', { sort: query.sort, choices: choices.join(', ') });
  }
  const expression = expressionOf(resource, field, today);
  if (field.type === 'day') return { expression, type: 'date', direction };
  if (['integer', 'decimal', 'degrees'].includes(field.type)) {
    return { expression: sql`(${expression})::numeric`, type: 'numeric', direction };
  }
  return { expression: field.type === 'text' ? sql`${expression} ${bySound}` : expression, type: 'text', direction };
}

/** Empty values last, whichever way; the key decides between equals. */
function orderBy(resource: Resource, { expression, direction }: Sort): RawBuilder<unknown> {
  const keys = keyColumns(resource).map((column) => sql`${sql.ref(`t.${column}`)}`);
  const way = direction === 'asc' ? sql`asc` : sql`desc`;
  return sql.join([sql`(${expression}) is null`, sql`${expression} ${way}`, ...keys]);
}

interface Cursor {
  value: string | null;
  key: string[];
}

function writeCursor(value: unknown, key: string): string {
  return Buffer.from(JSON.stringify([value ?? null, ...key.split('|')])).toString('base64url');
}

function readCursor(resource: Resource, text: string): Cursor {
  try {
    const [value, ...key]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const isKey = key.length === keyColumns(resource).length && key.every((part) => typeof part === 'string');
    if (isKey && (value === null || typeof value === 'string')) return { value, key: key.map(String) };
  } catch {
    // Not a cursor of ours: told below.
  }
  throw new DomainError('registry.bad-cursor');
}

/** Rows that come after the cursor in the order of `orderBy`. */
function behind(resource: Resource, { expression, type, direction }: Sort, { value, key }: Cursor): Condition {
  const columns = sql.join(keyColumns(resource).map((column) => sql.ref(`t.${column}`)));
  const laterKey = sql`(${columns}) > (${sql.join(key)})`;
  if (value === null) return sql`(${expression} is null and ${laterKey})`;
  const at = type === 'numeric' ? sql`${value}::numeric` : type === 'date' ? sql`${value}::date` : sql`${value}::text`;
  const later = direction === 'asc' ? sql`>` : sql`<`;
  return sql`(${expression} ${later} ${at} or (${expression} = ${at} and ${laterKey}) or ${expression} is null)`;
}

/** A row with what its codes stand for, by reference field. */
export type Named = Stored & { refers: Record<string, Referred[]> };

/** Puts names beside the codes in reference fields, one query a resource that is referred to. */
export async function withNames(tx: Transaction, city: string, resource: Resource, rows: Stored[]): Promise<Named[]> {
  const known = new Map<ResourceName, Map<string, Referred>>();
  const wanted = codesByResource(
    resource,
    rows.map((row) => row.values),
  );
  for (const [target, codes] of wanted) known.set(target, await readNames(tx, city, resourceOf(target), [...codes]));
  return rows.map((row) => ({ ...row, refers: refersOf(resource, row.values, known) }));
}

function refersOf(
  resource: Resource,
  values: Values,
  known: ReadonlyMap<ResourceName, ReadonlyMap<string, Referred>>,
): Record<string, Referred[]> {
  const fields = resource.fields.filter((field) => field.references !== undefined);
  const named = (field: Field, code: string): Referred[] => {
    const found = field.references?.map((target) => known.get(target)?.get(code)).find((name) => name !== undefined);
    return found === undefined ? [] : [found];
  };
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      [values[field.name] ?? []].flat().flatMap((code) => named(field, String(code))),
    ]),
  );
}

function codesByResource(resource: Resource, rows: Values[]): Map<ResourceName, Set<string>> {
  const codes = new Map<ResourceName, Set<string>>();
  for (const field of resource.fields) {
    for (const target of field.references ?? []) {
      const known = codes.get(target) ?? new Set();
      codes.set(target, known);
      for (const row of rows) for (const code of [row[field.name] ?? []].flat()) known.add(String(code));
    }
  }
  return codes;
}

async function readNames(
  tx: Transaction,
  city: string,
  target: Resource,
  codes: string[],
): Promise<Map<string, Referred>> {
  const column = sql.ref(`t.${keyColumns(target)[0]}`);
  const has = (field: string) => target.fields.some((candidate) => candidate.name === field);
  const found = await sql<Referred>`
    select ${column} as code, t.name as zh, ${has('nameEn') ? sql`t.name_en` : sql`t.name`} as en, ${has('unit') ? sql`t.unit` : sql`null`} as unit
    from ${sql.table(placeOf(target).table)} t where t.city_code = ${city} and ${column} = any (${codes}) limit ${codes.length}`.execute(
    tx,
  );
  return new Map(found.rows.map((row) => [row.code, row]));
}
