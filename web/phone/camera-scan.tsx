import { useEffect, useRef, useState } from 'react';
import { useText } from '../platform/language.ts';
import { type CodeFormat, type CodeReader, codeReader, hasCamera } from './code-reader.ts';
import { BigButton } from './phone-page.tsx';

const words = {
  camera: ['打开摄像头扫码', 'Scan with the camera'],
  close: ['关闭摄像头', 'Close the camera'],
  refused: [
    '摄像头打不开：请在浏览器设置中允许，或用下面的输入框',
    'No camera: allow it in the browser’s settings, or use the field below',
  ],
  aim: ['把码放进画面', 'Hold the code in view'],
} as const;

interface Props {
  formats: readonly CodeFormat[];
  onCode: (code: string) => void;
}

/** The camera, on request; stays open for the next code. A field for typing stands below it: not every telephone lets a page see. */
export function CameraScan({ formats, onCode, quiet = false }: Props & { quiet?: boolean }) {
  const text = useText(words);
  const [open, setOpen] = useState(false);
  const [refused, setRefused] = useState(false);
  if (!hasCamera()) return null;
  const refuse = (): void => {
    setRefused(true);
    setOpen(false);
  };
  return (
    <>
      {open && <Camera label={text('aim')} formats={formats} onCode={onCode} onRefused={refuse} />}
      <BigButton quiet={quiet || open} onClick={() => setOpen(!open)}>
        {text(open ? 'close' : 'camera')}
      </BigButton>
      {refused && <p role="alert">{text('refused')}</p>}
    </>
  );
}

/** Milliseconds between two looks, and until the same code in view counts again. */
const LOOK_EVERY = 200;
const SAME_AGAIN_AFTER = 2000;

function Camera({ label, formats, onCode, onRefused }: Props & { label: string; onRefused: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const given = useRef({ formats, onCode, onRefused });
  given.current = { formats, onCode, onRefused };
  useEffect(() => {
    let stream: MediaStream | null = null;
    let over = false;
    let timer: number | undefined;
    let last = { code: '', at: 0 };
    const look = async (read: CodeReader): Promise<void> => {
      const code = video.current ? await read(video.current) : null;
      if (over) return;
      const now = performance.now();
      if (code !== null && (code !== last.code || now - last.at > SAME_AGAIN_AFTER)) {
        last = { code, at: now };
        given.current.onCode(code);
      }
      timer = window.setTimeout(() => void look(read), LOOK_EVERY);
    };
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const start = async (): Promise<void> => {
      const read = await codeReader(given.current.formats);
      const wanted = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      if (over || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      await look(read);
    };
    start().catch(() => !over && given.current.onRefused());
    return () => {
      over = true;
      window.clearTimeout(timer);
      stop();
    };
  }, []);
  return <video ref={video} className="phone-camera" aria-label={label} muted playsInline />;
}
