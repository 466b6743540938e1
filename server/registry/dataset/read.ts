/** A city's files into a dataset: whole or nothing, with every error at once. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MAX_FILE_BYTES } from './archive.ts';
import { readCity, readDate } from './city.ts';
import { type DataError, type DataWarning, isUnopened } from './errors.ts';
import {
  checkBomCycles,
  type Known,
  readBom,
  readCounties,
  readDemandPoints,
  readDemandRates,
  readEnergy,
  readEnterprises,
  readInputStock,
  readInputs,
  readItems,
  readLines,
  readStock,
  readVehicles,
} from './records.ts';
import { openRows, type Problems, type Row } from './rows.ts';
import { openSource, type Source } from './source.ts';
import { BOUNDARIES_FILE, CITY_FILE, displayName, FILE_NAMES, FILES, type FileName } from './specification.ts';
import type { BusinessDay, CityDataset, CountyBoundaries } from './types.ts';
import { writeCityFolder } from './write.ts';

export interface ReadOptions {
  /** the day the data is of; else city.json's, else published-figures.json's, else the folder's name */
  date?: BusinessDay | undefined;
  /** which demand_rates_<scenario>.csv; `lockdown` unless given */
  scenario?: string | undefined;
  /** the folder's or upload's name, for the date in it */
  name?: string | undefined;
  /** tables that are not given are taken from here: an upload of stock.csv alone changes the stock alone */
  base?: CityDataset | undefined;
}

export type ReadResult =
  | { ok: true; dataset: CityDataset; warnings: DataWarning[] }
  | { ok: false; errors: DataError[]; warnings: DataWarning[] };

/** Reads a folder of the exchange format (or one zip, xlsx or csv file at that path). */
export async function readCityFolder(path: string, options: ReadOptions = {}): Promise<ReadResult> {
  const files = new Map<string, Uint8Array>();
  try {
    const single = (await stat(path)).isFile();
    for (const name of single ? [''] : (await readdir(path)).sort()) await load(join(path, name), files);
  } catch {
    const error: DataError = { file: path, row: null, column: null, value: path, code: 'no_data_folder', params: {} };
    return { ok: false, errors: [error], warnings: [] };
  }
  return readCityFiles(files, { name: basename(path), ...options });
}

async function load(path: string, files: Map<string, Uint8Array>): Promise<void> {
  const information = await stat(path);
  if (!information.isFile() || !/\.(csv|tsv|txt|xlsx?|zip|json)$/iu.test(path) || /^(\.|~\$)/u.test(basename(path)))
    return;
  // Too large to be read at all: one byte more than the limit is enough for the reader to refuse it by name.
  files.set(
    basename(path),
    information.size > MAX_FILE_BYTES ? new Uint8Array(MAX_FILE_BYTES + 1) : await readFile(path),
  );
}

/** Reads files by name or path: any mix of csv, json, xlsx and zip. */
export async function readCityFiles(files: Map<string, Uint8Array>, options: ReadOptions = {}): Promise<ReadResult> {
  const source = await openSource(
    options.base === undefined ? files : await overlay(files, options.base),
    options.scenario,
  );
  const problems: Problems = { errors: source.errors, warnings: source.warnings };
  reportMissing(source, problems);
  const date = readDate(source, options, problems);
  const dataset = assemble(source, date, problems);
  const order = fileOrder(source);
  const errors = problems.errors.sort((one, other) => compare(one, other, order));
  const warnings = problems.warnings.sort((one, other) => compare(one, other, order));
  if (errors.length > 0 || dataset === null) return { ok: false, errors, warnings };
  return { ok: true, dataset, warnings };
}

async function overlay(files: Map<string, Uint8Array>, base: CityDataset): Promise<Map<string, Uint8Array>> {
  const given = await openSource(files);
  const merged = new Map(files);
  for (const [name, text] of writeCityFolder(base)) {
    const table = FILE_NAMES.find((candidate) => displayName(candidate) === name);
    const covered = table === undefined ? given.json.has(name) : given.tables.has(table);
    if (!covered) merged.set(`base/${name}`, new TextEncoder().encode(text));
  }
  return merged;
}

function reportMissing(source: Source, problems: Problems): void {
  // What was to hold the tables could not be opened: that is said, and what is missing for that reason is not.
  if (problems.errors.some(isUnopened)) return;
  for (const name of FILE_NAMES) {
    if (source.tables.has(name)) continue;
    const at = { file: displayName(name), row: null, column: null, value: null, params: {} };
    if (FILES[name].presence === 'needed') problems.errors.push({ ...at, code: 'missing_file' });
    else if (FILES[name].presence === 'expected') problems.warnings.push({ ...at, code: 'file_not_given' });
  }
}

function assemble(source: Source, date: BusinessDay | null, problems: Problems): CityDataset | null {
  const rows = (name: FileName): Row[] => {
    const table = source.tables.get(name);
    return table === undefined ? [] : openRows(name, table, problems);
  };
  /** null when the table could not be read, so that codes from it are not called unknown */
  const readable = <T>(name: FileName, opened: Row[], byCode: Map<string, T>): Map<string, T> | null =>
    opened.length > 0 ||
    (source.tables.has(name) ? openedCleanly(source, name, problems) : FILES[name].presence !== 'needed')
      ? byCode
      : null;
  const known: Known = { counties: null, items: null, enterprises: null, inputs: null };
  const countyRows = rows('counties');
  const counties = readCounties(countyRows);
  known.counties = readable('counties', countyRows, counties.byCode);
  const itemRows = rows('items');
  const items = readItems(itemRows);
  known.items = readable('items', itemRows, items.byCode);
  const enterpriseRows = rows('enterprises');
  const enterprises = readEnterprises(enterpriseRows, known);
  known.enterprises = readable('enterprises', enterpriseRows, enterprises.byCode);
  const lines = readLines(rows('lines'), known);
  const stock = readStock(rows('stock'), known, date);
  const inputRows = rows('inputs');
  const inputs = readInputs(inputRows, known);
  known.inputs = readable('inputs', inputRows, inputs.byCode);
  const bom = readBom(rows('bom'), known);
  checkBomCycles(bom);
  const inputStock = readInputStock(rows('input_stock'), known);
  const pointRows = rows('demand_points');
  const points = readDemandPoints(pointRows, known);
  const kinds = pointRows.length === 0 ? null : new Set(pointRows.map((row) => row.raw('kind').toLowerCase()));
  const rateRows = rows('demand_rates');
  const rates = readDemandRates(rateRows, known, kinds);
  warnOfKindsWithoutRates(pointRows, new Set(rateRows.map((row) => row.raw('kind').toLowerCase())), source);
  const vehicles = readVehicles(rows('vehicles'), known);
  const energy = readEnergy(rows('energy'));
  const city = readCity(source, [...counties.byCode.keys()], problems);
  if (date === null || city === null) return null;
  return {
    city,
    date,
    counties: counties.records,
    boundaries: readBoundaries(source, problems),
    items: items.records,
    enterprises: enterprises.records,
    lines: lines.records,
    stock,
    inputs: inputs.records,
    bom: bom.map(({ row: _, ...record }) => record),
    inputStock,
    demandPoints: points.records,
    demandRates: rates,
    vehicles: vehicles.records,
    energy: energy.records,
  };
}

function openedCleanly(source: Source, name: FileName, problems: Problems): boolean {
  const file = source.tables.get(name)?.file;
  return !problems.errors.some((error) => error.file === file);
}

/** Said once for each kind, at its first row. */
function warnOfKindsWithoutRates(points: Row[], rated: ReadonlySet<string>, source: Source): void {
  if (!source.tables.has('demand_rates')) return;
  const told = new Set<string>();
  for (const row of points) {
    const kind = row.raw('kind').toLowerCase();
    if (kind === '' || rated.has(kind) || told.has(kind)) continue;
    told.add(kind);
    row.warn('kind', 'kind_without_rates', { target: source.tables.get('demand_rates')!.file });
  }
}

function readBoundaries(source: Source, problems: Problems): CountyBoundaries | null {
  const json = source.json.get(BOUNDARIES_FILE);
  if (json === undefined) return null;
  if (isBoundaries(json)) return json;
  const reason = 'FeatureCollection, properties.code';
  problems.errors.push({
    file: BOUNDARIES_FILE,
    row: null,
    column: null,
    value: null,
    code: 'bad_json',
    params: { reason },
  });
  return null;
}

function isBoundaries(json: unknown): json is CountyBoundaries {
  if (typeof json !== 'object' || json === null || !('features' in json) || !Array.isArray(json.features)) return false;
  return json.features.every(
    (feature: unknown) =>
      typeof feature === 'object' &&
      feature !== null &&
      'properties' in feature &&
      typeof feature.properties === 'object' &&
      feature.properties !== null &&
      'code' in feature.properties &&
      typeof feature.properties.code === 'string' &&
      'geometry' in feature,
  );
}

function fileOrder(source: Source): Map<string, number> {
  const order = new Map<string, number>([[CITY_FILE, 0]]);
  FILE_NAMES.forEach((name, index) => {
    order.set(displayName(name), index + 1);
    const file = source.tables.get(name)?.file;
    if (file !== undefined) order.set(file, index + 1);
  });
  order.set(BOUNDARIES_FILE, order.get('counties.csv')! + 0.5);
  return order;
}

/** As a person goes through the folder: file by file, downwards, the whole file before its rows. */
function compare(one: DataError, other: DataError, order: Map<string, number>): number {
  const file = (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0);
  return file !== 0 ? file : (one.row ?? 0) - (other.row ?? 0);
}
