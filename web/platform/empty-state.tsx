import type { ReactNode } from 'react';

/** Nothing here: what it is, and what to do first. */
export function EmptyState({ title, more, act }: { title: string; more?: string | undefined; act?: ReactNode }) {
  return (
    <div className="bg-empty">
      <p className="bg-empty-title">{title}</p>
      {more !== undefined && <p className="bg-muted">{more}</p>}
      {act !== undefined && <div className="bg-empty-act">{act}</div>}
    </div>
  );
}
