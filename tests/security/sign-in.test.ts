import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { changePassword, myAccount, signIn, signOut, signOutEverywhere, whoAmI } from '#contracts/accounts.ts';
import { listUsers, resetPassword } from '#contracts/administration.ts';
import { AddressThrottle } from '#server/platform/auth/attempts.ts';
import { DomainError } from '#server/platform/errors.ts';
import { administrator, administratorPassword, installation, newUser } from './support.ts';

const place = await installation();
const { clock, send } = place;

test('the right name and password open a session bound to the user’s city and role', async () => {
  const reply = await send(signIn, { body: { userName: ' ADMIN.410800 ', password: administratorPassword } });
  assert.equal(reply.status, 200);
  assert.equal(reply.body.user?.role, 'administrator');
  assert.equal(reply.body.city?.code, '410800');
  const me = await send(whoAmI, { cookie: reply.cookie });
  assert.equal(me.body.user?.userName, 'admin.410800');
});

test('the cookie is out of reach of scripts, other sites and plain HTTP', async () => {
  const { setCookie } = await send(signIn, { body: { userName: 'admin.410800', password: administratorPassword } });
  assert.match(setCookie, /^__Host-baogong_session=[\w-]{43}; /);
  for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) assert.ok(setCookie.includes(part), part);
  assert.ok(!setCookie.includes('Domain'));
});

test('the database holds no token, only its fingerprint', async () => {
  const cookie = await administrator(place);
  const token = cookie.split('=')[1] ?? '';
  const owner = new pg.Client({ connectionString: place.fresh.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ all: string }>(
    `select coalesce(string_agg(s::text, ' '), '') as all from (select to_jsonb(x) s from sessions x union all select to_jsonb(u) from user_credentials u union all select to_jsonb(a) from audit_entries a) t`,
  );
  await owner.end();
  assert.ok(token.length === 43);
  assert.ok(!(rows[0]?.all ?? '').includes(token));
  assert.ok(!(rows[0]?.all ?? '').includes(administratorPassword));
});

test('an unknown name and a wrong password get the same answer', async () => {
  const unknown = await send(signIn, { body: { userName: 'nobody.here', password: 'whatever it may be' } });
  const wrong = await send(signIn, { body: { userName: 'admin.410800', password: 'whatever it may be' } });
  const shape = ({ status, body }: typeof wrong) => ({ status, body: { ...body, instance: '' } });
  assert.equal(wrong.status, 401);
  assert.deepEqual(shape(unknown), shape(wrong));
});

test('an unknown name takes as long as a wrong password', async () => {
  const time = async (userName: string): Promise<number> => {
    const began = process.cpuUsage();
    await send(signIn, { body: { userName, password: 'whatever it may be' } });
    const { user } = process.cpuUsage(began);
    return user / 1000;
  };
  await newUser(place, 'timing', 'auditor');
  const known = await time('timing');
  const unknown = await time('timing.unknown');
  // The work is one scrypt of about 250 ms either way; without it an unknown name would be answered in a few.
  assert.ok(unknown > known / 3, `${unknown} ms of work for an unknown name, ${known} ms for a known one`);
});

test('the fifth failure within a quarter of an hour locks the name for a quarter of an hour, known or not', async () => {
  const { oneTimePassword } = await newUser(place, 'locked', 'auditor');
  for (const userName of ['locked', 'locked.unknown']) {
    const wrong = () => send(signIn, { body: { userName, password: 'not the password' } });
    for (let failure = 1; failure <= 4; failure += 1) assert.equal((await wrong()).body.code, 'sign-in.refused');
    const fifth = await wrong();
    assert.equal(fifth.status, 423);
    assert.equal(fifth.body.code, 'sign-in.locked');
    assert.deepEqual(fifth.body.params, { minutes: 15 });
  }
  const right = () => send(signIn, { body: { userName: 'locked', password: oneTimePassword } });
  assert.equal((await right()).status, 423, 'the right password does not open a locked name');
  clock.pass({ minutes: 14, seconds: 59 });
  assert.equal((await right()).status, 423, 'one second before the end');
  clock.pass({ seconds: 1 });
  assert.equal((await right()).status, 200);
});

test('failures spread over more than a quarter of an hour do not lock', async () => {
  const { oneTimePassword } = await newUser(place, 'slow', 'auditor');
  for (let failure = 1; failure <= 8; failure += 1) {
    const reply = await send(signIn, { body: { userName: 'slow', password: 'not the password' } });
    assert.equal(reply.status, 401, `failure ${failure}`);
    clock.pass({ minutes: 4 });
  }
  assert.equal((await send(signIn, { body: { userName: 'slow', password: oneTimePassword } })).status, 200);
});

test('guesses sent at the same time are not more than five', async () => {
  const { oneTimePassword } = await newUser(place, 'parallel', 'auditor');
  const guesses = Array.from({ length: 12 }, (_, index) =>
    send(signIn, { body: { userName: 'parallel', password: `guess number ${index}` } }),
  );
  const replies = await Promise.all(guesses);
  const tried = replies.filter((reply) => reply.body.code === 'sign-in.refused').length;
  assert.equal(tried, 4, 'and the fifth is answered with the lock');
  assert.equal((await send(signIn, { body: { userName: 'parallel', password: oneTimePassword } })).status, 423);
});

test('an administrator’s reset lifts the lock and ends the user’s sessions', async () => {
  const { id, oneTimePassword } = await newUser(place, 'reset', 'auditor');
  const before = await send(signIn, { body: { userName: 'reset', password: oneTimePassword } });
  for (let failure = 1; failure <= 5; failure += 1)
    await send(signIn, { body: { userName: 'reset', password: 'not the password' } });
  const cookie = await administrator(place);
  const listed = await send(listUsers, { cookie, query: { search: 'reset' } });
  assert.ok(listed.body.rows[0]?.lockedUntil, 'the administrator sees the lock');
  const reset = await send(resetPassword, { cookie, params: { id } });
  assert.equal(reset.body.user.lockedUntil, null);
  assert.equal((await send(whoAmI, { cookie: before.cookie })).body.user, null, 'the old session is over');
  assert.equal(
    (await send(signIn, { body: { userName: 'reset', password: oneTimePassword } })).status,
    401,
    'the old password too',
  );
  assert.equal((await send(signIn, { body: { userName: 'reset', password: reset.body.oneTimePassword } })).status, 200);
});

test('an address is held back after sixty failures; a success is not held against it, and another address is not held', () => {
  const throttle = new AddressThrottle();
  const now = clock.now();
  for (let failure = 1; failure <= 59; failure += 1) throttle.begin('203.0.113.9', now);
  throttle.begin('203.0.113.9', now);
  throttle.forgive('203.0.113.9');
  throttle.begin('203.0.113.9', now);
  const refused = (error: unknown) =>
    error instanceof DomainError && error.code === 'request.too-many' && error.params.seconds === 900;
  assert.throws(() => throttle.begin('203.0.113.9', now), refused);
  throttle.begin('203.0.113.10', now);
  throttle.begin('203.0.113.9', new Date(now.getTime() + 15 * 60_000));
});

test('with a one-time password nothing but one’s own account answers until it is changed', async () => {
  const { oneTimePassword } = await newUser(place, 'fresh', 'administrator');
  const { cookie, body } = await send(signIn, { body: { userName: 'fresh', password: oneTimePassword } });
  assert.equal(body.user?.pending, 'password');
  assert.equal((await send(listUsers, { cookie })).body.code, 'sign-in.password-change-needed');
  assert.equal((await send(myAccount, { cookie })).status, 200);
  const next = 'a quiet river under snow';
  assert.equal((await send(changePassword, { cookie, body: { current: oneTimePassword, next } })).status, 200);
  assert.equal((await send(listUsers, { cookie })).status, 200);
  assert.equal((await send(signIn, { body: { userName: 'fresh', password: next } })).status, 200);
});

test('weak passwords are refused with the reason: eleven characters, common ones, one’s own name', async () => {
  const { oneTimePassword } = await newUser(place, 'weak.person', 'auditor');
  const { cookie } = await send(signIn, { body: { userName: 'weak.person', password: oneTimePassword } });
  const attempt = async (next: string) =>
    (await send(changePassword, { cookie, body: { current: oneTimePassword, next } })).body.code;
  assert.equal(await attempt('abcdefghij1'), 'account.password-short');
  for (const next of [
    'password123456',
    'Qwerty@2022!!',
    'aaaaaaaaaaaaaaa',
    'weak.person2022',
    'Admin@123456',
    'woaini5201314',
  ]) {
    assert.equal(await attempt(next), 'account.password-common', next);
  }
  assert.equal(await attempt(oneTimePassword), 'account.password-same');
  assert.equal(await attempt('十二个字的密码才算足够长啊'), undefined);
});

test('changing the password signs other devices out, not this one', async () => {
  const { oneTimePassword } = await newUser(place, 'two.devices', 'auditor');
  const enter = () => send(signIn, { body: { userName: 'two.devices', password: oneTimePassword } });
  const [first, second] = [await enter(), await enter()];
  await send(changePassword, {
    cookie: first.cookie,
    body: { current: oneTimePassword, next: 'green hills far away' },
  });
  assert.ok((await send(whoAmI, { cookie: first.cookie })).body.user);
  assert.equal((await send(whoAmI, { cookie: second.cookie })).body.user, null);
});

test('a cookie copied before signing out is worth nothing after it', async () => {
  const cookie = await administrator(place);
  const out = await send(signOut, { cookie });
  assert.match(out.setCookie, /Expires=Thu, 01 Jan 1970|Max-Age=0/);
  assert.equal((await send(whoAmI, { cookie })).body.user, null);
  assert.equal((await send(listUsers, { cookie })).body.code, 'sign-in.needed');
});

test('signing out everywhere ends every device', async () => {
  const cookies = [await administrator(place), await administrator(place)];
  assert.equal((await send(signOutEverywhere, { cookie: cookies[0] ?? '' })).status, 200);
  for (const cookie of cookies) assert.equal((await send(whoAmI, { cookie })).body.user, null);
});

test('a session ends after twelve idle hours, and after seven days however busy', async () => {
  const idle = await administrator(place);
  clock.pass({ hours: 11, minutes: 59 });
  assert.ok((await send(whoAmI, { cookie: idle })).body.user, 'seen within twelve hours');
  clock.pass({ hours: 12, minutes: 1 });
  assert.equal((await send(whoAmI, { cookie: idle })).body.user, null);
  const busy = await administrator(place);
  for (let hours = 0; hours < 7 * 24 - 1; hours += 1) {
    clock.pass({ hours: 1 });
    if (hours % 6 === 0) assert.ok((await send(whoAmI, { cookie: busy })).body.user, `after ${hours + 1} hours`);
  }
  clock.pass({ hours: 1, seconds: 1 });
  assert.equal((await send(whoAmI, { cookie: busy })).body.user, null);
});

test('the log names nobody', async () => {
  await send(signIn, { body: { userName: 'log.person', password: 'a secret nobody should see' } });
  const log = place.log.join('');
  for (const word of ['log.person', 'a secret nobody', administratorPassword]) assert.ok(!log.includes(word), word);
});
