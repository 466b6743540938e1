/** A living process that holds a lock file. */
export interface Holder {
  pid: number;
  started: string;
  /** UTC ISO instant at which it took the lock. */
  since: string;
  /** Where it serves, once it does. */
  address?: string;
}
export interface Lock {
  update(note: { address?: string }): void;
  release(): void;
}
export function dataHome(checkout: string, env?: NodeJS.ProcessEnv): string;
export function processStart(pid: number): string | null;
export function readHolder(file: string): Holder | null;
export function readRunning(home: string): Holder | null;
export function takeLock(file: string, note?: { address?: string }): Lock | null;
export function waitForLock(
  file: string,
  note?: { address?: string },
  onWait?: (holder: Holder | null) => void,
): Promise<Lock>;
export function makeHome(home: string): void;
export function alreadyRunningWords(holder: Holder): string;
