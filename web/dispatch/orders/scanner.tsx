import { type FormEvent, useEffect, useRef, useState } from 'react';
import { BigButton } from '../../phone/phone-page.tsx';
import { useText } from '../../platform/language.ts';

const words = {
  camera: ['打开摄像头扫码', 'Scan with the camera'],
  close: ['关闭摄像头', 'Close the camera'],
  code: ['扫码枪扫入，或输入批号', 'Handheld scanner, or type the lot number'],
  check: ['核对', 'Check'],
  refused: [
    '摄像头打不开：请在浏览器设置中允许，或用输入框',
    'No camera: allow it in the browser’s settings, or use the field',
  ],
  aim: ['把码放进画面', 'Hold the code in view'],
} as const;

interface Detector {
  detect(source: HTMLVideoElement): Promise<Array<{ rawValue: string }>>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

/** The browser's own reader of codes; where it has none, a handheld scanner or typing does it. */
const detectorClass = (): DetectorClass | undefined =>
  (window as typeof window & { BarcodeDetector?: DetectorClass }).BarcodeDetector;

const lookEvery = 200;
/** the same label in view counts again only after this */
const sameAgainAfter = 2000;

/** Reads GS1 DataMatrix, GS1-128 and our own QR, one after the other. A handheld scanner types into the field and ends with Enter. */
export function LotScanner({ onCode }: { onCode: (code: string) => void }) {
  const text = useText(words);
  const [camera, setCamera] = useState(false);
  const [refused, setRefused] = useState(false);
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== '') onCode(typed);
    setTyped('');
  };
  return (
    <div>
      {camera && (
        <Camera
          label={text('aim')}
          onCode={onCode}
          onRefused={() => {
            setRefused(true);
            setCamera(false);
          }}
        />
      )}
      {detectorClass() !== undefined && (
        <BigButton quiet onClick={() => setCamera(!camera)}>
          {text(camera ? 'close' : 'camera')}
        </BigButton>
      )}
      {refused && <p role="alert">{text('refused')}</p>}
      <form onSubmit={submit}>
        <label htmlFor="orders-code">{text('code')}</label>
        <div className="orders-pick-quantity">
          <input
            id="orders-code"
            className="bg-input orders-pick-number"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            // a scanner's group separator reaches the field as a key press, not as text
            onKeyDown={(event) => {
              if (event.key === 'GroupSeparator' || (event.ctrlKey && event.key === ']')) {
                event.preventDefault();
                setTyped((before) => `${before}\u001D`);
              }
            }}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="bg-button orders-pick-check">
            {text('check')}
          </button>
        </div>
      </form>
    </div>
  );
}

interface CameraProps {
  label: string;
  onCode: (code: string) => void;
  onRefused: () => void;
}

function Camera({ label, onCode, onRefused }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const acts = useRef({ onCode, onRefused });
  acts.current = { onCode, onRefused };
  useEffect(() => {
    let stream: MediaStream | null = null;
    let over = false;
    let timer: number | undefined;
    let last = { code: '', at: 0 };
    const look = async (detector: Detector): Promise<void> => {
      const found = video.current ? await detector.detect(video.current).catch(() => []) : [];
      if (over) return;
      const code = found[0]?.rawValue;
      const now = performance.now();
      if (code !== undefined && (code !== last.code || now - last.at > sameAgainAfter)) {
        last = { code, at: now };
        acts.current.onCode(code);
      }
      timer = window.setTimeout(() => void look(detector), lookEvery);
    };
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const start = async (): Promise<void> => {
      const Detect = detectorClass();
      if (!Detect) throw new Error('no detector');
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (over || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      await look(new Detect({ formats: ['qr_code', 'data_matrix', 'code_128'] }));
    };
    start().catch(() => !over && acts.current.onRefused());
    return () => {
      over = true;
      window.clearTimeout(timer);
      stop();
    };
  }, []);
  return <video ref={video} className="orders-camera" aria-label={label} muted playsInline />;
}
