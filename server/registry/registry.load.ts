/** A dataset into the registry: compared row by row, only what differs is written. */
import type { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { CityDataset } from './dataset/types.ts';
import { placesChanged } from './registry.hooks.ts';
import { carryCounty, markWithdrawn, putRows, readAll, type Stamp, type Written } from './registry.repository.ts';
import { fileOf, placeOf, type Resource, type ResourceName, resourceOf } from './tables.ts';
import { changedFields, keyOf, ownersOf, type Stored, type Values } from './values.ts';

/** One row that an import adds, changes or withdraws. */
export interface RowChange {
  key: string;
  change: 'added' | 'changed' | 'withdrawn';
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  owners: { county: string | null; enterprise: string | null; demandPoint: string | null };
}

/** What an import does to one table. */
export interface TableChanges {
  /** the resource, or 'city', 'boundaries', 'stock', 'energy' */
  table: string;
  /** where its rows come from in the exchange folder */
  file: string;
  added: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
  rows: RowChange[];
}

const placeTables: ReadonlySet<string> = new Set(['enterprises', 'demandPoints']);
const exact = (value: Decimal): string => value.toFixed();

/** The dataset's rows by resource, as the registry's values. In an order in which what is referred to comes first. */
function valuesOf(dataset: CityDataset): Array<[ResourceName, Values[]]> {
  return [
    ['counties', dataset.counties.map((county) => ({ ...county }))],
    [
      'items',
      dataset.items.map((item) => ({
        ...item,
        contentKg: item.contentKg === null ? null : exact(item.contentKg),
        unitWeightKg: exact(item.unitWeightKg),
        unitVolumeM3: item.unitVolumeM3 === null ? null : exact(item.unitVolumeM3),
      })),
    ],
    ['inputs', dataset.inputs.map((input) => ({ ...input }))],
    ['enterprises', dataset.enterprises.map(({ hygieneLicenceUntil: _, ...enterprise }) => enterprise)],
    [
      'licences',
      dataset.enterprises.flatMap(({ id, hygieneLicenceUntil }) =>
        hygieneLicenceUntil === null ? [] : [{ enterprise: id, kind: 'hygiene', validUntil: hygieneLicenceUntil }],
      ),
    ],
    [
      'lines',
      dataset.lines.map((line) => ({
        ...line,
        dailyCapacity: exact(line.dailyCapacity),
        kwhPerUnit: exact(line.kwhPerUnit),
        gasM3PerUnit: exact(line.gasM3PerUnit),
        energyUnit: plainNumber(line.energyUnit),
      })),
    ],
    ['bom', dataset.bom.map((row) => ({ ...row, perUnit: exact(row.perUnit) }))],
    [
      'inputStock',
      dataset.inputStock.map((row) => ({
        ...row,
        quantity: exact(row.quantity),
        inboundPerDay: exact(row.inboundPerDay),
      })),
    ],
    ['demandPoints', dataset.demandPoints.map((point) => ({ ...point }))],
    ['demandRates', dataset.demandRates.map((rate) => ({ ...rate, perServedPerDay: exact(rate.perServedPerDay) }))],
    ['vehicles', dataset.vehicles.map((vehicle) => ({ ...vehicle, capacityT: exact(vehicle.capacityT) }))],
  ];
}

/** 0.000001, which String() writes 1e-6, as a plain decimal. */
function plainNumber(value: number): string {
  return value.toFixed(12).replace(/\.?0+$/u, '');
}

/**
 * Brings the registry of the dataset's city to what the dataset says: rows are added, changed, and those that it no longer has withdrawn.
 * Licences of other kinds than hygiene, and licence numbers, are not in the exchange format and stay. Works on the actor's city.
 * Errors: `registry.fixed-field` when an item's or input's unit or licence rule differs from the one that the ledger counts in.
 */
export async function loadRegistry(work: Work, dataset: CityDataset): Promise<TableChanges[]> {
  const changes = [await loadCity(work, dataset)];
  const countyOf = new Map(dataset.enterprises.map((enterprise) => [enterprise.id, enterprise.county]));
  for (const [name, values] of valuesOf(dataset))
    changes.push(await loadTable(work, resourceOf(name), values, countyOf));
  changes.push(await loadBoundaries(work, dataset));
  if (changes.some((table) => table.rows.length > 0)) work.changed('registry');
  if (changes.some(({ table, rows }) => placeTables.has(table) && rows.length > 0)) await placesChanged(work);
  return changes;
}

async function loadTable(
  work: Work,
  resource: Resource,
  values: Values[],
  countyOf: ReadonlyMap<string, string>,
): Promise<TableChanges> {
  const today = await work.today();
  const stored = await readAll(work.tx, work.actor.city, resource, { today, withdrawn: true, lock: true });
  const mine = resource.name === 'licences' ? stored.filter((row) => row.values.kind === 'hygiene') : stored;
  const rows = values.map(
    (row, position): Written => ({ values: row, position, county: countyFor(resource, row, countyOf) }),
  );
  const difference = compare(resource, mine, rows);
  refuseFixedFields(resource, difference.changed);
  await write(work, resource, difference);
  return {
    table: resource.name,
    file: fileOf(resource.name),
    added: difference.added.length,
    changed: difference.changed.length,
    unchanged: difference.same.length,
    withdrawn: difference.gone.length,
    rows: rowChanges(resource, difference),
  };
}

function countyFor(resource: Resource, values: Values, countyOf: ReadonlyMap<string, string>): string | null {
  const { enterprise } = placeOf(resource);
  if (enterprise === undefined) return typeof values.county === 'string' ? values.county : null;
  return countyOf.get(String(values[enterprise])) ?? null;
}

interface Changed {
  before: Stored;
  after: Written;
}

interface Difference {
  added: Written[];
  changed: Changed[];
  /** the values are the same; their place in the city's order may differ */
  same: Changed[];
  gone: Stored[];
}

function compare(resource: Resource, stored: Stored[], rows: Written[]): Difference {
  const before = new Map(stored.map((row) => [row.key, row]));
  const difference: Difference = { added: [], changed: [], same: [], gone: [] };
  for (const row of rows) {
    const key = keyOf(resource, row.values);
    const old = before.get(key);
    before.delete(key);
    if (old === undefined || old.withdrawn) difference.added.push(row);
    else if (changedFields(old.values, row.values).length > 0) difference.changed.push({ before: old, after: row });
    else difference.same.push({ before: old, after: row });
  }
  difference.gone = [...before.values()].filter((row) => !row.withdrawn);
  return difference;
}

function refuseFixedFields(resource: Resource, changed: Changed[]): void {
  for (const { before, after } of changed) {
    const fields = changedFields(before.values, after.values);
    const fixed = resource.fields.find((field) => field.fixed === true && fields.includes(field.name));
    if (fixed !== undefined) throw new DomainError('registry.fixed-field', { key: before.key, field: fixed.label });
  }
}

async function write(work: Work, resource: Resource, difference: Difference): Promise<void> {
  const { tx } = work;
  const { city } = work.actor;
  const stamp: Stamp = { by: work.actor.name, at: work.now };
  const { added, changed, same, gone } = difference;
  // Trucks that swap plates: each gives its old plate free before it takes the new one.
  const releasing =
    resource.name === 'vehicles'
      ? changed.filter(({ before, after }) => before.values.plate !== after.values.plate)
      : [];
  await markWithdrawn(
    tx,
    city,
    resource,
    [...gone, ...releasing.map(({ before }) => before)].map((row) => row.values),
    stamp,
  );
  await putRows(tx, city, resource, [...added, ...changed.map(({ after }) => after)], stamp);
  const moved = same.filter(({ before, after }) => before.position !== after.position);
  await putRows(
    tx,
    city,
    resource,
    moved.map(({ after }) => after),
    null,
  );
  if (resource.name !== 'enterprises') return;
  for (const { before, after } of changed) {
    if (after.county !== null && before.county !== after.county) await carryCounty(tx, city, before.key, after.county);
  }
}

function rowChanges(resource: Resource, { added, changed, gone }: Difference): RowChange[] {
  return [
    ...added.map(
      ({ values, county }): RowChange => ({
        key: keyOf(resource, values),
        change: 'added',
        before: null,
        after: values,
        owners: ownersOf(resource, values, county),
      }),
    ),
    ...changed.map(
      ({ before, after }): RowChange => ({
        key: before.key,
        change: 'changed',
        before: before.values,
        after: { ...before.values, ...after.values },
        owners: ownersOf(resource, after.values, after.county),
      }),
    ),
    ...gone.map(
      (row): RowChange => ({
        key: row.key,
        change: 'withdrawn',
        before: row.values,
        after: null,
        owners: ownersOf(resource, row.values, row.county),
      }),
    ),
  ];
}

const ofCity = { county: null, enterprise: null, demandPoint: null };

/** One object that is added, changed or left: the city itself, its boundaries. */
function single(
  table: string,
  file: string,
  key: string,
  before: Record<string, unknown> | null,
  after: Record<string, unknown>,
  same: boolean,
): TableChanges {
  const change = before === null ? 'added' : 'changed';
  return {
    table,
    file,
    added: before === null ? 1 : 0,
    changed: before !== null && !same ? 1 : 0,
    unchanged: same ? 1 : 0,
    withdrawn: 0,
    rows: same ? [] : [{ key, change, before, after, owners: ofCity }],
  };
}

async function loadCity(work: Work, { city, date }: CityDataset): Promise<TableChanges> {
  const { tx } = work;
  const before = await tx
    .selectFrom('cities')
    .select(['name', 'name_en as nameEn', 'held_day as heldDay'])
    .where('city_code', '=', city.code)
    .executeTakeFirst();
  const after = { name: city.name, nameEn: city.nameEn, heldDay: city.clock === 'held' ? date : null };
  const same = before !== undefined && changedFields(before, after).length === 0;
  if (before === undefined) {
    await tx
      .insertInto('cities')
      .values({ city_code: city.code, name: after.name, name_en: after.nameEn, held_day: after.heldDay })
      .execute();
  } else if (!same) {
    await tx
      .updateTable('cities')
      .set({ name: after.name, name_en: after.nameEn, held_day: after.heldDay, revision: sql`revision + 1` })
      .where('city_code', '=', city.code)
      .execute();
  }
  if (!same) work.changed('city');
  return single('city', 'city.json', city.code, before ?? null, after, same);
}

async function loadBoundaries(work: Work, { city, boundaries }: CityDataset): Promise<TableChanges> {
  const none = {
    table: 'boundaries',
    file: 'counties.geo.json',
    added: 0,
    changed: 0,
    unchanged: 0,
    withdrawn: 0,
    rows: [],
  };
  // Without the file nothing is said about outlines, and those that are there stay.
  if (boundaries === null) return none;
  const text = JSON.stringify(boundaries);
  const found = await sql<{ same: boolean; features: number }>`
    select boundaries = ${text}::jsonb as same, jsonb_array_length(boundaries -> 'features') as features
    from county_boundaries where city_code = ${city.code}`.execute(work.tx);
  const before = found.rows[0];
  if (before?.same !== true) {
    await sql`insert into county_boundaries (city_code, boundaries) values (${city.code}, ${text}::jsonb)
      on conflict (city_code) do update set boundaries = excluded.boundaries`.execute(work.tx);
  }
  const after = { features: boundaries.features.length };
  return single(
    'boundaries',
    'counties.geo.json',
    city.code,
    before ? { features: before.features } : null,
    after,
    before?.same === true,
  );
}
