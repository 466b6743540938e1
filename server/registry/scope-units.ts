import { sql } from 'kysely';
import type { ScopeDirectory, ScopeUnit, UnitScope } from '../platform/auth/index.ts';
import type { Transaction } from '../platform/database/index.ts';

const tables: Record<UnitScope, { table: string; id: string; nameEn: string }> = {
  county: { table: 'counties', id: 'county_code', nameEn: 'name_en' },
  enterprise: { table: 'enterprises', id: 'enterprise_id', nameEn: 'name' },
  demand_point: { table: 'demand_points', id: 'demand_point_id', nameEn: 'name' },
};

async function select(
  tx: Transaction,
  city: string,
  scope: UnitScope,
  condition: ReturnType<typeof sql>,
  most: number,
): Promise<ScopeUnit[]> {
  const { table, id, nameEn } = tables[scope];
  const query = sql<ScopeUnit>`
    select ${sql.ref(id)} as id, name, ${sql.ref(nameEn)} as "nameEn" from ${sql.table(table)}
    where city_code = ${city} and not withdrawn and ${condition} order by ${sql.ref(id)} limit ${most}`;
  return (await query.execute(tx)).rows;
}

/** The units that users and keys are bound to: counties, enterprises and demand points that are not withdrawn. */
export const scopeDirectory: ScopeDirectory = {
  search(tx, city, scope, search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    return select(tx, city, scope, sql`(name ilike ${pattern} or ${sql.ref(tables[scope].id)} ilike ${pattern})`, 200);
  },
  find: (tx, city, scope, ids) =>
    select(tx, city, scope, sql`${sql.ref(tables[scope].id)} = any(${[...ids]})`, ids.length),
};
