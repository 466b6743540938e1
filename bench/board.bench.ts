/** The board of orders and the stock page with 5,000 order lines against the same with none. */
import { performance } from 'node:perf_hooks';
import { readAnswers, readBoard, readPlanAgainstActual } from '#server/dispatch/board/index.ts';
import { readOrders } from '#server/dispatch/orders/index.ts';
import type { Work } from '#server/platform/work.ts';
import { readPosition } from '#server/stock/index.ts';
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
  'stock position': (work) => readPosition(work, {}),
};

export async function run(): Promise<Measurement[]> {
  const empty = await inDispatchCity({ orders: 0, state: everyState }, time);
  const full = await inDispatchCity({ orders: lines, state: everyState }, time);
  return Object.keys(pages).map((name) => {
    const [with5000, without] = [full[name]!, empty[name]!];
    return {
      name: `${name}, p95`,
      value: `${with5000.toFixed(0)} ms`,
      ratio: with5000 / without,
      compared: `no orders: ${without.toFixed(0)} ms; ${lines.toLocaleString('en')} order lines`,
      aim: `≤ ${aimMilliseconds} ms`,
      met: with5000 <= aimMilliseconds,
    };
  });
}

/** Milliseconds at the 95th percentile, by page; the first two rounds warm up. */
async function time({ act }: DispatchCity): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const [name, page] of Object.entries(pages)) {
    const taken: number[] = [];
    for (let round = -2; round < rounds; round += 1) {
      const began = performance.now();
      await act(page);
      if (round >= 0) taken.push(performance.now() - began);
    }
    times[name] = taken.toSorted((one, other) => one - other)[Math.ceil(rounds * 0.95) - 1]!;
  }
  return times;
}
