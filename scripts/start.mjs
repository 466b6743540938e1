// npm start: from a fresh clone to a running demonstration, or to a server on the database that DATABASE_URL names.
import { createServer } from 'node:net';
import { alreadyRunningWords, dataHome, readRunning } from '../server/platform/database/embedded/running.mjs';
import { checkout, ensureInstalled, ensureWeb, giveUp, requireNode, runInPlace } from './lib/prepare.mjs';

requireNode();
// Asked before minutes are spent on installing, and before packages change under a running server.
if (!process.env.DATABASE_URL) {
  const holder = readRunning(dataHome(checkout));
  if (holder) {
    process.stderr.write(`${alreadyRunningWords(holder)}\n`);
    process.exit(1);
  }
}
await requireFreePort(Number(process.env.PORT ?? 8300));
await ensureInstalled();
await ensureWeb();
runInPlace('server/main.ts', [], { env: { BAOGONG_MODE: 'demonstration' } });

function requireFreePort(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => {
      // Any other trouble is for the server itself to report.
      if (error.code !== 'EADDRINUSE') return resolve();
      return giveUp(
        `端口 ${port} 已被占用。请换一个端口：PORT=${port + 1} npm start`,
        `Port ${port} is taken. Choose another: PORT=${port + 1} npm start`,
      );
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(resolve));
  });
}
