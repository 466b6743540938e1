import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { whoAmI } from '#contracts/accounts.ts';
import { checkpointContracts as gates } from '#contracts/checkpoints.ts';
import { passContracts as passes } from '#contracts/passes.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';
import { filmOf } from '#tests/support/film.ts';
import { until } from '#tests/support/until.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const [officer, guard, clerk] = await Promise.all(
  (['group_officer', 'county_officer', 'enterprise_clerk'] as const).map((role) => product.as(role)),
);
const county = (await guard!.call(whoAmI)).user!.scopeIds[0]!;
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const signIn = (page: Page) => signInAs(product, page, 'county_officer');

async function approvedPass(plate: string) {
  const body = {
    kind: 'production',
    plate,
    holder: '示例司机',
    phone: '13900000000',
    crew: [],
    purpose: '原料运输',
    counties: [county],
    // the example holds the city at this day
    from: '2022-01-07T16:00:00.000Z',
    until: '2022-01-10T16:00:00.000Z',
  };
  const { id, revision } = await clerk!.call(passes.apply, { body });
  const decided = await officer!.call(passes.decide, { params: { id }, body: { approve: true, reason: '', revision } });
  return officer!.call(passes.read, { params: { id: decided.passId! } });
}

const scan = async (page: Page, code: string) => {
  await page.getByLabel(/扫码枪/u).fill(code);
  await page.getByRole('button', { name: '核验' }).click();
};
const healthy = async (page: Page) => {
  await page.getByRole('button', { name: '相同' }).click();
  await page.getByLabel(/司机体温/u).fill('36.5');
  await page.getByRole('button', { name: '24 小时内阴性' }).click();
};
const verdict = (page: Page, word: string) => page.locator('.pass-verdict-word', { hasText: word }).waitFor();

test('a guard without a network sees green, grey and red, and what was noted is sent later, once', async () => {
  await officer!.call(gates.save, {
    params: { id: 'K1' },
    body: { name: '示例高速口', county, lat: 35.24, lon: 113.22 },
  });
  const pass = await approvedPass('豫H20001');
  const revoked = await approvedPass('豫H20002');
  await officer!.call(passes.revoke, { params: { id: revoked.id }, body: { reason: '示例' } });

  const { context, page } = await openVisitor(browser, 'phone');
  await signIn(page);
  await page.goto(`${product.url}/m/checkpoint`);
  await page.getByRole('button', { name: '示例高速口' }).click();
  await page.getByText(/核验数据：\d+ 分钟前/u).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.getByText(/核验数据：\d+ 分钟前/u).waitFor();
  assert.deepEqual(await axeCheck(page), []);

  await context.setOffline(true);
  await page.reload();
  await page.getByText(/没有网络/u).waitFor();
  await page.getByText(/核验数据：\d+ 分钟前/u).waitFor();

  await scan(page, `${product.url}/p/pass#${pass.token}`);
  await verdict(page, '待核');
  await healthy(page);
  await verdict(page, '放行');
  // to the end, where the buttons at the thumb cover nothing
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'checkpoint-green', { fullPage: true });
  await page.getByRole('button', { name: '放行', exact: true }).click();
  await page.getByLabel(/扫码枪/u).waitFor();

  await scan(page, revoked.token);
  await verdict(page, '拦下');
  await page.getByText('已被撤销').waitFor();
  assert.ok(await page.getByRole('button', { name: '放行', exact: true }).isDisabled());
  await screenshot(page, 'checkpoint-red', { fullPage: true });
  await page.getByRole('button', { name: '不登记，重新扫码' }).click();

  const [head, body, signature = ''] = pass.token.split('.');
  await scan(page, `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`);
  await page.getByText(/伪造/u).waitFor();
  await page.getByRole('button', { name: '不登记，重新扫码' }).click();

  await scan(page, 'https://example.com/another-code');
  await page.getByText(/不是通行证/u).waitFor();
  assert.ok(await page.getByRole('button', { name: '放行', exact: true }).isDisabled());
  await page.getByRole('button', { name: '不登记，重新扫码' }).click();

  await scan(page, pass.token);
  await page.getByText(/分钟前在本卡口查过/u).waitFor();
  await page.getByLabel(/司机体温/u).fill('37.3');
  await page.getByText(/37\.3 ℃：发热/u).waitFor();
  assert.equal(await page.getByRole('button', { name: '放行', exact: true }).count(), 0, 'fever never passes');
  await page.getByRole('button', { name: '隔离并报告' }).click();
  await page.getByLabel(/扫码枪/u).waitFor();
  assert.equal((await guard!.call(gates.scans)).rows.length, 0, 'nothing has been sent');

  await context.setOffline(false);
  await until('both scans', async () => (await guard!.call(gates.scans)).rows.length >= 2);
  await page.reload();
  await page.getByLabel(/扫码枪/u).waitFor();
  const { rows } = await guard!.call(gates.scans);
  assert.deepEqual(rows.map((row) => [row.decision, row.serverVerdict]).sort(), [
    ['isolated', 'red'],
    ['passed', 'green'],
  ]);
  await context.close();
});

test('a guard’s camera reads a pass out of the picture; shown again elsewhere, expired, or under a clock a day wrong, nobody passes by it', async () => {
  await officer!.call(gates.save, {
    params: { id: 'K2' },
    body: { name: '示例远处口', county, lat: 34.91, lon: 112.6 },
  });
  const pass = await approvedPass('豫H20004');
  const film = await filmOf({ qr: `${product.url}/p/pass#${pass.token}` });
  const own = await openBrowser([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film.path}`,
  ]);
  try {
    const { context, page, problems } = await openVisitor(own, 'phone', { permissions: ['camera'] });
    await signIn(page);
    await page.goto(`${product.url}/m/checkpoint`);
    await page.getByRole('button', { name: '示例高速口' }).click();
    await page.getByText(/核验数据：\d+ 分钟前/u).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await page.getByText(/核验数据：\d+ 分钟前/u).waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: '打开摄像头扫码' }).click();
    await verdict(page, '待核');
    await page.getByText('豫H20004').first().waitFor();
    await healthy(page);
    await verdict(page, '放行');
    await screenshot(page, 'checkpoint-camera', { fullPage: true });
    await page.getByRole('button', { name: '放行', exact: true }).click();
    await page.getByLabel(/扫码枪/u).waitFor();
    assert.deepEqual(
      problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED/u.test(problem)),
      [],
    );
    // the same code a minute later at a checkpoint sixty kilometres away
    await page.getByRole('button', { name: '换卡口' }).click();
    await page.getByRole('button', { name: '示例远处口' }).click();
    await scan(page, pass.token);
    await verdict(page, '拦下');
    await page.getByText(/刚在别处用过/u).waitFor();
    await page.getByRole('button', { name: '不登记，重新扫码' }).click();
    // days on, as the telephone's clock has it: the pass is over, and the lists are too old to let anyone pass
    await page.clock.install({ time: new Date(Date.now() + 3 * 86_400_000) });
    await page.reload();
    await page.getByText(/没有网络/u).waitFor();
    await scan(page, pass.token);
    await verdict(page, '拦下');
    await page.getByText(/已过期/u).waitFor();
    await page.getByText(/小时前的，请联网更新/u).waitFor();
    await page.getByRole('button', { name: '不登记，重新扫码' }).click();
    // set back by a day: said so, and nobody passes by themselves
    await page.clock.setSystemTime(new Date(Date.now() - 86_400_000));
    await scan(page, pass.token);
    await page.getByText(/本机时间不对/u).waitFor();
    await context.close();
  } finally {
    await own.close();
    await film.remove();
  }
});

test('anyone’s phone that scans the code sees whether it holds, without sign-in', async () => {
  const pass = await approvedPass('豫H20003');
  const { context, page, problems } = await openVisitor(browser, 'phone');
  await page.goto(`${product.url}/p/pass#${pass.token}`);
  await verdict(page, '放行');
  await page.getByText('豫H20003').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  assert.deepEqual(problems, []);
  await context.close();
});
