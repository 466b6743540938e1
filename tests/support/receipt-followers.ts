import type { Browser, Page } from 'playwright-core';
import { receiptContracts } from '#contracts/receipts.ts';
import { position } from '#contracts/stock-position.ts';
import { loadedOrder, signature } from '#server/dispatch/receipts/testing.ts';
import type { Caller, TestApp } from './app.ts';
import { openVisitor } from './browser.ts';

/** an open page asks again at most so often, in milliseconds */
const apart = 2_500;

/** Pages of the headquarters and of the receiver that stand open while goods are signed for elsewhere. */
export interface ReceiptFollowers {
  /** A load is signed for; resolves with the milliseconds from the answer until each page showed it, and throws when one never does. */
  sign(): Promise<number[]>;
}

/** Opens situation, board, order, stock and the receiver's list. */
export async function openReceiptFollowers(browser: Browser, product: TestApp): Promise<ReceiptFollowers> {
  const lead = await product.as('city_lead');
  const hospital = await product.as('requester');
  const open = async (caller: Caller, path: string, viewport: 'desk' | 'phone' = 'desk'): Promise<Page> => {
    const { context, page } = await openVisitor(browser, viewport);
    const [name, value] = caller.cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url: product.url }]);
    await page.goto(`${product.url}${path}`);
    return page;
  };
  const situation = await open(lead, '/situation');
  const board = await open(lead, '/dispatch');
  const order = await open(lead, '/dispatch/orders');
  const stock = await open(lead, '/stock/items/mask');
  const ward = await open(hospital, '/m/receive', 'phone');
  await situation.getByRole('heading', { level: 1 }).first().waitFor();
  return {
    async sign() {
      const { id, lot } = await loadedOrder(product, '100');
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
      await hospital.call(receiptContracts.file, {
        params: { id },
        body: { lots: [{ line: 1, lot, received: '100' }], signature },
      });
      const answered = performance.now();
      return Promise.all(shown.map((one) => one.then(() => performance.now() - answered)));
    },
  };
}

/** The page has read a position in which so many masks are at the demand points. */
async function reads(page: Page, atPoints: number): Promise<void> {
  await page.waitForResponse(async (response) => {
    if (!response.url().includes(position.path) || !response.ok()) return false;
    const { items } = position.response.parse(await response.json());
    return items.some(({ item, elsewhere }) => item === 'mask' && Number(elsewhere.demandPoint.value) === atPoints);
  });
}
