import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely';
import pg from 'pg';
import { KeptAnswers } from '../kept.ts';
import type { DB } from './generated.ts';

const applicationRole = 'baogong_app';
/** Each may hold a whole position; those who look at the same time mostly look at the same. */
const keptAnswers = 12;

/* Dates stay 'YYYY-MM-DD', quantities stay exact decimal strings, instants become ISO strings, identity bigints (< 2^53) numbers. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.DATE, (text) => text);
types.setTypeParser(pg.types.builtins.NUMERIC, (text) => plainDecimal(text));
types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

/** numeric(20,6) prints trailing zeros; the API carries plain decimals. */
function plainDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

export type Transaction = KyselyTransaction<DB>;

export interface Database {
  kysely: Kysely<DB>;
  pool: pg.Pool;
  url: string;
  kept: KeptAnswers;
  close(): Promise<void>;
}

/**
 * Opens a pool on `url`. Every connection acts as the role baogong_app, which has neither superuser nor bypassrls, whatever the
 * login role is; `asOwner` leaves the login role as it is (jobs' own tables, migrations). `scope` is what row-level security reads where
 * no actor is set: only the look-up of who calls (platform/auth) has one.
 */
export function openDatabase(
  url: string,
  options: { asOwner?: boolean; size?: number; scope?: 'sign-in' } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: options.size ?? 10,
    idleTimeoutMillis: 30_000,
    application_name: 'baogong',
    options: options.asOwner
      ? ''
      : `-c role=${applicationRole}${options.scope ? ` -c app.scope=${options.scope}` : ''}`,
  });
  pool.on('error', () => {
    // A connection lost while idle is replaced on the next use; a lost server shows there as an error of the request.
  });
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return { kysely, pool, url, kept: new KeptAnswers(keptAnswers), close: () => kysely.destroy() };
}
