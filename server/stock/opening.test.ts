import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Decimal } from 'decimal.js';
import type { CityDataset, StockRow } from '../registry/dataset/index.ts';
import { loadOpeningStock, postMovements, readStock, virtualPlaces } from './index.ts';
import { placeOfProducer } from './ledger.service.ts';
import { exampleCity, nextDocument } from './testing.ts';

const { there, dataset } = await exampleCity();
after(() => there.database.close());

const sorted = (rows: StockRow[]): string[] =>
  rows
    .map((row) => [row.enterprise, row.item, row.quantity.toFixed(), row.grade, row.lot, row.expires].join(' '))
    .sort();
const stockOn = (day: string) => there.act((work) => readStock(work, day));
const withStock = (stock: StockRow[], date = dataset.date): CityDataset => ({ ...dataset, date, stock });
const movementCount = async () => Number((await there.owner('select count(*) as n from movements'))[0]!.n);

test('what is loaded comes back the same on its day, and is nothing the day before', async () => {
  assert.deepEqual(sorted(await stockOn(dataset.date)), sorted(dataset.stock));
  assert.deepEqual(await stockOn('2022-01-07'), []);
});

test('the same dataset again posts nothing', async () => {
  const before = await movementCount();
  const again = await there.act((work) => loadOpeningStock(work, dataset));
  assert.equal(again.movements, 0);
  assert.equal(await movementCount(), before);
});

test('a changed, a missing and a new row are posted as a stocktake that names the import, and back again', async () => {
  const [first, second, ...rest] = dataset.stock as [StockRow, StockRow, ...StockRow[]];
  const changed = [
    { ...first, quantity: first.quantity.sub('0.000001') },
    ...rest,
    { ...second, item: 'alcohol', quantity: new Decimal('1.5'), lot: 'N-1', expires: null },
  ];
  const result = await there.act((work) => loadOpeningStock(work, withStock(changed), { importId: 'I-2' }));
  assert.equal(result.movements, 3);
  assert.deepEqual(sorted(await stockOn(dataset.date)), sorted(changed));
  const lines =
    await there.owner(`select s.stocktake_id, s.import_id, l.item_code, l.lot_number, trim_scale(l.difference)::text as difference
    from stocktakes s join stocktake_lines l using (city_code, stocktake_id) where l.difference <> 0 order by l.item_code`);
  assert.deepEqual(lines, [
    { stocktake_id: 'I-2/E01', import_id: 'I-2', item_code: 'alcohol', lot_number: 'N-1', difference: '1.5' },
    {
      stocktake_id: 'I-2/E01',
      import_id: 'I-2',
      item_code: 'disinfectant-liquid',
      lot_number: '',
      difference: '-90.62',
    },
    { stocktake_id: 'I-2/E01', import_id: 'I-2', item_code: 'hand-sanitiser', lot_number: '', difference: '-0.000001' },
  ]);
  const posted = await there.owner(
    "select distinct document_kind, document_id, reason from movements where document_kind = 'stocktake'",
  );
  assert.deepEqual(posted, [{ document_kind: 'stocktake', document_id: 'I-2', reason: '导入 Import I-2' }]);
  await there.act((work) => loadOpeningStock(work, dataset));
  assert.deepEqual(sorted(await stockOn(dataset.date)), sorted(dataset.stock));
});

test('the next day counts from what moved in between', async () => {
  const next = '2022-01-09';
  const [first] = dataset.stock as [StockRow];
  await there.owner(`update cities set held_day = '${next}'`);
  await there.act(async (work) => {
    const [lot] = (
      await work.tx
        .selectFrom('lots')
        .select('lot_id')
        .where('enterprise_id', '=', first.enterprise)
        .where('item_code', '=', first.item)
        .where('lot_number', '=', '')
        .execute()
    ).map((row) => row.lot_id);
    await postMovements(work, {
      document: nextDocument(),
      movements: [
        {
          line: 1,
          from: placeOfProducer(first.enterprise),
          to: virtualPlaces.writeOff,
          lot: lot!,
          quantity: 4,
          reason: '破损',
        },
      ],
    });
  });
  const left = (await stockOn(next)).find((row) => row.enterprise === first.enterprise && row.item === first.item);
  assert.equal(left?.quantity.toFixed(), '34040');
  const result = await there.act((work) => loadOpeningStock(work, withStock(dataset.stock, next)));
  assert.equal(result.movements, 1);
  assert.deepEqual(sorted(await stockOn(next)), sorted(dataset.stock));
  assert.deepEqual(sorted(await stockOn(dataset.date)), sorted(dataset.stock), 'the day before stays as it was');
});
