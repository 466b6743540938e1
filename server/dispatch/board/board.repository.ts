/** The SQL of the board's list: what is open, with who acts next, paged by key. */
import { type RawBuilder, sql } from 'kysely';
import { type BoardActor, type BoardStage, nextActs, openOrderStages, transportAnswers } from '#contracts/board.ts';
import type { Transaction } from '#server/platform/database/index.ts';
import { lateCondition } from '../orders/orders.list.ts';
import type { OrderRow } from '../orders/orders.repository.ts';
import { claimLate } from '../receipts/claims.repository.ts';

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
  select o.*, s.stage, ${actorOf} as actor, coalesce(c.claims, 0)::integer as claims, case when c.open > 0 then c.opened else c.answered end as claim_since,
    case when o.state = 'received' then coalesce(c.late, false) else ${lateCondition(clock.today)} end as late
  from allocation_orders o
    left join (
      select c.order_id, count(*) as claims, count(*) filter (where c.state = 'open') as open,
        count(*) filter (where c.state = 'open' and c.owner = 'transport') as transport, min(c.opened_at) as opened,
        min(c.answered_at) as answered, bool_or(${claimLate(clock.now)}) as late
      from claims c where c.city_code = ${city} and c.state <> 'settled' group by c.order_id
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
