/** What one demand point gets of one item by a plan, by which rule, and what would raise it. */
import { sql } from 'kysely';
import { addDays } from '#contracts/calendar.ts';
import type { Work } from '#server/platform/work.ts';
import * as repository from './planning.repository.ts';

export interface PointOutlook {
  plan: { id: string; title: string; approved: boolean; from: string; until: string };
  coming: Array<{
    day: string;
    arrives: string;
    enterprise: string;
    fromName: string;
    grade: string;
    quantity: string;
  }>;
  short: Array<{ day: string; quantity: string }>;
  raisedBy: Array<{
    constraint: string;
    enterprise: string | null;
    input: string | null;
    on: string | null;
    marginal: number;
    together: boolean;
  }>;
}

/** By the approved plan, else the newest forecast; null when there is neither. As far as the actor sees the point. */
export async function outlookOfPoint(work: Work, point: string, item: string): Promise<PointOutlook | null> {
  const { tx, actor } = work;
  const plan =
    (await repository.approvedPlan(tx, actor.city)) ?? (await repository.newestForecast(tx, actor.city)) ?? null;
  if (plan === null) return null;
  const of = sql`city_code = ${actor.city} and plan_id = ${plan.plan_id} and demand_point_id = ${point} and item_code = ${item}`;
  const coming = await sql<PointOutlook['coming'][number]>`
    select day, day + days_on_the_way as arrives, enterprise_id as enterprise, enterprise_name as "fromName", grade, trim_scale(sum(quantity))::text as quantity
    from plan_shipments where ${of} and quantity > 0
    group by day, days_on_the_way, enterprise_id, enterprise_name, grade order by arrives, enterprise_name, grade limit 2000`.execute(
    tx,
  );
  const short = await sql<PointOutlook['short'][number]>`
    select day, trim_scale(quantity)::text as quantity from plan_shortages where ${of} and quantity > 0 order by day limit 400`.execute(
    tx,
  );
  const raisedBy = await sql<PointOutlook['raisedBy'][number]>`
    select constraint_kind as constraint, enterprise_id as enterprise, input_code as input, max(on_day) as "on", max(marginal) as marginal,
      bool_and(together) as together
    from plan_causes where ${of} group by constraint_kind, enterprise_id, input_code order by max(marginal) desc, 1, 2, 3 limit 12`.execute(
    tx,
  );
  return {
    plan: {
      id: plan.plan_id,
      title: plan.title,
      approved: plan.state === 'approved',
      from: plan.from_day,
      until: addDays(plan.from_day, plan.days - 1),
    },
    coming: coming.rows,
    short: short.rows,
    raisedBy: raisedBy.rows,
  };
}
