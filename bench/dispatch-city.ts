/** A made-up city with orders in every state, for the benches of dispatch. */
import pg from 'pg';
import { realClock } from '#server/platform/clock.ts';
import { type Database, openDatabase, systemActor } from '#server/platform/database/index.ts';
import { inWork, type Work } from '#server/platform/work.ts';
import {
  lotsFor,
  placeInTransit,
  placeOfProducer,
  postMovements,
  syncPlaces,
  virtualPlaces,
} from '#server/stock/index.ts';
import { testDatabase } from '#tests/support/database.ts';

export const city = '410800';
const today = '2022-01-08';
const producers = 25;
const points = 100;

const registry = `
  insert into cities (city_code, name, name_en, held_day) values ('${city}', '示例市', 'Example City', '${today}');
  insert into counties (city_code, county_code, name, name_en, population, lat, lon) values ('${city}', 'A', '甲区', 'Jia', 1, 35, 113);
  insert into items (city_code, item_code, name, name_en, category, unit, unit_weight_kg) values
    ('${city}', 'mask', '口罩', 'Face mask', 'mask', '只', 0.004);
  insert into enterprises (city_code, enterprise_id, name, county_code, lat, lon, staff)
    select '${city}', 'E' || n, '示例' || n || '厂', 'A', 35, 113, 1 from generate_series(1, ${producers}) n;
  insert into demand_points (city_code, demand_point_id, name, county_code, kind, served, lat, lon)
    select '${city}', 'D' || n, '示例' || n || '社区', 'A', 'community', 1, 35, 113 from generate_series(1, ${points}) n;`;

/** `$1` orders of one line and lot each, of a hundred pieces, in the state that `$2` picks by number. */
const orders = (state: string) => `
  with numbered as (select n, 'E' || (n % ${producers} + 1) as e, 'D' || (n % ${points} + 1) as d, ${state} as state,
    date '${today}' - (n % 14)::integer as day from generate_series(1, $1::integer) n),
  made as (insert into allocation_orders (city_code, order_id, order_number, kind, from_place, from_name, from_enterprise, from_county,
      to_place, to_name, to_demand_point, to_county, tier, dispatch_day, due_day, state, approval_level, weight_kg, created_at, created_by,
      created_by_name, issued_at, received_at)
    select '${city}', 'O' || n, '20220108-' || lpad(n::text, 4, '0'), 'urgent', 'producer:' || e, '示例厂', e, 'A', 'demand:' || d, '示例社区', d, 'A',
      n % 4 + 1, day, day + 1, state, 'sub_group', 0.4, now(), 'u', '示例', now() - interval '5 hours', case when state = 'received' then now() end
    from numbered returning 1),
  signed as (insert into receipts (city_code, order_id, order_number, day, received_at, received_by, received_by_name, signature, counted_hash,
      from_enterprise, from_county, to_demand_point, to_county)
    select '${city}', 'O' || n, '20220108-' || lpad(n::text, 4, '0'), day, now(), 'u', '示例', 'M1 1L2 2', '', e, 'A', d, 'A' from numbered
    where state = 'received' returning 1),
  lined as (insert into allocation_order_lines (city_code, order_id, line, item_code, quantity, from_enterprise, from_county, to_demand_point, to_county)
    select '${city}', 'O' || n, 1, 'mask', 100, e, 'A', d, 'A' from numbered returning 1)
  insert into allocation_order_lots (city_code, order_id, line, lot_id, item_code, lot_number, expires, quantity, picked, received, damaged,
      from_enterprise, from_county, to_demand_point, to_county)
    select '${city}', 'O' || n, 1, ($2::bigint[])[n % ${producers} + 1], 'mask', 'L1', '2023-12-31', 100,
      case when state not in ('waiting_approval', 'issued') then 100 end, case when state = 'received' then 98 end,
      case when state = 'received' then 2 end, e, 'A', d, 'A' from numbered`;

export const everyState =
  "(array['waiting_approval', 'issued', 'picked', 'loaded', 'on_the_way', 'delivered', 'received', 'received'])[n % 8 + 1]";
export const onTheRoad = "'on_the_way'";

export interface DispatchCity {
  owner: pg.Client;
  database: Database;
  act<T>(step: (work: Work) => Promise<T>): Promise<T>;
  /** as the server reads for a page */
  look<T>(step: (work: Work) => Promise<T>): Promise<T>;
}

/** Runs `measure` in a city with so many orders; each lot is on the road in the quantity that the orders carry. */
export async function inDispatchCity<T>(
  given: { orders: number; state: string },
  measure: (city: DispatchCity) => Promise<T>,
): Promise<T> {
  const cleanUps: Array<() => unknown> = [];
  const { ownerUrl, appUrl } = await testDatabase({ after: (drop) => void cleanUps.push(drop as () => unknown) });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const database = openDatabase(appUrl, { size: 12 });
  const act = <R>(step: (work: Work) => Promise<R>): Promise<R> => inWork(database, realClock, systemActor(city), step);
  const look = <R>(step: (work: Work) => Promise<R>): Promise<R> =>
    inWork(database, realClock, systemActor(city), step, { readOnly: true });
  try {
    await owner.query(registry);
    const lots = await act(async (work) => {
      await syncPlaces(work);
      work.audit({ action: 'bench.stock', subject: 'city', subjectId: city });
      return stockTheRoad(work, given.orders);
    });
    await owner.query(orders(given.state), [given.orders, lots]);
    await owner.query('vacuum analyze');
    return await measure({ owner, database, act, look });
  } finally {
    await database.close();
    await owner.end();
    for (const cleanUp of cleanUps) await cleanUp();
  }
}

async function stockTheRoad(work: Work, count: number): Promise<number[]> {
  const makers = Array.from({ length: producers }, (_, index) => `E${index + 1}`);
  const lots = await lotsFor(
    work,
    makers.map((enterprise) => ({ item: 'mask', enterprise, lotNumber: 'L1', expires: '2023-12-31' })),
  );
  const quantity = 100 * (Math.ceil(count / producers) + 1);
  await postMovements(work, {
    document: { kind: 'bench', id: 'made' },
    movements: makers.flatMap((maker, index) => [
      { line: index * 2 + 1, from: virtualPlaces.production, to: placeOfProducer(maker), lot: lots[index]!, quantity },
      { line: index * 2 + 2, from: placeOfProducer(maker), to: placeInTransit(maker), lot: lots[index]!, quantity },
    ]),
  });
  return lots;
}
