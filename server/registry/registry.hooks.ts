/**
 * What capabilities built on the registry ask of it: to be told when a place moves to another county (they keep the county beside their
 * own rows), and to be asked before a place or an item goes. They say so once, when they are wired.
 */
import type { ResourceName } from '#contracts/registry-resources.ts';
import type { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';

export type Moved = { enterprise: string; county: string } | { demandPoint: string; county: string };
type MoveFollower = (work: Work, moved: Moved) => Promise<void>;
/** Null when the row may go, else why not. */
type WithdrawalCheck = (work: Work, key: string) => Promise<DomainError | null>;

const followers = new Set<MoveFollower>();
const checks = new Map<ResourceName, Set<WithdrawalCheck>>();

/** `follow` runs in the transaction that moves an enterprise or a demand point to another county. */
export function whenPlaceMoves(follow: MoveFollower): void {
  followers.add(follow);
}

/** `check` runs in the transaction that would withdraw a row of the resource. */
export function beforeWithdrawal(resource: ResourceName, check: WithdrawalCheck): void {
  const known = checks.get(resource) ?? new Set();
  checks.set(resource, known.add(check));
}

export async function placeMoved(work: Work, moved: Moved): Promise<void> {
  for (const follow of followers) await follow(work, moved);
}

/** Throws the first reason why the row may not go. */
export async function askBeforeWithdrawal(work: Work, resource: ResourceName, key: string): Promise<void> {
  for (const check of checks.get(resource) ?? []) {
    const reason = await check(work, key);
    if (reason !== null) throw reason;
  }
}
