/** The registry as a dataset: what `loadRegistry` was given comes back equal. */
import { Decimal } from 'decimal.js';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { CityDataset, CountyBoundaries, Grade, LicenceRule } from './dataset/types.ts';
import { readAll } from './registry.repository.ts';
import { type ResourceName, resourceOf } from './tables.ts';
import type { Values } from './values.ts';

/** All of a dataset but what stands in the ledger and the energy readings. */
export type RegistryDataset = Omit<CityDataset, 'date' | 'stock' | 'energy'>;

const text = (values: Values, field: string): string => String(values[field] ?? '');
const number = (values: Values, field: string): number => Number(values[field]);
const decimal = (values: Values, field: string): Decimal => new Decimal(String(values[field]));
const place = (values: Values) => ({ lat: number(values, 'lat'), lon: number(values, 'lon') });
const gradeOf = (value: Values[string] | undefined): Grade | null =>
  value === 'medical' || value === 'general' ? value : null;
const ruleOf = (value: Values[string] | undefined): LicenceRule =>
  value === 'production' || value === 'grade' ? value : null;

/**
 * The actor's city as it stands, in the city's own order; withdrawn rows left out. An actor of a smaller scope gets their own rows.
 * Errors: `not-found` when there is no such city.
 */
export async function readRegistry(work: Work): Promise<RegistryDataset> {
  const today = await work.today();
  const rows = async (name: ResourceName): Promise<Values[]> => {
    const stored = await readAll(work.tx, work.actor.city, resourceOf(name), { today, withdrawn: false });
    return stored.map((row) => row.values);
  };
  return {
    city: await readCity(work),
    boundaries: await readBoundaries(work),
    counties: (await rows('counties')).map((values) => ({
      code: text(values, 'code'),
      name: text(values, 'name'),
      nameEn: text(values, 'nameEn'),
      population: number(values, 'population'),
      ...place(values),
    })),
    items: (await rows('items')).map((values) => ({
      code: text(values, 'code'),
      name: text(values, 'name'),
      nameEn: text(values, 'nameEn'),
      category: text(values, 'category'),
      unit: text(values, 'unit'),
      contentKg: values.contentKg === null ? null : decimal(values, 'contentKg'),
      unitWeightKg: decimal(values, 'unitWeightKg'),
      unitVolumeM3: values.unitVolumeM3 === null ? null : decimal(values, 'unitVolumeM3'),
      licenceRule: ruleOf(values.licenceRule),
      note: text(values, 'note'),
    })),
    ...placesOf(await rows('enterprises'), await rows('lines'), await rows('vehicles')),
    ...inputsOf(await rows('inputs'), await rows('bom'), await rows('inputStock')),
    ...demandOf(await rows('demandPoints'), await rows('demandRates')),
  };
}

function placesOf(enterprises: Values[], lines: Values[], vehicles: Values[]) {
  return {
    enterprises: enterprises.map((values) => ({
      id: text(values, 'id'),
      name: text(values, 'name'),
      county: text(values, 'county'),
      hygieneLicenceUntil: values.hygieneLicenceUntil === null ? null : text(values, 'hygieneLicenceUntil'),
      ...place(values),
      staff: number(values, 'staff'),
    })),
    lines: lines.map((values) => ({
      id: text(values, 'id'),
      enterprise: text(values, 'enterprise'),
      items: Array.isArray(values.items) ? values.items : [],
      dailyCapacity: decimal(values, 'dailyCapacity'),
      unit: text(values, 'unit'),
      staff: number(values, 'staff'),
      kwhPerUnit: decimal(values, 'kwhPerUnit'),
      gasM3PerUnit: decimal(values, 'gasM3PerUnit'),
      energyUnit: number(values, 'energyUnit'),
    })),
    vehicles: vehicles.map((values) => ({
      id: text(values, 'id'),
      plate: text(values, 'plate'),
      home: text(values, 'home'),
      capacityT: decimal(values, 'capacityT'),
    })),
  };
}

function inputsOf(inputs: Values[], bom: Values[], stock: Values[]) {
  return {
    inputs: inputs.map((values) => ({
      code: text(values, 'code'),
      name: text(values, 'name'),
      nameEn: text(values, 'nameEn'),
      unit: text(values, 'unit'),
    })),
    bom: bom.map((values) => ({
      item: text(values, 'item'),
      input: text(values, 'input'),
      perUnit: decimal(values, 'perUnit'),
    })),
    inputStock: stock.map((values) => ({
      enterprise: text(values, 'enterprise'),
      input: text(values, 'input'),
      quantity: decimal(values, 'quantity'),
      inboundPerDay: decimal(values, 'inboundPerDay'),
    })),
  };
}

function demandOf(points: Values[], rates: Values[]) {
  return {
    demandPoints: points.map((values) => ({
      id: text(values, 'id'),
      name: text(values, 'name'),
      county: text(values, 'county'),
      kind: text(values, 'kind'),
      served: number(values, 'served'),
      ...place(values),
    })),
    demandRates: rates.map((values) => ({
      kind: text(values, 'kind'),
      item: text(values, 'item'),
      perServedPerDay: decimal(values, 'perServedPerDay'),
      tier: number(values, 'tier'),
      grade: gradeOf(values.grade),
    })),
  };
}

async function readCity(work: Work): Promise<CityDataset['city']> {
  const row = await work.tx
    .selectFrom('cities')
    .select(['name', 'name_en', 'held_day'])
    .where('city_code', '=', work.actor.city)
    .executeTakeFirst();
  if (!row) throw new DomainError('not-found', { what: [`城市 ${work.actor.city}`, `The city ${work.actor.city}`] });
  return { code: work.actor.city, name: row.name, nameEn: row.name_en, clock: row.held_day === null ? 'real' : 'held' };
}

/** GeoJSON of the counties' outlines, for pictures; null when the city has none. */
export async function readBoundaries(work: Work): Promise<CountyBoundaries | null> {
  const row = await work.tx
    .selectFrom('county_boundaries')
    .select('boundaries')
    .where('city_code', '=', work.actor.city)
    .executeTakeFirst();
  return row === undefined ? null : boundariesOf(row.boundaries);
}

/** The table holds what the reader has checked. */
function boundariesOf(json: unknown): CountyBoundaries | null {
  const isCollection = typeof json === 'object' && json !== null && 'features' in json && Array.isArray(json.features);
  return isCollection ? (json as CountyBoundaries) : null;
}
