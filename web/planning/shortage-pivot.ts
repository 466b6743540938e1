/** Unmet need laid out by day: rows by item, by item and county, or by item and tier. Pure. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import type { PlanDetail, planningContracts } from '#contracts/planning.ts';
import { groupBy } from './grouping.ts';

export type ShortageRow = z.output<typeof planningContracts.shortages.response>['rows'][number];
export type PivotBy = 'item' | 'county' | 'tier';

export interface PivotRow {
  key: string;
  item: string;
  county: string | null;
  tier: number | null;
  byDay: Map<string, ShortageRow[]>;
  total: string;
}

/**
 * Rows from the item's first short day on; what is missing before it are parts of a pack that rounding leaves, which are no shortage. The
 * same rule as the sums of the situation page.
 */
export function realShortages(plan: Pick<PlanDetail, 'itemsShort'>, rows: readonly ShortageRow[]) {
  const first = new Map(plan.itemsShort.map(({ item, firstShort }) => [item, firstShort]));
  const isReal = (row: ShortageRow): boolean => {
    const from = first.get(row.item);
    return from !== undefined && row.date >= from;
  };
  const real = rows.filter(isReal);
  const leftOver = rows.filter((row) => !isReal(row));
  return { real, leftOverItems: [...new Set(leftOver.map((row) => row.item))] };
}

export function pivot(rows: readonly ShortageRow[], by: PivotBy): PivotRow[] {
  const groups = groupBy(rows, (row) =>
    by === 'item' ? row.item : `${row.item}|${by === 'county' ? row.county : row.tier}`,
  );
  return [...groups]
    .map(([key, group]) => ({
      key,
      item: group[0]!.item,
      county: by === 'county' ? group[0]!.county : null,
      tier: by === 'tier' ? group[0]!.tier : null,
      byDay: groupBy(group, (row) => row.date),
      total: sumOf(group),
    }))
    .sort(
      (one, other) =>
        one.item.localeCompare(other.item) ||
        (one.tier ?? 0) - (other.tier ?? 0) ||
        Number(other.total) - Number(one.total),
    );
}

export function sumOf(rows: ReadonlyArray<{ quantity: string }>): string {
  return rows.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)).toFixed();
}
