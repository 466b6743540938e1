// A server reduced to its database: starts it, says what it got, and answers a few words on its input.
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startEmbedded } from '#server/platform/database/embedded/index.ts';

const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const embedded = await startEmbedded({
    dataDir: process.argv[2]!,
    onRestart: (error) => tell({ restarted: error === null, reason: String(error) }),
  });
  embedded.announce('http://127.0.0.1:9/');
  const { adopted, ownerUrl, appUrl } = embedded;
  tell({ ready: true, adopted, ownerUrl, appUrl });
  process.once('SIGTERM', async () => {
    await embedded.stop();
    tell({ stopped: true });
    process.exit(0);
  });
  for await (const sql of createInterface({ input: process.stdin })) {
    const client = new pg.Client({ connectionString: ownerUrl });
    client.on('error', () => {});
    await client.connect();
    tell({ rows: (await client.query(sql)).rows });
    await client.end();
  }
} catch (error) {
  tell({ failed: error instanceof Error ? error.name : 'unknown', words: String(error) });
  process.exit(1);
}
