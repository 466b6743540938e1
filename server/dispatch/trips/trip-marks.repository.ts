/** SQL of what is told beside trips: the pass that holds, the last position. */
import type { Transaction } from '../../platform/database/index.ts';

/** Passes that hold, by trip. */
export async function passesOf(tx: Transaction, city: string, trips: readonly string[]) {
  if (trips.length === 0) return [];
  return tx
    .selectFrom('passes')
    .select(['trip_id', 'pass_id'])
    .where('city_code', '=', city)
    .where('trip_id', 'in', trips)
    .where('state', '=', 'valid')
    .execute();
}

export async function lastPositions(tx: Transaction, city: string, trips: readonly string[]) {
  if (trips.length === 0) return [];
  return tx
    .selectFrom('trip_positions')
    .distinctOn('trip_id')
    .select(['trip_id', 'at', 'lat', 'lon'])
    .where('city_code', '=', city)
    .where('trip_id', 'in', trips)
    .orderBy('trip_id')
    .orderBy('at', 'desc')
    .execute();
}
