import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { alertContracts as alerts } from '#contracts/dispatch-alerts.ts';
import { fleetContracts as fleet } from '#contracts/fleet.ts';
import { passContracts as passes } from '#contracts/passes.ts';
import type { Role } from '#contracts/roles.ts';
import { raiseAlert } from '#server/dispatch/trips/index.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const officer = await product.as('group_officer');
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const signIn = (page: Page, role: Role) => signInAs(product, page, role);

/** Ant Design's choice: typed and taken. */
async function choose(page: Page, label: string, typed: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).fill(typed);
  await page.locator('.ant-select-item-option', { hasText: typed }).first().click();
}

test('a dispatcher takes a truck out and puts it back, sets its room and hours, registers a driver, hours and a closure, each with its history', async () => {
  const { page, context, problems } = await openVisitor(browser, 'desk');
  await signIn(page, 'group_officer');
  await page.goto(`${product.url}/dispatch/fleet`);
  await page.getByText('豫H10101').first().click();
  const drawer = page.getByRole('dialog', { name: '豫H10101' });
  await drawer.getByLabel('停用原因').fill('变速箱故障');
  await drawer.getByRole('button', { name: '停用', exact: true }).click();
  await drawer.getByRole('button', { name: '恢复使用' }).click();
  await drawer.getByRole('button', { name: '停用', exact: true }).waitFor();
  await drawer.getByLabel(/容积/u).fill('30');
  await drawer.getByLabel('从几点').fill('7点');
  await drawer.getByLabel('到几点').fill('6:30');
  await drawer.getByText('结束要晚于开始').waitFor();
  assert.ok(await drawer.getByRole('button', { name: '保存' }).isDisabled());
  await drawer.getByLabel('到几点').fill('２０：３０');
  await drawer.getByRole('button', { name: '保存' }).click();
  await drawer.getByText('07:00').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'fleet-truck');
  const truck = (await officer.call(fleet.trucks)).rows.find(({ plate }) => plate === '豫H10101');
  assert.deepEqual(
    [truck?.volumeM3, truck?.worksFrom, truck?.worksUntil, truck?.outOfService],
    ['30', 420, 1230, false],
  );
  await page.keyboard.press('Escape');

  await page.getByText('司机', { exact: true }).click();
  await page.getByRole('button', { name: '登记司机' }).first().click();
  await page.getByLabel('编号').fill('D-1');
  await page.getByLabel('姓名').fill('示例司机');
  await page.getByLabel('电话').fill('139 0000 0000');
  await choose(page, '企业', '示例');
  await page.getByRole('button', { name: '保存' }).click();
  await page
    .getByRole('dialog', { name: '示例司机' })
    .getByText(/司机在自己手机上/u)
    .waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'fleet-driver');
  await page.keyboard.press('Escape');

  await page.getByText('收货时间', { exact: true }).first().click();
  await page.getByRole('table').locator('tbody tr').first().click();
  await page.getByLabel('停止收货').fill('17:30');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('17:30').first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await page.keyboard.press('Escape');

  await page.getByText('封闭', { exact: true }).click();
  await page.getByRole('button', { name: '登记封闭' }).first().click();
  await page.getByText('两地之间的道路').click();
  await choose(page, '一端', '示例');
  await page.getByLabel('原因').fill('桥梁检修');
  assert.ok(await page.getByRole('button', { name: '保存' }).isDisabled(), 'one end is no stretch');
  await page.getByText('县区', { exact: true }).last().click();
  await choose(page, '县区', '武陟');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('table').getByText('桥梁检修').click();
  await page.getByRole('button', { name: '解除封闭' }).click();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'fleet-closure');
  await page.getByRole('dialog', { name: /解除“/u }).getByRole('button', { name: '解除封闭' }).click();
  await page.getByText('现在没有封闭的县区或道路').waitFor();

  await page.getByText('里程与规则', { exact: true }).click();
  await page.getByLabel('选择文件').setInputFiles({
    name: 'roads.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('from,to,km\nproducer:E01,producer:E02,x\n'),
  });
  await page.getByText(/第 2 行：km 应为/u).waitFor();
  await page.getByLabel('选择文件').setInputFiles({
    name: 'roads.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('from,to,km,minutes\nproducer:E01,producer:E02,12.5,20\n'),
  });
  await page.getByText('已保存 1 段').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'fleet-rules', { fullPage: true });
  assert.deepEqual(
    problems.filter((problem) => !/422/u.test(problem)),
    [],
  );
  await context.close();
});

test('an alert stands on the board of dispatch and on the situation with owner and next act, is taken, and is closed with how it ended', async () => {
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    raiseAlert(work, {
      kind: 'late',
      subject: 'trip',
      subjectId: 'x',
      sameKey: 'late:x:1',
      county: null,
      owner: 'group_officer',
      detail: {
        number: 'PC20220108-0001',
        plate: '豫H10201',
        place: '示例医院',
        driver: '示例司机',
        phone: '13900000000',
      },
    }),
  );
  const { page, context, problems } = await openVisitor(browser, 'desk');
  await signIn(page, 'group_officer');
  await page.goto(`${product.url}/dispatch`);
  await page.getByText('给司机打电话问清何时到').waitFor();
  await page.getByRole('button', { name: '接手' }).click();
  await page
    .getByText(/已接手/u)
    .first()
    .waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'alerts-board');
  await page.goto(`${product.url}/dispatch/alerts`);
  await page.getByRole('button', { name: '处理完毕' }).click();
  await page.getByLabel('怎样处理的').fill('司机已到，收货方已签收');
  await page.getByRole('dialog').getByRole('button', { name: '处理完毕' }).click();
  await page.getByText('没有待处理的警报').waitFor();
  await page.getByRole('table').getByText('司机已到，收货方已签收').click();
  await page.getByRole('dialog').getByText(/接手/u).first().waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'alerts-page');
  assert.equal((await officer.call(alerts.list)).open, 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test('a firm applies on the page, is held to the limits, and an officer approves, looks at the code and revokes it', async () => {
  const firm = await openVisitor(browser, 'desk');
  await signIn(firm.page, 'enterprise_clerk');
  const { page } = firm;
  await page.goto(`${product.url}/dispatch/passes`);
  await page.getByRole('button', { name: '申请通行证' }).click();
  const form = page.getByRole('dialog', { name: '申请通行证' });
  await form.getByLabel('车牌').fill('豫H 20001');
  await form.getByLabel('司机或持证人').fill('示例司机');
  await form.getByLabel('电话').fill('13900000000');
  await form.getByLabel('事由').fill('原料运输');
  await choose(page, '通行县区', '武陟');
  await page.keyboard.press('Escape');
  await form.getByLabel('到这一天止').fill('2022-02-28');
  await form.getByRole('button', { name: '提交申请' }).click();
  await form.getByText(/超过这类通行证最长/u).waitFor();
  await form.getByLabel('到这一天止').fill('2022-01-10');
  await form.getByRole('button', { name: '提交申请' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('申请', { exact: true }).click();
  await page.getByRole('table').getByText('待审核').waitFor();
  await screenshot(page, 'passes-applied');
  await firm.context.close();

  const office = await openVisitor(browser, 'desk');
  await signIn(office.page, 'group_officer');
  await office.page.goto(`${product.url}/dispatch/passes?view=applications`);
  await office.page.getByRole('table').getByText('示例司机').click();
  await office.page.getByRole('button', { name: '批准并签发' }).click();
  await office.page.getByText('已批准').first().waitFor();
  await office.page.keyboard.press('Escape');
  await office.page.goto(`${product.url}/dispatch/passes`);
  await office.page.getByRole('table').getByText('示例司机').click();
  await office.page.getByRole('img', { name: /二维码/u }).waitFor();
  assert.deepEqual(await axeCheck(office.page), []);
  await screenshot(office.page, 'passes-drawer');
  await office.page.getByLabel('撤销原因').fill('示例：停产');
  await office.page.getByRole('button', { name: '撤销通行证' }).click();
  await office.page
    .getByText(/示例：停产/u)
    .first()
    .waitFor();
  assert.deepEqual(
    (await officer.call(passes.list)).rows.map(({ state }) => state),
    ['revoked'],
  );
  await office.page.keyboard.press('Escape');

  await office.page.getByRole('button', { name: '期限和数量' }).click();
  await office.page.getByLabel('最长有效期').first().fill('200');
  await office.page.getByRole('button', { name: /保存“值守人员”的上限/u }).click();
  await office.page
    .getByRole('alert')
    .filter({ hasText: /90|不能|超过/u })
    .first()
    .waitFor();
  await screenshot(office.page, 'passes-limits');
  await office.page.getByLabel('最长有效期').first().fill('10');
  await office.page.getByRole('button', { name: /保存“值守人员”的上限/u }).click();
  await office.page.getByText('上限已保存').waitFor();
  await office.page.keyboard.press('Escape');
  await office.page.getByText('卡口', { exact: true }).click();
  await office.page.getByRole('button', { name: '添加卡口' }).first().click();
  await office.page.getByLabel('编号').fill('K1');
  await office.page.getByLabel('名称').fill('示例高速口');
  await choose(office.page, '县区', '武陟');
  await office.page.getByLabel('纬度').fill('95');
  await office.page.getByLabel('经度').fill('113.4');
  await office.page.getByRole('button', { name: '保存卡口' }).click();
  await office.page.locator('.bg-field-wrong').waitFor();
  await office.page.getByLabel('纬度').fill('35.1');
  await office.page.getByRole('button', { name: '保存卡口' }).click();
  await office.page.getByRole('table').getByText('示例高速口').click();
  await office.page.getByRole('button', { name: '撤除卡口' }).click();
  await office.page.getByRole('dialog', { name: /撤除“/u }).getByRole('button', { name: '撤除卡口' }).click();
  await office.page.getByText('还没有卡口').waitFor();
  await office.context.close();
});

for (const [width, locale, colorScheme] of [
  ['desk', 'zh-CN', 'light'],
  ['phone', 'en-GB', 'dark'],
] as const)
  test(`the fleet, alerts and passes: ${width}, ${locale}, ${colorScheme}`, async () => {
    const { page, context, problems } = await openVisitor(browser, width, { colorScheme, locale });
    await signIn(page, 'group_officer');
    for (const [name, path] of [
      ['trucks', '/dispatch/fleet'],
      ['drivers', '/dispatch/fleet?table=drivers'],
      ['receivers', '/dispatch/fleet?table=receivers'],
      ['closures', '/dispatch/fleet?table=closures'],
      ['rules', '/dispatch/fleet?table=rules'],
      ['alerts', '/dispatch/alerts'],
      ['checkpoints', '/dispatch/passes?view=gates'],
    ] as const) {
      await page.goto(product.url + path);
      await page.locator('.bg-data, .bg-panel').first().waitFor();
      assert.deepEqual(await axeCheck(page), [], name);
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
        `${name} runs over`,
      );
      await screenshot(page, `fleet-${name}-${width}`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
