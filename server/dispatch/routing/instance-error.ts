/** What is wrong with an instance file, where, and what to do about it, in both languages. */
export class InstanceError extends Error {
  /** Name of the file as the caller gave it. */
  readonly file: string;
  /** 1 = first line; null when the whole file is meant. */
  readonly line: number | null;
  readonly zh: string;
  readonly en: string;

  constructor(file: string, line: number | null, zh: string, en: string) {
    super(line === null ? `${file}: ${en}` : `${file}, line ${line}: ${en}`);
    this.name = 'InstanceError';
    this.file = file;
    this.line = line;
    this.zh = line === null ? `${file}：${zh}` : `${file} 第 ${line} 行：${zh}`;
    this.en = this.message;
  }
}

/** A finite number as files write it (1, -1.5, 1.0e2); null for anything else. */
export function parseNumber(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** One word of a file and where it stands. */
export interface Word {
  text: string;
  line: number;
}

export function numberOf(word: Word, file: string): number {
  const value = parseNumber(word.text);
  if (value === null)
    throw new InstanceError(file, word.line, `“${word.text}”不是数字`, `“${word.text}” is not a number`);
  return value;
}
