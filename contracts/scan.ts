/**
 * Codes on our own labels: `BG1:lot:<id>:<check>` and `BG1:order:<number>:<check>`. The check is the CRC-16 (CCITT, 0x1021, 0xFFFF) of what
 * stands before it, four hexadecimal digits, so that a smudged or retyped label is noticed.
 */
export type OwnLabel = { kind: 'lot'; lot: number } | { kind: 'order'; order: string };

export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

const labelled = (body: string): string => `${body}:${crc16(body)}`;

export const lotLabel = (lot: number): string => labelled(`BG1:lot:${lot}`);
export const orderLabel = (order: string): string => labelled(`BG1:order:${order}`);

export const isOwnLabel = (code: string): boolean => /^BG1:/iu.test(code.trim());

/** What one of our labels names; null when it is none, or its check does not match. Handheld scanners may change the case of letters. */
export function readOwnLabel(code: string): OwnLabel | null {
  const match = /^BG1:(lot|order):([\w-]{1,40}):([0-9A-F]{4})$/iu.exec(code.trim());
  if (!match) return null;
  const kind = match[1]!.toLowerCase();
  const id = match[2]!;
  if (crc16(`BG1:${kind}:${id}`) !== match[3]!.toUpperCase()) return null;
  if (kind === 'order') return { kind: 'order', order: id };
  return /^\d{1,15}$/u.test(id) ? { kind: 'lot', lot: Number(id) } : null;
}
