/**
 * The interchange of a city's data: what registry, stock and energy keep, as one dataset, in and out. Their tables are theirs; here it is
 * decided that an import is whole or nothing, runs one at a time in a city, and leaves a trace.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { loadEnergy, readEnergy } from '../energy/index.ts';
import { canonicalJson } from '../platform/audit.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { BusinessDay, CityDataset, StockRow } from '../registry/dataset/types.ts';
import { loadRegistry, type RegistryDataset, readRegistry, type TableChanges } from '../registry/index.ts';
import { loadOpeningStock, readStock } from '../stock/index.ts';
import { stockChanges } from './stock-changes.ts';
import { refuseWithdrawnWithStock } from './stock-keeps.ts';

/** A file that an import was read from, for the audit. */
export interface ImportedFile {
  name: string;
  /** hex */
  sha256: string;
  bytes: number;
}

export interface ImportResult {
  tables: TableChanges[];
  /** false: everything was there already and nothing was written */
  changed: boolean;
  /** SHA-256 (hex) over what changes, row by row */
  fingerprint: string;
}

/** Imports with more changed rows than this are in the audit as one entry; smaller ones also row by row. */
const auditedRows = 500;

/**
 * Brings the actor's city to what the dataset says. Imports of one city run one after the other.
 * `expected`: the fingerprint of a preview; another outcome is refused. Errors: `import.city-scope`, `import.other-city`,
 * `import.earlier-day`, `import.changed-since-preview`, `registry.fixed-field`, `registry.holds-stock`, and the ledger's own (`stock.…`).
 */
export async function importCity(
  work: Work,
  dataset: CityDataset,
  options: { files?: ImportedFile[]; expected?: string | undefined } = {},
): Promise<ImportResult> {
  if (work.actor.scope !== 'city') throw new DomainError('import.city-scope');
  if (dataset.city.code !== work.actor.city) {
    throw new DomainError('import.other-city', {
      given: `${dataset.city.name} ${dataset.city.code}`,
      own: work.actor.city,
    });
  }
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import:${work.actor.city}`}, 0))`.execute(work.tx);
  await refuseEarlierDay(work, dataset);
  const tables = await loadRegistry(work, dataset);
  const before = await readStock(work, dataset.date);
  await loadOpeningStock(work, dataset);
  await refuseWithdrawnWithStock(work, tables, dataset.date);
  tables.push(stockChanges(before, dataset), await loadEnergy(work, dataset));
  const result = outcome(dataset, tables);
  if (options.expected !== undefined && options.expected !== result.fingerprint) {
    throw new DomainError('import.changed-since-preview');
  }
  if (result.changed) auditImport(work, dataset, result, options.files ?? []);
  return result;
}

/** A held city never steps back by an import: what was posted on its later days would lie in its future. */
async function refuseEarlierDay(work: Work, dataset: CityDataset): Promise<void> {
  const city = await work.tx
    .selectFrom('cities')
    .select('held_day')
    .where('city_code', '=', work.actor.city)
    .executeTakeFirst();
  const held = city?.held_day ?? null;
  if (held !== null && dataset.city.clock === 'held' && dataset.date < held) {
    throw new DomainError('import.earlier-day', { day: dataset.date, today: held });
  }
}

function outcome(dataset: CityDataset, tables: TableChanges[]): ImportResult {
  const rows = tables.map((table) => [table.table, table.rows]);
  const changed = tables.some((table) => table.rows.length > 0);
  const fingerprint = createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify([dataset.date, rows]))))
    .digest('hex');
  return { tables, changed, fingerprint };
}

function auditImport(work: Work, dataset: CityDataset, { tables }: ImportResult, files: ImportedFile[]): void {
  const rows = tables.flatMap((table) => table.rows.map((row) => ({ table: table.table, row })));
  const inRegistry = rows.filter(({ table }) => table !== 'stock');
  if (rows.length <= auditedRows) {
    for (const { table, row } of inRegistry) {
      work.audit({
        action: `import.${row.change}`,
        subject: table,
        subjectId: row.key,
        before: row.before,
        after: row.after,
        ...row.owners,
      });
    }
  }
  const counts = tables.map(({ table, file, added, changed, unchanged, withdrawn }) => ({
    table,
    file,
    added,
    changed,
    unchanged,
    withdrawn,
  }));
  work.audit({
    action: 'data.import',
    subject: 'city',
    subjectId: dataset.city.code,
    after: { date: dataset.date, files, tables: counts },
  });
}

/** What `importCity` would change, with nothing changed: it is run and undone. */
export async function previewImport(work: Work, dataset: CityDataset): Promise<ImportResult> {
  const silent: Work = { ...work, audit: () => {}, changed: () => {}, afterCommit: () => {} };
  await sql`savepoint import_preview`.execute(work.tx);
  try {
    return await importCity(silent, dataset);
  } finally {
    await sql`rollback to savepoint import_preview`.execute(work.tx);
  }
}

/**
 * The actor's city as one dataset at the close of `day` (the city's business day unless given): the registry as it stands, the stock and
 * the energy readings of that day. Errors: `not-found` when there is no such city.
 */
export async function readCityDataset(
  work: Work,
  options: { day?: BusinessDay | undefined } = {},
): Promise<CityDataset> {
  const date = options.day ?? (await work.today());
  const registry = await readRegistry(work);
  const stock = inCityOrder(await readStock(work, date), registry);
  return { ...registry, date, stock, energy: await readEnergy(work, date) };
}

/** The ledger has no order of its own: stock follows the city's order of producers and of items, then what expires first. */
function inCityOrder(stock: StockRow[], { enterprises, items }: RegistryDataset): StockRow[] {
  const ofEnterprise = new Map(enterprises.map(({ id }, position) => [id, position]));
  const ofItem = new Map(items.map(({ code }, position) => [code, position]));
  const last = Number.MAX_SAFE_INTEGER;
  const rank = (row: StockRow) => `${row.expires ?? '9'} ${row.grade ?? ''} ${row.lot ?? ''}`;
  return [...stock].sort(
    (one, other) =>
      (ofEnterprise.get(one.enterprise) ?? last) - (ofEnterprise.get(other.enterprise) ?? last) ||
      (ofItem.get(one.item) ?? last) - (ofItem.get(other.item) ?? last) ||
      (rank(one) < rank(other) ? -1 : 1),
  );
}

/** The city's dataset for an upload of some tables to stand on; null before the first import. */
export async function readCityWhenThere(work: Work): Promise<CityDataset | null> {
  const city = await work.tx
    .selectFrom('cities')
    .select('city_code')
    .where('city_code', '=', work.actor.city)
    .executeTakeFirst();
  return city === undefined ? null : readCityDataset(work);
}
