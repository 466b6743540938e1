/** What a QR symbol holds, from its modules (ISO/IEC 18004): format, mask, blocks, segments. Pure. */
import { mendBlock } from './galois.ts';

/** A square of modules, row by row; 1 is dark. */
export interface Modules {
  size: number;
  dark: Uint8Array;
}
type Level = 'L' | 'M' | 'Q' | 'H';

/** Table 9: check bytes in each block and how many blocks, for versions 1 to 40. */
const checkBytes: Record<Level, string> = {
  L: '7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
  M: '10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28',
  Q: '13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
  H: '17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
};
const blockCounts: Record<Level, string> = {
  L: '1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25',
  M: '1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49',
  Q: '1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68',
  H: '1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81',
};
const inTable = (table: Record<Level, string>, level: Level, version: number): number =>
  Number(table[level].split(' ')[version - 1]);

/** The text of a symbol; null when it is none, or damaged beyond mending. */
export function readSymbol({ size, dark }: Modules): string | null {
  const version = (size - 17) / 4;
  if (!Number.isInteger(version) || version < 1 || version > 40) return null;
  const at = (x: number, y: number): number => dark[y * size + x]!;
  const format = readFormat(at, size);
  if (format === null) return null;
  const bytes = readBytes(at, version, format.mask);
  const data = joinBlocks(bytes, version, format.level);
  return data && readSegments(data, version);
}

/** Both copies of the format; the valid one that differs least from either, by at most three bits. */
function readFormat(at: (x: number, y: number) => number, size: number): { level: Level; mask: number } | null {
  const first = [0, 1, 2, 3, 4, 5, 7, 8].map((y) => at(8, y)).concat([7, 5, 4, 3, 2, 1, 0].map((x) => at(x, 8)));
  const second = Array.from({ length: 15 }, (_, bit) => (bit < 8 ? at(size - 1 - bit, 8) : at(8, size - 15 + bit)));
  const copies = [first, second].map((bits) => bits.reduce((sum, bit, place) => sum | (bit << place), 0));
  let best = { distance: 4, data: -1 };
  for (let data = 0; data < 32; data += 1) {
    for (const copy of copies) {
      const distance = ones(copy ^ formatBits(data));
      if (distance < best.distance) best = { distance, data };
    }
  }
  if (best.data === -1) return null;
  return { level: (['M', 'L', 'H', 'Q'] as const)[best.data >> 3]!, mask: best.data & 7 };
}

function formatBits(data: number): number {
  let rest = data;
  for (let step = 0; step < 10; step += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  return ((data << 10) | (rest & 0x3ff)) ^ 0x5412;
}

function ones(value: number): number {
  let count = 0;
  for (let left = value; left !== 0; left &= left - 1) count += 1;
  return count;
}

const masks: ReadonlyArray<(x: number, y: number) => boolean> = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Centres of alignment patterns along one axis (Annex E). */
export function alignmentsOf(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const last = version * 4 + 10;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => last - step * (count - 2 - index))];
}

/** Modules that carry no data: finders with format and version, timing, alignment patterns. */
function functionModules(version: number): (x: number, y: number) => boolean {
  const size = version * 4 + 17;
  const centres = alignmentsOf(version);
  const corner = (x: number, y: number) =>
    (x === 6 || x === size - 7) && (y === 6 || y === size - 7) && !(x > 6 && y > 6);
  return (x, y) => {
    if (x === 6 || y === 6) return true;
    if (x < 9 && (y < 9 || y > size - 9)) return true;
    if (x > size - 9 && y < 9) return true;
    if (version >= 7 && ((x > size - 12 && y < 6) || (y > size - 12 && x < 6))) return true;
    const column = centres.find((centre) => Math.abs(centre - x) <= 2);
    const row = centres.find((centre) => Math.abs(centre - y) <= 2);
    return column !== undefined && row !== undefined && !corner(column, row);
  };
}

/** Two columns at a time from the right, up and down in turn. */
function readBytes(at: (x: number, y: number) => number, version: number, mask: number): Uint8Array {
  const size = version * 4 + 17;
  const isFunction = functionModules(version);
  const flips = masks[mask]!;
  const bits: number[] = [];
  let upward = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (!isFunction(x, y)) bits.push(at(x, y) ^ Number(flips(x, y)));
    }
    upward = !upward;
  }
  return Uint8Array.from({ length: bits.length >> 3 }, (_, byte) =>
    bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit) => (sum << 1) | bit, 0),
  );
}

/** Blocks are laid down in turns, the shorter ones first; null when one cannot be mended. */
function joinBlocks(bytes: Uint8Array, version: number, level: Level): Uint8Array | null {
  const check = inTable(checkBytes, level, version);
  const count = inTable(blockCounts, level, version);
  const short = Math.floor(bytes.length / count);
  const firstLong = count - (bytes.length % count);
  const blocks = Array.from({ length: count }, (_, index) => new Uint8Array(short + Number(index >= firstLong)));
  let next = 0;
  for (let place = 0; place <= short - check; place += 1)
    for (const block of blocks) if (place < block.length - check) block[place] = bytes[next++]!;
  for (let place = check; place > 0; place -= 1)
    for (const block of blocks) block[block.length - place] = bytes[next++]!;
  if (!blocks.every((block) => mendBlock(block, check))) return null;
  return Uint8Array.from(blocks.flatMap((block) => [...block.subarray(0, block.length - check)]));
}

const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const lengthBits: Record<number, readonly [number, number, number]> = {
  1: [10, 12, 14],
  2: [9, 11, 13],
  4: [8, 16, 16],
};

/** Numeric, alphanumeric and byte segments (UTF-8); null for what else a code may hold. */
function readSegments(data: Uint8Array, version: number): string | null {
  let place = 0;
  const left = () => data.length * 8 - place;
  const take = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1, place += 1)
      value = value * 2 + (((data[place >> 3] ?? 0) >> (7 - (place & 7))) & 1);
    return value;
  };
  const group = version < 10 ? 0 : version < 27 ? 1 : 2;
  const bytes: number[] = [];
  const put = (text: string) => bytes.push(...[...text].map((letter) => letter.charCodeAt(0)));
  while (left() >= 4) {
    const mode = take(4);
    if (mode === 0) break;
    const counted = lengthBits[mode];
    if (counted === undefined) return null;
    let count = take(counted[group]!);
    for (; count > 0 && left() > 0; ) {
      const together = Math.min(count, mode === 1 ? 3 : mode === 2 ? 2 : 1);
      if (mode === 4) bytes.push(take(8));
      else if (mode === 1) put(String(take([4, 7, 10][together - 1]!)).padStart(together, '0'));
      else {
        const value = take(together === 2 ? 11 : 6);
        put(
          together === 2 ? `${alphanumeric[Math.floor(value / 45)]}${alphanumeric[value % 45]}` : alphanumeric[value]!,
        );
      }
      count -= together;
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
