import type { WhoAmI } from '#contracts/accounts.ts';
import type { Actor } from '../database/index.ts';
import { DomainError } from '../errors.ts';
import type { AppServer } from '../http/server.ts';
import { inWork, type Work } from '../work.ts';
import { type AddressThrottle, type Attempt, beginAttempt, lockedError } from './attempts.ts';
import { deviceOf } from './device.ts';
import { actorOf, type Identity, pendingOf, sessionHours } from './identity.ts';
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts';
import { publicActor } from './resolve-actor.ts';
import { acceptedStep } from './second-factor.ts';
import { newId, newToken } from './secrets.ts';
import { describeCaller } from './who-am-i.ts';

export interface SignInPlace {
  server: AppServer;
  identity: Identity;
  throttle: AddressThrottle;
  /** the caller's address and what it says it is */
  address: string;
  userAgent: string;
}

export interface SignedIn {
  token: string;
  answer: WhoAmI;
}

export function normaliseUserName(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

/** A user by any of the ways to sign in, with what is needed to check it. */
export function findAccount(identity: Identity, by: { userName: string } | { externalId: string }) {
  const query = identity.accounts
    .selectFrom('users as u')
    .innerJoin('user_credentials as c', (join) =>
      join.onRef('c.city_code', '=', 'u.city_code').onRef('c.user_id', '=', 'u.user_id'),
    )
    .selectAll('u')
    .select(['c.password_hash', 'c.must_change_password', 'c.totp_secret', 'c.totp_last_step']);
  const one =
    'userName' in by ? query.where('u.user_name', '=', by.userName) : query.where('u.external_id', '=', by.externalId);
  return one.executeTakeFirst();
}

/**
 * Signs in with user name, password and, where set up, the authenticator's code. Unknown name, wrong password, disabled user: one answer,
 * one duration. Throws `sign-in.refused`, `sign-in.code-needed`, `sign-in.code-refused`, `sign-in.locked`, `request.too-many`.
 */
export async function signInWithPassword(
  place: SignInPlace,
  given: { userName: string; password: string; code?: string | undefined },
): Promise<SignedIn> {
  const { identity, server, throttle, address } = place;
  const now = server.clock.now();
  throttle.begin(address, now);
  const userName = normaliseUserName(given.userName);
  const account = (await findAccount(identity, { userName })) ?? null;
  const attempt = await beginAttempt(
    identity.accounts,
    identity.secrets.fingerprint('user-name', userName),
    account,
    now,
  );
  const usable = account !== null && !account.disabled;
  const right = await verifyPassword(given.password, usable ? account.password_hash : null);
  if (!right || !usable) return refuse(place, attempt, account, 'sign-in.refused', now);
  if (account.totp_secret !== null) {
    if (given.code === undefined) {
      await attempt.withdrawn();
      throttle.forgive(address);
      throw new DomainError('sign-in.code-needed');
    }
    if (!(await spendCode(identity, account, given.code, now)))
      return refuse(place, attempt, account, 'sign-in.code-refused', now);
  }
  await attempt.succeeded();
  throttle.forgive(address);
  await renewHash(identity, account, given.password);
  return openSession(place, account, 'password');
}

/** Checks a code and uses its step up in one statement: of two requests with the same code one is refused. */
export async function spendCode(
  identity: Identity,
  account: { city_code: string; user_id: string; totp_secret: string | null; totp_last_step: number },
  code: string,
  now: Date,
): Promise<boolean> {
  if (account.totp_secret === null) return false;
  const secret = identity.secrets.decrypt(account.totp_secret, `${account.city_code}/${account.user_id}`);
  const step = acceptedStep(secret, code, account.totp_last_step, now);
  if (step === null) return false;
  const used = await identity.accounts
    .updateTable('user_credentials')
    .set({ totp_last_step: step })
    .where('city_code', '=', account.city_code)
    .where('user_id', '=', account.user_id)
    .where('totp_last_step', '<', step)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

async function refuse(
  place: SignInPlace,
  attempt: Attempt,
  account: Account | null,
  code: string,
  now: Date,
): Promise<never> {
  if (attempt.lockedIfFailed === null) throw new DomainError(code);
  if (account) await noteLock(place.server, account);
  throw lockedError(attempt.lockedIfFailed, now);
}

async function noteLock(
  server: AppServer,
  account: { city_code: string; user_id: string; user_name: string },
): Promise<void> {
  await inWork(server.database, server.clock, publicActor(account.city_code), async (work) => {
    work.audit({
      action: 'sign-in.lock',
      subject: 'user',
      subjectId: account.user_id,
      after: { userName: account.user_name },
    });
  });
}

/** Takes today's scrypt parameters over while the password is at hand. */
async function renewHash(identity: Identity, account: Account, password: string): Promise<void> {
  if (account.password_hash === null || !isOutdated(account.password_hash)) return;
  await identity.accounts
    .updateTable('user_credentials')
    .set({ password_hash: await hashPassword(password) })
    .where('city_code', '=', account.city_code)
    .where('user_id', '=', account.user_id)
    .where('password_hash', '=', account.password_hash)
    .execute();
}

/** Opens a session for a user who has proved who they are. The token goes into the cookie and is kept nowhere. */
export async function openSession(
  place: SignInPlace,
  account: Account,
  method: 'password' | 'provider' | 'demonstration',
): Promise<SignedIn> {
  const { server, identity } = place;
  const actor = actorOf(account);
  const token = newToken();
  const pending = pendingOf({ ...account, method, second_factor: account.totp_secret });
  const answer = await inWork(server.database, server.clock, actor, async (work) => {
    const sessionId = newId('s');
    await forgetOldSessions(work);
    await work.tx
      .insertInto('sessions')
      .values({
        city_code: actor.city,
        session_id: sessionId,
        token_hash: identity.secrets.fingerprint('session', token),
        user_id: actor.userId,
        method,
        device: deviceOf(place.userAgent),
        created_at: work.now,
        last_seen_at: work.now,
        expires_at: new Date(work.now.getTime() + sessionHours * 3_600_000),
      })
      .execute();
    work.audit({
      action: 'session.open',
      subject: 'user',
      subjectId: actor.userId,
      after: { method, session: sessionId },
    });
    return describeCaller(work, server.config, pending);
  });
  return { token, answer };
}

async function forgetOldSessions(work: Work): Promise<void> {
  await work.tx
    .deleteFrom('sessions')
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', work.actor.userId)
    .where('expires_at', '<', new Date(work.now.getTime() - 30 * 24 * 3_600_000).toISOString())
    .execute();
}

/** Ends one session of the actor's; false when it is none of theirs or has ended already. */
export async function endSessionOf(work: Work, sessionId: string): Promise<boolean> {
  const ended = await work.tx
    .updateTable('sessions')
    .set({ revoked_at: work.now })
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', work.actor.userId)
    .where('session_id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** Ends every session of a user but one; how many. */
export async function endSessions(work: Work, userId: string, except: string | null): Promise<number> {
  let query = work.tx
    .updateTable('sessions')
    .set({ revoked_at: work.now })
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', work.now.toISOString());
  if (except !== null) query = query.where('session_id', '!=', except);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

/** The actor of a session token, for what must end it although nothing else may be done with it. */
export async function actorOfToken(
  identity: Identity,
  token: string,
  now: Date,
): Promise<{ actor: Actor; sessionId: string } | null> {
  const found = await identity.findSession(token, now);
  return found ? { actor: found.actor, sessionId: found.session.id } : null;
}
