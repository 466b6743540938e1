import type { AuditEntry } from '#contracts/administration.ts';
import { type BrokenLink, verifyAudit } from './audit.ts';
import type { Work } from './work.ts';

export interface AuditFilter {
  who?: string | undefined;
  userId?: string | undefined;
  /** business days, both included */
  from?: string | undefined;
  to?: string | undefined;
  subject?: string | undefined;
  subjectId?: string | undefined;
  action?: string | undefined;
}

export interface AuditPage {
  cursor?: string | undefined;
  limit: number;
}

/** Entries that the actor may see, newest first. */
export async function listAudit(
  work: Work,
  filter: AuditFilter,
  page: AuditPage,
): Promise<{ rows: AuditEntry[]; next: string | null }> {
  let query = work.tx.selectFrom('audit_entries').selectAll().where('city_code', '=', work.actor.city);
  if (filter.who) query = query.where('user_name', 'ilike', `%${filter.who.replace(/[\\%_]/g, '\\$&')}%`);
  if (filter.userId) query = query.where('user_id', '=', filter.userId);
  if (filter.from) query = query.where('at', '>=', beginOf(filter.from).toISOString());
  if (filter.to) query = query.where('at', '<', new Date(beginOf(filter.to).getTime() + 24 * 3_600_000).toISOString());
  if (filter.subject) query = query.where('subject', '=', filter.subject);
  if (filter.subjectId) query = query.where('subject_id', '=', filter.subjectId);
  if (filter.action) query = query.where('action', '=', filter.action);
  if (page.cursor) query = query.where('entry_number', '<', Number(page.cursor));
  const rows = await query
    .orderBy('entry_number', 'desc')
    .limit(page.limit + 1)
    .execute();
  const shown = rows.slice(0, page.limit);
  return {
    rows: shown.map((row) => ({
      number: row.entry_number,
      at: row.at,
      userId: row.user_id,
      userName: row.user_name,
      role: row.role,
      via: row.via,
      action: row.action,
      subject: row.subject,
      subjectId: row.subject_id,
      county: row.county_code,
      enterprise: row.enterprise_id,
      demandPoint: row.demand_point_id,
      before: row.before,
      after: row.after,
      previousHash: row.previous_hash,
      hash: row.hash,
    })),
    next: rows.length > page.limit ? String(shown.at(-1)?.entry_number) : null,
  };
}

const kindsFrom = 20_000;

/** What the newest entries are about, and which acts they record; bounded, however long the trail is. */
export async function auditKinds(work: Work): Promise<{ subjects: string[]; actions: string[] }> {
  const newest = work.tx
    .selectFrom('audit_entries')
    .select(['subject', 'action'])
    .where('city_code', '=', work.actor.city)
    .orderBy('entry_number', 'desc')
    .limit(kindsFrom)
    .as('newest');
  const rows = await work.tx.selectFrom(newest).select(['subject', 'action']).distinct().execute();
  const sorted = (values: string[]): string[] => [...new Set(values)].sort();
  return { subjects: sorted(rows.map((row) => row.subject)), actions: sorted(rows.map((row) => row.action)) };
}

/** The instant at which a business day begins: China has one time zone and no summer time. */
function beginOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

export interface AuditVerdict {
  entries: number;
  broken: BrokenLink | null;
  headHash: string | null;
  checkedAt: string;
}

/** Walks the whole chain of the actor's city; the head's hash stands for everything before it. */
export async function checkAudit(work: Work): Promise<AuditVerdict> {
  const result = await verifyAudit(work.tx, work.actor.city);
  const head = await work.tx
    .selectFrom('audit_heads')
    .select('last_hash')
    .where('city_code', '=', work.actor.city)
    .executeTakeFirst();
  return { ...result, headHash: head?.last_hash ?? null, checkedAt: work.now.toISOString() };
}
