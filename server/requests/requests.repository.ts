/** All SQL of requests. Rows are those that the actor sees. */
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { DB, Transaction } from '../platform/database/index.ts';

export type RequestRow = Selectable<DB['requests']>;
export type NewRequest = Insertable<DB['requests']>;
export type RequestChange = Updateable<DB['requests']>;
export type SeriesRow = Selectable<DB['request_series']>;
export type NoteRow = Selectable<DB['request_notes']>;

/** The day's next number. Held until the transaction ends: of two that file at once, the second sees the first one's request. */
export async function nextNumber(tx: Transaction, city: string, day: string): Promise<string> {
  const row = await tx
    .insertInto('request_numbers')
    .values({ city_code: city, day, last_number: 1 })
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'day']).doUpdateSet({ last_number: sql`request_numbers.last_number + 1` }),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return `${day.replaceAll('-', '')}-${String(row.last_number).padStart(4, '0')}`;
}

const living = ['filed', 'referred', 'accepted', 'ordered', 'fulfilled'];

/** Those of the same place and item whose days overlap, that were neither refused nor withdrawn. */
export async function overlapping(
  tx: Transaction,
  city: string,
  given: { point: string; item: string; from: string; by: string; except?: string | undefined },
): Promise<RequestRow[]> {
  const found = tx
    .selectFrom('requests')
    .selectAll()
    .where('city_code', '=', city)
    .where('demand_point_id', '=', given.point)
    .where('item_code', '=', given.item)
    .where('state', 'in', living)
    .where('from_day', '<=', given.by)
    .where('by_day', '>=', given.from)
    .orderBy('request_number')
    .limit(50);
  return (given.except === undefined ? found : found.where('request_id', '<>', given.except)).execute();
}

export async function insertRequest(tx: Transaction, row: NewRequest): Promise<RequestRow | undefined> {
  return tx
    .insertInto('requests')
    .values(row)
    .onConflict((conflict) => conflict.constraint('requests_series_day_once').doNothing())
    .returningAll()
    .executeTakeFirst();
}

export async function findRequest(
  tx: Transaction,
  city: string,
  id: string,
  lock = false,
): Promise<RequestRow | undefined> {
  const found = tx.selectFrom('requests').selectAll().where('city_code', '=', city).where('request_id', '=', id);
  return (lock ? found.forUpdate() : found).executeTakeFirst();
}

export async function changeRequest(
  tx: Transaction,
  city: string,
  id: string,
  change: RequestChange,
): Promise<RequestRow> {
  return tx
    .updateTable('requests')
    .set((expression) => ({ ...change, revision: expression('revision', '+', 1) }))
    .where('city_code', '=', city)
    .where('request_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

const shown = {
  waiting: ['filed', 'referred'],
  open: ['filed', 'referred', 'accepted', 'ordered'],
  all: null,
} as const;

/** Where a page of the list ended: whether that row waited, the instant by which it stands there, and its id. */
export interface ListPlace {
  waits: boolean;
  at: string;
  id: string;
}

export const placeInList = (show: keyof typeof shown, row: RequestRow): ListPlace => ({
  waits: row.state === 'filed' || row.state === 'referred',
  at: show === 'all' ? row.filed_at : row.answer_by,
  id: row.request_id,
});

/** Of all, the newest first; else what waits for an answer first, by when it is owed. `search`: in number, place or item. */
export async function listRequests(
  tx: Transaction,
  city: string,
  given: { show: keyof typeof shown; search?: string | undefined; after?: ListPlace | undefined; limit: number },
): Promise<RequestRow[]> {
  const { show, search, after } = given;
  const states = shown[show];
  const waits = sql<boolean>`(state in ('filed', 'referred'))`;
  let found = tx.selectFrom('requests').selectAll().where('city_code', '=', city);
  if (states !== null) found = found.where('state', 'in', [...states]);
  if (search !== undefined && search !== '') found = found.where(holds(city, search));
  if (show === 'all') {
    if (after !== undefined)
      found = found.where(sql<boolean>`(filed_at, request_id) < (${after.at}::timestamptz, ${after.id})`);
    return found.orderBy('filed_at', 'desc').orderBy('request_id', 'desc').limit(given.limit).execute();
  }
  if (after !== undefined)
    found = found.where(
      sql<boolean>`(not ${waits}, answer_by, request_id) > (${!after.waits}, ${after.at}::timestamptz, ${after.id})`,
    );
  return found.orderBy(sql`not ${waits}`).orderBy('answer_by').orderBy('request_id').limit(given.limit).execute();
}

function holds(city: string, search: string) {
  const like = `%${search.replace(/[%_\\]/g, '\\$&')}%`;
  return sql<boolean>`(request_number like ${like}
    or demand_point_id in (select demand_point_id from demand_points where city_code = ${city} and name ilike ${like})
    or item_code in (select item_code from items where city_code = ${city} and (name ilike ${like} or name_en ilike ${like})))`;
}

/** How many wait for an answer, and how many of them too long. */
export async function countWaiting(tx: Transaction, city: string, now: Date) {
  return tx
    .selectFrom('requests')
    .select((expression) => [
      sql<number>`count(*)::int`.as('waiting'),
      sql<number>`count(*) filter (where ${expression.ref('answer_by')} < ${now})::int`.as('overdue'),
    ])
    .where('city_code', '=', city)
    .where('state', 'in', ['filed', 'referred'])
    .executeTakeFirstOrThrow();
}

/** Granted to come by the plan to a place, of an item, and not yet whole, the first needed first, locked. */
export async function grantedByPlan(tx: Transaction, city: string, point: string, item: string): Promise<RequestRow[]> {
  return tx
    .selectFrom('requests')
    .selectAll()
    .where('city_code', '=', city)
    .where('demand_point_id', '=', point)
    .where('granted_item', '=', item)
    .where('state', '=', 'accepted')
    .where('met_by', '=', 'plan')
    .orderBy('by_day')
    .orderBy('request_number')
    .limit(500)
    .forUpdate()
    .execute();
}

/** Granted and not in orders as a whole, the first needed first. */
export async function listGranted(tx: Transaction, city: string, limit: number): Promise<RequestRow[]> {
  return tx
    .selectFrom('requests')
    .selectAll()
    .where('city_code', '=', city)
    .where('state', '=', 'accepted')
    .orderBy('by_day')
    .orderBy('request_number')
    .limit(limit)
    .execute();
}

export const findAnswerHours = (tx: Transaction, city: string) =>
  tx.selectFrom('request_answer_hours').selectAll().where('city_code', '=', city).limit(2).execute();

export async function putAnswerHours(tx: Transaction, row: Insertable<DB['request_answer_hours']>): Promise<void> {
  const { city_code: _city, mode: _mode, ...values } = row;
  await tx
    .insertInto('request_answer_hours')
    .values(row)
    .onConflict((conflict) => conflict.columns(['city_code', 'mode']).doUpdateSet(values))
    .execute();
}

export async function modeOf(tx: Transaction, city: string): Promise<'emergency' | 'peacetime'> {
  const row = await tx.selectFrom('cities').select('mode').where('city_code', '=', city).executeTakeFirst();
  return row?.mode === 'peacetime' ? 'peacetime' : 'emergency';
}

export async function addNote(
  tx: Transaction,
  request: RequestRow,
  note: Pick<NoteRow, 'by_id' | 'by_name' | 'by_role' | 'act' | 'words'> & { at: Date },
): Promise<void> {
  const { city_code, request_id, demand_point_id, county_code } = request;
  const last = await tx
    .selectFrom('request_notes')
    .select((expression) => expression.fn.max('note_number').as('last'))
    .where('city_code', '=', city_code)
    .where('request_id', '=', request_id)
    .executeTakeFirst();
  const note_number = (last?.last ?? 0) + 1;
  await tx
    .insertInto('request_notes')
    .values({ city_code, request_id, demand_point_id, county_code, note_number, ...note })
    .execute();
}

export async function listNotes(tx: Transaction, city: string, id: string): Promise<NoteRow[]> {
  return tx
    .selectFrom('request_notes')
    .selectAll()
    .where('city_code', '=', city)
    .where('request_id', '=', id)
    .orderBy('note_number')
    .limit(1000)
    .execute();
}

export async function insertSeries(tx: Transaction, row: Insertable<DB['request_series']>): Promise<SeriesRow> {
  return tx.insertInto('request_series').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function listSeries(tx: Transaction, city: string): Promise<SeriesRow[]> {
  return tx
    .selectFrom('request_series')
    .selectAll()
    .where('city_code', '=', city)
    .orderBy('stopped_at', (order) => order.desc().nullsFirst())
    .orderBy('next_day')
    .orderBy('series_id')
    .limit(500)
    .execute();
}

/** Those with a request to file by `today`, locked: two that file at once file each day once. */
export async function dueSeries(tx: Transaction, city: string, today: string): Promise<SeriesRow[]> {
  return tx
    .selectFrom('request_series')
    .selectAll()
    .where('city_code', '=', city)
    .where('stopped_at', 'is', null)
    .where(sql<boolean>`next_day - days_ahead <= ${today}::date and (until_day is null or next_day <= until_day)`)
    .orderBy('series_id')
    .limit(2000)
    .forUpdate()
    .execute();
}

export async function findSeries(tx: Transaction, city: string, id: string): Promise<SeriesRow | undefined> {
  return tx
    .selectFrom('request_series')
    .selectAll()
    .where('city_code', '=', city)
    .where('series_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function changeSeries(
  tx: Transaction,
  city: string,
  id: string,
  change: Updateable<DB['request_series']>,
): Promise<void> {
  await tx
    .updateTable('request_series')
    .set(change)
    .where('city_code', '=', city)
    .where('series_id', '=', id)
    .execute();
}
