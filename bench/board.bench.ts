/** The board, the lists of orders and claims and the stock pages with 5,000 order lines and 5,000 lots against the same with none. */
import { performance } from 'node:perf_hooks';
import { readAnswers, readBoard, readPlanAgainstActual } from '#server/dispatch/board/index.ts';
import { readOrders } from '#server/dispatch/orders/index.ts';
import { readClaims } from '#server/dispatch/receipts/index.ts';
import type { Work } from '#server/platform/work.ts';
import {
  lotsFor,
  placeOfDemandPoint,
  placeOfProducer,
  postMovements,
  readBalancePage,
  readMovementPage,
  readPosition,
  virtualPlaces,
} from '#server/stock/index.ts';
import { type DispatchCity, everyState, inDispatchCity } from './dispatch-city.ts';
import type { Measurement } from './main.ts';

const lines = 5000;
const rounds = 40;
const aimMilliseconds = 100;
const days = { from: '2021-12-26', to: '2022-01-09' };

const pages: Record<string, (work: Work) => Promise<unknown>> = {
  'board, first page of 100': (work) => readBoard(work, { limit: 100 }),
  'board, late only': (work) => readBoard(work, { late: 'true', limit: 100 }),
  'orders, first page of 200': (work) => readOrders(work, {}, { limit: 200 }),
  'orders, searched by lot or name': (work) => readOrders(work, { search: '0001' }, { limit: 200 }),
  'plan against actual': (work) => readPlanAgainstActual(work, { ...days, by: 'item' }),
  'three questions': (work) => readAnswers(work, days),
  'claims, first page of 100': (work) => readClaims(work, {}, { limit: 100 }),
  'stock by lot, first page of 200': (work) =>
    readBalancePage(work, '2022-01-08', { filter: {}, sort: 'item', limit: 200 }),
  'stock by lot of a past day': (work) => readBalancePage(work, '2022-01-07', { filter: {}, sort: 'item', limit: 200 }),
  'movements, first page of 200': (work) => readMovementPage(work, {}, { limit: 200 }),
  'stock position': (work) => readPosition(work, {}),
};
/** Computed anew, as for the first who asks after a change of the data. */
const afterChange: typeof pages = Object.fromEntries(
  ['plan against actual', 'three questions', 'stock position'].map((name) => [
    `${name}, first after a change`,
    pages[name]!,
  ]),
);

export async function run(): Promise<Measurement[]> {
  const empty = await inDispatchCity({ orders: 0, state: everyState }, time);
  const full = await inDispatchCity({ orders: lines, state: everyState }, async (city) => {
    await fill(city);
    return time(city);
  });
  return Object.keys({ ...pages, ...afterChange }).map((name) => {
    const [with5000, without] = [full[name]!, empty[name]!];
    return {
      name: `${name}, p95`,
      value: `${with5000.toFixed(0)} ms`,
      ratio: with5000 / without,
      compared: `nothing there: ${without.toFixed(0)} ms; ${lines.toLocaleString('en')} order lines, lots and claims`,
      aim: `≤ ${aimMilliseconds} ms`,
      met: with5000 <= aimMilliseconds,
    };
  });
}

/** As many lots, each made the day before yesterday and sent on in part today; and a claim about each order. */
async function fill({ act, owner }: DispatchCity): Promise<void> {
  await act(async (work) => {
    const lots = await lotsFor(
      work,
      Array.from({ length: lines }, (_, index) => ({
        item: 'mask',
        enterprise: `E${(index % 25) + 1}`,
        lotNumber: `N${index}`,
        expires: '2023-12-31',
      })),
    );
    await postMovements(work, {
      document: { kind: 'bench', id: 'lots' },
      movements: lots.flatMap((lot, index) => {
        const producer = placeOfProducer(`E${(index % 25) + 1}`);
        const base = { lot, line: index * 2 + 1 };
        return [
          { ...base, from: virtualPlaces.production, to: producer, quantity: 100, day: '2022-01-06' },
          {
            ...base,
            line: index * 2 + 2,
            from: producer,
            to: placeOfDemandPoint(`D${(index % 100) + 1}`),
            quantity: 40,
            day: '2022-01-08',
          },
        ];
      }),
    });
  });
  await owner.query(`insert into claims (city_code, claim_id, order_id, order_number, line, lot_id, item_code, lot_number, kind, quantity,
      packing_whole, owner, answer_due, from_place, to_place, opened_at, from_enterprise, from_county, to_demand_point, to_county)
    select o.city_code, o.order_number || '-C001', o.order_id, o.order_number, 1, x.lot_id, x.item_code, x.lot_number, 'damaged', 2, true,
      'sender', now() + interval '1 day', o.from_place, o.to_place, now(), o.from_enterprise, o.from_county, o.to_demand_point, o.to_county
    from allocation_orders o join allocation_order_lots x using (city_code, order_id)`);
  await owner.query('vacuum analyze');
}

/** Milliseconds at the 95th percentile, by page; the first two rounds warm up. */
async function time({ act, look }: DispatchCity): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const [name, page] of Object.entries(pages)) times[name] = await timeOne(() => look(page));
  for (const [name, page] of Object.entries(afterChange)) times[name] = await timeOne(() => act(page));
  return times;
}

async function timeOne(page: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const began = performance.now();
    await page();
    if (round >= 0) taken.push(performance.now() - began);
  }
  return taken.toSorted((one, other) => one - other)[Math.ceil(rounds * 0.95) - 1]!;
}
