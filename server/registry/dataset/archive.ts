/** Zip archives from outside: bounded in size, their paths harmless, the junk of file managers left out. */
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { DataError } from './errors.ts';

/** One file as it came in. A data set of a large city is a few megabytes. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** All files of an archive together once unpacked. */
export const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const MAX_ENTRIES = 2000;

export type Unpacked = { ok: true; files: Map<string, Uint8Array> } | { ok: false; error: DataError };

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The entries of a zip by their full path. Sizes are checked from the directory before anything is unpacked, and an entry that
 * unpacks to something else than it declares is refused, so memory stays bounded whatever the archive claims.
 */
export function unpack(name: string, bytes: Uint8Array): Unpacked {
  let total = 0;
  let entries = 0;
  let unsafe: string | null = null;
  const declared = new Map<string, number>();
  const limit = () => total > MAX_UNPACKED_BYTES || entries > MAX_ENTRIES;
  try {
    unzipSync(bytes, {
      filter: (entry) => {
        entries += 1;
        total += entry.originalSize;
        if (leadsOutside(entry.name)) unsafe ??= entry.name;
        if (!isJunk(entry.name)) declared.set(entry.name, entry.originalSize);
        return false;
      },
    });
    if (unsafe !== null) return refuse(name, 'unsafe_path', unsafe);
    if (limit()) return refuse(name, 'file_too_large', null, { limit: '256 MB' });
    const unpacked = unzipSync(bytes, { filter: (entry) => declared.has(entry.name) });
    const files = new Map<string, Uint8Array>();
    for (const [path, content] of Object.entries(unpacked)) {
      if (content.length !== declared.get(path)) return refuse(name, 'bad_archive');
      files.set(path, content);
    }
    return { ok: true, files };
  } catch {
    return refuse(name, 'bad_archive');
  }
}

/** A plain zip, for tests and for handing checked content on. */
export function pack(files: Map<string, Uint8Array | string>): Uint8Array {
  const entries = [...files].map(([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content]);
  return zipSync(Object.fromEntries(entries), { level: 1 });
}

function leadsOutside(path: string): boolean {
  return /(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[a-z]:|\p{Cc}/iu.test(path);
}

function isJunk(path: string): boolean {
  const base = baseName(path);
  return (
    base === '' ||
    path.startsWith('__MACOSX/') ||
    base.startsWith('.') ||
    base.startsWith('~$') ||
    /^(thumbs\.db|desktop\.ini)$/iu.test(base)
  );
}

export function baseName(path: string): string {
  return path.split(/[\\/]/u).at(-1) ?? path;
}

function refuse(file: string, code: DataError['code'], value: string | null = null, params = {}): Unpacked {
  return { ok: false, error: { file, row: null, column: null, value, code, params } };
}
