/** Columns of text in a terminal, where a Chinese character is two cells wide. */

export interface Column {
  title: string;
  right: boolean;
}

const GAP = '  ';

function cells(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - cells(text)));
  return right ? space + text : text + space;
}

export function layTable(columns: Column[], rows: string[][]): string {
  const titles = columns.map((column) => column.title);
  const widths = columns.map((_, index) => Math.max(...[titles, ...rows].map((row) => cells(row[index] ?? ''))));
  const lay = (row: string[]): string =>
    `${GAP}${columns.map((column, index) => pad(row[index] ?? '', widths[index]!, column.right)).join(GAP)}`.trimEnd();
  const shown = titles.some((title) => title !== '') ? [titles, ...rows] : rows;
  return shown.map((row) => `${lay(row)}\n`).join('');
}
