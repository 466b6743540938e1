import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { dataHome, shareCluster } from '#server/platform/database/embedded/index.ts';

const checkout = join(import.meta.dirname, '..', '..');

/** Addresses of the PostgreSQL that tests run on; `npm test` names its own, a single `node --test` shares a lasting one. */
export async function testCluster(): Promise<{ ownerUrl: string; appUrl: string }> {
  const { TEST_OWNER_URL: ownerUrl, TEST_APP_URL: appUrl } = process.env;
  if (ownerUrl && appUrl) return { ownerUrl, appUrl };
  return shareCluster(sharedHome(), 'test');
}

// A home of its own even when BAOGONG_DATA points the product at another place: tests never touch its data.
export function sharedHome(): string {
  if (process.getuid?.() === 0) return join(dataHome(checkout, {}), 'test');
  return join(tmpdir(), `baogong-test-${userInfo().username}`);
}
