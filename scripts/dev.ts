import { spawn } from 'node:child_process';
import { join } from 'node:path';

const checkout = join(import.meta.dirname, '..');
const vite = join(checkout, 'node_modules', 'vite', 'bin', 'vite.js');

const children = [
  ['--watch', '--watch-preserve-output', join(checkout, 'server', 'main.ts')],
  [vite, '--clearScreen', 'false'],
].map((parameters) =>
  spawn(process.execPath, parameters, {
    cwd: checkout,
    env: { BAOGONG_API: `http://127.0.0.1:${process.env.PORT ?? 8300}`, ...process.env, BAOGONG_MODE: 'demonstration' },
    stdio: ['ignore', 'inherit', 'inherit'],
  }),
);

let ending = false;
function end(code: number): void {
  if (ending) return;
  ending = true;
  process.exitCode = code;
  for (const child of children) child.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
for (const child of children) child.once('exit', (code) => end(code ?? 1));
