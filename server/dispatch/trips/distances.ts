/** Road distances and times between places: from a file, from an OSRM server, else as the crow flies × 1.3. Pure but for `osrmTable`. */
import { kilometresBetween } from '#contracts/pass-check.ts';
import { tripDefaults } from '#contracts/trips.ts';
import type { Matrix } from '../routing/index.ts';

export interface Spot {
  place: string;
  county: string;
  lat: number;
  lon: number;
}
export interface RoadRow {
  from: string;
  to: string;
  km: number;
  minutes: number | null;
}
export interface Closure {
  county: string | null;
  from: string | null;
  to: string | null;
}
export interface Roads {
  /** metres and seconds, row-major */
  distance: Matrix;
  duration: Matrix;
  source: 'file' | 'osrm' | 'great_circle' | 'osrm_failed';
}
/** metres and seconds; null where the server knows no road */
export interface OsrmTable {
  distances: Array<Array<number | null>>;
  durations: Array<Array<number | null>>;
}

/** A pair that the file has counts first, then OSRM's, then the crow's way. A sealed county is closed to and from everywhere else. */
export function roadsBetween(
  spots: readonly Spot[],
  rows: readonly RoadRow[],
  closures: readonly Closure[],
  osrm: OsrmTable | null | 'failed',
): Roads {
  const size = spots.length;
  const distance = new Float64Array(size * size);
  const duration = new Float64Array(size * size);
  const known = new Map(rows.map((row) => [`${row.from} ${row.to}`, row]));
  let fromFile = false;
  for (const [i, from] of spots.entries()) {
    for (const [j, to] of spots.entries()) {
      if (from.place === to.place) continue;
      const at = i * size + j;
      const row = known.get(`${from.place} ${to.place}`);
      fromFile ||= row !== undefined;
      const [metres, seconds] = row ? ofRow(row) : (ofOsrm(osrm, i, j) ?? asTheCrowFlies(from, to));
      const open = !closures.some((closure) => isClosed(closure, from, to));
      distance[at] = open ? metres : Number.POSITIVE_INFINITY;
      duration[at] = open ? seconds : Number.POSITIVE_INFINITY;
    }
  }
  const source = fromFile ? 'file' : osrm === 'failed' ? 'osrm_failed' : osrm === null ? 'great_circle' : 'osrm';
  return { distance, duration, source };
}

const secondsFor = (kilometres: number): number => (kilometres / tripDefaults.speed) * 3600;

function ofRow({ km, minutes }: RoadRow): [number, number] {
  return [km * 1000, minutes === null ? secondsFor(km) : minutes * 60];
}

function asTheCrowFlies(from: Spot, to: Spot): [number, number] {
  const kilometres = kilometresBetween(from, to) * tripDefaults.detour;
  return [kilometres * 1000, secondsFor(kilometres)];
}

function ofOsrm(table: OsrmTable | null | 'failed', i: number, j: number): [number, number] | null {
  if (table === null || table === 'failed') return null;
  const metres = table.distances[i]?.[j];
  const seconds = table.durations[i]?.[j];
  if (metres === undefined || seconds === undefined) return null;
  // null: OSRM knows no way
  return [metres ?? Number.POSITIVE_INFINITY, seconds ?? Number.POSITIVE_INFINITY];
}

function isClosed(closure: Closure, from: Spot, to: Spot): boolean {
  if (closure.county !== null) return (from.county === closure.county) !== (to.county === closure.county);
  const ends = [closure.from, closure.to];
  return ends.includes(from.place) && ends.includes(to.place);
}

/** OSRM's /table service for all pairs; 'failed' when it does not answer rightly within the time: the plan then says so. */
export async function osrmTable(server: string, spots: readonly Spot[], timeout = 5000): Promise<OsrmTable | 'failed'> {
  const at = spots.map(({ lat, lon }) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(';');
  try {
    const response = await fetch(`${server.replace(/\/$/u, '')}/table/v1/driving/${at}?annotations=distance,duration`, {
      signal: AbortSignal.timeout(timeout),
    });
    const answer = (await response.json()) as { code?: string } & Partial<OsrmTable>;
    const whole = (table: unknown) => Array.isArray(table) && table.length === spots.length;
    if (!response.ok || answer.code !== 'Ok' || !whole(answer.distances) || !whole(answer.durations)) return 'failed';
    return { distances: answer.distances!, durations: answer.durations! };
  } catch {
    return 'failed';
  }
}
