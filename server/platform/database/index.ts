export { type Actor, actorSettings, systemActor } from './actor.ts';
export type { DB } from './generated.ts';
export { readJson } from './json.ts';
export { DatabaseUnreachableError, migrate } from './migrate.ts';
export { type Database, openDatabase, type Transaction } from './pool.ts';
export { overWholeTables } from './whole-tables.ts';
