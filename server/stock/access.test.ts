import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '../platform/database/index.ts';
import {
  placeInTransit,
  placeOfDemandPoint,
  placeOfProducer,
  postMovements,
  putReserve,
  virtualPlaces,
} from './ledger.service.ts';
import { takeStock } from './stocktake.service.ts';
import { actor, city, clerk, countyOfficer, nextDocument, officer, stocked, storekeeper, testCity } from './testing.ts';

const there = await testCity();
after(() => there.database.close());

// Goods of E1 (county A) at E1, on the road and at H1 (county B); goods of E2 (county B) at E2; a reserve in county B.
const [first, second] = await there.act(async (work) => {
  const one = await stocked(work, { enterprise: 'E1', quantity: 100 });
  const two = await stocked(work, { enterprise: 'E2', quantity: 100 });
  const reserve = await putReserve(work, { id: 'R1', name: '示例储备库', county: 'B' });
  await postMovements(work, {
    document: nextDocument(),
    movements: [
      { line: 1, from: placeOfProducer('E1'), to: placeInTransit('E1'), lot: one, quantity: 50 },
      { line: 2, from: placeInTransit('E1'), to: placeOfDemandPoint('H1'), lot: one, quantity: 20 },
      { line: 3, from: placeOfProducer('E2'), to: reserve, lot: two, quantity: 10 },
    ],
  });
  for (const place of [placeOfProducer('E1'), placeOfProducer('E2')]) {
    const lot = place.endsWith('E1') ? one : two;
    await takeStock(work, { place, lines: [{ lot, counted: '1', reason: '盘点' }] });
  }
  return [one, two];
});

const readers: Record<string, Actor> = {
  'the city': officer,
  E1: clerk('E1'),
  E2: clerk('E2'),
  H1: storekeeper('H1'),
  D1: storekeeper('D1'),
  'county A': countyOfficer('A'),
  'county B': countyOfficer('B'),
  'another city': { ...officer, city: '410900' },
  'the public': actor('public', 'public'),
};

/** For each table: what names a row, and the rows that each reader sees. */
const tables: Array<{ table: string; column: string; seen: Record<string, string[]> }> = [
  {
    table: 'balances',
    column: "place_id || '/' || lot_id",
    seen: {
      'the city': [
        `demand:H1/${first}`,
        `producer:E1/${first}`,
        `producer:E2/${second}`,
        `reserve:R1/${second}`,
        `transit:E1/${first}`,
      ],
      E1: [`producer:E1/${first}`, `transit:E1/${first}`],
      E2: [`producer:E2/${second}`],
      H1: [`demand:H1/${first}`],
      'county A': [`producer:E1/${first}`, `transit:E1/${first}`],
      'county B': [`demand:H1/${first}`, `producer:E2/${second}`, `reserve:R1/${second}`],
    },
  },
  {
    table: 'closing_balances',
    column: 'place_id',
    seen: {
      'the city': ['demand:H1', 'producer:E1', 'producer:E2', 'reserve:R1', 'transit:E1'],
      E1: ['producer:E1', 'transit:E1'],
      E2: ['producer:E2'],
      H1: ['demand:H1'],
      'county A': ['producer:E1', 'transit:E1'],
      'county B': ['demand:H1', 'producer:E2', 'reserve:R1'],
    },
  },
  {
    table: 'movements',
    column: "from_place || ' ' || to_place",
    seen: {
      'the city': [
        'producer:E1 transit:E1',
        'producer:E1 virtual:adjustment',
        'producer:E2 reserve:R1',
        'producer:E2 virtual:adjustment',
        'transit:E1 demand:H1',
        'virtual:production producer:E1',
        'virtual:production producer:E2',
      ],
      E1: [
        'producer:E1 transit:E1',
        'producer:E1 virtual:adjustment',
        'transit:E1 demand:H1',
        'virtual:production producer:E1',
      ],
      E2: ['producer:E2 reserve:R1', 'producer:E2 virtual:adjustment', 'virtual:production producer:E2'],
      H1: ['transit:E1 demand:H1'],
      'county A': [
        'producer:E1 transit:E1',
        'producer:E1 virtual:adjustment',
        'transit:E1 demand:H1',
        'virtual:production producer:E1',
      ],
      'county B': [
        'producer:E2 reserve:R1',
        'producer:E2 virtual:adjustment',
        'transit:E1 demand:H1',
        'virtual:production producer:E2',
      ],
    },
  },
  {
    table: 'places',
    column: 'place_id',
    seen: {
      'the city': [
        'demand:D1',
        'demand:H1',
        'producer:E1',
        'producer:E2',
        'reserve:R1',
        'transit:E1',
        'transit:E2',
        'transit:reserve:R1',
        ...Object.values(virtualPlaces),
      ].toSorted(),
      E1: ['producer:E1', 'transit:E1'],
      E2: ['producer:E2', 'transit:E2'],
      H1: ['demand:H1'],
      D1: ['demand:D1'],
      'county A': ['demand:D1', 'producer:E1', 'transit:E1'],
      'county B': ['demand:H1', 'producer:E2', 'reserve:R1', 'transit:E2', 'transit:reserve:R1'],
    },
  },
  {
    table: 'lots',
    column: 'enterprise_id',
    seen: { 'the city': ['E1', 'E2'], E1: ['E1'], E2: ['E2'], 'county A': ['E1'], 'county B': ['E2'] },
  },
  ...['stocktakes', 'stocktake_lines'].map((table) => ({
    table,
    column: 'enterprise_id',
    seen: { 'the city': ['E1', 'E2'], E1: ['E1'], E2: ['E2'], 'county A': ['E1'], 'county B': ['E2'] },
  })),
];

for (const { table, column, seen } of tables) {
  test(`${table}: each reader sees the own rows and no other's`, async () => {
    for (const [name, reader] of Object.entries(readers)) {
      const { rows } = await there.as(reader, (work) =>
        sql<{
          row: string;
        }>`select distinct (${sql.raw(column)})::text as row from ${sql.table(table)} order by 1`.execute(work.tx),
      );
      assert.deepEqual(rows.map((row) => row.row).toSorted(), seen[name] ?? [], `${name} reading ${table}`);
    }
  });
}

test("documents are the ledger's own: nobody reads them past it", async () => {
  await assert.rejects(
    there.as(officer, (work) => sql`select * from stock_documents`.execute(work.tx)),
    { code: '42501' },
  );
});

test('nobody writes a stocktake for a place of another', async () => {
  const head = (owner: object) => ({
    city_code: city,
    stocktake_id: 'forged',
    place_id: 'producer:E1',
    business_date: '2022-01-08',
    counted_at: new Date(),
    counted_by: 'x',
    counted_by_name: 'x',
    ...owner,
  });
  for (const reader of [clerk('E2'), storekeeper('H1'), countyOfficer('B'), readers['another city']!]) {
    await assert.rejects(
      there.as(reader, (work) =>
        work.tx
          .insertInto('stocktakes')
          .values(head({ county_code: 'A', enterprise_id: 'E1' }))
          .execute(),
      ),
      { code: '42501' },
    );
  }
});

test("functions of the ledger refuse who is not signed in, and hold to the actor's county", async () => {
  await assert.rejects(
    there.as(readers['the public']!, (work) => sql`select * from place_names(array['producer:E1'])`.execute(work.tx)),
    {
      code: '42501',
    },
  );
  await assert.rejects(
    there.as(countyOfficer('A'), (work) => putReserve(work, { id: 'R1', name: '夺', county: 'A' })),
    { code: '42501' },
    'a reserve of county B is not to be taken over by county A',
  );
  await assert.rejects(
    there.as(clerk('E1'), (work) => putReserve(work, { id: 'R2', name: '厂', county: 'A' })),
    { code: '42501' },
  );
});

test('a producer that moves to another county takes its stock along', async () => {
  await there.owner("update enterprises set county_code = 'B' where enterprise_id = 'E1'");
  await there.act((work) => work.tx.selectNoFrom(sql`sync_places()`.as('changed')).execute());
  const { rows } = await there.as(countyOfficer('B'), (work) =>
    sql<{ place_id: string }>`select distinct place_id from balances where enterprise_id = 'E1' order by 1`.execute(
      work.tx,
    ),
  );
  assert.deepEqual(
    rows.map((row) => row.place_id),
    ['producer:E1', 'transit:E1'],
  );
});
