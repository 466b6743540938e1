/** All SQL of a day as a whole: deadlines and mode, who must act, who was told, who chases, what the city confirmed. */
import { type Selectable, sql } from 'kysely';
import type { DB, Transaction } from '../platform/database/index.ts';
import { mostEnterprises, rowsAtOnce } from './reports.repository.ts';

export type ChaseRow = Selectable<DB['report_chases']>;
export type CallRow = Selectable<DB['report_calls']>;
export type DayRow = Selectable<DB['report_days']>;

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

export const lastChase = (tx: Transaction, city: string, enterprise: string, day: string) =>
  tx
    .selectFrom('report_chases')
    .selectAll()
    .where('city_code', '=', city)
    .where('enterprise_id', '=', enterprise)
    .where('day', '=', day)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

export async function insertChase(
  tx: Transaction,
  row: Pick<
    ChaseRow,
    'city_code' | 'enterprise_id' | 'day' | 'county_code' | 'level' | 'by_id' | 'by_name' | 'note' | 'how' | 'promised'
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

export const callsOfDay = (tx: Transaction, city: string, day: string) =>
  tx
    .selectFrom('report_calls')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .orderBy('at')
    .limit(mostEnterprises)
    .execute();

/** Days from `from` on of which this person was told; without one, of which anybody was. */
export async function daysCalled(tx: Transaction, city: string, from: string, person?: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('report_calls')
    .select('day')
    .distinct()
    .where('city_code', '=', city)
    .where('day', '>=', from)
    .$if(person !== undefined, (query) =>
      query.where(sql<boolean>`people @> ${JSON.stringify([{ id: person }])}::jsonb`),
    )
    .limit(mostEnterprises)
    .execute();
  return rows.map((row) => row.day);
}

/** Answers those that are new. */
export async function insertCalls(
  tx: Transaction,
  rows: ReadonlyArray<Omit<CallRow, 'at' | 'people'> & { at: Date; people: readonly object[] }>,
): Promise<Array<Pick<CallRow, 'enterprise_id' | 'task' | 'level'>>> {
  const fresh: Array<Pick<CallRow, 'enterprise_id' | 'task' | 'level'>> = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const part = rows.slice(from, from + rowsAtOnce);
    fresh.push(
      ...(await tx
        .insertInto('report_calls')
        .values(part.map((row) => ({ ...row, people: JSON.stringify(row.people) })))
        .onConflict((conflict) => conflict.columns(['city_code', 'enterprise_id', 'day', 'task', 'level']).doNothing())
        .returning(['enterprise_id', 'task', 'level'])
        .execute()),
    );
  }
  return fresh;
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
