import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanCause, PlanDetail } from '#contracts/planning.ts';
import type { Names } from '../platform/names.ts';
import { headlineOf, whoOf, whysOf } from './story.ts';

const names: Names = {
  item: (code) => ({ name: `示例${code}`, unit: '件' }),
  place: (id) => id,
  county: (code) => code,
};

type Shorts = Record<string, [firstShort: string, constraint: PlanCause['constraint']]>;

/** A plan in which each item runs short from its day, for one cause. */
function planOf(short: Shorts): PlanDetail {
  const items = Object.entries(short);
  return {
    days: 14,
    itemsShort: items.map(([item, [firstShort]]) => ({ item, firstShort })),
    causes: items.map(([item, [date, constraint]]) => ({
      ...{ item, date, constraint, to: 'P1', county: 'A', enterprise: null, line: null, input: null, on: null },
      ...{ marginal: 1, together: false },
    })),
  } as Partial<PlanDetail> as PlanDetail;
}

const told = (plan: PlanDetail, language: 'zh' | 'en'): string => {
  const { before, short, after } = headlineOf(plan, names, language);
  return `${before}${short}${after}`;
};

test('a headline names each thing and its day; of many it counts those of one day together', () => {
  const two = planOf({ 甲: ['2022-01-13', 'stock'], 乙: ['2022-01-14', 'stock'] });
  assert.equal(told(two, 'zh'), '14 天内有 2 种物资断供：示例甲 1月13日起，示例乙 1月14日起');
  const many = planOf({
    甲: ['2022-01-09', 'sealed_road'],
    乙: ['2022-01-09', 'sealed_road'],
    丙: ['2022-01-09', 'sealed_road'],
    丁: ['2022-01-09', 'sealed_road'],
    戊: ['2022-01-12', 'stock'],
  });
  assert.equal(told(many, 'zh'), '14 天内有 5 种物资断供：示例甲等 4 种 1月9日起，示例戊 1月12日起');
  assert.equal(
    told(many, 'en'),
    'Within 14 days 5 items run short: 示例甲 and 3 more from 9 January; 示例戊 from 12 January',
  );
  assert.equal(whysOf(many, names, 'zh'), '示例甲等 4 种缺在道路封闭；示例戊缺在库存（来不及再生产）。');
  assert.equal(whysOf(planOf({}), names, 'zh'), '');
});

test('a producer that the reader may not see is counted, not named by its code', () => {
  const plan = planOf({ 甲: ['2022-01-13', 'capacity'] });
  const causes = plan.causes.map((cause) => ({ ...cause, enterprise: 'E25', line: 'E25-L1' }));
  assert.equal(whysOf({ ...plan, causes }, names, 'zh'), '示例甲缺在产能（1 条线）。');
  assert.equal(whysOf({ ...plan, causes }, names, 'en'), '示例甲: for want of capacity (1 line). ');
  const seen = { ...names, place: () => '示例制药4厂' };
  assert.equal(whysOf({ ...plan, causes }, seen, 'zh'), '示例甲缺在产能（示例制药4厂）。');
});

test('a headline of many days names the first ones and counts the rest', () => {
  const days = ['09', '10', '11', '12', '13', '14'];
  const plan = planOf(Object.fromEntries(days.map((day) => [`${day}号`, [`2022-01-${day}`, 'stock']])));
  assert.match(told(plan, 'zh'), /示例12号 1月12日起，另有 2 种更晚$/u);
  assert.match(told(plan, 'en'), /; 2 more later$/u);
});

test('who goes without and who does not is told by tier', () => {
  const row = { item: 'mask', county: 'A', quantity: '5', firstDay: '2022-01-14' };
  assert.equal(whoOf([{ ...row, tier: 2 }], 'en'), 'Tier 1 is fully met; the shortage falls on tier 2, in 1 county.');
  assert.equal(whoOf([{ ...row, tier: 3 }], 'zh'), '前 2 级需求全部保住；缺口落在第 3 级，涉及 1 个县区。');
  assert.equal(whoOf([{ ...row, tier: 1 }], 'zh'), '缺口落在第 1 级，涉及 1 个县区。');
});
