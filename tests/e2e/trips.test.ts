import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { orderContracts as orders } from '#contracts/orders.ts';
import { planInForceWith } from '#server/dispatch/orders/testing.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const lead = await product.as('city_lead');
const day = '2022-01-09';
let browser: Browser;
before(async () => {
  browser = await openBrowser();
  await planInForceWith(product, [
    { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
    { day, from: 'E02', to: 'D-410823', item: 'disinfectant-liquid', quantity: '24.84' },
  ]);
  await lead.call(orders.issueFromPlan, { body: { from: day, to: day } });
});
after(() => browser?.close());

const signIn = (page: Page) => signInAs(product, page, 'group_officer');

test('a dispatcher computes the day, is told why a move cannot be, names a driver, and the driver’s phone shows the pass', async () => {
  const { page, context, problems } = await openVisitor(browser, 'desk');
  await signIn(page);
  await page.goto(`${product.url}/dispatch/trips?day=${day}`);
  await page.getByRole('button', { name: '计算派车' }).click();
  await page
    .getByRole('button', { name: /移动 .* 这一站/u })
    .first()
    .waitFor({ timeout: 60_000 });
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'trips-board', { fullPage: true });

  await page.getByText('地图', { exact: true }).click();
  await page.getByText('装车处').first().waitFor();
  await screenshot(page, 'trips-map', { fullPage: true });
  assert.deepEqual(await axeCheck(page), []);
  await page.getByText('时间', { exact: true }).click();
  await page.getByRole('list', { name: '各车一天的时间' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'trips-times', { fullPage: true });
  await page.getByText('排车', { exact: true }).click();

  const heavy = page.locator('.trips-stop', { hasText: '12.42 吨' }).first();
  await heavy.getByRole('button', { name: /移动/u }).click();
  const dialog = page.getByRole('dialog', { name: /移动/u });
  await dialog.getByText(/可以这样排/u).waitFor();
  await dialog.getByLabel('移到').fill('豫H10202');
  await page.keyboard.press('Enter');
  await dialog.getByText(/豫H10202 超重/u).waitFor();
  assert.ok(await dialog.getByRole('button', { name: '保存' }).isDisabled());
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'trips-move');
  await dialog.getByRole('button', { name: '取消' }).click();

  await page
    .getByRole('button', { name: /打开 豫H/u })
    .first()
    .click();
  const drawer = page.getByRole('dialog', { name: /车次/u });
  await drawer.getByLabel('司机姓名').fill('示例司机');
  await drawer.getByLabel('司机电话').fill('13900000000');
  await drawer.getByRole('button', { name: '安排司机并签发通行证' }).click();
  const link = (await drawer.locator('code').textContent()) ?? '';
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'trips-drawer');
  assert.deepEqual(problems, []);

  const driver = await openVisitor(browser, 'phone');
  await driver.page.goto(link);
  await driver.page.getByRole('img', { name: /通行证二维码/u }).waitFor();
  assert.deepEqual(await axeCheck(driver.page), []);
  await screenshot(driver.page, 'driver-pass', { fullPage: true });
  assert.deepEqual(driver.problems, []);

  await page.goto(`${product.url}/dispatch/passes`);
  await page.getByText('示例司机').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'passes-list', { fullPage: true });
  await page.getByRole('button', { name: '申请通行证' }).click();
  await page.getByRole('dialog', { name: '申请通行证' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'passes-apply');
  await context.close();
  await driver.context.close();
});

test('a stop dragged with the mouse onto a truck that is full is checked where it is let go, and the broken rule is named', async () => {
  const { page, context, problems } = await openVisitor(browser, 'desk');
  await signIn(page);
  await page.goto(`${product.url}/dispatch/trips?day=${day}`);
  // the two halves of what is heavier than any truck, each nearly filling its own
  const halves = page.locator('.trips-card', { hasText: '12.42 吨' });
  await halves.nth(1).waitFor({ timeout: 60_000 });
  const from = await halves.nth(0).locator('.trips-stop').first().boundingBox();
  const onto = halves.nth(1).locator('.trips-stop').first();
  const target = await onto.boundingBox();
  assert.ok(from && target);
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + 30, target.y + 10, { steps: 8 });
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 4 });
  await page.mouse.up();
  const dialog = page.getByRole('dialog', { name: /移动/u });
  await dialog.getByText(/超重 \d+ kg/u).waitFor();
  assert.ok(await dialog.getByRole('button', { name: '保存' }).isDisabled());
  await screenshot(page, 'trips-dragged');
  await dialog.getByRole('button', { name: '取消' }).click();
  assert.deepEqual(problems, []);
  await context.close();
});

test('the board and the passes on a telephone’s width, in English and dark', async () => {
  const { page, context, problems } = await openVisitor(browser, 'phone', { colorScheme: 'dark', locale: 'en-GB' });
  await signIn(page);
  await page.goto(`${product.url}/dispatch/trips?day=${day}`);
  await page.locator('.trips-card').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'trips-phone', { fullPage: true });
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    'nothing runs over',
  );
  await page.goto(`${product.url}/dispatch/passes`);
  await page.getByText('示例司机').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'passes-phone', { fullPage: true });
  assert.deepEqual(problems, []);
  await context.close();
});
