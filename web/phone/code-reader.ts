/** Reads codes out of a camera's video: with the browser's own reader where it knows all the formats, else with ZXing in WebAssembly. */
import type { ReaderOptions } from 'zxing-wasm/reader';
import readerFile from 'zxing-wasm/reader/zxing_reader.wasm?url';

interface Detector {
  detect(source: HTMLVideoElement): Promise<Array<{ rawValue: string }>>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}
export type CodeReader = (video: HTMLVideoElement) => Promise<string | null>;

/** Our own codes are QR, those of GS1 are DataMatrix and Code 128; each with ZXing's name. */
const formatNames = { qr_code: 'QRCode', data_matrix: 'DataMatrix', code_128: 'Code128' } as const;
export type CodeFormat = keyof typeof formatNames;

/** Larger pictures tell no more of a code held in view, and cost an old telephone its breath; pixels. */
const LONGEST_SIDE = 960;

export const hasCamera = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined;

export async function codeReader(formats: readonly CodeFormat[]): Promise<CodeReader> {
  const Detect = (window as typeof window & { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const known = (await Detect?.getSupportedFormats().catch(() => [])) ?? [];
  if (Detect && formats.every((format) => known.includes(format))) {
    const detector = new Detect({ formats: [...formats] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
  }
  return ownReader(formats);
}

/** The same on every telephone; kept by the phone pages' worker, so that it reads without a network. */
async function ownReader(formats: readonly CodeFormat[]): Promise<CodeReader> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  await prepareZXingModule({ overrides: { locateFile: () => readerFile }, fireImmediately: true });
  const options: ReaderOptions = {
    formats: formats.map((format) => formatNames[format]),
    maxNumberOfSymbols: 1,
    textMode: 'Plain',
  };
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    if (context === null || videoWidth === 0) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const [found] = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), options);
    return found?.isValid ? found.text : null;
  };
}
