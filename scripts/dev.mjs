// npm run dev: the server restarts and the pages reload as files change. The pages' server passes /api on.
import { ensureInstalled, runInPlace } from './lib/prepare.mjs';

await ensureInstalled();
runInPlace('scripts/dev.ts');
