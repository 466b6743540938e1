import type { DraftFigures } from '#contracts/reports.ts';
import { useText } from '../platform/language.ts';
import { useHindranceChoices } from './names.ts';

type Hindrances = DraftFigures['hindrances'];

const words = {
  title: ['今天有什么困难（可多选）', 'What hinders today (any number)'],
  more: ['{kind}：具体情况', '{kind}: what exactly'],
} as const;

/** Structured first, words beside it: a count of kinds can be acted on, a sentence says how. */
export function HindranceFields({ value, onChange }: { value: Hindrances; onChange: (value: Hindrances) => void }) {
  const text = useText(words);
  const choices = useHindranceChoices();
  return (
    <fieldset className="reports-hindrances">
      <legend>{text('title')}</legend>
      {choices.map(({ kind, name }) => {
        const row = value.find((one) => one.kind === kind);
        return (
          <div key={kind} className="reports-hindrance">
            <label>
              <input
                type="checkbox"
                checked={row !== undefined}
                onChange={({ target }) =>
                  onChange(target.checked ? [...value, { kind, text: '' }] : value.filter((one) => one.kind !== kind))
                }
              />
              {name}
            </label>
            {row !== undefined && (
              <input
                className="bg-input"
                aria-label={text('more', { kind: name })}
                placeholder={text('more', { kind: name })}
                maxLength={500}
                value={row.text}
                onChange={({ target }) =>
                  onChange(value.map((one) => (one.kind === kind ? { ...one, text: target.value } : one)))
                }
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
