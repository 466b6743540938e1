import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor, Transaction } from './database/index.ts';

/** One write, as the audit keeps it. `before` and `after` hold the changed object; personal data only as far as the object has it. */
export interface AuditNote {
  /** the business act, e.g. 'plan.approve' */
  action: string;
  subject: string;
  subjectId: string;
  before?: unknown;
  after?: unknown;
  /** whose row it is, so that its history is seen by those who see the row */
  county?: string | null;
  enterprise?: string | null;
  demandPoint?: string | null;
  /** the other end of a row that has two, such as an order: who sees only that end sees the entry too */
  otherEnd?: { county?: string | null; enterprise?: string | null; demandPoint?: string | null };
}

interface AuditRow {
  city_code: string;
  entry_number: number;
  at: string;
  user_id: string;
  user_name: string;
  role: string;
  via: string;
  action: string;
  subject: string;
  subject_id: string;
  county_code: string | null;
  enterprise_id: string | null;
  demand_point_id: string | null;
  other_county_code: string | null;
  other_enterprise_id: string | null;
  other_demand_point_id: string | null;
  before: unknown;
  after: unknown;
}

/** What is hashed: the other end only where there is one, so that entries written before it was kept hash as they did. */
type Hashed = Partial<AuditRow>;

const firstHash = '0'.repeat(64);

/** JSON with keys in one order, so that the same entry always hashes the same, also after a round through jsonb. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** SHA-256 (hex) over the previous entry's hash and this entry's canonical JSON. */
export function auditHash(previousHash: string, row: AuditRow): string {
  const fields: Hashed = {
    city_code: row.city_code,
    entry_number: row.entry_number,
    at: row.at,
    user_id: row.user_id,
    user_name: row.user_name,
    role: row.role,
    via: row.via,
    action: row.action,
    subject: row.subject,
    subject_id: row.subject_id,
    county_code: row.county_code,
    enterprise_id: row.enterprise_id,
    demand_point_id: row.demand_point_id,
    ...given({
      other_county_code: row.other_county_code,
      other_enterprise_id: row.other_enterprise_id,
      other_demand_point_id: row.other_demand_point_id,
    }),
    before: row.before ?? null,
    after: row.after ?? null,
  };
  return createHash('sha256').update(previousHash).update('\n').update(canonicalJson(fields)).digest('hex');
}

const given = (fields: Hashed): Hashed =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/**
 * Appends the notes to the city's chain. Called last in a transaction: it holds the lock on the chain's head until commit, so that
 * entries follow one another whatever the concurrency.
 */
export async function appendAudit(tx: Transaction, actor: Actor, notes: AuditNote[], at: Date): Promise<void> {
  if (notes.length === 0) return;
  const head = await lockHead(tx, actor.city);
  let previous = head.hash;
  const rows = notes.map((note, index) => {
    const row: AuditRow = {
      city_code: actor.city,
      entry_number: head.number + index + 1,
      at: at.toISOString(),
      user_id: actor.userId,
      user_name: actor.name,
      role: actor.role,
      via: actor.via,
      action: note.action,
      subject: note.subject,
      subject_id: note.subjectId,
      county_code: note.county ?? null,
      enterprise_id: note.enterprise ?? null,
      demand_point_id: note.demandPoint ?? null,
      other_county_code: note.otherEnd?.county ?? null,
      other_enterprise_id: note.otherEnd?.enterprise ?? null,
      other_demand_point_id: note.otherEnd?.demandPoint ?? null,
      before: plain(note.before),
      after: plain(note.after),
    };
    const previousHash = previous;
    previous = auditHash(previousHash, row);
    return { ...row, before: json(row.before), after: json(row.after), previous_hash: previousHash, hash: previous };
  });
  for (let from = 0; from < rows.length; from += 500) {
    await tx
      .insertInto('audit_entries')
      .values(rows.slice(from, from + 500))
      .execute();
  }
  await tx
    .updateTable('audit_heads')
    .set({ last_number: head.number + rows.length, last_hash: previous })
    .where('city_code', '=', actor.city)
    .execute();
}

/** Through JSON once, so that what is hashed is what the database gives back (no undefined, dates and decimals as text). */
function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

async function lockHead(tx: Transaction, city: string): Promise<{ number: number; hash: string }> {
  await tx
    .insertInto('audit_heads')
    .values({ city_code: city, last_number: 0, last_hash: firstHash })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await tx
    .selectFrom('audit_heads')
    .select(['last_number', 'last_hash'])
    .where('city_code', '=', city)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { number: Number(head.last_number), hash: head.last_hash };
}

export interface BrokenLink {
  entryNumber: number;
  /** what is wrong: the entry was changed, an entry is missing before it, or the head does not match */
  reason: 'changed' | 'missing' | 'head';
}

/** Walks the actor's city's chain from its start, in slices; the first broken link, or null with the number of entries that hold. */
export async function verifyAudit(
  tx: Transaction,
  city: string,
): Promise<{ entries: number; broken: BrokenLink | null }> {
  let previous = firstHash;
  let number = 0;
  for (;;) {
    const rows = await tx
      .selectFrom('audit_entries')
      .selectAll()
      .where('city_code', '=', city)
      .where('entry_number', '>', number)
      .orderBy('entry_number')
      .limit(1000)
      .execute();
    for (const row of rows) {
      if (Number(row.entry_number) !== number + 1)
        return { entries: number, broken: { entryNumber: number + 1, reason: 'missing' } };
      number += 1;
      const hash = auditHash(previous, { ...row, entry_number: number, at: new Date(row.at).toISOString() });
      if (row.previous_hash !== previous || row.hash !== hash) {
        return { entries: number - 1, broken: { entryNumber: number, reason: 'changed' } };
      }
      previous = row.hash;
    }
    if (rows.length < 1000) break;
  }
  const head = await tx.selectFrom('audit_heads').selectAll().where('city_code', '=', city).executeTakeFirst();
  const holds = head ? Number(head.last_number) === number && head.last_hash === previous : number === 0;
  return { entries: number, broken: holds ? null : { entryNumber: number + 1, reason: 'head' } };
}

/** Tells waiting pages what kind of data changed; delivered on commit only. */
export async function notifyChange(tx: Transaction, city: string, topics: Iterable<string>): Promise<void> {
  const payload = JSON.stringify({ city, topics: [...new Set(topics)] });
  await sql`select pg_notify('baogong_changes', ${payload})`.execute(tx);
}
