/** Text of a file in whichever of the usual encodings it was saved: UTF-8, UTF-8 with BOM, GB18030 (and so GBK, GB2312), UTF-16 both ways. */

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** Null when the bytes are text in none of them. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } | null {
  for (const encoding of candidates(bytes)) {
    const text = tryDecode(bytes, encoding);
    if (text === null || (encoding === 'utf-8' && isChineseMisread(bytes, text))) continue;
    return { text, encoding };
  }
  return null;
}

/**
 * A few Chinese characters of GB18030 are well-formed UTF-8 too: a file whose only Chinese is the 豫 or 鲁 of number plates would be read
 * as ԥ or ³. UTF-8 writes Chinese in three bytes. Text without any such, but with letters that no such file holds (Cyrillic, Hebrew, …),
 * with a Latin letter with a mark outside a word (inside one it is pinyin), or with a sign of Latin-1 where a cell begins, is Chinese in
 * GB18030, as long as it can be.
 */
function isChineseMisread(bytes: Uint8Array, text: string): boolean {
  if (/[\u0800-\u{10ffff}]/u.test(text)) return false;
  const foreign =
    /[\u0080-\u009f\u0250-\u07ff]/u.test(text) ||
    /(?<![a-z])[\u0100-\u024f](?![a-z])/u.test(text) ||
    /(?:^|[,;\t"])(?:[\u00a0-\u00bf]|[\u00c0-\u00ff](?![a-z]))/mu.test(text);
  return foreign && tryDecode(bytes, 'gb18030') !== null;
}

function candidates(bytes: Uint8Array): Encoding[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le'];
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be'];
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return ['utf-8'];
  const zeros = countZeros(bytes.subarray(0, 4096));
  // A header of Latin column names has a zero in every second byte of UTF-16, and none in the other encodings.
  if (zeros.odd + zeros.even > 0) return zeros.odd >= zeros.even ? ['utf-16le'] : ['utf-16be'];
  return ['utf-8', 'gb18030'];
}

function countZeros(bytes: Uint8Array): { odd: number; even: number } {
  const zeros = { odd: 0, even: 0 };
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 1 ? 'odd' : 'even'] += 1;
  });
  return zeros;
}

function tryDecode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
