import type { Role, ScopeKind } from '#contracts/roles.ts';

/** Who acts: what the audit names and what row-level security reads. */
export interface Actor {
  userId: string;
  /** as the audit shows it; not written to logs */
  name: string;
  role: Role;
  city: string;
  scope: ScopeKind;
  /** county codes, enterprise ids or demand point ids, by `scope`; empty for city and public */
  scopeIds: readonly string[];
  via: 'session' | 'api-key' | 'system' | 'public';
}

/** The product's own act (loading data, scheduled work) in one city. Sees the whole city. */
export function systemActor(city: string, name = '系统'): Actor {
  return { userId: 'system', name, role: 'administrator', city, scope: 'city', scopeIds: [], via: 'system' };
}

function literal(value: string): string {
  if (value.includes('\0')) throw new Error('a setting cannot hold a NUL character');
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * The statements that tell the database who acts, for the current transaction only. `set local` with escaped literals, in one round
 * trip: on a distributed database what set_config() sets would not reach the workers.
 */
export function actorSettings(actor: Actor): string {
  for (const id of actor.scopeIds) {
    if (id.includes(',')) throw new Error(`a scope id cannot hold a comma: ${id}`);
  }
  return [
    `set local app.city = ${literal(actor.city)}`,
    `set local app.user_id = ${literal(actor.userId)}`,
    `set local app.role = ${literal(actor.role)}`,
    `set local app.scope = ${literal(actor.scope)}`,
    `set local app.scope_ids = ${literal(actor.scopeIds.join(','))}`,
  ].join('; ');
}
