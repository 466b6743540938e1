import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { processStart } from '#server/platform/database/embedded/running.mjs';
import { holdDatabase, isRoot, postmasterPid, temporaryHome, untilGone } from './support.ts';

test('a new database is UTF-8, durable, closed to the network, and its roles are bound by row-level security', async (t) => {
  const home = temporaryHome(t);
  const holder = holdDatabase(home);
  const ready = await holder.next();
  assert.equal(ready.ready, true, ready.words);
  assert.equal(ready.adopted, false);
  const shown = await holder.ask(
    `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync, ` +
      `current_setting('listen_addresses') as listens, current_setting('full_page_writes') as pages, upper('é') as upper`,
  );
  assert.deepEqual(shown, [{ encoding: 'UTF8', fsync: 'on', listens: '127.0.0.1', pages: 'on', upper: 'É' }]);
  const roles = await holder.ask(
    `select rolname, rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname ~ '^baogong' order by 1`,
  );
  assert.deepEqual(roles, [
    { rolname: 'baogong_app', rolsuper: false, rolbypassrls: false, rolcreatedb: false },
    { rolname: 'baogong_owner', rolsuper: false, rolbypassrls: false, rolcreatedb: true },
  ]);
  const secrets = await stat(join(home, 'postgres', 'baogong.json'));
  assert.equal(secrets.mode & 0o077, 0);
  await holder.end('SIGTERM');
  assert.deepEqual(await readdir(home).then((names) => names.sort()), ['postgres', 'postgres.log']);
});

test('a second server on the same data is told that one is running, and where', async (t) => {
  const home = temporaryHome(t);
  const pair = [holdDatabase(home), holdDatabase(home)] as const;
  const [one, other] = await Promise.all(pair.map((holder) => holder.next()));
  const refused = [one, other].find((message) => message?.failed);
  assert.equal(refused?.failed, 'AlreadyRunningError', 'exactly one of two simultaneous starts is refused');
  assert.ok([one, other].some((message) => message?.ready));
  const late = await holdDatabase(home).next();
  assert.equal(late.failed, 'AlreadyRunningError');
  assert.match(late.words ?? '', /http:\/\/127\.0\.0\.1:9\//);
});

test('the database of a killed server is taken over by the next one, with everything in it', async (t) => {
  const home = temporaryHome(t);
  const first = holdDatabase(home);
  assert.equal((await first.next()).ready, true);
  await first.ask('create table kept as select 42 as answer');
  const pid = postmasterPid(home);
  await first.end('SIGKILL');
  assert.notEqual(processStart(pid), null, 'PostgreSQL outlives the server');

  const second = holdDatabase(home);
  const ready = await second.next();
  assert.equal(ready.adopted, true, ready.words);
  assert.equal(postmasterPid(home), pid);
  assert.deepEqual(await second.ask('select answer from kept'), [{ answer: 42 }]);
  await second.end('SIGTERM');
  assert.equal(processStart(pid), null, 'and ends with the server that took it over');
});

test('a killed database comes back under the running server, on the same address', async (t) => {
  const home = temporaryHome(t);
  const holder = holdDatabase(home);
  assert.equal((await holder.next()).ready, true);
  await holder.ask('create table kept as select 42 as answer');
  process.kill(postmasterPid(home), 'SIGKILL');
  assert.deepEqual(await holder.next(), { restarted: true, reason: 'null' });
  assert.deepEqual(await holder.ask('select answer from kept'), [{ answer: 42 }]);
});

test('after a power cut, with server and database gone and a stale pid file, the next start recovers', async (t) => {
  const home = temporaryHome(t);
  const first = holdDatabase(home);
  assert.equal((await first.next()).ready, true);
  await first.ask('create table kept as select 42 as answer');
  const pid = postmasterPid(home);
  await first.end('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  // The pid now belongs to another program, as it may after a restart of the machine; the lock's too.
  const file = join(home, 'postgres', 'postmaster.pid');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(process.pid)));
  await writeFile(join(home, 'running.json'), JSON.stringify({ pid: process.pid, started: 'another life' }));

  const second = holdDatabase(home);
  const ready = await second.next();
  assert.equal(ready.ready, true, ready.words);
  assert.deepEqual(await second.ask('select answer from kept'), [{ answer: 42 }]);
});

test('a start that was killed while it made the database leaves nothing in the way', async (t) => {
  const home = temporaryHome(t);
  const first = holdDatabase(home);
  const draft = async () => (await readdir(home).catch(() => [])).find((name) => name.startsWith('postgres.new-'));
  while ((await draft()) === undefined) await new Promise((next) => setTimeout(next, 5));
  await first.end('SIGKILL');
  assert.ok(await draft());
  const second = holdDatabase(home);
  const ready = await second.next();
  assert.equal(ready.ready, true, ready.words);
  assert.equal(await draft(), undefined);
});

test('root is told when the chosen directory is out of reach of the user PostgreSQL runs as', {
  skip: !isRoot,
}, async (t) => {
  const closed = await mkdtemp(join(tmpdir(), 'closed-'));
  t.after(() => rm(closed, { recursive: true, force: true }));
  await chmod(closed, 0o700);
  await mkdir(join(closed, 'data'));
  const refused = await holdDatabase(join(closed, 'data')).next();
  assert.equal(refused.failed, 'EmbeddedDatabaseError');
  assert.match(refused.words ?? '', /BAOGONG_DATA/);
});
