/** What a first visit costs: bytes over the wire until the sign-in page and the situation's first screen stand; and the server's memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { demonstrationSignIn, demonstrationUsers } from '#contracts/accounts.ts';
import { planningContracts } from '#contracts/planning.ts';
import { type Caller, callerAt } from '#tests/support/app.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { testDatabase } from '#tests/support/database.ts';
import { ensureWeb } from '../scripts/lib/prepare.mjs';
import type { Measurement } from './main.ts';

const checkout = join(import.meta.dirname, '..');
const aimKilobytes = 250;
const aimMegabytes = 300;
const settleMilliseconds = 30_000;

export async function run(): Promise<Measurement[]> {
  await ensureWeb();
  const cleanUps: Array<() => unknown> = [];
  const database = await testDatabase({ after: (act) => void cleanUps.push(act as () => unknown) });
  const server = startServer(database.appUrl, database.ownerUrl);
  try {
    const url = await addressOf(server);
    return [...(await firstLoad(url)), ...(await memory(server, url))];
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    for (const cleanUp of cleanUps) await cleanUp();
  }
}

function startServer(databaseUrl: string, ownerUrl: string): ChildProcess {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: ownerUrl,
    PORT: '0',
    BAOGONG_MODE: 'demonstration',
    BAOGONG_FORECASTS: 'off',
    // as npm start sets it
    MALLOC_ARENA_MAX: '2',
  };
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(checkout, 'server/main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const found = /running at (http:\S+)/.exec(text);
      if (found?.[1]) resolve(found[1]);
    });
    server.once('exit', () => reject(new Error('the server ended before it listened')));
  });
}

/** Bytes as they came over the wire, compressed, by Chromium's own count. */
async function bytesUntil(page: Page, path: string, ready: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', (event) => {
    bytes += event.encodedDataLength;
  });
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForSelector(ready);
  await page.waitForLoadState('networkidle').catch(() => {});
  return bytes;
}

async function firstLoad(url: string): Promise<Measurement[]> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const bytes = await bytesUntil(page, `${url}/sign-in`, 'form, button');
    const kilobytes = bytes / 1000;
    return [
      {
        name: 'first load until the sign-in stands',
        value: `${kilobytes.toFixed(0)} kB`,
        ratio: kilobytes / aimKilobytes,
        compared: 'all bytes over the wire, compressed, empty cache; 250 kB',
        aim: `≤ ${aimKilobytes} kB`,
        met: kilobytes <= aimKilobytes,
      },
    ];
  } finally {
    await browser.close();
  }
}

/** Resident memory in MB, now and at its highest; from the kernel's own account of the process. */
function residentMegabytes(server: ChildProcess): { now: number; most: number } {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  return { now: read('VmRSS'), most: read('VmHWM') };
}

async function memory(server: ChildProcess, url: string): Promise<Measurement[]> {
  if (process.platform !== 'linux') return [];
  const rest = residentMegabytes(server).now;
  const lead = await signIn(url);
  const { id } = await lead.call(planningContracts.request, { body: {} });
  for (;;) {
    const { state } = await lead.call(planningContracts.read, { params: { id } });
    if (state === 'ready') break;
    if (state === 'failed' || state === 'cancelled') throw new Error(`the plan is ${state}`);
    await wait(200);
  }
  const peak = residentMegabytes(server).most;
  await wait(settleMilliseconds);
  const after = residentMegabytes(server).now;
  const row = (name: string, value: number, compared: string): Measurement => ({
    name,
    value: `${value.toFixed(0)} MB`,
    ratio: value / aimMegabytes,
    compared,
    aim: `≤ ${aimMegabytes} MB`,
    met: value <= aimMegabytes,
  });
  return [
    row('server at rest', rest, 'resident memory after the start on the example; 300 MB'),
    {
      name: 'server at its highest during a plan',
      value: `${peak.toFixed(0)} MB`,
      ratio: peak / rest,
      compared: `of the same process; at rest ${rest.toFixed(0)} MB`,
    },
    row('server after a plan', after, `${settleMilliseconds / 1000} s after it; at rest ${rest.toFixed(0)} MB`),
  ];
}

async function signIn(url: string): Promise<Caller> {
  const everyone = callerAt(url, '');
  const { rows } = await everyone.call(demonstrationUsers);
  const user = rows.find((row) => row.role === 'city_lead');
  if (!user) throw new Error('the demonstration has no city lead');
  const answer = await everyone.send(demonstrationSignIn, { body: { userName: user.userName } });
  return callerAt(
    url,
    answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  );
}
