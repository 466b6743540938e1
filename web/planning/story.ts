/** The situation in sentences: what runs out, when, why, and what each cure does. Pure, so that it can be read and tested as text. */

import { daysBetween, formatDay } from '#contracts/calendar.ts';
import type { PlanCause, PlanCure, PlanDetail } from '#contracts/planning.ts';
import type { Situation } from '#contracts/situation.ts';
import { formatQuantity } from '#contracts/units.ts';
import { joined } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';

export type Language = 'zh' | 'en';

export interface Headline {
  /** before, in red, and after */
  before: string;
  short: string;
  after: string;
}

type Short = PlanDetail['itemsShort'][number];

/** A headline names so many things; more of them it counts. */
const mostNamed = 4;
const byDay = ({ firstShort }: Short): string => firstShort;

const groupedBy = (items: readonly Short[], keyOf: (each: Short) => string): Short[][] => [
  ...Map.groupBy(items, keyOf).values(),
];

/** "口罩、酒精", "口罩等 8 种" */
function namedOf(group: readonly Short[], names: Names, language: Language): string {
  const [first, ...more] = group.map(({ item }) => names.item(item).name);
  if (more.length <= 1) return joined([first!, ...more], language);
  return language === 'zh' ? `${first}等 ${group.length} 种` : `${first} and ${more.length} more`;
}

/** "14 天内 2 种物资断供：藿香正气丸 1月13日起，口罩 1月14日起"; of many, those of one day together: "口罩等 8 种 1月9日起" */
export function headlineOf(plan: PlanDetail, names: Names, language: Language): Headline {
  const { days, itemsShort } = plan;
  const zh = language === 'zh';
  if (itemsShort.length === 0) {
    return {
      before: zh ? `${days} 天内各类物资都供得上` : `Nothing runs short within ${days} days`,
      short: '',
      after: '',
    };
  }
  const groups = itemsShort.length <= mostNamed ? itemsShort.map((each) => [each]) : groupedBy(itemsShort, byDay);
  const each = groups.slice(0, mostNamed).map((group) => {
    const day = formatDay(group[0]!.firstShort, language);
    const named = namedOf(group, names, language);
    return zh ? `${named} ${day}起` : `${named} from ${day}`;
  });
  const later = groups.slice(mostNamed).flat().length;
  if (later > 0) each.push(zh ? `另有 ${later} 种更晚` : `${later} more later`);
  return {
    before: zh ? `${days} 天内有 ` : `Within ${days} days `,
    short: zh
      ? `${itemsShort.length} 种物资断供`
      : itemsShort.length === 1
        ? '1 item runs short'
        : `${itemsShort.length} items run short`,
    after: `${zh ? '：' : ': '}${zh ? each.join('，') : each.join('; ')}`,
  };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const sum = (values: readonly string[]): number => values.reduce((total, value) => total + Number(value), 0);

/** What binds, without saying the same thing of each line: "产能（8 条线）" , "熔喷布（8 家企业）". */
export function bindingOf(causes: readonly PlanCause[], names: Names, language: Language): string {
  const zh = language === 'zh';
  const groups = new Map<string, PlanCause[]>();
  for (const cause of causes) {
    const key = `${cause.constraint}|${cause.input ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), cause]);
  }
  return joined(
    [...groups.values()].map((group) => {
      const [first] = group;
      const places = new Set(group.map((cause) => cause.line ?? cause.enterprise));
      const place = places.size === 1 && first?.enterprise ? names.place(first.enterprise) : null;
      // a reader who may not see the producer is told how many, and no bare code
      const only = place === first?.enterprise ? null : place;
      switch (first?.constraint) {
        case 'capacity':
          return zh ? `产能（${only ?? `${places.size} 条线`}）` : `capacity (${only ?? counted(places.size, 'line')})`;
        case 'input': {
          const input = names.item(first.input ?? '').name;
          return zh
            ? `${input}（${only ?? `${places.size} 家企业`}）`
            : `${input} (${only ?? counted(places.size, 'producer')})`;
        }
        case 'licence':
          return zh
            ? `卫生许可（${only ?? `${places.size} 家企业`}）`
            : `hygiene licences (${only ?? counted(places.size, 'producer')})`;
        case 'sealed_road':
          return zh ? '道路封闭' : 'an open road';
        case 'stock':
          return zh ? '库存（来不及再生产）' : 'stock (no more can be made in time)';
        default:
          return zh ? '只能整件发出' : 'whole packs';
      }
    }),
    language,
  );
}

/** Why, for one item: what binds on its first short day. */
export function whyOf(plan: PlanDetail, item: string, names: Names, language: Language): string {
  const all = plan.causes.filter((cause) => cause.item === item);
  // Parts of a pack are a reason only where there is no other.
  const binding = all.filter((cause) => cause.constraint !== 'packs');
  const causes = binding.length > 0 ? binding : all;
  const first = plan.itemsShort.find((short) => short.item === item)?.firstShort;
  if (causes.length === 0 || first === undefined) return '';
  const what = bindingOf(causes, names, language);
  return language === 'zh' ? `缺在${what}` : `for want of ${what}`;
}

/** Why, those for one reason together, as whole sentences: "藿香正气丸缺在产能（示例制药4厂）；口罩缺在产能（8 条线）。" Empty when nothing is short. */
export function whysOf(plan: PlanDetail, names: Names, language: Language): string {
  const zh = language === 'zh';
  const groups = groupedBy(plan.itemsShort, ({ item }) => whyOf(plan, item, names, language));
  const whys = groups.map(
    (group) => `${namedOf(group, names, language)}${zh ? '' : ': '}${whyOf(plan, group[0]!.item, names, language)}`,
  );
  if (whys.length === 0) return '';
  return `${whys.join(zh ? '；' : '; ')}${zh ? '。' : '. '}`;
}

/** Who goes without, and who does not: "第 1 级需求全部保住；缺口落在第 2、3 级，涉及 10 个县区。" */
export function whoOf(shortages: Situation['shortages'], language: Language): string {
  const zh = language === 'zh';
  if (shortages.length === 0) return '';
  const tiers = [...new Set(shortages.map((row) => row.tier))].sort((a, b) => a - b);
  const counties = new Set(shortages.map((row) => row.county)).size;
  const met = (tiers[0] ?? 1) - 1;
  const onlyFirst = zh ? '第 1 级需求全部保住；' : 'Tier 1 is fully met; ';
  const several = zh ? `前 ${met} 级需求全部保住；` : `Tiers 1 to ${met} are fully met; `;
  const kept = met === 0 ? '' : met === 1 ? onlyFirst : several;
  const listed = tiers.join(zh ? '、' : ' and ');
  return zh
    ? `${kept}缺口落在第 ${listed} 级，涉及 ${counties} 个县区。`
    : `${kept}the shortage falls on ${tiers.length === 1 ? 'tier' : 'tiers'} ${listed}, in ${counties} ${counties === 1 ? 'county' : 'counties'}.`;
}

/** Who answers for an item (S7): the sub-group of its category. */
export function ownerOf(category: string | undefined, language: Language): string {
  const owners: Record<string, readonly [string, string]> = {
    alcohol: ['酒精专班', 'Alcohol sub-group'],
    mask: ['口罩专班', 'Mask sub-group'],
    disinfectant: ['消杀用品专班', 'Disinfectant sub-group'],
    pharmaceutical: ['药品生产和调拨专班', 'Drug production and allocation sub-group'],
  };
  const [zh, en] = owners[category ?? ''] ?? ['物资生产保障组', 'Supply production group'];
  return language === 'zh' ? zh : en;
}

export interface CureWords {
  act: string;
  effect: string;
}

/** A cure as an order by telephone, and what it brings. */
export function cureWords(cure: PlanCure, names: Names, language: Language): CureWords {
  const zh = language === 'zh';
  const { act } = cure;
  const day = formatDay(act.by, language);
  const thing = names.item(act.code ?? cure.item);
  const amount = act.quantity === null ? '' : formatQuantity(act.quantity, thing.unit, language);
  const places = act.to.length === 1 ? names.place(act.to[0]?.place ?? '') : null;
  const acts: Record<PlanCure['kind'], string> = zh
    ? {
        bring_input: `外调${thing.name} ${amount}，${day}前到${places ?? ` ${act.to.length} 家企业`}`,
        renew_licence: `${places ?? ''}续办卫生许可，${day}前生效`,
        open_road: `为${names.county(act.county ?? '')}开通绿色通道`,
        bring_item: `从市外调入${thing.name} ${amount}，${day}起逐日到位`,
      }
    : {
        bring_input: `Bring in ${amount} of ${thing.name} to ${places ?? `${act.to.length} producers`} before ${day}`,
        renew_licence: `Renew the hygiene licence of ${places ?? ''}, valid by ${day}`,
        open_road: `Open a green channel for ${names.county(act.county ?? '')}`,
        bring_item: `Bring in ${amount} of ${thing.name} from outside, day by day from ${day}`,
      };
  return { act: acts[cure.kind], effect: effectWords(cure, names, language) };
}

function effectWords(cure: PlanCure, names: Names, language: Language): string {
  const zh = language === 'zh';
  const { name, unit } = names.item(cure.item);
  const { unmetBefore, unmetAfter, firstShortBefore, firstShortAfter } = cure.effect;
  const before = formatQuantity(unmetBefore, unit, language);
  const after = formatQuantity(unmetAfter, unit, language);
  if (Number(unmetAfter) === 0) return zh ? `${name}缺口 ${before} 补齐` : `clears the shortage of ${name}, ${before}`;
  const later =
    firstShortAfter !== null && daysBetween(firstShortBefore, firstShortAfter) > 0
      ? zh
        ? `，断供推迟到 ${formatDay(firstShortAfter, language)}`
        : `, first short day moves to ${formatDay(firstShortAfter, language)}`
      : '';
  return zh
    ? `${name}缺口由 ${before} 减到 ${after}${later}`
    : `shortage of ${name} falls from ${before} to ${after}${later}`;
}

/** Unmet need of one item over the forecast, by county. */
export function shortByCounty(shortages: Situation['shortages'], item: string): Map<string, number> {
  const byCounty = new Map<string, string[]>();
  for (const row of shortages) {
    if (row.item === item) byCounty.set(row.county, [...(byCounty.get(row.county) ?? []), row.quantity]);
  }
  return new Map([...byCounty].map(([county, quantities]) => [county, sum(quantities)]));
}
