import { InstanceError, numberOf, type Word } from './instance-error.ts';

/** For each row of a TSPLIB format, the first and last column that the file writes. */
const FORMATS: Record<string, (row: number, size: number) => [first: number, last: number]> = {
  FULL_MATRIX: (_, size) => [0, size - 1],
  LOWER_ROW: (row) => [0, row - 1],
  LOWER_DIAG_ROW: (row) => [0, row],
  UPPER_ROW: (row, size) => [row + 1, size - 1],
  UPPER_DIAG_ROW: (row, size) => [row, size - 1],
};
/** A symmetric matrix written by columns is the other triangle written by rows. */
const SAME_AS: Record<string, string> = {
  UPPER_COL: 'LOWER_ROW',
  UPPER_DIAG_COL: 'LOWER_DIAG_ROW',
  LOWER_COL: 'UPPER_ROW',
  LOWER_DIAG_COL: 'UPPER_DIAG_ROW',
};

/** An EDGE_WEIGHT_SECTION as a full matrix whose places follow `order` (positions of the file, depot first). */
export function explicitMatrix(
  section: { line: number; words: Word[] },
  format: { value: string; line: number },
  order: number[],
  file: string,
): Float64Array {
  const name = format.value.toUpperCase();
  const columns = FORMATS[SAME_AS[name] ?? name];
  if (!columns) {
    const known = [...Object.keys(FORMATS), ...Object.keys(SAME_AS)].join(', ');
    throw new InstanceError(
      file,
      format.line,
      `不支持 EDGE_WEIGHT_FORMAT ${name}；可用 ${known}`,
      `EDGE_WEIGHT_FORMAT ${name} is not supported; use ${known}`,
    );
  }
  const size = order.length;
  const written = new Float64Array(size * size);
  let next = 0;
  for (let row = 0; row < size; row++) {
    const [first, last] = columns(row, size);
    for (let column = first; column <= last; column++) {
      const word = section.words[next++];
      if (!word) break;
      const value = numberOf(word, file);
      if (value < 0) throw new InstanceError(file, word.line, '距离不能为负', 'a distance must not be negative');
      written[row * size + column] = value;
      if (name !== 'FULL_MATRIX') written[column * size + row] = value;
    }
  }
  if (next !== section.words.length) {
    const line = section.words.at(-1)?.line ?? section.line;
    const found = section.words.length;
    const needed = Array.from({ length: size }, (_, row) => columns(row, size)).reduce(
      (sum, [first, last]) => sum + last - first + 1,
      0,
    );
    throw new InstanceError(
      file,
      line,
      `${name} 应有 ${needed} 个数，实有 ${found} 个`,
      `${name} needs ${needed} numbers, found ${found}`,
    );
  }
  const matrix = new Float64Array(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++)
      matrix[from * size + to] = from === to ? 0 : written[order[from]! * size + order[to]!]!;
  }
  return matrix;
}
