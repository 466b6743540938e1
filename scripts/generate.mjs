// npm run generate: the files that are made from others, the types of the tables and the description of the API.
import { ensureInstalled, runInPlace } from './lib/prepare.mjs';

await ensureInstalled();
runInPlace('scripts/generate.ts');
