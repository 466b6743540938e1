/** All SQL of daily reports. What is in the ledger is asked of server/stock; only a place's movements of one day are read here. */
import { type Selectable, sql } from 'kysely';
import type { DraftFigures, ReportFigures } from '#contracts/reports.ts';
import type { DB, Transaction } from '../platform/database/index.ts';

export type ReportRow = Selectable<DB['reports']>;
export type EventRow = Selectable<DB['report_events']>;

/** More enterprises than any city has in one day's reports. */
export const mostEnterprises = 50_000;
/** Rows of one statement: far below PostgreSQL's 65,535 parameters. */
export const rowsAtOnce = 500;

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

/** Many at once, decided already, each with the two steps of its history. */
export async function insertReports(
  tx: Transaction,
  city: string,
  rows: ReadonlyArray<NewReport & { decided_at: Date; decided_by_name: string }>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const part = rows.slice(from, from + rowsAtOnce);
    await tx
      .insertInto('reports')
      .values(
        part.map((row) => ({
          ...row,
          city_code: city,
          figures: JSON.stringify(row.figures),
          assessment: JSON.stringify(row.assessment),
        })),
      )
      .execute();
    const stepsOf = ({ enterprise_id, day, county_code, filed_by, filed_by_name, filed_at }: NewReport) =>
      ['file', 'accept'].map((act, index) => ({
        city_code: city,
        enterprise_id,
        day,
        number: index + 1,
        county_code,
        act,
        at: filed_at,
        by_id: filed_by,
        by_name: filed_by_name,
      }));
    await tx.insertInto('report_events').values(part.flatMap(stepsOf)).execute();
  }
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

/** Those of some days, the bounds included. */
export const reportsBetween = (tx: Transaction, city: string, from: string, to: string) =>
  tx
    .selectFrom('reports')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .limit(mostEnterprises)
    .execute();

/** One enterprise's newest ones up to the day. */
export const reportsUpTo = (tx: Transaction, city: string, enterprise: string, day: string, count: number) =>
  tx
    .selectFrom('reports')
    .selectAll()
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '<=', day)
    .orderBy('day', 'desc')
    .limit(count)
    .execute();

/** Those sent back to their clerks since, as far as the actor sees them. */
export const returnedSince = (tx: Transaction, city: string, from: string) =>
  tx
    .selectFrom('reports')
    .select(['enterprise_id', 'day', 'county_code', 'reason', 'decided_at', 'filed_at'])
    .where('city_code', '=', city)
    .where('day', '>=', from)
    .where('state', '=', 'returned')
    .limit(mostEnterprises)
    .execute();

export async function anyReport(tx: Transaction, city: string): Promise<boolean> {
  const row = await tx.selectFrom('reports').select('day').where('city_code', '=', city).limit(1).executeTakeFirst();
  return row !== undefined;
}

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
