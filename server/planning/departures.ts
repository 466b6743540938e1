/** What an approved plan sends on its days, for those who carry it out. */
import { sql } from 'kysely';
import type { Work } from '#server/platform/work.ts';

export interface PlanInForce {
  id: string;
  title: string;
  from: string;
  days: number;
  approvedAt: string | null;
  approvedBy: string | null;
}

/** One item of one grade that the plan sends from a producer to a demand point, or to another producer that uses it. */
export interface Departure {
  day: string;
  enterprise: string;
  demandPoint: string | null;
  toEnterprise: string | null;
  item: string;
  /** of the stock that the plan counted on; null: an item without grades */
  grade: 'medical' | 'general' | null;
  /** base units, decimal */
  quantity: string;
}

/** The approved plan, or null when there is none. */
export async function planInForce(work: Work): Promise<PlanInForce | null> {
  const row = await work.tx
    .selectFrom('plans')
    .select(['plan_id', 'title', 'from_day', 'days', 'approved_at', 'approved_by_name'])
    .where('city_code', '=', work.actor.city)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.plan_id,
    title: row.title,
    from: row.from_day,
    days: row.days,
    approvedAt: row.approved_at,
    approvedBy: row.approved_by_name,
  };
}

/** One city's plan of a year has fewer rows a day than this by far: beyond it the answer would be cut, so it is refused instead. */
const mostDepartures = 200_000;

/** What leaves on the days from `from` to `to`, both included, as far as the actor sees it, in one order. */
export async function departuresOf(work: Work, plan: string, from: string, to: string): Promise<Departure[]> {
  const { city } = work.actor;
  const { rows } = await sql<Departure>`
    select d.day, d.enterprise, d."demandPoint", d."toEnterprise", d.item, nullif(d.grade, '') as grade, d.quantity
    from (
      select s.day, s.enterprise_id as enterprise, s.demand_point_id as "demandPoint", null as "toEnterprise", s.item_code as item,
        s.grade, s.quantity
      from plan_shipments s where s.city_code = ${city} and s.plan_id = ${plan} and s.day between ${from} and ${to}
      union all
      select t.day, t.enterprise_id, null, t.to_enterprise_id, t.item_code, t.grade, t.quantity
      from plan_transfers t where t.city_code = ${city} and t.plan_id = ${plan} and t.day between ${from} and ${to}
    ) d
    where d.quantity > 0
    order by d.day, d.enterprise, d."demandPoint" nulls last, d."toEnterprise", d.item, d.grade
    limit ${mostDepartures + 1}`.execute(work.tx);
  if (rows.length > mostDepartures) throw new Error(`more than ${mostDepartures} departures: ask for fewer days`);
  return rows;
}
