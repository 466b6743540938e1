/** From what a person hands over (a folder, a zip, a workbook, single csv files) to the tables of the format, each found once. */
import { parseDay } from '#contracts/calendar.ts';
import { baseName, isZip, MAX_FILE_BYTES, unpack } from './archive.ts';
import { decodeText } from './decode.ts';
import type { DataError, DataWarning } from './errors.ts';
import {
  BOUNDARIES_FILE,
  CITY_COLUMNS,
  CITY_FILE,
  CITY_TABLE,
  DEFAULT_SCENARIO,
  FILE_NAMES,
  type FileName,
  PUBLISHED_FILE,
  recogniseTable,
} from './specification.ts';
import { type RawTable, readCsv, readXlsx, type TableResult } from './tables.ts';

const JSON_FILES = [CITY_FILE, BOUNDARIES_FILE, PUBLISHED_FILE];
const TABLE_ENDING = /\.(csv|tsv|txt)$/iu;

export interface Source {
  tables: Map<FileName, RawTable>;
  json: Map<string, unknown>;
  errors: DataError[];
  warnings: DataWarning[];
}

interface Candidate {
  name: FileName;
  scenario: string | null;
  table: RawTable;
}

const problem = (
  file: string,
  code: DataError['code'],
  value: string | null = null,
  params: DataError['params'] = {},
): DataError => ({
  file,
  row: null,
  column: null,
  value,
  code,
  params,
});

/** Reads every file given. Names are paths or bare names; letter case does not matter. */
export async function openSource(files: Map<string, Uint8Array>, scenario?: string): Promise<Source> {
  const source: Source = { tables: new Map(), json: new Map(), errors: [], warnings: [] };
  const candidates: Candidate[] = [];
  for (const [path, bytes] of flatten(files, source.errors))
    await readOne(path, bytes, files.size === 1, source, candidates);
  chooseTables(candidates, scenario, source);
  return source;
}

/** Archives are replaced by what is in them; workbooks are archives too, and stay whole. */
function flatten(files: Map<string, Uint8Array>, errors: DataError[]): Map<string, Uint8Array> {
  const flat = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) {
    const name = baseName(path);
    if (bytes.length > MAX_FILE_BYTES) errors.push(problem(name, 'file_too_large', null, { limit: '64 MB' }));
    else if (/\.zip$/iu.test(name)) {
      const unpacked = unpack(name, bytes);
      if (!unpacked.ok) errors.push(unpacked.error);
      else for (const [inner, content] of unpacked.files) flat.set(`${path}/${inner}`, content);
    } else flat.set(path, bytes);
  }
  return flat;
}

async function readOne(
  path: string,
  bytes: Uint8Array,
  alone: boolean,
  source: Source,
  candidates: Candidate[],
): Promise<void> {
  const name = baseName(path);
  const json = JSON_FILES.find((known) => known === name.toLowerCase());
  if (json !== undefined) return readJson(json, bytes, source);
  if (/\.xlsx$/iu.test(name)) return readSheets(name, bytes, source, candidates);
  const table = recogniseTable(name);
  if (/\.xls$/iu.test(name)) source.errors.push(problem(name, 'old_workbook'));
  else if (TABLE_ENDING.test(name) && isCityTable(name)) {
    const read = readCsv(name, bytes);
    if (read.ok) readCityTable(read.table, source);
    else source.errors.push(read.error);
  } else if (table === null || !TABLE_ENDING.test(name)) {
    if (TABLE_ENDING.test(name) || alone) source.warnings.push(unknownFile(name));
  } else if (isZip(bytes)) await readSheets(name, bytes, source, candidates);
  else keep(readCsv(name, bytes), table, source, candidates);
}

function unknownFile(name: string): DataWarning {
  return problem(name, 'unknown_file', name, { files: FILE_NAMES.map((file) => `${file}.csv`).join(', ') });
}

function keep(result: TableResult, table: Omit<Candidate, 'table'>, source: Source, candidates: Candidate[]): void {
  if (result.ok) candidates.push({ ...table, table: result.table });
  else {
    source.errors.push(result.error);
    // Known but unreadable: remembered so that it is not reported as missing too.
    candidates.push({ ...table, table: { file: result.error.file, rows: [], worksheet: false, unreadable: true } });
  }
}

async function readSheets(name: string, bytes: Uint8Array, source: Source, candidates: Candidate[]): Promise<void> {
  const workbook = await readXlsx(name, bytes);
  if (!workbook.ok) {
    source.errors.push(workbook.error);
    return;
  }
  for (const [sheet, table] of workbook.sheets) {
    if (isCityTable(sheet)) {
      readCityTable(table, source);
      continue;
    }
    // A workbook of one sheet is often called after its table and its sheet "Sheet1".
    const known =
      recogniseTable(sheet) ?? (workbook.sheets.size === 1 ? recogniseTable(name.replace(/\.xlsx$/iu, '')) : null);
    if (known !== null) candidates.push({ ...known, table });
    else if (table.rows.length > 0) source.warnings.push(unknownFile(table.file));
  }
}

const isCityTable = (name: string): boolean =>
  name
    .trim()
    .toLowerCase()
    .replace(/\.(csv|tsv|txt|json)$/u, '') === CITY_TABLE;

/** A workbook has no city.json: its sheet `city` says the same in one row. */
function readCityTable(table: RawTable, source: Source): void {
  const [header = [], ...rows] = table.rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const cells = rows[0] ?? [];
  const named = header.map((column, index) => [
    column.normalize('NFKC').trim().toLowerCase(),
    cells[index]?.trim() ?? '',
  ]);
  const known = named.filter(([column, value]) => CITY_COLUMNS.includes(column!) && value !== '');
  if (rows.length !== 1 || known.length === 0) {
    source.errors.push(problem(table.file, 'bad_city_table', null, { columns: CITY_COLUMNS.join(', ') }));
  } else if (source.json.has(CITY_FILE)) source.errors.push(problem(table.file, 'duplicate_file'));
  else {
    const city = Object.fromEntries(known);
    const day = parseDay(city.date ?? '', { excelSerial: table.worksheet });
    source.json.set(CITY_FILE, day === null ? city : { ...city, date: day });
  }
}

function readJson(name: string, bytes: Uint8Array, source: Source): void {
  if (source.json.has(name)) {
    source.errors.push(problem(name, 'duplicate_file'));
    return;
  }
  const decoded = decodeText(bytes);
  if (decoded === null) {
    source.errors.push(problem(name, 'bad_encoding'));
    return;
  }
  try {
    const json: unknown = JSON.parse(decoded.text.replace(/^\uFEFF/u, ''));
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('{ … } expected');
    source.json.set(name, json);
  } catch (cause) {
    source.errors.push(problem(name, 'bad_json', null, { reason: cause instanceof Error ? cause.message : '' }));
  }
}

function chooseTables(candidates: Candidate[], scenario: string | undefined, source: Source): void {
  for (const name of FILE_NAMES) {
    const found = candidates.filter((candidate) => candidate.name === name);
    const chosen = name === 'demand_rates' ? chooseScenario(found, scenario, source) : found;
    if (chosen.length > 1) source.errors.push(problem(chosen[0]!.table.file, 'duplicate_file'));
    if (chosen[0] !== undefined) source.tables.set(name, chosen[0].table);
  }
}

/** Which demand_rates_….csv counts: the one named, else the lockdown's, else the only one. */
function chooseScenario(found: Candidate[], wanted: string | undefined, source: Source): Candidate[] {
  if (found.length === 0) return [];
  const choices = found.map((candidate) => candidate.scenario ?? '-').join(', ');
  const file = found[0]!.table.file;
  if (wanted !== undefined) {
    const named = found.filter((candidate) => candidate.scenario === wanted.toLowerCase());
    if (named.length === 0) source.errors.push(problem(file, 'unknown_scenario', wanted, { choices }));
    return named.length === 0 ? found.slice(0, 1) : named;
  }
  const usual = found.filter((candidate) => candidate.scenario === DEFAULT_SCENARIO);
  if (usual.length > 0) return usual;
  const scenarios = new Set(found.map((candidate) => candidate.scenario));
  if (scenarios.size > 1) source.errors.push(problem(file, 'several_scenarios', null, { choices }));
  return scenarios.size > 1 ? found.slice(0, 1) : found;
}
