/** The SQL that changes the ledger: calls of the functions in server/database/views/0020-… and 0021-…, which alone may write its tables. */
import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../platform/database/index.ts';
import { DomainError } from '../platform/errors.ts';

/** Lines of one call: large enough to make a round trip worth it, small enough to keep the database's working memory small. */
const sliceSize = 5000;

export interface PostedLine {
  line: number;
  movement_id: number;
  posted: boolean;
}

/** The database's refusals carry a code of contracts/stock-errors.ts as message and its parameters as detail (SQLSTATE BG001). */
export async function ledgerCall<T>(tx: Transaction, query: RawBuilder<T>): Promise<T[]> {
  try {
    return (await query.execute(tx)).rows;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'BG001') throw error;
    const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : '{}';
    throw new DomainError(error.message, wordsOf(JSON.parse(detail) as Record<string, unknown>));
  }
}

/** An absent lot number reads '—' in a sentence. */
function wordsOf(params: Record<string, unknown>): Record<string, unknown> {
  return params.lot_number === '' ? { ...params, lot_number: '—' } : params;
}

export async function callPostMovements(
  tx: Transaction,
  document: { kind: string; id: string },
  at: Date,
  who: string,
  lines: object[],
): Promise<PostedLine[]> {
  const posted: PostedLine[] = [];
  for (let from = 0; from < lines.length; from += sliceSize) {
    const slice = JSON.stringify(lines.slice(from, from + sliceSize));
    posted.push(
      ...(await ledgerCall(
        tx,
        sql<PostedLine>`select line, movement_id, posted from post_movements(${document.kind}, ${document.id}, ${at.toISOString()}, ${who}, ${slice}::jsonb)`,
      )),
    );
  }
  return posted;
}

export async function callLotsFor(tx: Transaction, lots: object[]): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (let from = 0; from < lots.length; from += sliceSize) {
    const slice = JSON.stringify(lots.slice(from, from + sliceSize));
    const rows = await ledgerCall(
      tx,
      sql<{ number: number; lot_id: number }>`select number, lot_id from lots_for(${slice}::jsonb)`,
    );
    for (const row of rows) found.set(row.number, row.lot_id);
  }
  return found;
}

export async function callSyncPlaces(tx: Transaction): Promise<number> {
  const [row] = await ledgerCall(tx, sql<{ changed: number }>`select sync_places() as changed`);
  return row?.changed ?? 0;
}

export async function callPutReserve(
  tx: Transaction,
  { id, name, county, enterprise }: { id: string; name: string; county: string; enterprise?: string | null },
): Promise<void> {
  await ledgerCall(tx, sql`select put_reserve(${id}, ${name}, ${county}, ${enterprise ?? null})`);
}

export async function callSetLotState(tx: Transaction, lot: number, state: string): Promise<string> {
  const [row] = await ledgerCall(tx, sql<{ before: string }>`select set_lot_state(${lot}, ${state}) as before`);
  return row!.before;
}

export async function callChangeReservations(tx: Transaction, lines: object[]): Promise<void> {
  await ledgerCall(tx, sql`select change_reservations(${JSON.stringify(lines)}::jsonb)`);
}

export async function callHoldBalances(tx: Transaction, places: readonly string[]): Promise<void> {
  await ledgerCall(tx, sql`select hold_balances(${[...places]}::text[])`);
}
