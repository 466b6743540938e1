/** The day's bulletin in our own words, in Chinese and English, written from the figures and the position of any city. */
import { formatDay } from '#contracts/calendar.ts';
import { formatQuantity, type Language } from '#contracts/units.ts';
import type { CityDataset, EnergyReading, Item } from '#server/registry/dataset/index.ts';
import type { CategoryPosition, Figure, ItemPosition, Position } from '#server/stock/position/index.ts';
import { compareWithLastYear } from './energy.ts';
import {
  type BulletinDraft,
  compose,
  derived,
  joinSegments,
  linked,
  type Paragraph,
  pointer,
  type Segment,
} from './segments.ts';
import { indicatorLayout, layoutOf, STATUS_IN_ENGLISH } from './structure.ts';

const CATEGORY_NAMES: Record<string, readonly [zh: string, en: string]> = {
  disinfectant: ['消杀用品', 'Disinfectants'],
  alcohol: ['酒精', 'Alcohol'],
  mask: ['口罩', 'Masks'],
  pharmaceutical: ['药品', 'Medicines'],
};
/** Cover below this asks for a word even when production keeps up. */
const SHORT_COVER_DAYS = 7;

interface Writing {
  dataset: CityDataset;
  position: Position;
  language: Language;
  items: Map<string, Item>;
  positions: Map<string, ItemPosition>;
}

export function bulletinText(dataset: CityDataset, position: Position, language: Language): BulletinDraft {
  const writing: Writing = {
    dataset,
    position,
    language,
    items: new Map(dataset.items.map((item) => [item.code, item])),
    positions: new Map(position.items.map((item) => [item.item, item])),
  };
  const parts: Array<[zh: string, en: string, paragraphs: Paragraph[]]> = [
    [
      '生产与库存',
      'Production and stock',
      [producers(writing), ...position.categories.flatMap((category) => categoryText(writing, category))],
    ],
    ['能源', 'Energy', energyText(writing)],
    ['可用天数', 'How long stock lasts', coverText(writing)],
    ['需要处理', 'To be acted on', noticesText(writing)],
  ];
  const told = parts.filter(([, , paragraphs]) => paragraphs.length > 0);
  return {
    title: titleOf(writing),
    paragraphs: told.flatMap(([zh, en, paragraphs], index) => [
      {
        kind: 'heading' as const,
        segments: compose(language === 'zh' ? `${'一二三四五'[index]}、${zh}` : `${index + 1}. ${en}`),
      },
      ...paragraphs,
    ]),
  };
}

function titleOf({ dataset, position, language }: Writing): string {
  const day = formatDay(position.day, language, { year: true });
  return language === 'zh'
    ? `${dataset.city.name}应急物资保供简报（${day}）`
    : `${dataset.city.nameEn}: emergency supplies bulletin, ${day}`;
}

const body = (...parts: Array<string | Segment | Segment[]>): Paragraph => ({
  kind: 'body',
  segments: compose(...parts),
});
const entry = (...parts: Array<string | Segment | Segment[]>): Paragraph => ({
  kind: 'entry',
  segments: compose(...parts),
});
const nameOf = (item: Item, language: Language): string => (language === 'zh' ? item.name : item.nameEn);

function amount(writing: Writing, path: string, figure: Figure): Segment {
  return linked(path, figure, formatQuantity(figure.value, figure.unit, writing.language, { exact: true }));
}

/** '201 吨和 160 条'; one figure a unit. */
function amounts(writing: Writing, path: string, figures: Figure[]): Segment[] {
  const zh = writing.language === 'zh';
  if (figures.length === 0) return compose(zh ? '无' : 'none');
  return joinSegments(
    figures.map((figure) => [amount(writing, path, figure)]),
    zh ? '、' : ' and ',
  );
}

const count = (path: string, figure: Figure): Segment => linked(path, figure, figure.value.toFixed());

function producers(writing: Writing): Paragraph {
  const { position, language } = writing;
  const total = count('/producers', position.producers);
  const running = count('/position/running_producers', position.runningProducers);
  const all = position.producers.value.eq(position.runningProducers.value);
  const day = formatDay(position.day, language);
  if (language === 'zh') {
    return all
      ? body(`${day}，全市 `, total, ' 家保供企业全部可以开工。')
      : body(`${day}，全市 `, total, ' 家保供企业，', running, ' 家可以开工。');
  }
  return all
    ? body(`On ${day} all `, total, ' producers of the city can run.')
    : body(`On ${day} `, running, ' of the ', total, ' producers of the city can run.');
}

function categoryText(writing: Writing, category: CategoryPosition): Paragraph[] {
  const zh = writing.language === 'zh';
  const code = category.category;
  const path = (key: string) => pointer(code, key);
  const name = CATEGORY_NAMES[code]?.[zh ? 0 : 1] ?? code;
  const opening = zh
    ? [`${name}：生产企业 `, count(path('producers'), category.producers), ' 家']
    : [`${name}: `, count(path('producers'), category.producers), ' producers'];
  const layout = layoutOf(code);
  const items = category.items.map((item) => writing.positions.get(item)!);
  if (layout.kind === 'items')
    return [body(...opening, zh ? '，按品种：' : '; by medicine:'), ...itemEntries(writing, items)];
  const capacity = amounts(writing, path('capacity_per_day'), category.capacity);
  const stock =
    layout.kind === 'total' ? amounts(writing, path('stock'), category.stock) : groupedStock(writing, items);
  const main = zh
    ? [...opening, '，日产能 ', capacity, '，库存 ', stock]
    : [...opening, ', capacity ', capacity, ' a day, stock ', stock];
  return [body(...main, ...licensedText(writing, category), zh ? '。' : '.')];
}

function groupedStock(writing: Writing, items: ItemPosition[]): Segment[] {
  const zh = writing.language === 'zh';
  const told = items.map((position) => {
    const name = nameOf(writing.items.get(position.item)!, writing.language);
    return compose(
      zh ? `${name} ` : '',
      amounts(writing, pointer('position', position.item, 'stock'), position.stock),
      zh ? '' : ` of ${name}`,
    );
  });
  return joinSegments(told, zh ? '，' : ', ');
}

/** Told where a licence decides the grade of what is made, and wherever it is not valid at some producer that needs it. */
function licensedText(writing: Writing, category: CategoryPosition): Array<string | Segment | Segment[]> {
  const rules = category.items.map((code) => writing.items.get(code)?.licenceRule ?? null);
  const { producers: holders, capacity, stock } = category.licensed;
  const allValid = holders.value.eq(category.producers.value);
  if (!rules.includes('grade') && !(rules.includes('production') && !allValid)) return [];
  const path = (key: string) => pointer(category.category, key);
  const counted = count(path('licensed_producers'), holders);
  const made = amounts(writing, path('licensed_capacity_per_day'), capacity);
  const held = amounts(writing, pointer('position', category.category, 'licensed_stock'), stock);
  return writing.language === 'zh'
    ? ['；其中卫生许可有效的 ', counted, ' 家，日产能 ', made, '，库存 ', held]
    : ['; of these ', counted, ' with a valid hygiene licence, capacity ', made, ' a day, stock ', held];
}

function itemEntries(writing: Writing, items: ItemPosition[]): Paragraph[] {
  const zh = writing.language === 'zh';
  return items.map((position) => {
    const stock =
      position.stock.length === 0
        ? zh
          ? '无'
          : 'none'
        : amounts(writing, pointer(position.category, position.item, 'stock'), position.stock);
    const capacity = amounts(writing, pointer('position', position.item, 'capacity'), position.capacity);
    const partners = [...new Set(position.lineShares.flatMap((share) => share.sharedWith))];
    const names = partners.map((code) => nameOf(writing.items.get(code)!, writing.language)).join(zh ? '、' : ', ');
    const shared = partners.length === 0 ? '' : zh ? `（与${names}共用产线）` : ` (on a line shared with ${names})`;
    const name = nameOf(writing.items.get(position.item)!, writing.language);
    return zh
      ? entry(`${name}：日产能 `, capacity, shared, '，库存 ', stock, '。')
      : entry(`${name}: capacity `, capacity, ` a day${shared}, stock `, stock, '.');
  });
}

function energyText(writing: Writing): Paragraph[] {
  const zh = writing.language === 'zh';
  const told = writing.dataset.energy
    .map((reading) => readingText(writing, reading))
    .filter((segments) => segments.length > 0);
  return told.length === 0 ? [] : [body(joinSegments(told, zh ? '；' : '; '), zh ? '。' : '.')];
}

const INDICATOR_NAMES: Record<string, string> = {
  'power-grid': 'power grid',
  'gas-network': 'gas pipe network',
  'gas-supply': 'gas supply',
  'refined-oil': 'refined oil',
  'plants-both-units-running': 'dispatched power plants running both units',
  'coal-stock': 'power coal in stock',
};

function readingText(writing: Writing, reading: EnergyReading): Segment[] {
  const zh = writing.language === 'zh';
  const name = zh ? reading.name : (INDICATOR_NAMES[reading.indicator] ?? reading.name);
  const path = pointer('energy', indicatorLayout(reading.indicator).key);
  if (reading.value === null) {
    const status = zh ? reading.status : (STATUS_IN_ENGLISH[reading.status] ?? reading.status);
    return status === '' ? [] : compose(zh ? name : `${name} `, derived(path, status, status));
  }
  const text = formatQuantity(reading.value, reading.unit, writing.language, { exact: true }).replace(
    / 座$/u,
    zh ? ' 座' : '',
  );
  const value = { ...derived(path, reading.value, text), unit: reading.unit };
  return compose(`${name} `, value, comparisonText(writing, reading));
}

function comparisonText(writing: Writing, reading: EnergyReading): Array<Segment> {
  const comparison = indicatorLayout(reading.indicator).comparison;
  const compared = comparison === undefined ? null : compareWithLastYear(reading);
  if (comparison === undefined || compared === null) return [];
  const percent = compared.percent === null || compared.percent.isZero() ? '' : ` ${compared.percent}%`;
  const zh = { above: `高于去年同期${percent}`, below: `低于去年同期${percent}`, level: '与去年同期持平' }[
    compared.direction
  ];
  const en = {
    above: `${percent} above last year`,
    below: `${percent} below last year`,
    level: ' level with last year',
  }[compared.direction];
  const text = writing.language === 'zh' ? zh : en.trim();
  return compose(writing.language === 'zh' ? '，' : ', ', derived(pointer('energy', comparison), compared.words, text));
}

function coverText(writing: Writing): Paragraph[] {
  const zh = writing.language === 'zh';
  const needed = writing.position.items.filter((item) => item.cover.days !== null);
  if (needed.length === 0) return [];
  const short = needed.filter((item) => item.coverWithProduction.runsOut !== null);
  const thin = needed.filter(
    (item) =>
      item.coverWithProduction.runsOut === null && item.cover.runsOut !== null && item.cover.days!.lt(SHORT_COVER_DAYS),
  );
  const paragraphs: Paragraph[] = [body(coverOpening(writing, short.length))];
  for (const item of [...short].sort(byRunOut)) paragraphs.push(shortageEntry(writing, item));
  for (const item of [...thin].sort((one, other) => one.cover.days!.cmp(other.cover.days!)))
    paragraphs.push(thinEntry(writing, item));
  const rest = needed.filter((item) => !short.includes(item) && !thin.includes(item));
  if (rest.length > 0) {
    const entries = rest.map((item) =>
      compose(`${nameOf(writing.items.get(item.item)!, writing.language)} `, daysText(writing, item)),
    );
    paragraphs.push(body(zh ? '其余品种：' : 'The others: ', joinSegments(entries, zh ? '，' : '; '), zh ? '。' : '.'));
  }
  return paragraphs;
}

function coverOpening(writing: Writing, short: number): string {
  const { horizonDays } = writing.position;
  if (writing.language === 'zh') {
    return short > 0
      ? `按现有需求标准，产线全部满产，今后 ${horizonDays} 天内仍有 ${short} 种物资出现缺口（不计原料限制）。`
      : `按现有需求标准，产线全部满产，今后 ${horizonDays} 天内没有缺口（不计原料限制）。`;
  }
  return short > 0
    ? `By the present rates of need, with every line at capacity, ${short} item${short === 1 ? '' : 's'} will still fall short within ${horizonDays} days (inputs not considered).`
    : `By the present rates of need, with every line at capacity, nothing falls short within ${horizonDays} days (inputs not considered).`;
}

const byRunOut = (one: ItemPosition, other: ItemPosition): number =>
  one.coverWithProduction.runsOut!.localeCompare(other.coverWithProduction.runsOut!);

function daysText(writing: Writing, item: ItemPosition): Segment {
  const days = item.cover.days!.toDecimalPlaces(1, 1);
  const text = writing.language === 'zh' ? `${days} 天` : `${days} days`;
  return derived(pointer('position', item.item, 'days'), days, text, item.stock[0] ?? item.needPerDay);
}

function shortageEntry(writing: Writing, item: ItemPosition): Paragraph {
  const { language } = writing;
  const { runsOut, lacking } = item.coverWithProduction;
  const name = nameOf(writing.items.get(item.item)!, language);
  const need = amount(writing, pointer('position', item.item, 'need_per_day'), item.needPerDay);
  const day = derived(
    pointer('position', item.item, 'runs_out'),
    runsOut!,
    formatDay(runsOut!, language),
    item.needPerDay,
  );
  const gap = derived(
    pointer('position', item.item, 'lacking'),
    lacking!,
    formatQuantity(lacking!, item.unit, language),
    item.needPerDay,
  );
  return language === 'zh'
    ? entry(
        `${name}：每日需 `,
        need,
        '，库存可用 ',
        daysText(writing, item),
        '；满产也将在 ',
        day,
        ' 出现缺口，当日缺 ',
        gap,
        '。',
      )
    : entry(
        `${name}: `,
        need,
        ' needed a day, stock lasts ',
        daysText(writing, item),
        '; even at capacity it falls short on ',
        day,
        ', by ',
        gap,
        ' that day.',
      );
}

function thinEntry(writing: Writing, item: ItemPosition): Paragraph {
  const { language } = writing;
  const name = nameOf(writing.items.get(item.item)!, language);
  const need = amount(writing, pointer('position', item.item, 'need_per_day'), item.needPerDay);
  const runsOut = item.cover.runsOut!;
  const day = derived(
    pointer('position', item.item, 'runs_out_without_production'),
    runsOut,
    formatDay(runsOut, language),
    item.needPerDay,
  );
  return language === 'zh'
    ? entry(
        `${name}：每日需 `,
        need,
        '，库存可用 ',
        daysText(writing, item),
        '；停产则在 ',
        day,
        ' 出现缺口，须保持生产。',
      )
    : entry(
        `${name}: `,
        need,
        ' needed a day, stock lasts ',
        daysText(writing, item),
        '; without production it falls short on ',
        day,
        ', so its lines must keep running.',
      );
}

function noticesText(writing: Writing): Paragraph[] {
  const { language, position } = writing;
  const zh = language === 'zh';
  const names = new Map(writing.dataset.enterprises.map((enterprise) => [enterprise.id, enterprise.name]));
  const licences = position.notices.lapsingLicences.map(({ enterprise, until, daysLeft }) => {
    const day = derived(
      pointer('position', 'licences', enterprise),
      until,
      formatDay(until, language, { year: true }),
      { ...position.producers, ids: [enterprise] },
    );
    return zh
      ? entry(`${names.get(enterprise)}的卫生许可 `, day, ` 到期（还有 ${daysLeft} 天），须尽快换证。`)
      : entry(`The hygiene licence of ${names.get(enterprise)} ends on `, day, ` (${daysLeft} days left): renew it.`);
  });
  return [...licences, ...expiringText(writing)];
}

function expiringText(writing: Writing): Paragraph[] {
  const { language, position } = writing;
  const zh = language === 'zh';
  return position.items
    .filter((item) => item.expiring.length > 0)
    .map((item) => {
      const name = nameOf(writing.items.get(item.item)!, language);
      const held = amounts(writing, pointer('position', item.item, 'expiring'), item.expiring);
      return zh
        ? entry(`${name} `, held, ' 将在 60 天内到期，应先调出使用。')
        : entry(held, ` of ${name} expire within 60 days: issue them first.`);
    });
}
