import { sql } from 'kysely';
import { platformContracts } from '#contracts/platform.ts';
import { openApi, openApiPage, openApiStyle } from './open-api.ts';
import { route } from './route.ts';
import type { AppServer } from './server.ts';

const heartbeat = 25_000;
const maximumStreams = 2000;

/** Health, the change stream, and the API's own description. Registered last, so that it describes every operation. */
export function registerSystem(server: AppServer, version: string): void {
  route(server, platformContracts.health, async ({ tx }) => {
    await sql`select 1`.execute(tx);
    return { status: 'ok' as const, database: 'ok' as const, version };
  });
  registerEvents(server);
  const document = openApi(server.contracts, version);
  server.fastify.get('/api/openapi.json', async (_request, reply) => reply.send(document));
  server.fastify.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(openApiPage(document)),
  );
  server.fastify.get('/api/docs.css', async (_request, reply) => reply.type('text/css').send(openApiStyle));
}

/** Only the names of topics go out, never data: what a page then reads is subject to its own rights. */
function registerEvents(server: AppServer): void {
  // A stream never ends by itself: without this the server could not close.
  const streams = new Set<() => void>();
  let closing = false;
  server.fastify.addHook('preClose', async () => {
    closing = true;
    for (const end of streams) end();
  });
  route(server, platformContracts.events, async ({ actor, reply }) => {
    if (closing || streams.size >= maximumStreams) {
      reply.code(503);
      return {};
    }
    reply.hijack();
    const stream = reply.raw;
    // Whoever went away while their right was looked up has closed the connection already: no event would tell of it any more.
    if (stream.destroyed) return {};
    const end = (): void => void stream.end();
    streams.add(end);
    const unsubscribe = server.changes.subscribe((change) => {
      if (change.city !== actor.city && change.city !== '*') return;
      stream.write(`event: change\ndata: ${JSON.stringify({ topics: change.topics })}\n\n`);
    });
    const beat = setInterval(() => stream.write(': \n\n'), heartbeat);
    stream.on('close', () => {
      streams.delete(end);
      clearInterval(beat);
      unsubscribe();
    });
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    });
    stream.write('retry: 3000\n\n');
    return {};
  });
}
