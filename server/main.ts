/** `npm start` and `npm run serve` end here: database, migrations, example data, then the server. */
import { join } from 'node:path';
import { createApp } from './app.ts';
import { makeUpPractice } from './command/index.ts';
import { loadExampleWhenEmpty } from './exchange/index.ts';
import { ensureDemonstrationUsers, findDemonstrationUsers } from './platform/auth/index.ts';
import { realClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import {
  AlreadyRunningError,
  dataHome,
  EmbeddedDatabaseError,
  startEmbedded,
} from './platform/database/embedded/index.ts';
import { DatabaseUnreachableError, migrate, openDatabase } from './platform/database/index.ts';
import { giveMemoryBack } from './platform/memory.ts';

const checkout = join(import.meta.dirname, '..');

interface Databases {
  databaseUrl: string;
  ownerUrl: string;
  announce(address: string): void;
  stop(): Promise<void>;
}

/** Counted from where `npm start` began, when it says so. */
const began = Number(process.env.BAOGONG_BEGAN ?? Date.now());

function say(zh: string, en: string): void {
  process.stdout.write(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${zh} · ${en}\n`);
}

async function openDatabases(): Promise<Databases> {
  const given = process.env.DATABASE_URL;
  if (given) {
    const ownerUrl = process.env.DATABASE_OWNER_URL ?? given;
    return { databaseUrl: given, ownerUrl, announce: () => {}, stop: async () => {} };
  }
  const embedded = await startEmbedded({
    dataDir: process.env.BAOGONG_DATA ?? dataHome(checkout),
    onStep: (step) => process.stdout.write(`          ${step}\n`),
    onRestart: (error) =>
      error === null
        ? say('数据库中断后已重新启动', 'the database had stopped and was started again')
        : process.stderr.write(`${explain(error)}`),
  });
  return {
    databaseUrl: embedded.appUrl,
    ownerUrl: embedded.ownerUrl,
    announce: embedded.announce,
    stop: embedded.stop,
  };
}

/** The example and its people, when the database is empty. Real use never gets them. */
async function prepareDemonstration(databaseUrl: string): Promise<string[]> {
  const database = openDatabase(databaseUrl, { size: 4 });
  try {
    const city = await loadExampleWhenEmpty(database, realClock, join(checkout, 'example'));
    if (!city) return [];
    const users = await ensureDemonstrationUsers(database, realClock, city);
    await makeUpPractice(database, realClock, city);
    return users.map((user) => `${user.name}（${user.userName}）`);
  } finally {
    await database.close();
  }
}

async function refuseDemonstrationUsers(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, { size: 2 });
  try {
    const found = await findDemonstrationUsers(database);
    if (found.length === 0) return;
    throw new Refusal(
      `这个数据库里有示例用户（${found.join('、')}），正式使用请换一个空的数据库，再用 npx baogong user add 建立第一个管理员`,
      `This database holds demonstration users (${found.join(', ')}): for real use take an empty database and add the first administrator with npx baogong user add`,
    );
  } finally {
    await database.close();
  }
}

/** Why the server does not start, with what to do. */
class Refusal extends Error {
  readonly zh: string;
  readonly en: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
    this.en = en;
  }
}

/** From the moment the database runs, a signal stops what has been started, in order; once. */
function stopOnSignals(databases: Databases): (stopApp: () => Promise<void>) => void {
  let stopApp = async (): Promise<void> => {};
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    say(`收到 ${signal}，正在停止`, `${signal}: stopping`);
    await stopApp();
    await databases.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
  return (given) => {
    stopApp = given;
  };
}

async function main(): Promise<void> {
  const { config, problems } = readConfig(process.env);
  if (problems.length > 0) {
    throw new Refusal(
      problems.map((problem) => `${problem.variable}：${problem.zh}`).join('\n'),
      problems.map((problem) => `${problem.variable}: ${problem.en}`).join('\n'),
    );
  }
  say('启动数据库', 'starting the database');
  const databases = await openDatabases();
  const onSignal = stopOnSignals(databases);
  try {
    say('更新数据库结构', 'bringing the schema up to date');
    await migrate(databases.ownerUrl);
    let signIns: string[] = [];
    if (config.mode === 'demonstration') {
      say('准备示例数据', 'preparing the example');
      signIns = await prepareDemonstration(databases.databaseUrl);
    } else {
      await refuseDemonstrationUsers(databases.databaseUrl);
    }
    const app = await createApp({ config, databaseUrl: databases.databaseUrl, ownerUrl: databases.ownerUrl });
    onSignal(() => app.stop());
    const address = await app.start();
    databases.announce(address);
    say(`已启动：${address}`, `running at ${address}`);
    void giveMemoryBack();
    if (signIns.length > 0) {
      process.stdout.write(`\n  示例数据，点击即可登录 · example data, one-click sign-in:\n`);
      for (const signIn of signIns) process.stdout.write(`    ${signIn}\n`);
      process.stdout.write('\n');
    }
  } catch (error) {
    await databases.stop();
    throw error;
  }
}

function explain(error: unknown): string {
  if (error instanceof Refusal) return `${error.zh}\n${error.en}\n`;
  if (
    error instanceof AlreadyRunningError ||
    error instanceof EmbeddedDatabaseError ||
    error instanceof DatabaseUnreachableError
  ) {
    return `${error.message}\n`;
  }
  if ((error as { code?: string } | null)?.code === 'EADDRINUSE') {
    const port = process.env.PORT ?? '8300';
    return `端口 ${port} 已被占用，请用环境变量 PORT 另选一个\nPort ${port} is taken; choose another with the variable PORT\n`;
  }
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(explain(error));
  process.exit(1);
}
