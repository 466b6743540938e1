import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { alertContracts as alerts } from '#contracts/dispatch-alerts.ts';
import { fleetContracts as fleet } from '#contracts/fleet.ts';
import { orderContracts as orders } from '#contracts/orders.ts';
import { tripContracts as trips } from '#contracts/trips.ts';
import { ownerQuery, planInForceWith } from '#server/dispatch/orders/testing.ts';
import { testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor, screenshot } from '#tests/support/browser.ts';
import { until } from '#tests/support/until.ts';

const product = await testApp(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {});
const [lead, officer] = await Promise.all((['city_lead', 'group_officer'] as const).map((role) => product.as(role)));
const day = '2022-01-09';
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const board = () => officer!.call(trips.board, { query: { day } });

/** One trip with its orders loaded and on the road; answers it and its driver's link. */
async function departed() {
  await planInForceWith(product, [
    { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
  ]);
  await lead!.call(orders.issueFromPlan, { body: { from: day, to: day } });
  await officer!.call(trips.plan, { body: { day, seconds: 0.5 } });
  await until('the trip', async () => (await board()).trips.length > 0);
  const [trip] = (await board()).trips;
  const order = await lead!.call(orders.read, { params: { id: trip!.stops[0]!.orderId } });
  const lots = order.lines.flatMap((line) =>
    line.lots.map((lot) => ({ line: line.line, lot: lot.lot, picked: lot.quantity })),
  );
  const picked = await lead!.call(orders.pick, { params: { id: order.id }, body: { revision: order.revision, lots } });
  await lead!.call(orders.load, { params: { id: order.id }, body: { revision: picked.revision } });
  const { link } = await officer!.call(trips.assign, {
    params: { id: trip!.id },
    body: { driver: null, name: '示例司机', phone: '13900000000', crew: [] },
  });
  await officer!.call(trips.depart, { params: { id: trip!.id } });
  return { trip: trip!, link };
}

test('a driver without a network reports a problem, an arrival and positions; all of it is sent later, each once', async () => {
  const { changedAt: _at, changedBy: _by, ...rules } = await officer!.call(fleet.rules);
  await officer!.call(fleet.saveRules, { body: { ...rules, dispatchPhone: '0000-0000000' } });
  const { trip, link } = await departed();
  const { context, page, problems } = await openVisitor(browser, 'phone', {
    permissions: ['geolocation'],
    geolocation: { latitude: trip.stops[0]!.lat, longitude: trip.stops[0]!.lon },
  });
  await page.goto(link);
  await page.getByRole('img', { name: /通行证二维码/u }).waitFor();
  assert.equal(await page.getByRole('link', { name: /打电话给调度/u }).getAttribute('href'), 'tel:0000-0000000');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.getByRole('img', { name: /通行证二维码/u }).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'driver-trip', { fullPage: true });

  await context.setOffline(true);
  await page.reload();
  await page.getByText(/没有网络/u).waitFor();
  await page.getByRole('img', { name: /通行证二维码/u }).waitFor();
  await page.getByRole('button', { name: '同意上报位置' }).click();
  await page.getByRole('button', { name: '停止上报位置' }).waitFor();
  await page.getByRole('button', { name: '遇到问题' }).click();
  await page.getByLabel('发生了什么').fill('前方封路，绕行');
  await page.getByRole('button', { name: '报告', exact: true }).dblclick();
  await page.getByRole('button', { name: '遇到问题' }).waitFor();
  await page.getByRole('button', { name: '到达' }).dblclick();
  await page.getByRole('button', { name: '卸完' }).waitFor();
  await page.getByText(/已到 · 待发送/u).waitFor();
  assert.deepEqual(await axeCheck(page), []);
  await screenshot(page, 'driver-offline', { fullPage: true });
  // what waits is still there after the page was closed
  await page.reload();
  await page.getByText(/已到 · 待发送/u).waitFor();
  assert.equal((await board()).trips[0]!.stops[0]!.state, 'waiting', 'nothing has been sent');

  await context.setOffline(false);
  const arrived = async () => (await board()).trips[0]!.stops[0]!.state === 'arrived';
  await until('the arrival', arrived);
  await page.getByText(/待发送/u).waitFor({ state: 'detached', timeout: 60_000 });
  const raised = (await officer!.call(alerts.list)).rows.filter(({ kind }) => kind === 'problem');
  assert.deepEqual(
    raised.map(({ detail }) => detail.text),
    ['前方封路，绕行'],
    'pressed twice it is one',
  );
  const events = await ownerQuery(
    product,
    `select kind from trip_events where kind in ('arrive', 'problem', 'consent')`,
  );
  assert.deepEqual(events.map(({ kind }) => kind).sort(), ['arrive', 'consent', 'problem']);
  assert.ok((await board()).trips[0]!.position !== null, 'positions came with the network');

  await page.getByRole('button', { name: '停止上报位置' }).click();
  await page.getByRole('button', { name: '同意上报位置' }).waitFor();
  await until('what was recorded is gone', async () => (await board()).trips[0]!.position === null);

  // a dispatcher has cancelled meanwhile what the telephone still wants to say: it is told, and can be dropped
  await officer!.call(trips.breakdown, { params: { id: trip.id }, body: { reason: '示例：发动机故障' } });
  await page.reload();
  await page
    .getByText(/车辆故障|现在没有有效的通行证/u)
    .first()
    .waitFor();
  assert.deepEqual(
    problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/u.test(problem)),
    [],
  );
  await context.close();
});
