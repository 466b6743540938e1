/** How far and how long a load travels: the formulation's km(a,b) and lead(a,b). */
import type { RoadMatrix } from './scenario.ts';

export interface Place {
  id: string;
  lat: number;
  lon: number;
}

const EARTH_RADIUS_KM = 6371;
/** A road is longer than the straight line; the formulation's factor. */
const ROAD_FACTOR = 1.3;
const SAME_DAY_KM = 150;
const KM_PER_FURTHER_DAY = 500;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function greatCircleKm(a: Place, b: Place): number {
  const across = Math.sin(radians(b.lat - a.lat) / 2) ** 2;
  const along = Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(across + along)));
}

/** Kilometres by road: the matrix where it has the pair, else great circle × 1.3. */
export function roadKm(from: Place, to: Place, matrix?: RoadMatrix): number {
  if (from.id === to.id) return 0;
  return matrix?.[from.id]?.[to.id] ?? greatCircleKm(from, to) * ROAD_FACTOR;
}

/** Days on the way: 0 up to 150 km (inclusive), then one more per 500 km begun. */
export function leadDays(km: number): number {
  return km <= SAME_DAY_KM ? 0 : Math.ceil((km - SAME_DAY_KM) / KM_PER_FURTHER_DAY);
}
