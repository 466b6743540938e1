import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after } from 'node:test';
import type { z } from 'zod';
import { demonstrationSignIn, demonstrationUsers } from '#contracts/accounts.ts';
import type { Contract } from '#contracts/contract.ts';
import type { Role } from '#contracts/roles.ts';
import { type App, createApp } from '#server/app.ts';
import { loadExampleWhenEmpty } from '#server/exchange/index.ts';
import { ensureDemonstrationUsers } from '#server/platform/auth/index.ts';
import { type Clock, realClock } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/database/index.ts';
import { testDatabase } from './database.ts';

const root = join(import.meta.dirname, '../..');

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface CallInput {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Someone who calls the API; `cookie` is '' for the public. */
export interface Caller {
  cookie: string;
  /** calls an operation and answers what came, also a problem */
  send<C extends Contract>(
    contract: C,
    input?: CallInput,
  ): Promise<Answer<z.output<C['response']> & { code?: string; words?: { zh: string; en: string } }>>;
  /** the same, but a status of 400 or more is thrown */
  call<C extends Contract>(contract: C, input?: CallInput): Promise<z.output<C['response']>>;
  /** the bytes of a file */
  file(contract: Contract, input?: CallInput): Promise<Uint8Array>;
}

export interface TestApp {
  app: App;
  /** http://127.0.0.1:port */
  url: string;
  ownerUrl: string;
  city: string;
  /** what the server logged, line by line */
  log: string[];
  /** the demonstration's user of that role */
  as(role: Role): Promise<Caller>;
  public: Caller;
}

export interface TestAppOptions {
  clock?: Clock;
  forecasts?: boolean;
  webRoot?: string;
}

/**
 * The whole product on a database of the test's own, with the example loaded and a user of each role, listening on loopback. Call at the top
 * of a test file; it closes after the file.
 */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { close, ...product } = await openTestApp(options);
  after(close);
  return product;
}

/** The same, closed by its caller. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp & { close(): Promise<void> }> {
  const cleanUps: Array<() => unknown> = [];
  const fresh = await testDatabase({ after: (act) => void cleanUps.push(act as () => unknown) });
  const clock = options.clock ?? realClock;
  const database = openDatabase(fresh.appUrl, { size: 4 });
  const city = await loadExampleWhenEmpty(database, clock, join(root, 'example'));
  if (!city) throw new Error('the example was not loaded');
  await ensureDemonstrationUsers(database, clock, city);
  await database.close();
  const log: string[] = [];
  const logTo = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const app = await createApp({
    config: {
      mode: 'demonstration',
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      secret: 'a secret of the tests only, 32 long',
      logLevel: 'info',
      forecasts: options.forecasts ?? false,
    },
    databaseUrl: fresh.appUrl,
    ownerUrl: fresh.ownerUrl,
    clock,
    logTo,
    ...(options.webRoot ? { webRoot: options.webRoot } : {}),
  });
  const url = await app.start();
  const everyone = callerAt(url, '');
  const signedIn = new Map<Role, Promise<Caller>>();
  return {
    app,
    url,
    ownerUrl: fresh.ownerUrl,
    city,
    log,
    public: everyone,
    as(role) {
      const known = signedIn.get(role) ?? signInAs(url, everyone, role);
      signedIn.set(role, known);
      return known;
    },
    async close() {
      await app.stop();
      for (const cleanUp of cleanUps) await cleanUp();
    },
  };
}

async function signInAs(url: string, everyone: Caller, role: Role): Promise<Caller> {
  const { rows } = await everyone.call(demonstrationUsers);
  const user = rows.find((row) => row.role === role);
  if (!user) throw new Error(`the demonstration has no ${role}`);
  const answer = await everyone.send(demonstrationSignIn, { body: { userName: user.userName } });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return callerAt(url, cookie);
}

/** A caller with a cookie (or none); `headers` of a call may carry an API key instead. */
export function callerAt(url: string, cookie: string): Caller {
  const request = async (contract: Contract, input: CallInput): Promise<Response> => {
    const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
    const query = new URLSearchParams(Object.entries(input.query ?? {}).map(([key, value]) => [key, String(value)]));
    return fetch(`${url}${path}${query.size > 0 ? `?${query}` : ''}`, {
      method: contract.method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(contract.method === 'GET' || input.body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...input.headers,
      },
      ...(contract.method === 'GET'
        ? {}
        : { body: input.body instanceof FormData ? input.body : JSON.stringify(input.body ?? {}) }),
    });
  };
  const failed = async (contract: Contract, response: Response): Promise<Error> =>
    new Error(`${contract.method} ${contract.path}: ${response.status} ${await response.text()}`);
  return {
    cookie,
    async send(contract, input = {}) {
      const response = await request(contract, input);
      return { status: response.status, body: (await response.json()) as never, headers: response.headers };
    },
    async call(contract, input = {}) {
      const response = await request(contract, input);
      if (!response.ok) throw await failed(contract, response);
      return (await response.json()) as never;
    },
    async file(contract, input = {}) {
      const response = await request(contract, input);
      if (!response.ok) throw await failed(contract, response);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
