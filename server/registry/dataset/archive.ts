/** Zip archives from outside: bounded in size, their paths harmless, the junk of file managers left out. */
import { crc32, inflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { decodeText } from './decode.ts';
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

interface Entry {
  path: string;
  encrypted: boolean;
  method: number;
  checksum: number;
  packedSize: number;
  size: number;
  offset: number;
}

/**
 * The entries of a zip by their full path. Sizes are checked from the directory before anything is unpacked, and an entry that
 * unpacks to something else than it declares, by length or checksum, is refused: memory stays bounded whatever the archive claims.
 */
export function unpack(name: string, bytes: Uint8Array): Unpacked {
  try {
    const entries = readDirectory(bytes);
    const unsafe = entries.find((entry) => leadsOutside(entry.path));
    if (unsafe !== undefined) return refuse(name, 'unsafe_path', unsafe.path);
    const total = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (total > MAX_UNPACKED_BYTES || entries.length > MAX_ENTRIES)
      return refuse(name, 'file_too_large', null, { limit: '256 MB' });
    const wanted = entries.filter((entry) => !isJunk(entry.path));
    return { ok: true, files: new Map(wanted.map((entry) => [entry.path, readEntry(bytes, entry)])) };
  } catch {
    return refuse(name, 'bad_archive');
  }
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;

/** The directory at a zip's end (APPNOTE 4.3.12, 4.3.16). Throws on anything that is not whole. */
function readDirectory(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_SIZE;
  while (view.getUint32(end, true) !== END_OF_DIRECTORY) {
    end -= 1;
    if (end < bytes.length - END_SIZE - LONGEST_COMMENT) throw new RangeError('no end of directory');
  }
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = Math.min(view.getUint16(end + 10, true), MAX_ENTRIES + 1); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new RangeError('no directory entry');
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      path: decodeName(bytes.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Chinese archivers write names in GBK without saying so. */
function decodeName(bytes: Uint8Array): string {
  return decodeText(bytes)?.text ?? '';
}

function readEntry(bytes: Uint8Array, entry: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.encrypted || view.getUint32(entry.offset, true) !== LOCAL_HEADER) throw new RangeError('not readable');
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packedSize);
  const content = entry.method === 0 ? packed : inflate(packed, entry);
  if (content.length !== entry.size || crc32(content) !== entry.checksum) throw new RangeError('not what it declares');
  return content;
}

function inflate(packed: Uint8Array, { method, size }: Entry): Uint8Array {
  if (method !== 8) throw new RangeError('unknown method');
  return size === 0 ? new Uint8Array() : inflateRawSync(packed, { maxOutputLength: size });
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
