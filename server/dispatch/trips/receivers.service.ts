/** When receivers take goods in; a place without hours of its own takes them in at the usual ones. */
import type { ReceiverRow } from '#contracts/fleet.ts';
import { tripDefaults } from '#contracts/trips.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import * as repository from './fleet.repository.ts';
import { requireRevision } from './revision.ts';

export async function listReceivers(work: Work): Promise<ReceiverRow[]> {
  return (await repository.listReceivers(work.tx, work.actor.city)).map(shownReceiver);
}

const shownReceiver = (row: repository.ReceiverRecord): ReceiverRow => ({
  place: row.place_id,
  name: row.name,
  county: row.county_code ?? '',
  kind: row.kind,
  opens: row.opens ?? tripDefaults.receiverOpens,
  closes: row.closes ?? tripDefaults.receiverCloses,
  changedAt: row.changed_at,
  changedBy: row.changed_by ?? '',
  revision: row.revision ?? 0,
});

/** Errors: `not-found`, `changed-meanwhile`, `fleet.hours`. */
export async function saveReceiver(
  work: Work,
  place: string,
  given: { opens: number; closes: number; revision: number },
): Promise<ReceiverRow> {
  const { tx, actor, now } = work;
  await repository.lockThing(tx, `receiver:${actor.city}:${place}`);
  const [before] = await repository.listReceivers(tx, actor.city, place);
  if (!before) throw new DomainError('not-found', { what: ['这个收货地点', 'The place'] });
  requireRevision(before, given.revision);
  if (given.closes <= given.opens) throw new DomainError('fleet.hours');
  await repository.saveReceiver(tx, {
    city_code: actor.city,
    place_id: place,
    county_code: before.county_code ?? '',
    enterprise_id: before.enterprise_id,
    demand_point_id: before.demand_point_id,
    opens: given.opens,
    closes: given.closes,
    changed_at: now,
    changed_by: actor.name,
  });
  const { opens, closes } = shownReceiver(before);
  work.audit({
    action: 'receiver.save',
    subject: 'receiver-hours',
    subjectId: place,
    before: { opens, closes },
    after: { opens: given.opens, closes: given.closes },
    county: before.county_code,
    enterprise: before.enterprise_id,
  });
  work.changed('fleet', 'trips');
  return shownReceiver((await repository.listReceivers(tx, actor.city, place))[0]!);
}
