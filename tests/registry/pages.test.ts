import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { registryContracts } from '#contracts/registry.ts';
import type { Role } from '#contracts/roles.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';

const example = join(import.meta.dirname, '../../example');
const app = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const officer = await app.as('group_officer');
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

async function enter(viewport: 'desk' | 'phone', role: Role) {
  const visitor = await openVisitor(browser, viewport);
  visitor.page.setDefaultTimeout(20_000);
  await signInAs(app, visitor.page, role);
  return visitor;
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await screenshot(page, `registry-${name}`, { fullPage: true });
  assert.deepEqual(await axeCheck(page), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
}

test('an officer finds a line, changes its capacity as it was told on the telephone, and sees who did it', async () => {
  const { page, problems, context } = await enter('desk', 'group_officer');
  await page.goto(`${app.url}/administration/registry?table=lines`);
  await page.getByRole('searchbox').fill('示例口罩1厂');
  await page.getByText('E14-L1').click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: '修改', exact: true }).click();
  const form = page.getByRole('dialog', { name: /修改“/ });
  await form.getByLabel('日产能').fill('７２万只');
  await form.getByText('按 720,000 只 处理').waitFor();
  await look(page, 'line-form');
  await form.getByRole('button', { name: '保存' }).click();
  await drawer.getByText('示例工作组干部').first().waitFor();
  await drawer.getByText('720000').waitFor();
  await look(page, 'line');
  const { row } = await officer.call(registryContracts.lines.read, { params: { key: 'E14-L1' } });
  assert.equal(row.values.dailyCapacity, '720000');
  assert.deepEqual(problems, []);
  await context.close();
});

test('what is wrong in a form stands beside its field', async () => {
  const { page, context } = await enter('desk', 'group_officer');
  await page.goto(`${app.url}/administration/registry?table=vehicles`);
  await page.getByRole('button', { name: '新增车辆' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: '保存' }).click();
  await form.getByText('请填写').first().waitFor();
  await form.getByLabel('编号').fill('V-NEW-1');
  await form.getByLabel('车牌').fill('豫H10001');
  await form.getByLabel('所属企业').fill('E15');
  await page.locator('.ant-select-item-option-active', { hasText: '示例口罩2厂（E15）' }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByLabel('载重（吨）').fill('8');
  await form.getByRole('button', { name: '保存' }).click();
  await form.getByText('车牌“豫H10001”已登记在另一辆车上，请核对').first().waitFor();
  await context.close();
});

for (const viewport of ['desk', 'phone'] as const) {
  test(`on the ${viewport}, licences that lapse are one press away`, async () => {
    const { page, problems, context } = await enter(viewport, 'group_officer');
    await page.goto(`${app.url}/administration/registry`);
    await page.getByRole('link', { name: /张许可证/ }).click();
    await page.getByText('38 天').first().waitFor();
    await look(page, `licences-${viewport}`);
    await page.getByRole('button', { name: 'EN' }).click();
    await page.getByText('38 days').first().waitFor();
    await look(page, `licences-${viewport}-en`);
    assert.deepEqual(problems, []);
    await context.close();
  });

  test(`on the ${viewport}, a table is imported after its changes were seen`, async () => {
    const { page, problems, context } = await enter(viewport, 'group_officer');
    await page.goto(`${app.url}/administration/exchange`);
    const csv = (await readFile(join(example, 'vehicles.csv'), 'utf8')).replace(
      '豫H10002',
      `豫H2000${viewport.length}`,
    );
    const choose = (name: string, text: string) =>
      page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await choose('vehicles.csv', `${csv}V-BAD,豫H99999,E99,-5\n`);
    await page.getByText('有 2 处错误，没有导入任何内容').waitFor();
    await look(page, `import-refused-${viewport}`);
    await choose('vehicles.csv', csv);
    await page.getByRole('button', { name: '导入这 1 项改变' }).waitFor();
    await look(page, `import-preview-${viewport}`);
    await page.getByRole('button', { name: '导入这 1 项改变' }).click();
    await page.getByRole('heading', { name: '已导入' }).waitFor();
    const { row } = await officer.call(registryContracts.vehicles.read, { params: { key: 'V-E01-2' } });
    assert.equal(row.values.plate, `豫H2000${viewport.length}`);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('a clerk sees the own enterprise, may change its staff, and finds no button for the rest', async () => {
  const { page, context } = await enter('phone', 'enterprise_clerk');
  await page.goto(`${app.url}/administration/registry`);
  await page.getByText('示例口罩1厂').first().waitFor();
  assert.equal(await page.getByText('示例口罩2厂').count(), 0);
  assert.equal(await page.getByRole('button', { name: '新增企业' }).count(), 0);
  await page.getByText('示例口罩1厂').first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: '修改', exact: true }).click();
  const form = page.getByRole('dialog', { name: /修改“/ });
  await form.getByLabel('职工（人）').waitFor();
  assert.equal(await form.getByLabel('名称').count(), 0);
  await look(page, 'clerk-form-phone');
  await context.close();
});
