/** A photograph made small enough to be sent: JPEG, at most 200 kB, without the camera's own data (place, owner). */
import { photoLimit } from '#contracts/receipts.ts';

/** longest side and quality, tried in turn until the limit is met */
const tries = [
  [1600, 0.8],
  [1280, 0.7],
  [1024, 0.6],
  [800, 0.5],
  [640, 0.4],
] as const;

/** Base64 of the small JPEG. Throws when the file is no picture that the browser can read, or cannot be made small enough. */
export async function shrinkPhoto(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  try {
    for (const [side, quality] of tries) {
      const scale = Math.min(1, side / Math.max(picture.width, picture.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
      if (small !== null && small.size <= photoLimit) return base64Of(new Uint8Array(await small.arrayBuffer()));
    }
  } finally {
    picture.close();
  }
  throw new Error('the picture stays too large');
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(text);
}
