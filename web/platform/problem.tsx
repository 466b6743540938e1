import { useEffect, useRef } from 'react';
import { ApiProblem, asProblem } from './client.ts';
import { useLanguage, useText } from './language.ts';

const words = {
  retry: ['重试', 'Try again'],
} as const;

/** A refusal or failure: what happened and what to do, the fields concerned, and a way on. */
export function ProblemView({
  problem,
  onRetry,
  page = false,
  besideFields = false,
}: {
  problem: unknown;
  onRetry?: () => void;
  page?: boolean;
  /** the form shows each field's error beside the field already */
  besideFields?: boolean;
}) {
  const { language } = useLanguage();
  const text = useText(words);
  const shown = useRef<HTMLDivElement>(null);
  const answersAnAct = onRetry === undefined;
  useEffect(() => {
    // a long form in a dialog is scrolled to its button when it is refused: the reason must not stand out of sight
    if (problem && answersAnAct && shown.current?.closest('dialog')) shown.current.scrollIntoView({ block: 'center' });
  }, [problem, answersAnAct]);
  if (problem === null || problem === undefined) return null;
  const known = asProblem(problem);
  return (
    <div ref={shown} className={page ? 'bg-problem bg-problem-page' : 'bg-problem'} role="alert">
      <p className="bg-problem-words">{known.words[language]}</p>
      {known.errors.length > 0 && !besideFields && (
        <ul className="bg-problem-list">
          {known.errors.slice(0, 20).map((error, index) => (
            <li key={index}>
              <span className="bg-muted">{error.path.replace(/^(body|query|path)\./u, '')}</span> {error.message}
            </li>
          ))}
        </ul>
      )}
      {onRetry !== undefined && (
        <button type="button" className="bg-button" onClick={onRetry}>
          {text('retry')}
        </button>
      )}
    </div>
  );
}

/** The message for one field, by the end of its path (`body.quantity`, `body.lines.0.quantity`). */
export function fieldProblem(problem: unknown, field: string): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  return problem.errors.find(
    (error) => error.path === field || error.path.replace(/^(body|query|path)\./u, '') === field,
  )?.message;
}
