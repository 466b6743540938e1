import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '#contracts/roles.ts';
import { importCity, readCityDataset } from '#server/exchange/index.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const day = '2022-01-08';
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const signIn = (page: Page, role: Role) => signInAs(product, page, role);

/** More masks in the first producer's stock of the day. */
const addMasks = (quantity: number) =>
  inWork(product.app.database, product.app.clock, systemActor(product.city), async (work) => {
    const dataset = await readCityDataset(work, { day });
    const first = dataset.stock.find((row) => row.item === 'mask');
    const stock = dataset.stock.map((row) => (row === first ? { ...row, quantity: row.quantity.add(quantity) } : row));
    await importCity(work, { ...dataset, stock });
  });

test('an officer issues the day’s bulletin, anyone reads it on a phone, and a correction appears beside the old figure', async () => {
  const desk = await openVisitor(browser, 'desk');
  await signIn(desk.page, 'group_officer');
  await desk.page.goto(`${product.url}/bulletin/days/${day}`);
  await desk.page.getByRole('heading', { name: /2022年1月8日简报：草稿/u }).waitFor();

  await desk.page.getByRole('button', { name: '588 万只' }).click();
  const rows = desk.page.getByRole('dialog', { name: '口罩库存' });
  await rows.getByText('示例口罩1厂').first().waitFor();
  assert.deepEqual(await axeCheck(desk.page), []);
  await desk.page.keyboard.press('Escape');

  await desk.page.getByRole('button', { name: '加一条说明：能源' }).click();
  await desk.page.getByLabel('说明（中文）').fill('请各电厂保持两台机组运行。');
  await desk.page.getByLabel('说明（英文）').fill('Power plants keep both units running.');
  assert.ok(
    await desk.page.getByRole('button', { name: '签发', exact: true }).isDisabled(),
    'unsaved changes come first',
  );
  await desk.page.getByRole('button', { name: '保存修改' }).click();
  await desk.page.getByText('保存修改').waitFor({ state: 'detached' });
  assert.deepEqual(await axeCheck(desk.page), []);
  await screenshot(desk.page, 'bulletin-draft', { fullPage: true });

  await desk.page.getByRole('button', { name: '签发', exact: true }).click();
  const ask = desk.page.getByRole('dialog', { name: /签发“/u });
  await ask.getByText('从此固定').waitFor();
  assert.deepEqual(await axeCheck(desk.page), []);
  await ask.getByRole('button', { name: '签发', exact: true }).click();
  await desk.page.getByRole('heading', { name: /2022年第8期，已签发/u }).waitFor();

  const phone = await openVisitor(browser, 'phone');
  await phone.page.goto(`${product.url}/p`);
  await phone.page.getByRole('link', { name: /简报（2022年1月8日）/u }).click();
  await phone.page.getByRole('heading', { level: 1, name: /简报（2022年1月8日）/u }).waitFor();
  await phone.page.getByText('请各电厂保持两台机组运行。').waitFor();
  const code = phone.page.getByRole('img', { name: new RegExp(`${product.url}/p/bulletins/${day}`, 'u') });
  assert.ok(await code.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0), 'the code is drawn');
  assert.deepEqual(await axeCheck(phone.page), []);
  assert.ok(
    await phone.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    'no sideways scrolling',
  );

  await addMasks(20_000);
  // The page hears of the change and compares again, without being loaded anew.
  await desk.page.getByText('数据已更正').waitFor();
  await desk.page.getByRole('button', { name: '发布更正' }).click();
  await desk.page.getByRole('dialog').getByRole('button', { name: '发布更正' }).click();
  await desk.page.getByText('数据与已发布的内容一致').waitFor();
  assert.deepEqual(await axeCheck(desk.page), []);

  await phone.page.reload();
  const corrected = phone.page.locator('.bulletin-corrected', { hasText: '588 万只' }).first();
  await corrected.waitFor();
  assert.equal(await corrected.locator('del').first().textContent(), '588 万只');
  assert.equal(await corrected.locator('ins').textContent(), '590 万只');
  assert.deepEqual(await axeCheck(phone.page), []);
  await screenshot(phone.page, 'bulletin-public-phone', { fullPage: true });
  assert.deepEqual([desk.problems, phone.problems], [[], []]);
  await Promise.all([desk.context.close(), phone.context.close()]);
});
