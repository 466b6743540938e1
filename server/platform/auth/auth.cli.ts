import { parseArgs } from 'node:util';
import { scopeOfRole, userRoles } from '#contracts/accounts.ts';
import { userName as userNameSchema } from '#contracts/administration.ts';
import type { Role } from '#contracts/roles.ts';
import { realClock } from '../clock.ts';
import { withCommandDatabase } from '../database/command.ts';
import { type Database, systemActor } from '../database/index.ts';
import { DomainError, problemOf } from '../errors.ts';
import { inWork, type Work } from '../work.ts';
import { hashPassword, oneTimePassword, requireGoodPassword } from './passwords.ts';
import { newId } from './secrets.ts';
import { endSessions } from './sign-in.service.ts';
import { insertUser } from './users.repository.ts';

const usage = `npx baogong user add --user-name NAME --name 姓名 [--role administrator] [--units ID,ID] [--city CODE] [--password-stdin]
    (--city-name 市名 --city-name-en NAME: 城市还不存在时 · where the city does not exist yet)
npx baogong user reset --user-name NAME [--password-stdin]
    roles: ${userRoles.join(' ')}
`;

/** A command that cannot be done as given; both languages. */
class UsageError extends Error {}

const options = {
  'user-name': { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string', default: 'administrator' },
  units: { type: 'string', default: '' },
  city: { type: 'string' },
  'city-name': { type: 'string' },
  'city-name-en': { type: 'string' },
  'password-stdin': { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** `user add|reset`: the first administrator of an installation, and the way back in when every administrator is locked out. */
export async function user(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const act = positionals.length === 1 ? { add: addUser, reset: resetUser }[positionals[0] ?? ''] : undefined;
    if (!act) throw new UsageError(usage);
    const password = values['password-stdin'] ? await readPassword() : null;
    process.stdout.write(await withCommandDatabase((database) => act(database, values, password)));
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return error instanceof UsageError || isUnknownOption(error) ? 2 : 1;
  }
}

function isUnknownOption(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS');
}

function explain(error: unknown): string {
  if (isUnknownOption(error)) return usage;
  if (error instanceof DomainError) {
    const { zh, en } = problemOf(error, 'zh').words;
    return `${zh}\n${en}`;
  }
  return error instanceof Error ? error.message : String(error);
}

async function readPassword(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

function requireUserName(values: Values): string {
  const parsed = userNameSchema.safeParse(values['user-name'] ?? '');
  if (parsed.success) return parsed.data;
  throw new UsageError(`--user-name：2–60 个字母、数字或 . _ @ - · 2 to 60 letters, digits or . _ @ -\n${usage}`);
}

/** Adds a user to a city, and the city when it is not there yet. Answers what to print. */
export async function addUser(database: Database, values: Values, password: string | null): Promise<string> {
  const userName = requireUserName(values);
  const role = userRoles.find((known) => known === values.role);
  if (!role || !values.name?.trim()) throw new UsageError(usage);
  const name = values.name.trim();
  if (password !== null) requireGoodPassword(password, userName);
  const given = password ?? oneTimePassword();
  const city = await cityOf(database, values);
  await inWork(database, realClock, systemActor(city, '命令行'), async (work) => {
    await ensureCity(work, values);
    const user = { user_id: newId('u'), user_name: userName, display_name: name, ...scopeOf(role, values.units ?? '') };
    const rest = { second_factor_required: false, external_id: null, demonstration: false };
    await insertUser(work, { ...user, ...rest }, await hashPassword(given));
    if (password !== null) await keepPassword(work, user.user_id);
    work.audit({ action: 'user.create', subject: 'user', subjectId: user.user_id, after: { userName, name, role } });
    work.changed('users', 'city');
  });
  return told(userName, password, given);
}

function scopeOf(role: Role, units: string) {
  const ids = units.split(',').filter((id) => id !== '');
  const scope = scopeOfRole[role];
  if ((scope === 'city') !== (ids.length === 0)) {
    throw new UsageError(`${role}: ${scope === 'city' ? '不要写 · leave out' : '请写 · needs'} --units`);
  }
  return { role, scope, scope_ids: ids };
}

async function cityOf(database: Database, values: Values): Promise<string> {
  if (values.city !== undefined) {
    if (/^\d{6}$/.test(values.city)) return values.city;
    throw new UsageError('--city：六位行政区划代码，如 410800 · a six-digit GB/T 2260 code such as 410800');
  }
  const cities = await database.kysely.selectFrom('cities').select('city_code').limit(2).execute();
  if (cities.length === 1 && cities[0]) return cities[0].city_code;
  throw new UsageError(`--city：请写明城市代码 · say which city\n${usage}`);
}

async function ensureCity(work: Work, values: Values): Promise<void> {
  const city = work.actor.city;
  const known = await work.tx.selectFrom('cities').select('city_code').where('city_code', '=', city).executeTakeFirst();
  if (known) return;
  const name = values['city-name'];
  const nameEn = values['city-name-en'];
  if (!name || !nameEn) {
    throw new UsageError(
      `${city} 还不存在，请加上 --city-name 和 --city-name-en · ${city} does not exist yet: add --city-name and --city-name-en`,
    );
  }
  await work.tx.insertInto('cities').values({ city_code: city, name, name_en: nameEn }).execute();
  work.audit({ action: 'city.add', subject: 'city', subjectId: city, after: { name, nameEn } });
}

/** A password that the user brought is the user's own. */
async function keepPassword(work: Work, userId: string): Promise<void> {
  await work.tx
    .updateTable('user_credentials')
    .set({ must_change_password: false, password_changed_at: work.now })
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', userId)
    .execute();
}

/** A new password, the second factor cleared, the lock lifted, every session ended. Answers what to print. */
export async function resetUser(database: Database, values: Values, password: string | null): Promise<string> {
  const userName = requireUserName(values);
  if (password !== null) requireGoodPassword(password, userName);
  const given = password ?? oneTimePassword();
  for (const { city_code: city } of await database.kysely.selectFrom('cities').select('city_code').execute()) {
    const done = await inWork(database, realClock, systemActor(city, '命令行'), (work) =>
      resetIn(work, userName, given, password === null),
    );
    if (done) return told(userName, password, given);
  }
  throw new UsageError(`没有用户 ${userName} · there is no user ${userName}`);
}

async function resetIn(work: Work, userName: string, password: string, oneTime: boolean): Promise<boolean> {
  const city = work.actor.city;
  const found = await work.tx
    .selectFrom('users')
    .select('user_id')
    .where('city_code', '=', city)
    .where('user_name', '=', userName)
    .executeTakeFirst();
  if (!found) return false;
  const userId = found.user_id;
  await work.tx
    .updateTable('user_credentials')
    .set({
      password_hash: await hashPassword(password),
      password_changed_at: work.now,
      must_change_password: oneTime,
      totp_secret: null,
      totp_pending_secret: null,
    })
    .where('city_code', '=', city)
    .where('user_id', '=', userId)
    .execute();
  await work.tx.deleteFrom('sign_in_attempts').where('city_code', '=', city).where('user_id', '=', userId).execute();
  const sessionsEnded = await endSessions(work, userId, null);
  work.audit({
    action: 'password.reset',
    subject: 'user',
    subjectId: userId,
    after: { sessionsEnded, secondFactor: 'cleared' },
  });
  work.changed('users', 'session');
  return true;
}

function told(userName: string, password: string | null, given: string): string {
  if (password !== null) return `${userName}：已设置 · set\n`;
  return `${userName}\n一次性密码（只显示这一次，首次登录须修改）· one-time password, shown only now, to be changed at the first sign-in:\n${given}\n`;
}
