import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { requestContracts } from '#contracts/requests.ts';
import { reserveContracts } from '#contracts/reserves.ts';
import type { Role } from '#contracts/roles.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const group = await product.as('group_officer');
const hospital = await product.as('requester');
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

async function enter(viewport: 'desk' | 'phone', role: Role, dark = false) {
  const visitor = await openVisitor(browser, viewport, dark ? { colorScheme: 'dark' } : {});
  visitor.page.setDefaultTimeout(15_000);
  await signInAs(product, visitor.page, role);
  return visitor;
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await screenshot(page, `requests-${name}`, { fullPage: true });
  assert.deepEqual(await axeCheck(page), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
}

test('on a telephone a hospital asks for masks, sees what comes without asking, and follows its request', async () => {
  const { page, problems, context } = await enter('phone', 'requester');
  await page.goto(`${product.url}/dispatch/requests`);
  await page.getByRole('button', { name: '提出申请' }).click();
  const form = page.getByRole('dialog', { name: '提出申请' });
  await form.getByLabel('物资').fill('口罩');
  await page.locator('.ant-select-item-option-active', { hasText: '口罩' }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByLabel('数量').fill('3万');
  await form.getByLabel('物资').fill('酒精');
  await page.locator('.ant-select-item-option-active', { hasText: '酒精' }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByText('吨', { exact: true }).waitFor();
  assert.equal(await form.getByLabel('数量').inputValue(), '', 'a number of masks is no number of tonnes');
  await form.getByLabel('物资').fill('口罩');
  await page.locator('.ant-select-item-option-active', { hasText: '口罩' }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByText('只', { exact: true }).waitFor();
  await form.getByLabel('数量').fill('4万');
  await form.getByLabel('最迟哪天要').fill('2022-01-12');
  await form.getByLabel('最迟哪天要').press('Enter');
  await form.getByText('只收医用级').click();
  await form.getByLabel('为什么要').fill('发热门诊量增加');
  await form
    .getByText('规则：', { exact: false })
    .or(form.getByText('还没有计划或预测', { exact: false }))
    .first()
    .waitFor();
  await look(page, 'form-phone');
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByRole('dialog', { name: /^申请 / }).waitFor();
  await page.getByText('发热门诊量增加').first().waitFor();
  await look(page, 'own-phone');
  const { rows } = await hospital.call(requestContracts.list, { query: { show: 'all' } });
  assert.deepEqual(
    rows.map((row) => [row.item, row.grade, row.quantity, row.by]),
    [['mask', 'medical', '40000', '2022-01-12']],
  );
  await page.getByRole('button', { name: '关闭' }).click();
  await look(page, 'list-phone');
  await page.getByText('4 万只').click();
  await page.getByRole('dialog', { name: /^申请 / }).waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('an officer grants a part from a reserve, asks for the release, and approves it; the duty to replenish is there', async () => {
  const reserve = { id: 'R1', name: '示例市级储备库', level: 'city', county: '410802', keeper: '示例保管员' };
  await group.call(reserveContracts.add, { body: reserve });
  const levels = { floor: '50000', target: '100000', replenishDays: 14, revision: 0 };
  await group.call(reserveContracts.setLevels, { params: { id: 'R1', item: 'mask' }, body: levels });
  for (const [quantity, expires] of [
    ['80000', '2022-02-20'],
    ['60000', '2023-06-30'],
  ] as const) {
    const body = { item: 'mask', grade: 'medical', quantity, expires, lotNumber: `L-${expires}`, paper: '入库单' };
    await group.call(reserveContracts.receive, { params: { id: 'R1' }, body });
  }
  const { page, problems, context } = await enter('desk', 'group_officer');
  await page.goto(`${product.url}/dispatch/requests`);
  await page.getByRole('heading', { name: '1 项需求等待答复' }).waitFor();
  await look(page, 'desk');
  await page.getByText('示例', { exact: false }).first().waitFor();
  await page.locator('tbody tr').first().click();
  const drawer = page.getByRole('dialog', { name: /^申请 / });
  await drawer.getByRole('button', { name: '答复' }).click();
  const answer = page.getByRole('dialog', { name: /^答复申请/ });
  await answer.getByLabel('数量').fill('3万');
  await answer.getByLabel('怎样落实').fill('储备');
  await page.keyboard.press('Enter');
  await look(page, 'answer-desk');
  await answer.getByRole('button', { name: '同意' }).click();
  await drawer.getByRole('link', { name: '动用储备' }).click();
  const release = page.getByRole('dialog', { name: '申请动用储备' });
  await release.getByText('可动用', { exact: false }).first().waitFor();
  await look(page, 'release-form');
  await release.getByRole('button', { name: '提交' }).click();
  await page.getByText('待批', { exact: true }).click();
  const one = page.getByRole('dialog', { name: /^动用单/ });
  await one.getByRole('button', { name: '批准', exact: true }).click();
  await one.getByText('已批准，待下令').waitFor();
  await look(page, 'release');
  await one.getByRole('button', { name: '关闭' }).click();
  await page.getByText('补库责任').click();
  await page.getByText('示例保管员').first().waitFor();
  await look(page, 'duties');
  assert.deepEqual(problems, []);
  await context.close();
});

for (const viewport of ['desk', 'phone'] as const) {
  test(`on the ${viewport}, every view of the reserves reads well in both languages and in the dark`, async () => {
    const { page, problems, context } = await enter(viewport, 'group_officer', viewport === 'desk');
    for (const view of ['stock', 'releases', 'rotation', 'duties', 'warehouses']) {
      await page.goto(`${product.url}/stock/reserves?view=${view}`);
      await page.getByText('示例市级储备库').first().waitFor();
      await look(page, `reserves-${view}-${viewport}`);
    }
    await page.goto(`${product.url}/stock/reserves`);
    await page.getByText('口罩', { exact: true }).first().click();
    await page.getByRole('heading', { name: '底线和目标' }).waitFor();
    await look(page, `holding-${viewport}`);
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
    await page.getByRole('button', { name: 'EN' }).click();
    await page.getByText('Duties').first().waitFor();
    await look(page, `reserves-${viewport}-en`);
    await page.goto(`${product.url}/stock/reserves?view=rotation`);
    await page.getByText('Face mask', { exact: true }).first().click();
    await page.getByText('can use it', { exact: false }).first().waitFor();
    await look(page, `rotation-${viewport}-en`);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('floor and target of an item are set before the first of it comes in, and what lacks is told', async () => {
  const { page, problems, context } = await enter('phone', 'group_officer');
  await page.goto(`${product.url}/stock/reserves?view=warehouses`);
  await page.getByRole('button', { name: '底线和目标' }).click();
  const form = page.getByRole('dialog', { name: '示例市级储备库：底线和目标' });
  await form.getByLabel('物资').fill('酒精');
  await page.locator('.ant-select-item-option-active', { hasText: '酒精' }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByLabel('底线').fill('2吨');
  await form.getByLabel('目标').fill('5吨');
  await form.getByLabel('动用后几天内补齐').fill('10');
  await look(page, 'levels-phone');
  await form.getByRole('button', { name: '保存' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.goto(`${product.url}/stock/reserves`);
  await page.getByText('酒精', { exact: true }).first().click();
  const drawer = page.getByRole('dialog', { name: '酒精' });
  await drawer.getByText('没有库存').waitFor();
  assert.equal(await drawer.getByLabel('目标').inputValue(), '5');
  const { holdings } = await group.call(reserveContracts.list);
  const holding = holdings.find((row) => row.item.code === 'alcohol');
  assert.deepEqual(
    [holding?.held, holding?.floor, holding?.target, holding?.replenishDays, holding?.state],
    ['0', '2', '5', 10, 'below_floor'],
  );
  assert.deepEqual(problems, []);
  await context.close();
});
