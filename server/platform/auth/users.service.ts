import type { User } from '#contracts/administration.ts';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import { DomainError } from '../errors.ts';
import type { Work } from '../work.ts';
import { hashPassword, oneTimePassword } from './passwords.ts';
import { namesOfScopes, type ScopeDirectory, scopeFor } from './scope.ts';
import { newId } from './secrets.ts';
import { endSessions } from './sign-in.service.ts';
import {
  findUser,
  insertUser,
  lockAdministrators,
  selectUsers,
  type UserFilter,
  type UserRecord,
  type UserValues,
  updateUser,
} from './users.repository.ts';

async function present(work: Work, directory: ScopeDirectory, rows: UserRecord[]): Promise<User[]> {
  const namesOf = await namesOfScopes(work, directory, rows);
  return rows.map((row) => ({
    id: row.user_id,
    userName: row.user_name,
    name: row.display_name,
    role: row.role as Role,
    scope: row.scope as ScopeKind,
    scopeIds: row.scope_ids,
    scopeNames: namesOf(row),
    externalId: row.external_id,
    demonstration: row.demonstration,
    disabled: row.disabled,
    secondFactor: { enabled: Boolean(row.second_factor), required: row.second_factor_required },
    mustChangePassword: row.must_change_password,
    lockedUntil: row.locked_until,
    lastSeenAt: row.last_seen_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    revision: row.revision,
  }));
}

async function presentOne(work: Work, directory: ScopeDirectory, userId: string): Promise<User> {
  const [user] = await present(work, directory, [await findUser(work, userId)]);
  if (!user) throw new Error('a user that was found has no presentation');
  return user;
}

/** What the audit keeps of a user: never a secret. */
function audited(
  row: Pick<
    UserRecord,
    'user_name' | 'display_name' | 'role' | 'scope_ids' | 'second_factor_required' | 'external_id' | 'disabled'
  >,
) {
  return {
    userName: row.user_name,
    name: row.display_name,
    role: row.role,
    scopeIds: row.scope_ids,
    secondFactorRequired: row.second_factor_required,
    externalId: row.external_id,
    disabled: row.disabled,
  };
}

export async function listUsers(
  work: Work,
  directory: ScopeDirectory,
  query: UserFilter & { cursor?: string | undefined; limit: number },
) {
  const page = await selectUsers(work, query, query.cursor, query.limit);
  return { ...page, rows: await present(work, directory, page.rows) };
}

export interface UserGiven {
  userName: string;
  name: string;
  role: Role;
  scopeIds: readonly string[];
  secondFactorRequired: boolean;
  externalId: string | null;
}

/** Creates a user with a one-time password. Throws `user.role-…`, `user.scope-unknown`, `user.name-taken`, `user.external-id-taken`. */
export async function createUser(
  work: Work,
  directory: ScopeDirectory,
  given: UserGiven,
): Promise<{ user: User; oneTimePassword: string }> {
  const { scope, ids } = await scopeFor(work, directory, given.role, given.scopeIds);
  const password = oneTimePassword();
  const user = {
    user_id: newId('u'),
    user_name: given.userName,
    display_name: given.name,
    role: given.role,
    scope,
    scope_ids: ids,
    second_factor_required: given.secondFactorRequired,
    external_id: given.externalId,
    demonstration: false,
  };
  await insertUser(work, user, await hashPassword(password));
  work.audit({
    action: 'user.create',
    subject: 'user',
    subjectId: user.user_id,
    after: audited({ ...user, disabled: false }),
  });
  work.changed('users');
  return { user: await presentOne(work, directory, user.user_id), oneTimePassword: password };
}

export interface UserChange {
  revision: number;
  name?: string | undefined;
  role?: Role | undefined;
  scopeIds?: readonly string[] | undefined;
  secondFactorRequired?: boolean | undefined;
  externalId?: string | null | undefined;
}

/** Takes effect at the user's next request. Throws `changed-meanwhile`, `user.own-role`, `user.last-administrator` and what createUser throws. */
export async function editUser(
  work: Work,
  directory: ScopeDirectory,
  userId: string,
  change: UserChange,
): Promise<User> {
  const administrators = await lockAdministrators(work);
  const before = await findUser(work, userId);
  if (before.revision !== change.revision) {
    throw new DomainError('changed-meanwhile', { who: before.changed_by, when: before.changed_at });
  }
  const values: UserValues = {
    ...(change.name === undefined ? {} : { display_name: change.name }),
    ...(change.secondFactorRequired === undefined ? {} : { second_factor_required: change.secondFactorRequired }),
    ...(change.externalId === undefined ? {} : { external_id: change.externalId }),
    ...(await newRole(work, directory, before, change, administrators)),
  };
  await updateUser(work, userId, values);
  const after = await findUser(work, userId);
  work.audit({
    action: 'user.edit',
    subject: 'user',
    subjectId: userId,
    before: audited(before),
    after: audited(after),
  });
  work.changed('users', 'session');
  return presentOne(work, directory, userId);
}

async function newRole(
  work: Work,
  directory: ScopeDirectory,
  before: UserRecord,
  change: UserChange,
  administrators: string[],
): Promise<UserValues> {
  if (change.role === undefined && change.scopeIds === undefined) return {};
  const role = change.role ?? (before.role as Role);
  const { scope, ids } = await scopeFor(
    work,
    directory,
    role,
    change.scopeIds ?? (change.role ? [] : before.scope_ids),
  );
  const same = role === before.role && ids.join() === [...before.scope_ids].sort().join();
  if (same) return {};
  if (before.user_id === work.actor.userId) throw new DomainError('user.own-role');
  if (before.role === 'administrator') requireAnother(before.user_id, administrators);
  return { role, scope, scope_ids: ids };
}

function requireAnother(userId: string, administrators: string[]): void {
  if (administrators.every((id) => id === userId)) throw new DomainError('user.last-administrator');
}

/** Ends the user's sessions at once. Answers null when there was nothing to do. */
export async function disableUser(
  work: Work,
  directory: ScopeDirectory,
  userId: string,
): Promise<{ user: User; changed: boolean }> {
  if (userId === work.actor.userId) throw new DomainError('user.own-role');
  const administrators = await lockAdministrators(work);
  const before = await findUser(work, userId);
  if (before.disabled) return { user: await presentOne(work, directory, userId), changed: false };
  if (before.role === 'administrator') requireAnother(userId, administrators);
  await updateUser(work, userId, { disabled: true });
  const sessionsEnded = await endSessions(work, userId, null);
  const note = { action: 'user.disable', subject: 'user', subjectId: userId };
  work.audit({ ...note, before: { disabled: false }, after: { disabled: true, sessionsEnded } });
  work.changed('users', 'session');
  return { user: await presentOne(work, directory, userId), changed: true };
}

export async function enableUser(
  work: Work,
  directory: ScopeDirectory,
  userId: string,
): Promise<{ user: User; changed: boolean }> {
  const before = await findUser(work, userId);
  if (!before.disabled) return { user: await presentOne(work, directory, userId), changed: false };
  await updateUser(work, userId, { disabled: false });
  work.audit({
    action: 'user.enable',
    subject: 'user',
    subjectId: userId,
    before: { disabled: true },
    after: { disabled: false },
  });
  work.changed('users');
  return { user: await presentOne(work, directory, userId), changed: true };
}

/** A one-time password, every session ended, every lock lifted. Throws `user.is-disabled`. */
export async function resetPassword(
  work: Work,
  directory: ScopeDirectory,
  userId: string,
): Promise<{ user: User; oneTimePassword: string }> {
  const before = await findUser(work, userId);
  if (before.disabled) throw new DomainError('user.is-disabled', { name: before.display_name });
  const password = oneTimePassword();
  await work.tx
    .updateTable('user_credentials')
    .set({ password_hash: await hashPassword(password), password_changed_at: work.now, must_change_password: true })
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', userId)
    .execute();
  await work.tx
    .deleteFrom('sign_in_attempts')
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', userId)
    .execute();
  const sessionsEnded = await endSessions(work, userId, null);
  work.audit({ action: 'password.reset', subject: 'user', subjectId: userId, after: { sessionsEnded } });
  work.changed('users', 'session');
  return { user: await presentOne(work, directory, userId), oneTimePassword: password };
}

/** For a lost phone: the user signs in with the password alone and, where required, sets the factor up anew at once. */
export async function resetSecondFactor(
  work: Work,
  directory: ScopeDirectory,
  userId: string,
): Promise<{ user: User; changed: boolean }> {
  const before = await findUser(work, userId);
  if (!before.second_factor) return { user: await presentOne(work, directory, userId), changed: false };
  await work.tx
    .updateTable('user_credentials')
    .set({ totp_secret: null, totp_pending_secret: null })
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', userId)
    .execute();
  const sessionsEnded = await endSessions(work, userId, null);
  work.audit({ action: 'second-factor.reset', subject: 'user', subjectId: userId, after: { sessionsEnded } });
  work.changed('users', 'session');
  return { user: await presentOne(work, directory, userId), changed: true };
}
