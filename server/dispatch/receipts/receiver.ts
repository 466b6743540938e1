/** What a receipt and a claim's later arrival share: who may sign, and what a payment rests on. */
import type { z } from 'zod';
import type { receiptContracts } from '#contracts/receipts.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import * as repository from './receipts.repository.ts';

export type Count = z.output<(typeof receiptContracts.file)['body']>;

/** Whether the actor receives for the place where the goods go. Whoever reads an order is not who signs for it: the sender reads it too. */
export function isReceiver({ actor }: Work, ends: repository.Ends): boolean {
  const own = { demand_point: ends.to_demand_point, enterprise: ends.to_enterprise, county: ends.to_county };
  if (actor.scope === 'city') return true;
  const place = own[actor.scope as keyof typeof own];
  return place !== null && place !== undefined && actor.scopeIds.includes(place);
}

export function requireReceiver(work: Work, order: repository.Ends & { order_number: string; to_name: string }): void {
  if (!isReceiver(work, order)) {
    throw new DomainError('receipt.not-yours', { number: order.order_number, to: order.to_name });
  }
}

/** Both ends see what was written about their row, each under its own scope. */
export const endsInAudit = (ends: repository.Ends) => ({
  county: ends.from_county,
  enterprise: ends.from_enterprise,
  otherEnd: { county: ends.to_county, enterprise: ends.to_enterprise, demandPoint: ends.to_demand_point },
});

type Placed = repository.Ends & { order_number: string; from_place: string; to_place: string };

export function basisRow(
  work: Work,
  order: Placed,
  lot: { line: number; lot_id: number; item_code: string; grade: string | null },
  given: { quantity: string; day: string; kind: 'receipt' | 'claim'; id: string },
) {
  return {
    ...repository.endsOf(order),
    order_number: order.order_number,
    line: lot.line,
    lot_id: lot.lot_id,
    item_code: lot.item_code,
    grade: lot.grade,
    quantity: given.quantity,
    day: given.day,
    document_kind: given.kind,
    document_id: given.id,
    from_place: order.from_place,
    to_place: order.to_place,
    recorded_at: work.now,
  };
}
