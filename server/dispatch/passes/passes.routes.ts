/** Operations of the green channel: each is one call of a service. */
import type { FastifyRequest } from 'fastify';
import { checkpointContracts as gates } from '#contracts/checkpoints.ts';
import { passContracts as contracts } from '#contracts/passes.ts';
import { systemActor } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors.ts';
import { route } from '../../platform/http/route.ts';
import type { AppServer } from '../../platform/http/server.ts';
import { inWork } from '../../platform/work.ts';
import {
  applyForPass,
  decideApplication,
  limitsOf,
  listApplications,
  setLimits,
  withdrawApplication,
} from './applications.service.ts';
import { cityViewOf, listCheckpoints, listScans, registerScan, saveCheckpoint } from './checkpoints.service.ts';
import { cityTime } from './city-time.ts';
import { publishedKeys, revocationList, signerOf } from './keys.service.ts';
import * as repository from './passes.repository.ts';
import { codeOf, revokePass, rotateKey, shownPass } from './passes.service.ts';

export function registerPasses(server: AppServer): void {
  const { secret } = server.config;
  registerPublished(server);
  registerReading(server);
  route(server, contracts.revoke, async (work) => revokePass(work, work.params.id, work.body.reason));
  route(server, contracts.rotate, async (work) => rotateKey(work, secret, work.body));
  route(server, contracts.limits, async (work) => ({ rows: await limitsOf(work) }));
  route(server, contracts.setLimits, async (work) => ({ rows: await setLimits(work, work.body) }));
  route(server, contracts.applications, async (work) => {
    const rows = await listApplications(work, work.query);
    return { rows, next: null, total: rows.length };
  });
  route(server, contracts.apply, async (work) => applyForPass(work, work.body));
  route(server, contracts.decide, async (work) => decideApplication(work, secret, work.params.id, work.body));
  route(server, contracts.withdraw, async (work) => withdrawApplication(work, work.params.id));
  registerCheckpoints(server);
}

function registerPublished(server: AppServer): void {
  const { secret } = server.config;
  route(server, contracts.keys, async (work) => {
    work.reply.header('cache-control', 'public, max-age=60');
    return { keys: await publishedKeys(work) };
  });
  route(server, contracts.revocations, async (work) => {
    const { list, city, count, mark } = await revocationList(work, secret);
    work.reply.header('etag', `"${mark}"`).header('cache-control', 'public, no-cache');
    if (work.request.headers['if-none-match'] === `"${mark}"`) work.reply.code(304);
    return { list, city, count };
  });
  // A city has its key before its first pass, so that a phone can fetch lists at once.
  server.fastify.addHook('onReady', async () => {
    const cities = await server.database.kysely.selectFrom('cities').select('city_code').execute();
    for (const { city_code } of cities) {
      await inWork(server.database, server.clock, systemActor(city_code), (work) =>
        signerOf(work, secret, { make: true }),
      ).catch((error: unknown) => server.fastify.log.error({ err: error }, 'the key that signs passes cannot be read'));
    }
  });
}

function registerReading(server: AppServer): void {
  const originOf = (request: FastifyRequest) => server.config.publicUrl ?? `${request.protocol}://${request.host}`;
  route(server, contracts.list, async (work) => {
    const { kind, search, holding, cursor, limit } = work.query;
    const time = await cityTime(work);
    const { rows, total } = await repository.listPasses(work.tx, work.actor.city, {
      kind,
      search,
      cursor,
      limit,
      holdingAt: holding ? time : null,
    });
    const last = rows.at(-1);
    return {
      rows: rows.map((row) => shownPass(row, time)),
      next: last && rows.length === limit ? `${last.valid_until}|${last.pass_id}` : null,
      total,
    };
  });
  route(server, contracts.read, async (work) => {
    const pass = await repository.findPass(work.tx, work.actor.city, work.params.id);
    if (!pass) throw new DomainError('not-found', { what: ['这份通行证', 'The pass'] });
    const shown = shownPass(pass, await cityTime(work));
    const holds = shown.state === 'valid' || shown.state === 'not_yet';
    return {
      ...shown,
      token: holds ? pass.token : '',
      code: holds ? await codeOf(pass.token, originOf(work.request)) : null,
      scans: await listScans(work, { limit: 100, passId: pass.pass_id }),
    };
  });
}

function registerCheckpoints(server: AppServer): void {
  route(server, gates.list, (work) => listCheckpoints(work));
  route(server, gates.save, async (work) => saveCheckpoint(work, work.params.id, work.body));
  route(server, gates.scan, async (work) => {
    const answer = await registerScan(work, work.body);
    if (answer.repeated) work.nothingChanged();
    return answer;
  });
  route(server, gates.scans, async (work) => {
    const rows = await listScans(work, work.query);
    return { rows, next: null, total: rows.length };
  });
  route(server, gates.seen, async (work) => {
    const { state, earlier } = await cityViewOf(work, work.params.id, await cityTime(work));
    return {
      state,
      scans: earlier.map(({ at, checkpoint, lat, lon }) => ({ at: new Date(at).toISOString(), checkpoint, lat, lon })),
    };
  });
}
