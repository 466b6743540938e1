import { type ReactNode, useId } from 'react';
import { useText } from './language.ts';

const words = { optional: ['选填', 'optional'] } as const;

export interface FieldAttributes {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

interface Props {
  label: string;
  /** what to write, before anything is wrong */
  hint?: ReactNode;
  /** what is wrong and how to mend it: `fieldProblem(act.problem, 'quantity')` */
  problem?: string | null | undefined;
  optional?: boolean;
  /** puts the attributes on the control: `{(field) => <Input {...field} />}` */
  children: (field: FieldAttributes) => ReactNode;
}

/** A labelled control with its hint and, beside it, what is wrong. */
export function FormField({ label, hint, problem, optional = false, children }: Props) {
  const id = useId();
  const text = useText(words);
  const wrong = problem !== undefined && problem !== null && problem !== '';
  const described = wrong ? `${id}-problem` : hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className={wrong ? 'bg-field bg-field-wrong' : 'bg-field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="bg-muted"> · {text('optional')}</span>}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': wrong ? true : undefined })}
      {hint !== undefined && !wrong && (
        <span id={`${id}-hint`} className="bg-hint">
          {hint}
        </span>
      )}
      <span id={`${id}-problem`} role="alert" className={wrong ? 'bg-hint bg-field-problem' : 'bg-hidden'}>
        {wrong ? problem : ''}
      </span>
    </div>
  );
}

/** Fields in as many columns as there is room for. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className="bg-fields">{children}</div>;
}

/** The buttons at a form's end: the act first. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="bg-form-actions">{children}</div>;
}
