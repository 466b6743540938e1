/** Balances and movements as files for people. */
import { Decimal } from 'decimal.js';
import type { Balance, Movement, StockPlace } from '#contracts/stock.ts';
import { documentNames, gradeNames, lotStateNames, placeKindNames } from '#contracts/stock-terms.ts';
import { DomainError } from '../platform/errors.ts';
import type { FileAnswer } from '../platform/http/route.ts';
import { csvType, type SheetColumn, sheet, toCsv, toXlsx, xlsxType } from '../platform/workbook.ts';

/** Rows of one file. */
export const exportLimit = 100_000;

interface FileOptions {
  format: 'xlsx' | 'csv';
  lang: 'zh' | 'en';
  /** in the file's name: the day, or the period */
  period: string;
}

type Words = readonly [zh: string, en: string];

async function fileOf<Row>(
  title: Words,
  columns: Array<[Words, SheetColumn<Row>['value']]>,
  rows: readonly Row[],
  { format, lang, period }: FileOptions,
): Promise<FileAnswer> {
  const word = lang === 'zh' ? 0 : 1;
  if (rows.length > exportLimit) throw new DomainError('stock.too-many-rows', { limit: exportLimit });
  const table = sheet(
    title[word],
    columns.map(([words, value]) => ({ title: words[word], value })),
    rows,
  );
  const name = `${title[word]}-${period}.${format}`;
  return format === 'csv'
    ? { name, type: csvType, bytes: toCsv(table) }
    : { name, type: xlsxType, bytes: await toXlsx([table]) };
}

const gradeWord = (grade: keyof typeof gradeNames | null, word: 0 | 1): string =>
  grade === null ? '' : gradeNames[grade][word];

export function balancesFile(rows: readonly Balance[], options: FileOptions): Promise<FileAnswer> {
  const word = options.lang === 'zh' ? 0 : 1;
  return fileOf<Balance>(
    ['库存', 'Stock'],
    [
      [['物资', 'Item'], (row) => (word === 0 ? row.item.name : row.item.nameEn)],
      [['物资编码', 'Item code'], (row) => row.item.code],
      [['地点类别', 'Kind of place'], (row) => placeKindNames[row.place.kind][word]],
      [['地点', 'Place'], (row) => row.place.name],
      [['县区', 'County'], (row) => row.place.county],
      [['批号', 'Lot'], (row) => row.lotNumber],
      [['等级', 'Grade'], (row) => gradeWord(row.grade, word)],
      [['最后可发日期', 'Issue until'], (row) => row.expires],
      [['批次状态', 'State'], (row) => lotStateNames[row.state][word]],
      [['数量', 'Quantity'], (row) => new Decimal(row.quantity)],
      [['已预留', 'Reserved'], (row) => new Decimal(row.reserved)],
      [['单位', 'Unit'], (row) => row.item.unit],
    ],
    rows,
    options,
  );
}

export function movementsFile(rows: readonly Movement[], options: FileOptions): Promise<FileAnswer> {
  const word = options.lang === 'zh' ? 0 : 1;
  const placeWord = (place: StockPlace): string =>
    place.place.startsWith('virtual:') ? placeKindNames[place.kind][word] : place.name;
  return fileOf<Movement>(
    ['出入库记录', 'Movements'],
    [
      [['编号', 'Number'], (row) => String(row.id)],
      [['业务日期', 'Business day'], (row) => row.day],
      [['入账时间', 'Posted at'], (row) => row.postedAt],
      [['从', 'From'], (row) => placeWord(row.from)],
      [['到', 'To'], (row) => placeWord(row.to)],
      [['物资', 'Item'], (row) => (word === 0 ? row.item.name : row.item.nameEn)],
      [['批号', 'Lot'], (row) => row.lotNumber],
      [['等级', 'Grade'], (row) => gradeWord(row.grade, word)],
      [['最后可发日期', 'Issue until'], (row) => row.expires],
      [['数量', 'Quantity'], (row) => new Decimal(row.quantity)],
      [['单位', 'Unit'], (row) => row.item.unit],
      [['单据', 'Document'], (row) => documentNames[row.document.kind]?.[word] ?? row.document.kind],
      [['单据编号', 'Document number'], (row) => row.document.id],
      [['原因', 'Reason'], (row) => row.reason],
      [['冲销', 'Takes back'], (row) => (row.reverses === null ? '' : String(row.reverses))],
      [['替代', 'Stands for'], (row) => (row.replaces === null ? '' : String(row.replaces))],
      [['入账人', 'Posted by'], (row) => row.by],
    ],
    rows,
    options,
  );
}
