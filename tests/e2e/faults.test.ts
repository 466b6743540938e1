/** Bad input and faults that cross capabilities; those of one capability are tested beside it. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import readExcelFile from 'read-excel-file/node';
import { auditHistory } from '#contracts/administration.ts';
import { exchangeContracts } from '#contracts/exchange.ts';
import { orderContracts } from '#contracts/orders.ts';
import { receiptContracts } from '#contracts/receipts.ts';
import { registryContracts } from '#contracts/registry.ts';
import { stockContracts } from '#contracts/stock.ts';
import { loadedOrder, signature } from '#server/dispatch/receipts/testing.ts';
import { sheet, toXlsx } from '#server/platform/workbook.ts';
import { testApp } from '#tests/support/app.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const group = await product.as('group_officer');
const hospital = await product.as('requester');

async function stockAt(place: string): Promise<number> {
  const { rows } = await lead.call(stockContracts.balances, { query: { place, item: 'mask' } });
  return rows.reduce((sum, row) => sum + Number(row.quantity), 0);
}

/** Sends the whole request and drops the line before the answer can be read, as a telephone does that enters a lift. */
function sendAndVanish(path: string, cookie: string, key: string, body: object): Promise<void> {
  return new Promise((done) => {
    const sent = request(`${product.url}${path}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': key },
    });
    sent.on('error', () => done());
    sent.on('close', () => done());
    sent.end(JSON.stringify(body), () => setTimeout(() => sent.destroy(), 2));
  });
}

test('a line lost before the answer: whatever became of the first sending, the second counts once', async () => {
  const order = await loadedOrder(product, '300');
  const before = await stockAt('demand:H-CITY1');
  const body = { lots: [{ line: 1, lot: order.lot, received: '290', damaged: '10' }], signature };
  const key = `lost-line-${order.id}`;
  await sendAndVanish(`/api/receipts/${order.id}`, hospital.cookie, key, body);
  await pause(50);
  const headers = { 'idempotency-key': key };
  await hospital.call(receiptContracts.file, { params: { id: order.id }, body, headers });
  assert.equal((await stockAt('demand:H-CITY1')) - before, 290);
  const receipt = await hospital.call(receiptContracts.read, { params: { id: order.id } });
  assert.deepEqual([receipt.claims.length, receipt.bases.map(({ quantity }) => quantity)], [1, ['290']]);
  const history = await lead.call(auditHistory, { params: { subject: 'order', id: order.id } });
  assert.equal(history.rows.filter(({ action }) => action === 'order.received').length, 1);
});

test('a body that breaks off half-way does nothing at all', async () => {
  const order = await loadedOrder(product, '40');
  const whole = JSON.stringify({ lots: [{ line: 1, lot: order.lot, received: '40' }], signature });
  await new Promise<void>((done) => {
    const sent = request(`${product.url}/api/receipts/${order.id}`, {
      method: 'POST',
      headers: { cookie: hospital.cookie, 'content-type': 'application/json', 'content-length': whole.length },
    });
    sent.on('error', () => done());
    sent.on('close', () => done());
    sent.write(whole.slice(0, whole.length / 2));
    setTimeout(() => sent.destroy(), 20);
  });
  const params = { id: order.id };
  assert.equal((await hospital.send(receiptContracts.read, { params })).status, 404);
  assert.equal((await lead.call(orderContracts.read, { params })).state, 'loaded');
  await hospital.call(receiptContracts.file, { params, body: JSON.parse(whole) });
});

test('a telephone whose clock is a day ahead or behind signs on the city’s day; its own word stands beside', async () => {
  for (const phoneAt of ['2022-01-07T02:00:00.000Z', '2022-01-09T02:00:00.000Z', '2099-01-01T00:00:00.000Z']) {
    const order = await loadedOrder(product, '10');
    const params = { id: order.id };
    const sent = Date.now();
    const body = { lots: [{ line: 1, lot: order.lot, received: '10' }], signature, phoneAt };
    await hospital.call(receiptContracts.file, { params, body });
    const receipt = await lead.call(receiptContracts.read, { params });
    assert.deepEqual([receipt.day, receipt.phoneAt], ['2022-01-08', phoneAt]);
    const at = Date.parse(receipt.receivedAt);
    assert.ok(sent <= at && at <= Date.now(), 'the instant is the server’s');
    const { rows } = await lead.call(stockContracts.document, { params: { kind: 'receipt', id: order.id } });
    assert.ok(rows.every(({ day }) => day === '2022-01-08'));
  }
});

test('two officers on one order: one cancels while the other amends; one act stands, the other is told, stock is promised once', async () => {
  const decide = {
    fromPlace: 'producer:E14',
    toPlace: 'demand:H-CITY1',
    dispatchDay: '2022-01-09',
    reason: '示例原因',
    lines: [{ item: 'mask', quantity: '1000' }],
  };
  const reserved = async () => {
    const { rows } = await lead.call(stockContracts.balances, { query: { place: 'producer:E14', item: 'mask' } });
    return rows.reduce((sum, row) => sum + Number(row.reserved), 0);
  };
  const before = await reserved();
  const { id } = await lead.call(orderContracts.decide, { body: decide });
  assert.equal((await reserved()) - before, 1000);
  const params = { id };
  const { revision } = await lead.call(orderContracts.read, { params });
  const [cancelled, amended] = await Promise.all([
    lead.send(orderContracts.cancel, { params, body: { revision, reason: '示例撤销' } }),
    group.send(orderContracts.amend, {
      params,
      body: { revision, reason: '示例更改', lines: [{ line: 1, quantity: '600' }] },
    }),
  ]);
  assert.deepEqual([cancelled.status, amended.status].toSorted(), [200, 409]);
  const stands = amended.status === 200;
  assert.ok((stands ? cancelled : amended).body.words?.zh, 'the other is told why');
  assert.equal((await lead.call(orderContracts.read, { params })).state, stands ? 'amended' : 'cancelled');
  assert.equal((await reserved()) - before, stands ? 600 : 0);
});

interface Vehicle {
  id: string;
  plate: string;
  home: string;
  capacity: string;
}

test('a workbook of 5,000 rows of which 7 are wrong: nothing is written, the 7 come back with their reasons, corrected it goes in whole', async () => {
  const wrong = new Set([3, 500, 777, 1234, 2500, 4096, 4999]);
  const rows = (mistakes: boolean): Vehicle[] =>
    Array.from({ length: 5000 }, (_, index) => ({
      id: `F-${index}`,
      plate: `示例${String(index).padStart(5, '0')}`,
      home: mistakes && wrong.has(index) && index % 2 === 1 ? 'E-none' : 'E01',
      capacity: mistakes && wrong.has(index) && index % 2 === 0 ? '-5' : '5',
    }));
  const form = async (mistakes: boolean) => {
    const columns = [
      { title: 'id', value: (row: Vehicle) => row.id },
      { title: 'plate', value: (row: Vehicle) => row.plate },
      { title: 'home', value: (row: Vehicle) => row.home },
      { title: 'capacity_t', value: (row: Vehicle) => row.capacity },
    ];
    const body = new FormData();
    const bytes = await toXlsx([sheet('vehicles', columns, rows(mistakes))]);
    body.append('files', new Blob([new Uint8Array(bytes)]), 'vehicles.xlsx');
    return body;
  };
  const vehicles = async () => (await group.call(registryContracts.vehicles.list, { query: { limit: 1 } })).total;
  const before = await vehicles();
  const told = await group.call(exchangeContracts.preview, { body: await form(true) });
  assert.equal(told.status, 'refused');
  assert.equal(told.errorCount, 7);
  assert.deepEqual(
    told.errors.map(({ row }) => row).toSorted((one, other) => Number(one) - Number(other)),
    [...wrong].map((index) => index + 2),
    'the row as the workbook numbers it, below its header',
  );
  const sheets = await readExcelFile(Buffer.from(told.failedRows ?? '', 'base64'));
  const failed = sheets.flatMap(({ data }) => data).filter((row) => row.some((cell) => /^F-\d+$/u.test(String(cell))));
  assert.equal(failed.length, 7);
  const refused = await group.send(exchangeContracts.import, { body: await form(true) });
  assert.equal(refused.status, 422);
  assert.equal(await vehicles(), before, 'nothing half-done');
  const done = await group.call(exchangeContracts.import, { body: await form(false) });
  assert.equal(done.status, 'done');
  const after = await vehicles();
  assert.ok(after >= 5000);
  const again = await group.call(exchangeContracts.import, { body: await form(false) });
  assert.equal(again.status, 'same', 'sent twice it counts once');
  assert.equal(await vehicles(), after);
});
