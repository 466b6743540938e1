import type { ReactNode } from 'react';
import { type AuditEntry, auditHistory } from '#contracts/administration.ts';
import { type Role, roleNames } from '#contracts/roles.ts';
import { useData } from './data.ts';
import { Moment } from './day.tsx';
import { EmptyState } from './empty-state.tsx';
import { pick, useLanguage, useText, type Words } from './language.ts';
import { ProblemView } from './problem.tsx';

const words = {
  none: ['还没有修改记录', 'No changes recorded'],
  nothing: ['无', 'nothing'],
  before: ['原', 'Before'],
  after: ['现', 'After'],
  more: ['还有更早的记录，见系统的审计记录', 'Earlier entries stand in the audit trail'],
} as const;

interface Props {
  /** what kind of thing, as the audit names it: 'movement', 'user' */
  subject: string;
  id: string;
  /** words for the fields and the acts that appear; others show under their own name */
  names?: Words;
  /** shows a value of a field in its own way; undefined leaves it as recorded */
  show?: (field: string, value: string) => ReactNode | undefined;
  topics?: readonly string[];
}

/** Who changed one thing, when, from what to what. */
export function History({ subject, id, names = {}, show, topics = [] }: Props) {
  const text = useText(words);
  const history = useData(auditHistory, { params: { subject, id } }, { topics });
  if (history.error) return <ProblemView problem={history.error} onRetry={() => void history.refetch()} />;
  if (history.data === undefined) return <div className="bg-history" aria-busy="true" />;
  if (history.data.rows.length === 0) return <EmptyState title={text('none')} />;
  return (
    <>
      <ol className="bg-history">
        {history.data.rows.map((entry) => (
          <Entry key={entry.number} entry={entry} names={names} show={show} />
        ))}
      </ol>
      {history.data.next !== null && <p className="bg-muted">{text('more')}</p>}
    </>
  );
}

function Entry({ entry, names, show }: { entry: AuditEntry; names: Words; show: Props['show'] }) {
  const { language } = useLanguage();
  const text = useText(words);
  const named = (name: string) => (names[name] === undefined ? name : pick(names[name], language));
  const shown = (field: string, value: string | null) =>
    value === null ? text('nothing') : (show?.(field, value) ?? value);
  const role = entry.role in roleNames ? pick(roleNames[entry.role as Role], language) : entry.role;
  return (
    <li>
      <p>
        <strong>{entry.userName}</strong> <span className="bg-muted">{role}</span> {named(entry.action)}
        <span className="bg-history-when">
          <Moment at={entry.at} year />
        </span>
      </p>
      <dl>
        {changesOf(entry).map(({ field, before, after }) => (
          <div key={field}>
            <dt>{named(field)}</dt>
            <dd>
              <span className="bg-hidden">{text('before')} </span>
              <del>{shown(field, before)}</del>
              <span aria-hidden="true"> → </span>
              <span className="bg-hidden">{text('after')} </span>
              <ins>{shown(field, after)}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

/** The fields that differ; a thing's first entry shows all of them. */
export function changesOf(
  entry: Pick<AuditEntry, 'before' | 'after'>,
): Array<{ field: string; before: string | null; after: string | null }> {
  const before = fieldsOf(entry.before);
  const after = fieldsOf(entry.after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: written(before[field]), after: written(after[field]) }))
    .filter((change) => change.before !== change.after);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}

function written(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
