/** Plans: asking for one, following it, reading it row by row, comparing, approving. */
import { z } from 'zod';
import { businessDay, contract, instant, quantity } from './contract.ts';
import { defineErrors } from './errors.ts';
import {
  cause,
  code,
  cover,
  cure,
  curvePoint,
  productionRow,
  rowsOf,
  rowsQuery,
  scenario,
  shipmentRow,
  shortageRow,
  transferRow,
  writeOffRow,
} from './planning-rows.ts';

export {
  constraintKinds,
  cureKinds,
  type PlanCause,
  type PlanCure,
  type ScenarioInput,
  scenario,
} from './planning-rows.ts';

export const planningErrors = defineErrors({
  'plan.not-ready': {
    status: 409,
    zh: '计划《{title}》还没有算出结果，请等它完成或重新计算',
    en: 'The plan "{title}" has no result yet: wait for it or compute it again',
  },
  'plan.not-running': {
    status: 409,
    zh: '计划《{title}》没有在计算，无需取消',
    en: 'The plan "{title}" is not being computed',
  },
  'plan.not-proven': {
    status: 409,
    zh: '计划《{title}》未证明最优（{status}），不能批准；请放宽时限重新计算',
    en: 'The plan "{title}" is not proved optimal ({status}) and cannot be approved: compute it again with more time',
  },
  'plan.data-changed': {
    status: 409,
    zh: '计划《{title}》之后数据有变化（{count} 处），请先核对变化；确认仍按此计划执行请勾选“已知数据有变化”',
    en: 'The data changed after the plan "{title}" ({count} changes): look at them first, or confirm that you know',
  },
  'plan.cannot-plan': { status: 422, zh: '无法计算：{why}', en: 'Cannot plan: {why}' },
  'plan.too-many-running': {
    status: 409,
    zh: '已有 {count} 个计划在计算，请等其中一个完成或取消',
    en: '{count} plans are being computed: wait for one or cancel one',
  },
});

export const planStates = ['queued', 'running', 'ready', 'failed', 'cancelled', 'approved', 'superseded'] as const;
export const planKinds = ['forecast', 'requested'] as const;
const objectives = z.object({
  O1: z.array(z.object({ tier: z.number(), floor: z.number(), total: z.number() })),
  O2: z.number(),
  O3: z.number(),
  O4: z.number(),
});

const planSummary = z.object({
  id: z.string(),
  /** forecast: made by itself whenever the data changes; requested: asked for by someone */
  kind: z.enum(planKinds),
  title: z.string(),
  from: businessDay,
  days: z.number().int(),
  reserveDays: z.number(),
  state: z.enum(planStates),
  progress: z.object({ step: z.string(), done: z.number().int(), of: z.number().int() }).nullable(),
  solverStatus: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
  finishedAt: instant.nullable(),
  approvedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
  supersededBy: z.string().nullable(),
  /** days of need unmet, by tier, as O1's totals */
  objectives: objectives.nullable(),
  itemsShort: z.array(z.object({ item: code, firstShort: businessDay })),
});
export type PlanSummary = z.output<typeof planSummary>;

const planId = z.object({ id: z.string().min(1).max(60) });

const planDetail = planSummary.extend({
  scenario,
  solver: z.record(z.string(), z.unknown()).nullable(),
  /** the proved optimum, before rounding to whole packs */
  optimum: objectives.nullable(),
  assumptions: z.array(z.record(z.string(), z.string())),
  failure: z.object({ zh: z.string(), en: z.string() }).nullable(),
  cover: z.array(cover),
  /** the causes of each item's first short day, the strongest first */
  causes: z.array(cause),
  cures: z.array(cure),
});
export type PlanDetail = z.output<typeof planDetail>;

const tag = '计划 Planning';

export const planningContracts = {
  list: contract({
    method: 'GET',
    path: '/api/plans',
    summary: ['计划一览，新的在前', 'The plans, newest first'],
    tag,
    access: 'plan.read',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      before: instant.optional(),
      kind: z.enum(planKinds).optional(),
    }),
    response: z.object({ rows: z.array(planSummary) }),
  }),
  request: contract({
    method: 'POST',
    path: '/api/plans',
    summary: ['请求计算一个计划', 'Ask for a plan'],
    tag,
    access: 'plan.run',
    body: z.object({
      title: z.string().trim().max(80).optional(),
      from: businessDay.optional(),
      days: z.number().int().min(1).max(90).default(14),
      reserveDays: z.number().min(0).max(90).default(7),
      scenario: scenario.default({}),
      /** computed from that plan's own inputs, to show that it comes out the same */
      repeat: z.string().max(60).optional(),
    }),
    response: z.object({ id: z.string() }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/plans/:id',
    summary: ['一个计划：目标值、可用天数、缺口原因', 'One plan: objectives, cover, causes'],
    tag,
    access: 'plan.read',
    params: planId,
    response: planDetail,
  }),
  cancel: contract({
    method: 'POST',
    path: '/api/plans/:id/cancel',
    summary: ['取消正在计算的计划', 'Cancel a plan that is being computed'],
    tag,
    access: 'plan.run',
    params: planId,
  }),
  approve: contract({
    method: 'POST',
    path: '/api/plans/:id/approve',
    summary: ['批准计划，冻结其内容', 'Approve a plan, which freezes it'],
    tag,
    access: 'plan.approve',
    params: planId,
    body: z.object({ dataChangesKnown: z.boolean().default(false) }),
  }),
  curves: contract({
    method: 'GET',
    path: '/api/plans/:id/curves',
    summary: [
      '各物资逐日需求、产量、供应、缺口、余存',
      'Need, production, supply, shortage and stock of each item by day',
    ],
    tag,
    access: 'plan.read',
    params: planId,
    response: z.object({ rows: z.array(curvePoint) }),
  }),
  production: contract({
    method: 'GET',
    path: '/api/plans/:id/production',
    summary: ['各线逐日产量', 'What each line makes each day'],
    tag,
    access: 'plan.read',
    params: planId,
    query: rowsQuery,
    response: rowsOf(productionRow),
  }),
  shipments: contract({
    method: 'GET',
    path: '/api/plans/:id/shipments',
    summary: ['发运', 'Shipments'],
    tag,
    access: 'plan.read',
    params: planId,
    query: rowsQuery,
    response: rowsOf(shipmentRow),
  }),
  transfers: contract({
    method: 'GET',
    path: '/api/plans/:id/transfers',
    summary: ['调给其他企业作原料', 'Items sent to other producers as inputs'],
    tag,
    access: 'plan.read',
    params: planId,
    query: rowsQuery,
    response: rowsOf(transferRow),
  }),
  writeOffs: contract({
    method: 'GET',
    path: '/api/plans/:id/write-offs',
    summary: ['到期核销', 'What expires and is written off'],
    tag,
    access: 'plan.read',
    params: planId,
    query: rowsQuery,
    response: rowsOf(writeOffRow),
  }),
  repeats: contract({
    method: 'GET',
    path: '/api/plans/:id/repeats',
    summary: [
      '同样的数据、同样的设想算过的其他计划，结果是否一致',
      'Other plans computed from the same data and assumptions, and whether they came out the same',
    ],
    tag,
    access: 'plan.read',
    params: planId,
    response: z.object({
      rows: z.array(z.object({ id: z.string(), title: z.string(), createdAt: instant, same: z.boolean() })),
    }),
  }),
  shortages: contract({
    method: 'GET',
    path: '/api/plans/:id/shortages',
    summary: ['缺口：按需求点、物资、日、层级', 'Unmet need by demand point, item, day and tier'],
    tag,
    access: 'plan.read',
    params: planId,
    query: rowsQuery,
    response: rowsOf(shortageRow),
  }),
  causes: contract({
    method: 'GET',
    path: '/api/plans/:id/causes',
    summary: ['缺口的原因及边际值', 'Why there is a shortage, with marginal values'],
    tag,
    access: 'plan.read',
    params: planId,
    query: rowsQuery,
    response: rowsOf(cause),
  }),
  changes: contract({
    method: 'GET',
    path: '/api/plans/:id/changes',
    summary: ['计划之后数据的变化', 'What changed in the data since the plan'],
    tag,
    access: 'plan.read',
    params: planId,
    response: z.object({
      count: z.number().int(),
      rows: z.array(
        z.object({
          file: z.string(),
          key: z.string(),
          kind: z.enum(['added', 'removed', 'changed']),
          /** columns of the file that differ, as the exchange format writes them; null: not there */
          fields: z.array(
            z.object({ column: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
          ),
        }),
      ),
    }),
  }),
  compare: contract({
    method: 'GET',
    path: '/api/plans/:id/compare/:other',
    summary: ['两个计划对比', 'Two plans side by side'],
    tag,
    access: 'plan.read',
    params: z.object({ id: z.string().min(1).max(60), other: z.string().min(1).max(60) }),
    response: z.object({
      plans: z.tuple([planSummary, planSummary]),
      scenarios: z.tuple([scenario, scenario]),
      /** both were computed from the same data */
      sameData: z.boolean(),
      rows: z.array(
        z.object({
          item: code,
          made: z.tuple([quantity, quantity]),
          supplied: z.tuple([quantity, quantity]),
          short: z.tuple([quantity, quantity]),
          firstShort: z.tuple([businessDay.nullable(), businessDay.nullable()]),
          cover: z.tuple([z.number().nullable(), z.number().nullable()]),
        }),
      ),
    }),
  }),
  workbook: contract({
    method: 'GET',
    path: '/api/plans/:id/workbook',
    summary: ['导出工作簿（xlsx）', 'Export as a workbook (xlsx)'],
    tag,
    access: 'plan.read',
    params: planId,
    kind: 'file',
  }),
};
