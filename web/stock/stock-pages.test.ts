import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '#contracts/roles.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot } from '#tests/support/browser.ts';

const place = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

/** A page of someone signed in, in one of the languages, at one of the widths. */
async function enter(role: Role, viewport: 'desk' | 'phone' = 'desk', language: 'zh' | 'en' = 'zh') {
  const { context, page, problems } = await openVisitor(browser, viewport);
  const { cookie } = await place.as(role);
  const cookies = cookie
    .split('; ')
    .map((part) => ({ name: part.slice(0, part.indexOf('=')), value: part.slice(part.indexOf('=') + 1) }));
  await context.addCookies(cookies.map((one) => ({ ...one, url: place.url })));
  await page.addInitScript(`localStorage.setItem('baogong.language', '${language}')`);
  page.setDefaultTimeout(30_000);
  return { page, problems, close: () => context.close() };
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${place.url}${path}`);
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(
    () => document.querySelector('main h1') !== null && document.querySelector('[aria-busy=true]') === null,
  );
}

const paths = [
  '/stock',
  '/stock?by=category',
  '/stock?by=county',
  '/stock?by=enterprise',
  '/stock/items/mask',
  '/stock/balances',
  '/stock/movements',
  '/stock/stocktakes',
  '/stock/stocktakes/new',
];

for (const viewport of ['desk', 'phone'] as const) {
  for (const language of ['zh', 'en'] as const) {
    test(`the stock pages fit a ${viewport}, read well in ${language} and can be used by everyone`, async () => {
      const { page, problems, close } = await enter('group_officer', viewport, language);
      for (const path of paths) {
        await open(page, path);
        await screenshot(page, `stock-${viewport}-${language}${path.replaceAll(/[/?=]/g, '-')}`, { fullPage: true });
        assert.deepEqual(await axeCheck(page), [], path);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`);
      }
      assert.deepEqual(problems, []);
      await close();
    });
  }
}

test('the headline says what runs short, and a figure opens into what it sums', async () => {
  const { page, close } = await enter('group_officer');
  await open(page, '/stock');
  assert.match((await page.locator('h1').textContent()) ?? '', /口罩、藿香正气丸会断供，最早1月13日/);
  await page.getByRole('row', { name: /口罩/ }).getByRole('button', { name: '588 万只' }).click();
  const opened = page.getByRole('dialog');
  await opened.getByText('5,880,000 只').waitFor();
  await opened.getByRole('row').nth(8).waitFor();
  assert.equal(await opened.getByRole('row').count(), 9, 'a head and eight producers');
  assert.deepEqual(await axeCheck(page), []);
  await close();
});

test('a count typed as staff type it is understood, wants its reason, is posted and shows in the history', async () => {
  const { page, close } = await enter('group_officer');
  await open(page, '/stock/stocktakes/new');
  await page.getByRole('combobox', { name: '在哪里盘点' }).fill('示例口罩1厂');
  await page
    .locator('.ant-select-item-option')
    .filter({ hasText: /^示例口罩1厂$/ })
    .click();
  await page.getByRole('textbox', { name: '口罩的实盘数' }).fill('119.5万');
  await page.getByText('按 1,195,000 只 处理').waitFor();
  const send = page.getByRole('button', { name: '提交盘点' });
  await page.getByRole('row', { name: /少 5,000 只/ }).waitFor();
  assert.ok(await send.isDisabled(), 'not without a reason');
  await page.getByRole('textbox', { name: '口罩的差异原因' }).fill('受潮');
  assert.deepEqual(await axeCheck(page), []);
  await send.click();
  await page.waitForURL(/\/stock\/stocktakes$/);
  await page.getByRole('row', { name: /示例口罩1厂/ }).click();
  await page.getByRole('dialog').getByText('受潮').waitFor();
  await open(page, '/stock/balances?item=mask');
  await page.getByText('1,195,000 只').waitFor();
  await close();
});

test('a correction takes the entry back and shows what stands in its place', async () => {
  const { page, close } = await enter('group_officer');
  await open(page, '/stock/movements?item=alcohol');
  await page.getByRole('row', { name: /示例酒精3厂/ }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: '更正' }).click();
  await drawer.getByRole('textbox', { name: '数量' }).fill('2600');
  await drawer.getByRole('textbox', { name: '更正原因' }).fill('磅单抄错');
  await drawer.getByRole('button', { name: '更正' }).click();
  await drawer.getByText('这条记录已更正').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await open(page, '/stock/balances?item=alcohol');
  await page.getByText('2,600 吨').waitFor();
  await close();
});

test('a clerk finds the own plant, may count, and is offered no correction', async () => {
  const { page, close } = await enter('enterprise_clerk', 'phone');
  await open(page, '/stock');
  assert.match((await page.locator('h1').textContent()) ?? '', /本单位的产能和库存/);
  await open(page, '/stock/movements');
  await page.locator('.bg-card-open').first().click();
  await page.getByRole('dialog').getByText('业务日期').waitFor();
  assert.equal(await page.getByRole('button', { name: '更正' }).count(), 0);
  await close();
});
