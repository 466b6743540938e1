import { type PointerEvent, useRef } from 'react';
import { useText } from '../../platform/language.ts';

const words = {
  sign: ['用手指签名', 'Sign with a finger'],
  clear: ['重签', 'Sign again'],
} as const;

export const signatureWidth = 600;
export const signatureHeight = 240;
/** as much as the server takes */
const longest = 20_000;

/** A signature as strokes: an SVG path of moves and lines in whole numbers. */
export function SignaturePad({ value, onChange }: { value: string; onChange: (path: string) => void }) {
  const text = useText(words);
  const drawing = useRef(false);
  // several moves may come between two renderings
  const path = useRef(value);
  path.current = value;
  const point = (event: PointerEvent<SVGSVGElement>): string => {
    const box = event.currentTarget.getBoundingClientRect();
    const within = (at: number, size: number, whole: number) =>
      Math.min(whole, Math.max(0, Math.round((at / size) * whole)));
    const x = within(event.clientX - box.left, box.width, signatureWidth);
    return `${x} ${within(event.clientY - box.top, box.height, signatureHeight)}`;
  };
  const add = (step: string): void => {
    if (path.current.length + step.length > longest) return;
    path.current += step;
    onChange(path.current);
  };
  return (
    <div className="receipts-signature">
      <svg
        viewBox={`0 0 ${signatureWidth} ${signatureHeight}`}
        role="img"
        aria-label={text('sign')}
        onPointerDown={(event) => {
          drawing.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = point(event);
          add(`M${at}L${at}`);
        }}
        onPointerMove={(event) => drawing.current && add(`L${point(event)}`)}
        onPointerUp={() => {
          drawing.current = false;
        }}
        onPointerCancel={() => {
          drawing.current = false;
        }}
      >
        {value === '' && (
          <text x={signatureWidth / 2} y={signatureHeight / 2} textAnchor="middle" className="receipts-sign-here">
            {text('sign')}
          </text>
        )}
        <path d={value === '' ? 'M0 0' : value} className="receipts-stroke" />
      </svg>
      {value !== '' && (
        <button type="button" className="bg-button receipts-tap" onClick={() => onChange('')}>
          {text('clear')}
        </button>
      )}
    </div>
  );
}

/** A signature as it was given. */
export function SignatureView({ path, label }: { path: string; label: string }) {
  return (
    <svg
      viewBox={`0 0 ${signatureWidth} ${signatureHeight}`}
      role="img"
      aria-label={label}
      className="receipts-signature-view"
    >
      <path d={path} className="receipts-stroke" />
    </svg>
  );
}
