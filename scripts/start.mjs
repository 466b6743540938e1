// npm start: from a fresh clone to a running demonstration, or to a server on the database that DATABASE_URL names.
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { alreadyRunningWords, dataHome, readRunning } from '../server/platform/database/embedded/running.mjs';
import { checkout, ensureInstalled, ensureWeb, giveUp, requireNode, runInPlace } from './lib/prepare.mjs';

requireNode();
// Asked before minutes are spent on installing, and before packages change under a running server.
if (!process.env.DATABASE_URL) await requireFreeData(dataHome(checkout));
await requireFreePort(Number(process.env.PORT ?? 8300));
await ensureInstalled();
await ensureWeb();
runInPlace('server/main.ts', [], { env: { BAOGONG_MODE: 'demonstration' } });

// A server that was just told to stop may need a moment; one that answers is there to stay.
async function requireFreeData(home) {
  if (!readRunning(home)) return;
  const deadline = Date.now() + 10_000;
  await pause(600);
  for (let holder = readRunning(home); holder; holder = readRunning(home)) {
    if (!holder.address || (await answers(holder.address)) || Date.now() > deadline) {
      process.stderr.write(`${alreadyRunningWords(holder)}\n`);
      process.exit(1);
    }
    await pause(200);
  }
}

async function answers(address) {
  try {
    return (await fetch(new URL('/api/health', address), { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

function requireFreePort(port) {
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    giveUp(
      `PORT：“${process.env.PORT}”不是端口，应为 0–65535 的整数，例如 PORT=8301 npm start`,
      `PORT: "${process.env.PORT}" is no port: a whole number from 0 to 65535, such as PORT=8301 npm start`,
    );
  }
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
