import { type DragEvent, useRef, useState } from 'react';
import { useText } from '../platform/language.ts';

const words = {
  label: ['选择或拖入文件', 'Choose or drop files'],
  hint: [
    '一个 zip 或 xlsx，或若干 csv；UTF-8、GB18030、UTF-16 都可以',
    'One zip or xlsx, or several csv; UTF-8, GB18030 or UTF-16',
  ],
  reading: ['正在核对…', 'Checking…'],
} as const;

interface Props {
  files: File[];
  onFiles: (files: File[]) => void;
  busy: boolean;
}

export function FilePicker({ files, onFiles, busy }: Props) {
  const text = useText(words);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => {
    if (list !== null && list.length > 0) onFiles([...list]);
    // The same file, mended and chosen again, counts as a new choice.
    if (input.current) input.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    // What is being checked answers first: two answers on their way could come in either order.
    if (!busy) take(event.dataTransfer.files);
  };
  return (
    <label
      className={over ? 'exchange-drop exchange-over' : 'exchange-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        multiple
        accept=".zip,.xlsx,.csv,.tsv,.txt,.json"
        disabled={busy}
        onChange={(event) => take(event.target.files)}
      />
      <strong>{text('label')}</strong>
      <span className="bg-muted">{files.length === 0 ? text('hint') : files.map((file) => file.name).join('、')}</span>
      <span role="status" className="bg-muted">
        {busy ? text('reading') : ''}
      </span>
    </label>
  );
}
