/** All SQL of daily reports. What is in the ledger is asked of server/stock; only a place's movements of one day are read here. */
import { type Selectable, sql } from 'kysely';
import type { DraftFigures, ReportFigures } from '#contracts/reports.ts';
import type { DB, Transaction } from '../platform/database/index.ts';

export type ReportRow = Selectable<DB['reports']>;
export type EventRow = Selectable<DB['report_events']>;
export type ChaseRow = Selectable<DB['report_chases']>;
export type DayRow = Selectable<DB['report_days']>;

/** More enterprises than any city has in one day's reports. */
const mostEnterprises = 50_000;

/** Acts on one report follow one another, also before there is a row. */
export async function holdReport(tx: Transaction, city: string, enterprise: string, day: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`report:${city}:${enterprise}:${day}`}, 0))`.execute(tx);
}

const one = (tx: Transaction, city: string, enterprise: string, day: string) =>
  tx
    .selectFrom('reports')
    .selectAll()
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '=', day);

export const findReport = (tx: Transaction, city: string, enterprise: string, day: string) =>
  one(tx, city, enterprise, day).executeTakeFirst();
export const lockReport = (tx: Transaction, city: string, enterprise: string, day: string) =>
  one(tx, city, enterprise, day).forUpdate().executeTakeFirst();

export type NewReport = Pick<
  ReportRow,
  | 'enterprise_id'
  | 'day'
  | 'county_code'
  | 'state'
  | 'trust'
  | 'questions'
  | 'via'
  | 'late'
  | 'filed_by'
  | 'filed_by_name'
> & { figures: ReportFigures; assessment: object; filed_at: Date };

export async function insertReport(tx: Transaction, city: string, row: NewReport): Promise<ReportRow> {
  return tx
    .insertInto('reports')
    .values({
      ...row,
      city_code: city,
      figures: JSON.stringify(row.figures),
      assessment: JSON.stringify(row.assessment),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type ReportChange = Partial<
  Pick<
    ReportRow,
    'state' | 'trust' | 'questions' | 'via' | 'late' | 'filed_by' | 'filed_by_name' | 'reason' | 'postings'
  >
> & {
  figures?: ReportFigures;
  assessment?: object;
  filed_at?: Date;
  decided_at?: Date | null;
  decided_by_name?: string | null;
  confirmed_at?: Date | null;
  confirmed_by_name?: string | null;
};

/** Changes the row and counts its revision on. */
export async function changeReport(tx: Transaction, row: ReportRow, change: ReportChange): Promise<ReportRow> {
  const { figures, assessment, ...plain } = change;
  return tx
    .updateTable('reports')
    .set({
      ...plain,
      ...(figures === undefined ? {} : { figures: JSON.stringify(figures) }),
      ...(assessment === undefined ? {} : { assessment: JSON.stringify(assessment) }),
      revision: row.revision + 1,
    })
    .where('city_code', '=', row.city_code)
    .where('enterprise_id', '=', row.enterprise_id)
    .where('day', '=', row.day)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export const reportsOfDay = (tx: Transaction, city: string, day: string) =>
  tx
    .selectFrom('reports')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .limit(mostEnterprises)
    .execute();

/** The newest report before the day, of the states given. */
export const reportBefore = (
  tx: Transaction,
  city: string,
  enterprise: string,
  day: string,
  states: readonly string[],
) =>
  tx
    .selectFrom('reports')
    .selectAll()
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '<', day)
    .where('state', 'in', [...states])
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();

/** The next report after the day that is in the ledger. */
export const postedAfter = (tx: Transaction, city: string, enterprise: string, day: string) =>
  tx
    .selectFrom('reports')
    .selectAll()
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '>', day)
    .where('postings', '>', 0)
    .orderBy('day')
    .limit(1)
    .executeTakeFirst();

/** The last day before `day` that each enterprise reported. */
export async function lastReported(tx: Transaction, city: string, day: string): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('reports')
    .select((expression) => ['enterprise_id', expression.fn.max('day').as('last')])
    .where('city_code', '=', city)
    .where('day', '<', day)
    .groupBy('enterprise_id')
    .limit(mostEnterprises)
    .execute();
  return new Map(rows.map((row) => [row.enterprise_id, row.last]));
}

export async function appendEvent(
  tx: Transaction,
  row: ReportRow,
  event: Pick<EventRow, 'act' | 'by_id' | 'by_name' | 'reason' | 'client_id'> & { at: Date; changes: object[] },
): Promise<void> {
  const last = await tx
    .selectFrom('report_events')
    .select((expression) => expression.fn.max('number').as('number'))
    .where('city_code', '=', row.city_code)
    .where('enterprise_id', '=', row.enterprise_id)
    .where('day', '=', row.day)
    .executeTakeFirst();
  await tx
    .insertInto('report_events')
    .values({
      ...event,
      city_code: row.city_code,
      enterprise_id: row.enterprise_id,
      day: row.day,
      county_code: row.county_code,
      number: (last?.number ?? 0) + 1,
      changes: JSON.stringify(event.changes),
    })
    .execute();
}

export const eventsOf = (tx: Transaction, city: string, enterprise: string, day: string) =>
  tx
    .selectFrom('report_events')
    .selectAll()
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '=', day)
    .orderBy('number', 'desc')
    .limit(500)
    .execute();

export const eventOfClient = (tx: Transaction, city: string, enterprise: string, clientId: string) =>
  tx
    .selectFrom('report_events')
    .select(['day', 'number'])
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('client_id', '=', clientId)
    .executeTakeFirst();

export async function putDraft(
  tx: Transaction,
  key: { city: string; enterprise: string; day: string; user: string; county: string },
  figures: DraftFigures,
  at: Date,
): Promise<void> {
  const values = { figures: JSON.stringify(figures), saved_at: at };
  await tx
    .insertInto('report_drafts')
    .values({
      city_code: key.city,
      enterprise_id: key.enterprise,
      day: key.day,
      user_id: key.user,
      county_code: key.county,
      ...values,
    })
    .onConflict((conflict) => conflict.columns(['city_code', 'enterprise_id', 'day', 'user_id']).doUpdateSet(values))
    .execute();
}

export const findDraft = (tx: Transaction, city: string, enterprise: string, day: string, user: string) =>
  tx
    .selectFrom('report_drafts')
    .select(['figures', 'saved_at'])
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '=', day)
    .where('user_id', '=', user)
    .executeTakeFirst();

export async function dropDraft(tx: Transaction, city: string, enterprise: string, day: string, user: string) {
  await tx
    .deleteFrom('report_drafts')
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '=', day)
    .where('user_id', '=', user)
    .execute();
}

export interface DayMovement {
  fromPlace: string;
  toPlace: string;
  fromKind: string;
  toKind: string;
  lot: number;
  item: string;
  grade: 'medical' | 'general' | null;
  lotNumber: string;
  expires: string | null;
  state: string;
  quantity: string;
  documentKind: string;
  documentId: string;
}

const mostMovements = 50_000;

/** All movements of a place on one day. */
export async function movementsOfDay(
  tx: Transaction,
  city: string,
  place: string,
  day: string,
): Promise<DayMovement[]> {
  const { rows } = await sql<DayMovement>`
    select m.from_place as "fromPlace", m.to_place as "toPlace", m.from_kind as "fromKind", m.to_kind as "toKind", m.lot_id as lot,
      m.item_code as item, m.grade, m.lot_number as "lotNumber", m.lot_expires as expires, m.lot_state as state, m.quantity,
      m.document_kind as "documentKind", m.document_id as "documentId"
    from movements m where m.city_code = ${city} and m.business_date = ${day}::date and (m.from_place = ${place} or m.to_place = ${place})
    order by m.movement_id limit ${mostMovements}`.execute(tx);
  if (rows.length === mostMovements) throw new Error(`more than ${mostMovements} movements of ${place} on ${day}`);
  return rows;
}

export async function ensureSentByReport(tx: Transaction): Promise<void> {
  await sql`select ensure_place_sent_by_report()`.execute(tx);
}

export interface Person {
  id: string;
  name: string;
  role: string;
  scope: string;
  scopeIds: string[];
}

export async function reportPeople(tx: Transaction): Promise<Person[]> {
  const { rows } =
    await sql<Person>`select user_id as id, name, role, scope, scope_ids as "scopeIds" from report_people()`.execute(
      tx,
    );
  return rows;
}

export const chasesOfDay = (tx: Transaction, city: string, day: string) =>
  tx
    .selectFrom('report_chases')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .orderBy('at')
    .limit(mostEnterprises)
    .execute();

export async function insertChase(
  tx: Transaction,
  row: Pick<
    ChaseRow,
    'city_code' | 'enterprise_id' | 'day' | 'county_code' | 'level' | 'by_id' | 'by_name' | 'note'
  > & {
    at: Date;
  },
): Promise<void> {
  const last = await tx
    .selectFrom('report_chases')
    .select((expression) => expression.fn.max('number').as('number'))
    .where('city_code', '=', row.city_code)
    .where('enterprise_id', '=', row.enterprise_id)
    .where('day', '=', row.day)
    .executeTakeFirst();
  await tx
    .insertInto('report_chases')
    .values({ ...row, number: (last?.number ?? 0) + 1 })
    .execute();
}

export const findDay = (tx: Transaction, city: string, day: string) =>
  tx.selectFrom('report_days').selectAll().where('city_code', '=', city).where('day', '=', day).executeTakeFirst();

export async function putDay(
  tx: Transaction,
  city: string,
  day: string,
  values: Pick<DayRow, 'state' | 'by_name' | 'enterprise_id' | 'reason'> & { at: Date },
): Promise<void> {
  const row = await findDay(tx, city, day);
  if (row === undefined) {
    await tx
      .insertInto('report_days')
      .values({ city_code: city, day, ...values })
      .execute();
    return;
  }
  await tx
    .updateTable('report_days')
    .set({ ...values, revision: row.revision + 1 })
    .where('city_code', '=', city)
    .where('day', '=', day)
    .execute();
}

export const findDeadlines = (tx: Transaction, city: string, mode: string) =>
  tx
    .selectFrom('report_deadlines')
    .selectAll()
    .where('city_code', '=', city)
    .where('mode', '=', mode)
    .executeTakeFirst();

export async function putDeadlines(
  tx: Transaction,
  city: string,
  mode: string,
  values: { cycle: string; weekday: number | null; file_by: string; county_by: string; city_by: string },
  stamp: { changed_at: Date; changed_by: string },
): Promise<void> {
  await tx
    .insertInto('report_deadlines')
    .values({ city_code: city, mode, ...values, ...stamp })
    .onConflict((conflict) => conflict.columns(['city_code', 'mode']).doUpdateSet({ ...values, ...stamp }))
    .execute();
}

export async function modeOf(tx: Transaction, city: string): Promise<'emergency' | 'peacetime'> {
  const row = await tx.selectFrom('cities').select('mode').where('city_code', '=', city).executeTakeFirst();
  return row?.mode === 'peacetime' ? 'peacetime' : 'emergency';
}
