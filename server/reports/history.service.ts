/** Reports of days before the books begin, as a city brings them in when it starts: kept and compared, never posted. */
import { addDays } from '#contracts/calendar.ts';
import type { ReportFigures } from '#contracts/reports.ts';
import type { reportWays } from '#contracts/reports-terms.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import { placeOfProducer, readBooksOpened } from '../stock/index.ts';
import { assessReport } from './checks/index.ts';
import { enterpriseIn, historyFacts } from './facts.service.ts';
import { figuresOf } from './report.view.ts';
import * as repository from './reports.repository.ts';
import { requireWhole } from './validation.ts';

export interface PastReport {
  enterprise: string;
  day: string;
  figures: ReportFigures;
}

export interface RecordedReport {
  enterprise: string;
  name: string;
  day: string;
  trust: number;
  questions: number;
}

type PastRow = repository.NewReport & { name: string };

/**
 * Records them accepted in one act of a city's officer; one that is there already stays as it is and is not answered. Each is compared with
 * the report of the day before. Errors: `access.denied`, `not-found`, `report.books-begun`, `report.incomplete`.
 */
export async function recordHistory(
  work: Work,
  given: readonly PastReport[],
  via: (typeof reportWays)[number],
  known?: { registry: RegistryDataset },
): Promise<RecordedReport[]> {
  if (given.length === 0) return [];
  if (work.actor.scope !== 'city') throw new DomainError('access.denied', { permission: 'report.file' });
  const registry = known?.registry ?? (await readRegistry(work));
  const opened = await readBooksOpened(work);
  const reported = new Map<string, { day: string; figures: ReportFigures }>();
  const keyOf = (enterprise: string, day: string): string => `${enterprise}/${day}`;
  const inOrder = [...given].sort((one, other) => (one.day < other.day ? -1 : 1));
  const days = inOrder.map(({ day }) => day);
  for (const row of await repository.reportsBetween(work.tx, work.actor.city, addDays(days[0]!, -1), days.at(-1)!))
    reported.set(keyOf(row.enterprise_id, row.day), { day: row.day, figures: figuresOf(row) });
  const fresh: PastRow[] = [];
  for (const { enterprise: id, day, figures } of inOrder) {
    const enterprise = enterpriseIn(registry, id);
    const booksOpen = opened.get(placeOfProducer(id));
    if (booksOpen === undefined || day >= booksOpen)
      throw new DomainError('report.books-begun', { enterprise: enterprise.name, day, opened: booksOpen ?? day });
    if (reported.has(keyOf(id, day))) continue;
    const facts = historyFacts(registry, enterprise, { day, booksOpen }, reported.get(keyOf(id, addDays(day, -1))));
    requireWhole(figures, facts);
    const assessment = assessReport(figures, facts.facts);
    fresh.push({
      enterprise_id: id,
      name: enterprise.name,
      day,
      county_code: enterprise.county,
      state: 'accepted',
      trust: assessment.trust,
      questions: assessment.questions,
      via,
      late: false,
      filed_by: work.actor.userId,
      filed_by_name: work.actor.name,
      filed_at: work.now,
      figures,
      assessment,
    });
    reported.set(keyOf(id, day), { day, figures });
  }
  await keep(work, fresh);
  return fresh.map(({ enterprise_id: enterprise, name, day, trust, questions }) => ({
    enterprise,
    name,
    day,
    trust,
    questions,
  }));
}

async function keep(work: Work, rows: readonly PastRow[]): Promise<void> {
  if (rows.length === 0) return;
  const stamp = { decided_at: work.now, decided_by_name: work.actor.name };
  await repository.insertReports(
    work.tx,
    work.actor.city,
    rows.map(({ name: _, ...row }) => ({ ...row, ...stamp })),
  );
  for (const row of rows)
    work.audit({
      action: 'report.record-history',
      subject: 'report',
      subjectId: `${row.enterprise_id}/${row.day}`,
      after: { state: row.state, trust: row.trust },
      county: row.county_code,
      enterprise: row.enterprise_id,
    });
  work.changed('reports');
}
