/** The day is over: the ledger, what payments rest on, the bulletin and the audit say what the walk did, to the last unit. */
import assert from 'node:assert/strict';
import { Decimal } from 'decimal.js';
import { receiptContracts } from '#contracts/receipts.ts';
import { publishedFigures, rowsOf } from './example.ts';
import { balancesNow, movedTo } from './ledger.ts';
import { lotsOf } from './loading.ts';
import type { Seat } from './people.ts';
import { damaged, isShort, missing } from './receiving.ts';
import { auditor, lead, officer, tomorrow, type Walk } from './walk.ts';

const isReal = (key: string): boolean => !key.startsWith('virtual:');
const real = (rows: Map<string, string>) => [...rows].filter(([key]) => isReal(key));

export async function compareTheLedger({ product, books }: Walk): Promise<void> {
  const expected = books.rows();
  const moved = await movedTo(product.ownerUrl);
  assert.deepEqual([...moved], [...expected], 'every movement, by place and lot');
  assert.deepEqual(real(await balancesNow(product.ownerUrl)), real(expected), 'what each place has');
}

/** By the page: stock by lot of the hospital, as its storekeeper's city sees it. */
export async function readTheStockPages({ town, books, short }: Walk): Promise<void> {
  const seat = await town.signIn(lead);
  await seat.open('/stock/balances?item=hand-sanitiser');
  await seat.sees('市级定点医院');
  await seat.picture('28-balances');
  await seat.open(`/dispatch/orders/${short!.order.id}`);
  await seat.page.getByRole('heading', { name: /支付依据/u }).waitFor();
  await seat.picture('29-order');
  await seat.open('/dispatch');
  await seat.page.getByRole('heading', { level: 1 }).waitFor();
  await seat.picture('30-board');
  seat.leave();
  assert.ok(books.at('demand:H-CITY1', 'hand-sanitiser').gt(0));
}

/** What came in good condition, by order, line and lot. */
export async function compareThePayments(walk: Walk): Promise<void> {
  const { product, orders } = walk;
  const expected = orders.flatMap((order) =>
    lotsOf(order).map(({ lot, quantity }) => {
      const less = isShort(walk, order, lot) ? new Decimal(missing).add(damaged) : 0;
      return [order.id, lot.item, new Decimal(quantity).sub(less).toFixed()].join(' ');
    }),
  );
  const query = { from: tomorrow, to: tomorrow, limit: 1000 };
  const { rows } = await (await product.as('city_lead')).call(receiptContracts.bases, { query });
  assert.deepEqual(rows.map((row) => [row.order, row.item, row.quantity].join(' ')).sort(), expected.sort());
}

export async function issueTheBulletin({ town, itIs }: Walk): Promise<void> {
  await town.goHome();
  itIs('2022-01-10T20:10:00+08:00');
  const seat = await town.signIn(officer);
  await seat.open(`/bulletin/days/${tomorrow}`);
  await seat.page.getByRole('heading', { name: /2022年1月10日简报：草稿/u }).waitFor();
  await seat.picture('31-bulletin-draft');
  await seat.press('签发');
  await seat.press('签发', seat.page.getByRole('dialog', { name: /签发“/u }));
  await seat.page.getByRole('heading', { name: /已签发/u }).waitFor();
  seat.leave();
}

/** Anyone, on any telephone, without signing in. */
export async function readTheBulletin(walk: Walk): Promise<void> {
  const seat = await walk.town.passerBy();
  await seat.open('/p');
  await seat.page.getByRole('link', { name: /简报（2022年1月10日）/u }).click();
  await seat.page.getByRole('heading', { level: 1, name: /简报（2022年1月10日）/u }).waitFor();
  await seat.picture('32-bulletin-public');
  await compareTheText(walk, seat);
  await seat.depart();
}

const licensed = () =>
  rowsOf('enterprises.csv')
    .filter((row) => row.hygiene_licence_until !== '' && row.hygiene_licence_until! >= tomorrow)
    .map((row) => row.id!);

/** Every stock that the bulletin tells, read out of its sentences. */
async function compareTheText({ books }: Walk, seat: Seat): Promise<void> {
  const text = (await seat.page.locator('.bulletin-text').textContent()) ?? '';
  const told = (pattern: RegExp): string => {
    const [, quantity = '', scale = ''] =
      pattern.exec(text) ?? assert.fail(`${pattern} is not in the bulletin:\n${text}`);
    return new Decimal(quantity.replaceAll(',', '')).mul(scale === '万' ? 10_000 : 1).toFixed();
  };
  const amount = String.raw`([\d,.]+) (万?)`;
  const all = (item: string): string => books.atProducers(item).toFixed();
  assert.equal(told(new RegExp(`库存 ${amount}瓶（免洗手`, 'u')), all('hand-sanitiser'));
  assert.equal(told(new RegExp(`、${amount}吨（其他消毒液）`, 'u')), all('disinfectant-liquid'));
  assert.equal(told(new RegExp(`酒精：.*?库存 ${amount}吨`, 'u')), all('alcohol'));
  assert.equal(told(new RegExp(`口罩：.*?，库存 ${amount}只；`, 'u')), all('mask'));
  const ofLicensed = books.atProducers('mask', licensed()).toFixed();
  assert.equal(told(new RegExp(`口罩：.*?卫生许可有效的.*?库存 ${amount}只`, 'u')), ofLicensed);
  const medicines = rowsOf('items.csv').filter((row) => row.category === 'pharmaceutical');
  for (const { code, name, unit } of medicines) {
    assert.equal(told(new RegExp(`${name}：.*?库存 ${amount}${unit}`, 'u')), all(code!), code);
  }
  const published = publishedFigures() as { producers: number };
  assert.match(text, new RegExp(`全市 ${published.producers} 家保供企业`, 'u'));
}

export async function verifyTheAudit({ town }: Walk): Promise<void> {
  const seat = await town.signIn(auditor);
  await seat.open('/administration/audit');
  await seat.press('核验审计链');
  await seat.sees(/核验通过：\d+ 条首尾相连，完好无损/u);
  await seat.picture('33-audit');
  seat.leave();
}
