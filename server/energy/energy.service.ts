/** A day's energy readings in and out. */
import type { Work } from '../platform/work.ts';
import type { BusinessDay, CityDataset, EnergyReading } from '../registry/dataset/types.ts';
import type { RowChange, TableChanges } from '../registry/index.ts';
import { putReadings, readReadings, removeReadings } from './energy.repository.ts';

/** The readings of exactly that day: an older one is never passed off as the day's. */
export function readEnergy(work: Work, day: BusinessDay): Promise<EnergyReading[]> {
  return readReadings(work.tx, work.actor.city, day);
}

const plain = (reading: EnergyReading): Record<string, unknown> => ({
  ...reading,
  value: reading.value?.toFixed() ?? null,
  sameDayLastYear: reading.sameDayLastYear?.toFixed() ?? null,
});
const same = (one: EnergyReading, other: EnergyReading): boolean =>
  JSON.stringify(plain(one)) === JSON.stringify(plain(other));
const owners = { county: null, enterprise: null, demandPoint: null };

/** Makes the readings of the dataset's day those of the dataset; only what differs is written. */
export async function loadEnergy(work: Work, { date, energy }: CityDataset): Promise<TableChanges> {
  const stored = await readReadings(work.tx, work.actor.city, date);
  const before = new Map(stored.map((reading, position) => [reading.indicator, { reading, position }]));
  const rows: RowChange[] = [];
  const put: Array<{ reading: EnergyReading; position: number }> = [];
  energy.forEach((reading, position) => {
    const old = before.get(reading.indicator);
    before.delete(reading.indicator);
    const isSame = old !== undefined && same(old.reading, reading);
    if (!isSame || old?.position !== position) put.push({ reading, position });
    if (isSame) return;
    const change = old === undefined ? 'added' : 'changed';
    rows.push({
      key: reading.indicator,
      change,
      before: old ? plain(old.reading) : null,
      after: plain(reading),
      owners,
    });
  });
  for (const { reading } of before.values()) {
    rows.push({ key: reading.indicator, change: 'withdrawn', before: plain(reading), after: null, owners });
  }
  await putReadings(work.tx, work.actor.city, date, put, { by: work.actor.name, at: work.now });
  await removeReadings(work.tx, work.actor.city, date, [...before.keys()]);
  if (rows.length > 0) work.changed('energy');
  const count = (change: RowChange['change']) => rows.filter((row) => row.change === change).length;
  return {
    table: 'energy',
    file: 'energy.csv',
    added: count('added'),
    changed: count('changed'),
    withdrawn: count('withdrawn'),
    unchanged: energy.length - count('added') - count('changed'),
    rows,
  };
}
