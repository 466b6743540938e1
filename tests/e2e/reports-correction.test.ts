/** From 25 reports to the ledger and the bulletin, and what a late correction does to both: all to the last unit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import { bulletinContracts, publicBulletinContracts } from '#contracts/bulletin.ts';
import { type ReportFigures, reportContracts } from '#contracts/reports.ts';
import { madeUpActor, makeUpReports } from '#server/reports/index.ts';
import { day, filled, reportsProduct } from '#server/reports/testing.ts';

const { product, lead, county, group, formOf, file, board, ledgerStock, owner } = await reportsProduct();
const params = { day };
const { inWork } = await import('#server/platform/work.ts');
await inWork(product.app.database, product.app.clock, madeUpActor(product.city), makeUpReports);

/** What every accepted report says and what the ledger has of the same producer, item and day. */
async function compared() {
  const rows = (await board()).rows;
  const pairs: Array<{ what: string; reported: string; ledger: string }> = [];
  for (const { enterprise } of rows) {
    const { report } = await formOf(enterprise);
    for (const item of report!.figures.items)
      pairs.push({
        what: `${enterprise} ${item.item}`,
        reported: new Decimal(item.stock).toFixed(),
        ledger: await ledgerStock(enterprise, item.item),
      });
  }
  return pairs;
}

const published = async () => (await group.call(bulletinContracts.read, { params })).figures;
const figure = async (name: string) => (await published()).find((one) => one.figure === name)?.value;

test('25 reports are accepted and the day confirmed: ledger and reported stock are equal for every producer and item', async () => {
  for (const row of (await board()).rows.filter((one) => one.state === 'none')) {
    const form = await formOf(row.enterprise);
    // one counted a little less than the books, so that there is something to reconcile
    const change: Partial<ReportFigures> =
      row.enterprise === 'E16'
        ? { items: filled(form).items.map((one) => ({ ...one, made: '300000', sent: '290000', stock: '919999' })) }
        : {};
    assert.equal((await file(row.enterprise, filled(form, change))).status, 200);
  }
  const reports = (await board()).rows.map((row) => ({ enterprise: row.enterprise, revision: row.revision! }));
  assert.equal(reports.length, 25);
  const done = await group.call(reportContracts.accept, { body: { day, reports } });
  assert.deepEqual(done, { accepted: 25, left: 0 });
  assert.equal((await group.call(reportContracts.confirmDay, { params })).confirmed, 25);
  const pairs = await compared();
  assert.equal(pairs.length, 39);
  for (const { what, reported, ledger } of pairs) assert.equal(ledger, reported, what);
});

test('what the report and the ledger differed by is a movement of its own with its name, and nothing else went to adjustment', async () => {
  const rows = await owner(`select from_place, to_place, reason, item_code,
      sum(quantity)::text as quantity from movements where document_kind = 'report' and 'adjustment' in (from_kind, to_kind)
      group by 1, 2, 3, 4`);
  assert.ok(rows.length > 0);
  assert.ok(rows.every((row) => String(row.reason).startsWith('日报对平')));
  const net = async (kind: string) =>
    Number(
      (
        await owner(
          `select coalesce(sum(case when to_kind = $1 then quantity else -quantity end), 0)::text as n from movements
           where document_kind = 'report' and item_code = 'mask' and 'producer:E16' in (from_place, to_place) and $1 in (from_kind, to_kind)`,
          [kind],
        )
      )[0]!.n,
    );
  // 920,000 counted, that count holding the day's 300,000 made and 290,000 sent; the report says 919,999
  assert.deepEqual(
    [await net('production'), await net('consumption'), await net('adjustment')],
    [-300000, 290000, 10001],
  );
  assert.equal(await ledgerStock('E16', 'mask'), '919999');
});

test('a correction after the bulletin opens the day again, shows in the bulletin at once, and is published beside the original', async () => {
  assert.equal(await figure('/mask/stock'), '5879999', 'the one piece that was counted less');
  const { draft } = await group.call(bulletinContracts.read, { params });
  await lead.call(bulletinContracts.issue, {
    params,
    body: { contentHash: draft!.contentHash, number: draft!.suggestedNumber },
  });
  const { report } = await formOf('E14', county);
  const items = report!.figures.items.map((row) => ({ ...row, stock: '1190000' }));
  await county.call(reportContracts.correct, {
    params: { enterprise: 'E14', day },
    body: { revision: report!.revision, reason: '盘点更正', figures: { ...report!.figures, items } },
  });
  const { dayState } = await board();
  assert.deepEqual([dayState.state, dayState.enterprise, dayState.reason], ['reopened', 'E14', '盘点更正']);
  assert.equal(await ledgerStock('E14', 'mask'), '1190000');

  const { issue } = await group.call(bulletinContracts.read, { params });
  const masks = issue!.differences.find((one) => one.ref === '/mask/stock');
  assert.deepEqual([masks?.kind, masks?.before?.[0], masks?.after?.[0]], ['changed', '587.9999 万只', '586.9999 万只']);
  await group.call(bulletinContracts.correct, {
    params,
    body: { differencesHash: issue!.differencesHash, noteZh: '企业盘点更正', noteEn: 'a producer counted again' },
  });
  const open = await product.public.call(publicBulletinContracts.read, { params });
  const item = open.corrections[0]?.items.find((one) => one.ref === '/mask/stock');
  assert.deepEqual([item?.before?.[0], item?.after?.[0]], ['587.9999 万只', '586.9999 万只']);
  assert.equal((await group.call(reportContracts.confirmDay, { params })).confirmed, 1, 'the city confirms anew');
});
