import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DomainError } from '../platform/errors.ts';
import { balancesOn } from './balance.repository.ts';
import {
  type MovementInput,
  placeInTransit,
  placeOfDemandPoint,
  placeOfProducer,
  postMovements,
  reserveStock,
  setLotState,
  virtualPlaces,
} from './ledger.service.ts';
import { city, clerk, nextDocument, officer, stocked, storekeeper, testCity, today } from './testing.ts';

const there = await testCity();
after(() => there.database.close());

const e1 = placeOfProducer('E1');
const h1 = placeOfDemandPoint('H1');

const issue = (lot: number, quantity: string | number, rest: Partial<MovementInput> = {}) => ({
  document: nextDocument(),
  movements: [{ line: 1, from: e1, to: h1, lot, quantity, ...rest }],
});

async function held(lot: number, place = e1, day = today): Promise<string> {
  const rows = await there.act((work) => balancesOn(work.tx, city, day, { lot, places: [place] }));
  return rows[0]?.quantity.toFixed() ?? '0';
}

const refused =
  (code: string, params: Record<string, unknown> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.code, code);
    for (const [name, value] of Object.entries(params)) assert.deepEqual(error.params[name], value, name);
    return true;
  };

test('a movement takes from one place what it gives to the other', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100 }));
  await there.act((work) => postMovements(work, issue(lot, 30)));
  assert.equal(await held(lot), '70');
  assert.equal(await held(lot, h1), '30');
});

test('more than there is cannot leave, and the refusal says where, what, how much there is and how much was asked', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'L7' }));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, '100.000001'))),
    refused('stock.insufficient', {
      place: '示例一厂',
      item: '口罩',
      lot_number: 'L7',
      has: '100',
      needs: '100.000001',
      unit: '只',
    }),
  );
  assert.equal(await held(lot), '100');
  await there.act((work) => postMovements(work, issue(lot, 100)));
  assert.equal(await held(lot), '0');
});

test('twenty writers at once take from one lot until it is empty and never more', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 50, lotNumber: 'race' }));
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () => there.act((work) => postMovements(work, issue(lot, 7)))),
  );
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 7);
  for (const result of results) if (result.status === 'rejected') refused('stock.insufficient')(result.reason);
  assert.equal(await held(lot), '1');
});

test('writers that move the same lots in opposite orders do not lock each other out', async () => {
  const lots = await there.act(async (work) => [
    await stocked(work, { quantity: 1000, lotNumber: 'order-1' }),
    await stocked(work, { quantity: 1000, lotNumber: 'order-2' }),
  ]);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const turned = index % 2 === 0 ? lots : lots.toReversed();
      const movements = turned.map((lot, line) => ({ line, from: e1, to: h1, lot, quantity: 1 }));
      return there.act((work) => postMovements(work, { document: nextDocument(), movements }));
    }),
  );
  assert.deepEqual(await Promise.all(lots.map((lot) => held(lot))), ['980', '980']);
});

test('the same document sent again, or twice at once, counts once', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'twice' }));
  const sent = issue(lot, 10);
  const both = await Promise.all([1, 2].map(() => there.act((work) => postMovements(work, sent))));
  const third = await there.act((work) => postMovements(work, sent));
  assert.equal(await held(lot), '90');
  assert.deepEqual(new Set([...both, third].map(([row]) => row!.movement)).size, 1);
  assert.equal(both.filter(([row]) => row!.posted).length, 1);
  assert.equal(third[0]!.posted, false);
});

test('a line sent again with another content is refused, and a further line of the document is added', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'differs' }));
  const sent = issue(lot, 10);
  await there.act((work) => postMovements(work, sent));
  const changed = { ...sent, movements: sent.movements.map((line) => ({ ...line, quantity: 11 })) };
  await assert.rejects(
    there.act((work) => postMovements(work, changed)),
    refused('stock.sent-differently', { line: 1 }),
  );
  const movements = [...sent.movements, { ...sent.movements[0]!, line: 2, quantity: 5 }];
  const rows = await there.act((work) => postMovements(work, { ...sent, movements }));
  assert.deepEqual(
    rows.map((row) => row.posted),
    [false, true],
  );
  assert.equal(await held(lot), '85');
});

test('quantities are exact: a million tenths come and go without a remainder', async () => {
  const lot = await there.act((work) => stocked(work, { item: 'alcohol', quantity: '0.1', lotNumber: 'exact' }));
  await there.act((work) =>
    postMovements(work, {
      document: nextDocument(),
      movements: [
        { line: 1, from: virtualPlaces.production, to: e1, lot, quantity: '0.2' },
        { line: 2, from: e1, to: h1, lot, quantity: '0.3' },
      ],
    }),
  );
  assert.equal(await held(lot), '0');
  assert.equal(await held(lot, h1), '0.3');
  const large = await there.act((work) => stocked(work, { quantity: '99999999999999.999999', lotNumber: 'large' }));
  assert.equal(await held(large), '99999999999999.999999');
});

for (const [quantity, code] of [
  ['0', 'stock.quantity-not-positive'],
  ['-3', 'stock.quantity-not-positive'],
  ['0.0000001', 'stock.quantity-too-fine'],
  ['1e14', 'stock.quantity-too-fine'],
  ['NaN', 'stock.quantity-too-fine'],
  ['三', 'stock.quantity-too-fine'],
] as const) {
  test(`a quantity of ${quantity} is refused`, async () => {
    const lot = await there.act((work) => stocked(work, { quantity: 5, lotNumber: 'bad' }));
    await assert.rejects(
      there.act((work) => postMovements(work, issue(lot, quantity))),
      refused(code, { line: 1 }),
    );
  });
}

test('a lot may be issued on its last day and not on the day after, when it can still be written off', async () => {
  const lot = await there.act((work) =>
    stocked(work, { quantity: 100, lotNumber: 'old', expires: '2022-01-07', day: '2022-01-01' }),
  );
  await there.act((work) => postMovements(work, issue(lot, 10, { day: '2022-01-07' })));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 10))),
    refused('stock.lot-expired', { expires: '2022-01-07', day: today }),
  );
  await there.act((work) => postMovements(work, issue(lot, 90, { to: virtualPlaces.writeOff })));
  assert.equal(await held(lot), '0');
});

test('a lot that is held or recalled cannot be issued anywhere, arrives when it was on the road, and can be freed again', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'held' }));
  await there.act((work) => postMovements(work, issue(lot, 40, { to: placeInTransit('E1') })));
  await there.act((work) => setLotState(work, lot, 'quarantined', '抽检'));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 1))),
    refused('stock.lot-quarantined', { lot }),
  );
  await there.act((work) => postMovements(work, issue(lot, 40, { from: placeInTransit('E1') })));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 1, { from: h1, to: virtualPlaces.consumption }))),
    refused('stock.lot-quarantined', { place: '示例医院' }),
  );
  await there.act((work) => setLotState(work, lot, 'recalled', '不合格'));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 1))),
    refused('stock.lot-recalled'),
  );
  const back = { document: nextDocument('recall'), movements: [{ line: 1, from: h1, to: e1, lot, quantity: 40 }] };
  await there.act((work) => postMovements(work, back));
  await there.act((work) => setLotState(work, lot, 'free', '复检合格'));
  await there.act((work) => postMovements(work, issue(lot, 100)));
  assert.equal(await held(lot, h1), '100');
});

test('issuing and quarantining at the same moment end with a lot that is held and nothing issued after', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'moment' }));
  await Promise.allSettled([
    ...Array.from({ length: 6 }, () => there.act((work) => postMovements(work, issue(lot, 1)))),
    there.act((work) => setLotState(work, lot, 'quarantined', '抽检')),
    ...Array.from({ length: 6 }, () => there.act((work) => postMovements(work, issue(lot, 1)))),
  ]);
  const rows = await there.owner(`select distinct lot_state from balances where lot_id = ${lot}`);
  assert.deepEqual(rows, [{ lot_state: 'quarantined' }]);
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 1))),
    refused('stock.lot-quarantined'),
  );
});

test('what is promised to an order cannot leave for anything else', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'promised' }));
  const order = { kind: 'order', id: 'O-1' };
  await there.act((work) => reserveStock(work, [{ place: e1, lot, quantity: 80 }], order));
  await assert.rejects(
    there.act((work) => reserveStock(work, [{ place: e1, lot, quantity: 21 }], order)),
    refused('stock.insufficient', { has: '20', needs: '21' }),
  );
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 21))),
    refused('stock.insufficient', { has: '20', needs: '21' }),
  );
  await there.act((work) => postMovements(work, issue(lot, 20)));
  await there.act((work) => postMovements(work, issue(lot, 50, { fromReserved: true })));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 31, { fromReserved: true }))),
    refused('stock.insufficient'),
  );
  await there.act((work) => reserveStock(work, [{ place: e1, lot, quantity: -30 }], order));
  await there.act((work) => postMovements(work, issue(lot, 30)));
  assert.equal(await held(lot), '0');
});

test('a lot that cannot be issued on the day is not promised, and what was promised can always be given back', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 10, lotNumber: 'ends', expires: '2022-01-10' }));
  const order = { kind: 'order', id: 'O-2' };
  const promise = (quantity: number, day?: string) =>
    there.act((work) => reserveStock(work, [{ place: e1, lot, quantity, day }], order));
  await promise(4, '2022-01-10');
  await assert.rejects(
    promise(1, '2022-01-11'),
    refused('stock.lot-expired', { expires: '2022-01-10', day: '2022-01-11' }),
  );
  await there.act((work) => setLotState(work, lot, 'quarantined', '抽检'));
  await assert.rejects(promise(1), refused('stock.lot-quarantined', { lot }));
  await promise(-4);
});

test('nothing is posted for a day that has not come', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 5, lotNumber: 'tomorrow' }));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 1, { day: '2022-01-09' }))),
    refused('stock.future-day', { day: '2022-01-09', today }),
  );
});

test('unknown places and lots are named', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 5, lotNumber: 'unknown' }));
  await assert.rejects(
    there.act((work) => postMovements(work, issue(lot, 1, { to: 'demand:none' }))),
    refused('stock.unknown-place', { place: 'demand:none' }),
  );
  await assert.rejects(
    there.act((work) => postMovements(work, issue(999_999, 1))),
    refused('stock.unknown-lot', { lot: 999_999 }),
  );
});

test('one bad line leaves nothing of its document', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'whole' }));
  const movements = [
    { line: 1, from: e1, to: h1, lot, quantity: 60 },
    { line: 2, from: e1, to: h1, lot, quantity: 60 },
  ];
  await assert.rejects(
    there.act((work) => postMovements(work, { document: nextDocument(), movements })),
    refused('stock.insufficient', { has: '100', needs: '120' }),
  );
  assert.equal(await held(lot), '100');
});

test('a clerk posts for the own plant alone, a storekeeper receives what is on the road and nothing else', async () => {
  const lot = await there.act((work) => stocked(work, { quantity: 100, lotNumber: 'rights' }));
  const transit = placeInTransit('E1');
  await there.as(clerk('E1'), (work) => postMovements(work, issue(lot, 60, { to: transit })));
  await assert.rejects(
    there.as(clerk('E2'), (work) => postMovements(work, issue(lot, 10, { to: placeOfProducer('E2') }))),
    { code: '42501' },
  );
  await assert.rejects(
    there.as(storekeeper('H1'), (work) => postMovements(work, issue(lot, 10))),
    { code: '42501' },
  );
  await there.as(storekeeper('H1'), (work) => postMovements(work, issue(lot, 60, { from: transit })));
  await assert.rejects(
    there.as(storekeeper('D1'), (work) =>
      postMovements(work, issue(lot, 10, { from: h1, to: virtualPlaces.consumption })),
    ),
    { code: '42501' },
  );
  await there.as(storekeeper('H1'), (work) =>
    postMovements(work, issue(lot, 10, { from: h1, to: virtualPlaces.consumption })),
  );
  await assert.rejects(
    there.as(storekeeper('H1'), (work) => setLotState(work, lot, 'free', '')),
    { code: '42501' },
  );
  assert.equal(await held(lot, h1), '50');
});

test('the application can neither write the ledger past its functions nor change or delete what stands in it', async () => {
  await there.act((work) => stocked(work, { quantity: 1, lotNumber: 'grants' }));
  const statements = [
    'update movements set quantity = 1',
    'delete from movements',
    'truncate movements',
    'update balances set quantity = 0',
    'delete from balances',
    'update closing_balances set quantity = 0',
    "update lots set state = 'free'",
    "update places set name = 'x'",
    'update stocktakes set import_id = null',
    'delete from stocktake_lines',
    'select * from stock_documents',
    'delete from movements_2022_01',
    'select * from movements_2022_01',
    "insert into movements_2022_01 (city_code) values ('410800')",
    'drop table movements',
    'select ensure_movement_months(current_date, current_date)',
    'select apply_to_balances(null, null)',
  ];
  for (const statement of statements) {
    await assert.rejects(
      there.as(officer, (work) =>
        work.tx.executeQuery({
          sql: statement,
          parameters: [],
          query: { kind: 'RawNode', sqlFragments: [statement], parameters: [] },
          queryId: { queryId: statement },
        }),
      ),
      { code: '42501' },
      statement,
    );
  }
});
