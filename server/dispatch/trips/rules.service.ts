/** What holds for every trip of the city: rest, when it is late, when it is off its way. */
import type { TripRules } from '#contracts/fleet.ts';
import { tripDefaults } from '#contracts/trips.ts';
import type { Work } from '../../platform/work.ts';
import * as repository from './fleet.repository.ts';
import { requireRevision } from './revision.ts';

export async function readRules(work: Work) {
  const row = await repository.readRules(work.tx, work.actor.city);
  return {
    restAfterMinutes: row?.rest_after_minutes ?? tripDefaults.restAfter,
    restMinutes: row?.rest_minutes ?? tripDefaults.rest,
    lateAfterMinutes: row?.late_after_minutes ?? tripDefaults.lateAfter,
    offRouteKm: row?.off_route_km ?? tripDefaults.offRoute,
    dispatchPhone: row?.dispatch_phone ?? null,
    changedAt: row?.changed_at ?? null,
    changedBy: row?.changed_by ?? '',
    revision: row?.revision ?? 0,
  };
}

/** Error `changed-meanwhile`. */
export async function saveRules(work: Work, { revision, ...rules }: TripRules & { revision: number }) {
  const { tx, actor, now } = work;
  await repository.lockThing(tx, `trip-rules:${actor.city}`);
  requireRevision(await repository.readRules(tx, actor.city), revision);
  const { changedAt: _at, changedBy: _by, revision: _revision, ...before } = await readRules(work);
  await repository.saveRules(tx, {
    city_code: actor.city,
    rest_after_minutes: rules.restAfterMinutes,
    rest_minutes: rules.restMinutes,
    late_after_minutes: rules.lateAfterMinutes,
    off_route_km: rules.offRouteKm,
    dispatch_phone: rules.dispatchPhone,
    changed_at: now,
    changed_by: actor.name,
  });
  work.audit({
    action: 'trip-rules.save',
    subject: 'trip-rules',
    subjectId: actor.city,
    before,
    after: rules,
  });
  work.changed('fleet', 'trips');
  return readRules(work);
}
