/** All SQL of standing notices. */
import type { Selectable } from 'kysely';
import type { DB, Transaction } from '../platform/database/index.ts';

export type NoticeRow = Selectable<DB['bulletin_notices']>;
export type NoticeValues = Pick<
  NoticeRow,
  'kind' | 'title_zh' | 'title_en' | 'body_zh' | 'body_en' | 'audience' | 'from_day' | 'until_day'
>;

export async function insertNotice(
  tx: Transaction,
  city: string,
  id: string,
  values: NoticeValues,
  stamp: { at: Date; by: string },
): Promise<NoticeRow> {
  return tx
    .insertInto('bulletin_notices')
    .values({ city_code: city, notice_id: id, ...values, changed_at: stamp.at, changed_by: stamp.by })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Locked until the transaction ends: acts on one notice follow one another. A withdrawn one takes no lock, since nobody may change it; it is
 * read as it is.
 */
export async function lockNotice(tx: Transaction, city: string, id: string): Promise<NoticeRow | undefined> {
  const found = tx.selectFrom('bulletin_notices').selectAll().where('city_code', '=', city).where('notice_id', '=', id);
  return (await found.forUpdate().executeTakeFirst()) ?? found.executeTakeFirst();
}

export type NoticeChange = Partial<NoticeValues> &
  Partial<Pick<NoticeRow, 'state' | 'issued_by' | 'withdrawn_by' | 'withdrawn_reason'>> & {
    revision: number;
    changed_at: Date;
    changed_by: string;
    issued_at?: Date;
    withdrawn_at?: Date;
  };

export async function changeNotice(
  tx: Transaction,
  city: string,
  id: string,
  change: NoticeChange,
): Promise<NoticeRow> {
  return tx
    .updateTable('bulletin_notices')
    .set(change)
    .where('city_code', '=', city)
    .where('notice_id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** As far as the actor sees, newest first. */
export async function listNotices(tx: Transaction, city: string, limit: number): Promise<NoticeRow[]> {
  return tx
    .selectFrom('bulletin_notices')
    .selectAll()
    .where('city_code', '=', city)
    .orderBy('from_day', 'desc')
    .orderBy('changed_at', 'desc')
    .orderBy('notice_id')
    .limit(limit)
    .execute();
}

/** Issued to everyone and in force on the day. */
export async function listPublicNotices(tx: Transaction, city: string, day: string): Promise<NoticeRow[]> {
  return publicNotices(tx, city, day).orderBy('from_day', 'desc').orderBy('notice_id').limit(100).execute();
}

export async function findPublicNotice(
  tx: Transaction,
  city: string,
  day: string,
  id: string,
): Promise<NoticeRow | undefined> {
  return publicNotices(tx, city, day).where('notice_id', '=', id).executeTakeFirst();
}

function publicNotices(tx: Transaction, city: string, day: string) {
  return tx
    .selectFrom('bulletin_notices')
    .selectAll()
    .where('city_code', '=', city)
    .where('state', '=', 'issued')
    .where('audience', '=', 'public')
    .where('from_day', '<=', day)
    .where((expression) => expression.or([expression('until_day', 'is', null), expression('until_day', '>=', day)]));
}
