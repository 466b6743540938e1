/** For tests of receipts: orders from E14 to the example's hospital, on the road. */
import { orderContracts } from '#contracts/orders.ts';
import type { Caller, TestApp } from '#tests/support/app.ts';

export const signature = 'M10 10L20 30L40 12M50 10L60 30';

export interface OnTheRoad {
  id: string;
  lot: number;
}

/** Decided, picked and loaded: the goods have left E14's stock. */
export async function loadedOrder(
  product: TestApp,
  quantity: string,
  way: { from?: string; to?: string } = {},
): Promise<OnTheRoad> {
  const [lead, clerk]: Caller[] = [await product.as('city_lead'), await product.as('enterprise_clerk')];
  const { id } = await lead!.call(orderContracts.decide, {
    body: {
      fromPlace: way.from ?? 'producer:E14',
      toPlace: way.to ?? 'demand:H-CITY1',
      dispatchDay: '2022-01-09',
      reason: '示例原因',
      lines: [{ item: 'mask', quantity }],
    },
  });
  const order = await lead!.call(orderContracts.read, { params: { id } });
  const lots = order.lines[0]!.lots.map((lot) => ({ line: 1, lot: lot.lot, picked: lot.quantity }));
  const body = { revision: order.revision, lots };
  // the demonstration's clerk is E14's; goods of others are loaded by the city
  const loader = way.from === undefined ? clerk! : lead!;
  const { revision } = await loader.call(orderContracts.pick, { params: { id }, body });
  await loader.call(orderContracts.load, { params: { id }, body: { revision } });
  return { id, lot: lots[0]!.lot };
}
