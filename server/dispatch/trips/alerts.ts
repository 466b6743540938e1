/** What must be acted on at once: raised once for one thing, with an owner, until somebody closes it and says how it ended. */
import { randomUUID } from 'node:crypto';
import type { AlertKind } from '#contracts/dispatch-alerts.ts';
import type { Work } from '../../platform/work.ts';
import { cityTime } from '../passes/city-time.ts';

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
      raised_at: await cityTime(work),
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

/** What the alert was about is over by itself (the late truck has come): closed with that as its outcome. Nothing when none is open. */
export async function settleAlert(work: Work, sameKey: string, outcome: string): Promise<void> {
  const closed = await work.tx
    .updateTable('dispatch_alerts')
    .set({ state: 'closed', closed_at: await cityTime(work), closed_by: work.actor.name, outcome })
    .where('city_code', '=', work.actor.city)
    .where('same_key', '=', sameKey)
    .where('state', '<>', 'closed')
    .returning('alert_id')
    .executeTakeFirst();
  if (!closed) return;
  work.audit({
    action: 'dispatch.close-alert',
    subject: 'dispatch-alert',
    subjectId: closed.alert_id,
    after: { outcome },
  });
  work.changed('alerts', 'situation');
}
