/** Data for the tests of what reads a city's files: the worked example, and changes to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataError, type ReadOptions, readCityFiles } from './index.ts';
import type { CityDataset } from './types.ts';

export const EXAMPLE = join(import.meta.dirname, '../../../example');

export function exampleFiles(): Map<string, Uint8Array> {
  const names = readdirSync(EXAMPLE).filter((name) => /\.(csv|json)$/u.test(name));
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(EXAMPLE, name)))]));
}

export function textOf(files: Map<string, Uint8Array>, name: string): string {
  return new TextDecoder().decode(files.get(name));
}

/** The example with some files' text changed; `null` takes a file away. */
export function changed(changes: Record<string, ((text: string) => string) | string | null>): Map<string, Uint8Array> {
  const files = exampleFiles();
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) files.delete(name);
    else files.set(name, new TextEncoder().encode(typeof change === 'string' ? change : change(textOf(files, name))));
  }
  return files;
}

export async function datasetOf(files: Map<string, Uint8Array>, options: ReadOptions = {}): Promise<CityDataset> {
  const result = await readCityFiles(files, options);
  if (!result.ok) throw new Error(JSON.stringify(result.errors.slice(0, 5)));
  return result.dataset;
}

/** Each error as 'file row column code'. */
export async function errorsOf(files: Map<string, Uint8Array>, options: ReadOptions = {}): Promise<string[]> {
  const result = await readCityFiles(files, options);
  return result.ok ? [] : result.errors.map(placed);
}

export async function warningsOf(files: Map<string, Uint8Array>, options: ReadOptions = {}): Promise<string[]> {
  return (await readCityFiles(files, options)).warnings.map(placed);
}

const placed = (error: DataError): string => [error.file, error.row ?? '-', error.column ?? '-', error.code].join(' ');

/** Adds a row at the end. */
export const append = (row: string) => (text: string) => `${text.trimEnd()}\n${row}\n`;
