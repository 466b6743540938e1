/** What the database itself says, read as its owner: beside the product, not through it. */
import pg from 'pg';

export type Row = Record<string, string | null>;

export async function ledgerRows(url: string, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

const lot = `coalesce(lot.enterprise_id, ''), lot.lot_number, coalesce(lot.expires::text, '')`;

/** What all movements together leave in each place of each lot: 'place|item|maker|number|expires' → quantity. The count that opened the books has no other side. */
export async function movedTo(url: string): Promise<Map<string, string>> {
  const rows = await ledgerRows(
    url,
    `select concat_ws('|', place, lot.item_code, ${lot}) as key, trim_scale(sum(quantity))::text as quantity
      from (
        select city_code, to_place as place, lot_id, quantity from movements
        union all
        select city_code, from_place, lot_id, -quantity from movements where document_kind <> 'opening'
      ) moved join lots lot using (city_code, lot_id)
      group by 1 having sum(quantity) <> 0`,
  );
  return new Map(rows.map((row): [string, string] => [row.key!, row.quantity!]).sort());
}

/** What the places have now, as the pages show it. */
export async function balancesNow(url: string): Promise<Map<string, string>> {
  const rows = await ledgerRows(
    url,
    `select concat_ws('|', place_id, lot.item_code, ${lot}) as key, trim_scale(sum(quantity))::text as quantity
      from balances join lots lot using (city_code, lot_id) group by 1 having sum(quantity) <> 0`,
  );
  return new Map(rows.map((row): [string, string] => [row.key!, row.quantity!]).sort());
}
