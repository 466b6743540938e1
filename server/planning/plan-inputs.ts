/**
 * What a plan is computed from, kept as the exchange folder's own texts: a plan can be computed again, here or with
 * `npx baogong plan`, and comes out the same.
 */
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { CITY_FILE, type CityDataset, readCityFiles, writeCityFolder } from '#server/registry/dataset/index.ts';

export type InputFiles = Record<string, string>;

/** File texts by name; boundaries are left out, as they are for pictures only. */
export function inputFilesOf(dataset: CityDataset): InputFiles {
  return Object.fromEntries(writeCityFolder({ ...dataset, boundaries: null }));
}

/** SHA-256 (hex) over the files in the order of their names. */
export function hashOfInputs(files: InputFiles): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort())
    hash
      .update(name)
      .update('\0')
      .update(files[name] ?? '')
      .update('\0');
  return hash.digest('hex');
}

/** The dataset back. Throws when the texts cannot be read, which only a damaged database can cause. */
export async function datasetOfInputs(files: InputFiles): Promise<CityDataset> {
  const encoder = new TextEncoder();
  const read = await readCityFiles(new Map(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)])));
  if (!read.ok)
    throw new Error(
      `a plan's inputs cannot be read: ${read.errors.map((error) => `${error.file}:${error.row}`).join(' ')}`,
    );
  return read.dataset;
}

export interface InputChange {
  file: string;
  key: string;
  kind: 'added' | 'removed' | 'changed';
  fields: Array<{ column: string; before: string | null; after: string | null }>;
}

/** columns that name a row, by file; the others of a row are what may change */
const keys: Record<string, string[]> = {
  'bom.csv': ['item', 'input'],
  'input_stock.csv': ['enterprise', 'input'],
  'stock.csv': ['enterprise', 'item', 'lot', 'grade', 'expires'],
  'counties.csv': ['code'],
  'items.csv': ['code'],
  'inputs.csv': ['code'],
  'energy.csv': ['indicator'],
  'city.json': ['code'],
};

function keyColumns(file: string): string[] {
  return file.startsWith('demand_rates') ? ['kind', 'item'] : (keys[file] ?? ['id']);
}

type Row = Record<string, string>;

function rowsByKey(file: string, text: string | undefined): Map<string, Row> {
  if (!text || !file.endsWith('.csv')) return new Map();
  const rows = parse(text, { columns: true, skip_empty_lines: true }) as Row[];
  return new Map(
    rows.map((row) => [
      keyColumns(file)
        .map((column) => row[column] ?? '')
        .filter(Boolean)
        .join(' · '),
      row,
    ]),
  );
}

/** The columns in which two versions of a row differ; of a row that is new or gone, all that it says. */
function differing(file: string, before: Row | undefined, after: Row | undefined): InputChange['fields'] {
  const named = new Set(keyColumns(file));
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return columns
    .filter((column) => !named.has(column) && (before?.[column] ?? '') !== (after?.[column] ?? ''))
    .map((column) => ({ column, before: before?.[column] || null, after: after?.[column] || null }));
}

/**
 * Row by row, what differs between two sets of inputs: the city itself (the day that its data is of, above all), then its tables.
 * Energy readings are left out: no plan is computed from them.
 */
export function changesBetween(before: InputFiles, after: InputFiles): InputChange[] {
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const ofTables = files
    .filter((file) => file.endsWith('.csv') && file !== 'energy.csv')
    .flatMap((file) => changesOfFile(file, rowsByKey(file, before[file]), rowsByKey(file, after[file])));
  return [...changesOfFile(CITY_FILE, cityByCode(before), cityByCode(after)), ...ofTables];
}

/** city.json as a row, by the city's code. */
function cityByCode(files: InputFiles): Map<string, Row> {
  const row: Row = JSON.parse(files[CITY_FILE] ?? '{}');
  return new Map(row.code === undefined ? [] : [[row.code, row]]);
}

function changesOfFile(file: string, before: Map<string, Row>, after: Map<string, Row>): InputChange[] {
  const changes: InputChange[] = [];
  for (const [key, row] of before) {
    const now = after.get(key);
    const fields = differing(file, row, now);
    if (!now) changes.push({ file, key, kind: 'removed', fields });
    else if (fields.length > 0) changes.push({ file, key, kind: 'changed', fields });
  }
  for (const [key, row] of after) {
    if (!before.has(key)) changes.push({ file, key, kind: 'added', fields: differing(file, undefined, row) });
  }
  return changes;
}
