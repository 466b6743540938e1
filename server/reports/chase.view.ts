/** Who must chase whom, by name, and what was said of it. Pure. */
import { z } from 'zod';
import { type BoardRow, person } from '#contracts/reports.ts';
import { callLevels, callTasks, chaseWays } from '#contracts/reports-terms.ts';
import { readJson } from '../platform/database/index.ts';
import type { Enterprise } from '../registry/dataset/index.ts';
import type { CallRow, ChaseRow, Person } from './day.repository.ts';
import type { ChaseLevel, Owed } from './deadlines.ts';
import { iso } from './report.view.ts';

const chasedHow = z.enum(chaseWays);
const told = { task: z.enum(callTasks), level: z.enum(callLevels), people: z.array(person) };

const rolesAt: Record<'clerk' | ChaseLevel, readonly string[]> = {
  clerk: ['enterprise_clerk'],
  county: ['county_officer'],
  city: ['sub_group_officer', 'group_officer'],
  lead: ['city_lead'],
};

/** The clerks of the enterprise, the officers of its county, the city's officers, its lead. */
function peopleAt(level: 'clerk' | ChaseLevel, enterprise: Enterprise, people: readonly Person[]) {
  const unit = level === 'clerk' ? enterprise.id : enterprise.county;
  return people
    .filter(
      ({ role, scope, scopeIds }) => rolesAt[level].includes(role) && (scope === 'city' || scopeIds.includes(unit)),
    )
    .map(({ id, name, role }) => ({ id, name, role }));
}

/**
 * Each level chases the one below it that owes: the county its clerk, the city the county, the lead the city's officers. Where nobody holds
 * the post the next above it must, or else the next below: silence is always somebody's.
 */
export function peopleToChase(
  level: ChaseLevel,
  owes: Owed['owes'],
  enterprise: Enterprise,
  people: readonly Person[],
): NonNullable<BoardRow['chase']> {
  const at = callLevels.indexOf(level);
  const inTurn = [...callLevels.slice(at), ...callLevels.slice(0, at).reverse()];
  const holder = inTurn.find((one) => peopleAt(one, enterprise, people).length > 0) ?? level;
  const chain = ['clerk', ...callLevels] as const;
  const below = chain.slice(0, chain.indexOf(holder)).slice(chain.indexOf(owes === 'nobody' ? 'clerk' : owes));
  const whom = below.reverse().find((one) => peopleAt(one, enterprise, people).length > 0);
  return {
    level,
    who: peopleAt(holder, enterprise, people),
    whom: whom === undefined ? [] : peopleAt(whom, enterprise, people),
  };
}

export function chasedShown(row: ChaseRow, now: string): NonNullable<BoardRow['chasedBy']> {
  const { by_name: name, note, level, promised } = row;
  const how = readJson(chasedHow, row.how, 'report_chases.how');
  return { name, at: iso(row.at), how, note, level, promised, broken: promised !== null && promised < now };
}

export function toldPeople(row: CallRow): BoardRow['calls'][number] {
  return {
    task: readJson(told.task, row.task, 'report_calls.task'),
    level: readJson(told.level, row.level, 'report_calls.level'),
    at: iso(row.at),
    people: readJson(told.people, row.people, 'report_calls.people'),
  };
}
