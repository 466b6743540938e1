import qrcode from 'qrcode';
import { useEffect, useState } from 'react';

/** A code of our own as a QR, drawn in the browser. */
export function Code({ value, label, className }: { value: string; label: string; className: string }) {
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    const draw = async (): Promise<void> => {
      const svg = await qrcode.toString(value, { type: 'svg', errorCorrectionLevel: 'M', margin: 1 });
      if (current) setPicture(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`);
    };
    void draw();
    return () => {
      current = false;
    };
  }, [value]);
  return picture === null ? <span className={className} /> : <img className={className} src={picture} alt={label} />;
}
