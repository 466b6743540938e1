/** A receipt signed on one page shows within a second on the others that stand open. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { receiptContracts } from '#contracts/receipts.ts';
import { position } from '#contracts/stock-position.ts';
import { loadedOrder, signature } from '#server/dispatch/receipts/testing.ts';
import { type Caller, testApp } from '#tests/support/app.ts';
import { openBrowser, openVisitor } from '#tests/support/browser.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const lead = await product.as('city_lead');
const hospital = await product.as('requester');
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

async function open(caller: Caller, path: string, viewport: 'desk' | 'phone' = 'desk'): Promise<Page> {
  const { context, page } = await openVisitor(browser, viewport);
  const [name, value] = caller.cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url: product.url }]);
  await page.goto(`${product.url}${path}`);
  return page;
}

const within = 1_000;
const tries = 6;
/** an open page asks again at most so often */
const apart = 2_500;

/** How many times longer this machine's other work makes everything take just now: wall clock by the processor's time of the same work. */
function crowding(): number {
  const [began, used] = [performance.now(), process.cpuUsage()];
  while (performance.now() - began < 150) JSON.stringify(Array.from({ length: 200 }, (_, index) => index));
  const { user, system } = process.cpuUsage(used);
  return Math.max(1, (performance.now() - began) / ((user + system) / 1000));
}

/** The page has read a position in which so many masks are at the demand points. */
async function reads(page: Page, atPoints: number): Promise<void> {
  await page.waitForResponse(async (response) => {
    if (!response.url().includes(position.path) || !response.ok()) return false;
    const { items } = position.response.parse(await response.json());
    return items.some(({ item, elsewhere }) => item === 'mask' && Number(elsewhere.demandPoint.value) === atPoints);
  });
}

test('board, order with what is paid, the receiver’s list, stock and situation follow a receipt within a second, by themselves', async () => {
  const situation = await open(lead, '/situation');
  const board = await open(lead, '/dispatch');
  const order = await open(lead, '/dispatch/orders');
  const stock = await open(lead, '/stock/items/mask');
  const ward = await open(hospital, '/m/receive', 'phone');
  await situation.getByRole('heading', { level: 1 }).first().waitFor();
  const slowest: Array<{ took: number; allowed: number }> = [];
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const { id, lot } = await loadedOrder(product, '100');
    const body = { lots: [{ line: 1, lot, received: '100' }], signature };
    await order.goto(`${product.url}/dispatch/orders/${id}`);
    await order.getByRole('heading', { name: new RegExp(`${id}：已装车`, 'u') }).waitFor();
    await ward.getByText(id).waitFor();
    await board.getByText(id).first().waitFor();
    await board.waitForTimeout(apart);
    const had = await lead.call(position, { query: { item: 'mask' } });
    const atPoints = Number(had.items[0]!.elsewhere.demandPoint.value);
    const shown = [
      reads(situation, atPoints + 100),
      order.getByRole('heading', { name: '支付依据（数量）' }).waitFor(),
      board.getByText(id).first().waitFor({ state: 'detached' }),
      ward.getByText(id).waitFor({ state: 'detached' }),
      reads(stock, atPoints + 100),
    ];
    await hospital.call(receiptContracts.file, { params: { id }, body });
    const answered = performance.now();
    const times = await Promise.all(shown.map((one) => one.then(() => performance.now() - answered)));
    const round = { took: Math.max(...times), allowed: within * crowding() };
    slowest.push(round);
    if (round.took <= round.allowed) return;
  }
  assert.fail(`milliseconds until the last page showed it: ${JSON.stringify(slowest)}`);
});
