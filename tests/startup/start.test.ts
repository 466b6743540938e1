import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { unprivilegedAccount } from '#server/platform/database/embedded/account.ts';
import { dataHome } from '#server/platform/database/embedded/index.ts';
import { processStart } from '#server/platform/database/embedded/running.mjs';
import { emptyDatabase } from '../support/database.ts';
import { copyCheckout, Started, type StartOptions } from './started.ts';
import { clearHome, isRoot, postmasterPid, temporaryHome, untilGone } from './support.ts';

function start(t: TestContext, options: StartOptions): Started {
  const started = new Started(options);
  t.after(() => started.kill('SIGKILL'));
  return started;
}

async function assertServes(address: string): Promise<void> {
  const health = await fetch(`${address}/api/health`);
  assert.equal(health.status, 200);
  const page = await fetch(address);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', /text\/html/);
}

test('npm start serves the pages and the example, tells a second start where, and stops in good order', async (t) => {
  const home = temporaryHome(t);
  const env = { BAOGONG_DATA: home };
  const first = start(t, { env, command: ['npm', 'start'] });
  const address = await first.address();
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+/);
  await assertServes(address);
  const [server, postgres] = [first.serverPid, postmasterPid(home)];

  const second = start(t, { env });
  assert.equal(await second.exitCode(), 1);
  assert.ok(second.words.includes(`A server already runs on this data: ${address}`), second.words);

  await first.kill('SIGTERM');
  await Promise.all([server, postgres].map(untilGone));
  assert.ok(!(await readdir(home)).includes('running.json'));
});

test('after a kill -9 of the server, or of the command above it, npm start serves again', async (t) => {
  const env = { BAOGONG_DATA: temporaryHome(t) };
  const first = start(t, { env });
  await first.address();
  process.kill(first.serverPid, 'SIGKILL');
  assert.equal(await first.exitCode(), 137);

  const second = start(t, { env });
  await assertServes(await second.address());
  assert.match(second.words, /adopting the PostgreSQL/);
  const server = second.serverPid;
  await second.kill('SIGKILL');
  await untilGone(server);

  const third = start(t, { env });
  const began = Date.now();
  await assertServes(await third.address());
  t.diagnostic(`a later start took ${Date.now() - began} ms`);
});

test('a taken port is named before anything else is done, with the way to choose another', async (t) => {
  const home = temporaryHome(t);
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => other.once('listening', ready));
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const refused = start(t, { env: { BAOGONG_DATA: home, PORT: String(port) } });
  assert.equal(await refused.exitCode(), 1);
  assert.match(refused.words, new RegExp(`Port ${port} is taken\\. Choose another: PORT=${port + 1} npm start`));
  await assert.rejects(readdir(home), { code: 'ENOENT' });
});

test('a checkout that other users cannot enter works, for root and for anyone else', async (t) => {
  const closed = await mkdtemp(join(tmpdir(), 'closed-'));
  const copy = join(closed, 'baogong');
  copyCheckout(copy);
  await chmod(closed, 0o700);
  const home = dataHome(copy, {});
  t.after(async () => {
    await clearHome(home);
    await rm(closed, { recursive: true, force: true });
  });
  const started = start(t, { cwd: copy });
  await assertServes(await started.address());
  assert.equal(await started.kill('SIGTERM'), 0);
});

test('root is not needed: an ordinary user starts it and its data stay in the checkout', {
  skip: !isRoot,
}, async (t) => {
  const account = unprivilegedAccount()!;
  const open = await mkdtemp(join(tmpdir(), 'open-'));
  copyCheckout(open, account);
  t.after(async () => {
    await clearHome(join(open, '.data'));
    await rm(open, { recursive: true, force: true });
  });
  const started = start(t, { cwd: open, uid: account.uid, gid: account.gid, env: { HOME: open } });
  await assertServes(await started.address());
  assert.ok((await readdir(join(open, '.data'))).includes('postgres'));
  assert.equal(await started.kill('SIGTERM'), 0);
});

test('with DATABASE_URL that server is used and none is started', async (t) => {
  const home = temporaryHome(t);
  const database = await emptyDatabase(t);
  const env = { BAOGONG_DATA: home, DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  const started = start(t, { env });
  await assertServes(await started.address());
  await assert.rejects(readdir(home), { code: 'ENOENT' });
  assert.equal(await started.kill('SIGINT'), 0);
});

test('a port that is none, and a database that does not answer, are named with what to set', async (t) => {
  const port = start(t, { env: { BAOGONG_DATA: temporaryHome(t), PORT: 'http' } });
  assert.equal(await port.exitCode(), 1);
  assert.match(port.words, /PORT: "http" is no port: a whole number from 0 to 65535/);
  const database = await emptyDatabase(t);
  const wrong = new URL(database.ownerUrl);
  wrong.password = 'not-the-password';
  const refused = start(t, { env: { DATABASE_URL: wrong.toString() } });
  assert.equal(await refused.exitCode(), 1);
  assert.match(refused.words, /The database 127\.0\.0\.1:\d+\/\w+ cannot be reached: .*Check DATABASE_URL/);
  assert.doesNotMatch(refused.words, /not-the-password/);
});

test('npm run serve refuses to start without a database and a secret of its own, and says what to set', async (t) => {
  const serve = (env: NodeJS.ProcessEnv) => start(t, { command: ['npm', 'run', 'serve'], env });
  const bare = serve({});
  assert.equal(await bare.exitCode(), 1);
  assert.match(bare.words, /set DATABASE_URL/);
  const database = await emptyDatabase(t);
  const open = serve({ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, BAOGONG_SECRET: '' });
  assert.equal(await open.exitCode(), 1);
  assert.match(open.words, /BAOGONG_SECRET: set a random secret/);
});

test('npx baogong answers from any directory and passes on the exit code', async (t) => {
  const help = start(t, { command: ['npx', 'baogong', '--help'] });
  assert.equal(await help.exitCode(), 0);
  assert.match(help.words, /npx baogong plan/);
  const unknown = start(t, { command: ['npx', 'baogong', 'no-such-command'] });
  assert.equal(await unknown.exitCode(), 2);
  assert.equal(processStart(unknown.child.pid!), null);
});
