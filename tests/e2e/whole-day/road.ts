/** On the road and at the door: guards without a network, the driver's telephone, what is received and what is missing. */
import assert from 'node:assert/strict';
import { checkpointContracts } from '#contracts/checkpoints.ts';
import { until } from '#tests/support/until.ts';
import { passOf } from './loading.ts';
import type { Seat } from './people.ts';
import { areaOfficer, countyOfficer, dispatcher, officer, type Walk } from './walk.ts';

const near = { code: 'K1', name: '示例山阳卡口', county: '山阳区', lat: '35.22', lon: '113.25' };
const far = { code: 'K2', name: '示例孟州卡口', county: '孟州市', lat: '34.91', lon: '112.79' };

export async function putUpCheckpoints({ town }: Walk): Promise<void> {
  const seat = await town.signIn(officer);
  await seat.open('/dispatch/passes?view=gates');
  for (const gate of [near, far]) {
    await seat.press('添加卡口');
    const form = seat.dialog();
    await seat.write('编号', gate.code, form);
    await seat.write('名称', gate.name, form);
    await seat.choose('县区', gate.county, form);
    await seat.write('纬度', gate.lat, form);
    await seat.write('经度', gate.lon, form);
    await seat.press('保存卡口', form);
    await form.waitFor({ state: 'hidden' });
  }
  seat.leave();
}

export async function scanWithoutNetwork(walk: Walk): Promise<void> {
  const pass = await passOf(walk, walk.driverLinks[0]!);
  const guard = await walk.town.signIn(countyOfficer, 'phone');
  await guard.openKept('/m/checkpoint');
  await guard.press(near.name);
  await guard.sees(/核验数据：\d+ 分钟前/u);
  await guard.networkIs(false);
  await scan(guard, pass);
  await healthy(guard);
  await verdict(guard, '放行');
  await guard.picture('18-checkpoint-green');
  await guard.press('放行');
  const [head, body, signature = ''] = pass.split('.');
  await scan(guard, `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`);
  await verdict(guard, '拦下');
  await guard.sees(/伪造/u);
  await guard.picture('19-checkpoint-forged');
  await guard.press('不放行');
  await guard.page.getByLabel(/扫码枪/u).waitFor();
  const seen = await (await walk.product.as('county_officer')).call(checkpointContracts.scans);
  assert.equal(seen.rows.length, 0, 'nothing has been sent yet');
  await guard.networkIs(true);
  await guard.page.getByRole('link', { name: /待发送/u }).waitFor({ state: 'detached' });
  guard.leave();
}

/** The same code shown minutes later at the other end of the city. */
export async function scanACopy(walk: Walk): Promise<void> {
  const guard = await walk.town.signIn(areaOfficer, 'phone');
  await guard.open('/m/checkpoint');
  await guard.press(far.name);
  await guard.sees(/核验数据：\d+ 分钟前/u);
  await scan(guard, await passOf(walk, walk.driverLinks[0]!));
  await healthy(guard);
  await verdict(guard, '拦下');
  await guard.picture('20-checkpoint-replayed');
  await guard.press('不放行');
  await guard.page.getByLabel(/扫码枪/u).waitFor();
  guard.leave();

  const officer = await walk.product.as('group_officer');
  const scans = async () => (await officer.call(checkpointContracts.scans)).rows;
  await until('all three scans', async () => (await scans()).length === 3);
  const seat = await walk.town.signIn(dispatcher);
  await seat.open('/dispatch/passes?view=scans');
  await seat.sees(near.name);
  await seat.picture('21-scans');
  const told = (await scans()).map((row) => [row.decision, row.serverVerdict]).sort();
  assert.deepEqual(told, [
    ['passed', 'green'],
    ['stopped', 'red'],
    ['stopped', 'red'],
  ]);
  await seat.open('/dispatch/alerts');
  await seat.sees('伪造通行证');
  await seat.sees('同一通行证两处使用');
  await seat.picture('22-alerts');
  seat.leave();
}

async function scan(guard: Seat, code: string): Promise<void> {
  await guard.write(/扫码枪/u, code);
  await guard.press('核验');
}

async function healthy(guard: Seat): Promise<void> {
  await guard.press('相同');
  await guard.write(/司机体温/u, '36.5');
  await guard.press('24 小时内阴性');
}

const verdict = (guard: Seat, word: string): Promise<void> =>
  guard.page.locator('.pass-verdict-word', { hasText: word }).waitFor();

/** Without an account: the link that the dispatcher sent. */
export async function drive({ town, driverLinks, trips }: Walk): Promise<void> {
  for (const [index, link] of driverLinks.entries()) {
    const driver = await town.passerBy();
    await driver.page.goto(link);
    await driver.page.getByRole('img', { name: /通行证二维码/u }).waitFor();
    if (index === 0) await driver.picture('23-driver');
    for (let stop = 0; stop < trips[index]!.stops.length; stop += 1) {
      const card = driver.page.locator('.phone-list > li').nth(stop);
      await driver.press('到达', card);
      await driver.press('卸完', card);
      await driver.sees(/已卸/u, card);
    }
    await driver.sees('这趟车已经完成');
    if (index === 0) await driver.picture('24-driver-done');
    await driver.depart();
  }
}
