/** A posted movement is never changed: a correction takes it back with an entry that names it, and may put another in its place. */
import { Decimal } from 'decimal.js';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { exactQuantity, type MovementInput, postMovements } from './ledger.service.ts';
import { documentMovements, findMovement, type MovementRow } from './movement.repository.ts';

export interface Correction {
  /** why; kept with both entries */
  reason: string;
  /** what should have been posted, as far as it differs; null: nothing should */
  instead: {
    quantity?: Decimal.Value | undefined;
    day?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
  } | null;
}

export interface Corrected {
  reversal: number;
  replacement: number | null;
}

/**
 * Takes movement `id` back on its own business day and, when `instead` is given, posts the right one in its place. Sent twice it counts
 * once. Errors: `not-found`, `stock.corrected-already`, `stock.reversal-not-correctable`, `stock.correction-changes-nothing`, and those of
 * `postMovements` (taking back what has been passed on is refused with `stock.insufficient`).
 */
export async function correctMovement(work: Work, id: number, correction: Correction): Promise<Corrected> {
  const original = await findMovement(work.tx, work.actor.city, id);
  if (original === undefined) throw new DomainError('not-found', { what: ['这条库存记录', 'this stock entry'] });
  if (original.reverses !== null) throw new DomainError('stock.reversal-not-correctable', {});
  const replacement = replacementOf(original, correction);
  await refuseSecondCorrection(work, original, replacement);
  const reversal: MovementInput = {
    line: 1,
    from: original.toPlace,
    to: original.fromPlace,
    lot: original.lot,
    quantity: original.quantity,
    day: original.day,
    reason: correction.reason,
    reverses: original.id,
  };
  const posted = await postMovements(work, {
    document: { kind: 'correction', id: String(original.id) },
    movements: replacement === null ? [reversal] : [reversal, replacement],
  });
  if (posted.some((row) => row.posted)) {
    work.audit({
      action: 'stock.correct',
      subject: 'movement',
      subjectId: String(original.id),
      before: shown(original),
      after:
        replacement === null
          ? null
          : { ...shown(original), ...shownReplacement(replacement), reason: correction.reason },
    });
  }
  return { reversal: posted[0]!.movement, replacement: posted[1]?.movement ?? null };
}

function replacementOf(original: MovementRow, { instead, reason }: Correction): MovementInput | null {
  if (instead === null) return null;
  const replacement = {
    line: 2,
    from: instead.from ?? original.fromPlace,
    to: instead.to ?? original.toPlace,
    lot: original.lot,
    quantity: instead.quantity ?? original.quantity,
    day: instead.day ?? original.day,
    reason,
    replaces: original.id,
  };
  const same =
    replacement.from === original.fromPlace &&
    replacement.to === original.toPlace &&
    replacement.day === original.day &&
    new Decimal(exactQuantity(replacement.quantity, 2)).eq(original.quantity);
  if (same) throw new DomainError('stock.correction-changes-nothing', {});
  return replacement;
}

/** The same correction again is the same correction; another one of the same movement is not. */
async function refuseSecondCorrection(
  work: Work,
  original: MovementRow,
  replacement: MovementInput | null,
): Promise<void> {
  if (original.reversedBy === null) return;
  const earlier = await documentMovements(work.tx, work.actor.city, 'correction', String(original.id));
  const before = earlier.find((row) => row.line === 2);
  const same =
    replacement === null
      ? before === undefined
      : before !== undefined &&
        before.fromPlace === replacement.from &&
        before.toPlace === replacement.to &&
        before.day === replacement.day &&
        new Decimal(before.quantity).eq(replacement.quantity);
  if (!same) throw new DomainError('stock.corrected-already', { who: earlier[0]?.postedByName ?? '' });
}

const shown = (row: MovementRow) => ({ day: row.day, from: row.fromPlace, to: row.toPlace, quantity: row.quantity });
const shownReplacement = (row: MovementInput) => ({
  day: row.day,
  from: row.from,
  to: row.to,
  quantity: new Decimal(row.quantity).toFixed(),
});
