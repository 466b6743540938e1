/** A receipt signed on one page shows on the others that stand open; how soon is measured in bench/live.bench.ts. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { testApp } from '#tests/support/app.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { openReceiptFollowers } from '#tests/support/receipt-followers.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

test('board, order with what is paid, the receiver’s list, stock and situation follow a receipt by themselves', async (t) => {
  const followers = await openReceiptFollowers(browser, product);
  const times = await followers.sign();
  assert.equal(times.length, 5);
  t.diagnostic(`the last page showed it after ${Math.round(Math.max(...times))} ms`);
});
