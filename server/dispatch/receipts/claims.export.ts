/** Claims as a file for people. */
import { Decimal } from 'decimal.js';
import {
  type ClaimHead,
  claimBearerNames,
  claimKindNames,
  claimOwnerNames,
  claimStateNames,
} from '#contracts/claims.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { FileAnswer } from '#server/platform/http/route.ts';
import type { Work } from '#server/platform/work.ts';
import { csvType, type SheetColumn, sheet, toCsv, toXlsx, xlsxType } from '#server/platform/workbook.ts';
import { readOrderFacts } from '../orders/facts.ts';
import type { ClaimFilter } from './claims.repository.ts';
import { readClaims } from './claims.views.ts';

const limit = 20_000;
type Items = Awaited<ReturnType<typeof readOrderFacts>>['items'];

/** Error `claim.too-many-rows`. */
export async function claimsFile(
  work: Work,
  filter: ClaimFilter,
  { format, lang }: { format: 'xlsx' | 'csv'; lang: 'zh' | 'en' },
): Promise<FileAnswer> {
  const { rows } = await readClaims(work, filter, { limit: limit + 1 });
  if (rows.length > limit) throw new DomainError('claim.too-many-rows', { limit });
  const title = lang === 'zh' ? '收货差异' : 'Claims';
  const { items } = await readOrderFacts(work);
  const table = sheet(title, columnsIn(lang, items), rows);
  const name = `${title}-${await work.today()}.${format}`;
  return format === 'csv'
    ? { name, type: csvType, bytes: toCsv(table) }
    : { name, type: xlsxType, bytes: await toXlsx([table]) };
}

function columnsIn(lang: 'zh' | 'en', items: Items): Array<SheetColumn<ClaimHead>> {
  const word = (pair: readonly [string, string]) => pair[lang === 'zh' ? 0 : 1];
  const itemWord = (code: string) => {
    const item = items.get(code);
    return item === undefined ? code : word([item.name, item.nameEn]);
  };
  const columns: Array<[title: readonly [string, string], value: SheetColumn<ClaimHead>['value']]> = [
    [['差异', 'Claim'], (row) => row.id],
    [['调拨令', 'Order'], (row) => row.order],
    [['类别', 'Kind'], (row) => word(claimKindNames[row.kind])],
    [['物资', 'Item'], (row) => itemWord(row.item)],
    [['批号', 'Lot'], (row) => row.lotNumber],
    [['数量', 'Quantity'], (row) => new Decimal(row.quantity)],
    [['单位', 'Unit'], (row) => items.get(row.item)?.unit ?? ''],
    [['发货', 'From'], (row) => row.from.name],
    [['收货', 'To'], (row) => row.to.name],
    [['责任方', 'Who answers'], (row) => word(claimOwnerNames[row.owner])],
    [['状态', 'State'], (row) => word(claimStateNames[row.state])],
    [['超期', 'Late'], (row) => (row.late ? word(['是', 'yes']) : '')],
    [['登记时间', 'Opened at'], (row) => row.openedAt],
    [['已历小时', 'Hours open'], (row) => row.ageHours],
    [['期限', 'Due'], (row) => row.due],
    [['已补收', 'Came later'], (row) => new Decimal(row.arrived)],
    [['退回', 'Went back'], (row) => new Decimal(row.returned)],
    [['核销', 'Written off'], (row) => new Decimal(row.kind === 'damaged' ? row.quantity : row.lost)],
    [['未说明去向', 'Unaccounted for'], (row) => new Decimal(row.unaccounted)],
    [['损失承担', 'Loss borne by'], (row) => (row.bearer === null ? '' : word(claimBearerNames[row.bearer]))],
    [['结案时间', 'Settled at'], (row) => row.settledAt],
  ];
  return columns.map(([title, value]) => ({ title: word(title), value }));
}
