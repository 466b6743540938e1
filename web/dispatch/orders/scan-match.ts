/** A scanned code against an order's lots, on the telephone itself. */
import type { OrderDetail, OrderLot } from '#contracts/orders.ts';
import { matchScan as match, type ScanResult as Result } from '#contracts/scan-match.ts';

export type ScanResult = Result<OrderLot>;

export function matchScan(code: string, order: Pick<OrderDetail, 'lines'>, today: string): ScanResult {
  return match(
    code,
    order.lines.flatMap(({ line, lots }) => lots.map((lot) => ({ line, lot }))),
    today,
  );
}
