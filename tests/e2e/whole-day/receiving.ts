/** At the door: what came is counted by telephone; what is missing or damaged becomes somebody's to answer for. */
import { Decimal } from 'decimal.js';
import type { OrderDetail } from '#contracts/orders.ts';
import { receiptContracts } from '#contracts/receipts.ts';
import { until } from '#tests/support/until.ts';
import type { Lot } from './books.ts';
import { itemNames } from './example.ts';
import { lotsOf } from './loading.ts';
import type { Account, Demonstrated, Seat } from './people.ts';
import { areaOfficer, countyOfficer, dispatcher, hospital, type Walk } from './walk.ts';

/** Short and damaged of the first lot of the hospital's disinfectants. */
export const missing = '12';
export const damaged = '3';

export async function receive(walk: Walk): Promise<void> {
  const byReceiver = Map.groupBy(walk.orders, receiverOf);
  for (const [receiver, orders] of byReceiver) {
    const seat = await walk.town.signIn(receiver, 'phone');
    for (const order of orders) await receiveOne(walk, seat, order);
    seat.leave();
  }
}

/** The hospital's storekeeper; elsewhere the officer of the county. */
const receiverOf = ({ to }: OrderDetail): Account | Demonstrated => {
  if (to.place === 'demand:H-CITY1') return hospital;
  return /410811|CITY2/u.test(to.place) ? countyOfficer : areaOfficer;
};

async function receiveOne(walk: Walk, seat: Seat, order: OrderDetail): Promise<void> {
  const differs = order.from.place === 'producer:E02' && order.to.place === 'demand:H-CITY1';
  await seat.open('/m/receive');
  await seat.page.getByText(order.number).click();
  await seat.page.getByRole('heading', { name: `签收 ${order.number}` }).waitFor();
  for (const all of await seat.page.getByRole('button', { name: '全数完好' }).all()) await all.click();
  if (differs) await countLess(walk, seat, order);
  await sign(seat);
  if (differs) await seat.picture('25-receive');
  await seat.press('签收');
  await seat.page.waitForURL(({ pathname }) => pathname === '/m/receive');
  // what the telephone kept for want of a quick answer it sends by itself
  const lead = await walk.product.as('city_lead');
  const params = { id: order.id };
  await until(
    `the receipt of ${order.number}`,
    async () => (await lead.send(receiptContracts.read, { params })).status === 200,
  );
  const road = order.from.place.replace('producer:', 'transit:');
  for (const { lot, quantity } of lotsOf(order)) {
    const less = isShort(walk, order, lot);
    walk.books.move(road, order.to.place, lot, new Decimal(quantity).sub(less ? missing : 0));
    if (less) walk.books.move(order.to.place, 'virtual:write-off', lot, damaged);
  }
}

/** Is this the lot of which less came? */
export const isShort = ({ short }: Walk, order: OrderDetail, lot: Lot): boolean =>
  short !== null && short.order.id === order.id && JSON.stringify(short.lot) === JSON.stringify(lot);

/** Of the first lot of sanitiser, with the outer packing crushed and a photograph. */
async function countLess(walk: Walk, seat: Seat, order: OrderDetail): Promise<void> {
  const { lot, quantity } = lotsOf(order).find((one) => one.lot.item === 'hand-sanitiser')!;
  walk.short = { order, lot };
  const row = seat.page
    .getByRole('listitem')
    .filter({ hasText: itemNames.get(lot.item)! })
    .filter({ hasText: `发出 ${Number(quantity).toLocaleString('en')} 瓶` });
  await row.getByLabel(/完好数量/u).fill(new Decimal(quantity).sub(missing).sub(damaged).toFixed());
  await row.getByLabel(/破损数量/u).fill(damaged);
  await seat.sees(`少 ${missing}`, row);
  await row.getByLabel('外包装完好').uncheck();
  const buffer = await seat.page.screenshot();
  const photograph = seat.page.locator('input[type=file]').first();
  await photograph.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer });
  await seat.page.getByRole('img', { name: '照片 1' }).waitFor();
}

async function sign(seat: Seat): Promise<void> {
  const pad = seat.page.getByRole('img', { name: '用手指签名' });
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await seat.page.mouse.move(box.x + 40, box.y + 40);
  await seat.page.mouse.down();
  await seat.page.mouse.move(box.x + 90, box.y + 90);
  await seat.page.mouse.move(box.x + 160, box.y + 50);
  await seat.page.mouse.up();
}

/** The dispatcher answers for the road, and the city writes off what is lost. */
export async function settleTheClaim({ town, short, books }: Walk): Promise<void> {
  const seat = await town.signIn(dispatcher);
  await seat.open('/dispatch/claims');
  await seat.page.getByRole('heading', { name: '2 项差异未结案，0 项超期' }).waitFor();
  await seat.picture('26-claims');
  await seat.page.getByRole('row', { name: /短少/u }).click();
  const drawer = seat.dialog();
  await seat.write('答复', '卸车时散落', drawer);
  await seat.press('认可', drawer);
  await seat.sees('待结案', drawer);
  await seat.press('全部核销', drawer);
  await seat.write('结论', '运输途中丢失', drawer);
  await seat.press('结案', drawer);
  await drawer.getByText('已结案').first().waitFor();
  await seat.picture('27-claim-settled');
  seat.leave();
  const road = short!.order.from.place.replace('producer:', 'transit:');
  books.move(road, 'virtual:write-off', short!.lot, missing);
}
