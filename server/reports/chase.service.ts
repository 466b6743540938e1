/** Nobody's silence is nobody's: at each deadline those who must act are told by name, and who is after a report says so. */
import { addDays, daysFrom } from '#contracts/calendar.ts';
import type { BoardRow, OwnCall } from '#contracts/reports.ts';
import { type callTasks, type chaseWays, lateDays } from '#contracts/reports-terms.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import * as dayRepository from './day.repository.ts';
import { readBoard } from './day.service.ts';
import { businessMoment } from './deadlines.ts';
import { enterpriseIn } from './facts.service.ts';
import { iso } from './report.view.ts';
import * as repository from './reports.repository.ts';

const taskOf = { clerk: 'file', county: 'review', city: 'confirm' } as const satisfies Record<
  Exclude<BoardRow['owes'], 'nobody'>,
  (typeof callTasks)[number]
>;

export interface Chase {
  note: string;
  how: (typeof chaseWays)[number];
  /** 'YYYY-MM-DD HH:MM' of the business clock */
  promised: string | null;
}

/**
 * A named person takes on a report that has not come. Errors: `report.reported-already`, `report.day-not-come`, `report.promise-past`,
 * `not-found`.
 */
export async function chaseReport(work: Work, enterprise: string, day: string, chase: Chase): Promise<string> {
  const today = await work.today();
  if (day > today) throw new DomainError('report.day-not-come', { day, today });
  const now = businessMoment(today, work.now);
  const { note, how, promised } = chase;
  if (promised !== null && promised <= now) throw new DomainError('report.promise-past', { promised, now });
  const owner = enterpriseIn(await readRegistry(work), enterprise);
  await repository.holdReport(work.tx, work.actor.city, enterprise, day);
  const row = await repository.findReport(work.tx, work.actor.city, enterprise, day);
  if (row !== undefined && row.state !== 'returned')
    throw new DomainError('report.reported-already', { enterprise: owner.name });
  const level = work.actor.role === 'city_lead' ? 'lead' : work.actor.scope === 'county' ? 'county' : 'city';
  await dayRepository.insertChase(work.tx, {
    city_code: work.actor.city,
    enterprise_id: enterprise,
    day,
    county_code: owner.county,
    level,
    at: work.now,
    by_id: work.actor.userId,
    by_name: work.actor.name,
    note,
    how,
    promised,
  });
  work.audit({
    action: 'report.chase',
    subject: 'report',
    subjectId: `${enterprise}/${day}`,
    after: { level, note, how, promised },
    county: owner.county,
    enterprise,
  });
  work.changed('reports');
  return work.now.toISOString();
}

/** A promise that stands: until it has passed nobody else is told. */
const promiseStands = (row: BoardRow): boolean => row.chasedBy?.promised != null && !row.chasedBy.broken;

const daysLookedAt = async (work: Work): Promise<string[]> =>
  daysFrom(addDays(await work.today(), -lateDays), lateDays + 1);

/** Tells those who must act by now, each step of the escalation once. Answers how many reports somebody was told of. */
export async function raiseCalls(work: Work): Promise<number> {
  let told = 0;
  for (const day of await daysLookedAt(work)) {
    const { rows } = await readBoard(work, day);
    const due = rows.flatMap(({ owes, chase, ...row }) =>
      owes === 'nobody' || chase === null || chase.who.length === 0 || promiseStands({ owes, chase, ...row })
        ? []
        : [{ enterprise: row.enterprise, county: row.county, task: taskOf[owes], level: chase.level, who: chase.who }],
    );
    const fresh = await dayRepository.insertCalls(
      work.tx,
      due.map((call) => ({
        city_code: work.actor.city,
        enterprise_id: call.enterprise,
        day,
        task: call.task,
        level: call.level,
        county_code: call.county,
        at: work.now,
        people: call.who,
      })),
    );
    told += fresh.length;
    if (fresh.length === 0) continue;
    work.audit({ action: 'report.call', subject: 'report-day', subjectId: day, after: { calls: fresh } });
  }
  if (told > 0) work.changed('reports', 'report-calls');
  return told;
}

/** What the actor was told of and is still owed. A clerk is told with the county, and of what was returned at once. */
export async function readOwnCalls(work: Work): Promise<{ now: string; rows: OwnCall[] }> {
  const { tx, actor } = work;
  const clerk = actor.role === 'enterprise_clerk';
  const [first] = await daysLookedAt(work);
  const rows: OwnCall[] = clerk ? await returnedToClerk(work, first!) : [];
  for (const day of await dayRepository.daysCalled(tx, actor.city, first!, clerk ? undefined : actor.userId)) {
    for (const row of (await readBoard(work, day)).rows) {
      if (row.state === 'returned' && clerk) continue;
      const call = ownCallOf(work, day, row);
      if (call !== null) rows.push(call);
    }
  }
  return { now: businessMoment(await work.today(), work.now), rows };
}

function ownCallOf(work: Work, day: string, row: BoardRow): OwnCall | null {
  const { userId, role } = work.actor;
  if (row.owes === 'nobody' || row.overdueSince === null || promiseStands(row)) return null;
  const task = taskOf[row.owes];
  const told = row.calls
    .filter((call) => call.task === task)
    .filter(({ people }) => people.some(({ id }) => id === userId) || (role === 'enterprise_clerk' && task === 'file'))
    .at(-1);
  if (told === undefined) return null;
  const { enterprise, name, county, overdueSince, chasedBy } = row;
  return {
    ...{ enterprise, name, county, day, task, level: told.level, at: told.at, overdueSince, chasedBy },
    // the officer who must chase knows the reason; that it was sent back is what matters here
    returned: row.state === 'returned' ? '' : null,
    whom: role === 'enterprise_clerk' ? [] : (row.chase?.whom ?? []),
    responsible: told.people[0]?.id === userId,
  };
}

async function returnedToClerk(work: Work, from: string): Promise<OwnCall[]> {
  const returned = await repository.returnedSince(work.tx, work.actor.city, from);
  if (returned.length === 0) return [];
  const registry = await readRegistry(work);
  return returned.map((row) => ({
    enterprise: row.enterprise_id,
    name: enterpriseIn(registry, row.enterprise_id).name,
    county: row.county_code,
    day: row.day,
    task: 'file',
    level: 'county',
    at: iso(row.decided_at ?? row.filed_at),
    overdueSince: null,
    returned: row.reason,
    whom: [],
    responsible: true,
    chasedBy: null,
  }));
}

/** When there is next something to look at, in seconds: a deadline of the day, or the end of a promise. */
export async function momentsToWatch(work: Work): Promise<{ now: string; clockTimes: string[] }> {
  const board = await readBoard(work, undefined);
  const { fileBy, countyBy, cityBy } = board.deadlines;
  const promises = board.rows.flatMap((row) => row.chasedBy?.promised?.slice(11) ?? []);
  return { now: board.now, clockTimes: [fileBy, countyBy, cityBy, ...promises] };
}
