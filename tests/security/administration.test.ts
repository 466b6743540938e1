import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { myAccount, whoAmI } from '#contracts/accounts.ts';
import {
  createApiKey,
  createUser,
  disableUser,
  editCity,
  editUser,
  listAudit,
  listScopeUnits,
  listUsers,
  revokeApiKey,
} from '#contracts/administration.ts';
import { type Role, roles } from '#contracts/roles.ts';
import { enter, installation, settledUser, sharedAdministrator } from './support.ts';

const place = await installation();
const { clock, send } = place;
const administrator = () => sharedAdministrator(place);

async function revisionOf(id: string): Promise<number> {
  const { body } = await send(listUsers, { cookie: await administrator() });
  return body.rows.find((row) => row.id === id)?.revision ?? 0;
}

test('only an administrator manages users and keys, whatever else a role may do', async () => {
  const others = roles.filter((role) => role !== 'administrator' && role !== 'public');
  for (const role of others) {
    await settledUser(place, `role.${role}`, role);
    const cookie = await enter(place, `role.${role}`);
    const body = { userName: 'raised', name: '示例', role: 'administrator' };
    assert.equal((await send(createUser, { cookie, body })).body.code, 'access.denied', role);
    assert.equal((await send(listUsers, { cookie })).body.code, 'access.denied', role);
    const key = { name: '示例', role: 'city_lead', days: 1 };
    assert.equal((await send(createApiKey, { cookie, body: key })).body.code, 'access.denied', role);
  }
});

test('a role is bound to its kind of scope, and to units that the city has', async () => {
  const cookie = await administrator();
  const attempt = async (role: Role, scopeIds: string[]) => {
    const reply = await send(createUser, { cookie, body: { userName: `scope.${role}`, name: '示例', role, scopeIds } });
    return [reply.body.code, reply.body.params?.ids].filter((part) => part !== undefined).join(' ');
  };
  assert.equal(await attempt('county_officer', []), 'user.role-without-scope');
  assert.equal(await attempt('auditor', ['410811']), 'user.role-with-scope');
  assert.equal(await attempt('county_officer', ['E14']), 'user.scope-unknown E14');
  assert.equal(await attempt('enterprise_clerk', ['E14', 'X01']), 'user.scope-unknown X01', 'a plant of another city');
  assert.equal(await attempt('enterprise_clerk', ['E14']), '');
});

test('an administrator cannot change their own role or scope, nor disable themselves', async () => {
  const cookie = await administrator();
  const id = (await send(whoAmI, { cookie })).body.user?.id ?? '';
  const change = { revision: await revisionOf(id), role: 'city_lead' };
  assert.equal((await send(editUser, { cookie, params: { id }, body: change })).body.code, 'user.own-role');
  assert.equal((await send(disableUser, { cookie, params: { id } })).body.code, 'user.own-role');
});

test('an edit on an old page is refused with who changed it', async () => {
  const cookie = await administrator();
  const id = await settledUser(place, 'edited.twice', 'auditor');
  const body = { revision: 1, name: '示例甲' };
  assert.equal((await send(editUser, { cookie, params: { id }, body })).status, 200);
  const late = await send(editUser, { cookie, params: { id }, body: { revision: 1, name: '示例乙' } });
  assert.equal(late.body.code, 'changed-meanwhile');
});

test('a changed role holds from the next request of an open session', async () => {
  const cookie = await administrator();
  const id = await settledUser(place, 'moved.on', 'auditor');
  const theirs = await enter(place, 'moved.on');
  const body = { revision: 1, role: 'county_officer', scopeIds: ['410811'] };
  assert.equal((await send(editUser, { cookie, params: { id }, body })).status, 200);
  const me = await send(whoAmI, { cookie: theirs });
  assert.deepEqual([me.body.user?.scope, me.body.user?.scopeIds], ['county', ['410811']]);
});

test('an administrator sees and changes nothing of another city', async () => {
  const cookie = await administrator();
  const id = await settledUser(place, 'other.city', 'auditor', '410700');
  const { body } = await send(listUsers, { cookie });
  assert.ok(body.rows.every((row) => row.userName !== 'other.city'));
  assert.equal((await send(disableUser, { cookie, params: { id } })).status, 404);
  const units = await send(listScopeUnits, { cookie, query: { scope: 'county' } });
  assert.deepEqual(
    units.body.rows.map((row) => row.id),
    ['410811'],
  );
  const taken = await send(createUser, { cookie, body: { userName: 'other.city', name: '示例', role: 'auditor' } });
  assert.equal(taken.body.code, 'user.name-taken');
});

test('an API key acts with its role in its scope, never on accounts, until it is revoked or expires', async () => {
  const cookie = await administrator();
  const make = (body: object) => send(createApiKey, { cookie, body: { name: '示例系统', ...body } });
  assert.equal((await make({ role: 'administrator', days: 9 })).status, 400);
  for (const days of [0, 732]) assert.equal((await make({ role: 'auditor', days })).status, 400);
  const { key, apiKey } = (await make({ role: 'auditor', days: 9 })).body;
  assert.match(key, /^bg_[\w-]{43}$/);
  assert.equal((await send(whoAmI, { key })).body.city?.code, '410800');
  assert.equal((await send(listAudit, { key })).status, 200);
  assert.equal((await send(listUsers, { key })).body.code, 'access.denied');
  assert.equal((await send(myAccount, { key })).body.code, 'access.denied');
  assert.equal((await send(listAudit, { key: `${key.slice(0, -1)}_` })).body.code, 'sign-in.key-refused');
  await send(revokeApiKey, { cookie, params: { id: apiKey.id } });
  assert.equal((await send(listAudit, { key })).body.code, 'sign-in.key-refused', 'revoked');
  const short = (await make({ role: 'auditor', days: 1 })).body.key;
  clock.pass({ hours: 24 });
  assert.equal((await send(listAudit, { key: short })).body.code, 'sign-in.key-refused', 'expired');
});

test('a key of another city reads that city only', async () => {
  const body = { name: '示例系统', role: 'auditor', days: 9 };
  const { key } = (await send(createApiKey, { cookie: await sharedAdministrator(place, '410700'), body })).body;
  const { rows } = (await send(listAudit, { key, query: { limit: '500' } })).body;
  assert.ok(rows.length > 0);
  assert.ok(rows.every((row) => !JSON.stringify(row).includes('410800')));
});

test('secrets shown once are not kept for a repeat of the request', async () => {
  const cookie = await administrator();
  const headers = { 'idempotency-key': 'one act' };
  const body = { name: '示例系统', role: 'auditor', days: 9 };
  const { key } = (await send(createApiKey, { cookie, headers, body })).body;
  const owner = new pg.Client({ connectionString: place.fresh.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ found: number }>(
    'select count(*)::int as found from repeated_requests where answer::text like $1',
    [`%${key}%`],
  );
  await owner.end();
  assert.equal(rows[0]?.found, 0);
});

test('the business clock is held and let go by an administrator, and the audit says from what to what', async () => {
  const cookie = await administrator();
  const before = (await send(whoAmI, { cookie })).body.city;
  const held = await send(editCity, { cookie, body: { revision: before?.revision, heldDay: '2022-01-08' } });
  assert.deepEqual([held.body.today, held.body.held], ['2022-01-08', true]);
  const stale = await send(editCity, { cookie, body: { revision: before?.revision, heldDay: null } });
  assert.equal(stale.body.code, 'changed-meanwhile');
  const { rows } = (await send(listAudit, { cookie, query: { action: 'city.edit' } })).body;
  assert.deepEqual(
    rows.map((row) => [row.before, row.after]),
    [
      [
        { name: '焦作市', nameEn: 'Jiaozuo', heldDay: null },
        { name: '焦作市', nameEn: 'Jiaozuo', heldDay: '2022-01-08' },
      ],
    ],
  );
});

test('the last administrator stays, also when two disable each other at the same time', async () => {
  const second = await settledUser(place, 'second.admin', 'administrator');
  const theirs = await enter(place, 'second.admin');
  const ours = await administrator();
  const own = (await send(whoAmI, { cookie: ours })).body.user?.id ?? '';
  const replies = await Promise.all([
    send(disableUser, { cookie: ours, params: { id: second } }),
    send(disableUser, { cookie: theirs, params: { id: own } }),
  ]);
  const done = replies.filter((reply) => reply.status === 200);
  assert.equal(done.length, 1, replies.map((reply) => reply.body.code).join());
  const left = replies[0]?.status === 200 ? ours : theirs;
  const { body } = await send(listUsers, { cookie: left, query: { role: 'administrator', disabled: 'no' } });
  assert.equal(body.total, 1);
});
