import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import {
  confirmSecondFactor,
  myAccount,
  removeSecondFactor,
  signIn,
  startSecondFactor,
  whoAmI,
} from '#contracts/accounts.ts';
import { editUser, resetSecondFactor } from '#contracts/administration.ts';
import { enter, installation, ownPassword, settledUser, sharedAdministrator } from './support.ts';

const place = await installation();
const { clock, send } = place;

const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });

async function withSecondFactor(userName: string): Promise<{ id: string; cookie: string; secret: string }> {
  const id = await settledUser(place, userName, 'auditor');
  const cookie = await enter(place, userName);
  const started = await send(startSecondFactor, { cookie, body: { password: ownPassword } });
  assert.equal((await send(confirmSecondFactor, { cookie, body: { code: codeOf(started.body.secret) } })).status, 200);
  return { id, cookie, secret: started.body.secret };
}

const enterWith = (userName: string, code?: string) =>
  send(signIn, { body: { userName, password: ownPassword, ...(code ? { code } : {}) } });

test('with a second factor the password alone asks for the code, and that is no failure', async () => {
  const { secret } = await withSecondFactor('two.steps');
  for (let times = 1; times <= 6; times += 1)
    assert.equal((await enterWith('two.steps')).body.code, 'sign-in.code-needed');
  clock.pass({ seconds: 30 });
  assert.equal((await enterWith('two.steps', codeOf(secret))).status, 200);
});

test('a wrong password with a right code does not tell that a code was needed', async () => {
  const { secret } = await withSecondFactor('quiet');
  clock.pass({ seconds: 30 });
  const reply = await send(signIn, { body: { userName: 'quiet', password: 'not the password', code: codeOf(secret) } });
  assert.equal(reply.body.code, 'sign-in.refused');
});

test('a code counts once, also sent twice at the same time', async () => {
  const { secret } = await withSecondFactor('replay');
  assert.equal(
    (await enterWith('replay', codeOf(secret))).body.code,
    'sign-in.code-refused',
    'the code that confirmed the set-up',
  );
  clock.pass({ seconds: 30 });
  const code = codeOf(secret);
  const replies = await Promise.all([enterWith('replay', code), enterWith('replay', code)]);
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 401]);
  clock.pass({ seconds: 30 });
  assert.equal(
    (await enterWith('replay', code)).body.code,
    'sign-in.code-refused',
    'still within the clock’s tolerance, but used',
  );
});

test('a code one step early or late is taken, two steps is not', async () => {
  const { secret } = await withSecondFactor('drift');
  clock.pass({ minutes: 5 });
  const late = codeOf(secret);
  clock.pass({ seconds: 30 });
  assert.equal((await enterWith('drift', late)).status, 200);
  clock.pass({ minutes: 5 });
  const tooLate = codeOf(secret);
  clock.pass({ seconds: 60 });
  assert.equal((await enterWith('drift', tooLate)).body.code, 'sign-in.code-refused');
});

test('wrong codes lock like wrong passwords', async () => {
  await withSecondFactor('guessed');
  for (let guess = 1; guess <= 4; guess += 1)
    assert.equal((await enterWith('guessed', '000000')).body.code, 'sign-in.code-refused');
  assert.equal((await enterWith('guessed', '000000')).status, 423);
});

test('where an administrator requires it, nothing else answers until it is set up, and it cannot be switched off', async () => {
  const id = await settledUser(place, 'required', 'auditor');
  const administrator = await sharedAdministrator(place);
  const change = { revision: 1, secondFactorRequired: true };
  assert.equal((await send(editUser, { cookie: administrator, params: { id }, body: change })).status, 200);
  const cookie = await enter(place, 'required');
  assert.equal((await send(whoAmI, { cookie })).body.user?.pending, 'second-factor');
  const events = await place.app.fastify.inject({ url: '/api/audit', headers: { cookie } });
  assert.equal(events.json().code, 'sign-in.second-factor-needed');
  const { body } = await send(startSecondFactor, { cookie, body: { password: ownPassword } });
  assert.match(body.uri, /^otpauth:\/\/totp\/.*required/);
  assert.match(body.qr.path, /^M\d/);
  await send(confirmSecondFactor, { cookie, body: { code: codeOf(body.secret) } });
  assert.equal((await send(whoAmI, { cookie })).body.user?.pending, null);
  clock.pass({ seconds: 30 });
  const removal = { cookie, body: { password: ownPassword, code: codeOf(body.secret) } };
  assert.equal((await send(removeSecondFactor, removal)).body.code, 'account.second-factor-required');
});

test('requiring it takes effect on a session that is already open', async () => {
  const id = await settledUser(place, 'already.in', 'auditor');
  const cookie = await enter(place, 'already.in');
  const change = { revision: 1, secondFactorRequired: true };
  await send(editUser, { cookie: await sharedAdministrator(place), params: { id }, body: change });
  assert.equal((await send(whoAmI, { cookie })).body.user?.pending, 'second-factor');
});

test('switching it off takes the password and a code', async () => {
  const { cookie, secret } = await withSecondFactor('off');
  clock.pass({ seconds: 30 });
  const remove = (password: string, code: string) => send(removeSecondFactor, { cookie, body: { password, code } });
  assert.equal((await remove('not the password', codeOf(secret))).body.code, 'account.password-wrong');
  assert.equal((await remove(ownPassword, '000000')).body.code, 'account.code-wrong');
  assert.equal((await remove(ownPassword, codeOf(secret))).status, 200);
  assert.equal((await send(myAccount, { cookie })).body.secondFactor.enabled, false);
});

test('after a lost phone an administrator clears it, and the user’s sessions end', async () => {
  const { id, cookie } = await withSecondFactor('lost.phone');
  await send(resetSecondFactor, { cookie: await sharedAdministrator(place), params: { id } });
  assert.equal((await send(whoAmI, { cookie })).body.user, null);
  assert.equal((await enterWith('lost.phone')).status, 200);
});

test('a secret at rest cannot be read, nor moved to another user', async () => {
  const one = await withSecondFactor('rest.one');
  const other = await withSecondFactor('rest.other');
  const owner = new pg.Client({ connectionString: place.fresh.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ totp_secret: string }>(
    'select totp_secret from user_credentials where user_id = $1',
    [one.id],
  );
  assert.ok(!rows[0]?.totp_secret.includes(one.secret));
  const moved = 'update user_credentials set totp_secret = $1, totp_last_step = 0 where user_id = $2';
  await owner.query(moved, [rows[0]?.totp_secret, other.id]);
  await owner.end();
  clock.pass({ seconds: 60 });
  assert.equal((await enterWith('rest.other', codeOf(one.secret))).status, 500);
});
