import { useText } from '../platform/language.ts';
import type { CauseSentence } from './cause-words.ts';

const words = {
  places: ['共 {count} 处', '{count} places'],
} as const;

/** Why, one sentence each; where one holds of many places, they open below it. */
export function CauseList({ sentences }: { sentences: readonly CauseSentence[] }) {
  const text = useText(words);
  return (
    <ul className="planning-causes">
      {sentences.map((sentence) => (
        <li key={sentence.key}>
          {sentence.words}
          {sentence.places.length > 2 && (
            <details>
              <summary>{text('places', { count: sentence.places.length })}</summary>
              {sentence.places.join(' · ')}
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
