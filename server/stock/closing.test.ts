import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Decimal } from 'decimal.js';
import { addDays, daysFrom } from '#contracts/calendar.ts';
import { fc } from '#tests/support/chance.ts';
import { DomainError } from '../platform/errors.ts';
import { balancesOn } from './balance.repository.ts';
import { lotFor, placeOfDemandPoint, placeOfProducer, postMovements, virtualPlaces } from './ledger.service.ts';
import { city, nextDocument, stocked, testCity, today } from './testing.ts';

const there = await testCity();
after(() => there.database.close());

const e1 = placeOfProducer('E1');
const h1 = placeOfDemandPoint('H1');

const move = (lot: number, quantity: number | string, day: string, from: string = e1, to: string = h1) =>
  there.act((work) =>
    postMovements(work, { document: nextDocument(), movements: [{ line: 1, from, to, lot, quantity, day }] }),
  );

async function closings(lot: number, days: string[], place = e1): Promise<string[]> {
  const rows = await there.act((work) =>
    Promise.all(days.map((day) => balancesOn(work.tx, city, day, { lot, places: [place] }))),
  );
  return rows.map(([row]) => row?.quantity.toFixed() ?? '0');
}

test('stock as of a day is what the day closed with, also between the days on which it changed', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, day: '2022-01-02', lotNumber: 'as-of' }));
  await move(lot, 30, '2022-01-05');
  assert.deepEqual(await closings(lot, daysFrom('2022-01-01', 6)), ['0', '100', '100', '100', '70', '70']);
});

test('a back-dated posting is in the closing of its day and of every later one', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, day: '2022-01-02', lotNumber: 'back' }));
  await move(lot, 30, '2022-01-06');
  await move(lot, 50, '2022-01-04');
  assert.deepEqual(await closings(lot, daysFrom('2022-01-03', 5)), ['100', '50', '50', '20', '20']);
  assert.deepEqual(await closings(lot, daysFrom('2022-01-03', 5), h1), ['0', '50', '50', '80', '80']);
});

test('a back-dated posting that today could bear but a later day could not is refused, naming the day', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, day: '2022-01-02', lotNumber: 'later' }));
  await move(lot, 90, '2022-01-05');
  await move(lot, 200, '2022-01-07', virtualPlaces.production, e1);
  await assert.rejects(move(lot, 20, '2022-01-03'), (error: unknown) => {
    assert.ok(error instanceof DomainError);
    assert.equal(error.code, 'stock.insufficient-on-day');
    assert.deepEqual([error.params.day, error.params.has, error.params.needs], ['2022-01-05', '10', '20']);
    return true;
  });
  await assert.rejects(move(lot, 1, '2022-01-01'), /stock.insufficient-on-day/);
  await move(lot, 10, '2022-01-03');
  assert.deepEqual(await closings(lot, ['2022-01-03', '2022-01-05', '2022-01-07']), ['90', '0', '200']);
});

test('months have partitions of their own, made when a day first needs them, and history reads across them', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, day: '2019-12-31', lotNumber: 'months' }));
  await move(lot, 10, '2020-01-01');
  await move(lot, 10, '2020-02-29');
  assert.deepEqual(await closings(lot, ['2019-12-30', '2019-12-31', '2020-01-01', '2020-02-29', today]), [
    '0',
    '100',
    '90',
    '80',
    '80',
  ]);
  const rows =
    await there.owner(`select tableoid::regclass::text as partition, business_date::text as day from movements
    where lot_id = ${lot} order by business_date`);
  assert.deepEqual(rows, [
    { partition: 'movements_2019_12', day: '2019-12-31' },
    { partition: 'movements_2020_01', day: '2020-01-01' },
    { partition: 'movements_2020_02', day: '2020-02-29' },
  ]);
  const [ahead] = await there.owner("select to_regclass('movements_2022_02')::text as name");
  assert.deepEqual(ahead, { name: 'movements_2022_02' });
});

test('two writers that need the same new month at once both post', async () => {
  const lots = await there.act(async (work) => [
    await stocked(work, { quantity: 5, lotNumber: 'm1' }),
    await stocked(work, { quantity: 5, lotNumber: 'm2' }),
  ]);
  await Promise.all(lots.map((lot) => move(lot, 5, '2016-05-05', virtualPlaces.production, e1)));
  for (const lot of lots) assert.deepEqual(await closings(lot, ['2016-05-05', today]), ['5', '10']);
});

interface Step {
  day: number;
  from: number;
  to: number;
  lot: number;
  quantity: number;
}

const places = [virtualPlaces.production, e1, placeOfProducer('E2'), h1, virtualPlaces.consumption];
const steps: fc.Arbitrary<Step[][]> = fc.array(
  fc.array(
    fc.record({
      day: fc.integer({ min: 0, max: 6 }),
      from: fc.integer({ min: 0, max: 3 }),
      to: fc.integer({ min: 1, max: 4 }),
      lot: fc.integer({ min: 0, max: 1 }),
      quantity: fc.integer({ min: 1, max: 9_000_000 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  { minLength: 1, maxLength: 12 },
);

test('whatever is posted and in whatever order, stock as of any day is the plain sum of the movements, and never below zero', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (documents) => {
      round += 1;
      const first = '2021-12-29';
      const lots = await there.act(async (work) => [
        await lotFor(work, { item: 'mask', enterprise: 'E1', lotNumber: `p${round}-a` }),
        await lotFor(work, { item: 'mask', enterprise: 'E2', lotNumber: `p${round}-b` }),
      ]);
      const kept: Step[] = [];
      for (const document of documents) {
        const movements = document.filter((step) => step.from !== step.to && !(step.from === 0 && step.to === 4));
        const inputs = movements.map((step, line) => ({
          line,
          from: places[step.from]!,
          to: places[step.to]!,
          lot: lots[step.lot]!,
          quantity: new Decimal(step.quantity).div(1_000_000),
          day: addDays(first, step.day),
        }));
        const lawful = staysAboveZero([...kept, ...movements]);
        const post = there.act((work) => postMovements(work, { document: nextDocument(), movements: inputs }));
        if (lawful) {
          await post;
          kept.push(...movements);
        } else {
          await assert.rejects(post, /stock\.insufficient/);
        }
      }
      for (const day of [0, 2, 3, 6]) await agree(lots, kept, day, addDays(first, day));
    }),
    { numRuns: 40 },
  );
});

/** The sum a child would make: what came until the day, less what went. */
function sumUntil(kept: Step[], place: number, lot: number, day: number): number {
  return kept
    .filter((step) => step.lot === lot && step.day <= day)
    .reduce(
      (sum, step) => sum + (step.to === place ? step.quantity : 0) - (step.from === place ? step.quantity : 0),
      0,
    );
}

function staysAboveZero(kept: Step[]): boolean {
  return [1, 2, 3].every((place) =>
    [0, 1].every((lot) => daysFrom('2022-01-01', 7).every((_, day) => sumUntil(kept, place, lot, day) >= 0)),
  );
}

async function agree(lots: number[], kept: Step[], day: number, date: string): Promise<void> {
  const rows = await there.act((work) => balancesOn(work.tx, city, date));
  for (const [lotIndex, lot] of lots.entries()) {
    for (const place of [1, 2, 3]) {
      const row = rows.find((entry) => entry.lot === lot && entry.place === places[place]);
      const sum = new Decimal(sumUntil(kept, place, lotIndex, day)).div(1_000_000);
      assert.equal(row?.quantity.toFixed() ?? '0', sum.toFixed(), `${places[place]} lot ${lotIndex} on ${date}`);
    }
  }
}
