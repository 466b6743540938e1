/** Each step of a report, in its own history and in the city's audit. */
import type { Work } from '../platform/work.ts';
import type { FieldChange } from './report.view.ts';
import * as repository from './reports.repository.ts';

export async function traceReport(
  work: Work,
  row: repository.ReportRow,
  act: 'file' | 'return' | 'accept' | 'correct' | 'confirm',
  given: { reason?: string; changes: FieldChange[]; clientId?: string },
): Promise<void> {
  await repository.appendEvent(work.tx, row, {
    act,
    at: work.now,
    by_id: work.actor.userId,
    by_name: work.actor.name,
    client_id: given.clientId ?? null,
    reason: given.reason ?? '',
    changes: given.changes,
  });
  const valuesOf = (end: 'before' | 'after') =>
    Object.fromEntries(given.changes.map((change) => [change.field, change[end]]));
  work.audit({
    action: `report.${act}`,
    subject: 'report',
    subjectId: `${row.enterprise_id}/${row.day}`,
    before: given.changes.length === 0 ? null : valuesOf('before'),
    after: { state: row.state, trust: row.trust, reason: given.reason ?? '', ...valuesOf('after') },
    county: row.county_code,
    enterprise: row.enterprise_id,
  });
  work.changed('reports');
}
