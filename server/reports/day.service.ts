/** A day of reports as a whole: its deadlines, its board, the city's confirmation. */
import { type BoardRow, reportFigures } from '#contracts/reports.ts';
import { type Deadlines, defaultDeadlines, reportStates } from '#contracts/reports-terms.ts';
import { readJson } from '../platform/database/index.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Enterprise } from '../registry/dataset/index.ts';
import { readRegistry } from '../registry/index.ts';
import { placeOfProducer, readBooksOpened } from '../stock/index.ts';
import { chasedShown, peopleToChase, toldPeople } from './chase.view.ts';
import * as dayRepository from './day.repository.ts';
import { businessMoment, isDue, owedAt } from './deadlines.ts';
import { iso } from './report.view.ts';
import * as repository from './reports.repository.ts';
import { traceReport } from './trace.ts';

type Mode = 'emergency' | 'peacetime';

/** Those of the city's present mode: its own, or the product's. */
export async function readDeadlines(work: Work): Promise<{ mode: Mode; deadlines: Deadlines }> {
  const mode = await dayRepository.modeOf(work.tx, work.actor.city);
  return { mode, deadlines: await deadlinesOf(work, mode) };
}

export async function readBothDeadlines(work: Work): Promise<Record<Mode, Deadlines> & { mode: Mode }> {
  const mode = await dayRepository.modeOf(work.tx, work.actor.city);
  return { mode, emergency: await deadlinesOf(work, 'emergency'), peacetime: await deadlinesOf(work, 'peacetime') };
}

async function deadlinesOf(work: Work, mode: Mode): Promise<Deadlines> {
  const row = await dayRepository.findDeadlines(work.tx, work.actor.city, mode);
  if (row === undefined) return defaultDeadlines[mode];
  const minute = (time: string) => time.slice(0, 5);
  return {
    cycle: row.cycle === 'weekly' ? 'weekly' : 'daily',
    weekday: row.weekday,
    fileBy: minute(row.file_by),
    countyBy: minute(row.county_by),
    cityBy: minute(row.city_by),
  };
}

/** Error `report.clock-order`. */
export async function setDeadlines(work: Work, mode: 'emergency' | 'peacetime', given: Deadlines): Promise<Deadlines> {
  const { fileBy, countyBy, cityBy, cycle } = given;
  if (!(fileBy < countyBy && countyBy < cityBy)) throw new DomainError('report.clock-order');
  const weekday = cycle === 'weekly' ? (given.weekday ?? 5) : null;
  const values = { cycle, weekday, file_by: fileBy, county_by: countyBy, city_by: cityBy };
  const before = await dayRepository.findDeadlines(work.tx, work.actor.city, mode);
  await dayRepository.putDeadlines(work.tx, work.actor.city, mode, values, {
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
  const opened = await readBooksOpened(work);
  const known = await readDay(work, day);
  const rows = registry.enterprises.map((enterprise): BoardRow => {
    const history = day < (opened.get(placeOfProducer(enterprise.id)) ?? '');
    return boardRowOf(enterprise, known, { now, day, deadlines, history });
  });
  return {
    day,
    today,
    now,
    due: isDue(day, deadlines),
    booksOpen: [...opened.values()].sort()[0] ?? null,
    deadlines,
    dayState: await dayState(work, day),
    counts: countsOf(rows),
    counties: registry.counties
      .filter((county) => rows.some((row) => row.county === county.code))
      .map(({ code, name, nameEn }) => ({ code, name, nameEn })),
    rows,
  };
}

/** Everything that is known of the day, by enterprise. */
async function readDay(work: Work, day: string) {
  const { tx, actor } = work;
  const byEnterprise = <Row extends { enterprise_id: string }>(rows: Row[]) =>
    new Map(rows.map((row) => [row.enterprise_id, row]));
  return {
    reports: byEnterprise(await repository.reportsOfDay(tx, actor.city, day)),
    last: await repository.lastReported(tx, actor.city, day),
    chases: byEnterprise(await dayRepository.chasesOfDay(tx, actor.city, day)),
    calls: Map.groupBy(await dayRepository.callsOfDay(tx, actor.city, day), (call) => call.enterprise_id),
    people: await dayRepository.reportPeople(tx),
  };
}

function boardRowOf(
  enterprise: Enterprise,
  known: Awaited<ReturnType<typeof readDay>>,
  at: { now: string; day: string; deadlines: Deadlines; history: boolean },
): BoardRow {
  const row = known.reports.get(enterprise.id);
  const state = row === undefined ? 'none' : (reportStates.find((one) => one === row.state) ?? 'filed');
  const owed = owedAt(at.now, at.day, at.deadlines, state, at.history);
  const chase = known.chases.get(enterprise.id);
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
    silentSince: known.last.get(enterprise.id) ?? null,
    owes: owed.owes,
    overdueSince: owed.overdueSince,
    chase: owed.chase === null ? null : peopleToChase(owed.chase, owed.owes, enterprise, known.people),
    chasedBy: chase === undefined ? null : chasedShown(chase, at.now),
    calls: (known.calls.get(enterprise.id) ?? []).map(toldPeople),
    history: at.history,
  };
}

const hindrancesOf = (row: repository.ReportRow): BoardRow['hindrances'] =>
  readJson(reportFigures.pick({ hindrances: true }).loose(), row.figures, 'reports.figures').hindrances;

async function dayState(work: Work, day: string) {
  const row = await dayRepository.findDay(work.tx, work.actor.city, day);
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

const unchased = (row: BoardRow): boolean => silent(row) && row.chasedBy === null;

function countsOf(rows: readonly BoardRow[]) {
  const count = (test: (row: BoardRow) => boolean) => rows.filter(test).length;
  return {
    all: rows.length,
    reported: count((row) => row.state !== 'none' && row.state !== 'returned'),
    accepted: count((row) => ['accepted', 'corrected', 'confirmed'].includes(row.state)),
    chased: count((row) => silent(row) && row.chasedBy !== null),
    named: count((row) => unchased(row) && (row.chase?.who.length ?? 0) > 0),
    waiting: count((row) => unchased(row) && row.chase === null),
    unaccounted: count((row) => unchased(row) && row.chase?.who.length === 0),
    clean: count((row) => row.state === 'filed' && row.questions === 0),
  };
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
  await dayRepository.putDay(work.tx, work.actor.city, day, values);
  work.audit({ action: 'report.confirm-day', subject: 'report-day', subjectId: day, after: { ...board.counts } });
  work.changed('reports');
  return toConfirm.length;
}
