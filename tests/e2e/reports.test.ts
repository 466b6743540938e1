/** Daily reports in a real browser: the telephone without a network, the desk, the county's review. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { reportContracts } from '#contracts/reports.ts';
import type { Role } from '#contracts/roles.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs, viewports } from '#tests/support/browser.ts';

/** 17:30 in Shanghai on the day that the example holds */
let now = new Date('2022-01-08T09:30:00Z');
const clock = { now: () => now };
const product = await testApp({ clock, ...(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {}) });
const day = '2022-01-08';
const params = { enterprise: 'E14', day };
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const signIn = (page: Page, role: Role) => signInAs(product, page, role);

/** Opens the page until the telephone has kept it: the worker is active and in control. */
async function openKept(page: Page, path: string): Promise<void> {
  await page.goto(`${product.url}${path}`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** A draft is kept a moment after the last key: the test goes on when it is, however slow the machine. */
const draftHolds = (page: Page, part: string) =>
  page.waitForFunction(
    (wanted) =>
      Object.entries(localStorage).some(([key, text]) => key.startsWith('baogong.draft.') && text.includes(wanted)),
    part,
  );

const reportOf = async (role: 'enterprise_clerk' | 'county_officer') =>
  (await (await product.as(role)).call(reportContracts.form, { params, query: { day } })).report;
const next = (page: Page) => page.getByRole('button', { name: '下一步' }).click();
/** What the browser says of requests while there is no network is no fault of the page. */
const faults = (problems: readonly string[]) =>
  problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/u.test(problem));

let phone: { context: BrowserContext; page: Page; problems: string[] };

test('without a network the report page opens, keeps what is written through a reload, and files once when the network is back', async () => {
  phone = await openVisitor(browser, 'phone');
  const { page, context } = phone;
  await signIn(page, 'enterprise_clerk');
  await openKept(page, '/m/report');
  await page.getByLabel('今天生产').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-phone-first');

  await context.setOffline(true);
  await page.getByText('没有网络').waitFor();
  await page.getByLabel('今天生产').fill('６９万只');
  await page.getByText('按 690,000 只 处理').waitFor();
  await draftHolds(page, '"made":"690000"');
  await page.reload();
  await page.getByText('没有网络').waitFor();
  assert.equal(await page.getByLabel('今天生产').inputValue(), '690,000', 'the draft was kept');
  await next(page);
  await page.getByLabel('今天发出').waitFor();
  await next(page);
  assert.equal(await page.getByLabel('日终结存').inputValue(), '1,200,000', 'the counted stock stands filled in');
  await next(page);
  await page.getByRole('heading', { name: '原料剩余' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await next(page);
  await page.getByLabel('到岗人数').fill('228');
  await page.getByLabel('用电').fill('62100');
  await next(page);
  await page.getByLabel('物流运输').check();
  await next(page);
  await page.getByRole('heading', { name: '核对后报送' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-phone-check', { fullPage: true });
  await page.getByRole('button', { name: '报送' }).click();
  await page.getByText('1 条待发送').waitFor();
  await page.getByText('已保存在本机').waitFor();
  assert.equal(await reportOf('enterprise_clerk'), null, 'nothing has reached the server');

  await page.getByRole('link', { name: /1 条待发送/u }).click();
  await page.getByText('1月8日日报').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-phone-outbox');

  await context.setOffline(false);
  await page.getByText('没有待发送的内容').waitFor();
  const report = await reportOf('enterprise_clerk');
  assert.deepEqual(
    [report?.state, report?.via, report?.figures.items[0]?.made, report?.revision],
    ['filed', 'phone', '690000', 1],
  );
  await page.goto(`${product.url}/m/report`);
  await page.getByText('1月8日日报：待审核').waitFor();
  await page.goto(`${product.url}/m/home`);
  await page.getByRole('link', { name: '填日报' }).waitFor();
  assert.deepEqual(faults(phone.problems), []);
});

test('what the server refuses stays on the telephone with the reason, until its writer drops it', async () => {
  const { page, context } = phone;
  await openKept(page, '/m/report');
  await page.getByRole('button', { name: '修改' }).click();
  await context.setOffline(true);
  await page.getByLabel('今天生产').fill('650000');
  for (let step = 0; step < 6; step += 1) await next(page);
  const before = await reportOf('county_officer');
  await page.getByRole('button', { name: '报送' }).click();
  await page.getByText('1 条待发送').waitFor();
  // meanwhile the county accepts what it has
  const county = await product.as('county_officer');
  await county.call(reportContracts.accept, {
    body: { day, reports: [{ enterprise: 'E14', revision: before!.revision }] },
  });
  await context.setOffline(false);
  await page.getByRole('link', { name: /1 条被退回/u }).click();
  await page.getByText('已经审核入账').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-phone-refused');
  await page.getByRole('button', { name: '删除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await page.getByText('没有待发送的内容').waitFor();
  assert.equal((await reportOf('county_officer'))?.figures.items[0]?.made, '690000');
  assert.deepEqual(faults(phone.problems), []);
  await context.close();
});

test('the county sees the day, reads a report beside what it is compared with, and corrects it with a trace', async () => {
  const desk = await openVisitor(browser, 'desk');
  const { page } = desk;
  await signIn(page, 'county_officer');
  await page.goto(`${product.url}/reports`);
  await page.getByRole('heading', { level: 1, name: /家已报/u }).waitFor();
  await page.getByText('示例口罩1厂').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-board', { fullPage: true });
  await page.getByText('示例口罩1厂').first().click();
  await page.getByRole('heading', { level: 1, name: /示例口罩1厂，1月8日/u }).waitFor();
  await page.getByText('没有疑点').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-review', { fullPage: true });
  await page.setViewportSize(viewports.phone);
  const name = await page.getByRole('rowheader', { name: /口罩 结存/u }).boundingBox();
  assert.ok(
    name !== null && name.width > name.height,
    'on a telephone a figure’s name stands in a line, not letter under letter',
  );
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    'no sideways scrolling',
  );
  await page.setViewportSize(viewports.desk);
  await page.getByRole('button', { name: '更正', exact: true }).click();
  await page.getByLabel('当日生产').fill('68万只');
  await page.getByLabel('原因').fill('重复计了一托');
  assert.deepEqual(await axeCheck(page), []);
  await page.getByRole('button', { name: '更正并入账' }).click();
  await page.getByText('重复计了一托').first().waitFor();
  await page.locator('.reports-trail ins', { hasText: '680000' }).waitFor();
  assert.deepEqual(desk.problems, []);
  await desk.context.close();
});

test('the desk takes pasted cells whole or not at all, in English and in the dark', async () => {
  const desk = await openVisitor(browser, 'desk', { colorScheme: 'dark' });
  const { page } = desk;
  await signIn(page, 'city_lead');
  await page.goto(`${product.url}/reports/upload`);
  await page
    .getByRole('button', { name: 'Switch to English' })
    .or(page.getByTitle('Switch to English'))
    .first()
    .click();
  await page
    .getByLabel(/Select the cells/u)
    .fill('企业编码\t类别\t编码\t生产\t发出\t结存\nE01\t物资\tnothing\t0\t0\t0');
  await page.getByRole('button', { name: 'File what is pasted' }).click();
  await page.getByText(/rows are wrong; nothing was filed/u).waitFor();
  await page.getByRole('button', { name: /Download the failed rows/u }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-upload-dark-en', { fullPage: true });
  await page.getByLabel(/Select the cells/u).fill('nothing of a report');
  await page.getByRole('button', { name: 'File what is pasted' }).click();
  await page.getByText(/the first row/iu).waitFor();
  assert.equal(await page.getByText(/rows are wrong/u).count(), 0, 'what came of the cells before is gone');
  await page.goto(`${product.url}/reports/deadlines`);
  await page.getByLabel('Enterprises file by').first().fill('17:00');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText('Deadlines saved').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await page.goto(`${product.url}/reports`);
  await page.getByText(/Enterprises file by 17:00/u).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-board-dark-en', { fullPage: true });
  assert.deepEqual(faults(desk.problems), []);
  await desk.context.close();
});

test('a clerk reports at the desk in one form, at the width of a telephone too', async () => {
  const visitor = await openVisitor(browser, 'phone');
  const { page } = visitor;
  await signIn(page, 'enterprise_clerk');
  await page.goto(`${product.url}/reports/mine`);
  await page.getByText(/已审核入账/u).waitFor();
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    'no sideways scrolling',
  );
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-mine-phone', { fullPage: true });
  assert.deepEqual(visitor.problems, []);
  await visitor.context.close();
});

const owner = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
};

test('a clerk of two enterprises chooses one by its name, at the desk and on the telephone', async () => {
  await owner(`update users set scope_ids = array['E14', 'E21'] where role = 'enterprise_clerk'`);
  const visitor = await openVisitor(browser, 'phone');
  const { page } = visitor;
  await signIn(page, 'enterprise_clerk');
  await page.goto(`${product.url}/m/report`);
  await page.getByRole('heading', { name: '填哪一家' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await page.getByRole('button', { name: '示例口罩8厂' }).click();
  await page.getByText('示例口罩8厂 · 1月8日').waitFor();
  await page.goto(`${product.url}/reports/mine`);
  await page.getByLabel('填哪一家').selectOption({ label: '示例口罩8厂 · 未报' });
  await page.getByLabel('当日生产').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  assert.deepEqual(visitor.problems, []);
  await visitor.context.close();
});

test('at the desk 263万只 and full-width digits are understood and said back, lots sum up, and the draft outlives reload and network', async () => {
  const visitor = await openVisitor(browser, 'desk');
  const { page, context } = visitor;
  await signIn(page, 'enterprise_clerk');
  await page.goto(`${product.url}/reports/mine?enterprise=E21`);
  await page.getByLabel('当日生产').fill('263万只');
  await page.getByText('按 2,630,000 只 处理（263 万只）').waitFor();
  await page.getByLabel('当日生产').fill('９.１万只');
  await page.getByText('按 91,000 只 处理').waitFor();
  await page.getByLabel('当日发出').fill('5万');
  await page.getByLabel('到岗人数').fill('约六十');
  await page.getByText(/看不懂这个数/u).waitFor();
  await page.getByLabel('到岗人数').fill('６０');
  await page.getByText('按批次填结存（选填）').click();
  await page.getByLabel(/无批号，有效期至 2023年12月31日/u).fill('29万');
  assert.equal(await page.getByLabel('日终结存').inputValue(), '290,000', 'the lots make the stock');
  await draftHolds(page, '"stock":"290000"');
  await page.reload();
  await page.getByText('已恢复未提交的内容').waitFor();
  assert.equal(await page.getByLabel('当日生产').inputValue(), '91,000');
  assert.equal(await page.getByLabel('日终结存').inputValue(), '290,000');

  await context.setOffline(true);
  await page.getByLabel('到岗人数').fill('58');
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await page
    .getByText(/连不上服务器/u)
    .first()
    .waitFor();
  assert.equal(await page.getByLabel('到岗人数').inputValue(), '58', 'nothing is lost');
  await context.setOffline(false);
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await page.getByRole('button', { name: '修改' }).waitFor();
  const clerk = await product.as('enterprise_clerk');
  const of = { params: { enterprise: 'E21' }, query: { day } };
  const { report } = await clerk.call(reportContracts.form, of);
  const [item] = report!.figures.items;
  assert.deepEqual(
    [
      report!.via,
      report!.revision,
      item!.made,
      item!.sent,
      item!.stock,
      item!.lots!.length,
      report!.figures.staffPresent,
    ],
    ['form', 1, '91000', '50000', '290000', 1, 58],
  );
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-mine-filed', { fullPage: true });
  assert.deepEqual(faults(visitor.problems), []);
  await context.close();
});

test('when the deadline passes the county’s officer is told on whatever page they are, and notes how the clerk was chased', async () => {
  const desk = await openVisitor(browser, 'desk');
  const { page } = desk;
  await signIn(page, 'county_officer');
  await page.goto(`${product.url}/stock`);
  await page.getByRole('link', { name: /直报/u }).waitFor();
  now = new Date('2022-01-08T10:01:00Z');
  const lead = await product.as('city_lead');
  await lead.call(reportContracts.setDeadlines, {
    params: { mode: 'emergency' },
    body: { cycle: 'daily', weekday: null, fileBy: '18:00', countyBy: '19:00', cityBy: '20:00' },
  });
  const badge = page.getByText(/\d 项待办/u).first();
  await badge.waitFor();
  const count = Number((await badge.textContent())!.slice(0, 1));
  await page.goto(`${product.url}/reports`);
  await page.getByText(`现在等您处理（${count}）`).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await page.getByRole('button', { name: '登记催报' }).first().click();
  await page.getByLabel('怎么催的').selectOption('visit');
  await page.getByLabel(/对方答应今天几点前报/u).fill('18:40');
  await page.getByLabel(/说明/u).fill('车间停电');
  assert.deepEqual(await axeCheck(page), []);
  await page.getByRole('dialog').getByRole('button', { name: '登记' }).click();
  await page.getByText(/上门，约定 1月8日 18:40 前报：车间停电/u).waitFor();
  await page.getByText(`现在等您处理（${count - 1}）`).waitFor();
  await screenshot(page, 'reports-board-chased', { fullPage: true });
  assert.deepEqual(desk.problems, []);
  await desk.context.close();
});

test('what a clerk still owes of an earlier day is on the telephone and at the desk, and is filed there', async () => {
  const group = await product.as('group_officer');
  const of = { enterprise: 'E21', day };
  const filed = (await group.call(reportContracts.form, { params: of, query: { day } })).report!;
  const body = { revision: filed.revision, reason: '到岗人数请再核' };
  await group.call(reportContracts.giveBack, { params: of, body });
  await owner(`update cities set held_day = '2022-01-09'`);
  const { page, problems, context } = await openVisitor(browser, 'phone');
  await signIn(page, 'enterprise_clerk');
  await page.goto(`${product.url}/reports/mine?enterprise=E14`);
  await page.getByRole('link', { name: '示例口罩8厂 1月8日日报被退回：到岗人数请再核' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await page.goto(`${product.url}/m/report?enterprise=E14`);
  await page.getByText('示例口罩1厂 · 1月9日').waitFor();
  await page.getByRole('link', { name: '示例口罩8厂 1月8日日报被退回：到岗人数请再核' }).click();
  await page.getByText('示例口罩8厂 · 1月8日').waitFor();
  await page.getByRole('link', { name: '填今天的日报' }).waitFor();
  await page.getByText('到岗人数够开这些产线').first().waitFor();
  assert.equal(await page.getByLabel('当日生产').inputValue(), '91,000', 'as it was filed');
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'reports-phone-owed', { fullPage: true });
  for (let step = 0; step < 4; step += 1) await next(page);
  await page.getByLabel('到岗人数', { exact: true }).fill('61');
  for (let step = 0; step < 2; step += 1) await next(page);
  await page.getByRole('button', { name: '报送' }).click();
  await page.getByText('1月8日日报：待审核').waitFor();
  const { report } = await group.call(reportContracts.form, { params: of, query: { day } });
  assert.deepEqual([report?.state, report?.figures.staffPresent, report?.late], ['filed', 61, true]);
  await page.getByRole('link', { name: '填今天的日报' }).click();
  await page.getByText('示例口罩8厂 · 1月9日').waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('a part of the navigation that cannot be loaded is left out; the page stands', async () => {
  const { page, context } = await openVisitor(browser, 'desk');
  await signIn(page, 'county_officer');
  await page.route(/\/assets\/(officer|calls)-badge-/u, (route) => route.abort());
  await page.goto(`${product.url}/reports`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('示例口罩1厂').first().waitFor();
  await context.close();
});
