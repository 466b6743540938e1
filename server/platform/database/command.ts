import { join } from 'node:path';
import { dataHome, shareCluster, startEmbedded } from './embedded/index.ts';
import { readRunning } from './embedded/running.mjs';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './pool.ts';

const checkout = join(import.meta.dirname, '../../..');

interface Addresses {
  databaseUrl: string;
  ownerUrl: string;
  stop(): Promise<void>;
}

/** The database that `npm start` and `npm run serve` use: DATABASE_URL, else the embedded one, running or started for the while. */
async function findDatabase(): Promise<Addresses> {
  const given = process.env.DATABASE_URL;
  if (given) return { databaseUrl: given, ownerUrl: process.env.DATABASE_OWNER_URL ?? given, stop: async () => {} };
  const home = dataHome(checkout);
  if (readRunning(home)) {
    const cluster = await shareCluster(home, 'durable');
    return { databaseUrl: cluster.appUrl, ownerUrl: cluster.ownerUrl, stop: async () => {} };
  }
  const embedded = await startEmbedded({ dataDir: home });
  return { databaseUrl: embedded.appUrl, ownerUrl: embedded.ownerUrl, stop: () => embedded.stop() };
}

/** Runs a command (`npx baogong …`) on the product's database, brought to the current schema first, beside a running server or without. */
export async function withCommandDatabase<T>(act: (database: Database) => Promise<T>): Promise<T> {
  const addresses = await findDatabase();
  try {
    await migrate(addresses.ownerUrl);
    const database = openDatabase(addresses.databaseUrl, { size: 2 });
    try {
      return await act(database);
    } finally {
      await database.close();
    }
  } finally {
    await addresses.stop();
  }
}
