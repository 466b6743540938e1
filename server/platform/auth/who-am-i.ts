import type { SignedInUser, WhoAmI } from '#contracts/accounts.ts';
import { permissionsOf } from '#contracts/roles.ts';
import { businessDayAt } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Work } from '../work.ts';
import type { SessionOfRequest } from './identity.ts';

/** The answer that the web starts from: who is signed in, the city, and how this installation runs. */
export async function describeCaller(
  work: Work,
  config: Config,
  pending: SessionOfRequest['pending'],
): Promise<WhoAmI> {
  return {
    user: await describeUser(work, pending),
    city: await describeCity(work),
    mode: config.mode,
    provider: config.provider?.name ?? null,
  };
}

export async function describeUser(work: Work, pending: SessionOfRequest['pending']): Promise<SignedInUser | null> {
  const { actor } = work;
  if (actor.scope === 'public') return null;
  const own = await work.tx
    .selectFrom('users')
    .select('user_name')
    .where('city_code', '=', actor.city)
    .where('user_id', '=', actor.userId)
    .executeTakeFirst();
  return {
    id: actor.userId,
    name: actor.name,
    userName: own?.user_name ?? actor.userId,
    role: actor.role,
    scope: actor.scope,
    scopeIds: [...actor.scopeIds],
    permissions: [...permissionsOf[actor.role]],
    pending,
  };
}

export async function describeCity(work: Work): Promise<WhoAmI['city']> {
  const row = await work.tx
    .selectFrom('cities')
    .selectAll()
    .where('city_code', '=', work.actor.city)
    .executeTakeFirst();
  if (!row) return null;
  return {
    code: row.city_code,
    name: row.name,
    nameEn: row.name_en,
    today: row.held_day ?? businessDayAt(work.now),
    held: row.held_day !== null,
    mode: row.mode === 'peacetime' ? 'peacetime' : 'emergency',
    revision: row.revision,
  };
}
