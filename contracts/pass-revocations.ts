/**
 * The list of revoked passes, small enough to be carried: each pass is 40 bits of the SHA-256 of its id; sorted, their gaps in Golomb–Rice
 * code. A thousand take about 5 kB. Whether a pass that is not on it is taken for one that is: 1 in a thousand million at 1,000 entries,
 * and the server, asked by its id, says for certain.
 */
import { z } from 'zod';
import { base64urlOf, bytesOfBase64url } from './pass-token.ts';

const BITS = 40;
export const revokedPayload = z.strictObject({
  /** city */
  c: z.string(),
  /** the headquarters' own time when it was made, seconds: the phone reads how old it is, and how wrong its clock */
  a: z.number().int(),
  /** how many */
  n: z.number().int().min(0),
  /** bits of the remainder (Rice parameter) */
  b: z.number().int().min(0).max(BITS),
  /** the gaps, base64url */
  s: z.string(),
});
export type RevokedPayload = z.output<typeof revokedPayload>;

/** The first 40 bits of the SHA-256 of a pass's id. */
export async function markOf(passId: string): Promise<number> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(passId)));
  return digest.subarray(0, BITS / 8).reduce((value, byte) => value * 256 + byte, 0);
}

class BitWriter {
  private readonly bytes: number[] = [];
  private used = 8;

  bit(value: number): void {
    if (this.used === 8) {
      this.bytes.push(0);
      this.used = 0;
    }
    if (value) this.bytes[this.bytes.length - 1]! |= 0x80 >> this.used;
    this.used += 1;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/** Packs marks: the payload without time and city. */
export function packMarks(marks: readonly number[]): Pick<RevokedPayload, 'n' | 'b' | 's'> {
  const sorted = [...new Set(marks)].sort((a, b) => a - b);
  const mean = sorted.length === 0 ? 1 : 2 ** BITS / sorted.length;
  const b = Math.max(0, Math.floor(Math.log2(mean * Math.LN2)));
  const writer = new BitWriter();
  let before = -1;
  for (const mark of sorted) {
    const gap = mark - before - 1;
    for (let quotient = Math.floor(gap / 2 ** b); quotient > 0; quotient -= 1) writer.bit(1);
    writer.bit(0);
    for (let place = b - 1; place >= 0; place -= 1) writer.bit(Math.floor(gap / 2 ** place) % 2);
    before = mark;
  }
  return { n: sorted.length, b, s: base64urlOf(writer.done()) };
}

/** The marks again. Throws a RangeError when the list is cut short. */
export function unpackMarks({ n, b, s }: Pick<RevokedPayload, 'n' | 'b' | 's'>): Set<number> {
  const bytes = bytesOfBase64url(s);
  let at = 0;
  const bit = (): number => {
    const byte = bytes[at >> 3];
    if (byte === undefined) throw new RangeError('the list of revoked passes ends too early');
    const value = (byte >> (7 - (at & 7))) & 1;
    at += 1;
    return value;
  };
  const marks = new Set<number>();
  let before = -1;
  for (let index = 0; index < n; index += 1) {
    let quotient = 0;
    while (bit() === 1) quotient += 1;
    let rest = 0;
    for (let place = 0; place < b; place += 1) rest = rest * 2 + bit();
    before += quotient * 2 ** b + rest + 1;
    marks.add(before);
  }
  return marks;
}
