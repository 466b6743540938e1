import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { signIn, whoAmI } from '#contracts/accounts.ts';
import { auditHistory, listAudit, verifyAuditChain } from '#contracts/administration.ts';
import {
  administrator,
  administratorPassword,
  enter,
  installation,
  settledUser,
  sharedAdministrator,
} from './support.ts';

const place = await installation();
const { send } = place;
const checkout = join(import.meta.dirname, '../..');

interface Ended {
  code: number;
  output: string;
}

/** `npx baogong …` on the installation's database, as another process beside the running server. */
function baogong(args: string[], input = ''): Promise<Ended> {
  const { appUrl, ownerUrl } = place.fresh;
  const env = { ...process.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(checkout, 'server/cli.ts'), ...args],
      { env },
      (error, out, wrong) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: out + wrong });
      },
    );
    child.stdin?.end(input);
  });
}

async function asOwner(statement: string, values: unknown[] = []): Promise<void> {
  const owner = new pg.Client({ connectionString: place.fresh.ownerUrl });
  await owner.connect();
  await owner.query(statement, values);
  await owner.end();
}

test('the first administrator is made on the command line and signs in with the password given', async () => {
  const password = 'nine boats before the storm';
  const add = [
    'user',
    'add',
    '--city',
    '410500',
    '--city-name',
    '安阳市',
    '--city-name-en',
    'Anyang',
    '--user-name',
    'First',
    '--name',
    '示例',
  ];
  const made = await baogong([...add, '--password-stdin'], `${password}\n`);
  assert.equal(made.code, 0, made.output);
  assert.ok(!made.output.includes(password));
  const reply = await send(signIn, { body: { userName: 'first', password } });
  assert.deepEqual([reply.status, reply.body.city?.code, reply.body.user?.role], [200, '410500', 'administrator']);
});

test('without a password one is made, printed once and must be changed', async () => {
  const made = await baogong([
    'user',
    'add',
    '--city',
    '410800',
    '--user-name',
    'second',
    '--name',
    '示例',
    '--role',
    'auditor',
  ]);
  const password = /[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/.exec(made.output)?.[0] ?? '';
  const reply = await send(signIn, { body: { userName: 'second', password } });
  assert.equal(reply.body.user?.pending, 'password');
});

test('a reset on the command line lets in an administrator whom everything locked out', async () => {
  for (let failure = 1; failure <= 5; failure += 1)
    await send(signIn, { body: { userName: 'admin.410700', password: 'wrong' } });
  const reset = await baogong(
    ['user', 'reset', '--user-name', 'admin.410700', '--password-stdin'],
    'ten lanterns over the water',
  );
  assert.equal(reset.code, 0, reset.output);
  const body = { userName: 'admin.410700', password: 'ten lanterns over the water' };
  assert.equal((await send(signIn, { body })).status, 200);
});

test('a command that cannot be done says so in both languages and does nothing', async () => {
  const taken = await baogong(['user', 'add', '--city', '410800', '--user-name', 'admin.410800', '--name', '示例']);
  assert.equal(taken.code, 1);
  assert.match(taken.output, /已被使用[\s\S]*taken/);
  const weak = await baogong(
    ['user', 'add', '--city', '410800', '--user-name', 'weak', '--name', '示例', '--password-stdin'],
    'short',
  );
  assert.match(weak.output, /至少 12 个字符[\s\S]*at least 12/);
  assert.equal((await baogong(['user', 'add', '--colour', 'red'])).code, 2);
  assert.equal((await baogong(['user', 'reset', '--user-name', 'nobody'])).code, 2);
});

test('audit verify holds for every city, and names the first entry that was changed', async () => {
  await administrator(place);
  const whole = await baogong(['audit', 'verify']);
  assert.equal(whole.code, 0, whole.output);
  assert.match(whole.output, /焦作市 410800: \d+ 条完好/);
  assert.match(whole.output, /新乡市 410700: \d+ 条完好/);
  await asOwner(`update audit_entries set user_name = 'somebody else' where city_code = '410800' and entry_number = 2`);
  const changed = await baogong(['audit', 'verify']);
  assert.equal(changed.code, 1);
  assert.match(changed.output, /410800: 第 2 条断开：这一条被改动过/);
  assert.match(changed.output, /410700: \d+ 条完好/);
  const cookie = await sharedAdministrator(place);
  assert.deepEqual((await send(verifyAuditChain, { cookie })).body.broken, { entryNumber: 2, reason: 'changed' });
  await asOwner(`delete from audit_entries where city_code = '410800' and entry_number = 2`);
  assert.match((await baogong(['audit', 'verify'])).output, /第 2 条断开：这一条缺失/);
});

test('cutting the newest entries off shows, too', async () => {
  await asOwner(
    `delete from audit_entries where city_code = '410500' and entry_number = (select max(entry_number) from audit_entries where city_code = '410500')`,
  );
  assert.match((await baogong(['audit', 'verify'])).output, /410500: 第 \d+ 条断开：链尾与记录不符/);
});

test('the audit is read page by page, newest first, each entry once', async () => {
  const cookie = await sharedAdministrator(place);
  const numbers: number[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: Array<{ number: number }>; next: string | null } = (
      await send(listAudit, { cookie, query: { limit: '2', ...(cursor === null ? {} : { cursor }) } })
    ).body;
    numbers.push(...page.rows.map((row) => row.number));
    cursor = page.next;
  } while (cursor !== null);
  assert.ok(numbers.length > 4);
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].sort((a, b) => b - a),
  );
});

test('the audit answers who, when and what about', async () => {
  const cookie = await sharedAdministrator(place);
  const id = (await send(whoAmI, { cookie })).body.user?.id ?? '';
  const list = async (query: Record<string, string>) => (await send(listAudit, { cookie, query })).body.rows;
  assert.ok((await list({ who: '管理员' })).every((row) => row.userName.includes('管理员')));
  assert.ok((await list({ action: 'session.open', userId: id })).length > 0);
  assert.equal((await list({ who: '%' })).length, 0, 'a percent sign is a percent sign');
  const day = await list({ from: '2022-01-08', to: '2022-01-08', action: 'session.open' });
  assert.ok(day.length > 0);
  assert.equal((await list({ from: '2022-01-09', to: '2022-01-09' })).length, 0);
});

test('the history of accounts is for those who read the audit; nobody’s secrets are in it', async () => {
  const id = await settledUser(place, 'clerk', 'enterprise_clerk');
  await settledUser(place, 'officer', 'group_officer');
  const params = { subject: 'user', id };
  const officer = await enter(place, 'officer');
  assert.equal((await send(auditHistory, { cookie: officer, params })).body.code, 'access.denied');
  const cookie = await sharedAdministrator(place);
  const { rows } = (await send(listAudit, { cookie, query: { limit: '500' } })).body;
  for (const secret of [administratorPassword, 'scrypt$', 'password_hash'])
    assert.ok(!JSON.stringify(rows).includes(secret), secret);
});
