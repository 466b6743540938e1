/** What tests of trips need again and again. */
import { orderContracts as orders } from '#contracts/orders.ts';
import { tripContracts as trips } from '#contracts/trips.ts';
import type { Caller } from '#tests/support/app.ts';

/** Computes the trips of a day and answers its board when the computation is over. */
export async function computedTrips(officer: Caller, day: string) {
  await officer.call(trips.plan, { body: { day, seconds: 1 } });
  for (let tries = 0; tries < 480; tries += 1) {
    const seen = await officer.call(trips.board, { query: { day } });
    if (seen.plan && seen.plan.state !== 'queued' && seen.plan.state !== 'running') return seen;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the computation did not end');
}

/** Picks all of an issued order's lots as they were set aside, and loads it. */
export async function loadWholeOrder(lead: Caller, id: string): Promise<void> {
  const order = await lead.call(orders.read, { params: { id } });
  if (order.state !== 'issued') return;
  const lots = order.lines.flatMap((line) =>
    line.lots.map((lot) => ({ line: line.line, lot: lot.lot, picked: lot.quantity })),
  );
  const picked = await lead.call(orders.pick, { params: { id }, body: { revision: order.revision, lots } });
  await lead.call(orders.load, { params: { id }, body: { revision: picked.revision } });
}
