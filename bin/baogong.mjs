#!/usr/bin/env node
// npx baogong …: runs server/cli.ts on Node 24, from whichever directory, on whichever Node from 20.
import { ensureInstalled, runInPlace } from '../scripts/lib/prepare.mjs';

await ensureInstalled();
runInPlace('server/cli.ts', process.argv.slice(2), { cwd: process.cwd(), stdin: 'inherit' });
