/** Orders in a real browser: issued from the plan, decided outside it, amended, picked and loaded by phone, printed, recalled. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { orderContracts } from '#contracts/orders.ts';
import { requestContracts } from '#contracts/requests.ts';
import type { Role } from '#contracts/roles.ts';
import { planInForceWith } from '#server/dispatch/orders/testing.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';
import { filmOf } from '#tests/support/film.ts';
import { until } from '#tests/support/until.ts';

/** noon in Shanghai on the day that the example holds */
const clock = { now: () => new Date('2022-01-08T04:00:00Z') };
const product = await testApp({ clock, ...(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {}) });
const lead = await product.as('city_lead');
const day = '2022-01-09';
await planInForceWith(product, [
  { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
  { day, from: 'E02', to: 'H-CITY1', item: 'hand-sanitiser', quantity: '540' },
  { day, from: 'E02', to: 'D-410802', item: 'hand-sanitiser', quantity: '99999999' },
]);

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const signIn = (page: Page, role: Role) => signInAs(product, page, role);

const desk = () => openVisitor(browser, 'desk');

test('an officer issues a day of the plan and sees what is not yet in stock', async () => {
  const { page, problems, context } = await desk();
  await signIn(page, 'group_officer');
  await page.goto(`${product.url}/dispatch/from-plan`);
  await page.getByRole('heading', { name: /可下达 3 张调拨令；1 行等入库/ }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-from-plan-desk');
  // pressed twice, as people do: the question that the first press asks stays open
  await page.getByRole('button', { name: '下达', exact: true }).dblclick();
  await page.getByRole('dialog').getByRole('button', { name: '下达', exact: true }).click();
  await page.getByRole('heading', { name: '3 张调拨令在办，0 张超期' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-list-desk');
  await page.goto(`${product.url}/dispatch/from-plan`);
  await page.getByRole('heading', { name: /可下达 0 张调拨令；1 行等入库/ }).waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('a granted request fills the form of its order', async () => {
  const hospital = await product.as('requester');
  const asked = { point: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '40000', by: '2022-01-12' };
  const { id } = await hospital.call(requestContracts.file, {
    body: { ...asked, reason: '门诊量增加', urgency: 'urgent', substitutes: [], partialOk: true },
  });
  const { revision } = (await lead.call(requestContracts.read, { params: { id } })).request;
  const answer = { act: 'accept', quantity: '40000', metBy: 'order', reason: '' };
  await lead.call(requestContracts.decide, { params: { id }, body: { revision, answer } });
  const { page, problems, context } = await desk();
  await signIn(page, 'group_officer');
  await page.goto(`${product.url}/dispatch/decide`);
  await page.getByRole('heading', { name: '1 件已批准、还没有调拨令' }).waitFor();
  await page.getByRole('button', { name: '填入下面' }).click();
  await page.getByText('按 40,000 只 处理').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-needs-desk');
  assert.deepEqual(problems, []);
  await context.close();
});

test('an urgent order outside the plan runs at once and waits on the list to be confirmed', async () => {
  const { page, problems, context } = await desk();
  await signIn(page, 'sub_group_officer');
  await page.goto(`${product.url}/dispatch/decide`);
  const choose = async (label: string, option: string) => {
    await page.getByLabel(label, { exact: true }).click();
    await page.getByLabel(label, { exact: true }).fill(option);
    await page.keyboard.press('Enter');
  };
  await choose('发货单位', '示例口罩2厂');
  await choose('收货单位', '市级定点医院');
  await choose('物资', '口罩');
  await page.getByLabel('数量').fill('60万只');
  await page.getByText('按 600,000 只 处理').waitFor();
  await page.getByLabel('原因').fill('医院告急');
  await page.getByLabel('紧急：先执行，限时补批').check();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-decide-desk');
  await page.getByRole('button', { name: '下达', exact: true }).click();
  await page.getByRole('heading', { name: /：已下达$/ }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-detail-desk', { fullPage: true });
  assert.deepEqual(problems, []);
  await context.close();

  const officer = await desk();
  await signIn(officer.page, 'group_officer');
  await officer.page.goto(`${product.url}/dispatch/orders`);
  await officer.page.getByRole('heading', { name: '1 张紧急调拨待补批' }).waitFor();
  await screenshot(officer.page, 'orders-to-confirm-desk');
  assert.deepEqual(await axeCheck(officer.page), []);
  await officer.page.getByRole('button', { name: '补批' }).click();
  await officer.page.getByRole('dialog').getByRole('button', { name: '补批' }).click();
  await officer.page.getByRole('heading', { name: '1 张紧急调拨待补批' }).waitFor({ state: 'detached' });
  assert.deepEqual(officer.problems, []);
  await officer.context.close();
});

test('the telephone’s camera reads the GS1 DataMatrix of a carton', async () => {
  const clerk = await product.as('enterprise_clerk');
  const [order] = (await clerk.call(orderContracts.list, { query: { state: 'issued' } })).rows;
  const film = await filmOf({ gs1: '(01)09506000134352(17)231231(10)OTHER' });
  const own = await openBrowser([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film.path}`,
  ]);
  try {
    const { page, problems } = await openVisitor(own, 'phone', { permissions: ['camera'] });
    await signIn(page, 'enterprise_clerk');
    await page.goto(`${product.url}/m/pick/${order!.id}`);
    await page.getByRole('button', { name: '打开摄像头扫码' }).click();
    await page.getByText('扫到“OTHER”，不在这张调拨令里').waitFor();
    assert.deepEqual(problems, []);
  } finally {
    await own.close();
    await film.remove();
  }
});

test('the clerk scans, is told of a wrong lot, picks and loads on the telephone; the goods leave stock', async () => {
  const own = (await (await product.as('enterprise_clerk')).call(orderContracts.list, { query: { state: 'issued' } }))
    .rows;
  const order = await lead.call(orderContracts.read, { params: { id: own[0]!.id } });
  const { page, problems, context } = await openVisitor(browser, 'phone');
  await signIn(page, 'enterprise_clerk');
  await page.goto(`${product.url}/m/pick`);
  await page.getByText(order.number).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-pick-list-phone');
  await page.getByText(order.number).click();
  const code = page.getByLabel('扫码枪扫入，或输入批号');
  await code.fill('(01)09506000134352(10)OTHER(17)231231');
  await code.press('Enter');
  await page.getByText('扫到“OTHER”，不在这张调拨令里').waitFor();
  await code.fill(order.lines[0]!.lots[0]!.label);
  await code.press('Enter');
  await page.getByText(/^对：/).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-pick-phone', { fullPage: true });
  await page.getByRole('button', { name: '拣货完成' }).click();
  await page.getByRole('button', { name: '已装车，货物出库' }).click();
  await page.getByRole('heading', { name: '拣货和装车' }).waitFor();
  assert.equal((await lead.call(orderContracts.read, { params: { id: order.id } })).state, 'loaded');
  assert.deepEqual(problems, []);
  await context.close();
});

test('picked and loaded with the network off, it is kept on the telephone and sent once when the network is back', async () => {
  const clerk = await product.as('enterprise_clerk');
  const made = await lead.call(orderContracts.decide, {
    body: {
      urgent: true,
      fromPlace: 'producer:E14',
      toPlace: 'demand:H-CITY1',
      dispatchDay: '2022-01-08',
      reason: '示例急需',
      lines: [{ item: 'mask', quantity: '600' }],
    },
  });
  const order = await lead.call(orderContracts.read, { params: { id: made.id } });
  const { page, problems, context } = await openVisitor(browser, 'phone');
  await signIn(page, 'enterprise_clerk');
  await page.goto(`${product.url}/m/pick`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.goto(`${product.url}/m/pick/${order.id}`);
  await page.getByRole('heading', { name: `拣货 ${order.number}` }).waitFor();

  await context.setOffline(true);
  await page.reload();
  await page.getByText(/没有网络/u).waitFor();
  const code = page.getByLabel('扫码枪扫入，或输入批号');
  await code.fill(order.lines[0]!.lots[0]!.label);
  await code.press('Enter');
  await page.getByText(/^对：/).waitFor();
  await page
    .getByLabel(/实拣数量$/u)
    .first()
    .fill('550');
  await page.getByLabel('少拣的原因').fill('一箱破损');
  // the draft is written a moment after the last letter
  const written = () => page.evaluate(() => Object.values(localStorage).some((value) => value.includes('一箱破损')));
  await until('the draft', written);
  await page.reload();
  await page.getByText('口罩', { exact: true }).waitFor();
  assert.equal(
    await page
      .getByLabel(/实拣数量$/u)
      .first()
      .inputValue(),
    '550',
    'what was typed survives',
  );
  await page.getByRole('button', { name: '拣货完成' }).dblclick();
  const load = page.getByRole('button', { name: '已装车，货物出库' });
  await load.waitFor();
  await page.getByText('已保存在本机，有网后发送').first().waitFor();
  await page.reload();
  await load.waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-pick-kept-phone', { fullPage: true });
  await load.dblclick();
  await page.getByRole('heading', { name: '拣货和装车' }).waitFor();
  await page.goto(`${product.url}/m/pick/${order.id}`);
  await page.getByRole('heading', { name: `拣货 ${order.number}` }).waitFor();
  assert.equal(await load.count(), 0, 'nobody loads twice unknowing');
  assert.equal(
    (await clerk.call(orderContracts.read, { params: { id: order.id } })).state,
    'issued',
    'nothing is sent',
  );

  await context.setOffline(false);
  const read = () => lead.call(orderContracts.read, { params: { id: order.id } });
  await until('the load', async () => (await read()).state === 'loaded');
  const sent = await read();
  assert.deepEqual([sent.state, sent.items[0]?.quantity, sent.lines[0]?.shortReason], ['loaded', '550', '一箱破损']);
  assert.deepEqual(
    sent.events.map((event) => event.kind),
    ['created', 'issued', 'picked', 'loaded'],
    'each once',
  );
  await page.goto(`${product.url}/m/outbox`);
  // nothing waits and nothing was refused
  await page.getByText('没有待发送的内容').waitFor();
  assert.deepEqual(
    problems.filter((problem) => !/Failed to fetch|ERR_INTERNET_DISCONNECTED/u.test(problem)),
    [],
  );
  await context.close();
});

test('an order is amended, its new number opens, and it prints with its codes', async () => {
  const [row] = (await lead.call(orderContracts.list, { query: { state: 'issued', fromPlace: 'producer:E02' } })).rows;
  const { page, problems, context } = await desk();
  await signIn(page, 'group_officer');
  await page.goto(`${product.url}/dispatch/orders/${row!.id}`);
  await page.getByRole('button', { name: '更改' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(/免洗手/).fill('500');
  await drawer.getByLabel('原因').fill('医院改数');
  assert.deepEqual(await axeCheck(page), []);
  await drawer.getByRole('button', { name: '更改' }).click();
  await page.getByText('更改自').waitFor();
  await page.getByRole('button', { name: '打印' }).click();
  await page.getByRole('img', { name: /调拨令 .* 的二维码/ }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-print-desk', { fullPage: true });
  assert.deepEqual(problems, []);
  await context.close();
});

test('a recalled lot shows where every piece is, with an owner', async () => {
  const { page, problems, context } = await desk();
  await signIn(page, 'group_officer');
  await page.goto(`${product.url}/dispatch/recalls`);
  await page.getByRole('heading', { name: '没有进行中的封存和召回' }).waitFor();
  await page.getByRole('button', { name: '封存或召回' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('物资').click();
  await drawer.getByLabel('物资').fill('口罩');
  await page.keyboard.press('Enter');
  await drawer.getByLabel('批次').click();
  await drawer.getByLabel('批次').fill('示例口罩1厂');
  await drawer.locator('.ant-select-item-option', { hasText: '示例口罩1厂' }).first().waitFor();
  await page.keyboard.press('Enter');
  await drawer.getByLabel('原因').fill('抽检不合格');
  await drawer.getByLabel('责任人').fill('示例责任人');
  assert.deepEqual(await axeCheck(page), []);
  await drawer.getByRole('button', { name: '立即停用' }).click();
  await page.getByRole('heading', { name: '现在在哪里' }).waitFor();
  await page.getByText('示例口罩1厂').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'orders-recall-desk');
  assert.deepEqual(problems, []);
  await context.close();
});

test('English and dark read as well, also on a telephone', async () => {
  const { page, problems, context } = await openVisitor(browser, 'phone', { colorScheme: 'dark', locale: 'en-GB' });
  await signIn(page, 'group_officer');
  await page.goto(`${product.url}/dispatch/orders`);
  await page.getByRole('table').or(page.getByRole('list')).first().waitFor();
  await screenshot(page, 'orders-list-phone-dark');
  assert.deepEqual(await axeCheck(page), []);
  assert.deepEqual(problems, []);
  await context.close();
});
