import type { Work } from '../platform/work.ts';
import type { StockRow } from '../registry/dataset/index.ts';
import { type BalanceFilter, type BalanceRow, balancesOn } from './balance.repository.ts';

/** Stock at the close of `day` by place and lot, as far as the actor sees it; nothing that was zero. */
export function readBalances(work: Work, day: string, filter: BalanceFilter = {}): Promise<BalanceRow[]> {
  return balancesOn(work.tx, work.actor.city, day, filter);
}

/**
 * What producers had at the close of `day`, in the shape of the exchange folder: one row an enterprise, item, grade, lot number and
 * expiry. Lots that are held or recalled are left out: nobody can be served from them.
 */
export async function readStock(work: Work, day: string): Promise<StockRow[]> {
  const balances = await readBalances(work, day, { kinds: ['producer'], states: ['free'] });
  const rows = new Map<string, StockRow>();
  for (const { enterprise, item, grade, lotNumber, expires, quantity } of balances) {
    if (enterprise === null) continue;
    const key = [enterprise, item, grade ?? '', expires ?? '', lotNumber].join('\u0000');
    const row = rows.get(key);
    if (row) row.quantity = row.quantity.add(quantity);
    else rows.set(key, { enterprise, item, quantity, grade, lot: lotNumber === '' ? null : lotNumber, expires });
  }
  return [...rows.values()];
}
