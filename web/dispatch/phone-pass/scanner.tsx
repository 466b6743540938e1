import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type CodeReader, codeReader, hasCamera } from '../../phone/code-reader.ts';
import { BigButton } from '../../phone/phone-page.tsx';
import { useText } from '../../platform/language.ts';

const words = {
  camera: ['打开摄像头扫码', 'Scan with the camera'],
  close: ['关闭摄像头', 'Close the camera'],
  code: ['扫码枪、粘贴或输入通行证代码', 'Handheld scanner, paste or type the code'],
  check: ['核验', 'Check'],
  refused: [
    '摄像头打不开：请在浏览器设置中允许，或用下面的输入框',
    'No camera: allow it in the browser’s settings, or use the field below',
  ],
  aim: ['把二维码放进画面', 'Hold the code in view'],
} as const;

export function Scanner({ onCode }: { onCode: (code: string) => void }) {
  const text = useText(words);
  const [camera, setCamera] = useState(false);
  const [refused, setRefused] = useState(false);
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') onCode(typed.trim());
    setTyped('');
  };
  return (
    <div className="pass-scanner">
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
      {hasCamera() && (
        <BigButton quiet={camera} onClick={() => setCamera(!camera)}>
          {text(camera ? 'close' : 'camera')}
        </BigButton>
      )}
      {refused && <p role="alert">{text('refused')}</p>}
      <form onSubmit={submit} className="pass-typed">
        <label htmlFor="pass-code">{text('code')}</label>
        <input
          id="pass-code"
          className="bg-input"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <BigButton quiet type="submit" disabled={typed.trim() === ''}>
          {text('check')}
        </BigButton>
      </form>
    </div>
  );
}

const LOOK_EVERY = 200;

function Camera({
  label,
  onCode,
  onRefused,
}: {
  label: string;
  onCode: (code: string) => void;
  onRefused: () => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const acts = useRef({ onCode, onRefused });
  acts.current = { onCode, onRefused };
  useEffect(() => {
    let stream: MediaStream | null = null;
    let over = false;
    let timer: number | undefined;
    const look = async (read: CodeReader): Promise<void> => {
      const found = video.current ? await read(video.current) : null;
      if (over) return;
      if (found !== null) acts.current.onCode(found);
      else timer = window.setTimeout(() => void look(read), LOOK_EVERY);
    };
    const start = async (): Promise<void> => {
      const read = await codeReader(['qr_code']);
      const wanted = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      if (over || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      await look(read);
    };
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    start().catch(() => !over && acts.current.onRefused());
    return () => {
      over = true;
      window.clearTimeout(timer);
      stop();
    };
  }, []);
  return <video ref={video} className="pass-camera" aria-label={label} muted playsInline />;
}
