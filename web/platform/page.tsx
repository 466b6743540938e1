import type { ReactNode } from 'react';
import { PageLink } from './navigation.tsx';

interface HeaderProps {
  /** the answer to the page's question, in a sentence where there is one */
  title: ReactNode;
  /** why, and what it rests on */
  lead?: ReactNode;
  /** the page above this one */
  back?: { to: string; label: string };
  actions?: ReactNode;
}

/** The head of a page: its headline is the answer. */
export function PageHeader({ title, lead, back, actions }: HeaderProps) {
  return (
    <div className="bg-page-header">
      <div className="bg-page-heading">
        {back !== undefined && (
          <PageLink to={back.to} className="bg-back">
            ‹ {back.label}
          </PageLink>
        )}
        <h1>{title}</h1>
        {lead !== undefined && <p className="bg-muted">{lead}</p>}
      </div>
      {actions !== undefined && <div className="bg-page-actions bg-no-print">{actions}</div>}
    </div>
  );
}

/** A part of a page with a heading; `aside` stands small at its right. */
export function Panel(props: { title?: ReactNode; aside?: ReactNode; children: ReactNode; className?: string }) {
  const head = props.title !== undefined || props.aside !== undefined;
  return (
    <section className={props.className === undefined ? 'bg-panel' : `bg-panel ${props.className}`}>
      {head && (
        <div className="bg-panel-head">
          {props.title !== undefined && <h2>{props.title}</h2>}
          {props.aside !== undefined && <div className="bg-panel-aside">{props.aside}</div>}
        </div>
      )}
      {props.children}
    </section>
  );
}

/** Panels side by side where there is room; `wide` gives the first one more of it. */
export function Panels({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return <div className={wide ? 'bg-panels bg-panels-wide' : 'bg-panels'}>{children}</div>;
}

/** Names and values of one thing, for detail drawers. */
export function Particulars({ rows }: { rows: ReadonlyArray<readonly [name: string, value: ReactNode]> }) {
  return (
    <dl className="bg-particulars">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
