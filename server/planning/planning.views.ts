/** What is read of a plan: rows by filter, curves, and two plans side by side. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { addDays } from '#contracts/calendar.ts';
import type { planningContracts, ScenarioInput } from '#contracts/planning.ts';
import type { Work } from '#server/platform/work.ts';
import * as repository from './planning.repository.ts';
import { causeOf, planWithResult, summariesOf } from './planning.service.ts';

type Answer<C extends { response: z.ZodType }> = z.input<C['response']>;
type Filter = repository.RowFilter;

function cut<T, R>(rows: T[], limit: number, shape: (row: T) => R): { rows: R[]; truncated: boolean } {
  return { rows: rows.slice(0, limit).map(shape), truncated: rows.length > limit };
}

export async function productionOf(
  work: Work,
  id: string,
  filter: Filter,
): Promise<Answer<typeof planningContracts.production>> {
  await planWithResult(work, id);
  const rows = await repository.readRows(work.tx, 'plan_productions', work.actor.city, id, filter, [
    'line_id',
    'day',
    'item_code',
  ]);
  return cut(rows, filter.limit, (row) => ({
    line: row.line_id,
    enterprise: row.enterprise_id,
    county: row.county_code,
    item: row.item_code,
    date: row.day,
    quantity: row.quantity,
  }));
}

export async function shipmentsOf(
  work: Work,
  id: string,
  filter: Filter,
): Promise<Answer<typeof planningContracts.shipments>> {
  await planWithResult(work, id);
  const order = ['day', 'item_code', 'enterprise_id', 'demand_point_id', 'grade'];
  const rows = await repository.readRows(
    work.tx,
    'plan_shipments',
    work.actor.city,
    id,
    filter,
    order,
    'to_county_code',
  );
  return cut(rows, filter.limit, (row) => ({
    from: row.enterprise_id,
    fromName: row.enterprise_name,
    fromCounty: row.county_code,
    to: row.demand_point_id,
    toName: row.demand_point_name,
    toCounty: row.to_county_code,
    item: row.item_code,
    grade: gradeOf(row.grade),
    date: row.day,
    arrives: addDays(row.day, row.days_on_the_way),
    quantity: row.quantity,
  }));
}

const gradeOf = (grade: string): string | null => (grade === '' ? null : grade);

export async function transfersOf(
  work: Work,
  id: string,
  filter: Filter,
): Promise<Answer<typeof planningContracts.transfers>> {
  await planWithResult(work, id);
  const order = ['day', 'item_code', 'enterprise_id', 'to_enterprise_id', 'grade'];
  const rows = await repository.readRows(
    work.tx,
    'plan_transfers',
    work.actor.city,
    id,
    filter,
    order,
    'to_county_code',
  );
  return cut(rows, filter.limit, (row) => ({
    from: row.enterprise_id,
    fromName: row.enterprise_name,
    fromCounty: row.county_code,
    to: row.to_enterprise_id,
    toName: row.to_enterprise_name,
    toCounty: row.to_county_code,
    item: row.item_code,
    grade: gradeOf(row.grade),
    date: row.day,
    quantity: row.quantity,
  }));
}

export async function writeOffsOf(
  work: Work,
  id: string,
  filter: Filter,
): Promise<Answer<typeof planningContracts.writeOffs>> {
  await planWithResult(work, id);
  const order = ['day', 'item_code', 'enterprise_id', 'grade'];
  const rows = await repository.readRows(work.tx, 'plan_write_offs', work.actor.city, id, filter, order);
  return cut(rows, filter.limit, (row) => ({
    enterprise: row.enterprise_id,
    county: row.county_code,
    item: row.item_code,
    grade: gradeOf(row.grade),
    date: row.day,
    quantity: row.quantity,
  }));
}

/** Plans of the same data and assumptions: each must have come out the same. Only the city's officers see all rows, so only they can tell. */
export async function repeatsOf(work: Work, id: string): Promise<Answer<typeof planningContracts.repeats>> {
  if (work.actor.scope !== 'city') return { rows: [] };
  const plan = await planWithResult(work, id);
  const twins = await repository.plansOfSameInputs(work.tx, work.actor.city, plan);
  if (twins.length === 0) return { rows: [] };
  const own = await repository.resultFingerprint(work.tx, work.actor.city, id);
  const rows = [];
  for (const twin of twins) {
    const same = (await repository.resultFingerprint(work.tx, work.actor.city, twin.plan_id)) === own;
    rows.push({ id: twin.plan_id, title: twin.title, createdAt: twin.created_at, same });
  }
  return { rows };
}

export async function shortagesOf(
  work: Work,
  id: string,
  filter: Filter,
): Promise<Answer<typeof planningContracts.shortages>> {
  await planWithResult(work, id);
  const order = ['day', 'item_code', 'tier', 'demand_point_id'];
  const rows = await repository.readRows(work.tx, 'plan_shortages', work.actor.city, id, filter, order);
  return cut(rows, filter.limit, (row) => ({
    to: row.demand_point_id,
    county: row.county_code,
    item: row.item_code,
    date: row.day,
    tier: row.tier,
    quantity: row.quantity,
  }));
}

export async function causesOf(
  work: Work,
  id: string,
  filter: Filter,
): Promise<Answer<typeof planningContracts.causes>> {
  await planWithResult(work, id);
  const rows = await repository.readRows(work.tx, 'plan_causes', work.actor.city, id, filter, ['cause_number']);
  return cut(rows, filter.limit, causeOf);
}

export async function curvesOf(work: Work, id: string): Promise<Answer<typeof planningContracts.curves>> {
  await planWithResult(work, id);
  const rows = await repository.readRows(work.tx, 'plan_curves', work.actor.city, id, { limit: 100_000 }, [
    'item_code',
    'day',
  ]);
  return {
    rows: rows.map((row) => ({
      item: row.item_code,
      date: row.day,
      need: row.need,
      made: row.made,
      supplied: row.supplied,
      short: row.short,
      stockLeft: row.stock_left,
    })),
  };
}

interface Totals {
  made: Decimal;
  supplied: Decimal;
  short: Decimal;
}

/** What is missing before an item's first short day are parts of packs that rounding leaves, here as everywhere no shortage. */
function totalsByItem(
  curve: Answer<typeof planningContracts.curves>,
  firstShort: (item: string) => string | null,
): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const point of curve.rows) {
    const known = totals.get(point.item) ?? { made: new Decimal(0), supplied: new Decimal(0), short: new Decimal(0) };
    const first = firstShort(point.item);
    totals.set(point.item, {
      made: known.made.add(point.made),
      supplied: known.supplied.add(point.supplied),
      short: first !== null && point.date >= first ? known.short.add(point.short) : known.short,
    });
  }
  return totals;
}

/** Two plans side by side, item by item. */
export async function comparePlans(
  work: Work,
  one: string,
  other: string,
): Promise<Answer<typeof planningContracts.compare>> {
  const plans = [await planWithResult(work, one), await planWithResult(work, other)];
  const [left, right] = await summariesOf(work, plans);
  const sides = [];
  for (const plan of plans) {
    const covers = await repository.readRows(work.tx, 'plan_covers', work.actor.city, plan.plan_id, { limit: 5000 }, [
      'item_code',
    ]);
    const byItem = new Map(covers.map((row) => [row.item_code, row]));
    const firstShort = (item: string) => byItem.get(item)?.first_short ?? null;
    sides.push({ totals: totalsByItem(await curvesOf(work, plan.plan_id), firstShort), covers: byItem });
  }
  const [first, second] = sides as [(typeof sides)[number], (typeof sides)[number]];
  const items = [...new Set([...first.totals.keys(), ...second.totals.keys()])].sort();
  const both = <T>(read: (side: typeof first) => T): [T, T] => [read(first), read(second)];
  return {
    plans: [left!, right!],
    scenarios: [plans[0]!.scenario as ScenarioInput, plans[1]!.scenario as ScenarioInput],
    sameData: plans[0]!.input_hash === plans[1]!.input_hash,
    rows: items.map((item) => ({
      item,
      made: both((side) => side.totals.get(item)?.made.toFixed() ?? '0'),
      supplied: both((side) => side.totals.get(item)?.supplied.toFixed() ?? '0'),
      short: both((side) => side.totals.get(item)?.short.toFixed() ?? '0'),
      firstShort: both((side) => side.covers.get(item)?.first_short ?? null),
      cover: both((side) => side.covers.get(item)?.days_of_cover ?? null),
    })),
  };
}
