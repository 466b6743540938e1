import { DomainError } from '../../platform/errors.ts';

const shanghaiTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** Refuses what was decided on an older state; revision 0 is a thing without a row yet. Error `changed-meanwhile`. */
export function requireRevision(
  row: { revision: number | null; changed_at: string | null; changed_by: string | null } | undefined,
  revision: number,
): void {
  if ((row?.revision ?? 0) === revision) return;
  throw new DomainError('changed-meanwhile', {
    who: row?.changed_by ?? '',
    when: row?.changed_at ? shanghaiTime.format(new Date(row.changed_at)) : '',
  });
}
