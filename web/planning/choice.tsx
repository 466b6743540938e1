import '../platform/table/table.css';

/** A choice above a picture or a table: the browser's own, which every telephone and screen reader knows. */
interface Props {
  label: string;
  /** the words for no choice; without it, one is always chosen */
  all?: string;
  value: string;
  onChange: (value: string) => void;
  options: ReadonlyArray<{ value: string; label: string }>;
}

export function Choice({ label, all, value, onChange, options }: Props) {
  return (
    <select className="bg-select" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {all !== undefined && <option value="">{all}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
