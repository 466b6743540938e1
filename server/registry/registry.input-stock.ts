/** What a producer has left of an input, as its accepted daily report says: the registry's row follows, with its trace. */
import { Decimal } from 'decimal.js';
import type { Work } from '../platform/work.ts';
import { putRows } from './registry.repository.ts';
import { findRow } from './registry.service.ts';
import { resourceOf } from './tables.ts';
import { keyOf, ownersOf } from './values.ts';

/** Sets the quantity on hand of inputs that the registry has for the producer; answers how many differed. Errors: `not-found`. */
export async function recordInputsLeft(
  work: Work,
  enterprise: string,
  left: ReadonlyArray<{ input: string; quantity: Decimal.Value }>,
): Promise<number> {
  const resource = resourceOf('inputStock');
  let changed = 0;
  for (const { input, quantity } of left) {
    const key = keyOf(resource, { enterprise, input });
    const row = await findRow(work, resource, key, { lock: true });
    if (row.withdrawn || new Decimal(String(row.values.quantity)).eq(quantity)) continue;
    const values = { ...row.values, quantity: new Decimal(quantity).toFixed() };
    const written = { values, position: row.position, county: row.county };
    await putRows(work.tx, work.actor.city, resource, [written], { by: work.actor.name, at: work.now });
    work.audit({
      action: 'registry.edit',
      subject: resource.name,
      subjectId: key,
      before: { quantity: row.values.quantity },
      after: { quantity: values.quantity },
      ...ownersOf(resource, values, row.county),
    });
    work.changed('registry');
    changed += 1;
  }
  return changed;
}
