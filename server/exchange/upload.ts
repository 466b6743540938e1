/** Files that came in over HTTP: read onto the city as it stands, and what is answered about them. */
import { createHash } from 'node:crypto';
import type { MultipartFile } from '@fastify/multipart';
import type { Language } from '#contracts/errors.ts';
import type { DataProblem, ImportOutcome } from '#contracts/exchange.ts';
import { readEnergy } from '../energy/index.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import {
  type DataError,
  describeDataError,
  errorWorkbook,
  FILES,
  openSource,
  type ReadResult,
  readCityFiles,
} from '../registry/dataset/index.ts';
import type { CityDataset } from '../registry/dataset/types.ts';
import type { TableChanges } from '../registry/index.ts';
import { readStock } from '../stock/index.ts';
import { type ImportedFile, type ImportResult, readCityWhenThere } from './exchange.service.ts';

export interface Upload {
  given: Map<string, Uint8Array>;
  files: ImportedFile[];
  read: ReadResult;
}

/** Problems shown on the page; the workbook has all of them. */
const shownProblems = 500;
const shownWarnings = 100;
const shownRows = 50;

/** Reads the files of a request. Tables that are not among them stay as the city has them. Errors: `import.no-files`, `import.city-scope`. */
export async function readUpload(
  work: Work,
  parts: AsyncIterable<MultipartFile>,
  date: string | undefined,
): Promise<Upload> {
  if (work.actor.scope !== 'city') throw new DomainError('import.city-scope');
  const given = new Map<string, Uint8Array>();
  for await (const part of parts)
    given.set(freeName(given, part.filename || 'file'), new Uint8Array(await part.toBuffer()));
  if (given.size === 0) throw new DomainError('import.no-files');
  return { given, files: hashes(given), read: await readOnto(work, given, { date, name: [...given.keys()][0] }) };
}

/** Two files of one name in one upload are both seen, and reported as given twice. */
function freeName(given: Map<string, Uint8Array>, name: string): string {
  return given.has(name) ? `${given.size}/${name}` : name;
}

/** SHA-256 of each file, for the audit. */
export function hashes(files: Map<string, Uint8Array>): ImportedFile[] {
  return [...files].map(([name, bytes]) => ({
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
  }));
}

/**
 * Files read onto the actor's city: a table that is not given is taken from there. `name` (the folder's or the file's) may hold the day.
 * Errors: `import.nothing-recognised` when no file is of the format, which would else pass for data that changes nothing.
 */
export async function readOnto(
  work: Work,
  files: Map<string, Uint8Array>,
  options: { date: string | undefined; name?: string | undefined },
): Promise<ReadResult> {
  const { tables, json, errors } = await openSource(files);
  if (tables.size + json.size + errors.length === 0) {
    throw new DomainError('import.nothing-recognised', { files: Object.keys(FILES).join(', ') });
  }
  const base = (await readCityWhenThere(work)) ?? undefined;
  const read = await readCityFiles(files, { ...options, base });
  if (!read.ok || base === undefined || read.dataset.date === base.date) return read;
  return { ...read, dataset: await withOwnDay(work, read.dataset, tables) };
}

/** Stock and readings belong to a day: what is not given is that of the data's own day, and never today's told of another. */
async function withOwnDay(work: Work, dataset: CityDataset, given: ReadonlyMap<string, unknown>): Promise<CityDataset> {
  const { date } = dataset;
  return {
    ...dataset,
    stock: given.has('stock') ? dataset.stock : await readStock(work, date),
    energy: given.has('energy') ? dataset.energy : await readEnergy(work, date),
  };
}

function problem(error: DataError): DataProblem {
  const zh = describeDataError(error, 'zh');
  const en = describeDataError(error, 'en');
  const { file, row, column, value, code } = error;
  return {
    file,
    row,
    column,
    value,
    code,
    why: { zh: zh.why, en: en.why },
    accepted: { zh: zh.accepted, en: en.accepted },
  };
}

export async function refusedOutcome({ given, read }: Upload, language: Language): Promise<ImportOutcome> {
  const errors = read.ok ? [] : read.errors;
  const workbook = await errorWorkbook(errors, given, language);
  return {
    status: 'refused',
    date: null,
    tables: [],
    fingerprint: null,
    errorCount: errors.length,
    errors: errors.slice(0, shownProblems).map(problem),
    warnings: read.warnings.slice(0, shownWarnings).map(problem),
    failedRows: Buffer.from(workbook).toString('base64'),
  };
}

/** The same as a failure, for those who import without a preview: `params.outcome` has every error. */
export async function refusal(upload: Upload, language: Language): Promise<DomainError> {
  const outcome = await refusedOutcome(upload, language);
  const errors = outcome.errors.map(({ file, row, column, why, accepted }) => ({
    path: [file, row, column].filter((part) => part !== null).join(':'),
    message: `${why[language]} · ${accepted[language]}`,
  }));
  return new DomainError('import.refused', { count: outcome.errorCount, outcome }, errors);
}

export function acceptedOutcome(
  read: Extract<ReadResult, { ok: true }>,
  result: ImportResult,
  status: 'preview' | 'same' | 'done',
): ImportOutcome {
  return {
    status,
    date: read.dataset.date,
    tables: result.tables.map(shortened),
    fingerprint: result.fingerprint,
    errorCount: 0,
    errors: [],
    warnings: read.warnings.slice(0, shownWarnings).map(problem),
    failedRows: null,
  };
}

const shortened = (table: TableChanges): TableChanges => ({ ...table, rows: table.rows.slice(0, shownRows) });
