/** All SQL of planning. */
import { type Selectable, sql } from 'kysely';
import type { PlanSummary, ScenarioInput } from '#contracts/planning.ts';
import type { DB, Transaction } from '#server/platform/database/index.ts';
import type { InputFiles } from './plan-inputs.ts';

export type PlanRow = Selectable<DB['plans']>;

export interface NewPlan {
  id: string;
  kind: 'forecast' | 'requested';
  title: string;
  from: string;
  days: number;
  reserveDays: number;
  scenario: ScenarioInput;
  inputHash: string;
  files: InputFiles;
  createdAt: Date;
  createdBy: string;
  createdByName: string;
}

export async function insertPlan(tx: Transaction, city: string, plan: NewPlan): Promise<void> {
  await tx
    .insertInto('plans')
    .values({
      city_code: city,
      plan_id: plan.id,
      kind: plan.kind,
      title: plan.title,
      from_day: plan.from,
      days: plan.days,
      reserve_days: String(plan.reserveDays),
      scenario: JSON.stringify(plan.scenario),
      input_hash: plan.inputHash,
      created_at: plan.createdAt,
      created_by: plan.createdBy,
      created_by_name: plan.createdByName,
    })
    .execute();
  await tx
    .insertInto('plan_inputs')
    .values({ city_code: city, plan_id: plan.id, dataset: JSON.stringify(plan.files) })
    .execute();
}

export async function findPlan(tx: Transaction, city: string, id: string): Promise<PlanRow | undefined> {
  return tx.selectFrom('plans').selectAll().where('city_code', '=', city).where('plan_id', '=', id).executeTakeFirst();
}

/** Locked until the transaction ends, so that two who approve or cancel one plan follow one another. */
export async function lockPlan(tx: Transaction, city: string, id: string): Promise<PlanRow | undefined> {
  return tx
    .selectFrom('plans')
    .selectAll()
    .where('city_code', '=', city)
    .where('plan_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function listPlans(
  tx: Transaction,
  city: string,
  filter: { limit: number; before?: string | undefined; kind?: 'forecast' | 'requested' | undefined },
): Promise<PlanRow[]> {
  return tx
    .selectFrom('plans')
    .selectAll()
    .where('city_code', '=', city)
    .$if(filter.before !== undefined, (query) => query.where('created_at', '<', filter.before ?? ''))
    .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind ?? ''))
    .orderBy('created_at', 'desc')
    .orderBy('plan_id')
    .limit(filter.limit)
    .execute();
}

export async function countUnfinished(tx: Transaction, city: string): Promise<number> {
  const row = await tx
    .selectFrom('plans')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('city_code', '=', city)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function readInputs(tx: Transaction, city: string, id: string): Promise<InputFiles> {
  const row = await tx
    .selectFrom('plan_inputs')
    .select('dataset')
    .where('city_code', '=', city)
    .where('plan_id', '=', id)
    .executeTakeFirstOrThrow();
  return row.dataset as InputFiles;
}

type PlanChange = Partial<
  Pick<
    PlanRow,
    | 'state'
    | 'cancel_asked'
    | 'solver_status'
    | 'finished_at'
    | 'approved_at'
    | 'approved_by'
    | 'approved_by_name'
    | 'superseded_by'
  >
> & {
  progress?: object | null;
  objectives?: object;
  optimum?: object;
  solver?: object;
  assumptions?: object;
  failure?: object;
};

export async function updatePlan(tx: Transaction, city: string, id: string, change: PlanChange): Promise<void> {
  const { progress, objectives, optimum, solver, assumptions, failure, ...columns } = change;
  const json = (value: object | null | undefined) => (value ? JSON.stringify(value) : null);
  await tx
    .updateTable('plans')
    .set({
      ...columns,
      ...(progress === undefined ? {} : { progress: json(progress) }),
      ...(objectives === undefined ? {} : { objectives: json(objectives) }),
      ...(optimum === undefined ? {} : { optimum: json(optimum) }),
      ...(solver === undefined ? {} : { solver: json(solver) }),
      ...(assumptions === undefined ? {} : { assumptions: json(assumptions) }),
      ...(failure === undefined ? {} : { failure: json(failure) }),
    })
    .where('city_code', '=', city)
    .where('plan_id', '=', id)
    .execute();
}

export async function supersedeApproved(tx: Transaction, city: string, by: string): Promise<string[]> {
  const rows = await tx
    .updateTable('plans')
    .set({ state: 'superseded', superseded_by: by })
    .where('city_code', '=', city)
    .where('state', '=', 'approved')
    .returning('plan_id')
    .execute();
  return rows.map((row) => row.plan_id);
}

export async function approvedPlan(tx: Transaction, city: string): Promise<PlanRow | undefined> {
  return tx
    .selectFrom('plans')
    .selectAll()
    .where('city_code', '=', city)
    .where('state', '=', 'approved')
    .executeTakeFirst();
}

/** The newest forecast that has a result. */
export async function newestForecast(tx: Transaction, city: string): Promise<PlanRow | undefined> {
  return tx
    .selectFrom('plans')
    .selectAll()
    .where('city_code', '=', city)
    .where('kind', '=', 'forecast')
    .where('state', 'in', ['ready', 'approved', 'superseded'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A forecast is queued or being computed. */
export async function forecastUnderWay(tx: Transaction, city: string): Promise<boolean> {
  const row = await tx
    .selectFrom('plans')
    .select('plan_id')
    .where('city_code', '=', city)
    .where('kind', '=', 'forecast')
    .where('state', 'in', ['queued', 'running'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Unmet need of a plan by county, item and tier, of the rows that the actor may see; parts of a pack that rounding leaves are not a shortage. */
export async function sumShortages(tx: Transaction, city: string, plan: string) {
  return tx
    .selectFrom('plan_shortages as shortage')
    .innerJoin('plan_covers as cover', (join) =>
      join
        .onRef('cover.city_code', '=', 'shortage.city_code')
        .onRef('cover.plan_id', '=', 'shortage.plan_id')
        .onRef('cover.item_code', '=', 'shortage.item_code'),
    )
    .select(['shortage.county_code', 'shortage.item_code', 'shortage.tier'])
    .select((expression) => [
      expression.fn.sum<string>('shortage.quantity').as('quantity'),
      expression.fn.min('shortage.day').as('first_day'),
    ])
    .where('shortage.city_code', '=', city)
    .where('shortage.plan_id', '=', plan)
    .whereRef('shortage.day', '>=', 'cover.first_short')
    .groupBy(['shortage.county_code', 'shortage.item_code', 'shortage.tier'])
    .orderBy('shortage.item_code')
    .orderBy('shortage.county_code')
    .orderBy('shortage.tier')
    .execute();
}

/** A forecast of these inputs and days that exists or is on its way. */
export async function forecastOf(tx: Transaction, city: string, inputHash: string, from: string): Promise<boolean> {
  const row = await tx
    .selectFrom('plans')
    .select('plan_id')
    .where('city_code', '=', city)
    .where('kind', '=', 'forecast')
    .where('input_hash', '=', inputHash)
    .where('from_day', '=', from)
    .where('state', 'not in', ['failed', 'cancelled'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Forecasts are made again and again: only the newest are kept, and those that were approved. */
export async function dropOldForecasts(tx: Transaction, city: string, keep: number): Promise<void> {
  const old = await tx
    .selectFrom('plans')
    .select('plan_id')
    .where('city_code', '=', city)
    .where('kind', '=', 'forecast')
    .where('state', 'in', ['ready', 'failed', 'cancelled'])
    .orderBy('created_at', 'desc')
    .offset(keep)
    .execute();
  if (old.length === 0) return;
  await tx
    .deleteFrom('plans')
    .where('city_code', '=', city)
    .where(
      'plan_id',
      'in',
      old.map((row) => row.plan_id),
    )
    .execute();
}

/** Something falls short and nothing is said yet of what can be done: a shortage always has at least one cure. */
export async function lacksCures(tx: Transaction, city: string, plan: string): Promise<boolean> {
  const result = await sql<{ lacks: boolean }>`
    select exists (select from plan_covers where city_code = ${city} and plan_id = ${plan} and first_short is not null)
      and not exists (select from plan_cures where city_code = ${city} and plan_id = ${plan}) as lacks`.execute(tx);
  return result.rows[0]?.lacks ?? false;
}

const comparedAtMost = 5;

/** Other plans with a result that were computed from the same data, days and assumptions, the newest first. */
export async function plansOfSameInputs(tx: Transaction, city: string, plan: PlanRow): Promise<PlanRow[]> {
  return tx
    .selectFrom('plans')
    .selectAll()
    .where('city_code', '=', city)
    .where('plan_id', '<>', plan.plan_id)
    .where('state', 'in', ['ready', 'approved', 'superseded'])
    .where('solver_status', '=', plan.solver_status)
    .where('input_hash', '=', plan.input_hash)
    .where('from_day', '=', plan.from_day)
    .where('days', '=', plan.days)
    .where('reserve_days', '=', plan.reserve_days)
    .where(sql<boolean>`scenario = ${JSON.stringify(plan.scenario)}::jsonb`)
    .orderBy('created_at', 'desc')
    .limit(comparedAtMost)
    .execute();
}

/** MD5 over every row that a plan orders or leaves short: two plans that say the same have the same. */
export async function resultFingerprint(tx: Transaction, city: string, plan: string): Promise<string> {
  const parts: Array<[table: PlanTable, columns: string[]]> = [
    ['plan_productions', ['line_id', 'item_code', 'day', 'quantity']],
    ['plan_shipments', ['enterprise_id', 'demand_point_id', 'item_code', 'grade', 'day', 'quantity']],
    ['plan_transfers', ['enterprise_id', 'to_enterprise_id', 'item_code', 'grade', 'day', 'quantity']],
    ['plan_write_offs', ['enterprise_id', 'item_code', 'grade', 'day', 'quantity']],
    ['plan_shortages', ['demand_point_id', 'item_code', 'day', 'quantity']],
  ];
  const hashes: string[] = [];
  for (const [table, columns] of parts) {
    const listed = sql.join(columns.map((column) => sql.ref(column)));
    const result = await sql<{ hash: string }>`
      select md5(coalesce(string_agg(concat_ws('|', ${listed}), ';' order by ${listed}), '')) as hash
      from ${sql.table(table)} where city_code = ${city} and plan_id = ${plan}`.execute(tx);
    hashes.push(result.rows[0]?.hash ?? '');
  }
  return hashes.join(' ');
}

export type PlanTable =
  | 'plan_productions'
  | 'plan_shipments'
  | 'plan_transfers'
  | 'plan_write_offs'
  | 'plan_shortages'
  | 'plan_causes'
  | 'plan_curves'
  | 'plan_covers'
  | 'plan_cures';

const slice = 1000;

/** Multi-row inserts in slices: the number of parameters of one statement is bounded. */
export async function insertRows<T extends PlanTable>(
  tx: Transaction,
  table: T,
  rows: Array<Record<string, unknown>>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += slice) {
    const part = rows.slice(from, from + slice);
    const columns = Object.keys(part[0] ?? {});
    const values = part.map((row) => sql`(${sql.join(columns.map((column) => sql`${row[column]}`))})`);
    await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))}) values ${sql.join(values)}`.execute(
      tx,
    );
  }
}

export interface RowFilter {
  item?: string | undefined;
  county?: string | undefined;
  date?: string | undefined;
  limit: number;
}

/** Rows of one plan, one more than the limit when there are more. `county` matches the column named. */
export async function readRows<T extends PlanTable>(
  tx: Transaction,
  table: T,
  city: string,
  plan: string,
  filter: RowFilter,
  order: string[],
  countyColumn = 'county_code',
): Promise<Array<Selectable<DB[T]>>> {
  const conditions = [sql`city_code = ${city}`, sql`plan_id = ${plan}`];
  if (filter.item) conditions.push(sql`item_code = ${filter.item}`);
  if (filter.date) conditions.push(sql`day = ${filter.date}`);
  if (filter.county) conditions.push(sql`${sql.ref(countyColumn)} = ${filter.county}`);
  const result = await sql<Selectable<DB[T]>>`
    select * from ${sql.table(table)} where ${sql.join(conditions, sql` and `)}
    order by ${sql.join(order.map((column) => sql.ref(column)))} limit ${filter.limit + 1}`.execute(tx);
  return result.rows;
}

/** The items that fall short in each of the plans, with the first day. */
export async function itemsShort(
  tx: Transaction,
  city: string,
  plans: string[],
): Promise<Map<string, PlanSummary['itemsShort']>> {
  const byPlan = new Map<string, PlanSummary['itemsShort']>(plans.map((plan) => [plan, []]));
  if (plans.length === 0) return byPlan;
  const rows = await tx
    .selectFrom('plan_covers')
    .select(['plan_id', 'item_code', 'first_short'])
    .where('city_code', '=', city)
    .where('plan_id', 'in', plans)
    .where('first_short', 'is not', null)
    .orderBy('first_short')
    .orderBy('item_code')
    .execute();
  for (const row of rows) byPlan.get(row.plan_id)?.push({ item: row.item_code, firstShort: row.first_short ?? '' });
  return byPlan;
}
