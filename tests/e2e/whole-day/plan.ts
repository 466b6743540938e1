/** The same evening: the best plan for the days to come is computed and approved, and its first day becomes orders. */
import assert from 'node:assert/strict';
import { Decimal } from 'decimal.js';
import { ledgerRows } from './ledger.ts';
import { officer, tomorrow, type Walk } from './walk.ts';

export async function planAndApprove({ town }: Walk): Promise<void> {
  const seat = await town.signIn(officer);
  await seat.open('/plans/new');
  await seat.write(/^名称/u, '一月十日起');
  await seat.press('开始计算');
  const approve = seat.page.getByRole('button', { name: '批准' });
  await approve.waitFor({ timeout: 180_000 });
  await seat.picture('11-plan');
  await approve.click();
  await seat.press('批准', seat.page.getByRole('dialog', { name: /^批准《/u }));
  await seat.sees('已批准，正在执行');
  seat.leave();
}

export async function issueOrders(walk: Walk): Promise<void> {
  const seat = await walk.town.signIn(officer);
  await seat.open('/dispatch/from-plan');
  await seat.page.getByRole('heading', { name: /可下达 \d+ 张调拨令/u }).waitFor();
  await seat.picture('12-from-plan');
  await seat.press('下达');
  await seat.press('下达', seat.dialog());
  await seat.page.getByRole('heading', { name: /\d+ 张调拨令在办，0 张超期/u }).waitFor();
  await seat.picture('13-orders');
  seat.leave();
  await lotsArePromisedInTheirOrder(walk);
}

/** Of what a producer has of an item, nothing that expires later is promised while something that expires earlier is left. */
async function lotsArePromisedInTheirOrder({ product, books }: Walk): Promise<void> {
  const promised = await ledgerRows(
    product.ownerUrl,
    `select o.from_place as place, lot.item_code as item, lot.enterprise_id as maker, lot.lot_number as number,
        coalesce(lot.expires::text, '') as expires, sum(taken.quantity)::text as quantity
      from allocation_order_lots taken join allocation_orders o using (city_code, order_id) join lots lot using (city_code, lot_id)
      where o.dispatch_day = $1 group by 1, 2, 3, 4, 5`,
    [tomorrow],
  );
  assert.ok(promised.length > 0);
  for (const { place, item } of promised) {
    let earlierLeft = false;
    for (const lot of books.lotsAt(place!, item!)) {
      const row = promised.find(
        (one) => one.place === place && one.item === item && one.number === lot.number && one.expires === lot.expires,
      );
      const taken = new Decimal(row?.quantity ?? 0);
      assert.ok(!earlierLeft || taken.isZero(), `${place} ${item}: ${lot.number || lot.expires} before an earlier lot`);
      earlierLeft ||= taken.lt(books.of(place!, lot));
    }
  }
}
