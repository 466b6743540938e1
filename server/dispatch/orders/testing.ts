/** For tests of orders: a plan in force without solving one, and short ways to stock and callers. */
import pg from 'pg';
import type { TestApp } from '#tests/support/app.ts';

export async function ownerQuery(product: Pick<TestApp, 'ownerUrl'>, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Array<Record<string, unknown>>;
  } finally {
    await client.end();
  }
}

export interface PlannedWay {
  day: string;
  from: string;
  to?: string;
  toEnterprise?: string;
  item: string;
  grade?: string;
  quantity: string;
}

let plans = 0;

/** Puts a plan with these ways in force; the one before is superseded. */
export async function planInForceWith(
  product: Pick<TestApp, 'ownerUrl' | 'city'>,
  ways: PlannedWay[],
): Promise<string> {
  plans += 1;
  const id = `test-plan-${plans}`;
  await ownerQuery(product, "update plans set state = 'superseded' where state = 'approved'");
  await ownerQuery(
    product,
    `insert into plans (city_code, plan_id, kind, title, from_day, days, reserve_days, scenario, state, input_hash, created_at, created_by,
      created_by_name, approved_at, approved_by, approved_by_name)
     values ($1, $2, 'requested', '示例计划', '2022-01-09', 14, 7, '{}', 'approved', 'x', now(), 'u', '示例', now(), 'u', '示例市领导')`,
    [product.city, id],
  );
  for (const way of ways) await insertWay(product, id, way);
  return id;
}

async function insertWay(product: Pick<TestApp, 'ownerUrl' | 'city'>, plan: string, way: PlannedWay): Promise<void> {
  const [from] = await ownerQuery(product, 'select county_code, name from enterprises where enterprise_id = $1', [
    way.from,
  ]);
  if (way.toEnterprise) {
    const [to] = await ownerQuery(product, 'select county_code, name from enterprises where enterprise_id = $1', [
      way.toEnterprise,
    ]);
    await insert('plan_transfers', {
      enterprise_id: way.from,
      enterprise_name: from!.name,
      county_code: from!.county_code,
      to_enterprise_id: way.toEnterprise,
      to_enterprise_name: to!.name,
      to_county_code: to!.county_code,
    });
    return;
  }
  const [to] = await ownerQuery(product, 'select county_code, name from demand_points where demand_point_id = $1', [
    way.to,
  ]);
  await insert('plan_shipments', {
    enterprise_id: way.from,
    enterprise_name: from!.name,
    county_code: from!.county_code,
    demand_point_id: way.to,
    demand_point_name: to!.name,
    to_county_code: to!.county_code,
    days_on_the_way: 0,
  });

  async function insert(table: string, ends: Record<string, unknown>): Promise<void> {
    const existing = await ownerQuery(
      product,
      'select column_name from information_schema.columns where table_name = $1',
      [table],
    );
    const known = new Set(existing.map((row) => row.column_name));
    const all = {
      city_code: product.city,
      plan_id: plan,
      item_code: way.item,
      grade: way.grade ?? '',
      day: way.day,
      quantity: way.quantity,
      ...ends,
    };
    const entries = Object.entries(all).filter(([column]) => known.has(column));
    const names = entries.map(([column]) => column).join(', ');
    const marks = entries.map((_, index) => `$${index + 1}`).join(', ');
    await ownerQuery(
      product,
      `insert into ${table} (${names}) values (${marks})`,
      entries.map(([, value]) => value),
    );
  }
}
