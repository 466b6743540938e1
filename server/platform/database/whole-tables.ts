import { sql } from 'kysely';
import type { Transaction } from './pool.ts';

/**
 * Runs queries that read whole tables, such as sums and counted lists. Row-level security hides from the planner how many rows there are:
 * it takes one in two hundred for the truth, and would go through one table again for each row of another. Such queries are told to join by
 * hash. Not for a look-up of a few rows by key.
 */
export async function overWholeTables<T>(tx: Transaction, act: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(tx);
  const answer = await act();
  // what fails ends the transaction, and the setting with it
  await sql`set local enable_nestloop = on`.execute(tx);
  return answer;
}
