/** Photographs as they come in a request: base64 of a small JPEG, and nothing else. */
import { photoLimit } from '#contracts/receipts.ts';
import { DomainError } from '#server/platform/errors.ts';

const base64 = /^[A-Za-z0-9+/]+={0,2}$/u;

/** The bytes of photo `number`. Errors `receipt.photo-too-large`, `receipt.photo-not-jpeg` (by its first and last bytes, not by its name). */
export function jpegOf(text: string, number: number): Buffer {
  const size = Math.floor((text.length * 3) / 4);
  if (size > photoLimit + 2) throw new DomainError('receipt.photo-too-large', { number, has: Math.ceil(size / 1024) });
  if (!base64.test(text)) throw new DomainError('receipt.photo-not-jpeg', { number });
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > photoLimit) {
    throw new DomainError('receipt.photo-too-large', { number, has: Math.ceil(bytes.length / 1024) });
  }
  const starts = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  const ends = bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
  if (!starts || !ends) throw new DomainError('receipt.photo-not-jpeg', { number });
  return bytes;
}
