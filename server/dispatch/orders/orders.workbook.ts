/** Orders as a workbook: one row a lot, so that a warehouse and an office read the same. */
import { Decimal } from 'decimal.js';
import { orderKindNames, orderStateNames } from '#contracts/orders-terms.ts';
import { gradeNames } from '#contracts/stock-terms.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { FileAnswer } from '#server/platform/http/route.ts';
import type { Work } from '#server/platform/work.ts';
import { type SheetColumn, sheet, toXlsx, xlsxType } from '#server/platform/workbook.ts';
import { gradeOf, readOrderFacts } from './facts.ts';
import { listOrders, type OrderFilter } from './orders.list.ts';
import * as repository from './orders.repository.ts';
import { headsOf } from './orders.views.ts';

const limit = 5000;
type Head = Awaited<ReturnType<typeof headsOf>>[number];
interface Row {
  head: Head;
  line: repository.LineRow;
  lot: repository.LotRow | null;
}

export async function ordersWorkbook(work: Work, filter: OrderFilter, language: 'zh' | 'en'): Promise<FileAnswer> {
  const { tx, actor } = work;
  const today = await work.today();
  const orders = await listOrders(tx, actor.city, today, filter, { limit: limit + 1 });
  if (orders.length > limit) throw new DomainError('order.too-many-rows', { limit });
  const ids = orders.map((order) => order.order_id);
  const heads = new Map((await headsOf(work, orders)).map((head) => [head.id, head]));
  const lots = Map.groupBy(await repository.lotsOf(tx, actor.city, ids), (lot) => `${lot.order_id}|${lot.line}`);
  const lines = Map.groupBy(await repository.linesOf(tx, actor.city, ids), (line) => line.order_id);
  const rows = ids.flatMap((id) =>
    (lines.get(id) ?? []).flatMap((line): Row[] => {
      const head = heads.get(id)!;
      const own = lots.get(`${id}|${line.line}`) ?? [];
      return own.length === 0 ? [{ head, line, lot: null }] : own.map((lot) => ({ head, line, lot }));
    }),
  );
  const { items } = await readOrderFacts(work);
  const name = language === 'zh' ? '调拨令' : 'Allocation orders';
  const bytes = await toXlsx([sheet(name, columnsIn(language, items), rows)]);
  return { name: `${name} ${filter.from ?? today}.xlsx`, type: xlsxType, bytes };
}

type Items = Awaited<ReturnType<typeof readOrderFacts>>['items'];

function columnsIn(language: 'zh' | 'en', items: Items): Array<SheetColumn<Row>> {
  const word = (pair: readonly [string, string]) => pair[language === 'zh' ? 0 : 1];
  const itemName = (code: string) => {
    const item = items.get(code);
    return item ? (language === 'zh' ? item.name : item.nameEn) : code;
  };
  const number = (value: string | null | undefined) => (value ? new Decimal(value) : null);
  const columns: Array<[title: readonly [string, string], value: SheetColumn<Row>['value']]> = [
    [['调拨令', 'Order'], ({ head }) => head.number],
    [['状态', 'State'], ({ head }) => word(orderStateNames[head.state])],
    [['来由', 'Kind'], ({ head }) => word(orderKindNames[head.kind])],
    [['发出日期', 'Leaves on'], ({ head }) => head.dispatchDay],
    [['到货日期', 'Due on'], ({ head }) => head.dueDay],
    [['发货单位', 'From'], ({ head }) => head.from.name],
    [['收货单位', 'To'], ({ head }) => head.to.name],
    [['物资', 'Item'], ({ line }) => itemName(line.item_code)],
    [['单位', 'Unit'], ({ line }) => items.get(line.item_code)?.unit ?? ''],
    [['批号', 'Lot'], ({ lot }) => lot?.lot_number],
    [['等级', 'Grade'], ({ lot }) => gradeWord(lot?.grade ?? null)],
    [['效期', 'Expires'], ({ lot }) => lot?.expires],
    [['下达数量', 'Ordered'], ({ line, lot }) => number(lot?.quantity ?? line.quantity)],
    [['拣货数量', 'Picked'], ({ lot }) => number(lot?.picked)],
    [['签收数量', 'Received'], ({ lot }) => number(lot?.received)],
    [['破损数量', 'Damaged'], ({ lot }) => number(lot?.damaged)],
  ];
  return columns.map(([title, value]) => ({ title: word(title), value }));

  function gradeWord(grade: string | null) {
    const known = gradeOf(grade);
    return known ? word(gradeNames[known]) : '';
  }
}
