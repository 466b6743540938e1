/** Alerts as their owners see them: taken by a person, closed with how it ended. */
import type { Selectable } from 'kysely';
import { type AlertKind, alertDetail, type DispatchAlert } from '#contracts/dispatch-alerts.ts';
import { roleMay } from '#contracts/roles.ts';
import { type DB, readJson } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { cityTime } from '../passes/city-time.ts';

type AlertRecord = Selectable<DB['dispatch_alerts']>;

/** Dispatchers act on what happens on the road, officers who issue passes on what happens at their checkpoints; others look on. */
const mayAct = ({ actor }: Work): boolean =>
  roleMay(actor.role, 'trip.manage') || (actor.scope === 'county' && roleMay(actor.role, 'pass.issue'));

export async function listAlerts(work: Work, { state, limit }: { state: 'open' | 'closed'; limit: number }) {
  const all = work.tx.selectFrom('dispatch_alerts').where('city_code', '=', work.actor.city);
  const open = all.where('state', '<>', 'closed');
  const counted = await open.select((select) => select.fn.countAll<number>().as('open')).executeTakeFirstOrThrow();
  const rows =
    state === 'open'
      ? await open.selectAll().orderBy('raised_at', 'desc').orderBy('alert_id').limit(limit).execute()
      : await all
          .selectAll()
          .where('state', '=', 'closed')
          .orderBy('closed_at', 'desc')
          .orderBy('alert_id')
          .limit(limit)
          .execute();
  return { rows: rows.map((row) => shown(work, row)), open: counted.open };
}

function shown(work: Work, row: AlertRecord): DispatchAlert {
  return {
    id: row.alert_id,
    kind: row.kind as AlertKind,
    subject: row.subject,
    subjectId: row.subject_id,
    detail: readJson(alertDetail, row.detail, 'dispatch_alerts.detail'),
    at: row.raised_at,
    owner: row.owner,
    state: row.state as DispatchAlert['state'],
    takenAt: row.taken_at,
    takenBy: row.taken_by,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    outcome: row.outcome,
    mine: row.state !== 'closed' && mayAct(work),
  };
}

async function openAlert(work: Work, id: string): Promise<AlertRecord> {
  if (!mayAct(work)) throw new DomainError('access.denied', { permission: 'trip.manage' });
  const row = await work.tx
    .selectFrom('dispatch_alerts')
    .selectAll()
    .where('city_code', '=', work.actor.city)
    .where('alert_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new DomainError('not-found', { what: ['这条警报', 'The alert'] });
  if (row.state === 'closed')
    throw new DomainError('alert.closed-already', { who: row.closed_by, outcome: row.outcome });
  return row;
}

/** Errors: `not-found`, `alert.closed-already`, `alert.taken-already` when a colleague was first. */
export async function takeAlert(work: Work, id: string): Promise<DispatchAlert> {
  const before = await openAlert(work, id);
  const { actor } = work;
  if (before.state === 'taken' && before.taken_by !== actor.name)
    throw new DomainError('alert.taken-already', { who: before.taken_by });
  return change(work, before, 'dispatch.take-alert', {
    state: 'taken',
    taken_at: await cityTime(work),
    taken_by: actor.name,
  });
}

/** Errors: `not-found`, `alert.closed-already`. */
export async function closeAlert(work: Work, id: string, outcome: string): Promise<DispatchAlert> {
  const before = await openAlert(work, id);
  const { actor } = work;
  return change(work, before, 'dispatch.close-alert', {
    state: 'closed',
    closed_at: await cityTime(work),
    closed_by: actor.name,
    outcome,
  });
}

interface Change {
  state: 'taken' | 'closed';
  taken_at?: Date;
  taken_by?: string;
  closed_at?: Date;
  closed_by?: string;
  outcome?: string;
}

async function change(work: Work, before: AlertRecord, action: string, given: Change): Promise<DispatchAlert> {
  const row = await work.tx
    .updateTable('dispatch_alerts')
    .set(given)
    .where('city_code', '=', work.actor.city)
    .where('alert_id', '=', before.alert_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  work.audit({
    action,
    subject: 'dispatch-alert',
    subjectId: before.alert_id,
    before: { state: before.state },
    after: { state: given.state, ...(given.outcome === undefined ? {} : { outcome: given.outcome }) },
    county: before.county_code,
  });
  work.changed('alerts', 'situation');
  return shown(work, row);
}
