/** The worked example into an empty database. */
import type { Clock } from '../platform/clock.ts';
import { type Database, systemActor } from '../platform/database/index.ts';
import { inWork } from '../platform/work.ts';
import { dataErrorLine, readCityFolder } from '../registry/dataset/index.ts';
import { importCity } from './exchange.service.ts';

/**
 * Imports the folder when the database holds no city at all. Answers the folder's city when it is in the database (loaded now or before),
 * null when the database holds other cities only.
 */
export async function loadExampleWhenEmpty(database: Database, clock: Clock, folder: string): Promise<string | null> {
  const read = await readCityFolder(folder);
  if (!read.ok) throw new Error(read.errors.map((error) => dataErrorLine(error, 'en')).join('\n'));
  const { code } = read.dataset.city;
  const cities = await database.kysely.selectFrom('cities').select('city_code').limit(1000).execute();
  if (cities.length > 0) return cities.some((city) => city.city_code === code) ? code : null;
  await inWork(database, clock, systemActor(code), (work) => importCity(work, read.dataset));
  return code;
}
