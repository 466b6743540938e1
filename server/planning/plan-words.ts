/** The words of a plan in a terminal, in both languages. */
import type { Language } from '#contracts/units.ts';
import type { CauseConstraint, PlanStatus } from './model/index.ts';

export interface PlanWords {
  title: string;
  days(count: number): string;
  reserve(days: number): string;
  seconds(count: string): string;
  status: Record<PlanStatus, string>;
  /** every objective is proven, and the run ended before the causes were worked out */
  unexplained: string;
  shortages: string;
  noShortage: string;
  shortageColumns: readonly string[];
  residue(items: string): string;
  causes: string;
  causeColumns: readonly string[];
  constraint: Record<CauseConstraint, string>;
  aDay(amount: string): string;
  oneLicensedDay: string;
  onlyTogether: string;
  cover: string;
  coverColumns: readonly string[];
  never: string;
  objectives: string;
  tier(tier: number): string;
  tierValues(floor: string, total: string): string;
  daysOfNeed: string;
  reserveShort: string;
  writtenOff: string;
  tonneKilometres: string;
  assumptions: string;
  countTaken(counted: string, taken: string): string;
  inputEnough(enterprise: string, item: string, input: string): string;
  comma: string;
  progress(stage: string, done: number, of: number): string;
  written(file: string): string;
  scenarioUnusable(file: string): string;
}

export const PLAN_WORDS: Record<Language, PlanWords> = {
  zh: {
    title: '计划',
    days: (count) => `${count} 天`,
    reserve: (days) => `期末储备 ${days} 天`,
    seconds: (count) => `${count} 秒`,
    status: {
      optimal: '已证明最优',
      time_limit: '到时限，未证明最优',
      interrupted: '已中断，未证明最优',
      infeasible: '无可行解',
    },
    unexplained: '已证明最优，缺口原因没有算完',
    shortages: '缺口',
    noShortage: '  没有缺口',
    shortageColumns: ['级', '物资', '首次不足', '天数', '需求点', '合计缺少', '最缺的一天'],
    residue: (items) => `  另有不足一个包装单位的零头（只能整件发出）：${items}`,
    causes: '原因（多一个单位值多少）',
    causeColumns: ['物资', '日期', '约束', '在哪里', '边际值'],
    constraint: {
      capacity: '产能',
      input: '原料',
      licence: '卫生许可',
      sealed_road: '道路封闭',
      stock: '库存',
      packs: '整件',
    },
    aDay: (amount) => `日产能多 ${amount}`,
    oneLicensedDay: '许可多 1 天',
    onlyTogether: '与其他约束同时放宽才有用',
    cover: '可用天数',
    coverColumns: ['物资', '现有库存', '按计划', '首次不足'],
    never: '期内不缺',
    objectives: '目标值（取整前，逐级最优）',
    tier: (tier) => `第 ${tier} 级`,
    tierValues: (floor, total) => `最低满足率之和 ${floor} · 缺口 ${total} 需求天`,
    daysOfNeed: '需求天',
    reserveShort: '储备不足',
    writtenOff: '过期核销',
    tonneKilometres: '吨公里',
    assumptions: '假定',
    countTaken: (counted, taken) => `库存盘点日为 ${counted}，按 ${taken} 日终的库存计算`,
    inputEnough: (enterprise, item, input) => `${enterprise} 没有“${input}”的库存数据，按足够生产“${item}”计算`,
    comma: '、',
    progress: (stage, done, of) => `求解 ${stage === 'tidy' ? '整理' : stage}（${done}/${of}）`,
    written: (file) => `已写入 ${file}`,
    scenarioUnusable: (file) => `情景文件 ${file} 无法使用，请对照用法（--help）修改：`,
  },
  en: {
    title: 'Plan',
    days: (count) => `${count} ${count === 1 ? 'day' : 'days'}`,
    reserve: (days) => `reserve of ${days} ${days === 1 ? 'day' : 'days'} at the end`,
    seconds: (count) => `${count} s`,
    status: {
      optimal: 'proven optimal',
      time_limit: 'time limit reached, not proven optimal',
      interrupted: 'interrupted, not proven optimal',
      infeasible: 'no feasible plan',
    },
    unexplained: 'proven optimal, its causes not worked out',
    shortages: 'Shortages',
    noShortage: '  none',
    shortageColumns: ['tier', 'item', 'from', 'lasts', 'points', 'missing', 'worst day'],
    residue: (items) => `  besides parts of a pack (only whole packs are sent): ${items}`,
    causes: 'Causes (what one more unit is worth)',
    causeColumns: ['item', 'days', 'what binds', 'where', 'worth'],
    constraint: {
      capacity: 'capacity',
      input: 'input:',
      licence: 'hygiene licence',
      sealed_road: 'sealed road',
      stock: 'stock',
      packs: 'whole packs',
    },
    aDay: (amount) => `${amount} more a day`,
    oneLicensedDay: '1 more licensed day',
    onlyTogether: 'only together with the others',
    cover: 'Days of cover',
    coverColumns: ['item', 'stock alone', 'with the plan', 'first short'],
    never: 'not within the plan',
    objectives: 'Objectives (before rounding, each at its optimum)',
    tier: (tier) => `tier ${tier}`,
    tierValues: (floor, total) => `sum of lowest shares ${floor} · unmet ${total} days of need`,
    daysOfNeed: 'days of need',
    reserveShort: 'short of reserve',
    writtenOff: 'written off',
    tonneKilometres: 'tonne-kilometres',
    assumptions: 'Assumptions',
    countTaken: (counted, taken) => `the stock was counted on ${counted} and is taken as that of the close of ${taken}`,
    inputEnough: (enterprise, item, input) =>
      `${enterprise} has no data on "${input}" and is taken to have enough of it for "${item}"`,
    comma: ', ',
    progress: (stage, done, of) => `${stage === 'tidy' ? 'tidying up' : `solving ${stage}`} (${done}/${of})`,
    written: (file) => `written to ${file}`,
    scenarioUnusable: (file) => `the scenario ${file} cannot be used; see the usage (--help):`,
  },
};
