import { type FormEvent, useState } from 'react';
import { CameraScan } from '../../phone/camera-scan.tsx';
import { useText } from '../../platform/language.ts';

const words = {
  code: ['扫码枪扫入，或输入批号', 'Handheld scanner, or type the lot number'],
  check: ['核对', 'Check'],
} as const;

/** Reads GS1 DataMatrix, GS1-128 and our own QR, one after the other. A handheld scanner types into the field and ends with Enter. */
export function LotScanner({ onCode }: { onCode: (code: string) => void }) {
  const text = useText(words);
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== '') onCode(typed);
    setTyped('');
  };
  return (
    <div className="orders-scanner">
      <CameraScan quiet formats={['qr_code', 'data_matrix', 'code_128']} onCode={onCode} />
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
