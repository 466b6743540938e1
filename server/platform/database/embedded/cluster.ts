import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Account, requireReach, unprivilegedAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { EmbeddedDatabaseError } from './errors.ts';
import { launch, postmasterOf, runInitdb, stopPostmaster } from './postmaster.ts';
import { makeHome } from './running.mjs';

/** 'durable' keeps every committed row through a power cut; 'test' gives that up for speed. */
export type Durability = 'durable' | 'test';

/** A running PostgreSQL of our own. */
export interface Cluster {
  ownerUrl: string;
  appUrl: string;
  port: number;
  /** Process id of its postmaster. */
  pid: number;
  /** True when it was found running, left over by a server that was killed. */
  adopted: boolean;
}

interface Secrets {
  superuser: string;
  owner: string;
  app: string;
}

export interface ClusterPlace {
  home: string;
  data: string;
  account: Account | null;
  binaries: Binaries;
  durability: Durability;
}

export type OnStep = (step: string) => void;

export const database = 'baogong';

/** Finds the programs and makes the directory. Units: none; errors: EmbeddedDatabaseError with advice. */
export async function prepareCluster(home: string, durability: Durability): Promise<ClusterPlace> {
  const account = unprivilegedAccount();
  const binaries = await findBinaries();
  makeHome(home);
  requireReach(account, home);
  return { home, data: join(home, 'postgres'), account, binaries, durability };
}

/** Adopts the PostgreSQL that runs on this directory, or initialises and starts one. Callers hold the directory's lock. */
export async function openCluster(place: ClusterPlace, onStep: OnStep, port?: number): Promise<Cluster> {
  if (!(await isInitialised(place))) {
    onStep('initialising the database');
    await initialise(place);
  }
  const secrets = JSON.parse(await readFile(join(place.data, 'baogong.json'), 'utf8')) as Secrets;
  const found = await adopt(place, secrets, onStep);
  const running = found ?? (await startFresh(place, secrets, onStep, port));
  await ensureRoles(running.port, secrets);
  const url = (user: string, password: string) =>
    `postgres://${user}:${password}@127.0.0.1:${running.port}/${database}`;
  return {
    ...running,
    adopted: found !== null,
    ownerUrl: url('baogong_owner', secrets.owner),
    appUrl: url('baogong_app', secrets.app),
  };
}

async function isInitialised(place: ClusterPlace): Promise<boolean> {
  const version = await readFile(join(place.data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) return false;
  const major = place.binaries.version.split('.')[0];
  if (version.trim() === major) return true;
  throw new EmbeddedDatabaseError(
    `${place.data} 由 PostgreSQL ${version.trim()} 建立，本程序自带 ${major}。请用原版本导出后再导入，或移走该目录重新开始。`,
    `${place.data} was made by PostgreSQL ${version.trim()}; this program brings ${major}. Export with the old version and import again, or move that directory away to begin anew.`,
  );
}

// Made aside and renamed, so a start that was killed half-way leaves nothing that looks like a database.
async function initialise(place: ClusterPlace): Promise<void> {
  for (const entry of await readdir(place.home)) {
    if (entry.startsWith('postgres.new-')) await rm(join(place.home, entry), { recursive: true, force: true });
  }
  const draft = join(place.home, `postgres.new-${randomBytes(4).toString('hex')}`);
  const passwordFile = join(place.home, `password-${randomBytes(4).toString('hex')}`);
  const secrets: Secrets = { superuser: secret(), owner: secret(), app: secret() };
  try {
    await mkdir(draft);
    await chmod(draft, 0o700);
    await writeFile(passwordFile, `${secrets.superuser}\n`, { mode: 0o600 });
    if (place.account) {
      await chown(draft, place.account.uid, place.account.gid);
      await chown(passwordFile, place.account.uid, place.account.gid);
    }
    await runInitdb(place, draft, passwordFile);
    await writeFile(join(draft, 'baogong.json'), JSON.stringify(secrets), { mode: 0o600, flush: true });
    await rename(draft, place.data);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

const secret = () => randomBytes(24).toString('hex');

async function adopt(place: ClusterPlace, secrets: Secrets, onStep: OnStep) {
  const found = await postmasterOf(place.data);
  if (!found) return null;
  const state = await askIdentity(found.port, secrets, 30_000);
  if (state?.directory === place.data && state.version === place.binaries.version) {
    onStep(`adopting the PostgreSQL that still runs (process ${found.pid})`);
    return { pid: found.pid, port: found.port };
  }
  onStep(`stopping a PostgreSQL that does not answer as ours (process ${found.pid})`);
  await stopPostmaster(found.pid);
  return null;
}

async function startFresh(place: ClusterPlace, secrets: Secrets, onStep: OnStep, port?: number) {
  onStep('starting PostgreSQL');
  const running = await launch(place, port);
  const state = await askIdentity(running.port, secrets, 60_000);
  if (state?.directory === place.data) return running;
  await stopPostmaster(running.pid);
  throw new EmbeddedDatabaseError(
    `内置 PostgreSQL 已启动但不接受连接。请查看 ${join(place.home, 'postgres.log')}。`,
    `The embedded PostgreSQL started but accepts no connection. See ${join(place.home, 'postgres.log')}.`,
  );
}

/** Asks until it answers: a PostgreSQL in crash recovery refuses at first. Null when it never does or refuses our password. */
async function askIdentity(port: number, secrets: Secrets, limitMilliseconds: number) {
  const deadline = Date.now() + limitMilliseconds;
  for (;;) {
    try {
      const rows = await asSuperuser(port, secrets, 'postgres', (client) =>
        client.query<{ directory: string; version: string }>(
          `select current_setting('data_directory') as directory, split_part(current_setting('server_version'), ' ', 1) as version`,
        ),
      );
      return rows.rows[0] ?? null;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // 57P03: starting up or recovering. Anything else, like a refused password, will not mend itself.
      if (code !== '57P03' && code !== 'ECONNREFUSED' && code !== 'ECONNRESET') return null;
      if (Date.now() > deadline) return null;
      await new Promise((next) => setTimeout(next, 50));
    }
  }
}

async function asSuperuser<T>(port: number, secrets: Secrets, name: string, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: secrets.superuser,
    database: name,
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Safe to repeat: whatever an interrupted start left out is made now. */
async function ensureRoles(port: number, secrets: Secrets): Promise<void> {
  await asSuperuser(port, secrets, 'postgres', async (client) => {
    const has = async (sql: string, name: string) => (await client.query(sql, [name])).rowCount === 1;
    const hasRole = (name: string) => has('select 1 from pg_roles where rolname = $1', name);
    const plain = 'login nosuperuser nobypassrls noreplication';
    if (!(await hasRole('baogong_owner'))) {
      await client.query(`create role baogong_owner ${plain} createdb createrole password '${secrets.owner}'`);
    }
    if (!(await hasRole('baogong_app'))) {
      await client.query(`create role baogong_app ${plain} nocreatedb nocreaterole password '${secrets.app}'`);
    }
    // Without inheriting: the owner of the tables must not fall under policies written for the app. The second grant
    // lets it end the sessions of a database that it drops.
    await client.query('grant baogong_app to baogong_owner with admin true, inherit false, set true');
    await client.query('grant pg_signal_backend to baogong_owner');
    if (!(await has('select 1 from pg_database where datname = $1', database))) {
      await client.query(`create database ${database} owner baogong_owner`);
    }
  });
}
