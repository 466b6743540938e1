/** The example's files, read by the walk itself: nothing of the product's reading is used, so that both can be compared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';

const folder = join(import.meta.dirname, '../../../example');

export function rowsOf(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/u);
  const columns = cellsOf(header);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}

/** Cells with a comma are quoted. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^",]*))/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** '58.8', '万只' is 588000. */
export function baseQuantity(quantity: string, unit: string): Decimal {
  return new Decimal(quantity).mul(unit.startsWith('万') ? 10_000 : 1);
}

export const publishedFigures = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'published-figures.json'), 'utf8')) as Record<string, unknown>;

/** What is left of each input after a day that made so much: on hand, and come in, less what the bill of materials says. */
export function inputsLeft(enterprise: string, made: Record<string, string>): Record<string, string> {
  const bill = rowsOf('bom.csv');
  const own = rowsOf('input_stock.csv').filter((row) => row.enterprise === enterprise);
  return Object.fromEntries(
    own.map(({ input, quantity, inbound_per_day }) => {
      const used = bill
        .filter((row) => row.input === input)
        .reduce((sum, row) => sum.add(new Decimal(made[row.item!] ?? 0).mul(row.per_unit!)), new Decimal(0));
      return [input!, new Decimal(quantity!).add(inbound_per_day!).sub(used).toFixed()];
    }),
  );
}

export const itemNames = new Map(rowsOf('items.csv').map((row) => [row.code!, row.name!]));
export const plantNames = new Map(rowsOf('enterprises.csv').map((row) => [row.id!, row.name!]));
