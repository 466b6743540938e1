import { sql } from 'kysely';
import type { Transaction } from '../database/index.ts';
import { DomainError } from '../errors.ts';
import type { Work } from '../work.ts';

export function userQuery(tx: Transaction, city: string, now: Date) {
  return tx
    .selectFrom('users as u')
    .innerJoin('user_credentials as c', (join) =>
      join.onRef('c.city_code', '=', 'u.city_code').onRef('c.user_id', '=', 'u.user_id'),
    )
    .selectAll('u')
    .select(['c.must_change_password'])
    .select((row) => [
      row('c.totp_secret', 'is not', null).as('second_factor'),
      row
        .selectFrom('sessions as s')
        .select(({ fn }) => fn.max('s.last_seen_at').as('at'))
        .whereRef('s.city_code', '=', 'u.city_code')
        .whereRef('s.user_id', '=', 'u.user_id')
        .as('last_seen_at'),
      row
        .selectFrom('sign_in_attempts as a')
        .select(({ fn }) => fn.max('a.locked_until').as('until'))
        .whereRef('a.city_code', '=', 'u.city_code')
        .whereRef('a.user_id', '=', 'u.user_id')
        .where('a.locked_until', '>', now.toISOString())
        .as('locked_until'),
    ])
    .where('u.city_code', '=', city);
}

export type UserRecord = Awaited<ReturnType<typeof findUser>>;

export async function findUser(work: Work, userId: string) {
  const row = await userQuery(work.tx, work.actor.city, work.now).where('u.user_id', '=', userId).executeTakeFirst();
  if (!row) throw new DomainError('not-found', { what: ['这个用户', 'This user'] });
  return row;
}

export interface UserFilter {
  search?: string | undefined;
  role?: string | undefined;
  disabled?: 'yes' | 'no' | undefined;
}

/** Users by name, the page after `cursor` (a user name), and how many there are in all. */
export async function selectUsers(work: Work, filter: UserFilter, cursor: string | undefined, limit: number) {
  const pattern = filter.search ? `%${filter.search.replace(/[\\%_]/g, '\\$&')}%` : null;
  let query = userQuery(work.tx, work.actor.city, work.now);
  if (pattern !== null)
    query = query.where((row) =>
      row.or([row('u.user_name', 'ilike', pattern), row('u.display_name', 'ilike', pattern)]),
    );
  if (filter.role) query = query.where('u.role', '=', filter.role);
  if (filter.disabled) query = query.where('u.disabled', '=', filter.disabled === 'yes');
  const counted = await query
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (cursor !== undefined) query = query.where('u.user_name', '>', cursor);
  const rows = await query
    .orderBy('u.user_name')
    .limit(limit + 1)
    .execute();
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit ? (rows[limit - 1]?.user_name ?? null) : null,
    total: Number(counted.total),
  };
}

/** Locks the city's working administrators, so that two of them cannot remove each other at the same time; their ids. */
export async function lockAdministrators(work: Work): Promise<string[]> {
  const rows = await work.tx
    .selectFrom('users')
    .select('user_id')
    .where('city_code', '=', work.actor.city)
    .where('role', '=', 'administrator')
    .where('disabled', '=', false)
    .orderBy('user_id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.user_id);
}

export interface UserValues {
  display_name?: string;
  role?: string;
  scope?: string;
  scope_ids?: string[];
  second_factor_required?: boolean;
  external_id?: string | null;
  disabled?: boolean;
}

export async function updateUser(work: Work, userId: string, values: UserValues): Promise<void> {
  await namingConflicts(values, () =>
    work.tx
      .updateTable('users')
      .set({ ...values, changed_at: work.now, changed_by: work.actor.name, revision: sql`revision + 1` })
      .where('city_code', '=', work.actor.city)
      .where('user_id', '=', userId)
      .execute(),
  );
}

export interface NewUser extends Required<Omit<UserValues, 'disabled'>> {
  user_id: string;
  user_name: string;
  demonstration: boolean;
}

export async function insertUser(work: Work, user: NewUser, passwordHash: string | null): Promise<void> {
  const by = { created_at: work.now, created_by: work.actor.name, changed_at: work.now, changed_by: work.actor.name };
  await namingConflicts(user, () =>
    work.tx
      .insertInto('users')
      .values({ ...user, ...by, city_code: work.actor.city })
      .execute(),
  );
  await work.tx
    .insertInto('user_credentials')
    .values({
      city_code: work.actor.city,
      user_id: user.user_id,
      password_hash: passwordHash,
      must_change_password: passwordHash !== null,
    })
    .execute();
}

/** Names are one installation's: another city's user, whom this actor cannot see, may have the name. */
async function namingConflicts(
  values: { user_name?: string; external_id?: string | null },
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    const constraint = (error as { constraint?: string } | null)?.constraint;
    if (constraint === 'users_user_name_key') throw new DomainError('user.name-taken', { userName: values.user_name });
    if (constraint === 'users_external_id_key')
      throw new DomainError('user.external-id-taken', { externalId: values.external_id });
    throw error;
  }
}
