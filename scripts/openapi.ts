// `node scripts/openapi.ts [--check]`: writes docs/openapi.json, as the server itself gives it. `--check` writes nothing and fails when it is stale.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp } from '#server/app.ts';
import { testDatabase } from '#tests/support/database.ts';

const target = join(import.meta.dirname, '..', 'docs', 'openapi.json');

async function describe(): Promise<string> {
  const drops: Array<() => unknown> = [];
  const database = await testDatabase({ after: (drop) => void drops.push(drop as () => unknown) });
  try {
    const app = await createApp({
      config: {
        mode: 'demonstration',
        host: '127.0.0.1',
        port: 0,
        publicUrl: null,
        secret: 'only to describe the API, 32 signs',
        logLevel: 'silent',
        forecasts: false,
      },
      databaseUrl: database.appUrl,
      ownerUrl: database.ownerUrl,
    });
    const answer = await app.fastify.inject('/api/openapi.json');
    await app.stop();
    return `${JSON.stringify(answer.json(), null, 2)}\n`;
  } finally {
    for (const drop of drops) await drop();
  }
}

const fresh = await describe();
if (process.argv.includes('--check')) {
  const written = await readFile(target, 'utf8').catch(() => '');
  if (written !== fresh) {
    process.stderr.write('docs/openapi.json is stale: run npm run generate and commit it\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, fresh);
}
