import { type ReactNode, useEffect, useState } from 'react';
import { type AnyContract, download, type InputOf } from '../client.ts';
import { DownloadIcon, SearchIcon } from '../icons.tsx';
import { useText } from '../language.ts';
import { Menu, MenuButton } from '../menu.tsx';
import { ProblemView } from '../problem.tsx';
import { type Asked, type Column, parametersOf } from './column.ts';

/** A file of what the table shows: the search, sorting and filters go along as far as the contract takes them. */
export interface TableExport {
  label: string;
  contract: AnyContract;
  params?: object;
  query?: object;
}

const words = {
  search: ['搜索', 'Search'],
  export: ['导出', 'Export'],
  all: ['{title}：全部', '{title}: all'],
} as const;

interface Props<Row> {
  columns: ReadonlyArray<Column<Row>>;
  asked: Asked;
  ask: (asked: Asked) => void;
  search: boolean;
  exports: readonly TableExport[];
  left?: ReactNode;
  right?: ReactNode;
}

export function Toolbar<Row>(props: Props<Row>) {
  const { columns, asked, ask } = props;
  const [problem, setProblem] = useState<unknown>(null);
  const filtered = columns.filter((column) => column.filter !== undefined);
  const empty = !props.search && filtered.length === 0 && props.exports.length === 0;
  if (empty && props.left === undefined && props.right === undefined) return null;

  const save = (one: TableExport) => {
    const input = { params: one.params ?? {}, query: { ...one.query, ...parametersOf(one.contract, asked, columns) } };
    setProblem(null);
    download(one.contract, input as InputOf<AnyContract>).catch(setProblem);
  };

  return (
    <>
      <div className="bg-table-bar bg-no-print">
        {props.left}
        {props.search && <SearchBox value={asked.search} change={(search) => ask({ ...asked, search })} />}
        {filtered.map((column) => (
          <FilterChoice
            key={column.key}
            column={column}
            value={asked.filters[column.key] ?? ''}
            change={(value) => ask({ ...asked, filters: { ...asked.filters, [column.key]: value } })}
          />
        ))}
        <span className="bg-space" />
        {props.exports.length > 0 && <Exports exports={props.exports} save={save} />}
        {props.right}
      </div>
      {problem !== null && <ProblemView problem={problem} />}
    </>
  );
}

/** Asks when typing pauses, not at every letter. */
function SearchBox({ value, change }: { value: string; change: (value: string) => void }) {
  const text = useText(words);
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) return;
    const wait = setTimeout(() => change(typed), 250);
    return () => clearTimeout(wait);
  }, [typed, value, change]);
  return (
    <label className="bg-search">
      <SearchIcon />
      <span className="bg-hidden">{text('search')}</span>
      <input
        type="search"
        placeholder={text('search')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}

function FilterChoice<Row>({
  column,
  value,
  change,
}: {
  column: Column<Row>;
  value: string;
  change: (value: string) => void;
}) {
  const text = useText(words);
  return (
    <select
      className="bg-select"
      aria-label={column.title}
      value={value}
      onChange={(event) => change(event.target.value)}
    >
      <option value="">{text('all', { title: column.title })}</option>
      {column.filter!.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function Exports({ exports, save }: { exports: readonly TableExport[]; save: (one: TableExport) => void }) {
  const text = useText(words);
  const [only] = exports;
  if (exports.length === 1 && only !== undefined) {
    return (
      <button type="button" className="bg-button" onClick={() => save(only)}>
        <DownloadIcon />
        {only.label}
      </button>
    );
  }
  return (
    <Menu
      button={(button) => (
        <MenuButton {...button} wide label={text('export')}>
          <DownloadIcon />
          {text('export')}
        </MenuButton>
      )}
      items={exports.map((one) => ({ key: one.label, label: one.label, act: () => save(one) }))}
    />
  );
}
