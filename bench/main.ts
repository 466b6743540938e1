// Runs bench/*.bench.ts one after another and prints one table. A bench that fails is a line of the table, and the exit code says so.
import { readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** One measured figure. */
export interface Measurement {
  /** What was measured: 'example plan, cold'. */
  name: string;
  /** With its unit: '1.42 s'. */
  value: string;
  /** Against the peer or limit: 1.3 means 1.3 times as much. */
  ratio?: number;
  /** What it was compared with, or under which conditions it was taken. */
  compared: string;
  /** What it should be: '≤ 2 s'. */
  aim?: string;
  /** False when the aim is missed; left out when there is none. */
  met?: boolean;
}

export interface Bench {
  run(): Promise<Measurement[]>;
}

interface Row extends Measurement {
  bench: string;
}

const wanted = process.argv.slice(2);

function benchFiles(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.bench.ts'))
    .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
    .sort();
}

async function measure(file: string): Promise<{ rows: Row[]; failed: boolean }> {
  const bench = file.replace('.bench.ts', '');
  process.stderr.write(`${bench} …\n`);
  try {
    const module = (await import(pathToFileURL(join(import.meta.dirname, file)).href)) as Bench;
    return { rows: (await module.run()).map((row) => ({ bench, ...row })), failed: false };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { rows: [{ bench, name: 'failed', value: '—', compared: reason }], failed: true };
  }
}

/** Chinese characters and full-width signs take two columns of a terminal. */
function columns(text: string): number {
  return [...text].reduce((sum, sign) => sum + (/[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]/.test(sign) ? 2 : 1), 0);
}

function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => columns(row[column]!))));
  const line = (row: string[]) =>
    row.map((cell, column) => cell + ' '.repeat(widths[column]! - columns(cell))).join('  ');
  const [head, ...body] = rows.map(line);
  return [head, widths.map((width) => '─'.repeat(width)).join('  '), ...body].map((text) => text!.trimEnd()).join('\n');
}

function cells(row: Row): string[] {
  const met = row.met === undefined ? '' : row.met ? ' ✔' : ' ✘';
  const ratio = row.ratio === undefined ? '' : `${row.ratio.toFixed(2)}×`;
  return [row.bench, row.name, row.value, ratio, row.compared, `${row.aim ?? ''}${met}`];
}

const files = benchFiles();
if (files.length === 0) {
  process.stderr.write(`No bench matches ${wanted.join(' ')} in bench/.\n`);
  process.exit(1);
}
const results = [];
for (const file of files) results.push(await measure(file));
const memory = (totalmem() / 2 ** 30).toFixed(0);
process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${memory} GiB, Node ${process.versions.node}\n\n`,
);
const head = ['bench', 'measured', 'value', 'ratio', 'compared with', 'aim'];
process.stdout.write(`${table([head, ...results.flatMap((result) => result.rows.map(cells))])}\n`);
process.exit(results.some((result) => result.failed) ? 1 : 0);
