/** Reads codes out of a camera's video: with the browser's own reader where it has one for the format, else QR codes with ours. */
import { greyOf, readQr } from './qr/index.ts';

interface Detector {
  detect(source: HTMLVideoElement): Promise<Array<{ rawValue: string }>>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}
export type CodeReader = (video: HTMLVideoElement) => Promise<string | null>;

/** Larger pictures tell no more of a code held in view, and cost an old telephone its breath; pixels. */
const LONGEST_SIDE = 960;

export const hasCamera = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined;

/** A reader of these formats, as the browser names them ('qr_code', 'data_matrix'); without the browser's own it reads QR codes alone. */
export async function codeReader(formats: string[]): Promise<CodeReader> {
  const Detect = (window as typeof window & { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const known = (await Detect?.getSupportedFormats().catch(() => [])) ?? [];
  if (Detect && formats.some((format) => known.includes(format))) {
    const detector = new Detect({ formats: formats.filter((format) => known.includes(format)) });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
  }
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    if (context === null || videoWidth === 0) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return readQr(greyOf(context.getImageData(0, 0, canvas.width, canvas.height)));
  };
}
