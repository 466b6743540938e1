import { useId, useState } from 'react';
import { FEVER } from '#contracts/pass-check.ts';
import { useText } from '../../platform/language.ts';

const words = {
  plate: ['车牌与证上（{plate}）相同吗？', 'Is the plate the one on the pass ({plate})?'],
  same: ['相同', 'The same'],
  other: ['不同', 'Another'],
  seen: ['车上的车牌', 'The plate on the truck'],
  temperature: ['司机体温（℃）', 'The driver’s temperature (°C)'],
  temperatureHint: ['{fever} ℃ 及以上为发热', '{fever} °C and above is fever'],
  test: ['核酸检测', 'Nucleic-acid test'],
  within24: ['24 小时内阴性', 'Negative, 24 h'],
  within48: ['48 小时内阴性', 'Negative, 48 h'],
  none: ['没有', 'None'],
  positive: ['阳性', 'Positive'],
} as const;

export interface Person {
  plate: 'same' | 'other' | null;
  otherPlate: string;
  temperature: number | null;
  test: 'negative' | 'positive' | 'none';
  testHours: number | null;
}
export const emptyPerson: Person = { plate: null, otherPlate: '', temperature: null, test: 'none', testHours: null };

/** 36.5, 36,5, ３６．５ and 365 are the same temperature; null for what is none of a living person. */
export function readTemperature(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replace(',', '.')
    .replace(/[℃°C\s]/giu, '');
  const value = /^\d{3}$/u.test(plain) ? Number(plain) / 10 : Number(plain || Number.NaN);
  return value >= 30 && value <= 45 ? Math.round(value * 10) / 10 : null;
}

interface Props {
  person: Person;
  /** on the pass; null: no vehicle, or not read */
  plate: string | null;
  onChange: (person: Person) => void;
}

export function PersonChecks({ person, plate, onChange }: Props) {
  const text = useText(words);
  const id = useId();
  const [typed, setTyped] = useState('');
  const set = (part: Partial<Person>) => onChange({ ...person, ...part });
  const tests = [
    ['within24', 'negative', 24],
    ['within48', 'negative', 48],
    ['none', 'none', null],
    ['positive', 'positive', null],
  ] as const;
  return (
    <div className="pass-checks">
      {plate !== null && (
        <fieldset className="pass-choices">
          <legend>{text('plate', { plate })}</legend>
          {(['same', 'other'] as const).map((choice) => (
            <button
              key={choice}
              type="button"
              className="pass-choice"
              aria-pressed={person.plate === choice}
              onClick={() => set({ plate: choice })}
            >
              {text(choice)}
            </button>
          ))}
        </fieldset>
      )}
      {person.plate === 'other' && (
        <div>
          <label htmlFor={`${id}-plate`}>{text('seen')}</label>
          <input
            id={`${id}-plate`}
            className="bg-input"
            value={person.otherPlate}
            maxLength={16}
            onChange={(event) => set({ otherPlate: event.target.value })}
          />
        </div>
      )}
      <div>
        <label htmlFor={`${id}-temperature`}>{text('temperature')}</label>
        <input
          id={`${id}-temperature`}
          className="bg-input"
          inputMode="decimal"
          autoComplete="off"
          aria-describedby={`${id}-fever`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            set({ temperature: readTemperature(event.target.value) });
          }}
        />
        <span id={`${id}-fever`} className="bg-hint">
          {text('temperatureHint', { fever: FEVER })}
        </span>
      </div>
      <fieldset className="pass-choices">
        <legend>{text('test')}</legend>
        {tests.map(([name, test, testHours]) => (
          <button
            key={name}
            type="button"
            className="pass-choice"
            aria-pressed={person.test === test && person.testHours === testHours}
            onClick={() => set({ test, testHours })}
          >
            {text(name)}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
