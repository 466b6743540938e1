import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { receiptContracts } from '#contracts/receipts.ts';
import type { Role } from '#contracts/roles.ts';
import { loadedOrder } from '#server/dispatch/receipts/testing.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot, signInAs } from '#tests/support/browser.ts';
import { until } from '#tests/support/until.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const hospital = await product.as('requester');
const order = await loadedOrder(product, '1200');
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const signIn = (page: Page, role: Role = 'requester') => signInAs(product, page, role);

async function sign(page: Page): Promise<void> {
  const pad = page.getByRole('img', { name: '用手指签名' });
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  for (const [x, y] of [
    [90, 90],
    [140, 40],
    [200, 100],
  ] as const)
    await page.mouse.move(box.x + x, box.y + y);
  await page.mouse.up();
}

/** A picture of the browser's own, far above the limit before it is made small. */
async function photograph(page: Page): Promise<void> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 3000;
    canvas.height = 2000;
    const context = canvas.getContext('2d')!;
    for (let index = 0; index < 4000; index += 1) {
      context.fillStyle = `hsl(${(index * 37) % 360} 80% 50%)`;
      context.fillRect((index * 71) % 3000, (index * 131) % 2000, 40, 40);
    }
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    return [...new Uint8Array(await blob!.arrayBuffer())];
  });
  const file = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from(bytes) };
  await page.getByLabel('拍下这一批的差异').setInputFiles(file);
  await page.getByRole('img', { name: '照片 1' }).waitFor();
}

/** What the telephone keeps of what is not finished: written beside what the page shows, a moment later on a slow machine. */
const keptDrafts = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>((done) => {
        const opening = indexedDB.open('baogong-phone');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('drafts').objectStore('drafts').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            done(reading.result.map((draft) => JSON.stringify(draft)));
          };
        };
      }),
  );
const keeps = (page: Page, part: RegExp) => async () => (await keptDrafts(page)).some((draft) => part.test(draft));

test('a ward counts a load without a network, with a photograph and a signature; it is sent later, once', async () => {
  const { context, page } = await openVisitor(browser, 'phone');
  await signIn(page);
  await page.goto(`${product.url}/m/receive`);
  await page.getByText(order.id).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.getByText(order.id).waitFor();

  await context.setOffline(true);
  await page.reload();
  await page.getByText(/没有网络/u).waitFor();
  await page.getByText(order.id).click();
  await page.getByRole('heading', { name: `签收 ${order.id}` }).waitFor();
  const receive = page.getByRole('button', { name: '签收', exact: true });
  await receive.click();
  await page.getByText('还有 1 个批次没有清点').waitFor();
  await page.getByLabel(/完好数量/u).fill('1201');
  await page.getByText('比发出的多，请核对').waitFor();
  await page.getByLabel(/完好数量/u).fill('1150');
  await page.getByLabel(/破损数量/u).fill('20');
  await page.getByText('少 30').waitFor();
  await page.getByLabel('外包装完好').uncheck();
  await page.getByLabel(/到货温度/u).fill('4.5');
  await receive.click();
  await page.getByText('请签名').waitFor();
  await photograph(page);
  await until('the count is kept', keeps(page, /"temperature":"4\.5"/u));
  await until('the photograph is kept', keeps(page, /"jpeg":"./u));
  await page.reload();
  await page.getByText(/接着上次的清点/u).waitFor();
  await page.getByRole('img', { name: '照片 1' }).waitFor();
  assert.equal(await page.getByLabel(/完好数量/u).inputValue(), '1150');
  assert.equal(await page.getByLabel(/到货温度/u).inputValue(), '4.5');
  assert.equal(await page.getByLabel('外包装完好').isChecked(), false);
  await sign(page);
  await until('the signature is kept', keeps(page, /"signature":"M/u));
  await page.reload();
  await page.getByRole('button', { name: '重签' }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'receive-order', { fullPage: true });
  await receive.dblclick();
  await page.getByText('已在本机签收，待发送').waitFor();
  await screenshot(page, 'receive-kept', { fullPage: true });
  await page.goto(`${product.url}/m/receive/${order.id}`);
  await page.getByText('有网后自动发送；清点、照片和签名都已保存').waitFor();
  assert.equal(
    await page.getByRole('button', { name: '签收', exact: true }).count(),
    0,
    'nobody signs twice unknowing',
  );
  const params = { id: order.id };
  assert.equal((await hospital.send(receiptContracts.read, { params })).status, 404, 'nothing has been sent');

  await context.setOffline(false);
  await until('the receipt', async () => (await hospital.send(receiptContracts.read, { params })).status === 200);
  const receipt = await hospital.call(receiptContracts.read, { params });
  assert.deepEqual([receipt.temperature, receipt.photos], [4.5, [{ number: 1, line: 1, lot: order.lot }]]);
  assert.deepEqual(
    receipt.claims.map(({ kind, quantity, owner }) => [kind, quantity, owner]),
    [
      ['missing', '30', 'transport'],
      ['damaged', '20', 'transport'],
    ],
  );
  const photo = await hospital.file(receiptContracts.photo, { params: { ...params, number: '1' } });
  assert.ok(photo.length <= 200 * 1024 && photo[0] === 0xff && photo[1] === 0xd8);
  await page.goto(`${product.url}/m/receive`);
  await page.getByText('没有在途的货物').waitFor();
  // what was sent leaves no photograph on the telephone
  await until('the drafts are gone', async () => (await keptDrafts(page)).length === 0);
  await context.close();
});

test('the board and the order show the receipt, its claims and what a payment rests on; a claim is answered and settled', async () => {
  const other = await loadedOrder(product, '600');
  for (const width of ['desk', 'phone'] as const) {
    const { context, page, problems } = await openVisitor(browser, width);
    await signIn(page, 'city_lead');
    await page.goto(`${product.url}/dispatch`);
    await page.getByRole('heading', { name: /2 张在办/u }).waitFor();
    await page.getByText(other.id).first().waitFor();
    await page.getByText('拿得出吗').waitFor();
    await page.getByText(/中位 0 小时|中位 .+ 小时/u).waitFor();
    assert.deepEqual(await axeCheck(page), []);
    await screenshot(page, `board-${width}`, { fullPage: true });
    await page.goto(`${product.url}/dispatch/orders/${order.id}`);
    await page.getByRole('heading', { name: '支付依据（数量）' }).waitFor();
    assert.deepEqual(await axeCheck(page), []);
    await screenshot(page, `receipt-${width}`, { fullPage: true });
    if (width === 'desk') await settle(page);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test('all claims stand in one list, kept by a filter, exported, each with its photograph and what its reader may do', async () => {
  for (const width of ['desk', 'phone'] as const) {
    const { context, page, problems } = await openVisitor(browser, width);
    await signIn(page, 'enterprise_clerk');
    await page.goto(`${product.url}/dispatch/claims`);
    await page.getByRole('heading', { name: '1 项差异未结案，0 项超期' }).waitFor();
    assert.deepEqual(await axeCheck(page), []);
    await page.getByLabel('类别').selectOption('missing');
    await page.getByText('共 1').waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, 'nothing sticks out sideways');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出' }).click();
    await page.getByRole('menuitem', { name: 'CSV 文件' }).click();
    assert.match((await saved).suggestedFilename(), /^收货差异-2022-01-08\.csv$/u);
    await page.getByText(`${order.id}-C001`).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('img', { name: '签收照片 1' }).waitFor();
    assert.equal(await drawer.getByRole('button').count(), 1, 'the sender does nothing about what happened on the way');
    assert.match(page.url(), /claim=/u);
    assert.deepEqual(await axeCheck(page), []);
    await screenshot(page, `claims-${width}`);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

async function settle(page: Page): Promise<void> {
  await page.getByRole('button', { name: /短少/u }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('答复').fill('示例答复');
  await drawer.getByRole('button', { name: '认可', exact: true }).click();
  await drawer.getByText('待结案').waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'claim-drawer');
  await drawer.getByLabel(/损失(?!由)/u).fill('30');
  await drawer.getByLabel('结论').fill('示例结论');
  await drawer.getByRole('button', { name: '结案' }).click();
  await drawer.getByText('已结案').first().waitFor();
  await page.keyboard.press('Escape');
}
