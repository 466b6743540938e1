import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';

const root = join(import.meta.dirname, '../../database');
const lockKey = 7_305_114;

interface SqlFile {
  name: string;
  sql: string;
  hash: string;
}

/** The SQL files of server/database/<folder>, in the order of their names. */
export async function sqlFiles(folder: 'migrations' | 'views'): Promise<SqlFile[]> {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(root, folder, name), 'utf8');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database at `ownerUrl` to the current schema: forward-only, each file in one transaction, views rebuilt after. Safe to
 * call from several processes at once. Errors: the file that failed, and PostgreSQL's own message; a file changed after it was applied.
 */
export async function migrate(ownerUrl: string): Promise<{ applied: string[] }> {
  const client = await connect(ownerUrl);
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await ensureRole(client);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    );
    const applied = await applyMigrations(client);
    await runMigrations({ connectionString: ownerUrl, logger: undefined });
    await rebuildViews(client);
    return { applied };
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {});
    await client.end();
  }
}

/** The first who speaks to the database: what is wrong with its address is told here, in both languages, and never its password. */
export class DatabaseUnreachableError extends Error {
  override name = 'DatabaseUnreachableError';
  constructor(url: string, cause: unknown) {
    const place = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : '';
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `连不上数据库 ${place}：${reason}。请核对 DATABASE_URL（如 postgres://用户:密码@主机:5432/baogong），并确认 PostgreSQL 已启动、允许连接。\n` +
        `The database ${place} cannot be reached: ${reason}. Check DATABASE_URL (such as postgres://user:password@host:5432/baogong), and that PostgreSQL runs and lets this machine in.`,
      { cause },
    );
  }
}

async function connect(url: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({ connectionString: url, application_name: 'baogong-migrate' });
    await client.connect();
    return client;
  } catch (error) {
    throw new DatabaseUnreachableError(url, error);
  }
}

async function ensureRole(client: pg.Client): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = 'baogong_app') then
      create role baogong_app nologin nosuperuser nobypassrls;
    end if;
    if not pg_has_role(current_user, 'baogong_app', 'set') then
      execute format('grant baogong_app to %I', current_user);
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`);
}

async function applyMigrations(client: pg.Client): Promise<string[]> {
  const done = new Map(
    (await client.query<{ name: string; hash: string }>('select name, hash from schema_migrations')).rows.map((row) => [
      row.name,
      row.hash,
    ]),
  );
  const applied: string[] = [];
  for (const file of await sqlFiles('migrations')) {
    const hash = done.get(file.name);
    if (hash === file.hash) continue;
    if (hash) throw new Error(`migration ${file.name} was changed after it was applied: write a new one instead`);
    await inTransaction(client, file, 'insert into schema_migrations (name, hash) values ($1, $2)');
    applied.push(file.name);
  }
  return applied;
}

async function rebuildViews(client: pg.Client): Promise<void> {
  for (const file of await sqlFiles('views')) await inTransaction(client, file);
}

async function inTransaction(client: pg.Client, file: SqlFile, record?: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    if (record) await client.query(record, [file.name, file.hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`${file.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
