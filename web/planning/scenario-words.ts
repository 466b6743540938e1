/** What a plan assumes, as sentences that an officer would say. */
import { formatDay } from '#contracts/calendar.ts';
import type { ScenarioInput } from '#contracts/planning.ts';
import { demandKinds } from '#contracts/registry-choices.ts';
import { joined, pick } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import type { Language } from './words.ts';

type Demand = NonNullable<ScenarioInput['demand']>[number];
type Capacity = NonNullable<ScenarioInput['capacity']>[number];
type Sealed = NonNullable<ScenarioInput['sealed']>[number];

/** One sentence for each assumption; none when nothing is assumed beyond the data. */
export function scenarioSentences(scenario: ScenarioInput, names: Names, language: Language): string[] {
  return [
    ...(scenario.demand ?? []).map((each) => demandSentence(each, names, language)),
    ...(scenario.capacity ?? []).map((each) => capacitySentence(each, names, language)),
    ...(scenario.sealed ?? []).map((each) => sealedSentence(each, names, language)),
    ...(scenario.coverDays ? [coverSentence(scenario.coverDays, language)] : []),
  ];
}

export function demandSentence(demand: Demand, names: Names, language: Language): string {
  const zh = language === 'zh';
  const item = demand.item === undefined ? (zh ? '各类物资' : 'everything') : names.item(demand.item).name;
  const places = [
    demand.point === undefined ? null : names.place(demand.point),
    demand.county === undefined ? null : names.county(demand.county),
    demand.kind === undefined ? null : kindName(demand.kind, language),
  ].filter((place) => place !== null);
  const percent = percentOf(demand.factor);
  return zh
    ? `${during(demand, language)}${places.join('') || '全市'}的${item}需求按 ${percent} 计算`
    : `need of ${item}${places.length === 0 ? '' : ` in ${places.join(', ')}`} at ${percent}${during(demand, language)}`;
}

export function capacitySentence(capacity: Capacity, names: Names, language: Language): string {
  const zh = language === 'zh';
  const where = placeOf(capacity, names);
  const percent = percentOf(capacity.factor);
  return zh
    ? `${during(capacity, language)}${where ?? '全市'}的产能按 ${percent} 计算`
    : `capacity of ${where ?? 'every line'} at ${percent}${during(capacity, language)}`;
}

export function sealedSentence(sealed: Sealed, names: Names, language: Language): string {
  const zh = language === 'zh';
  const county = names.county(sealed.county);
  const when = during(sealed, language);
  const exempt = exemptOf(sealed, names, language);
  if (zh) return `${when}${county}封控，物资不进不出${exempt === null ? '' : `，绿色通道${exempt}`}`;
  return `${county} is sealed${when}: no goods cross its border${exempt === null ? '' : `, except ${exempt}`}`;
}

export function coverSentence(days: number, language: Language): string {
  return language === 'zh' ? `需求点可以存 ${days} 天的用量` : `demand points may keep ${days} days of need`;
}

function exemptOf(sealed: Sealed, names: Names, language: Language): string | null {
  const zh = language === 'zh';
  const channel = sealed.greenChannel;
  if (channel === undefined) return null;
  if (channel === 'all') return zh ? '放行全部物资' : 'all of them, by the green channel';
  const exempt = [
    ...(channel.items ?? []).map((item) => names.item(item).name),
    ...(channel.enterprises ?? []).map((enterprise) =>
      zh ? `${names.place(enterprise)}的货` : `what ${names.place(enterprise)} sends`,
    ),
  ];
  if (exempt.length === 0) return null;
  return zh ? `只放行${joined(exempt, language)}` : `${joined(exempt, language)}, by the green channel`;
}

function placeOf(capacity: Capacity, names: Names): string | null {
  if (capacity.line !== undefined) return capacity.line;
  if (capacity.enterprise !== undefined) return names.place(capacity.enterprise);
  return capacity.county === undefined ? null : names.county(capacity.county);
}

export function kindName(kind: string, language: Language): string {
  const known = demandKinds.find((choice) => choice.value === kind);
  return known === undefined ? kind : pick(known.label, language);
}

const percentOf = (factor: number): string => `${Number((factor * 100).toPrecision(6))}%`;

function during(period: { from?: string | undefined; until?: string | undefined }, language: Language): string {
  const { from, until } = period;
  const day = (each: string): string => formatDay(each, language);
  if (language === 'zh') {
    if (from !== undefined && until !== undefined) return from === until ? day(from) : `${day(from)}至${day(until)}`;
    if (from !== undefined) return `${day(from)}起`;
    return until === undefined ? '' : `到${day(until)}为止，`;
  }
  if (from !== undefined && until !== undefined)
    return from === until ? ` on ${day(from)}` : ` from ${day(from)} to ${day(until)}`;
  if (from !== undefined) return ` from ${day(from)}`;
  return until === undefined ? '' : ` until ${day(until)}`;
}
