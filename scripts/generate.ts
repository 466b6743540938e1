import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from './lib/prepare.mjs';

/** Each takes --check. In this order: the second runs on what the first wrote. */
export const generators = ['server/database/generate.ts', 'scripts/openapi.ts'];

if (import.meta.main) {
  for (const generator of generators) {
    const parameters = ['--disable-warning=ExperimentalWarning', join(checkout, generator)];
    const { status } = spawnSync(process.execPath, parameters, { cwd: checkout, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
}
