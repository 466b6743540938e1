/** All SQL of the energy readings. */
import { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database/index.ts';
import type { BusinessDay, EnergyReading } from '../registry/dataset/types.ts';

/** Readings of one day in the city's order; a city has a few dozen indicators. */
export async function readReadings(tx: Transaction, city: string, day: BusinessDay): Promise<EnergyReading[]> {
  const rows = await tx
    .selectFrom('energy_readings')
    .select(['indicator', 'name', 'value', 'unit', 'same_day_last_year', 'status'])
    .where('city_code', '=', city)
    .where('day', '=', day)
    .orderBy('position')
    .orderBy('indicator')
    .limit(10_000)
    .execute();
  return rows.map((row) => ({
    indicator: row.indicator,
    name: row.name,
    value: row.value === null ? null : new Decimal(row.value),
    unit: row.unit,
    sameDayLastYear: row.same_day_last_year === null ? null : new Decimal(row.same_day_last_year),
    status: row.status,
  }));
}

/** Puts readings in place, each at its position in `all`. */
export async function putReadings(
  tx: Transaction,
  city: string,
  day: BusinessDay,
  readings: Array<{ reading: EnergyReading; position: number }>,
  stamp: { by: string; at: Date },
): Promise<void> {
  if (readings.length === 0) return;
  await tx
    .insertInto('energy_readings')
    .values(
      readings.map(({ reading, position }) => ({
        city_code: city,
        indicator: reading.indicator,
        day,
        name: reading.name,
        value: reading.value?.toFixed() ?? null,
        unit: reading.unit,
        same_day_last_year: reading.sameDayLastYear?.toFixed() ?? null,
        status: reading.status,
        position,
        changed_by: stamp.by,
        changed_at: stamp.at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['city_code', 'day', 'indicator']).doUpdateSet({
        name: sql`excluded.name`,
        value: sql`excluded.value`,
        unit: sql`excluded.unit`,
        same_day_last_year: sql`excluded.same_day_last_year`,
        status: sql`excluded.status`,
        position: sql`excluded.position`,
        changed_by: sql`excluded.changed_by`,
        changed_at: sql`excluded.changed_at`,
      }),
    )
    .execute();
}

export async function removeReadings(
  tx: Transaction,
  city: string,
  day: BusinessDay,
  indicators: string[],
): Promise<void> {
  if (indicators.length === 0) return;
  await tx
    .deleteFrom('energy_readings')
    .where('city_code', '=', city)
    .where('day', '=', day)
    .where('indicator', 'in', indicators)
    .execute();
}
