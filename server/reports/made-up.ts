/** Made-up reports for trying the product: never part of an import, asked for by their own command, and named as made up in every row. */
import { Decimal } from 'decimal.js';
import { addDays, daysFrom } from '#contracts/calendar.ts';
import type { ReportFigures } from '#contracts/reports.ts';
import { systemActor } from '../platform/database/index.ts';
import type { Work } from '../platform/work.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import { placeOfProducer, readBalances, readBooksOpened } from '../stock/index.ts';
import { expectedStock, usedOf } from './checks/index.ts';
import * as dayRepository from './day.repository.ts';
import { type DayFacts, readDayFacts } from './facts.service.ts';
import { type PastReport, recordHistory } from './history.service.ts';
import { madeUpEffort, madeUpPast, madeUpProduction } from './made-up.past.ts';
import { fileReport } from './report.service.ts';
import { figuresOf } from './report.view.ts';
import * as repository from './reports.repository.ts';

/** Who files them: everyone who opens one sees at once what it is. */
export const madeUpActor = (city: string) => systemActor(city, '示例日报（虚构）Example report (made up)');

/** With the day of the count: two weeks. */
export const madeUpDays = 14;

export interface MadeUp {
  /** of days before the books begin */
  past: number;
  /** of the city's day */
  filed: number;
  silent: number;
}

/**
 * Records made-up reports of the two weeks up to the day on which each enterprise's books begin, and files those of the city's day, wherever
 * there is none. Day by day made, sent, used and stock lead exactly to the count that opens the books, so that the day's totals stay the
 * published ones. The same city gives the same figures; run again it adds nothing. `silent`: enterprises that are left to report themselves.
 */
export async function fileMadeUpReports(work: Work, silent: readonly string[] = []): Promise<MadeUp> {
  const registry = await readRegistry(work);
  const past = (await recordHistory(work, await madeUpHistory(work, registry), 'api', { registry })).length;
  const day = await work.today();
  let filed = 0;
  for (const { id } of registry.enterprises) {
    if (silent.includes(id) || (await repository.findReport(work.tx, work.actor.city, id, day)) !== undefined) continue;
    const clientId = `made-up:${id}:${day}`;
    const figures = await madeUpToday(work, await readDayFacts(work, id, day, { registry }));
    await fileReport(work, { enterprise: id, day, clientId, via: 'api', figures }, { registry });
    filed += 1;
  }
  return { past, filed, silent: silent.length };
}

/**
 * For a demonstration, once: answers false when the city has any report. Those with a clerk of their own are left to file themselves, and
 * every eighth stays silent, so that there is somebody to chase.
 */
export async function makeUpReports(work: Work): Promise<boolean> {
  if (await repository.anyReport(work.tx, work.actor.city)) return false;
  const people = await dayRepository.reportPeople(work.tx);
  const clerks = people.filter(({ role }) => role === 'enterprise_clerk').flatMap(({ scopeIds }) => scopeIds);
  const { enterprises } = await readRegistry(work);
  const silent = enterprises.map(({ id }) => id).filter((id, index) => clerks.includes(id) || index % 8 === 7);
  await fileMadeUpReports(work, silent);
  return true;
}

async function madeUpHistory(work: Work, registry: RegistryDataset): Promise<PastReport[]> {
  const opened = await readBooksOpened(work);
  const counts = new Map<string, Map<string, Decimal>>();
  for (const day of new Set(opened.values())) {
    for (const row of await readBalances(work, day, { kinds: ['producer'] })) {
      if (opened.get(row.place) !== day) continue;
      const count = counts.get(row.place) ?? new Map<string, Decimal>();
      count.set(row.item, (count.get(row.item) ?? new Decimal(0)).add(row.quantity));
      counts.set(row.place, count);
    }
  }
  return registry.enterprises.flatMap((enterprise) => {
    const place = placeOfProducer(enterprise.id);
    const day = opened.get(place);
    if (day === undefined) return [];
    const days = daysFrom(addDays(day, 1 - madeUpDays), madeUpDays);
    const past = madeUpPast(registry, enterprise, counts.get(place) ?? new Map(), days);
    return past.map((one) => ({ enterprise: enterprise.id, ...one }));
  });
}

/** The city's day: stock as the books have it, and on a counted day sent as the day before leads to the count. */
async function madeUpToday(work: Work, day: DayFacts): Promise<ReportFigures> {
  const { facts, enterprise } = day;
  const wished = madeUpProduction(facts, enterprise.id);
  const allowed = inputsAllow(day, wished);
  const made = allowed.lt(1)
    ? new Map([...wished].map(([item, quantity]) => [item, quantity.mul(allowed).floor()]))
    : wished;
  const row = await repository.reportBefore(work.tx, work.actor.city, enterprise.id, facts.day, [
    'accepted',
    'confirmed',
  ]);
  const before = row?.day === addDays(facts.day, -1) ? figuresOf(row) : undefined;
  const items = facts.items.map((item) => {
    const quantity = made.get(item.item) ?? new Decimal(0);
    const yesterday = before?.items.find((one) => one.item === item.item)?.stock;
    const left = yesterday === undefined || !item.counted ? item.sent : quantity.add(yesterday).sub(item.closing);
    const figures = { made: quantity.toFixed(), sent: Decimal.max(left, item.sent).toFixed() };
    return { item: item.item, ...figures, stock: Decimal.max(0, expectedStock(item, figures)).toFixed() };
  });
  const bare = { items, inputs: inputsOf(day, made), staffPresent: 0, powerKwh: null, gasM3: null, hindrances: [] };
  return { ...bare, ...madeUpEffort(bare, facts, enterprise) };
}

/** On the day of the count what is left is what was counted; what arrived follows. */
function inputsOf(day: DayFacts, made: ReadonlyMap<string, Decimal>): ReportFigures['inputs'] {
  return day.registry.inputStock
    .filter((row) => row.enterprise === day.enterprise.id)
    .map((row) => {
      const fact = day.facts.inputs.find((input) => input.input === row.input);
      if (fact === undefined || fact.counted) return { input: row.input, left: row.quantity.toFixed() };
      const used = usedOf(day.facts, made, row.input);
      const arrived = day.opened ? row.quantity.sub(fact.before).add(used) : row.inboundPerDay;
      const left = fact.before.add(Decimal.max(0, arrived)).sub(used);
      return {
        input: row.input,
        left: Decimal.max(0, left).toDecimalPlaces(6).toFixed(),
        arrived: Decimal.max(0, arrived).toDecimalPlaces(6).toFixed(),
      };
    });
}

/** The part of what is wished that the scarcest input allows, a little less. */
function inputsAllow(day: DayFacts, wished: ReadonlyMap<string, Decimal>): Decimal {
  const parts = day.facts.inputs.flatMap((input) => {
    const used = usedOf(day.facts, wished, input.input);
    return input.counted || used.isZero() ? [] : [input.before.add(input.inboundPerDay).div(used).mul('0.98')];
  });
  return Decimal.min(1, ...parts);
}
