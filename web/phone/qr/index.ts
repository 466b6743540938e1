/**
 * Reads QR codes out of a camera's pictures, for browsers that have no reader of their own (iPhones, Firefox, Android without Google's
 * services, browsers inside other applications). Pure, no dependency.
 */
import { type Picture, symbolsIn } from './locate.ts';
import { readSymbol } from './symbol.ts';

export type { Picture } from './locate.ts';

/** The text of a QR code in the picture; null when none can be read. */
export function readQr(picture: Picture): string | null {
  for (const modules of symbolsIn(picture)) {
    const text = readSymbol(modules);
    if (text !== null) return text;
  }
  return null;
}

/** A canvas's pixels (RGBA) in grey. */
export function greyOf({ width, height, data }: { width: number; height: number; data: Uint8ClampedArray }): Picture {
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel += 1)
    grey[pixel] = (data[pixel * 4]! * 77 + data[pixel * 4 + 1]! * 151 + data[pixel * 4 + 2]! * 28) >> 8;
  return { width, height, grey };
}
