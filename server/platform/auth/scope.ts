import { scopeOfRole } from '#contracts/accounts.ts';
import { type Role, roleNames, type ScopeKind } from '#contracts/roles.ts';
import type { Transaction } from '../database/index.ts';
import { DomainError } from '../errors.ts';
import type { Work } from '../work.ts';

export interface ScopeUnit {
  id: string;
  name: string;
  nameEn: string;
}

export type UnitScope = Exclude<ScopeKind, 'city' | 'public'>;

/** What a user or key can be bound to. The registry knows it; accounts only ask. */
export interface ScopeDirectory {
  /** units of the city whose id or name holds `search`, at most 200, by id */
  search(tx: Transaction, city: string, scope: UnitScope, search: string): Promise<ScopeUnit[]>;
  /** those of `ids` that the city has */
  find(tx: Transaction, city: string, scope: UnitScope, ids: readonly string[]): Promise<ScopeUnit[]>;
}

const unitWords: Record<UnitScope, readonly [zh: string, en: string]> = {
  county: ['县区', 'county'],
  enterprise: ['企业', 'enterprise'],
  demand_point: ['需求点', 'demand point'],
};

/**
 * The scope that a role gets with these units. Throws `user.role-without-scope`, `user.role-with-scope`, or `user.scope-unknown` with the
 * ids that are not in the city.
 */
export async function scopeFor(
  work: Work,
  directory: ScopeDirectory,
  role: Role,
  given: readonly string[],
): Promise<{ scope: ScopeKind; ids: string[] }> {
  const scope = scopeOfRole[role];
  const ids = [...new Set(given)].sort();
  if (scope === 'city' || scope === 'public') {
    if (ids.length > 0) throw new DomainError('user.role-with-scope', { role: roleNames[role] });
    return { scope, ids };
  }
  if (ids.length === 0)
    throw new DomainError('user.role-without-scope', { role: roleNames[role], scope: unitWords[scope] });
  const known = new Set((await directory.find(work.tx, work.actor.city, scope, ids)).map((unit) => unit.id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new DomainError('user.scope-unknown', { ids: unknown.join(', ') });
  return { scope, ids };
}

/** Answers the names of each row's units, in their order; one query a kind of scope, however many rows. */
export async function namesOfScopes(
  work: Work,
  directory: ScopeDirectory,
  rows: ReadonlyArray<{ scope: string; scope_ids: string[] }>,
): Promise<(row: { scope: string; scope_ids: string[] }) => ScopeUnit[]> {
  const names = new Map<string, ScopeUnit>();
  for (const scope of Object.keys(unitWords) as UnitScope[]) {
    const ids = [...new Set(rows.filter((row) => row.scope === scope).flatMap((row) => row.scope_ids))];
    if (ids.length === 0) continue;
    for (const unit of await directory.find(work.tx, work.actor.city, scope, ids))
      names.set(`${scope} ${unit.id}`, unit);
  }
  return (row) => row.scope_ids.map((id) => names.get(`${row.scope} ${id}`) ?? { id, name: id, nameEn: id });
}
