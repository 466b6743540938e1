import type { ApiKey } from '#contracts/administration.ts';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import { DomainError } from '../errors.ts';
import type { Work } from '../work.ts';
import type { Identity } from './identity.ts';
import { namesOfScopes, type ScopeDirectory, scopeFor } from './scope.ts';
import { newId, newToken } from './secrets.ts';

/** 'bg_' and enough to tell two keys apart, far too little to guess the rest. */
const prefixLength = 9;

async function selectKeys(work: Work, keyId?: string) {
  let query = work.tx
    .selectFrom('api_keys')
    .select(['key_id', 'name', 'prefix', 'role', 'scope', 'scope_ids', 'created_at', 'created_by'])
    .select(['expires_at', 'last_used_at', 'revoked_at', 'revoked_by'])
    .where('city_code', '=', work.actor.city);
  if (keyId !== undefined) query = query.where('key_id', '=', keyId);
  return query.orderBy('created_at', 'desc').limit(500).execute();
}

export async function listApiKeys(work: Work, directory: ScopeDirectory, keyId?: string): Promise<ApiKey[]> {
  const rows = await selectKeys(work, keyId);
  const namesOf = await namesOfScopes(work, directory, rows);
  return rows.map((row) => ({
    id: row.key_id,
    name: row.name,
    prefix: row.prefix,
    role: row.role as Role,
    scope: row.scope as ScopeKind,
    scopeIds: row.scope_ids,
    scopeNames: namesOf(row),
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    expired: Date.parse(row.expires_at) <= work.now.getTime(),
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
  }));
}

async function oneKey(work: Work, directory: ScopeDirectory, keyId: string): Promise<ApiKey> {
  const [key] = await listApiKeys(work, directory, keyId);
  if (!key) throw new DomainError('not-found', { what: ['这个接口密钥', 'This API key'] });
  return key;
}

/** The key itself is answered once and kept as a hash only. Throws what a user's scope throws. */
export async function createApiKey(
  work: Work,
  identity: Identity,
  directory: ScopeDirectory,
  given: { name: string; role: Role; scopeIds: readonly string[]; days: number },
): Promise<{ apiKey: ApiKey; key: string }> {
  const expires = new Date(work.now.getTime() + given.days * 86_400_000);
  const { scope, ids } = await scopeFor(work, directory, given.role, given.scopeIds);
  const key = `bg_${newToken()}`;
  const keyId = newId('k');
  await work.tx
    .insertInto('api_keys')
    .values({
      city_code: work.actor.city,
      key_id: keyId,
      name: given.name,
      prefix: key.slice(0, prefixLength),
      key_hash: identity.secrets.fingerprint('api-key', key),
      role: given.role,
      scope,
      scope_ids: ids,
      created_at: work.now,
      created_by: work.actor.name,
      expires_at: expires,
    })
    .execute();
  const after = { name: given.name, role: given.role, scopeIds: ids, expiresAt: expires.toISOString() };
  work.audit({ action: 'api-key.create', subject: 'api-key', subjectId: keyId, after });
  work.changed('api-keys');
  return { apiKey: await oneKey(work, directory, keyId), key };
}

export async function revokeApiKey(
  work: Work,
  directory: ScopeDirectory,
  keyId: string,
): Promise<{ apiKey: ApiKey; changed: boolean }> {
  const before = await oneKey(work, directory, keyId);
  if (before.revokedAt !== null) return { apiKey: before, changed: false };
  await work.tx
    .updateTable('api_keys')
    .set({ revoked_at: work.now, revoked_by: work.actor.name })
    .where('city_code', '=', work.actor.city)
    .where('key_id', '=', keyId)
    .execute();
  work.audit({
    action: 'api-key.revoke',
    subject: 'api-key',
    subjectId: keyId,
    before: { revoked: false },
    after: { revoked: true },
  });
  work.changed('api-keys');
  return { apiKey: await oneKey(work, directory, keyId), changed: true };
}
