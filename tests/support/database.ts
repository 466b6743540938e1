import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import pg from 'pg';
import { processStart } from '#server/platform/database/embedded/running.mjs';
import { testCluster } from './cluster.ts';

export interface TestDatabase {
  name: string;
  /** As baogong_owner: may change tables. */
  ownerUrl: string;
  /** As baogong_app: what the server uses; row-level security binds it. */
  appUrl: string;
  drop(): Promise<void>;
}

/**
 * A migrated, empty database of the caller's own, dropped after the test (given `t`) or after the file. It is cloned
 * from a template that is made once per cluster and state of the migrations.
 */
export async function testDatabase(t?: Pick<TestContext, 'after'>): Promise<TestDatabase> {
  const cluster = await testCluster();
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await asOwner(cluster.ownerUrl, async (client) => {
    const template = await makeTemplate(client, cluster.ownerUrl);
    await clone(client, template, name);
  });
  const database: TestDatabase = {
    name,
    ownerUrl: inDatabase(cluster.ownerUrl, name),
    appUrl: inDatabase(cluster.appUrl, name),
    drop: () => asOwner(cluster.ownerUrl, (client) => dropDatabase(client, name)),
  };
  if (t) t.after(() => database.drop());
  else after(() => database.drop());
  return database;
}

/** An empty database without any table, for tests of migrating and restoring themselves. */
export async function emptyDatabase(t?: Pick<TestContext, 'after'>): Promise<TestDatabase> {
  const cluster = await testCluster();
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await asOwner(cluster.ownerUrl, (client) => client.query(`create database ${name}`));
  const drop = () => asOwner(cluster.ownerUrl, (client) => dropDatabase(client, name));
  if (t) t.after(drop);
  else after(drop);
  return { name, ownerUrl: inDatabase(cluster.ownerUrl, name), appUrl: inDatabase(cluster.appUrl, name), drop };
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

// One number for all: test processes make the template one at a time.
const templateLock = 7_310_022;

async function makeTemplate(client: pg.Client, ownerUrl: string): Promise<string> {
  const template = `template_${migrationsHash()}`;
  if (await exists(client, template)) return template;
  await client.query('select pg_advisory_lock($1)', [templateLock]);
  try {
    if (await exists(client, template)) return template;
    await dropLeftovers(client);
    const draft = `draft_${template}`;
    await client.query(`create database ${draft}`);
    const { migrate } = await import('#server/platform/database/index.ts');
    await migrate(inDatabase(ownerUrl, draft));
    // Renamed at the end: a template that exists is whole.
    await client.query(`alter database ${draft} rename to ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLock]);
  }
  return template;
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  return (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1;
}

// Drafts of killed processes and databases whose test process is gone.
async function dropLeftovers(client: pg.Client): Promise<void> {
  const found = await client.query<{ datname: string }>('select datname from pg_database');
  for (const { datname } of found.rows) {
    const pid = /^test_(\d+)_/.exec(datname)?.[1];
    if (datname.startsWith('draft_') || (pid && processStart(Number(pid)) === null))
      await dropDatabase(client, datname);
  }
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${name} with (force)`);
}

async function clone(client: pg.Client, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`create database ${name} template ${template}`);
      return;
    } catch (error) {
      // 55006: for a moment someone (autovacuum, say) has the template open.
      const busy = error instanceof pg.DatabaseError && error.code === '55006';
      if (!busy || attempt === 50) throw error;
      await new Promise((next) => setTimeout(next, 100));
    }
  }
}

/** Changes with any migration or view, and with the code that runs them. */
function migrationsHash(): string {
  const server = join(import.meta.dirname, '..', '..', 'server');
  const entries = readdirSync(join(server, 'database'), { withFileTypes: true, recursive: true });
  const sql = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const path of [...sql.sort(), join(server, 'platform', 'database', 'migrate.ts')]) {
    hash.update(path.slice(server.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
