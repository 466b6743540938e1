/** Sealed counties and closed stretches of road: routes go round them, or the order says why it is not carried. */
import { randomUUID } from 'node:crypto';
import type { ClosureRow } from '#contracts/fleet.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { countiesOf } from '../passes/passes.repository.ts';
import * as repository from './fleet.repository.ts';
import { placesAt } from './trips.repository.ts';

type ClosureRecord = Awaited<ReturnType<typeof repository.listClosures>>[number];

/** Those that hold or are to come; with `all` also those that are over. */
export async function listClosures(work: Work, all: boolean): Promise<ClosureRow[]> {
  const today = await work.today();
  return (await repository.listClosures(work.tx, work.actor.city, { today, all })).map((row) => shown(row, today));
}

function shown(row: ClosureRecord, today: string): ClosureRow {
  return {
    id: row.closure_id,
    county: row.county_code,
    fromPlace: row.from_place,
    fromName: row.from_name ?? row.from_place ?? '',
    toPlace: row.to_place,
    toName: row.to_name ?? row.to_place ?? '',
    from: row.from_day,
    until: row.until_day,
    reason: row.reason,
    state: stateOf(row, today),
    liftedAt: row.lifted_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

function stateOf(row: ClosureRecord, today: string): ClosureRow['state'] {
  if (row.lifted_at !== null) return 'lifted';
  if (row.until_day !== null && row.until_day < today) return 'over';
  return row.from_day > today ? 'to_come' : 'closed';
}

interface Closure {
  county: string | null;
  fromPlace: string | null;
  toPlace: string | null;
  from: string;
  until: string | null;
  reason: string;
}

/** Errors: `fleet.unknown-county`, `fleet.unknown-place`, `fleet.same-place`, `fleet.closure-ends-first`, `fleet.closed-already`. */
export async function closeRoad(work: Work, closure: Closure): Promise<string> {
  const { tx, actor, now } = work;
  await requirePlaces(work, closure);
  requireOrder(closure.from, closure.until);
  await repository.lockThing(tx, `closures:${actor.city}`);
  await requireNew(work, closure);
  const id = randomUUID();
  await repository.insertClosure(tx, {
    city_code: actor.city,
    closure_id: id,
    county_code: closure.county,
    from_place: closure.fromPlace,
    to_place: closure.toPlace,
    from_day: closure.from,
    until_day: closure.until,
    reason: closure.reason,
    created_at: now,
    created_by: actor.name,
  });
  work.audit({ action: 'road.close', subject: 'road-closure', subjectId: id, after: closure, county: closure.county });
  work.changed('fleet', 'trips');
  return id;
}

async function requirePlaces(work: Work, { county, fromPlace, toPlace }: Closure): Promise<void> {
  const { tx, actor } = work;
  if (county !== null && !(await countiesOf(tx, actor.city)).has(county))
    throw new DomainError('fleet.unknown-county', { county });
  const places = [fromPlace, toPlace].filter((place) => place !== null);
  const known = new Set((await placesAt(tx, actor.city, places)).map(({ place_id }) => place_id));
  const unknown = places.find((place) => !known.has(place));
  if (unknown !== undefined) throw new DomainError('fleet.unknown-place', { place: unknown });
  if (fromPlace !== null && fromPlace === toPlace) throw new DomainError('fleet.same-place');
}

function requireOrder(from: string, until: string | null): void {
  if (until !== null && until < from) throw new DomainError('fleet.closure-ends-first', { from, until });
}

/** The same stretch in either direction is one. */
async function requireNew(work: Work, closure: Closure): Promise<void> {
  const rows = await repository.listClosures(work.tx, work.actor.city, { today: closure.from, all: false });
  const ends = (from: string | null, to: string | null) => [from ?? '', to ?? ''].sort().join(' ');
  const same = rows.find(
    (row) =>
      row.county_code === closure.county &&
      ends(row.from_place, row.to_place) === ends(closure.fromPlace, closure.toPlace) &&
      (closure.until === null || row.from_day <= closure.until),
  );
  if (same) throw new DomainError('fleet.closed-already', { reason: same.reason });
}

async function openClosure(work: Work, id: string) {
  const row = await repository.lockClosure(work.tx, work.actor.city, id);
  if (!row || row.lifted_at !== null)
    throw new DomainError('not-found', { what: ['这处封闭（可能已解除）', 'The closure (it may be open again)'] });
  return row;
}

/** Errors: `not-found`, `fleet.closure-ends-first`. */
export async function changeClosure(
  work: Work,
  id: string,
  { until, reason }: { until: string | null; reason: string },
): Promise<void> {
  const before = await openClosure(work, id);
  requireOrder(before.from_day, until);
  await repository.updateClosure(work.tx, work.actor.city, id, { until_day: until, reason });
  work.audit({
    action: 'road.change',
    subject: 'road-closure',
    subjectId: id,
    before: { until: before.until_day, reason: before.reason },
    after: { until, reason },
    county: before.county_code,
  });
  work.changed('fleet', 'trips');
}

/** Error `not-found` when it is open again already. */
export async function openRoad(work: Work, id: string): Promise<void> {
  const before = await openClosure(work, id);
  await repository.updateClosure(work.tx, work.actor.city, id, { lifted_at: work.now });
  work.audit({ action: 'road.open', subject: 'road-closure', subjectId: id, county: before.county_code });
  work.changed('fleet', 'trips');
}
