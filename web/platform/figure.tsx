import { type ReactNode, useState } from 'react';
import { DetailDrawer } from './dialog.tsx';
import { useText } from './language.ts';
import { Quantity } from './number.tsx';

const words = { open: ['{title}：查看明细', '{title}: what it sums'] } as const;

interface Props {
  value: string | number | null | undefined;
  unit?: string | undefined;
  tone?: 'danger' | 'warning' | undefined;
  /** what the figure is: the title of what opens */
  title: string;
  /** the entries that it sums; built when it is opened */
  entries: () => ReactNode;
  /** shows this in place of the formatted value */
  children?: ReactNode;
}

/** A number that opens into what it sums. */
export function Figure({ value, unit, tone, title, entries, children }: Props) {
  const [open, setOpen] = useState(false);
  const text = useText(words);
  return (
    <>
      <button
        type="button"
        className={tone === undefined ? 'bg-figure' : `bg-figure bg-${tone}`}
        aria-haspopup="dialog"
        title={text('open', { title })}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(true);
        }}
      >
        {children ?? <Quantity value={value} unit={unit} />}
      </button>
      <DetailDrawer open={open} title={title} onClose={() => setOpen(false)}>
        {open && entries()}
      </DetailDrawer>
    </>
  );
}
