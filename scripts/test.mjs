// npm test, npm run check: every check and every test, with all the set-up they need. `npm test -- server/planning` runs those alone.
import { ensureInstalled, runInPlace } from './lib/prepare.mjs';

await ensureInstalled();
runInPlace('scripts/test.ts', process.argv.slice(2));
