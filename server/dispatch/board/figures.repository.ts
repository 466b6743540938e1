/**
 * The SQL of the board's figures. Each figure has one source of entries; its sum and the list that it opens into read the same source, so
 * that they can never differ.
 */
import { type RawBuilder, sql } from 'kysely';
import type { BoardFigure } from '#contracts/board.ts';
import type { Transaction } from '#server/platform/database/index.ts';

export interface FigureDays {
  /** the plan in force */
  plan: string | null;
  from: string;
  to: string;
}

/** One entry of a figure; `measure` is hours (`hours`) or days left (`shelf`). */
export interface FigureEntry {
  sort_key: string;
  day: string;
  kind: 'order' | 'movement' | 'plan';
  ref: string;
  number: string;
  from_name: string;
  to_name: string;
  item_code: string | null;
  lot_number: string;
  quantity: string | null;
  kilograms: string | null;
  measure: number | null;
}

/** Orders that run: decided, and neither withdrawn nor replaced. */
const runs = sql`o.state not in ('waiting_approval', 'cancelled', 'amended')`;
const gone = sql`o.state in ('loaded', 'on_the_way', 'delivered', 'received')`;
const orderColumns = sql`'order' as kind, o.order_id as ref, o.order_number as number, o.from_name, o.to_name`;
const noMeasure = sql`null::float8 as measure, 0 as tier`;

/** What left a reserve that an enterprise holds for the city is not what it produced. */
const producerOf = (enterprise: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when o.from_place like 'producer:%' then ${enterprise} end`;

/** What the lots of orders that leave on the days carried: sent, received in good condition, damaged. */
const carriedLots = (city: string, { from, to }: FigureDays) => sql`
  select o.order_number || '/' || x.line || '/' || x.lot_id as sort_key, o.dispatch_day as day, ${orderColumns}, ${producerOf(sql`x.from_enterprise`)} as producer,
    x.item_code, x.lot_number, case when ${gone} then x.picked end as sent, x.received, x.damaged, ${noMeasure}
  from allocation_orders o join allocation_order_lots x on x.city_code = o.city_code and x.order_id = o.order_id
  where o.city_code = ${city} and o.dispatch_day between ${from}::date and ${to}::date and ${runs}`;

/** What was received on the days, by lot: all that arrived, what of it was broken, and the days that the good ones can still be used. */
const receivedLots = (city: string, { from, to }: FigureDays) => sql`
  select o.order_number || '/' || x.line || '/' || x.lot_id as sort_key, r.day, ${orderColumns}, ${producerOf(sql`x.from_enterprise`)} as producer, x.item_code,
    x.lot_number, coalesce(x.received, 0) + coalesce(x.damaged, 0) as arrived, x.damaged as broken, x.received,
    case when x.received > 0 then (x.expires - r.day)::float8 end as days_left, 0 as tier
  from receipts r join allocation_orders o on o.city_code = r.city_code and o.order_id = r.order_id
    join allocation_order_lots x on x.city_code = r.city_code and x.order_id = r.order_id
  where r.city_code = ${city} and r.day between ${from}::date and ${to}::date`;

const entryColumns = sql`sort_key, day, kind, ref, number, from_name, to_name, producer, item_code, lot_number`;
const oneOf = (lots: RawBuilder<unknown>, quantity: string, measure: RawBuilder<unknown> = sql`null::float8`) => sql`
  select ${entryColumns}, ${sql.ref(quantity)} as quantity, ${measure} as measure, tier from (${lots}) lots where ${sql.ref(quantity)} > 0`;

function plannedWays(city: string, { plan, from, to }: FigureDays): RawBuilder<unknown> {
  const way = (table: string, name: string, receiver: string) => sql`
    select concat_ws('/', day, enterprise_id, ${sql.ref(receiver)}, item_code, grade) as sort_key, day, 'plan' as kind, plan_id as ref,
      '' as number, enterprise_name as from_name, ${sql.ref(name)} as to_name, enterprise_id as producer, item_code, '' as lot_number,
      quantity, ${noMeasure}
    from ${sql.table(table)} where city_code = ${city} and plan_id = ${plan} and day between ${from}::date and ${to}::date`;
  return sql`${way('plan_shipments', 'demand_point_name', 'demand_point_id')}
    union all ${way('plan_transfers', 'to_enterprise_name', 'to_enterprise_id')}`;
}

type Source = (city: string, days: FigureDays) => RawBuilder<unknown>;

const leavesOn = ({ from, to }: FigureDays) => sql`o.dispatch_day between ${from}::date and ${to}::date`;
const orderedLines = (city: string, days: RawBuilder<unknown>, quantity: 'quantity' | 'planned') => sql`
  select o.order_number || '/' || l.line as sort_key, o.dispatch_day as day, ${orderColumns}, ${producerOf(sql`l.from_enterprise`)} as producer, l.item_code,
    '' as lot_number, l.${sql.ref(quantity)} as quantity, ${noMeasure}
  from allocation_orders o join allocation_order_lines l on l.city_code = o.city_code and l.order_id = o.order_id
  where o.city_code = ${city} and ${days} and ${runs} and l.${sql.ref(quantity)} > 0`;

const sources: Record<BoardFigure, Source> = {
  planned: plannedWays,
  ordered: (city, days) => orderedLines(city, leavesOn(days), 'quantity'),
  sent: (city, days) => oneOf(carriedLots(city, days), 'sent'),
  received: (city, days) => oneOf(carriedLots(city, days), 'received'),
  damaged: (city, days) => oneOf(carriedLots(city, days), 'damaged'),
  production: (city, { plan, from, to }) => sql`
    select concat_ws('/', p.day, p.line_id, p.item_code) as sort_key, p.day, 'plan' as kind, p.plan_id as ref, p.line_id as number,
      coalesce(e.name, p.enterprise_id) as from_name, '' as to_name, p.enterprise_id as producer, p.item_code, '' as lot_number, p.quantity,
      ${noMeasure}
    from plan_productions p left join enterprises e on e.city_code = p.city_code and e.enterprise_id = p.enterprise_id
    where p.city_code = ${city} and p.plan_id = ${plan} and p.day between ${from}::date and ${to}::date`,
  // what the ledger has from production into a producer's stock, less what was taken back
  made: (city, { from, to }) => sql`
    select lpad(m.movement_id::text, 20, '0') as sort_key, m.business_date as day, 'movement' as kind, m.movement_id::text as ref,
      m.movement_id::text as number, coalesce(e.name, m.to_enterprise, m.from_enterprise, '') as from_name, '' as to_name,
      coalesce(m.to_enterprise, m.from_enterprise) as producer, m.item_code, m.lot_number,
      case when m.from_kind = 'production' then m.quantity else -m.quantity end as quantity, ${noMeasure}
    from movements m left join enterprises e on e.city_code = m.city_code and e.enterprise_id = coalesce(m.to_enterprise, m.from_enterprise)
    where m.city_code = ${city} and m.business_date between ${from}::date and ${to}::date
      and (m.from_kind = 'production' or (m.to_kind = 'production' and m.reverses is not null))`,
  answered: (city, { from, to }) =>
    orderedLines(city, sql`o.plan_day between ${from}::date and ${to}::date`, 'planned'),
  arrived: (city, days) => oneOf(receivedLots(city, days), 'arrived'),
  broken: (city, days) => oneOf(receivedLots(city, days), 'broken'),
  shelf: (city, days) => sql`${oneOf(receivedLots(city, days), 'received', sql`days_left`)} and days_left is not null`,
  hours: (city, { from, to }) => sql`
    select o.order_number as sort_key, r.day, ${orderColumns}, ${producerOf(sql`o.from_enterprise`)} as producer, null::text as item_code, '' as lot_number,
      null::numeric as quantity, extract(epoch from o.received_at - o.issued_at)::float8 / 3600 as measure, o.tier
    from receipts r join allocation_orders o on o.city_code = r.city_code and o.order_id = r.order_id
    where r.city_code = ${city} and r.day between ${from}::date and ${to}::date and o.issued_at is not null and o.received_at is not null`,
};

/** Which entries of a figure: of one item, one producer, one tier. */
export interface FigurePart {
  item?: string | undefined;
  producer?: string | undefined;
  tier?: number | undefined;
}

const partOf = ({ item, producer, tier }: FigurePart): RawBuilder<unknown> => {
  const parts = [
    sql`true`,
    item === undefined ? undefined : sql`e.item_code = ${item}`,
    producer === undefined ? undefined : sql`e.producer = ${producer}`,
    tier === undefined ? undefined : sql`e.tier = ${tier}`,
  ];
  return sql.join(
    parts.filter((part) => part !== undefined),
    sql` and `,
  );
};

export async function figureEntries(
  tx: Transaction,
  city: string,
  figure: BoardFigure,
  days: FigureDays,
  part: FigurePart,
  page: { after?: string | undefined; limit: number },
): Promise<FigureEntry[]> {
  const after = page.after === undefined ? sql`` : sql`and e.sort_key collate "C" > ${page.after}`;
  const { rows } = await sql<FigureEntry>`
    select e.sort_key, e.day, e.kind, e.ref, e.number, e.from_name, e.to_name, e.item_code, e.lot_number, e.quantity,
      e.quantity * i.unit_weight_kg as kilograms, e.measure
    from (${sources[figure](city, days)}) e left join items i on i.city_code = ${city} and i.item_code = e.item_code
    where ${partOf(part)} ${after} order by e.sort_key collate "C" limit ${page.limit}`.execute(tx);
  return rows;
}

export interface FigureSum {
  entries: number;
  quantity: string;
  kilograms: string;
}

export async function figureSum(
  tx: Transaction,
  city: string,
  figure: BoardFigure,
  days: FigureDays,
  part: FigurePart = {},
): Promise<FigureSum> {
  const { rows } = await sql<FigureSum>`
    select count(*)::integer as entries, coalesce(sum(e.quantity), 0) as quantity, coalesce(sum(e.quantity * i.unit_weight_kg), 0) as kilograms
    from (${sources[figure](city, days)}) e left join items i on i.city_code = ${city} and i.item_code = e.item_code
    where ${partOf(part)}`.execute(tx);
  return rows[0]!;
}

export interface Speed {
  tier: number;
  orders: number;
  median: number;
  ninetieth: number;
}

/** Hours from issue to receipt of the orders received on the days. */
export async function speedByTier(tx: Transaction, city: string, days: FigureDays): Promise<Speed[]> {
  const { rows } = await sql<Speed>`
    select e.tier, count(*)::integer as orders, percentile_cont(0.5) within group (order by e.measure) as median,
      percentile_cont(0.9) within group (order by e.measure) as ninetieth
    from (${sources.hours(city, days)}) e group by e.tier order by e.tier limit 200`.execute(tx);
  return rows;
}

export interface Fit {
  arrived: string;
  broken: string;
  shelf_median: number | null;
  shelf_least: number | null;
  lots: number;
}

/** Kilograms that arrived and were broken, and the days that lots could still be used for when they were received. */
export async function fitOnArrival(tx: Transaction, city: string, days: FigureDays): Promise<Fit> {
  const { rows } = await sql<Fit>`
    select coalesce(sum(e.arrived * i.unit_weight_kg), 0) as arrived, coalesce(sum(e.broken * i.unit_weight_kg), 0) as broken,
      percentile_cont(0.5) within group (order by e.days_left) as shelf_median, min(e.days_left) as shelf_least,
      count(e.days_left)::integer as lots
    from (${receivedLots(city, days)}) e join items i on i.city_code = ${city} and i.item_code = e.item_code`.execute(
    tx,
  );
  return rows[0]!;
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
  days: FigureDays & { by: 'item' | 'producer' },
): Promise<PlanSum[]> {
  const item = days.by === 'item';
  const key = item ? sql`e.item_code` : sql`e.producer`;
  const named = item
    ? sql`select item_code as key, name, name_en, unit from items where city_code = ${city}`
    : sql`select enterprise_id as key, name, '' as name_en, 'kg' as unit from enterprises where city_code = ${city}`;
  const weight = item ? sql`1` : sql`i.unit_weight_kg`;
  const joined = (source: RawBuilder<unknown>) =>
    sql`from (${source}) e join items i on i.city_code = ${city} and i.item_code = e.item_code where ${key} is not null group by 1`;
  const { rows } = await sql<PlanSum>`
    with summed as (
      select ${key} as key, sum(e.quantity * ${weight}) as planned, null::numeric as ordered, null::numeric as sent, null::numeric as received,
        null::numeric as damaged ${joined(sources.planned(city, days))}
      union all select ${key}, null, sum(e.quantity * ${weight}), null, null, null ${joined(sources.ordered(city, days))}
      union all select ${key}, null, null, sum(e.sent * ${weight}), sum(e.received * ${weight}), sum(e.damaged * ${weight})
        ${joined(carriedLots(city, days))}
    )
    select s.key, coalesce(n.name, s.key) as name, coalesce(n.name_en, '') as name_en, coalesce(n.unit, 'kg') as unit,
      coalesce(sum(s.planned), 0) as planned, coalesce(sum(s.ordered), 0) as ordered, coalesce(sum(s.sent), 0) as sent,
      coalesce(sum(s.received), 0) as received, coalesce(sum(s.damaged), 0) as damaged
    from summed s left join (${named}) n on n.key = s.key group by 1, 2, 3, 4 order by s.key limit 2000`.execute(tx);
  return rows;
}
