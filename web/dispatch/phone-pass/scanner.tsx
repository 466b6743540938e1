import { type FormEvent, useState } from 'react';
import { CameraScan } from '../../phone/camera-scan.tsx';
import { BigButton } from '../../phone/phone-page.tsx';
import { useText } from '../../platform/language.ts';

const words = {
  code: ['扫码枪、粘贴或输入通行证代码', 'Handheld scanner, paste or type the code'],
  check: ['核验', 'Check'],
} as const;

export function Scanner({ onCode }: { onCode: (code: string) => void }) {
  const text = useText(words);
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') onCode(typed.trim());
    setTyped('');
  };
  return (
    <div className="pass-scanner">
      <CameraScan formats={['qr_code']} onCode={onCode} />
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
