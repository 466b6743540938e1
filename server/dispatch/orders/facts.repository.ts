/** Reads of the registry and the ledger's places that orders need. */
import { sql } from 'kysely';
import type { Transaction } from '#server/platform/database/index.ts';

/** A city has fewer places and items than this by far. */
const most = 200_000;

export async function readFacts(tx: Transaction, city: string) {
  const places = await tx
    .selectFrom('places')
    .select(['place_id', 'kind', 'name', 'county_code', 'enterprise_id', 'demand_point_id'])
    .where('city_code', '=', city)
    .where('kind', 'in', ['producer', 'reserve', 'demand_point'])
    .orderBy('place_id')
    .limit(most)
    .execute();
  const items = await tx
    .selectFrom('items')
    .select(['item_code', 'name', 'name_en', 'unit', 'unit_weight_kg', 'licence_rule'])
    .where('city_code', '=', city)
    .limit(most)
    .execute();
  const rates = await tx
    .selectFrom('demand_rates')
    .select(['kind', 'item_code', 'tier', 'grade'])
    .where('city_code', '=', city)
    .where('withdrawn', '=', false)
    .limit(most)
    .execute();
  const { rows: spots } = await sql<{ place: string; lat: number; lon: number; kind: string | null }>`
    select 'producer:' || enterprise_id as place, lat, lon, null as kind from enterprises where city_code = ${city}
    union all
    select 'demand:' || demand_point_id, lat, lon, kind from demand_points where city_code = ${city}
    limit ${most}`.execute(tx);
  return { places, items, rates, spots };
}

/** Makers whose hygiene licence is valid on the day. */
export async function licensedOn(tx: Transaction, city: string, day: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('licences')
    .select('enterprise_id')
    .where('city_code', '=', city)
    .where('kind', '=', 'hygiene')
    .where('withdrawn', '=', false)
    .where('valid_until', '>=', day)
    .limit(most)
    .execute();
  return new Set(rows.map((row) => row.enterprise_id));
}

/** What the city needs of each item in one day, in base units. */
export async function dayNeeds(tx: Transaction, city: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ item: string; need: string }>`
    select r.item_code as item, sum(r.per_served_per_day * d.served) as need
    from demand_points d join demand_rates r on r.city_code = d.city_code and r.kind = d.kind
    where d.city_code = ${city} and not d.withdrawn and not r.withdrawn
    group by r.item_code`.execute(tx);
  return new Map(rows.map((row) => [row.item, row.need]));
}
