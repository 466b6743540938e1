// npm run bench: every ratio in one table; `npm run bench -- plan` runs those whose file name holds "plan".
import { ensureInstalled, runInPlace } from './lib/prepare.mjs';

await ensureInstalled();
runInPlace('bench/main.ts', process.argv.slice(2), { flags: ['--expose-gc'] });
