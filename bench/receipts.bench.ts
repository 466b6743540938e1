/** Two hundred receivers who sign at the same moment, each twice: throughput, and nothing counted double. */
import { performance } from 'node:perf_hooks';
import { fileReceipt } from '#server/dispatch/receipts/index.ts';
import { type DispatchCity, inDispatchCity, onTheRoad } from './dispatch-city.ts';
import type { Measurement } from './main.ts';

const receivers = 200;

export const run = (): Promise<Measurement[]> => inDispatchCity({ orders: receivers, state: onTheRoad }, measure);

async function measure({ act, owner }: DispatchCity): Promise<Measurement[]> {
  const { rows } = await owner.query<{ order_id: string; lot_id: number }>(
    'select order_id, lot_id::integer from allocation_order_lots order by order_id',
  );
  const receive = ({ order_id, lot_id }: { order_id: string; lot_id: number }) =>
    act((work) =>
      fileReceipt(work, order_id, {
        lots: [{ line: 1, lot: lot_id, received: '98', damaged: '2', packingWhole: true }],
        temperature: null,
        signature: 'M1 1L2 2',
        note: '',
        photos: [],
        phoneAt: null,
      }),
    );
  const began = performance.now();
  const answers = await Promise.all([...rows, ...rows].map(receive));
  const seconds = (performance.now() - began) / 1000;
  const posted = await owner.query<{ received: string }>(
    "select coalesce(sum(quantity), 0)::integer as received from balances where place_kind = 'demand_point'",
  );
  const changed = answers.filter((answer) => answer.changed).length;
  const received = Number(posted.rows[0]?.received);
  return [
    {
      name: `${receivers} receipts at once, each sent twice`,
      value: `${(receivers / seconds).toFixed(0)} receipts/s`,
      compared: `${seconds.toFixed(1)} s in all, 12 connections`,
    },
    {
      name: 'receipts counted twice',
      value: String(changed - receivers + (received - receivers * 98) / 98),
      compared: `${received.toLocaleString('en')} pieces in the receivers' stock of ${(receivers * 98).toLocaleString('en')}`,
      aim: '0',
      met: changed === receivers && received === receivers * 98,
    },
  ];
}
