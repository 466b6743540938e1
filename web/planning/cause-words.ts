/** Why there is a shortage and what one more unit of what binds would bring, as sentences. Pure. */
import { daysBetween, formatDay } from '#contracts/calendar.ts';
import type { PlanCause } from '#contracts/planning.ts';
import { formatQuantity, unitName } from '#contracts/units.ts';
import { joined } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import { groupBy } from './grouping.ts';
import type { Language } from './words.ts';

export interface CauseSentence {
  key: string;
  words: string;
  /** where it binds, when there are several places: shown on request */
  places: string[];
}

/** The unit that a line's capacity is counted in, by line; the item's own where the line is not known to the reader. */
export type LineUnits = ReadonlyMap<string, string>;

/** Causes that say the same of several places, days or points become one sentence; those that bring most come first. */
export function causeSentences(
  causes: readonly PlanCause[],
  names: Names,
  units: LineUnits,
  language: Language,
): CauseSentence[] {
  const sorted = [...causes].sort((one, other) => other.marginal - one.marginal);
  const groups = groupBy(sorted, (cause) =>
    [cause.item, cause.constraint, cause.input, cause.together, marginalOf(cause)].join('|'),
  );
  const order = [...groups].sort(([, one], [, other]) => rank(one[0]!) - rank(other[0]!));
  return order.map(([key, group]) => ({ key, ...sentenceOf(group, names, units, language) }));
}

export interface CauseRun {
  from: string;
  to: string;
  causes: PlanCause[];
}

/** Days in a row on which the same kinds of things bind. Parts of packs are a reason only where there is no other. */
export function causeRuns(causes: readonly PlanCause[]): CauseRun[] {
  const days = [...groupBy(causes, (cause) => cause.date)].sort(([one], [other]) => one.localeCompare(other));
  const runs: Array<CauseRun & { kinds: string }> = [];
  for (const [day, all] of days) {
    const binding = all.filter((cause) => cause.constraint !== 'packs');
    const told = binding.length > 0 ? binding : all;
    const kinds = [...new Set(told.map((cause) => [cause.constraint, cause.input, cause.together].join('|')))]
      .sort()
      .join(' ');
    const last = runs.at(-1);
    if (last !== undefined && last.kinds === kinds && daysBetween(last.to, day) === 1) {
      last.to = day;
      last.causes.push(...told);
    } else runs.push({ from: day, to: day, causes: [...told], kinds });
  }
  return runs;
}

/** '1月14日', '1月14日 – 1月18日' */
export function spanWords(from: string, to: string, language: Language): string {
  return from === to ? formatDay(from, language) : `${formatDay(from, language)} – ${formatDay(to, language)}`;
}

/** What helps alone first, parts of packs last. */
function rank(cause: PlanCause): number {
  return cause.constraint === 'packs' ? 2 : cause.together ? 1 : 0;
}

const marginalOf = (cause: PlanCause): number => Number(cause.marginal.toPrecision(7));

function sentenceOf(group: readonly PlanCause[], names: Names, units: LineUnits, language: Language) {
  const first = group[0]!;
  const places = placesOf(group, names);
  const where = whereWords(group, places, language);
  if (first.constraint === 'packs') {
    return {
      words: language === 'zh' ? '只能整件发出，剩下的是零头' : 'only whole packs are sent: this is the part left over',
      places: [],
    };
  }
  const days = group.flatMap((cause) => cause.on ?? []).sort();
  const what = oneMore(first, { where, first: days[0] ?? null, last: days.at(-1) ?? null }, names, units, language);
  const item = names.item(first.item);
  if (first.together) {
    return {
      words:
        language === 'zh'
          ? `${what}，要和其他卡点一起放开才有用`
          : `${what}: helps only together with the other limits`,
      places,
    };
  }
  const gain = formatQuantity(marginalOf(first), item.unit, language);
  return {
    words: language === 'zh' ? `${what} = 多 ${gain}${item.name}` : `${what} = ${gain} more of ${item.name}`,
    places,
  };
}

/** The places by name; those that the reader does not see stay without one. */
function placesOf(group: readonly PlanCause[], names: Names): string[] {
  const places = group.flatMap((cause) => {
    if (cause.enterprise === null) return [];
    const plant = names.place(cause.enterprise);
    if (plant === cause.enterprise) return [];
    return [cause.line === null ? plant : `${plant} ${cause.line}`];
  });
  return [...new Set(places)].sort();
}

function whereWords(group: readonly PlanCause[], places: readonly string[], language: Language): string {
  const zh = language === 'zh';
  const lines = group[0]?.line !== null;
  const all = new Set(group.map((cause) => cause.line ?? cause.enterprise)).size;
  if (group[0]?.enterprise === null) return zh ? '全市' : 'the city';
  const kind = lines ? (zh ? '条产线' : 'lines') : zh ? '家企业' : 'producers';
  if (places.length < all)
    return zh
      ? all === 1
        ? lines
          ? '市内产线'
          : '市内企业'
        : `市内 ${all} ${kind}中任一`
      : all === 1
        ? `a producer of the city`
        : `any of ${all} ${kind}`;
  if (places.length <= 2) return joined(places, language);
  return zh ? `${places[0]}等 ${all} ${kind}中任一` : `any of ${all} ${kind}`;
}

interface At {
  where: string;
  /** the first and last of the days on which one more unit would still help */
  first: string | null;
  last: string | null;
}

/** "1月13日前多 1 吨熔喷布到示例口罩1厂" */
function oneMore(cause: PlanCause, at: At, names: Names, units: LineUnits, language: Language): string {
  const zh = language === 'zh';
  const { where } = at;
  // an input that is there by the first of the days helps on all of them; a day's capacity helps on that day
  const by = at.first === null ? null : formatDay(at.first, language);
  const day = at.first === null || at.last === null ? null : spanWords(at.first, at.last, language);
  const item = names.item(cause.item);
  switch (cause.constraint) {
    case 'input': {
      const input = names.item(cause.input ?? '');
      const one = formatQuantity(1, input.unit, language);
      return zh
        ? `${by === null ? '' : `最迟${by}`}多 ${one}${input.name}到${where}`
        : `${one} more of ${input.name} to ${where}${by === null ? '' : ` by ${by}`}`;
    }
    case 'capacity': {
      const unit = unitName(units.get(cause.line ?? '') ?? item.unit, language, 1);
      return zh
        ? `${where}${day === null ? '' : ` ${day}`}多产能 1 ${unit}`
        : `${`1 ${unit}`.trim()} more of capacity at ${where}${day === null ? '' : ` on ${day}`}`;
    }
    case 'licence':
      return zh ? `${where}的卫生许可多 1 天有效` : `1 more day of a valid hygiene licence at ${where}`;
    case 'sealed_road':
      return zh
        ? `多放行 1 ${item.unit}过封控路口`
        : `${formatQuantity(1, item.unit, language)} more let through the sealed roads`;
    default:
      return zh
        ? `没有产线，库存多 1 ${item.unit}`
        : `no line makes it: ${formatQuantity(1, item.unit, language)} more in stock`;
  }
}
