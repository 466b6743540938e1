/** The city's own limits of who may decide how much, or those in force until it writes them. */
import { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { type OrderRules, rulesUntilSet } from './levels.ts';

const plain = (value: string): string => new Decimal(value).toFixed();

export async function readRules(
  work: Work,
): Promise<OrderRules & { changedBy: string | null; changedAt: string | null }> {
  const row = await work.tx
    .selectFrom('order_rules')
    .selectAll()
    .where('city_code', '=', work.actor.city)
    .executeTakeFirst();
  if (!row) return { ...rulesUntilSet, changedBy: null, changedAt: null };
  return {
    subGroupDays: plain(row.sub_group_days),
    subGroupTonnes: plain(row.sub_group_tonnes),
    groupDays: plain(row.group_days),
    groupTonnes: plain(row.group_tonnes),
    confirmHours: plain(row.confirm_hours),
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  };
}

export async function changeRules(work: Work, rules: OrderRules): Promise<void> {
  const inOrder =
    new Decimal(rules.subGroupDays).lte(rules.groupDays) &&
    new Decimal(rules.subGroupTonnes).lte(rules.groupTonnes) &&
    Object.values(rules).every((value) => !new Decimal(value).isNegative()) &&
    new Decimal(rules.confirmHours).gt(0);
  if (!inOrder) throw new DomainError('order.rules-out-of-order');
  const { changedAt: _at, changedBy: _by, ...before } = await readRules(work);
  const row = {
    sub_group_days: rules.subGroupDays,
    sub_group_tonnes: rules.subGroupTonnes,
    group_days: rules.groupDays,
    group_tonnes: rules.groupTonnes,
    confirm_hours: rules.confirmHours,
    changed_at: work.now,
    changed_by: work.actor.name,
  };
  await work.tx
    .insertInto('order_rules')
    .values({ city_code: work.actor.city, ...row })
    .onConflict((conflict) =>
      conflict.column('city_code').doUpdateSet({ ...row, revision: sql`order_rules.revision + 1` }),
    )
    .execute();
  work.audit({
    action: 'order.change-rules',
    subject: 'order_rules',
    subjectId: work.actor.city,
    before,
    after: rules,
  });
  work.changed('orders');
}
