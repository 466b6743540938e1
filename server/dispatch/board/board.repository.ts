/** The SQL of the board: sums are made by the database, lists are paged by key. */
import { type RawBuilder, sql } from 'kysely';
import { type BoardActor, type BoardStage, nextActs, openOrderStages, transportAnswers } from '#contracts/board.ts';
import type { Transaction } from '#server/platform/database/index.ts';
import { lateCondition } from '../orders/orders.list.ts';
import type { OrderRow } from '../orders/orders.repository.ts';

export interface BoardOrder extends OrderRow {
  stage: BoardStage;
  actor: BoardActor;
  claims: number;
  claim_since: string | null;
  late: boolean;
}

export interface BoardFilter {
  stage?: string | undefined;
  actor?: string | undefined;
  late?: 'true' | 'false' | undefined;
  search?: string | undefined;
}

/** Who acts next, from the one table of contracts/board.ts. */
const actorOf = sql.join(
  [
    sql`case when c.claims > 0 and c.open > 0 and c.transport = c.open then ${sql.lit(transportAnswers)}`,
    ...Object.entries(nextActs).map(
      ([stage, { actor }]) => sql`when s.stage = ${sql.lit(stage)} then ${sql.lit(actor)}`,
    ),
    sql`end`,
  ],
  sql` `,
);

/** The city's business day and the instant of the operation. */
export interface BoardClock {
  today: string;
  now: Date;
}

/** Everything between decision and settlement: open orders, and received ones with claims that are not settled. */
const openBoard = (city: string, clock: BoardClock): RawBuilder<unknown> => sql`
  select o.*, s.stage, ${actorOf} as actor, coalesce(c.claims, 0)::integer as claims, c.since as claim_since,
    case when o.state = 'received' then coalesce(c.late, false) else ${lateCondition(clock.today)} end as late
  from allocation_orders o
    left join (
      select order_id, count(*) as claims, count(*) filter (where state = 'open') as open,
        count(*) filter (where state = 'open' and owner = 'transport') as transport, min(opened_at) as since,
        bool_or(state = 'open' and answer_due < ${clock.now.toISOString()}::timestamptz) as late
      from claims where city_code = ${city} and state <> 'settled' group by order_id
    ) c on c.order_id = o.order_id
    cross join lateral (select case when o.state <> 'received' then o.state when c.open > 0 then 'claim_open'
      else 'claim_answered' end as stage) s
  where o.city_code = ${city} and (o.state = any(${[...openOrderStages]}::text[]) or (o.state = 'received' and c.claims > 0))`;

function conditions(filter: BoardFilter): RawBuilder<unknown> {
  const like = filter.search && `%${filter.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const parts = [
    sql`true`,
    filter.stage && sql`b.stage = ${filter.stage}`,
    filter.actor && sql`b.actor = ${filter.actor}`,
    filter.late && sql`b.late = ${filter.late === 'true'}`,
    like && sql`(b.order_number ilike ${like} or b.from_name ilike ${like} or b.to_name ilike ${like})`,
  ].filter((part) => part !== undefined && part !== '');
  return sql.join(parts, sql` and `);
}

export async function boardOrders(
  tx: Transaction,
  city: string,
  clock: BoardClock,
  filter: BoardFilter,
  page: { after?: { day: string; number: string } | undefined; limit: number },
): Promise<BoardOrder[]> {
  const after = page.after
    ? sql`and (b.dispatch_day, b.order_number) > (${page.after.day}::date, ${page.after.number})`
    : sql``;
  const { rows } =
    await sql<BoardOrder>`select b.* from (${openBoard(city, clock)}) b where ${conditions(filter)} ${after}
    order by b.dispatch_day, b.order_number limit ${page.limit}`.execute(tx);
  return rows;
}

export interface StageCount {
  stage: BoardStage;
  actor: BoardActor;
  orders: number;
  late: number;
  matching: number;
}

/** Of everything open by stage and actor, and how many of them the filter keeps. */
export async function countBoard(
  tx: Transaction,
  city: string,
  clock: BoardClock,
  filter: BoardFilter,
): Promise<StageCount[]> {
  const { rows } = await sql<StageCount>`
    select b.stage, b.actor, count(*)::integer as orders, (count(*) filter (where b.late))::integer as late,
      (count(*) filter (where ${conditions(filter)}))::integer as matching
    from (${openBoard(city, clock)}) b group by b.stage, b.actor`.execute(tx);
  return rows;
}

export interface PlanSum {
  key: string;
  name: string;
  name_en: string;
  unit: string;
  planned: string;
  ordered: string;
  sent: string;
  received: string;
  damaged: string;
}

/** What the plan sends on the days, against what orders of these days of dispatch carried. By producer all in kilograms. */
export async function planAgainstActual(
  tx: Transaction,
  city: string,
  given: { plan: string | null; from: string; to: string; by: 'item' | 'producer' },
): Promise<PlanSum[]> {
  const { plan, from, to } = given;
  const item = given.by === 'item';
  const key = item ? sql`item_code` : sql`enterprise_id`;
  const weight = item ? sql`1` : sql`i.unit_weight_kg`;
  const named = item
    ? sql`select item_code as key, name, name_en, unit from items where city_code = ${city}`
    : sql`select enterprise_id as key, name, '' as name_en, 'kg' as unit from enterprises where city_code = ${city}`;
  const { rows } = await sql<PlanSum>`
    with carried as materialized (
      select o.order_id, o.state in ('loaded', 'on_the_way', 'delivered', 'received') as gone from allocation_orders o
      where o.city_code = ${city} and o.dispatch_day between ${from} and ${to}
        and o.state not in ('waiting_approval', 'cancelled', 'amended')
    ), moved as (
      select p.item_code, p.enterprise_id, sum(p.quantity) as planned, 0::numeric as ordered, 0::numeric as sent, 0::numeric as received,
        0::numeric as damaged
      from (select item_code, enterprise_id, quantity from plan_shipments
          where city_code = ${city} and plan_id = ${plan} and day between ${from} and ${to}
        union all
        select item_code, enterprise_id, quantity from plan_transfers
          where city_code = ${city} and plan_id = ${plan} and day between ${from} and ${to}) p
      group by 1, 2
      union all
      select l.item_code, l.from_enterprise, 0, sum(l.quantity), 0, 0, 0
      from carried o join allocation_order_lines l on l.order_id = o.order_id
      where l.city_code = ${city} group by 1, 2
      union all
      select x.item_code, x.from_enterprise, 0, 0, sum(x.picked) filter (where o.gone), sum(x.received), sum(x.damaged)
      from carried o join allocation_order_lots x on x.order_id = o.order_id
      where x.city_code = ${city} group by 1, 2
    ), summed as (
      select m.${key} as key, sum(planned * ${weight}) as planned, sum(ordered * ${weight}) as ordered, coalesce(sum(sent * ${weight}), 0) as sent,
        coalesce(sum(received * ${weight}), 0) as received, coalesce(sum(damaged * ${weight}), 0) as damaged
      from moved m join items i on i.city_code = ${city} and i.item_code = m.item_code
      where m.${key} is not null group by 1
    )
    select s.key, coalesce(n.name, s.key) as name, coalesce(n.name_en, '') as name_en, coalesce(n.unit, 'kg') as unit,
      s.planned, s.ordered, s.sent, s.received, s.damaged
    from summed s left join (${named}) n on n.key = s.key order by s.key limit 2000`.execute(tx);
  return rows;
}

export interface Produced {
  planned: string;
  made: string;
  shipments_planned: string;
  shipments_ordered: string;
}

/** Kilograms. Made: what the ledger has from production into a producer's stock, less what was taken back. */
export async function producedOf(
  tx: Transaction,
  city: string,
  given: { plan: string | null; from: string; to: string },
): Promise<Produced> {
  const { plan, from, to } = given;
  const kilograms = (
    table: RawBuilder<unknown>,
  ) => sql`coalesce((select sum(q.quantity * i.unit_weight_kg) from (${table}) q
    join items i on i.city_code = ${city} and i.item_code = q.item_code), 0)`;
  const { rows } = await sql<Produced>`select
    ${kilograms(sql`select item_code, quantity from plan_productions where city_code = ${city} and plan_id = ${plan} and day between ${from} and ${to}`)} as planned,
    ${kilograms(sql`select item_code, case when from_kind = 'production' then quantity else -quantity end as quantity from movements
      where city_code = ${city} and business_date between ${from} and ${to} and (from_kind = 'production' or (to_kind = 'production' and reverses is not null))`)} as made,
    ${kilograms(sql`select item_code, quantity from plan_shipments where city_code = ${city} and plan_id = ${plan} and day between ${from} and ${to}
      union all select item_code, quantity from plan_transfers where city_code = ${city} and plan_id = ${plan} and day between ${from} and ${to}`)} as shipments_planned,
    ${kilograms(sql`select l.item_code, l.planned as quantity from allocation_orders o
      join allocation_order_lines l on l.city_code = o.city_code and l.order_id = o.order_id
      where o.city_code = ${city} and o.plan_day between ${from} and ${to} and o.state not in ('waiting_approval', 'cancelled', 'amended')`)} as shipments_ordered`.execute(
    tx,
  );
  return rows[0]!;
}

export interface Speed {
  tier: number;
  orders: number;
  median: number;
  ninetieth: number;
}

/** Hours from issue to receipt, of the orders received on the days. */
export async function speedByTier(tx: Transaction, city: string, from: string, to: string): Promise<Speed[]> {
  const { rows } = await sql<Speed>`
    select o.tier, count(*)::integer as orders,
      percentile_cont(0.5) within group (order by extract(epoch from o.received_at - o.issued_at) / 3600)::float8 as median,
      percentile_cont(0.9) within group (order by extract(epoch from o.received_at - o.issued_at) / 3600)::float8 as ninetieth
    from receipts r join allocation_orders o on o.city_code = r.city_code and o.order_id = r.order_id
    where r.city_code = ${city} and r.day between ${from} and ${to} and o.issued_at is not null and o.received_at is not null
    group by o.tier order by o.tier limit 200`.execute(tx);
  return rows;
}

export interface Fit {
  received: string;
  damaged: string;
  shelf_median: number | null;
  shelf_least: number | null;
  lots: number;
}

/** Kilograms received whole and damaged, and the days that lots could still be used for when they were received. */
export async function fitOnArrival(tx: Transaction, city: string, from: string, to: string): Promise<Fit> {
  const { rows } = await sql<Fit>`
    select coalesce(sum(x.received * i.unit_weight_kg), 0) as received, coalesce(sum(x.damaged * i.unit_weight_kg), 0) as damaged,
      percentile_cont(0.5) within group (order by x.expires - r.day)::float8 as shelf_median,
      min(x.expires - r.day)::float8 as shelf_least, (count(x.expires))::integer as lots
    from receipts r join allocation_order_lots x on x.city_code = r.city_code and x.order_id = r.order_id
      join items i on i.city_code = x.city_code and i.item_code = x.item_code
    where r.city_code = ${city} and r.day between ${from} and ${to}`.execute(tx);
  return rows[0]!;
}
