import type { z } from 'zod';
import type { myAccount, startSecondFactor } from '#contracts/accounts.ts';
import { DomainError } from '../errors.ts';
import type { Work } from '../work.ts';
import { beginAttempt, lockedError } from './attempts.ts';
import { type Identity, idleSince, type SessionOfRequest } from './identity.ts';
import { hashPassword, minimumPasswordLength, requireGoodPassword, verifyPassword } from './passwords.ts';
import { acceptedStep, newTotpSecret, qrPath, totpAddress } from './second-factor.ts';
import { endSessions, spendCode } from './sign-in.service.ts';
import { describeUser } from './who-am-i.ts';

/** What one does with one's own account, in the session that the request came in with. */
export interface OwnAccount {
  work: Work;
  identity: Identity;
  session: SessionOfRequest;
}

async function ownRow({ work }: OwnAccount) {
  const row = await work.tx
    .selectFrom('users as u')
    .innerJoin('user_credentials as c', (join) =>
      join.onRef('c.city_code', '=', 'u.city_code').onRef('c.user_id', '=', 'u.user_id'),
    )
    .selectAll('u')
    .select([
      'c.password_hash',
      'c.password_changed_at',
      'c.must_change_password',
      'c.totp_secret',
      'c.totp_pending_secret',
      'c.totp_last_step',
    ])
    .where('u.city_code', '=', work.actor.city)
    .where('u.user_id', '=', work.actor.userId)
    .executeTakeFirst();
  if (!row) throw new DomainError('sign-in.needed');
  return row;
}

type OwnRow = Awaited<ReturnType<typeof ownRow>>;

export async function describeAccount(own: OwnAccount): Promise<z.input<typeof myAccount.response>> {
  const { work, session } = own;
  const row = await ownRow(own);
  const user = await describeUser(work, session.pending);
  if (!user) throw new DomainError('sign-in.needed');
  return {
    user,
    externalId: row.external_id,
    hasPassword: row.password_hash !== null,
    secondFactor: { enabled: row.totp_secret !== null, required: row.second_factor_required },
    passwordChangedAt: row.password_changed_at,
    passwordLength: minimumPasswordLength,
    sessions: await openSessions(own),
  };
}

async function openSessions({ work, session }: OwnAccount) {
  const rows = await work.tx
    .selectFrom('sessions')
    .select(['session_id', 'device', 'created_at', 'last_seen_at', 'expires_at'])
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', work.actor.userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', work.now.toISOString())
    .where('last_seen_at', '>', idleSince(work.now))
    .orderBy('last_seen_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.session_id,
    device: row.device,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    current: row.session_id === session.id,
  }));
}

/** A borrowed session does not make the password free to guess: wrong ones count like failed sign-ins. */
async function requireOwnPassword({ work, identity }: OwnAccount, row: OwnRow, password: string): Promise<void> {
  const name = identity.secrets.fingerprint('user-name', row.user_name);
  const attempt = await beginAttempt(identity.accounts, name, row, work.now);
  if (await verifyPassword(password, row.password_hash)) return attempt.succeeded();
  if (attempt.lockedIfFailed !== null) throw lockedError(attempt.lockedIfFailed, work.now);
  throw new DomainError('account.password-wrong');
}

async function setCredentials({ work }: OwnAccount, values: Parameters<typeof credentialUpdate>[1]): Promise<void> {
  await credentialUpdate(work, values).execute();
}

function credentialUpdate(
  work: Work,
  values: {
    password_hash?: string;
    password_changed_at?: Date;
    must_change_password?: boolean;
    totp_secret?: string | null;
    totp_pending_secret?: string | null;
    totp_last_step?: number;
  },
) {
  return work.tx
    .updateTable('user_credentials')
    .set(values)
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', work.actor.userId);
}

/** Other devices are signed out: whoever knew the old password is out. Throws `account.password-…`, `sign-in.locked`. */
export async function changeOwnPassword(own: OwnAccount, given: { current: string; next: string }): Promise<void> {
  const { work, session } = own;
  const row = await ownRow(own);
  requireGoodPassword(given.next, row.user_name);
  await requireOwnPassword(own, row, given.current);
  if (given.next.normalize('NFKC') === given.current.normalize('NFKC')) throw new DomainError('account.password-same');
  await setCredentials(own, {
    password_hash: await hashPassword(given.next),
    password_changed_at: work.now,
    must_change_password: false,
  });
  const ended = await endSessions(work, work.actor.userId, session.id);
  work.audit({
    action: 'password.change',
    subject: 'user',
    subjectId: work.actor.userId,
    after: { sessionsEnded: ended },
  });
  work.changed('session');
}

/** A new secret, waiting for the first code from it; the one in use holds until then. */
export async function beginSecondFactor(
  own: OwnAccount,
  password: string,
): Promise<z.input<typeof startSecondFactor.response>> {
  const { work, identity } = own;
  const row = await ownRow(own);
  await requireOwnPassword(own, row, password);
  const secret = newTotpSecret();
  await setCredentials(own, {
    totp_pending_secret: identity.secrets.encrypt(secret, `${row.city_code}/${row.user_id}`),
  });
  work.audit({ action: 'second-factor.begin', subject: 'user', subjectId: row.user_id });
  const uri = totpAddress(secret, row.user_name);
  return { secret, uri, qr: qrPath(uri) };
}

/** Other devices are signed out. Throws `account.second-factor-not-started`, `account.code-wrong`. */
export async function takeSecondFactor(own: OwnAccount, code: string): Promise<void> {
  const { work, identity, session } = own;
  const row = await ownRow(own);
  if (row.totp_pending_secret === null) throw new DomainError('account.second-factor-not-started');
  const secret = identity.secrets.decrypt(row.totp_pending_secret, `${row.city_code}/${row.user_id}`);
  const step = acceptedStep(secret, code, 0, work.now);
  if (step === null) throw new DomainError('account.code-wrong');
  await setCredentials(own, { totp_secret: row.totp_pending_secret, totp_pending_secret: null, totp_last_step: step });
  const ended = await endSessions(work, row.user_id, session.id);
  work.audit({
    action: 'second-factor.enable',
    subject: 'user',
    subjectId: row.user_id,
    after: { sessionsEnded: ended },
  });
  work.changed('session', 'users');
}

export async function dropSecondFactor(own: OwnAccount, given: { password: string; code: string }): Promise<void> {
  const { work, identity } = own;
  const row = await ownRow(own);
  if (row.second_factor_required) throw new DomainError('account.second-factor-required');
  await requireOwnPassword(own, row, given.password);
  if (!(await spendCode(identity, row, given.code, work.now))) throw new DomainError('account.code-wrong');
  await setCredentials(own, { totp_secret: null, totp_pending_secret: null });
  work.audit({ action: 'second-factor.disable', subject: 'user', subjectId: row.user_id });
  work.changed('session', 'users');
}
