import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import { PageLink } from './navigation.tsx';

export interface MenuItem {
  key: string;
  label: string;
  /** marked as the present choice */
  chosen?: boolean;
  act?: () => void;
  to?: string;
}

interface ButtonProps {
  id: string;
  open: boolean;
  menu: string;
  toggle: () => void;
  buttonRef: Ref<HTMLButtonElement>;
}

/** A small menu under a button, by the keyboard pattern of WAI-ARIA: arrows move, Escape closes and returns to the button. */
export function Menu(props: { button: (button: ButtonProps) => ReactNode; head?: ReactNode; items: MenuItem[] }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    entries(box.current)[0]?.focus();
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  function onKey(event: KeyboardEvent): void {
    const all = entries(box.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  }

  return (
    <div className="bg-menu" ref={box}>
      {props.button({ id: `${id}-button`, open, menu: id, toggle: () => setOpen(!open), buttonRef: button })}
      {open && (
        <div className="bg-menu-list">
          {props.head !== undefined && <div className="bg-menu-head">{props.head}</div>}
          <div id={id} role="menu" tabIndex={-1} aria-labelledby={`${id}-button`} onKeyDown={onKey}>
            {props.items.map((item) => (
              <Item key={item.key} item={item} close={close} />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function Item({ item, close }: { item: MenuItem; close: () => void }) {
  if (item.to !== undefined) {
    return (
      <PageLink to={item.to} role="menuitem" tabIndex={-1} className="bg-menu-item" onClick={close}>
        {item.label}
      </PageLink>
    );
  }
  const choice =
    item.chosen === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': item.chosen };
  return (
    <button
      type="button"
      {...choice}
      tabIndex={-1}
      className="bg-menu-item"
      onClick={() => {
        close();
        item.act?.();
      }}
    >
      <span>{item.label}</span>
      {item.chosen === true && <span aria-hidden="true">✓</span>}
    </button>
  );
}

export function MenuButton(props: ButtonProps & { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <button
      type="button"
      id={props.id}
      ref={props.buttonRef}
      className={props.wide === true ? 'bg-header-button' : 'bg-icon-button'}
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded={props.open}
      {...(props.open ? { 'aria-controls': props.menu } : {})}
      onClick={props.toggle}
    >
      {props.children}
    </button>
  );
}

function entries(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}
