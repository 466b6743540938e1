import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Locator, Page } from 'playwright-core';
import { axeCheck, openBrowser, openVisitor, screenshot } from '#tests/support/browser.ts';
import { administratorPassword, installation } from './support.ts';

// Closed first: the product does not stop while a page listens.
const browser: Browser = await openBrowser();
after(() => browser.close());
const place = await installation(
  'demonstration',
  process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {},
);
const url = await place.app.start();

/** A visitor whose pages close with the test. What the console says of a refusal that the test asks for is no problem. */
async function visit(t: TestContext, viewport: 'desk' | 'phone' = 'desk') {
  const { page, context, problems } = await openVisitor(browser, viewport);
  t.after(() => context.close());
  return { page, problemsOf: () => problems.filter((problem) => !problem.includes('status of 422')) };
}

async function signIn(page: Page, userName: string, password: string): Promise<void> {
  page.setDefaultTimeout(45_000);
  await page.goto(`${url}/sign-in`);
  await page.locator('#user-name').fill(userName);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Signs in and waits until inside. */
async function enter(page: Page, userName: string, password: string): Promise<void> {
  await signIn(page, userName, password);
  await page.waitForURL((address) => address.pathname !== '/sign-in');
}

const textOf = async (place: Locator): Promise<string> => (await place.textContent()) ?? '';

async function look(page: Page, name: string): Promise<void> {
  await screenshot(page, `administration-${name}`, { fullPage: true });
  assert.deepEqual(await axeCheck(page), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
}

test('an administrator makes a user, who chooses a password, sets the second factor up and signs in with both', async (t) => {
  const admin = await visit(t);
  const { page } = admin;
  await enter(page, 'admin.410800', administratorPassword);
  await page.getByRole('link', { name: '系统', exact: true }).click();
  await page.getByRole('link', { name: '用户', exact: true }).click();
  await page.getByRole('button', { name: '新建用户' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('用户名').fill('Zhang.San');
  await form.getByLabel('姓名').fill('示例张三');
  await look(page, 'user-form');
  await form.getByRole('button', { name: '新建用户' }).click();
  await form.getByText('“企业直报员”必须指定至少一个企业').waitFor();
  await form.getByLabel('负责的企业').fill('示例厂');
  await page.getByTitle('示例厂 E14').click();
  await page.keyboard.press('Escape');
  await form.getByLabel('必须使用两步验证').check();
  await form.getByRole('button', { name: '新建用户' }).click();
  const once = page.getByRole('dialog', { name: '一次性密码' });
  const oneTime = await textOf(once.locator('code'));
  assert.match(oneTime, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  await look(page, 'one-time');
  await once.getByRole('button', { name: '我已记下' }).click();
  await page.getByText('zhang.san').click();
  await page.getByRole('dialog', { name: '示例张三' }).getByText('新建用户').waitFor();
  await look(page, 'user');
  assert.deepEqual(admin.problemsOf(), []);

  const user = await visit(t, 'phone');
  await signIn(user.page, 'zhang.san', oneTime);
  await user.page.getByRole('heading', { name: '请先设置自己的密码' }).waitFor();
  await user.page.getByLabel('当前密码').fill(oneTime);
  await user.page.getByLabel('新密码').fill('password123456');
  await user.page.getByLabel('再输入一次').fill('password123456');
  await user.page.getByRole('button', { name: '修改密码' }).click();
  await user.page.getByText('这个密码太常见').waitFor();
  await look(user.page, 'password-phone');
  for (const label of ['新密码', '再输入一次']) await user.page.getByLabel(label).fill('four wet umbrellas drying');
  await user.page.getByRole('button', { name: '修改密码' }).click();
  await user.page.getByRole('heading', { name: '请先设置两步验证' }).waitFor();
  await user.page.getByRole('button', { name: '开始设置' }).click();
  await user.page.getByLabel('当前密码').fill('four wet umbrellas drying');
  await user.page.getByRole('button', { name: '开始设置' }).click();
  const secret = await textOf(user.page.locator('.administration-qr code'));
  await look(user.page, 'second-factor-phone');
  const code = () =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: place.clock.now().getTime() });
  await user.page.getByLabel('验证器上的 6 位数字').fill(code());
  await user.page.getByRole('button', { name: '启用' }).click();
  await user.page.getByText('已启用。').waitFor();

  place.clock.pass({ seconds: 30 });
  const again = await visit(t);
  await signIn(again.page, 'zhang.san', 'four wet umbrellas drying');
  await again.page.locator('#code').fill(code());
  await again.page.getByRole('button', { name: '登录', exact: true }).click();
  await again.page.getByRole('button', { name: /示例张三/ }).waitFor();
  await again.page.goto(`${url}/account`);
  await again.page.getByText('本机').waitFor();
  await look(again.page, 'account');
});

test('every page of the administration is readable in both languages at both widths, without a violation of WCAG 2.2 AA', async (t) => {
  for (const [viewport, locale] of [
    ['desk', 'zh-CN'],
    ['phone', 'en-US'],
  ] as const) {
    const visitor = await visit(t, viewport);
    const { page } = visitor;
    await enter(page, 'admin.410800', administratorPassword);
    if (locale === 'en-US') await page.evaluate(() => localStorage.setItem('baogong.language', 'en'));
    for (const name of ['users', 'keys', 'audit', 'city']) {
      await page.goto(`${url}/administration/${name}`);
      await page.locator('h1').first().waitFor();
      await look(page, `${name}-${viewport}`);
    }
    assert.deepEqual(visitor.problemsOf(), []);
  }
});

test('the audit page shows from what to what, and verifies the chain', async (t) => {
  const { page, problemsOf } = await visit(t);
  await enter(page, 'admin.410800', administratorPassword);
  await page.goto(`${url}/administration/city`);
  await page.getByLabel('英文名称').fill('Jiaozuo City');
  await page.getByRole('button', { name: '保存' }).last().click();
  await page.getByText('已保存').waitFor();
  await page.goto(`${url}/administration/audit?action=city.edit`);
  await page.getByRole('cell', { name: '修改城市设置' }).first().click();
  const entry = page.getByRole('dialog');
  await entry.getByText('Jiaozuo City').waitFor();
  assert.equal(await textOf(entry.locator('del').first()), 'Jiaozuo');
  await look(page, 'audit-entry');
  await entry.getByRole('button', { name: '关闭' }).click();
  await page.getByRole('button', { name: '核验审计链' }).click();
  await page.getByText(/核验通过：\d+ 条/).waitFor();
  await look(page, 'audit-verified');
  assert.deepEqual(problemsOf(), []);
});

test('an API key is shown once and revoked after a question', async (t) => {
  const { page, problemsOf } = await visit(t);
  await enter(page, 'admin.410800', administratorPassword);
  await page.goto(`${url}/administration/keys`);
  await page.getByRole('button', { name: '新建密钥' }).click();
  await page.getByLabel('用途').fill('示例系统');
  await page.getByRole('dialog').getByRole('button', { name: '新建密钥' }).click();
  const once = page.getByRole('dialog', { name: '新的接口密钥' });
  assert.match(await textOf(once.locator('code')), /^bg_/);
  await look(page, 'key-once');
  await once.getByRole('button', { name: '我已记下' }).click();
  await page.getByRole('button', { name: '吊销 示例系统' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '吊销' }).click();
  await page.getByText('已吊销').waitFor();
  assert.deepEqual(problemsOf(), []);
});
