import { type ReactNode, useState } from 'react';
import { TableIcon } from './icons.tsx';
import { useText } from './language.ts';

/** The same content as text, for those who read rather than look. */
export interface PictureTable {
  columns: readonly string[];
  rows: ReadonlyArray<ReadonlyArray<ReactNode>>;
}

const words = {
  table: ['看表格', 'Show as a table'],
  picture: ['看图', 'Show the picture'],
} as const;

/** A picture that can be read as a table instead: one press, the same place, the same height. */
export function WithTable(props: { label: string; table: PictureTable; height: number; children: ReactNode }) {
  const text = useText(words);
  const [reading, setReading] = useState(false);
  return (
    <figure className="bg-picture" aria-label={props.label}>
      <button
        type="button"
        className="bg-picture-switch bg-no-print"
        title={text(reading ? 'picture' : 'table')}
        aria-label={`${props.label}: ${text(reading ? 'picture' : 'table')}`}
        aria-pressed={reading}
        onClick={() => setReading(!reading)}
      >
        <TableIcon />
      </button>
      {reading ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="bg-table-scroll" style={{ height: props.height }} aria-label={props.label} tabIndex={0}>
          <table className="bg-table">
            <thead>
              <tr>
                {props.table.columns.map((column, index) => (
                  <th key={column} scope="col" className={index === 0 ? undefined : 'bg-right'}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.table.rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, index) => (
                    <td key={index} className={index === 0 ? undefined : 'bg-right'}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        props.children
      )}
    </figure>
  );
}
