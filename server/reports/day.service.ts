/** A day of reports as a whole: its deadlines, its board, chasing, the city's confirmation. */
import type { BoardRow, ReportFigures } from '#contracts/reports.ts';
import { type Deadlines, defaultDeadlines, hindranceNames, reportStates } from '#contracts/reports-terms.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Enterprise } from '../registry/dataset/index.ts';
import { readRegistry } from '../registry/index.ts';
import { businessMoment, type ChaseLevel, isDue, owedAt } from './deadlines.ts';
import { enterpriseIn } from './facts.service.ts';
import { iso } from './report.view.ts';
import * as repository from './reports.repository.ts';
import { traceReport } from './trace.ts';

/** Those of the city's present mode: its own, or the product's. */
export async function readDeadlines(work: Work): Promise<{ mode: 'emergency' | 'peacetime'; deadlines: Deadlines }> {
  const mode = await repository.modeOf(work.tx, work.actor.city);
  const row = await repository.findDeadlines(work.tx, work.actor.city, mode);
  if (row === undefined) return { mode, deadlines: defaultDeadlines[mode] };
  const minute = (time: string) => time.slice(0, 5);
  return {
    mode,
    deadlines: {
      cycle: row.cycle === 'weekly' ? 'weekly' : 'daily',
      weekday: row.weekday,
      fileBy: minute(row.file_by),
      countyBy: minute(row.county_by),
      cityBy: minute(row.city_by),
    },
  };
}

/** Error `report.clock-order`. */
export async function setDeadlines(work: Work, mode: 'emergency' | 'peacetime', given: Deadlines): Promise<Deadlines> {
  const { fileBy, countyBy, cityBy, cycle } = given;
  if (!(fileBy < countyBy && countyBy < cityBy)) throw new DomainError('report.clock-order');
  const weekday = cycle === 'weekly' ? (given.weekday ?? 5) : null;
  const values = { cycle, weekday, file_by: fileBy, county_by: countyBy, city_by: cityBy };
  const before = await repository.findDeadlines(work.tx, work.actor.city, mode);
  await repository.putDeadlines(work.tx, work.actor.city, mode, values, {
    changed_at: work.now,
    changed_by: work.actor.name,
  });
  work.audit({
    action: 'report.deadlines',
    subject: 'report-deadlines',
    subjectId: mode,
    before: before ?? null,
    after: values,
  });
  work.changed('reports');
  return { ...given, weekday };
}

/** Everyone who owes a report that day, what came, and whose turn it is. */
export async function readBoard(work: Work, asked: string | undefined) {
  const today = await work.today();
  const day = asked ?? today;
  const registry = await readRegistry(work);
  const { deadlines } = await readDeadlines(work);
  const now = businessMoment(today, work.now);
  const { tx, actor } = work;
  const reports = new Map((await repository.reportsOfDay(tx, actor.city, day)).map((row) => [row.enterprise_id, row]));
  const last = await repository.lastReported(tx, actor.city, day);
  const chases = new Map((await repository.chasesOfDay(tx, actor.city, day)).map((row) => [row.enterprise_id, row]));
  const people = await repository.reportPeople(tx);
  const rows = registry.enterprises.map((enterprise): BoardRow => {
    const row = reports.get(enterprise.id);
    const state = row === undefined ? 'none' : (reportStates.find((one) => one === row.state) ?? 'filed');
    const owed = owedAt(now, day, deadlines, state);
    const chase = chases.get(enterprise.id);
    return {
      enterprise: enterprise.id,
      name: enterprise.name,
      county: enterprise.county,
      state,
      late: row?.late ?? false,
      trust: row?.trust ?? null,
      questions: row?.questions ?? null,
      filedAt: row === undefined ? null : iso(row.filed_at),
      revision: row?.revision ?? null,
      hindrances: row === undefined ? [] : hindrancesOf(row),
      silentSince: last.get(enterprise.id) ?? null,
      owes: owed.owes,
      overdueSince: owed.overdueSince,
      chase: owed.chase === null ? null : { level: owed.chase, ...chaseOf(owed, enterprise, people) },
      chasedBy:
        chase === undefined ? null : { name: chase.by_name, at: iso(chase.at), note: chase.note, level: chase.level },
    };
  });
  return {
    day,
    today,
    now,
    due: isDue(day, deadlines),
    deadlines,
    dayState: await dayState(work, day),
    counts: countsOf(rows),
    counties: registry.counties
      .filter((county) => rows.some((row) => row.county === county.code))
      .map(({ code, name, nameEn }) => ({ code, name, nameEn })),
    rows,
  };
}

const hindrancesOf = (row: repository.ReportRow): string[] =>
  (row.figures as unknown as ReportFigures).hindrances.map(({ kind, text }) => text || hindranceNames[kind][0]);

/** Who by name: the clerks of the enterprise, the officers of its county, the city's officers, its lead. */
function peopleAt(level: 'clerk' | ChaseLevel, enterprise: Enterprise, people: readonly repository.Person[]) {
  const roles: Record<typeof level, readonly string[]> = {
    clerk: ['enterprise_clerk'],
    county: ['county_officer'],
    city: ['sub_group_officer', 'group_officer'],
    lead: ['city_lead'],
  };
  const unit = level === 'clerk' ? enterprise.id : enterprise.county;
  return people
    .filter(
      (person) => roles[level].includes(person.role) && (person.scope === 'city' || person.scopeIds.includes(unit)),
    )
    .map(({ id, name, role }) => ({ id, name, role }));
}

/** Each level chases the one below it: the county its clerk, the city the county, the lead the city's officers. */
function chaseOf(owed: ReturnType<typeof owedAt>, enterprise: Enterprise, people: readonly repository.Person[]) {
  const level = owed.chase ?? 'county';
  const below = level === 'lead' ? 'city' : level === 'city' ? 'county' : 'clerk';
  return { who: peopleAt(level, enterprise, people), whom: peopleAt(below, enterprise, people) };
}

async function dayState(work: Work, day: string) {
  const row = await repository.findDay(work.tx, work.actor.city, day);
  if (row === undefined) return { state: 'open' as const, at: null, by: null, enterprise: null, reason: '' };
  return {
    state: row.state === 'confirmed' ? ('confirmed' as const) : ('reopened' as const),
    at: iso(row.at),
    by: row.by_name,
    enterprise: row.enterprise_id,
    reason: row.reason,
  };
}

const silent = (row: BoardRow): boolean => (row.state === 'none' || row.state === 'returned') && row.owes !== 'nobody';

function countsOf(rows: readonly BoardRow[]) {
  const count = (test: (row: BoardRow) => boolean) => rows.filter(test).length;
  return {
    all: rows.length,
    reported: count((row) => row.state !== 'none' && row.state !== 'returned'),
    accepted: count((row) => ['accepted', 'corrected', 'confirmed'].includes(row.state)),
    chased: count((row) => silent(row) && row.chasedBy !== null),
    unaccounted: count((row) => silent(row) && row.chasedBy === null),
    clean: count((row) => row.state === 'filed' && row.questions === 0),
  };
}

/** A named person takes on a report that has not come. Errors: `report.reported-already`, `report.day-not-come`. */
export async function chaseReport(work: Work, enterprise: string, day: string, note: string): Promise<string> {
  const today = await work.today();
  if (day > today) throw new DomainError('report.day-not-come', { day, today });
  const owner = enterpriseIn(await readRegistry(work), enterprise);
  await repository.holdReport(work.tx, work.actor.city, enterprise, day);
  const row = await repository.findReport(work.tx, work.actor.city, enterprise, day);
  if (row !== undefined && row.state !== 'returned')
    throw new DomainError('report.reported-already', { enterprise: owner.name });
  const level = work.actor.role === 'city_lead' ? 'lead' : work.actor.scope === 'county' ? 'county' : 'city';
  await repository.insertChase(work.tx, {
    city_code: work.actor.city,
    enterprise_id: enterprise,
    day,
    county_code: owner.county,
    level,
    at: work.now,
    by_id: work.actor.userId,
    by_name: work.actor.name,
    note,
  });
  work.audit({
    action: 'report.chase',
    subject: 'report',
    subjectId: `${enterprise}/${day}`,
    after: { level, note },
    county: owner.county,
    enterprise,
  });
  work.changed('reports');
  return work.now.toISOString();
}

/**
 * The city confirms the day: everything reported is accepted, and whatever has not come is being chased by a named person.
 * Error `report.day-not-complete`.
 */
export async function confirmDay(work: Work, day: string): Promise<number> {
  if (work.actor.scope !== 'city') throw new DomainError('access.denied', { permission: 'report.confirm' });
  const board = await readBoard(work, day);
  if (day > board.today) throw new DomainError('report.day-not-come', { day, today: board.today });
  const { all, accepted, chased } = board.counts;
  const notDue = board.rows.filter((row) => row.owes === 'nobody' && row.state === 'none').length;
  const open = all - accepted - chased - notDue;
  if (open > 0) throw new DomainError('report.day-not-complete', { day, open });
  const rows = await repository.reportsOfDay(work.tx, work.actor.city, day);
  const toConfirm = rows.filter((row) => row.state === 'accepted' || row.state === 'corrected');
  for (const { enterprise_id } of toConfirm) {
    const row = await repository.lockReport(work.tx, work.actor.city, enterprise_id, day);
    if (row === undefined || (row.state !== 'accepted' && row.state !== 'corrected')) continue;
    const stamp = { state: 'confirmed', confirmed_at: work.now, confirmed_by_name: work.actor.name };
    await traceReport(work, await repository.changeReport(work.tx, row, stamp), 'confirm', { changes: [] });
  }
  const values = { state: 'confirmed', at: work.now, by_name: work.actor.name, enterprise_id: null, reason: '' };
  await repository.putDay(work.tx, work.actor.city, day, values);
  work.audit({ action: 'report.confirm-day', subject: 'report-day', subjectId: day, after: { ...board.counts } });
  work.changed('reports');
  return toConfirm.length;
}
