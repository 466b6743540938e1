/** What cannot be planned with, in both languages: where it stands and what to do. */
import type { Language } from '#contracts/units.ts';

const WORDS = {
  bad_day: {
    zh: '起始日期 {value} 不是有效日期；请写成 2022-01-09 这样的形式',
    en: 'the first day {value} is not a day of the calendar; write it like 2022-01-09',
  },
  bad_days: {
    zh: '计划天数 {value} 无效；请给出 1 到 366 的整数',
    en: '{value} is not a number of days; give a whole number from 1 to 366',
  },
  bad_reserve: {
    zh: '储备天数 {value} 无效；请给出不小于 0 的数',
    en: '{value} is not a number of reserve days; give 0 or more',
  },
  bad_cover: {
    zh: '需求点存放天数 {value} 无效；请给出不小于 0 的数',
    en: '{value} is not a number of days of cover; give 0 or more',
  },
  bad_factor: { zh: '情景系数 {value} 无效；请给出不小于 0 的数', en: '{value} is not a factor; give 0 or more' },
  unknown_item: {
    zh: '物资代码 {value} 不在 items.csv 中；请先登记该物资',
    en: 'item {value} is not in items.csv; add it there first',
  },
  unknown_enterprise: {
    zh: '{where}：企业 {value} 不在 enterprises.csv 中；请先登记该企业',
    en: '{where}: enterprise {value} is not in enterprises.csv; add it there first',
  },
  unknown_in_scenario: {
    zh: '情景的 {where} 写了 {value}，而 {file} 中没有；请改成已登记的编号',
    en: 'the scenario has {value} at {where}, which is not in {file}; name one that is there',
  },
  content_needed: {
    zh: '生产线 {where} 按吨计，物资 {value} 没有 content_kg，无法换算；请在 items.csv 填写每单位净重',
    en: 'line {where} counts in tonnes and item {value} has no content_kg; fill in the net weight of one unit in items.csv',
  },
} as const;

export type PlanningInputCode = keyof typeof WORDS;

/** Thrown before any solving; `words(language)` is for the reader. */
export class PlanningInputError extends Error {
  readonly code: PlanningInputCode;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: PlanningInputCode, params: Record<string, string>) {
    super(fill(WORDS[code].en, params));
    this.name = 'PlanningInputError';
    this.code = code;
    this.params = params;
  }

  words(language: Language): string {
    return fill(WORDS[this.code][language], this.params);
  }
}

function fill(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => params[name] ?? '');
}
