import { Button } from 'antd';
import { useState } from 'react';
import type { User } from '#contracts/administration.ts';
import { type Role, roleNames, type ScopeKind } from '#contracts/roles.ts';
import type { ApiProblem } from '../platform/client.ts';
import { Dialog } from '../platform/dialog.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { fieldProblem } from '../platform/problem.tsx';
import './administration.css';

const words = {
  city: ['全市', 'The whole city'],
  several: ['{first}等 {count} 个', '{first} and {rest} more'],
  copy: ['复制', 'Copy'],
  noted: ['我已记下', 'I have noted it'],
  once: ['只显示这一次，关闭后无法再看到。', 'It is shown this once and cannot be seen again after closing.'],
} as const;

export function RoleName({ role }: { role: Role }) {
  const { language } = useLanguage();
  return <>{pick(roleNames[role], language)}</>;
}

interface ScopeProps {
  scope: ScopeKind;
  scopeNames: User['scopeNames'];
  /** in a list: as many by name, the rest as a number */
  most?: number;
}

/** The units that a user or a key is bound to, by name. */
export function ScopeWords({ scope, scopeNames, most = Number.POSITIVE_INFINITY }: ScopeProps) {
  const { language } = useLanguage();
  const text = useText(words);
  if (scope === 'city') return <>{text('city')}</>;
  const names = scopeNames.slice(0, most).map((unit) => localName(unit, language));
  const first = names.join(language === 'zh' ? '、' : ', ');
  const count = scopeNames.length;
  return <>{count > names.length ? text('several', { first, count, rest: count - names.length }) : first}</>;
}

/** A secret that the server keeps no copy of: a password or a key. */
export function SecretOnce(props: { title: string; secret: string | null; more: string; onClose: () => void }) {
  const text = useText(words);
  return (
    <Dialog
      open={props.secret !== null}
      title={props.title}
      onClose={props.onClose}
      foot={
        <Button type="primary" onClick={props.onClose}>
          {text('noted')}
        </Button>
      }
    >
      <p>{props.more}</p>
      <Copyable value={props.secret ?? ''} />
      <p className="bg-muted">{text('once')}</p>
    </Dialog>
  );
}

/** Something to be written down or pasted elsewhere. */
export function Copyable({ value }: { value: string }) {
  const text = useText(words);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    notify(['已复制', 'Copied']);
  };
  return (
    <div className="administration-secret">
      <code>{value}</code>
      {navigator.clipboard !== undefined && (
        <Button onClick={() => void copy()} aria-pressed={copied}>
          {text('copy')}
        </Button>
      )}
    </div>
  );
}

/** What is wrong with a field: the server's word on it, or a refusal that is about this field (`codes`). */
export function useFieldProblems(
  problem: ApiProblem | null,
  codes: Record<string, string>,
): (field: string) => string | undefined {
  const { language } = useLanguage();
  return (field) => {
    if (problem !== null && codes[problem.code] === field) return problem.words[language];
    return fieldProblem(problem, field);
  };
}

/** The refusal, where no field shows it already. */
export function beside(problem: ApiProblem | null, codes: Record<string, string>): ApiProblem | null {
  return problem !== null && codes[problem.code] !== undefined ? null : problem;
}
