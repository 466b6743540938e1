/**
 * The ledger under load: 100,000 movements through the posting API against a plain COPY of the same rows, and the stock query of the
 * position after a year of 1,000,000 movements against the same after the last 100,000 of them, for the same lots in stock.
 */
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { addDays } from '#contracts/calendar.ts';
import { realClock } from '#server/platform/clock.ts';
import { type Database, openDatabase, systemActor } from '#server/platform/database/index.ts';
import { inWork, type Work } from '#server/platform/work.ts';
import {
  lotsFor,
  type MovementInput,
  placeOfDemandPoint,
  placeOfProducer,
  postMovements,
  readBalances,
  syncPlaces,
  virtualPlaces,
} from '#server/stock/index.ts';
import { testDatabase } from '#tests/support/database.ts';
import type { Measurement } from './main.ts';

const city = '410800';
const today = '2022-01-08';
const producers = 100;
const lotsEach = 10;
const perDocument = 5000;
const loaded = 100_000;
const year = 1_000_000;
/** Behind it lie a few days of its month in either history. */
const pastDay = '2021-12-20';

const registry = `
  insert into cities (city_code, name, name_en, held_day) values ('${city}', '示例市', 'Example City', '${today}');
  insert into counties (city_code, county_code, name, name_en, population, lat, lon) values ('${city}', 'A', '甲区', 'Jia', 1, 35, 113);
  insert into items (city_code, item_code, name, name_en, category, unit, unit_weight_kg) values
    ('${city}', 'mask', '口罩', 'Face mask', 'mask', '只', 0.004);
  insert into enterprises (city_code, enterprise_id, name, county_code, lat, lon, staff)
    select '${city}', 'E' || n, '示例' || n || '厂', 'A', 35, 113, 1 from generate_series(1, ${producers}) n;
  insert into demand_points (city_code, demand_point_id, name, county_code, kind, served, lat, lon)
    select '${city}', 'D' || n, '示例' || n || '社区', 'A', 'community', 1, 35, 113 from generate_series(1, ${producers}) n;`;

interface Prepared {
  owner: pg.Client;
  database: Database;
  lots: number[];
}

export async function run(): Promise<Measurement[]> {
  const short = await inCity(async (prepared) => {
    await fill(prepared, year - loaded, loaded);
    return timeQueries(prepared);
  });
  const long = await inCity(async (prepared) => {
    await fill(prepared, 0, year - loaded);
    const posted = await fill(prepared, year - loaded, loaded);
    const copied = await timeCopy(prepared.owner);
    return { posted, copied, ...(await timeQueries(prepared)) };
  });
  return [
    ...loading(long.posted, long.copied),
    ...querying(short.now, long.now, 'stock now'),
    ...querying(short.past, long.past, 'stock as of a past day'),
  ];
}

/** A made-up city in a database of its own. */
async function inCity<T>(measure: (prepared: Prepared) => Promise<T>): Promise<T> {
  const cleanUps: Array<() => unknown> = [];
  const { ownerUrl, appUrl } = await testDatabase({ after: (drop) => void cleanUps.push(drop as () => unknown) });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const database = openDatabase(appUrl, { size: 4 });
  try {
    await owner.query(registry);
    const lots = await act(database, async (work) => {
      await syncPlaces(work);
      return makeLots(work);
    });
    return await measure({ owner, database, lots });
  } finally {
    await database.close();
    await owner.end();
    for (const cleanUp of cleanUps) await cleanUp();
  }
}

const act = <T>(database: Database, step: (work: Work) => Promise<T>): Promise<T> =>
  inWork(database, realClock, systemActor(city), step);

function makeLots(work: Work): Promise<number[]> {
  const all = Array.from({ length: producers * lotsEach }, (_, index) => ({
    item: 'mask',
    enterprise: `E${(index % producers) + 1}`,
    lotNumber: `L${Math.floor(index / producers)}`,
  }));
  return lotsFor(work, all);
}

/** Movement number `n` of a year in which each lot is made, sent out and used over and over, day after day, until yesterday. */
function movement(lots: readonly number[], n: number, line: number): MovementInput {
  const lot = Math.floor(n / 4) % lots.length;
  const producer = placeOfProducer(`E${(lot % producers) + 1}`);
  const point = placeOfDemandPoint(`D${(lot % producers) + 1}`);
  const day = addDays(today, -Math.floor(365 * (1 - n / year)) - 1);
  const base = { line, lot: lots[lot]!, day };
  switch (n % 4) {
    case 0:
      return { ...base, from: virtualPlaces.production, to: producer, quantity: 100 };
    case 1:
      return { ...base, from: producer, to: point, quantity: 90 };
    case 2:
      return { ...base, from: point, to: virtualPlaces.consumption, quantity: 80 };
    default:
      return { ...base, from: point, to: producer, quantity: '5.5' };
  }
}

/** Posts movements `first` and the `count - 1` after it of the year; seconds. */
async function fill({ database, lots }: Prepared, first: number, count: number): Promise<number> {
  const began = performance.now();
  for (let from = first; from < first + count; from += perDocument) {
    const movements = Array.from({ length: Math.min(perDocument, first + count - from) }, (_, index) =>
      movement(lots, from + index, index),
    );
    await act(database, (work) => postMovements(work, { document: { kind: 'bench', id: String(from) }, movements }));
  }
  return (performance.now() - began) / 1000;
}

/** The last rows posted, sent with `copy … from stdin` into a table without keys, checks or balances: the floor for any bookkeeping. */
async function timeCopy(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<unknown[]>({
    text: `select * from movements order by business_date desc, movement_id desc limit ${loaded}`,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  const lines = rows.map((row) => `${row.map((value) => (value === null ? '\\N' : String(value))).join('\t')}\n`);
  await owner.query('create table bare (like movements)');
  const began = performance.now();
  await copyIn(owner, 'copy bare from stdin', lines);
  return (performance.now() - began) / 1000;
}

/** What `pg` knows of the COPY protocol without a package more. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

function copyIn(client: pg.Client, text: string, lines: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const copy = {
      submit: (connection: pg.Connection) => (connection as pg.Connection & CopyConnection).query(text),
      handleCopyInResponse: (connection: CopyConnection) => {
        for (let from = 0; from < lines.length; from += 1000) {
          connection.sendCopyFromChunk(Buffer.from(lines.slice(from, from + 1000).join('')));
        }
        connection.endCopyFrom();
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => done(),
      handleError: failed,
    };
    client.query(copy);
  });
}

/** Milliseconds, the middle of eleven, after a vacuum that stands for the database's own in the night. */
async function timeQueries({ database, owner }: Prepared): Promise<{ now: number; past: number }> {
  await owner.query('vacuum analyze balances, closing_balances, movements');
  const time = async (day: string): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < 11; round += 1) {
      await act(database, async (work) => {
        const began = performance.now();
        await readBalances(work, day, { items: ['mask'] });
        times.push(performance.now() - began);
      });
    }
    return times.toSorted((one, other) => one - other)[5]!;
  };
  return { now: await time(today), past: await time(pastDay) };
}

function loading(posted: number, copied: number): Measurement[] {
  const ratio = posted / copied;
  return [
    {
      name: `${loaded.toLocaleString('en')} movements posted`,
      value: `${posted.toFixed(1)} s`,
      ratio,
      compared: `plain COPY of the same rows into a table without keys: ${copied.toFixed(2)} s`,
      aim: '≤ 20 × COPY',
      met: ratio <= 20,
    },
  ];
}

function querying(few: number, many: number, what: string): Measurement[] {
  const ratio = many / few;
  return [
    {
      name: `${what}, 1 M movements`,
      value: `${many.toFixed(1)} ms`,
      ratio,
      compared: `the same query after the last ${loaded.toLocaleString('en')} of them: ${few.toFixed(1)} ms`,
      aim: '≤ 1.5',
      met: ratio <= 1.5,
    },
  ];
}
