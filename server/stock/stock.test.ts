import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { type Balance, type Movement, stockContracts } from '#contracts/stock.ts';
import { type Figure, position, positionEntries } from '#contracts/stock-position.ts';
import { testApp } from '#tests/support/app.ts';

const { as } = await testApp();
const officer = await as('group_officer');
const published = JSON.parse(readFileSync(join(import.meta.dirname, '../../example/published-figures.json'), 'utf8'));

const amount = (figures: Figure[], unit: string): number =>
  Number(figures.find((entry) => entry.unit === unit)?.value ?? 0);

test('the totals of the example through the API are the published ones', async () => {
  const answer = await officer.call(position);
  const category = (code: string) => answer.categories.find((entry) => entry.category === code)!;
  const item = (code: string) => answer.items.find((entry) => entry.item === code)!;
  assert.equal(answer.day, published.date);
  assert.equal(Number(answer.producers.value), published.producers);
  const { disinfectant, alcohol, mask, pharmaceutical } = published;
  assert.equal(Number(category('disinfectant').producers.value), disinfectant.producers);
  assert.equal(amount(category('disinfectant').capacity, '吨'), disinfectant.capacity_per_day_t);
  assert.equal(amount(item('hand-sanitiser').stock, '瓶'), disinfectant.stock_sanitiser_bottles);
  assert.equal(amount(item('disinfectant-liquid').stock, '吨'), disinfectant.stock_other_t);
  assert.equal(Number(category('alcohol').producers.value), alcohol.producers);
  assert.equal(amount(category('alcohol').capacity, '吨'), alcohol.capacity_per_day_t);
  assert.equal(amount(category('alcohol').stock, '吨'), alcohol.stock_t);
  assert.equal(amount(category('mask').capacity, '只'), mask.capacity_per_day);
  assert.equal(amount(category('mask').stock, '只'), mask.stock);
  assert.equal(Number(category('mask').licensed.producers.value), mask.licensed_producers);
  assert.equal(amount(category('mask').licensed.capacity, '只'), mask.licensed_capacity_per_day);
  assert.equal(Number(category('pharmaceutical').producers.value), pharmaceutical.producers);
  for (const [code, figures] of Object.entries<Record<string, number>>(pharmaceutical).filter(
    ([, value]) => typeof value === 'object',
  )) {
    if (code.includes('+')) continue;
    const { unit, stock, capacity } = item(code);
    if ('stock' in figures) assert.equal(amount(stock, unit), figures.stock, code);
    if ('stock_cartons' in figures) assert.equal(amount(stock, unit), figures.stock_cartons, code);
    if ('capacity_per_day' in figures) assert.equal(amount(capacity, unit), figures.capacity_per_day, code);
    if ('capacity_per_day_cartons' in figures)
      assert.equal(amount(capacity, unit), figures.capacity_per_day_cartons, code);
  }
  const shared = item('azithromycin-inj').capacity[0]!;
  assert.equal(Number(shared.value), pharmaceutical['azithromycin-inj + vidarabine-inj (one line)'].capacity_per_day);
});

test('every figure of the position opens into entries that add up to it', async () => {
  const answer = await officer.call(position);
  const figures = figuresIn(answer);
  assert.ok(figures.length > 400, `${figures.length} figures`);
  const sample = figures.filter((_, index) => index % 23 === 0);
  for (const figure of sample) {
    const { rows: entries, figure: again } = await officer.call(positionEntries, {
      query: { ref: figure.ref, limit: 1000 },
    });
    assert.deepEqual(again, figure);
    assert.equal(entries.length, figure.count, figure.ref);
    if (figure.kind === 'line' && figure.unit === '') continue;
    const sum = Decimal.sum(0, ...entries.map((entry) => entry.quantity));
    if (!figure.ref.startsWith('items/') || !figure.ref.includes('capacity'))
      assert.equal(sum.toFixed(), figure.value, figure.ref);
  }
  const unknown = await officer.send(positionEntries, { query: { ref: 'items/none/stock' } });
  assert.equal(unknown.body.code, 'stock.unknown-figure');
});

test('the entries of a figure come page by page, sought and sorted, and none twice', async () => {
  const { ref, count } = (await officer.call(position)).producers;
  const seen: string[] = [];
  for (let cursor: { cursor?: string } = {}; ; ) {
    const page = await officer.call(positionEntries, {
      query: { ref, limit: 7, sort: 'owner', order: 'desc', ...cursor },
    });
    assert.equal(page.total, count);
    seen.push(...page.rows.map((row) => row.ownerName));
    if (page.next === null) break;
    cursor = { cursor: page.next };
  }
  assert.equal(new Set(seen).size, count);
  assert.deepEqual(seen, seen.toSorted(new Intl.Collator('zh-CN', { numeric: true }).compare).reverse());
  const sought = await officer.call(positionEntries, { query: { ref, search: 'e07' } });
  assert.deepEqual([sought.total, sought.rows.map((row) => row.id)], [1, ['E07']]);
});

test('a position without its producers says the same of everything else', async () => {
  const { enterprises, ...whole } = await officer.call(position);
  const short = await officer.call(position, { query: { producers: 'false' } });
  assert.equal(enterprises.length, 25);
  assert.deepEqual(short, { ...whole, enterprises: [] });
});

function figuresIn(value: unknown): Figure[] {
  if (Array.isArray(value)) return value.flatMap(figuresIn);
  if (typeof value !== 'object' || value === null) return [];
  return 'ref' in value ? [value as Figure] : Object.values(value).flatMap(figuresIn);
}

test('the position of one item has its curve, and of a day before the count it has no stock', async () => {
  const one = await officer.call(position, { query: { item: 'mask', curves: true, horizonDays: 14 } });
  assert.deepEqual(
    one.items.map((item) => item.item),
    ['mask'],
  );
  assert.equal(one.items[0]!.curve.length, 14);
  const before = await officer.call(position, { query: { day: '2022-01-07' } });
  assert.ok(before.items.every((item) => item.stock.every((figure) => figure.value === '0')));
});

test('a clerk sees the position, balances and movements of the own plant alone', async () => {
  const clerk = await as('enterprise_clerk');
  const own = (await clerk.call(position)).enterprises.map((entry) => entry.enterprise);
  assert.equal(own.length, 1);
  const balances = await clerk.call(stockContracts.balances);
  assert.deepEqual(new Set(balances.rows.map((row) => row.place.place)), new Set([`producer:${own[0]}`]));
  const movements = await clerk.call(stockContracts.movements);
  assert.ok(movements.rows.length > 0);
  assert.deepEqual(new Set(movements.rows.map((row) => row.to.place)), new Set([`producer:${own[0]}`]));
});

test('balances are paged in every order without leaving one out or showing one twice', async () => {
  for (const sort of ['item', 'place', 'quantity', 'expires']) {
    for (const order of ['asc', 'desc']) {
      const rows: Balance[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string | number> = {
          sort,
          order,
          limit: 4,
          ...(cursor === null ? {} : { cursor }),
        };
        const page: { rows: Balance[]; next: string | null; total: number } = await officer.call(
          stockContracts.balances,
          { query },
        );
        assert.equal(page.total, 35);
        rows.push(...page.rows);
        cursor = page.next;
      } while (cursor !== null);
      assert.equal(new Set(rows.map((row) => `${row.place.place} ${row.lot}`)).size, 35, `${sort} ${order}`);
      if (sort === 'quantity') {
        const values = rows.map((row) => Number(row.quantity));
        assert.deepEqual(
          values,
          values.toSorted((a, b) => (order === 'asc' ? a - b : b - a)),
        );
      }
    }
  }
  const bad = await officer.send(stockContracts.balances, { query: { cursor: 'AAAA' } });
  assert.equal(bad.body.code, 'stock.bad-cursor');
});

test('balances are found by item, category, county, expiry and words', async () => {
  const find = async (query: Record<string, string>) => (await officer.call(stockContracts.balances, { query })).rows;
  assert.equal((await find({ item: 'mask' })).length, 8);
  assert.equal((await find({ category: 'pharmaceutical' })).length, 8);
  assert.equal((await find({ expiresBy: '2022-12-31' })).length, 10);
  assert.equal((await find({ search: '酒精' })).length, 3);
  assert.equal((await find({ search: 'RIBAVIRIN' })).length, 1);
  assert.equal((await find({ kind: 'demand_point' })).length, 0);
  const county = await find({ county: '410802' });
  assert.ok(county.length > 0 && county.every((row) => row.place.county === '410802'));
});

test('a count posts its difference, wants a reason, notices a change under it, and shows in the history', async () => {
  const rows = (await officer.call(stockContracts.balances, { query: { place: 'producer:E25' } })).rows;
  const [first, second] = rows as [Balance, Balance];
  const count = (lines: object[]) => officer.send(stockContracts.takeStock, { body: { place: 'producer:E25', lines } });
  const less = new Decimal(first.quantity).sub(2).toFixed();
  const without = await count([{ lot: first.lot, counted: less, seen: first.quantity }]);
  assert.equal(without.body.code, 'stock.reason-needed');
  const changed = await count([{ lot: first.lot, counted: less, seen: '1', reason: '破损' }]);
  assert.equal(changed.body.code, 'stock.changed-while-counting');
  const twice = await count([first, first].map((row) => ({ lot: row.lot, counted: row.quantity })));
  assert.equal(twice.body.code, 'stock.counted-twice');
  const done = await officer.call(stockContracts.takeStock, {
    body: {
      place: 'producer:E25',
      lines: [
        { lot: first.lot, counted: less, seen: first.quantity, reason: '破损' },
        { lot: second.lot, counted: second.quantity, seen: second.quantity },
        { found: { item: 'mask', lotNumber: '角落', expires: '2022-06-30' }, counted: '30', reason: '账外' },
      ],
    },
  });
  assert.equal(done.differences, 2);
  const after = (await officer.call(stockContracts.balances, { query: { place: 'producer:E25' } })).rows;
  assert.equal(after.find((row) => row.lot === first.lot)?.quantity, less);
  assert.equal(after.find((row) => row.lotNumber === '角落')?.quantity, '30');
  const { head, lines } = await officer.call(stockContracts.stocktake, { params: { id: done.id } });
  assert.deepEqual([head.lines, head.differences], [3, 2]);
  assert.deepEqual(
    lines.map((line) => line.difference),
    ['-2', '0', '30'],
  );
  const list = await officer.call(stockContracts.stocktakes, { query: { place: 'producer:E25' } });
  assert.equal(list.rows[0]?.id, done.id);
});

async function lastMovement(query: Record<string, string>): Promise<Movement> {
  const { rows } = await officer.call(stockContracts.movements, { query });
  assert.ok(rows[0]);
  return rows[0];
}

test('a correction takes the entry back with one that names it and posts the right one; the old stays as it was', async () => {
  const wrong = await lastMovement({ place: 'producer:E11', kind: 'opening' });
  const correct = (instead: object | null, reason = '多记了') =>
    officer.send(stockContracts.correct, { params: { id: String(wrong.id) }, body: { reason, instead } });
  assert.equal((await correct({}, '')).body.code, 'request.invalid');
  assert.equal((await correct({})).body.code, 'stock.correction-changes-nothing');
  const done = await correct({ quantity: '5000.5' });
  assert.equal(done.status, 200);
  const { movement, correction } = await officer.call(stockContracts.movement, { params: { id: String(wrong.id) } });
  assert.deepEqual({ ...movement, reversedBy: null }, wrong);
  assert.equal(movement.reversedBy, done.body.reversal);
  const [reversal, replacement] = correction as [Movement, Movement];
  assert.deepEqual(
    [reversal.reverses, reversal.from, reversal.to, reversal.quantity],
    [wrong.id, wrong.to, wrong.from, wrong.quantity],
  );
  assert.deepEqual([replacement.replaces, replacement.quantity, replacement.day], [wrong.id, '5000.5', wrong.day]);
  const [balance] = (await officer.call(stockContracts.balances, { query: { place: 'producer:E11' } })).rows;
  assert.equal(balance?.quantity, '5000.5');
  assert.equal((await correct({ quantity: '5000.5' })).body.reversal, done.body.reversal, 'the same again counts once');
  assert.equal((await correct({ quantity: '1' })).body.code, 'stock.corrected-already');
  const onReversal = await officer.send(stockContracts.correct, {
    params: { id: String(reversal.id) },
    body: { reason: '再改', instead: null },
  });
  assert.equal(onReversal.body.code, 'stock.reversal-not-correctable');
});

test('what was passed on cannot be taken back, and a clerk may not correct at all', async () => {
  const clerk = await as('enterprise_clerk');
  const { rows } = await clerk.call(stockContracts.movements);
  const send = { params: { id: String(rows[0]!.id) }, body: { reason: '更正', instead: null } };
  assert.equal((await clerk.send(stockContracts.correct, send)).status, 403);
});

test('movements are paged newest first, and a lot tells where it is and how it came there', async () => {
  const all = (await officer.call(stockContracts.movements, { query: { limit: 1000 } })).rows;
  const paged: Movement[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: Movement[]; next: string | null } = await officer.call(stockContracts.movements, {
      query: { limit: 7, ...(cursor === null ? {} : { cursor }) },
    });
    paged.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  assert.deepEqual(paged, all);
  assert.deepEqual(
    all.map((row) => row.id),
    all.map((row) => row.id).toSorted((a, b) => b - a),
  );
  const lot = await officer.call(stockContracts.lot, { params: { lot: String(all.at(-1)!.lot) } });
  assert.equal(lot.balances.length, 1);
  assert.ok(lot.movements.length >= 1);
});

test('stock and movements go out as xlsx and csv', async () => {
  for (const contract of [stockContracts.balancesFile, stockContracts.movementsFile]) {
    const workbook = await officer.file(contract);
    assert.deepEqual([...workbook.slice(0, 2)], [0x50, 0x4b]);
    const csv = new TextDecoder().decode(await officer.file(contract, { query: { format: 'csv', lang: 'en' } }));
    assert.match(csv.split('\r\n')[0]!, /Item/);
    assert.ok(csv.split('\r\n').length > 35);
  }
});
