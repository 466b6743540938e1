/** What changed in the data, in the registry's own words rather than the names of files and columns. Pure. */
import type { z } from 'zod';
import type { planningContracts } from '#contracts/planning.ts';
import { type ResourceName, resources } from '#contracts/registry-resources.ts';
import { groupDigits } from '#contracts/units.ts';
import { pick } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import { kindName } from './scenario-words.ts';
import type { Language } from './words.ts';

export type Change = z.output<typeof planningContracts.changes.response>['rows'][number];

const resourceOf: Record<string, ResourceName> = {
  'counties.csv': 'counties',
  'enterprises.csv': 'enterprises',
  'lines.csv': 'lines',
  'items.csv': 'items',
  'inputs.csv': 'inputs',
  'bom.csv': 'bom',
  'input_stock.csv': 'inputStock',
  'demand_points.csv': 'demandPoints',
  'vehicles.csv': 'vehicles',
};

function resourceFor(file: string) {
  const name = file.startsWith('demand_rates') ? 'demandRates' : resourceOf[file];
  return resources.find((resource) => resource.name === name);
}

const cityColumns: Record<string, readonly [string, string]> = {
  date: ['数据日期', 'Day of the data'],
  clock: ['业务时钟', 'Business clock'],
  name: ['名称', 'Name'],
  name_en: ['英文名', 'Name in English'],
};
const cityValues: Record<string, readonly [string, string]> = {
  held: ['停在数据日期', 'held at the day of the data'],
  real: ['实时', 'real'],
};

/** '产线', '库存': which table the row stands in. */
export function tableWords(file: string, language: Language): string {
  if (file === 'stock.csv') return language === 'zh' ? '库存' : 'Stock';
  if (file === 'city.json') return language === 'zh' ? '城市' : 'City';
  const resource = resourceFor(file);
  return resource === undefined ? file : pick(resource.label, language);
}

/** 'daily_capacity' of lines → '日产能' */
export function columnWords(file: string, column: string, language: Language): string {
  if (file === 'stock.csv' && column === 'quantity') return language === 'zh' ? '数量' : 'Quantity';
  const ofCity = file === 'city.json' ? cityColumns[column] : undefined;
  if (ofCity !== undefined) return pick(ofCity, language);
  const name = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const field = resourceFor(file)?.fields.find((each) => each.name === name);
  return field === undefined ? column : pick(field.label, language);
}

/** The row by the names of what its key names: 'E14 · mask' → '示例口罩1厂 · 口罩'. */
export function keyWords(key: string, names: Names, language: Language): string {
  return key
    .split(' · ')
    .map((part) => {
      const place = names.place(part);
      if (place !== part) return `${place}（${part}）`.replace(/（(.*)）/, language === 'zh' ? '（$1）' : ' ($1)');
      const item = names.item(part).name;
      if (item !== part) return item;
      const county = names.county(part);
      return county !== part ? county : kindName(part, language);
    })
    .join(' · ');
}

export function valueWords({ file }: Pick<Change, 'file'>, value: string | null, language: Language): string {
  if (value === null) return '—';
  const ofCity = file === 'city.json' ? cityValues[value] : undefined;
  if (ofCity !== undefined) return pick(ofCity, language);
  return /^\d{4,}(\.\d+)?$/.test(value) ? groupDigits(value) : value;
}
