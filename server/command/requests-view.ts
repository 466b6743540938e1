/** What a place will get of an item by a day, from whom, by which rule, what it still lacks, and what would raise it (S6). */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { daysBetween } from '#contracts/calendar.ts';
import { constraintKinds } from '#contracts/planning.ts';
import type { requestContracts } from '#contracts/requests.ts';
import { comingTo, stockAt } from '#server/dispatch/index.ts';
import { outlookOfPoint, type PointOutlook } from '#server/planning/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { type RegistryDataset, readRegistry } from '#server/registry/index.ts';
import { requestsBeside } from '#server/requests/index.ts';

type Query = z.output<typeof requestContracts.outlook.query>;
type Outlook = z.input<typeof requestContracts.outlook.response>;

/** Errors: `not-found` for a place that the actor does not see. */
export async function readOutlook(work: Work, query: Query): Promise<Outlook> {
  const { point, item, by } = query;
  const today = await work.today();
  const registry = await readRegistry(work);
  const use = dailyUse(registry, point, item);
  const plan = await outlookOfPoint(work, point, item);
  const unit = registry.items.find((entry) => entry.code === item)?.unit ?? '';
  const all = await comingTo(work, { point, item, unit, planned: plan?.coming ?? [] });
  const coming = all.filter((entry) => query.grade === undefined || entry.grade === query.grade);
  const inTime = sum(coming.filter((entry) => entry.arrives <= by && entry.arrives >= today));
  const inStock = await stockAt(work, query);
  // stock is of today's close: what is used from tomorrow on, as the plan counts
  const days = daysBetween(today, by);
  const need = use.daily === null || days <= 0 ? null : use.daily.mul(days);
  return {
    plan: plan?.plan ?? null,
    coming,
    comingInTime: inTime.toFixed(),
    inStock: inStock.toFixed(),
    need: need?.toFixed() ?? null,
    tier: use.tier,
    share: shareOf(plan, use.daily),
    servedBefore: use.servedBefore,
    short: plan?.short ?? [],
    raisedBy: (plan?.raisedBy ?? []).flatMap((cause) => {
      const constraint = constraintKinds.find((kind) => kind === cause.constraint);
      return constraint === undefined ? [] : [{ ...cause, constraint }];
    }),
    others: await requestsBeside(work, { point, item, from: today, by, except: query.except }),
    met: need !== null && inStock.add(inTime).gte(need),
  };
}

const sum = (rows: ReadonlyArray<{ quantity: string }>): Decimal =>
  rows.reduce((total, row) => total.add(row.quantity), new Decimal(0));

/** What the place uses of the item in a day by the city's rates, its tier, and how many tiers of this item come first. */
function dailyUse(registry: RegistryDataset, point: string, item: string) {
  const place = registry.demandPoints.find((entry) => entry.id === point);
  if (place === undefined) throw new DomainError('not-found', { what: ['这个需求点', 'This demand point'] });
  const rates = registry.demandRates.filter((rate) => rate.item === item);
  const own = rates.find((rate) => rate.kind === place.kind);
  const tier = own?.tier ?? null;
  const before = new Set(rates.filter((rate) => tier !== null && rate.tier < tier).map((rate) => rate.tier));
  return { tier, daily: own ? own.perServedPerDay.mul(place.served) : null, servedBefore: before.size };
}

/** Of its need over the plan's days, how much the plan meets. */
function shareOf(plan: PointOutlook | null, daily: Decimal | null): number | null {
  if (plan === null || daily === null || daily.lte(0)) return null;
  const need = daily.mul(daysBetween(plan.plan.from, plan.plan.until) + 1);
  return Decimal.max(0, new Decimal(1).sub(sum(plan.short).div(need))).toNumber();
}
