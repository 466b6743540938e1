/** Who may decide how much outside the plan. */
import { Decimal } from 'decimal.js';
import { type OrderLevel, orderLevelNames, orderLevels } from '#contracts/orders-terms.ts';
import type { Role } from '#contracts/roles.ts';
import { DomainError } from '#server/platform/errors.ts';

export interface OrderRules {
  /** days of the city's need of an item that the level may move with one order */
  subGroupDays: string;
  groupDays: string;
  /** tonnes, gross */
  subGroupTonnes: string;
  groupTonnes: string;
  /** an urgent order is confirmed within these hours */
  confirmHours: string;
}

/**
 * In force until the city writes its own (page 审批权限): the source (S5) names who moves reserves and leaves the amounts to the city. A
 * sub-group (S7) moves up to a tenth of a day's need or five tonnes, one truck; the group a day's need or fifty tonnes; above it the city.
 */
export const rulesUntilSet: OrderRules = {
  subGroupDays: '0.1',
  subGroupTonnes: '5',
  groupDays: '1',
  groupTonnes: '50',
  confirmHours: '24',
};

export interface OrderAmount {
  item: string;
  quantity: Decimal;
  weightKg: Decimal;
}

/** The level that must decide: the lowest whose limits hold both the days of need of every item and the weight of all. */
export function levelFor(
  amounts: readonly OrderAmount[],
  needOfDay: ReadonlyMap<string, string>,
  rules: OrderRules,
): OrderLevel {
  const tonnes = amounts.reduce((sum, amount) => sum.add(amount.weightKg), new Decimal(0)).div(1000);
  const days = amounts.reduce((most, { item, quantity }) => {
    const need = new Decimal(needOfDay.get(item) ?? 0);
    // an item that nobody needs in the scenario is judged by its weight
    return need.lte(0) ? most : Decimal.max(most, quantity.div(need));
  }, new Decimal(0));
  const within = (mostDays: string, mostTonnes: string) => days.lte(mostDays) && tonnes.lte(mostTonnes);
  if (within(rules.subGroupDays, rules.subGroupTonnes)) return 'sub_group';
  return within(rules.groupDays, rules.groupTonnes) ? 'group' : 'city';
}

export function higherLevel(level: OrderLevel, other: OrderLevel | null): OrderLevel {
  return other !== null && orderLevels.indexOf(other) > orderLevels.indexOf(level) ? other : level;
}

export function levelOfRole(role: Role): OrderLevel | null {
  if (role === 'city_lead') return 'city';
  if (role === 'group_officer') return 'group';
  return role === 'sub_group_officer' ? 'sub_group' : null;
}

export function mayDecide(role: Role, level: OrderLevel): boolean {
  const own = levelOfRole(role);
  return own !== null && orderLevels.indexOf(own) >= orderLevels.indexOf(level);
}

export function requireLevel(role: Role, level: OrderLevel): void {
  if (mayDecide(role, level)) return;
  const [zh, en] = orderLevelNames[level];
  throw new DomainError('order.above-your-level', { level: zh, level_en: en.toLowerCase() });
}

/** Who must confirm now: the needed level, and the next one up when it let the time pass. */
export function levelToConfirm(needed: OrderLevel, confirmBy: Date, now: Date): OrderLevel {
  if (now <= confirmBy) return needed;
  return orderLevels[Math.min(orderLevels.indexOf(needed) + 1, orderLevels.length - 1)]!;
}
