import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Contract } from '#contracts/contract.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Actor, Database } from '../database/index.ts';
import type { ChangeFeed } from '../events.ts';
import type { Jobs } from '../jobs.ts';

/** What every capability's `register…` receives: the running server and its services. */
export interface AppServer {
  fastify: FastifyInstance;
  database: Database;
  clock: Clock;
  config: Config;
  changes: ChangeFeed;
  jobs: Jobs;
  /** every registered operation, for OpenAPI */
  contracts: Contract[];
  /** who calls: from the session cookie or the API key; the public actor of the city otherwise. Set by platform/auth. */
  resolveActor: (request: FastifyRequest) => Promise<Actor>;
}
