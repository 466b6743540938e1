/** What a count holds before it is sent, and what of it can be sent. Pure. */
import { Decimal } from 'decimal.js';
import type { Balance } from '#contracts/stock.ts';

export interface Counted {
  quantity: string | null;
  reason: string;
}

export interface Found {
  key: number;
  item: string;
  grade: 'medical' | 'general' | null;
  lotNumber: string;
  expires: string | null;
  quantity: string | null;
  reason: string;
}

export interface StocktakeDraft {
  place: string;
  day: string | null;
  counted: Record<number, Counted>;
  found: Found[];
}

export const emptyDraft: StocktakeDraft = { place: '', day: null, counted: {}, found: [] };

/** How much more was counted than the books say, below zero when less; null where nothing was counted. To the last digit. */
export function differenceOf(row: Pick<Balance, 'quantity'>, counted: Counted | undefined): Decimal | null {
  return counted === undefined || counted.quantity === null ? null : new Decimal(counted.quantity).sub(row.quantity);
}

/** Whether what was counted is other than the books say: then a reason is needed. */
export function differs(row: Pick<Balance, 'quantity'>, counted: Counted | undefined): boolean {
  return differenceOf(row, counted)?.isZero() === false;
}

export type LineProblem = 'reason' | 'item' | 'quantity';

/** The lines to send, and what still has to be mended. */
export function linesToSend(draft: StocktakeDraft, rows: readonly Balance[]) {
  const problems: LineProblem[] = [];
  const counted = rows.flatMap((row) => {
    const entry = draft.counted[row.lot];
    if (entry === undefined || entry.quantity === null) return [];
    if (differs(row, entry) && entry.reason.trim() === '') problems.push('reason');
    return [{ lot: row.lot, counted: entry.quantity, seen: row.quantity, reason: entry.reason.trim() }];
  });
  const found = draft.found.map((entry) => {
    if (entry.item === '') problems.push('item');
    if (entry.quantity === null) problems.push('quantity');
    if (entry.reason.trim() === '') problems.push('reason');
    const { item, grade, lotNumber, expires } = entry;
    return { found: { item, grade, lotNumber, expires }, counted: entry.quantity ?? '0', reason: entry.reason.trim() };
  });
  return { lines: [...counted, ...found], problems };
}
