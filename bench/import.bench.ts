/** A workbook of 5,000 rows: read, checked, compared with what is there, written and audited, against bare inserts of the same rows. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { importCity, loadExampleWhenEmpty, readCityDataset } from '#server/exchange/index.ts';
import { realClock } from '#server/platform/clock.ts';
import { openDatabase, systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { sheet, toXlsx } from '#server/platform/workbook.ts';
import { readCityFiles } from '#server/registry/dataset/index.ts';
import { testDatabase } from '#tests/support/database.ts';
import type { Measurement } from './main.ts';

const rows = 5000;
const wrong = 7;
const example = join(import.meta.dirname, '../example');

interface Vehicle {
  id: string;
  plate: string;
  home: string;
  capacity: string;
}

function vehicles(mistakes: number): Vehicle[] {
  return Array.from({ length: rows }, (_, index) => ({
    id: `B-${index}`,
    plate: `示例${String(index).padStart(5, '0')}`,
    home: index < mistakes ? 'E-none' : 'E01',
    capacity: '5',
  }));
}

async function workbook(given: Vehicle[]): Promise<Map<string, Uint8Array>> {
  const columns = [
    { title: 'id', value: (row: Vehicle) => row.id },
    { title: 'plate', value: (row: Vehicle) => row.plate },
    { title: 'home', value: (row: Vehicle) => row.home },
    { title: 'capacity_t', value: (row: Vehicle) => row.capacity },
  ];
  return new Map([['vehicles.xlsx', await toXlsx([sheet('vehicles', columns, given)])]]);
}

export async function run(): Promise<Measurement[]> {
  const cleanUps: Array<() => unknown> = [];
  const { ownerUrl, appUrl } = await testDatabase({ after: (drop) => void cleanUps.push(drop as () => unknown) });
  const database = openDatabase(appUrl, { size: 4 });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const city = await loadExampleWhenEmpty(database, realClock, example);
    if (!city) throw new Error('the example was not loaded');
    const imported = (files: Map<string, Uint8Array>) =>
      inWork(database, realClock, systemActor(city), async (work) => {
        const base = await readCityDataset(work);
        const read = await readCityFiles(files, { base, date: base.date });
        if (!read.ok) return { errors: read.errors.length };
        await importCity(work, read.dataset);
        return { errors: 0 };
      });
    const [good, bad] = [await workbook(vehicles(0)), await workbook(vehicles(wrong))];
    const refused = await timed(() => imported(bad));
    const bare = await timed(() => insertBare(owner));
    const done = await timed(() => imported(good));
    return figures(refused, done, bare.seconds);
  } finally {
    await database.close();
    await owner.end();
    for (const cleanUp of cleanUps) await cleanUp();
  }
}

async function timed<T>(act: () => Promise<T>): Promise<{ seconds: number; answer: T }> {
  const began = performance.now();
  const answer = await act();
  return { seconds: (performance.now() - began) / 1000, answer };
}

/** One insert of one row after another in one transaction, into a table of the same columns without keys. */
async function insertBare(owner: pg.Client): Promise<void> {
  await owner.query('create table bare (id text, plate text, home text, capacity numeric)');
  await owner.query('begin');
  for (const { id, plate, home, capacity } of vehicles(0)) {
    await owner.query('insert into bare values ($1, $2, $3, $4)', [id, plate, home, capacity]);
  }
  await owner.query('commit');
}

function figures(
  refused: { seconds: number; answer: { errors: number } },
  done: { seconds: number; answer: { errors: number } },
  bare: number,
): Measurement[] {
  const count = rows.toLocaleString('en');
  return [
    {
      name: `workbook of ${count} rows imported`,
      value: `${done.seconds.toFixed(2)} s`,
      ratio: done.seconds / bare,
      compared: `${count} bare inserts, one by one: ${bare.toFixed(2)} s`,
      aim: 'all rows taken',
      met: done.answer.errors === 0,
    },
    {
      name: `the same with ${wrong} wrong rows, refused whole`,
      value: `${refused.seconds.toFixed(2)} s`,
      ratio: refused.seconds / bare,
      compared: `${refused.answer.errors} errors named`,
      aim: `${wrong} errors`,
      met: refused.answer.errors === wrong,
    },
  ];
}
