import { Writable } from 'node:stream';
import { after } from 'node:test';
import type { InjectOptions } from 'fastify';
import type { z } from 'zod';
import { scopeOfRole, signIn, whoAmI } from '#contracts/accounts.ts';
import { createUser } from '#contracts/administration.ts';
import type { Contract } from '#contracts/contract.ts';
import type { Role } from '#contracts/roles.ts';
import { type App, createApp } from '#server/app.ts';
import { addUser } from '#server/platform/auth/auth.cli.ts';
import { hashPassword } from '#server/platform/auth/passwords.ts';
import { newId } from '#server/platform/auth/secrets.ts';
import { insertUser } from '#server/platform/auth/users.repository.ts';
import type { Config } from '#server/platform/config.ts';
import { type Database, openDatabase, systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** The parts of a city that users are bound to. */
const cities = {
  '410800': { name: '焦作市', nameEn: 'Jiaozuo', county: '410811', enterprise: 'E14', demandPoint: 'H-CITY1' },
  '410700': { name: '新乡市', nameEn: 'Xinxiang', county: '410702', enterprise: 'X01', demandPoint: 'X-H1' },
} as const;
export type CityCode = keyof typeof cities;

/** What users of these tests choose. */
export const ownPassword = 'seven geese over the lake';
export const administratorPassword = 'the first heron stands at dawn';

/** A clock that tests move; it starts at an instant of the year 2022. */
export class MovableClock {
  #time = Date.parse('2022-01-08T02:00:00Z');
  now(): Date {
    return new Date(this.#time);
  }
  pass(amount: { seconds?: number; minutes?: number; hours?: number }): void {
    this.#time += ((amount.seconds ?? 0) + (amount.minutes ?? 0) * 60 + (amount.hours ?? 0) * 3600) * 1000;
  }
}

export interface Reply<C extends Contract> {
  status: number;
  body: z.output<C['response']> & { code?: string; params?: Record<string, unknown> };
  cookie: string;
  setCookie: string;
}

export interface Installation {
  app: App;
  clock: MovableClock;
  database: Database;
  fresh: TestDatabase;
  log: string[];
  send<C extends Contract>(contract: C, input?: Input): Promise<Reply<C>>;
}

export interface Input {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  cookie?: string;
  key?: string;
  headers?: Record<string, string>;
  address?: string;
}

/** The product in real use (or the demonstration) with two cities and an administrator in each: `admin.410800`, `admin.410700`. */
export async function installation(
  mode: Config['mode'] = 'serve',
  options: { webRoot?: string; provider?: Config['provider'] } = {},
): Promise<Installation> {
  // Dropped after the product has stopped: its job queue still asks until then.
  const drops: Array<() => Promise<unknown>> = [];
  const fresh = await testDatabase({ after: (drop) => void drops.push(async () => (drop as () => unknown)()) });
  const clock = new MovableClock();
  const database = openDatabase(fresh.appUrl, { size: 3 });
  for (const city of Object.keys(cities) as CityCode[]) await addCity(database, clock, city);
  const log: string[] = [];
  const logTo = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const app = await createApp({
    config: {
      mode,
      host: '127.0.0.1',
      port: 0,
      publicUrl: mode === 'serve' ? 'https://baogong.example' : null,
      secret: 'a secret of the tests only, 32 characters',
      logLevel: 'info',
      forecasts: false,
      provider: options.provider ?? null,
    },
    databaseUrl: fresh.appUrl,
    ownerUrl: fresh.ownerUrl,
    clock,
    logTo,
    ...(options.webRoot === undefined ? {} : { webRoot: options.webRoot }),
  });
  await app.fastify.ready();
  after(async () => {
    await app.stop();
    await database.close();
    for (const drop of drops) await drop();
  });
  return { app, clock, database, fresh, log, send: (contract, input) => send(app, contract, input) };
}

async function addCity(database: Database, clock: MovableClock, city: CityCode): Promise<void> {
  const given = {
    'user-name': `admin.${city}`,
    name: `示例管理员${city}`,
    role: 'administrator',
    units: '',
    city,
    'password-stdin': true,
  };
  const { name, nameEn, county, enterprise, demandPoint } = cities[city];
  await addUser(database, { ...given, 'city-name': name, 'city-name-en': nameEn }, administratorPassword);
  await inWork(database, clock, systemActor(city), async ({ tx }) => {
    const place = { city_code: city, county_code: county, lat: 35.2, lon: 113.2 };
    await tx
      .insertInto('counties')
      .values({ ...place, name: '示例区', name_en: 'Example district', population: 1000 })
      .execute();
    await tx
      .insertInto('enterprises')
      .values({ ...place, enterprise_id: enterprise, name: '示例厂', staff: 10 })
      .execute();
    await tx
      .insertInto('demand_points')
      .values({ ...place, demand_point_id: demandPoint, name: '示例医院', kind: 'hospital', served: 10 })
      .execute();
  });
}

async function send<C extends Contract>(app: App, contract: C, input: Input = {}): Promise<Reply<C>> {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const write = contract.method !== 'GET';
  const options: InjectOptions = {
    method: contract.method,
    url: path,
    query: input.query ?? {},
    remoteAddress: input.address ?? '127.0.0.1',
    headers: {
      host: app.config.mode === 'serve' ? 'baogong.example' : '127.0.0.1:8300',
      ...(input.cookie ? { cookie: input.cookie } : {}),
      ...(input.key ? { authorization: `Bearer ${input.key}` } : {}),
      ...(write ? { 'content-type': 'application/json' } : {}),
      ...input.headers,
    },
    ...(write ? { payload: JSON.stringify(input.body ?? {}) } : {}),
  };
  const response = await app.fastify.inject(options);
  const setCookie = [response.headers['set-cookie'] ?? []].flat().join('\n');
  return { status: response.statusCode, body: response.json(), setCookie, cookie: setCookie.split(';')[0] ?? '' };
}

/** The cookie of a newly signed-in administrator. */
export async function administrator(place: Installation, city: CityCode = '410800'): Promise<string> {
  const reply = await place.send(signIn, { body: { userName: `admin.${city}`, password: administratorPassword } });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.cookie;
}

const lasting = new Map<string, string>();

/** The cookie of an administrator's session that tests share, so that each does not pay for a sign-in. */
export async function sharedAdministrator(place: Installation, city: CityCode = '410800'): Promise<string> {
  const known = lasting.get(city);
  if (known && (await place.send(whoAmI, { cookie: known })).body.user) return known;
  const cookie = await administrator(place, city);
  lasting.set(city, cookie);
  return cookie;
}

const unitsOf = (role: Role, city: CityCode): string[] => {
  const { county, enterprise, demandPoint } = cities[city];
  const units: Partial<Record<Role, string>> = {
    county_officer: county,
    enterprise_clerk: enterprise,
    requester: demandPoint,
  };
  return units[role] === undefined ? [] : [units[role]];
};

let ownHash: Promise<string> | undefined;

/** The id of a new user who has chosen `ownPassword`; made without the pages, so that a test pays for no hashing. */
export async function settledUser(
  place: Installation,
  userName: string,
  role: Role,
  city: CityCode = '410800',
): Promise<string> {
  ownHash ??= hashPassword(ownPassword);
  const hash = await ownHash;
  const userId = newId('u');
  const bound = { role, scope: scopeOfRole[role], scope_ids: unitsOf(role, city) };
  const rest = { second_factor_required: false, external_id: null, demonstration: false };
  await inWork(place.database, place.clock, systemActor(city), async (work) => {
    await insertUser(
      work,
      { user_id: userId, user_name: userName, display_name: `示例${userName}`, ...bound, ...rest },
      hash,
    );
    await work.tx
      .updateTable('user_credentials')
      .set({ must_change_password: false })
      .where('user_id', '=', userId)
      .execute();
  });
  return userId;
}

/** The cookie of a settled user. */
export async function enter(place: Installation, userName: string): Promise<string> {
  const reply = await place.send(signIn, { body: { userName, password: ownPassword } });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.cookie;
}

/** A new user of a role with a one-time password. */
export async function newUser(
  place: Installation,
  userName: string,
  role: Role,
  more: { secondFactorRequired?: boolean; city?: CityCode } = {},
): Promise<{ id: string; userName: string; oneTimePassword: string }> {
  const { city = '410800', ...rest } = more;
  const cookie = await sharedAdministrator(place, city);
  const body = { userName, name: `示例${userName}`, role, scopeIds: unitsOf(role, city), ...rest };
  const reply = await place.send(createUser, { cookie, body });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return { id: reply.body.user.id, userName, oneTimePassword: reply.body.oneTimePassword };
}
