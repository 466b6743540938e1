import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { registerBulletin } from './bulletin/index.ts';
import { registerCommand } from './command/index.ts';
import { registerDispatch } from './dispatch/index.ts';
import { registerExchange } from './exchange/index.ts';
import { registerPlanning } from './planning/index.ts';
import { createResolveActor, registerAccounts } from './platform/auth/index.ts';
import { type Clock, realClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openDatabase } from './platform/database/index.ts';
import { listenForChanges } from './platform/events.ts';
import { addPlugins, createFastify, serveWeb } from './platform/http/fastify.ts';
import type { AppServer } from './platform/http/server.ts';
import { registerSystem } from './platform/http/system-routes.ts';
import { openJobs } from './platform/jobs.ts';
import { registerRegistry, scopeDirectory } from './registry/index.ts';
import { registerReports } from './reports/index.ts';
import { registerRequests } from './requests/index.ts';
import { registerReserves } from './reserves/index.ts';
import { registerStock } from './stock/index.ts';

export interface AppOptions {
  config: Config;
  /** the application's own login: no superuser, no bypassrls */
  databaseUrl: string;
  /** the owner of the schema: migrations and the job queue */
  ownerUrl: string;
  clock?: Clock;
  logTo?: NodeJS.WritableStream;
  webRoot?: string;
}

export interface App extends AppServer {
  /** starts background work and listens; answers the address */
  start(): Promise<string>;
  /** lets requests and jobs under way end, then closes everything */
  stop(): Promise<void>;
}

const stopWithinMilliseconds = 5000;

/** Wires the whole product on a migrated database. The only place, with main.ts and cli.ts, that knows every capability. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config } = options;
  const fastify = createFastify(config, options.logTo);
  const database = openDatabase(options.databaseUrl, { size: 12 });
  const changes = await listenForChanges(options.databaseUrl);
  const jobs = openJobs(options.ownerUrl, (task, error) => fastify.log.error({ err: error, task }, 'job failed'));
  const server: AppServer = {
    fastify,
    database,
    clock: options.clock ?? realClock,
    config,
    changes,
    jobs,
    contracts: [],
    resolveActor: () => Promise.reject(new Error('accounts are not wired')),
  };
  server.resolveActor = createResolveActor(server);
  // compression sees only the routes that are added after it
  await addPlugins(fastify);
  await serveWeb(fastify, config, options.webRoot ?? join(import.meta.dirname, '../dist/web'));
  registerCapabilities(server);
  registerSystem(server, packageJson.version);
  return {
    ...server,
    async start() {
      await jobs.start();
      return fastify.listen({ host: config.host, port: config.port });
    },
    async stop() {
      // Requests under way get their answers; connections that browsers keep open without a request do not hold the stop up.
      const force = setTimeout(() => fastify.server.closeAllConnections(), stopWithinMilliseconds);
      // Together: a plan that is put back in the queue is for the next server, not for this one to begin again.
      await Promise.all([fastify.close(), jobs.stop()]);
      clearTimeout(force);
      await changes.close();
      await database.close();
    },
  };
}

function registerCapabilities(server: AppServer): void {
  registerAccounts(server, scopeDirectory);
  registerRegistry(server);
  registerStock(server);
  registerReports(server);
  registerReserves(server);
  registerRequests(server);
  registerExchange(server);
  registerPlanning(server);
  registerDispatch(server);
  registerCommand(server);
  registerBulletin(server);
}
