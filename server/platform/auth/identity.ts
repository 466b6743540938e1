import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import type { Config } from '../config.ts';
import { type Actor, type Database, type DB, openDatabase } from '../database/index.ts';
import type { AppServer } from '../http/server.ts';
import { type Secrets, secretsOf } from './secrets.ts';

/** Hours without a request after which a session ends, and hours after which it ends in any case. */
export const sessionIdleHours = 12;
export const sessionHours = 7 * 24;
/** Use is noted this often at most, so that reading does not mean writing. */
const noteEvery = 60_000;

/** The session behind a request, besides what the actor says. */
export interface SessionOfRequest {
  id: string;
  pending: 'password' | 'second-factor' | null;
}

/** Finds out who calls: the only place that reads accounts before anyone is known. Its connections see nothing else. */
export interface Identity {
  accounts: Kysely<DB>;
  secrets: Secrets;
  findSession(token: string, now: Date): Promise<{ actor: Actor; session: SessionOfRequest } | null>;
  findKey(key: string, now: Date): Promise<Actor | null>;
  /** the city that someone who is not signed in looks at: the installation's first; '' before there is one */
  publicCity(): Promise<string>;
  close(): Promise<void>;
}

export function openIdentity(database: Pick<Database, 'url'>, config: Pick<Config, 'secret'>): Identity {
  const connection = openDatabase(database.url, { scope: 'sign-in', size: 4 });
  const accounts = connection.kysely;
  const secrets = secretsOf(config.secret);
  let city = '';
  return {
    accounts,
    secrets,
    findSession: (token, now) => findSession(accounts, secrets.fingerprint('session', token), now),
    findKey: (key, now) => findKey(accounts, secrets.fingerprint('api-key', key), now),
    async publicCity() {
      if (city === '') {
        const row = await accounts
          .selectFrom('cities')
          .select('city_code')
          .orderBy('city_code')
          .limit(1)
          .executeTakeFirst();
        city = row?.city_code ?? '';
      }
      return city;
    },
    close: () => connection.close(),
  };
}

/** A session last seen at or before this instant has ended. */
export function idleSince(now: Date): string {
  return new Date(now.getTime() - sessionIdleHours * 3_600_000).toISOString();
}

async function findSession(accounts: Kysely<DB>, hash: string, now: Date) {
  const row = await accounts
    .selectFrom('sessions as s')
    .innerJoin('users as u', (join) =>
      join.onRef('u.city_code', '=', 's.city_code').onRef('u.user_id', '=', 's.user_id'),
    )
    .innerJoin('user_credentials as c', (join) =>
      join.onRef('c.city_code', '=', 'u.city_code').onRef('c.user_id', '=', 'u.user_id'),
    )
    .select([
      'u.city_code',
      'u.user_id',
      'u.display_name',
      'u.role',
      'u.scope',
      'u.scope_ids',
      'u.second_factor_required',
    ])
    .select(['s.session_id', 's.method', 's.last_seen_at', 'c.must_change_password'])
    .select((select) => select('c.totp_secret', 'is not', null).as('second_factor'))
    .where('s.token_hash', '=', hash)
    .where('s.revoked_at', 'is', null)
    .where('s.expires_at', '>', now.toISOString())
    .where('s.last_seen_at', '>', idleSince(now))
    .where('u.disabled', '=', false)
    .executeTakeFirst();
  if (!row) return null;
  if (now.getTime() - Date.parse(row.last_seen_at) > noteEvery) {
    await accounts
      .updateTable('sessions')
      .set({ last_seen_at: now })
      .where('city_code', '=', row.city_code)
      .where('session_id', '=', row.session_id)
      .execute();
  }
  return { actor: actorOf(row), session: { id: row.session_id, pending: pendingOf(row) } };
}

export interface UserRow {
  city_code: string;
  user_id: string;
  display_name: string;
  role: string;
  scope: string;
  scope_ids: string[];
}

export function actorOf(user: UserRow): Actor {
  return {
    userId: user.user_id,
    name: user.display_name,
    role: user.role as Role,
    city: user.city_code,
    scope: user.scope as ScopeKind,
    scopeIds: user.scope_ids,
    via: 'session',
  };
}

/** Who signs in with a password must own it, and have the second factor that the administrator asks for; the provider sees to its own. */
export function pendingOf(row: {
  method: string;
  must_change_password: boolean;
  second_factor_required: boolean;
  second_factor: unknown;
}): SessionOfRequest['pending'] {
  if (row.method !== 'password') return null;
  if (row.must_change_password) return 'password';
  return row.second_factor_required && !row.second_factor ? 'second-factor' : null;
}

async function findKey(accounts: Kysely<DB>, hash: string, now: Date): Promise<Actor | null> {
  const row = await accounts
    .selectFrom('api_keys')
    .select(['city_code', 'key_id', 'name', 'role', 'scope', 'scope_ids', 'last_used_at'])
    .where('key_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst();
  if (!row) return null;
  if (row.last_used_at === null || now.getTime() - Date.parse(row.last_used_at) > noteEvery) {
    await accounts
      .updateTable('api_keys')
      .set({ last_used_at: now })
      .where('city_code', '=', row.city_code)
      .where('key_id', '=', row.key_id)
      .execute();
  }
  return { ...actorOf({ ...row, user_id: row.key_id, display_name: row.name }), via: 'api-key' };
}

const identities = new WeakMap<object, Identity>();

/** The server's one `Identity`, closed with it. */
export function identityOf(server: AppServer): Identity {
  const known = identities.get(server.fastify);
  if (known) return known;
  const identity = openIdentity(server.database, server.config);
  identities.set(server.fastify, identity);
  server.fastify.addHook('onClose', () => identity.close());
  return identity;
}

const sessions = new WeakMap<FastifyRequest, SessionOfRequest>();

export function rememberSession(request: FastifyRequest, session: SessionOfRequest): void {
  sessions.set(request, session);
}

/** The session that the request came in with; undefined for API keys and when nobody is signed in. */
export function sessionOf(request: FastifyRequest): SessionOfRequest | undefined {
  return sessions.get(request);
}
