/**
 * What capabilities built on the registry ask of it: to be told when places come, move or change their name (they keep some of that beside
 * their own rows), and to be asked before a row goes. They say so once, when they are wired.
 */
import type { ResourceName } from '#contracts/registry-resources.ts';
import type { Work } from '../platform/work.ts';

type Follower = (work: Work) => Promise<void>;
/** Throws why the row may not go. */
type Objection = (work: Work, resource: ResourceName, key: string) => Promise<void>;

const followers = new Set<Follower>();
const objections = new Set<Objection>();

/** `follow` runs in the transaction that adds an enterprise or a demand point, or changes its name or county. */
export function whenPlacesChange(follow: Follower): void {
  followers.add(follow);
}

/** `object` runs in the transaction that would withdraw a row. */
export function beforeWithdrawal(object: Objection): void {
  objections.add(object);
}

export async function placesChanged(work: Work): Promise<void> {
  for (const follow of followers) await follow(work);
}

export async function askBeforeWithdrawal(work: Work, resource: ResourceName, key: string): Promise<void> {
  for (const object of objections) await object(work, resource, key);
}
