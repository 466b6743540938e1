/** What must be acted on at once: raised once for one thing, with an owner, until somebody closes it and says how it ended. */
import { randomUUID } from 'node:crypto';
import type { Work } from '../../platform/work.ts';

export type AlertKind =
  | 'late'
  | 'off_route'
  | 'problem'
  | 'breakdown'
  | 'order_gone'
  | 'fever'
  | 'test_positive'
  | 'forged'
  | 'replayed'
  | 'revoked_shown'
  | 'plate_differs';

export interface Alert {
  kind: AlertKind;
  subject: 'trip' | 'pass' | 'checkpoint';
  subjectId: string;
  /** the same thing raises one alert */
  sameKey: string;
  /** null: the city's */
  county: string | null;
  /** a role, with its county where it has one: 'county_officer:410802', 'group_officer' */
  owner: string;
  detail: Record<string, unknown>;
}

/** True when it is new. */
export async function raiseAlert(work: Work, alert: Alert): Promise<boolean> {
  const raised = await work.tx
    .insertInto('dispatch_alerts')
    .values({
      city_code: work.actor.city,
      alert_id: randomUUID(),
      kind: alert.kind,
      subject: alert.subject,
      subject_id: alert.subjectId,
      same_key: alert.sameKey,
      county_code: alert.county,
      detail: JSON.stringify(alert.detail),
      raised_at: work.now,
      owner: alert.owner,
    })
    .onConflict((conflict) => conflict.columns(['city_code', 'same_key']).doNothing())
    .returning('alert_id')
    .executeTakeFirst();
  if (!raised) return false;
  work.audit({
    action: 'dispatch.alert',
    subject: 'dispatch-alert',
    subjectId: raised.alert_id,
    after: alert,
    county: alert.county,
  });
  work.changed('alerts', 'situation');
  return true;
}
