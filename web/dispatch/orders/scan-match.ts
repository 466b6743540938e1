/** Which lot of an order a scanned code names, on the telephone itself, so that it works without a network. The server checks the same. */
import { readGs1 } from '#contracts/gs1.ts';
import type { OrderDetail, OrderLot } from '#contracts/orders.ts';
import { isOwnLabel, readOwnLabel } from '#contracts/scan.ts';

export type ScanResult =
  | { kind: 'found'; line: number; lot: OrderLot }
  | { kind: 'other-order'; order: string }
  | { kind: 'wrong'; scanned: string }
  | { kind: 'expiry'; scanned: string; expected: string }
  | { kind: 'unreadable'; why: readonly [zh: string, en: string] };

export function matchScan(code: string, order: Pick<OrderDetail, 'number' | 'lines'>, today: string): ScanResult {
  const lots = order.lines.flatMap((line) => line.lots.map((lot) => ({ line: line.line, lot })));
  if (isOwnLabel(code)) {
    const label = readOwnLabel(code);
    if (label === null)
      return {
        kind: 'unreadable',
        why: ['校验位不符，标签可能污损', 'its check does not match: the label may be smudged'],
      };
    if (label.kind === 'order') return { kind: 'other-order', order: label.order };
    const found = lots.find(({ lot }) => lot.lot === label.lot);
    return found ? { kind: 'found', ...found } : { kind: 'wrong', scanned: `#${label.lot}` };
  }
  const read = readGs1(code, today);
  if (!read.ok) {
    // a lot number typed as it stands on the box
    const typed = lots.filter(({ lot }) => lot.lotNumber !== '' && lot.lotNumber === code.trim());
    if (typed.length === 1) return { kind: 'found', ...typed[0]! };
    return { kind: 'unreadable', why: [read.zh, read.en] };
  }
  const { lot: number, expires } = read.content;
  if (number === null) return { kind: 'unreadable', why: ['标签上没有批号（AI 10）', 'it has no lot number (AI 10)'] };
  const same = lots.filter(({ lot }) => lot.lotNumber === number);
  if (same.length === 0) return { kind: 'wrong', scanned: number };
  const found = expires === null ? same[0] : same.find(({ lot }) => lot.expires === null || lot.expires === expires);
  if (!found) return { kind: 'expiry', scanned: expires ?? '', expected: same[0]!.lot.expires ?? '' };
  return { kind: 'found', ...found };
}
