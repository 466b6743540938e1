/** What an import does to the stock on hand, row by row: what the ledger said against what the dataset counts. Pure. */
import type { Decimal } from 'decimal.js';
import type { CityDataset, StockRow } from '../registry/dataset/types.ts';
import type { RowChange, TableChanges } from '../registry/index.ts';

const keyOf = (row: StockRow): string =>
  [row.enterprise, row.item, row.grade ?? '', row.lot ?? '', row.expires ?? ''].join('|');

/** Rows of zero are no stock. */
function byKey(rows: StockRow[]): Map<string, { row: StockRow; quantity: Decimal }> {
  const sums = new Map<string, { row: StockRow; quantity: Decimal }>();
  for (const row of rows) {
    if (row.quantity.isZero()) continue;
    const known = sums.get(keyOf(row));
    sums.set(keyOf(row), { row, quantity: row.quantity.add(known?.quantity ?? 0) });
  }
  return sums;
}

export function stockChanges(before: StockRow[], dataset: CityDataset): TableChanges {
  const counties = new Map(dataset.enterprises.map((enterprise) => [enterprise.id, enterprise.county]));
  const old = byKey(before);
  const rows: RowChange[] = [];
  let unchanged = 0;
  const note = (key: string, row: StockRow, was: Decimal | null, is: Decimal | null): void => {
    const shown = (quantity: Decimal | null) => (quantity === null ? null : { ...row, quantity: quantity.toFixed() });
    rows.push({
      key,
      change: was === null ? 'added' : is === null ? 'withdrawn' : 'changed',
      before: shown(was),
      after: shown(is),
      owners: { county: counties.get(row.enterprise) ?? null, enterprise: row.enterprise, demandPoint: null },
    });
  };
  for (const [key, { row, quantity }] of byKey(dataset.stock)) {
    const was = old.get(key)?.quantity ?? null;
    old.delete(key);
    if (was?.eq(quantity)) unchanged += 1;
    else note(key, row, was, quantity);
  }
  // The ledger leaves producers that the dataset does not have as they are.
  for (const [key, { row, quantity }] of old) if (counties.has(row.enterprise)) note(key, row, quantity, null);
  const count = (change: RowChange['change']) => rows.filter((row) => row.change === change).length;
  return {
    table: 'stock',
    file: 'stock.csv',
    added: count('added'),
    changed: count('changed'),
    unchanged,
    withdrawn: count('withdrawn'),
    rows,
  };
}
