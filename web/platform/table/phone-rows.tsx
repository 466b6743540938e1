import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { useText } from '../language.ts';
import type { Column } from './column.ts';
import { cellOf } from './desk-rows.tsx';

const AT_A_TIME = 40;

const words = {
  more: ['显示更多', 'Show more'],
} as const;

interface Props<Row> {
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  rowTone?: (row: Row) => 'danger' | 'warning' | undefined;
  onRow?: (row: Row) => void;
  more: (() => void) | null;
  expected: number;
}

/** On a telephone a row is a card: its heading, and a line for each further column. */
export function PhoneRows<Row>(props: Props<Row>) {
  const { rows, more } = props;
  const text = useText(words);
  const [shown, setShown] = useState(AT_A_TIME);
  const end = useRef<HTMLButtonElement>(null);
  const left = rows !== undefined && (shown < rows.length || more !== null);

  useEffect(() => {
    const button = end.current;
    if (button === null || !left) return;
    const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && further(), {
      rootMargin: '400px',
    });
    function further(): void {
      setShown((count) => count + AT_A_TIME);
      more?.();
    }
    seen.observe(button);
    return () => seen.disconnect();
  }, [left, more]);

  if (rows === undefined) return <WaitingCards count={Math.min(props.expected, 6)} lines={props.columns.length} />;
  return (
    <>
      <ul className="bg-cards" aria-label={props.label}>
        {rows.slice(0, shown).map((row) => (
          <Card key={props.rowKey(row)} row={row} {...props} />
        ))}
      </ul>
      {left && (
        <button
          ref={end}
          type="button"
          className="bg-button bg-button-wide"
          onClick={() => setShown(shown + AT_A_TIME)}
        >
          {text('more')}
        </button>
      )}
    </>
  );
}

function Card<Row>({ row, columns, rowTone, onRow }: Omit<Props<Row>, 'rows'> & { row: Row }) {
  const title = columns.find((column) => column.phone === 'title') ?? columns[0];
  const lines = columns.filter((column) => column !== title && column.phone !== 'hidden');
  const tone = rowTone?.(row);
  const head = title === undefined ? null : cellOf(title, row);
  const open = ({ target, currentTarget }: MouseEvent) => {
    // what a cell has to press is pressed, and a dialog that it opened is no part of the card; marking text is no press
    if (!(target instanceof Element) || !currentTarget.contains(target)) return;
    if (target.closest('a, button, input, select, label, summary') !== null) return;
    if (window.getSelection()?.isCollapsed !== false) onRow?.(row);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard presses its title, which is a button
    <li
      className={tone === undefined ? 'bg-card-row' : `bg-card-row bg-row-${tone}`}
      onClick={onRow === undefined ? undefined : open}
    >
      {onRow === undefined ? (
        <div className="bg-card-title">{head}</div>
      ) : (
        <button type="button" className="bg-card-title bg-card-open" onClick={() => onRow(row)}>
          {head}
        </button>
      )}
      <dl>
        {lines.map((column) => (
          <div key={column.key}>
            <dt>{column.title}</dt>
            <dd>{cellOf(column, row)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function WaitingCards({ count, lines }: { count: number; lines: number }) {
  return (
    <ul className="bg-cards" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li key={index} className="bg-card-row" style={{ minHeight: 44 + lines * 24 }}>
          <span className="bg-bone" />
        </li>
      ))}
    </ul>
  );
}
