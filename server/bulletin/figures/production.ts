/** The bulletin on producers, capacity and stock. */
import { formatDay } from '#contracts/calendar.ts';
import type { CategoryPosition, ItemPosition } from '#server/stock/position/index.ts';
import { compose, joinSegments, type Paragraph, pointer, type Segment } from './segments.ts';
import { layoutOf } from './structure.ts';
import { amounts, body, count, entry, itemName, type Writing } from './writing.ts';

export const CATEGORY_NAMES: Record<string, readonly [zh: string, en: string]> = {
  disinfectant: ['消杀用品', 'Disinfectants'],
  alcohol: ['酒精', 'Alcohol'],
  mask: ['口罩', 'Masks'],
  pharmaceutical: ['药品', 'Medicines'],
};

export function productionText(writing: Writing): Paragraph[] {
  return [producers(writing), ...writing.position.categories.flatMap((category) => categoryText(writing, category))];
}

function producers({ position, language }: Writing): Paragraph {
  const key = 'production/producers';
  const day = formatDay(position.day, language);
  const total = count('/producers', position.producers);
  const running = count('/position/running_producers', position.runningProducers);
  const all = position.producers.value.eq(position.runningProducers.value);
  if (language === 'zh') {
    return all
      ? body(key, `${day}，全市 `, total, ' 家保供企业全部可以开工。')
      : body(key, `${day}，全市 `, total, ' 家保供企业中 ', running, ' 家可以开工。');
  }
  return all
    ? body(key, `On ${day} all `, total, ' producers of the city can run.')
    : body(key, `On ${day} `, running, ' of the ', total, ' producers of the city can run.');
}

function categoryText(writing: Writing, category: CategoryPosition): Paragraph[] {
  const zh = writing.language === 'zh';
  const code = category.category;
  const name = CATEGORY_NAMES[code]?.[zh ? 0 : 1] ?? code;
  const number = count(pointer(code, 'producers'), category.producers);
  const opening = zh ? [`${name}：生产企业 `, number, ' 家'] : [`${name}: `, number, ' producers'];
  const layout = layoutOf(code);
  const key = `production/${code}`;
  const items = category.items.map((item) => writing.positions.get(item)!);
  if (layout.kind === 'items')
    return [body(key, ...opening, zh ? '，按品种为：' : '; one by one:'), ...itemEntries(writing, items)];
  const capacity = amounts(writing, [code, 'capacity_per_day'], category.capacity);
  const stock =
    layout.kind === 'total' ? amounts(writing, [code, 'stock'], category.stock) : stockByItem(writing, items);
  const main = zh ? ['，日产能 ', capacity, '，库存 ', stock] : [', capacity ', capacity, ' a day, stock ', stock];
  return [body(key, ...opening, ...main, ...licensedText(writing, category), zh ? '。' : '.')];
}

function stockByItem(writing: Writing, items: ItemPosition[]): Segment[] {
  const zh = writing.language === 'zh';
  const told = items.map((item) => {
    const name = itemName(writing, item.item);
    const stock = amounts(writing, ['position', item.item, 'stock'], item.stock);
    return zh ? compose(stock, `（${name}）`) : compose(stock, ` (${name})`);
  });
  return joinSegments(told, zh ? '、' : ', ');
}

/** Told where a licence decides the grade of what is made, and where it is not valid at some producer that may make nothing without it. */
function licensedText(writing: Writing, category: CategoryPosition): Array<string | Segment | Segment[]> {
  const rules = category.items.map((item) => writing.items.get(item)?.licenceRule ?? null);
  const { producers: holders, capacity, stock } = category.licensed;
  const someLapsed = rules.includes('production') && !holders.value.eq(category.producers.value);
  if (!rules.includes('grade') && !someLapsed) return [];
  const code = category.category;
  // The published figures have these keys where the licence decides the grade.
  const keys = (key: string) => (rules.includes('grade') ? [code, key] : ['position', code, key]);
  const counted = count(pointer(...keys('licensed_producers')), holders);
  const made = amounts(writing, keys('licensed_capacity_per_day'), capacity);
  const held = amounts(writing, ['position', code, 'licensed_stock'], stock);
  return writing.language === 'zh'
    ? ['；其中卫生许可有效的 ', counted, ' 家，日产能 ', made, '，库存 ', held]
    : ['; of these ', counted, ' with a valid hygiene licence: capacity ', made, ' a day, stock ', held];
}

function itemEntries(writing: Writing, items: ItemPosition[]): Paragraph[] {
  const zh = writing.language === 'zh';
  return items.map((item) => {
    const stock = amounts(writing, [item.category, item.item, 'stock'], item.stock);
    const capacity = amounts(writing, ['position', item.item, 'capacity_per_day'], item.capacity);
    const partners = [...new Set(item.lineShares.flatMap((share) => share.sharedWith))].map((code) =>
      itemName(writing, code),
    );
    const shared = zh ? `（与${partners.join('、')}共用产线）` : ` (on a line shared with ${partners.join(', ')})`;
    const name = itemName(writing, item.item);
    const note = partners.length === 0 ? '' : shared;
    const key = `production/${item.category}/${item.item}`;
    return zh
      ? entry(key, `${name}：日产能 `, capacity, note, '，库存 ', stock, '。')
      : entry(key, `${name}: capacity `, capacity, ` a day${note}, stock `, stock, '.');
  });
}
