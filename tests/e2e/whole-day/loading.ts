/** The morning of 10 January: trucks are found for the orders, lots are picked and loaded by telephone, passes go to the drivers. */
import assert from 'node:assert/strict';
import { type OrderDetail, orderContracts } from '#contracts/orders.ts';
import { driverContracts, type TripRow, tripContracts } from '#contracts/trips.ts';
import { until } from '#tests/support/until.ts';
import { holdTheCityAt } from './administrator.ts';
import type { Account, Demonstrated, Seat } from './people.ts';
import { plants } from './plants.ts';
import {
  administrator,
  association,
  clerk,
  dispatcher,
  groupClerk,
  medicineClerk,
  tomorrow,
  type Walk,
} from './walk.ts';

export async function openTheNextDay({ town, itIs }: Walk): Promise<void> {
  await town.goHome();
  itIs('2022-01-10T06:10:00+08:00');
  const seat = await town.signIn(administrator);
  await holdTheCityAt(seat, tomorrow, '2022年1月10日');
  seat.leave();
}

export async function findTrucks(walk: Walk): Promise<void> {
  const seat = await walk.town.signIn(dispatcher);
  await seat.open(`/dispatch/trips?day=${tomorrow}`);
  await seat.press('计算派车');
  await seat.page
    .getByRole('button', { name: /^打开 豫H/u })
    .first()
    .waitFor({ timeout: 120_000 });
  await seat.picture('14-trips');
  seat.leave();
  walk.trips = await tripsToTheCityHospital(walk);
}

/** The walk follows what goes to the city's designated hospital from a maker of masks and one of disinfectants. */
async function tripsToTheCityHospital({ product }: Walk): Promise<TripRow[]> {
  const { trips } = await (await product.as('city_lead')).call(tripContracts.board, { query: { day: tomorrow } });
  const toHospital = trips.filter((trip) => trip.stops.some((stop) => stop.place === 'demand:H-CITY1'));
  const followed = ['producer:E14', 'producer:E02'].map((from) => toHospital.find((trip) => trip.from.place === from));
  return followed.map((trip) => {
    assert.ok(trip !== undefined, 'masks and disinfectants go to the hospital');
    return trip;
  });
}

/** Each order of these trucks, by the clerk of the plant; what leaves is what the order names, lot by lot. */
export async function pickAndLoad(walk: Walk): Promise<void> {
  for (const trip of walk.trips) {
    const enterprise = trip.from.place.replace('producer:', '');
    const seat = await walk.town.signIn(clerkOf(enterprise), 'phone');
    await seat.open('/m/pick');
    for (const id of new Set(trip.stops.map((stop) => stop.orderId))) await pickOne(walk, seat, id);
    seat.leave();
  }
}

const clerkOf = (enterprise: string): Account | Demonstrated =>
  enterprise === 'E14'
    ? clerk
    : { phone: groupClerk, form: medicineClerk, workbook: association, api: association }[plants[enterprise]!.way];

async function pickOne({ product, books, orders }: Walk, seat: Seat, id: string): Promise<void> {
  const lead = await product.as('city_lead');
  const read = () => lead.call(orderContracts.read, { params: { id } });
  const order = await read();
  if (orders.length === 0) await seat.picture('15-pick-list');
  await seat.page.getByText(order.number).click();
  await seat.page.getByRole('heading', { name: `拣货 ${order.number}` }).waitFor();
  // the label on the first carton is scanned, the others are counted
  const scanner = seat.page.getByLabel('扫码枪扫入，或输入批号');
  await scanner.fill(order.lines[0]!.lots[0]!.label);
  await scanner.press('Enter');
  await seat.sees(/^对：/u);
  for (const whole of await seat.page.getByRole('button', { name: '全数' }).all()) await whole.click();
  if (orders.length === 0) await seat.picture('16-pick');
  await seat.press('拣货完成');
  await seat.press('已装车，货物出库');
  await until(`order ${order.number} loaded`, async () => (await read()).state === 'loaded');
  for (const { lot, quantity } of lotsOf(order)) {
    books.move(order.from.place, order.from.place.replace('producer:', 'transit:'), lot, quantity);
  }
  orders.push(order);
}

export function lotsOf(order: OrderDetail) {
  const maker = order.from.place.replace('producer:', '');
  return order.lines.flatMap((line) =>
    line.lots.map(({ lotNumber, expires, quantity }) => ({
      lot: { item: line.item, maker, number: lotNumber, expires: expires ?? '' },
      quantity,
    })),
  );
}

export async function sendOff(walk: Walk): Promise<void> {
  const seat = await walk.town.signIn(dispatcher);
  for (const trip of walk.trips) {
    await seat.open(`/dispatch/trips?day=${tomorrow}`);
    await seat.page
      .getByRole('region', { name: new RegExp(trip.number, 'u') })
      .getByRole('button', { name: /^打开/u })
      .click();
    const drawer = seat.page.getByRole('dialog', { name: /车次/u });
    await seat.write('司机姓名', '示例司机', drawer);
    await seat.write('司机电话', '13900000000', drawer);
    await seat.press('安排司机并签发通行证', drawer);
    walk.driverLinks.push((await drawer.locator('.trips-link').textContent()) ?? '');
    await seat.picture(`17-driver-${walk.driverLinks.length}`);
    await seat.press('发车', drawer);
    await drawer.getByText('在途').first().waitFor();
  }
  seat.leave();
}

/** What the code on the driver's telephone says. */
export async function passOf({ product }: Walk, link: string): Promise<string> {
  const key = link.split('#')[1]!;
  const { pass } = await product.public.call(driverContracts.read, { params: { key } });
  assert.ok(pass, 'the trip has its pass');
  return pass.token;
}
