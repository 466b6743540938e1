/** All SQL of the keys that passes are signed with, and of the revocations. */
import type { Selectable } from 'kysely';
import type { DB, Transaction } from '../../platform/database/index.ts';

export type KeyRow = Selectable<DB['pass_keys']>;

/** Published: the signing key, and retired ones until the last pass under them is over. At most a few a year. */
export function publishedKeys(tx: Transaction, city: string, now: Date): Promise<KeyRow[]> {
  return tx
    .selectFrom('pass_keys')
    .selectAll()
    .where('city_code', '=', city)
    .where((key) =>
      key.or([
        key('state', '=', 'signing'),
        key.and([key('state', '=', 'retired'), key('publish_until', '>=', now.toISOString())]),
      ]),
    )
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute();
}

export async function signingKey(
  tx: Transaction,
  city: string,
): Promise<{ kid: string; encrypted: string } | undefined> {
  return tx
    .selectFrom('pass_keys as k')
    .innerJoin('pass_private_keys as p', (join) =>
      join.onRef('p.city_code', '=', 'k.city_code').onRef('p.kid', '=', 'k.kid'),
    )
    .select(['k.kid', 'p.encrypted'])
    .where('k.city_code', '=', city)
    .where('k.state', '=', 'signing')
    .executeTakeFirst();
}

/** False when another made the signing key at the same moment. */
export async function insertKey(
  tx: Transaction,
  key: { city: string; kid: string; x: string; encrypted: string; at: Date; by: string },
): Promise<boolean> {
  const made = await tx
    .insertInto('pass_keys')
    .values({ city_code: key.city, kid: key.kid, x: key.x, state: 'signing', created_at: key.at, created_by: key.by })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kid')
    .executeTakeFirst();
  if (!made) return false;
  await tx
    .insertInto('pass_private_keys')
    .values({ city_code: key.city, kid: key.kid, encrypted: key.encrypted })
    .execute();
  return true;
}

export async function retireKey(
  tx: Transaction,
  city: string,
  kid: string,
  change: { state: 'retired' | 'compromised'; at: Date; publishUntil: Date },
): Promise<void> {
  await tx
    .updateTable('pass_keys')
    .set({ state: change.state, retired_at: change.at, publish_until: change.publishUntil })
    .where('city_code', '=', city)
    .where('kid', '=', kid)
    .execute();
  await tx.deleteFrom('pass_private_keys').where('city_code', '=', city).where('kid', '=', kid).execute();
}

/** Of passes that would still hold; sorted, so that the same ones make the same list. */
export async function revokedIds(tx: Transaction, city: string, now: Date): Promise<string[]> {
  const rows = await tx
    .selectFrom('pass_revocations')
    .select('pass_id')
    .where('city_code', '=', city)
    .where('until_at', '>=', now.toISOString())
    .orderBy('pass_id')
    .limit(15_000)
    .execute();
  return rows.map((row) => row.pass_id);
}

export async function addRevocation(
  tx: Transaction,
  city: string,
  pass: { id: string; at: Date; until: string },
): Promise<void> {
  await tx
    .insertInto('pass_revocations')
    .values({ city_code: city, pass_id: pass.id, revoked_at: pass.at, until_at: pass.until })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
