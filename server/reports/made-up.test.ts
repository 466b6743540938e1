/** Made-up reports of the past and of the day: they chain to the published count, say what they are, and count once. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { addDays } from '#contracts/calendar.ts';
import { reportContracts, reportFigures } from '#contracts/reports.ts';
import { inWork } from '../platform/work.ts';
import { fileMadeUpReports, madeUpActor, madeUpDays, makeUpReports } from './made-up.ts';
import { day, filled, reportsProduct } from './testing.ts';

const { product, lead, clerk, group, formOf, file, board, ledgerStock, owner } = await reportsProduct();
const makeUp = () =>
  inWork(product.app.database, product.app.clock, madeUpActor(product.city), (work) => fileMadeUpReports(work));
const made = await makeUp();

const reportRows = z.array(
  z.object({ enterprise_id: z.string(), day: z.string(), figures: reportFigures, filed_by_name: z.string() }),
);
const stored = async () =>
  reportRows.parse(
    await owner('select enterprise_id, day::text, figures, filed_by_name from reports order by enterprise_id, day'),
  );
const reports = await stored();

test('two weeks of every producer, each marked as made up; run again nothing is added and nothing changes', async () => {
  assert.deepEqual(made, { past: 25 * (madeUpDays - 1), filed: 25, silent: 0 });
  assert.equal(reports.length, 25 * madeUpDays);
  assert.ok(reports.every((row) => row.filed_by_name.includes('虚构')));
  assert.deepEqual(await makeUp(), { past: 0, filed: 0, silent: 0 });
  assert.deepEqual(await stored(), reports);
  assert.equal(await inWork(product.app.database, product.app.clock, madeUpActor(product.city), makeUpReports), false);
});

test('the stock that the reports of 8 January say sums to the published figures, to the last unit', async () => {
  const published = JSON.parse(
    await readFile(join(import.meta.dirname, '../../example/published-figures.json'), 'utf8'),
  );
  const total = (item: string) =>
    reports
      .filter((row) => row.day === day)
      .flatMap((row) => row.figures.items)
      .reduce((sum, row) => (row.item === item ? sum.add(row.stock) : sum), new Decimal(0))
      .toFixed();
  const { disinfectant, alcohol, mask, pharmaceutical } = published;
  const expected: Record<string, number> = {
    mask: mask.stock,
    alcohol: alcohol.stock_t,
    'hand-sanitiser': disinfectant.stock_sanitiser_bottles,
    'disinfectant-liquid': disinfectant.stock_other_t,
  };
  for (const [item, figures] of Object.entries(pharmaceutical as Record<string, Record<string, number>>))
    if (figures.stock !== undefined || figures.stock_cartons !== undefined)
      expected[item] = (figures.stock ?? figures.stock_cartons)!;
  assert.equal(Object.keys(expected).length, 12, 'every item of the example is published');
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((item) => [item, total(item)])),
    Object.fromEntries(Object.entries(expected).map(([item, stock]) => [item, String(stock)])),
  );
});

test('day by day yesterday’s stock and inputs, made, sent, arrived and used lead to the next day’s, to the last digit', async () => {
  const bom = await owner('select item_code, input_code, per_unit::text from bills_of_materials');
  let compared = 0;
  for (const row of reports) {
    const before = reports.find((one) => one.enterprise_id === row.enterprise_id && one.day === addDays(row.day, -1));
    if (before === undefined) continue;
    for (const item of row.figures.items) {
      const yesterday: string = before.figures.items.find((one) => one.item === item.item)!.stock;
      assert.ok(!new Decimal(item.sent).isNegative() && !new Decimal(item.stock).isNegative());
      const led: string = new Decimal(yesterday).add(item.made).sub(item.sent).toFixed();
      assert.equal(led, item.stock, `${row.enterprise_id} ${row.day} ${item.item}`);
      compared += 1;
    }
    for (const input of row.figures.inputs) {
      const used = bom
        .filter((part) => part.input_code === input.input)
        .reduce((sum, part) => {
          const item = row.figures.items.find((one) => one.item === part.item_code);
          return sum.add(new Decimal(item?.made ?? 0).mul(String(part.per_unit)));
        }, new Decimal(0));
      const yesterday: string = before.figures.inputs.find((one) => one.input === input.input)!.left;
      const led: string = new Decimal(yesterday)
        .add(input.arrived ?? 0)
        .sub(used)
        .toFixed();
      assert.equal(led, input.left, `${row.enterprise_id} ${row.day} ${input.input}`);
    }
  }
  assert.ok(compared > 400);
});

test('nothing made is above the lines’ day, and only meters are asked about: trust has a past with ups and downs', async () => {
  const checks =
    await owner(`select c ->> 'kind' as kind, count(*)::int as count from reports, jsonb_array_elements(assessment -> 'checks') c
    where (c ->> 'questions')::boolean group by 1`);
  assert.deepEqual(
    checks.map((row) => row.kind),
    ['power'],
  );
  const { days, rows } = await lead.call(reportContracts.trend, { params: { enterprise: 'E14' } });
  assert.deepEqual([days.length, rows.length, rows.at(-1)!.day], [madeUpDays, madeUpDays, day]);
  assert.ok(new Set(reports.map((row) => JSON.stringify(row.figures.items[0]))).size > 200, 'no two days are alike');
});

test('days before the books begin are kept as history: accepted, owed by nobody, and nothing is posted', async () => {
  const past = await board(lead, '2022-01-07');
  assert.ok(past.rows.every((row) => row.history && row.state === 'accepted' && row.owes === 'nobody' && !row.late));
  const posted = await owner(`select count(*)::int as count from movements where document_kind = 'report'`);
  assert.equal(posted[0]!.count, 0);
  assert.equal(await ledgerStock('E14', 'mask'), '1200000');
  const { report, booksOpen } = await formOf('E14', lead, '2022-01-05');
  assert.deepEqual([booksOpen, report!.documents], [day, []]);
});

test('a past day is corrected with its trace and still posts nothing', async () => {
  const { report } = await formOf('E14', lead, '2022-01-07');
  const items = report!.figures.items.map((row) => ({ ...row, sent: new Decimal(row.sent).add(100).toFixed() }));
  const corrected = await group.call(reportContracts.correct, {
    params: { enterprise: 'E14', day: '2022-01-07' },
    body: { revision: report!.revision, reason: '漏了一车', figures: { ...report!.figures, items } },
  });
  assert.deepEqual([corrected.state, corrected.documents], ['corrected', []]);
  assert.equal(await ledgerStock('E14', 'mask'), '1200000');
});

test('the clerk begins the day with yesterday’s values, and the count of the day', async () => {
  await owner(`delete from report_events where enterprise_id = 'E14' and day = '${day}'`);
  await owner(`delete from reports where enterprise_id = 'E14' and day = '${day}'`);
  const form = await formOf('E14', clerk);
  assert.equal(form.yesterday!.day, '2022-01-07');
  const [then] = form.yesterday!.figures.items;
  const [begun] = form.prefill.items;
  assert.deepEqual([begun!.made, begun!.stock], [then!.made, '1200000']);
  assert.equal(form.prefill.staffPresent, form.yesterday!.figures.staffPresent);
  const filed = await file('E14', filled(form), clerk);
  assert.equal(filed.status, 200);
});

test('only an officer of the city may record the past, and only before the books begin', async () => {
  const old = await file('E14', filled(await formOf('E14', clerk)), clerk, '2021-12-01');
  assert.equal(old.body.code, 'report.day-too-old');
});
