import type { Kysely } from 'kysely';
import type { DB } from '../database/index.ts';
import { DomainError } from '../errors.ts';

export const allowedFailures = 5;
export const failureWindow = 15 * 60_000;
export const lockTime = 15 * 60_000;
const failuresPerAddress = 60;
const forgetAfter = 24 * 3_600_000;

/** One try under one name. It counts as a failure from its start, so that many at once are not more than five. */
export interface Attempt {
  /** until when the name is locked if this try fails too; null while failures are left */
  lockedIfFailed: Date | null;
  /** the right password and code: nothing is held against the name any longer */
  succeeded(): Promise<void>;
  /** neither right nor wrong yet (the code is still to come): it does not count */
  withdrawn(): Promise<void>;
}

export function lockedError(until: Date, now: Date): DomainError {
  return new DomainError('sign-in.locked', {
    minutes: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000)),
  });
}

/**
 * Begins a try under a name, known or not (`owner` null). Throws `sign-in.locked` after five failures within fifteen minutes, for fifteen
 * minutes from the fifth.
 */
export async function beginAttempt(
  accounts: Kysely<DB>,
  nameHash: string,
  owner: { city_code: string; user_id: string } | null,
  now: Date,
): Promise<Attempt> {
  const lockedIfFailed = await accounts.transaction().execute(async (tx) => {
    await tx
      .insertInto('sign_in_attempts')
      .values({ name_hash: nameHash, failed_at: '[]', last_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await tx
      .selectFrom('sign_in_attempts')
      .select(['failed_at', 'locked_until'])
      .where('name_hash', '=', nameHash)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const lock = row.locked_until === null ? null : new Date(row.locked_until);
    if (lock !== null && lock > now) throw lockedError(lock, now);
    const earlier = lock === null ? counting(row.failed_at, now) : [];
    const failed = [...earlier, now.toISOString()];
    const until = failed.length >= allowedFailures ? new Date(now.getTime() + lockTime) : null;
    await tx
      .updateTable('sign_in_attempts')
      .set({
        failed_at: JSON.stringify(failed),
        last_at: now,
        locked_until: until,
        city_code: owner?.city_code ?? null,
        user_id: owner?.user_id ?? null,
      })
      .where('name_hash', '=', nameHash)
      .execute();
    return until;
  });
  return {
    lockedIfFailed,
    succeeded: async () => {
      await accounts.deleteFrom('sign_in_attempts').where('name_hash', '=', nameHash).execute();
      const old = new Date(now.getTime() - forgetAfter).toISOString();
      await accounts.deleteFrom('sign_in_attempts').where('last_at', '<', old).execute();
    },
    withdrawn: () => withdraw(accounts, nameHash, now),
  };
}

function counting(failed: unknown, now: Date): string[] {
  const instants = Array.isArray(failed) ? failed.filter((entry) => typeof entry === 'string') : [];
  return instants.filter((instant) => now.getTime() - Date.parse(instant) < failureWindow);
}

async function withdraw(accounts: Kysely<DB>, nameHash: string, now: Date): Promise<void> {
  await accounts.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('sign_in_attempts')
      .select('failed_at')
      .where('name_hash', '=', nameHash)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return;
    const failed = counting(row.failed_at, now);
    const own = failed.lastIndexOf(now.toISOString());
    if (own >= 0) failed.splice(own, 1);
    await tx
      .updateTable('sign_in_attempts')
      .set({ failed_at: JSON.stringify(failed), ...(failed.length < allowedFailures ? { locked_until: null } : {}) })
      .where('name_hash', '=', nameHash)
      .execute();
  });
}

/** Holds back an address from which many names are tried; in memory, since it only slows and a restart may forget it. */
export class AddressThrottle {
  readonly #failed = new Map<string, number[]>();

  /** Throws `request.too-many`; counts the try as failed until `forgive`. */
  begin(address: string, now: Date): void {
    const time = now.getTime();
    const failed = (this.#failed.get(address) ?? []).filter((at) => time - at < failureWindow);
    if (failed.length >= failuresPerAddress) {
      const seconds = Math.ceil(((failed[0] ?? time) + failureWindow - time) / 1000);
      throw new DomainError('request.too-many', { seconds });
    }
    this.#forgetSome();
    this.#failed.set(address, [...failed, time]);
  }

  forgive(address: string): void {
    const failed = this.#failed.get(address);
    failed?.pop();
    if (failed?.length === 0) this.#failed.delete(address);
  }

  /** Bounded whatever is thrown at it: the addresses first seen go first. */
  #forgetSome(): void {
    for (const address of this.#failed.keys()) {
      if (this.#failed.size < 20_000) return;
      this.#failed.delete(address);
    }
  }
}
