/** What a figure is called where it stands alone: over the rows that it sums, and in a correction ('口罩库存'). */
import { formatDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/units.ts';
import type { CityDataset } from '#server/registry/dataset/index.ts';
import { CATEGORY_NAMES } from './production.ts';
import { INDICATORS, indicatorKey, indicatorLayout } from './structure.ts';

type Pair = readonly [zh: string, en: string];

/** By how the key begins: units stand behind it. The longest that fits counts. */
const TERMS: Record<string, Pair> = {
  producers: ['生产企业数', 'producers'],
  capacity_per_day: ['日产能', 'capacity a day'],
  stock: ['库存', 'stock'],
  licensed_producers: ['卫生许可有效的企业数', 'producers with a valid hygiene licence'],
  licensed_capacity_per_day: ['卫生许可有效的日产能', 'capacity a day under a valid hygiene licence'],
  licensed_stock: ['卫生许可有效企业的库存', 'stock at producers with a valid hygiene licence'],
  need_per_day: ['日需求', 'need a day'],
  days: ['库存可用天数', 'days that stock lasts'],
  runs_out: ['满产时的缺口日', 'day of shortage at capacity'],
  runs_out_without_production: ['停产时的缺口日', 'day of shortage without production'],
  lacking: ['缺口日的缺口', 'lacking on the day of shortage'],
  expiring: ['临期库存', 'stock about to expire'],
};
const WHOLE: Record<string, Pair> = {
  '/producers': ['保供企业数', 'Producers of the city'],
  '/position/running_producers': ['可以开工的企业数', 'Producers that can run'],
  '/position/items_short': ['将出现缺口的物资种数', 'Items that fall short'],
};

export function figureLabel(dataset: CityDataset, path: string, language: Language): string {
  const side = language === 'zh' ? 0 : 1;
  const whole = WHOLE[path];
  if (whole !== undefined) return whole[side];
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (keys[0] === 'energy') return energyLabel(dataset, keys[1] ?? '', language);
  if (keys[0] === 'position' && keys[1] === 'licences') {
    const day = formatDay(keys[2] ?? '', language, { year: true });
    return language === 'zh' ? `${day}到期的卫生许可` : `Hygiene licences that end on ${day}`;
  }
  const [thing = '', term = ''] = keys.slice(-2);
  // '/mask/stock' is of the category, '/position/mask/days' of the item of the same code
  const name = keys.length === 2 ? categoryName(thing, language) : nameOf(dataset, thing, language);
  return language === 'zh' ? `${name}${termOf(term)[0]}` : `${name}: ${termOf(term)[1]}`;
}

function nameOf(dataset: CityDataset, code: string, language: Language): string {
  const item = dataset.items.find((one) => one.code === code);
  if (item !== undefined) return language === 'zh' ? item.name : item.nameEn || item.code;
  return categoryName(code, language);
}

function categoryName(code: string, language: Language): string {
  return CATEGORY_NAMES[code]?.[language === 'zh' ? 0 : 1] ?? code;
}

function termOf(key: string): Pair {
  const fitting = Object.keys(TERMS).filter((term) => key === term || key.startsWith(`${term}_`));
  const longest = fitting.sort((one, other) => other.length - one.length)[0];
  return longest === undefined ? [key, key] : TERMS[longest]!;
}

function energyLabel(dataset: CityDataset, key: string, language: Language): string {
  for (const reading of dataset.energy) {
    const layout = indicatorLayout(reading.indicator);
    const english = INDICATORS[reading.indicator]?.english ?? reading.name;
    const name = language === 'zh' ? reading.name : english.charAt(0).toUpperCase() + english.slice(1);
    if (key === layout.key || key === indicatorKey(reading.indicator, reading.unit)) return name;
    if (key === layout.comparison) return language === 'zh' ? `${name}同比` : `${name}: against last year`;
  }
  return key;
}
