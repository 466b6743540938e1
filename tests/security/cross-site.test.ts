import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demonstrationSignIn, demonstrationUsers, signIn, signOut, userRoles, whoAmI } from '#contracts/accounts.ts';
import { createApiKey, createUser } from '#contracts/administration.ts';
import { ensureDemonstrationUsers, findDemonstrationUsers } from '#server/platform/auth/index.ts';
import { administratorPassword, installation, sharedAdministrator } from './support.ts';

const place = await installation();
const demonstration = await installation('demonstration');
await ensureDemonstrationUsers(demonstration.database, demonstration.clock, '410800');

async function write(headers: Record<string, string>): Promise<number> {
  const cookie = await sharedAdministrator(place);
  const body = { userName: `made.${Math.random().toString(36).slice(2)}`, name: '示例', role: 'auditor' };
  return (await place.send(createUser, { cookie, headers, body })).status;
}

test('a write that another site’s page sends with the user’s cookie is refused', async () => {
  assert.equal(await write({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }), 403);
  assert.equal(
    await write({ 'sec-fetch-site': 'same-site', origin: 'https://other.baogong.example' }),
    403,
    'a sibling host',
  );
  assert.equal(await write({ origin: 'https://evil.example' }), 403, 'an older browser');
  assert.equal(await write({ origin: 'null' }), 403, 'a sandboxed frame or a local file');
  assert.equal(await write({ origin: 'http://baogong.example.evil.example' }), 403);
});

test('a write from our own pages, and from a program without a browser, is taken', async () => {
  assert.equal(await write({ 'sec-fetch-site': 'same-origin', origin: 'https://baogong.example' }), 200);
  assert.equal(await write({ origin: 'https://baogong.example' }), 200);
  assert.equal(await write({}), 200);
});

test('another site cannot sign its victim in or out', async () => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  const body = { userName: 'admin.410800', password: administratorPassword };
  assert.equal((await place.send(signIn, { headers, body })).body.code, 'access.cross-site');
  const cookie = await sharedAdministrator(place);
  assert.equal((await place.send(signOut, { headers, cookie })).body.code, 'access.cross-site');
  assert.ok((await place.send(whoAmI, { cookie })).body.user);
});

test('a form post, the one cross-site request that needs no permission, is not understood', async () => {
  const cookie = await sharedAdministrator(place);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  assert.equal((await place.send(createUser, { cookie, headers, body: {} })).status, 400);
});

test('an API key needs no cross-site check: no browser sends it by itself', async () => {
  const cookie = await sharedAdministrator(place);
  const body = { name: '示例', role: 'auditor', days: 9 };
  const { key } = (await place.send(createApiKey, { cookie, body })).body;
  const reply = await place.send(createUser, { key, headers: { origin: 'https://evil.example' }, body: {} });
  assert.equal(reply.body.code, 'access.denied');
});

test('one-click sign-in exists in the demonstration only', async () => {
  const body = { userName: 'shili.guanliyuan' };
  assert.equal((await place.send(demonstrationSignIn, { body })).status, 404);
  assert.equal((await place.send(demonstrationUsers)).status, 404);
  const reply = await demonstration.send(demonstrationSignIn, { body });
  assert.equal(reply.body.user?.role, 'administrator');
  const users = (await demonstration.send(demonstrationUsers)).body.rows;
  assert.deepEqual(
    users.map((user) => user.role),
    userRoles,
    'one of each, in the order of the roles',
  );
  assert.ok(users.every((user) => user.name.startsWith('示例')));
});

test('one click signs in demonstration users only, never a real one', async () => {
  const reply = await demonstration.send(demonstrationSignIn, { body: { userName: 'admin.410800' } });
  assert.equal(reply.status, 401);
});

test('a demonstration user has no password to guess', async () => {
  for (const password of ['', 'shili.guanliyuan', 'demonstration']) {
    assert.notEqual(
      (await demonstration.send(signIn, { body: { userName: 'shili.guanliyuan', password } })).status,
      200,
    );
  }
});

test('a name elsewhere that points at this machine does not reach the demonstration’s sign-in', async () => {
  const headers = {
    host: 'rebound.evil.example:8300',
    origin: 'http://rebound.evil.example:8300',
    'sec-fetch-site': 'same-origin',
  };
  const reply = await demonstration.send(demonstrationSignIn, { headers, body: { userName: 'shili.guanliyuan' } });
  assert.equal(reply.body.code, 'access.cross-site');
});

test('real use can tell that a database holds demonstration users', async () => {
  assert.equal((await findDemonstrationUsers(demonstration.database)).length, 8);
  assert.deepEqual(await findDemonstrationUsers(place.database), []);
});

test('making the demonstration’s users again makes none twice', async () => {
  await ensureDemonstrationUsers(demonstration.database, demonstration.clock, '410800');
  assert.equal((await findDemonstrationUsers(demonstration.database)).length, 8);
});
