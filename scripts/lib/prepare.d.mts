export const checkout: string;
export function say(chinese: string, english: string): void;
export function giveUp(chinese: string, english: string, code?: number): never;
export function ensureInstalled(): Promise<void>;
export function ensureWeb(): Promise<void>;
export function packagesAreCurrent(): boolean;
