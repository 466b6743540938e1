/** A report's way: drafted, filed, accepted or returned or corrected, confirmed. Each step in one transaction, with its trace. */
import { addDays } from '#contracts/calendar.ts';
import type { Assessment, DraftFigures, Report, ReportFigures } from '#contracts/reports.ts';
import {
  lateDays,
  postedStates,
  type ReportState,
  reportStateNames,
  type reportWays,
} from '#contracts/reports-terms.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import { assessReport } from './checks/index.ts';
import * as dayRepository from './day.repository.ts';
import { readDeadlines } from './day.service.ts';
import { businessMoment, fileByOf, isDue } from './deadlines.ts';
import { type DayFacts, enterpriseIn, readDayFacts } from './facts.service.ts';
import { postReport } from './posting.service.ts';
import { changesBetween, type FieldChange, figuresOf, reportShown } from './report.view.ts';
import * as repository from './reports.repository.ts';
import { traceReport } from './trace.ts';
import { requireWhole } from './validation.ts';

export interface Filing {
  enterprise: string;
  day: string;
  clientId: string;
  via: (typeof reportWays)[number];
  figures: ReportFigures;
}

/** The day is the server's: one that has not come, or went too long ago, is refused whatever the sender's clock says. */
export async function requireReportableDay(work: Work, day: string): Promise<void> {
  const today = await work.today();
  if (day > today) throw new DomainError('report.day-not-come', { day, today });
  if (day < addDays(today, -lateDays)) {
    throw new DomainError('report.day-too-old', { day, today, last: addDays(day, lateDays) });
  }
}

/**
 * Files a report, or files it again while it is not accepted. Sent again under the same clientId it answers the first one's report
 * (`again`). Errors: `report.day-not-come`, `report.day-too-old`, `report.incomplete`, `report.already-accepted`, `not-found`.
 */
export async function fileReport(
  work: Work,
  filing: Filing,
  known?: { registry: RegistryDataset },
): Promise<{ report: Report; again: boolean }> {
  const { enterprise, day, figures } = filing;
  await repository.holdReport(work.tx, work.actor.city, enterprise, day);
  const before = await repository.lockReport(work.tx, work.actor.city, enterprise, day);
  const sentBefore = await repository.eventOfClient(work.tx, work.actor.city, enterprise, filing.clientId);
  if (sentBefore !== undefined && before !== undefined) {
    if (sentBefore.day !== day) throw new DomainError('request.repeated-differently');
    const registry = known?.registry ?? (await readRegistry(work));
    return { report: reportShown(before, enterpriseIn(registry, enterprise).name), again: true };
  }
  await requireReportableDay(work, day);
  if (before !== undefined && postedStates.some((state) => state === before.state))
    throw new DomainError('report.already-accepted', { day });
  const facts = await readDayFacts(work, enterprise, day, known);
  const changes = before === undefined ? [] : changesBetween(figuresOf(before), figures);
  // the same figures again, while they wait for review: nothing has happened
  if (before?.state === 'filed' && changes.length === 0)
    return { report: reportShown(before, facts.enterprise.name), again: true };
  requireWhole(figures, facts);
  const assessed = assessReport(figures, facts.facts);
  const stamp = {
    filed_at: work.now,
    filed_by: work.actor.userId,
    filed_by_name: work.actor.name,
    via: filing.via,
    late: !facts.history && (await isLate(work, day)),
    state: 'filed',
    trust: assessed.trust,
    questions: assessed.questions,
    figures,
    assessment: assessed,
  };
  const row =
    before === undefined
      ? await repository.insertReport(work.tx, work.actor.city, {
          ...stamp,
          enterprise_id: enterprise,
          day,
          county_code: facts.enterprise.county,
        })
      : await repository.changeReport(work.tx, before, {
          ...stamp,
          reason: '',
          decided_at: null,
          decided_by_name: null,
        });
  await traceReport(work, row, 'file', { changes, clientId: filing.clientId });
  await repository.dropDraft(work.tx, work.actor.city, enterprise, day, work.actor.userId);
  return { report: reportShown(row, facts.enterprise.name), again: false };
}

async function isLate(work: Work, day: string): Promise<boolean> {
  const { deadlines } = await readDeadlines(work);
  return isDue(day, deadlines) && businessMoment(await work.today(), work.now) > fileByOf(day, deadlines);
}

/** Keeps what is filled in so far, for this user only. Errors: as for filing, without completeness. */
export async function saveDraft(work: Work, enterprise: string, day: string, figures: DraftFigures): Promise<string> {
  await requireReportableDay(work, day);
  const { county } = enterpriseIn(await readRegistry(work), enterprise);
  const key = { city: work.actor.city, enterprise, day, user: work.actor.userId, county };
  await repository.putDraft(work.tx, key, figures, work.now);
  return work.now.toISOString();
}

export async function assessFigures(
  work: Work,
  enterprise: string,
  day: string,
  figures: ReportFigures,
): Promise<Assessment> {
  await requireReportableDay(work, day);
  return assessReport(figures, (await readDayFacts(work, enterprise, day)).facts);
}

interface Reference {
  enterprise: string;
  day: string;
  revision: number;
}

/** Errors: `not-found`, `changed-meanwhile` when another decided or filed again, `report.not-filed` in another state. */
async function reportToDecide(work: Work, reference: Reference, states: readonly ReportState[]) {
  const { enterprise, day, revision } = reference;
  await repository.holdReport(work.tx, work.actor.city, enterprise, day);
  const row = await repository.lockReport(work.tx, work.actor.city, enterprise, day);
  if (row === undefined)
    throw new DomainError('not-found', {
      what: [`“${enterprise}”${day} 的日报`, `The report of ${enterprise} for ${day}`],
    });
  if (row.revision !== revision) {
    const [last] = await repository.eventsOf(work.tx, work.actor.city, enterprise, day);
    throw new DomainError('changed-meanwhile', {
      who: last?.by_name ?? row.filed_by_name,
      when: shanghaiTime.format(new Date(last?.at ?? row.filed_at)),
    });
  }
  const state = row.state as ReportState;
  if (!states.includes(state))
    throw new DomainError('report.not-filed', { enterprise, day, state: reportStateNames[state] });
  return row;
}

const shanghaiTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** Accepts and posts; with `cleanOnly` what raises a question is left for a person to read. All or none of the rest. */
export async function acceptReports(
  work: Work,
  given: { day: string; reports: ReadonlyArray<{ enterprise: string; revision: number }>; cleanOnly: boolean },
): Promise<{ accepted: number; left: number }> {
  const registry = await readRegistry(work);
  let accepted = 0;
  const inOrder = [...given.reports].sort((one, other) => (one.enterprise < other.enterprise ? -1 : 1));
  for (const reference of inOrder) {
    const row = await reportToDecide(work, { ...reference, day: given.day }, ['filed']);
    const facts = await readDayFacts(work, row.enterprise_id, row.day, { registry });
    const assessed = assessReport(figuresOf(row), facts.facts);
    if (given.cleanOnly && assessed.questions > 0) continue;
    await decide(work, row, facts, { state: 'accepted', assessed, reason: '' });
    accepted += 1;
  }
  return { accepted, left: given.reports.length - accepted };
}

async function decide(
  work: Work,
  row: repository.ReportRow,
  facts: DayFacts,
  given: {
    state: 'accepted' | 'corrected';
    assessed: Assessment;
    reason: string;
    figures?: ReportFigures;
    changes?: FieldChange[];
  },
): Promise<repository.ReportRow> {
  const changed = await repository.changeReport(work.tx, row, {
    state: given.state,
    assessment: given.assessed,
    trust: given.assessed.trust,
    questions: given.assessed.questions,
    reason: given.reason,
    decided_at: work.now,
    decided_by_name: work.actor.name,
    confirmed_at: null,
    confirmed_by_name: null,
    ...(given.figures === undefined ? {} : { figures: given.figures }),
  });
  const posted = await postReport(work, changed, facts);
  const act = given.state === 'accepted' ? 'accept' : 'correct';
  await traceReport(work, posted, act, { reason: given.reason, changes: given.changes ?? [] });
  await reopenDay(work, row, given.reason);
  return posted;
}

/** Sends it back to the clerk; what was posted stays in the ledger until the new one is accepted. */
export async function returnReport(work: Work, reference: Reference, reason: string): Promise<Report> {
  const row = await reportToDecide(work, reference, ['filed', 'accepted', 'corrected', 'confirmed']);
  const registry = await readRegistry(work);
  const changed = await repository.changeReport(work.tx, row, {
    state: 'returned',
    reason,
    decided_at: work.now,
    decided_by_name: work.actor.name,
    confirmed_at: null,
    confirmed_by_name: null,
  });
  await traceReport(work, changed, 'return', { reason, changes: [] });
  await reopenDay(work, row, reason);
  return reportShown(changed, enterpriseIn(registry, row.enterprise_id).name);
}

/** Puts an officer's figures in the place of the reported ones, with each before and after, and posts the difference. */
export async function correctReport(
  work: Work,
  reference: Reference,
  reason: string,
  figures: ReportFigures,
): Promise<Report> {
  const row = await reportToDecide(work, reference, ['filed', 'returned', 'accepted', 'corrected', 'confirmed']);
  const changes = changesBetween(figuresOf(row), figures);
  if (changes.length === 0) throw new DomainError('report.nothing-to-correct');
  const facts = await readDayFacts(work, row.enterprise_id, row.day);
  requireWhole(figures, facts);
  const assessed = assessReport(figures, facts.facts);
  const changed = await decide(work, row, facts, { state: 'corrected', assessed, reason, figures, changes });
  return reportShown(changed, facts.enterprise.name);
}

/** A confirmed day that changes is open again, for everyone to see, until the city confirms it anew. */
async function reopenDay(work: Work, row: repository.ReportRow, reason: string): Promise<void> {
  const day = await dayRepository.findDay(work.tx, work.actor.city, row.day);
  if (day === undefined || (day.state !== 'confirmed' && row.state !== 'confirmed')) return;
  const values = {
    state: 'reopened',
    at: work.now,
    by_name: work.actor.name,
    enterprise_id: row.enterprise_id,
    reason,
  };
  await dayRepository.putDay(work.tx, work.actor.city, row.day, values);
  work.audit({ action: 'report.reopen-day', subject: 'report-day', subjectId: row.day, after: values });
}
