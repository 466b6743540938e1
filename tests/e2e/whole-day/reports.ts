/** The day's reports, by the ways that plants have: telephone, form, workbook; then the county's desk and the city's. */
import { readFile } from 'node:fs/promises';
import readExcelFile from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import { inputsLeft, itemNames } from './example.ts';
import type { Seat } from './people.ts';
import { closing, type PlantDay, plants } from './plants.ts';

const next = (seat: Seat) => seat.press('下一步');

/** One screen a step; what is filled in already is only looked at. */
export async function fillOnTelephone(seat: Seat, day: PlantDay): Promise<void> {
  for (const [item, made] of Object.entries(day.made)) {
    await seat.page.getByRole('heading', { name: itemNames.get(item)! }).waitFor();
    await seat.write('今天生产', made);
    await next(seat);
    await seat.write('今天发出', day.sent?.[item] ?? '0');
    await next(seat);
    await seat.page.getByLabel('日终结存').waitFor();
    await next(seat);
  }
  await seat.page.getByRole('heading', { name: '原料剩余' }).waitFor();
  await next(seat);
  await seat.write('到岗人数', String(day.staff));
  await next(seat);
  await seat.sees('今天有什么困难');
  await next(seat);
  await seat.page.getByRole('heading', { name: '核对后报送' }).waitFor();
}

export async function fillForm(seat: Seat, day: PlantDay): Promise<void> {
  for (const [item, made] of Object.entries(day.made)) {
    const row = seat.page.getByRole('group', { name: itemNames.get(item)! });
    await seat.write('当日生产', made, row);
    if (day.stock?.[item] !== undefined) await seat.write('日终结存', day.stock[item], row);
  }
  await seat.write('到岗人数', String(day.staff));
}

/** Fills the downloaded template's cells for these plants, with rows of lots added, and answers the file to upload. */
export async function filledTemplate(template: string, enterprises: readonly string[]): Promise<Buffer> {
  const [sheet] = await readExcelFile(await readFile(template));
  const [header = [], ...rows] = sheet!.data.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  const at = (column: string) => header.indexOf(column);
  const filled = rows
    .filter((row) => enterprises.includes(row[at('企业编码')]!))
    .flatMap((row) => filledRows(row, at, plants[row[at('企业编码')]!]!));
  const cells = [header, ...filled].map((row) => row.map((value) => (value === '' ? null : { value, type: String })));
  return writeExcelFile(cells).toBuffer();
}

function filledRows(row: string[], at: (column: string) => number, day: PlantDay): string[][] {
  const written = (columns: Record<string, string>): string[] => {
    const changed = [...row];
    for (const [column, value] of Object.entries(columns)) changed[at(column)] = value;
    return changed;
  };
  const code = row[at('编码')]!;
  const kind = row[at('类别')];
  if (kind === '到岗') return [written({ 结存: String(day.staff) })];
  if (kind === '原料') return [written({ 结存: inputsLeft(row[at('企业编码')]!, day.made)[code]! })];
  if (kind !== '物资') return [row];
  const lots = day.lots?.[code] ?? [];
  return [
    written(itemCells(row[at('企业编码')]!, code, day)),
    ...lots.map((lot) =>
      written({ 类别: '批次', 生产: '', 发出: '', 结存: lot.stock, 批号: lot.number, 有效期至: lot.expires }),
    ),
  ];
}

function itemCells(enterprise: string, item: string, day: PlantDay): Record<string, string> {
  const label = day.madeLot?.[item];
  return {
    生产: day.made[item]!,
    发出: day.sent?.[item] ?? '0',
    结存: closing(enterprise, item).toFixed(),
    ...(label ? { 批号: label.number, 有效期至: label.expires } : {}),
  };
}

/** The county's officer accepts at once whatever raises no question. */
export async function acceptClean(seat: Seat): Promise<void> {
  await seat.open('/reports');
  await seat.press(/^通过 \d+ 份无疑点的$/u);
  await seat.press('通过', seat.dialog());
  await seat.sees(/已通过 \d+ 份/u);
}

export async function acceptOne(seat: Seat, enterprise: string, day: string): Promise<void> {
  await seat.open(`/reports/${enterprise}/${day}`);
  await seat.press('通过并入账');
  await seat.sees('已通过');
}

export async function giveBack(seat: Seat, enterprise: string, day: string, reason: string): Promise<void> {
  await seat.open(`/reports/${enterprise}/${day}`);
  await seat.press('退回');
  await seat.write('原因', reason, seat.dialog());
  await seat.press('退回', seat.dialog());
  await seat.sees('已退回');
}
