/**
 * `node server/database/generate.ts [--check]`: writes the types of the tables (server/platform/database/generated.ts) from a scratch
 * database made by the migrations. `--check` writes nothing and fails when the file is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect as KyselyPostgresDialect } from 'kysely';
import { generate, PostgresDialect } from 'kysely-codegen';
import pg from 'pg';
import { emptyDatabase } from '#tests/support/database.ts';
import { migrate } from '../platform/database/migrate.ts';

const target = join(import.meta.dirname, '../platform/database/generated.ts');

/** What our pool gives (server/platform/database/pool.ts) and what a column takes, instead of the generator's defaults. */
const columnTypes: Record<string, string> = {
  Timestamp: 'ColumnType<string, Date | string, Date | string>',
  Int8: 'ColumnType<number, number | string, number | string>',
  Numeric: 'ColumnType<string, string, string>',
};

async function tableTypes(): Promise<string> {
  const scratch: Array<() => unknown> = [];
  const database = await emptyDatabase({ after: (drop) => void scratch.push(drop as () => unknown) });
  try {
    await migrate(database.ownerUrl);
    const pool = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
    const db = new Kysely({ dialect: new KyselyPostgresDialect({ pool }) });
    try {
      const text = await generate({
        db,
        dialect: new PostgresDialect({ dateParser: 'string', numericParser: 'string' }),
        // Row-level security and migrations are the owner's business, the queue's tables graphile-worker's.
        excludePattern: '{schema_migrations,graphile_worker.*}',
        outFile: null,
      });
      return withColumnTypes(text);
    } finally {
      await db.destroy();
    }
  } finally {
    for (const drop of scratch) await drop();
  }
}

function withColumnTypes(text: string): string {
  let result = text;
  for (const [name, type] of Object.entries(columnTypes)) {
    result = result.replace(new RegExp(`export type ${name} = [^;]+;`), `export type ${name} = ${type};`);
  }
  return result;
}

const fresh = await tableTypes();
if (process.argv.includes('--check')) {
  const written = await readFile(target, 'utf8');
  if (written !== fresh) {
    process.stderr.write('server/platform/database/generated.ts is stale: run npm run generate and commit it\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, fresh);
}
