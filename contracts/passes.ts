/** Green channel (绿色通道, S20): passes, their keys and revocations, and applications. */
import { z } from 'zod';
import { scanRow } from './checkpoints.ts';
import { contract, instant, listOf, listQuery, telephone } from './contract.ts';
import { defineErrors } from './errors.ts';
import { passKinds, passStates, publicKey } from './pass-token.ts';

/** What holds for a kind until the city sets its own limits. */
export const defaultLimits = {
  duty: { longestDays: 15, mostOpen: 50 },
  production: { longestDays: 7, mostOpen: 20 },
} as const;

export const passErrors = defineErrors({
  'pass.no-key': {
    status: 503,
    zh: '本市还没有签发通行证的密钥；请稍后再试，仍不行请告诉系统管理员',
    en: 'The city has no key for passes yet: try again shortly, then tell the administrator',
  },
  'pass.too-long': {
    status: 422,
    zh: '有效期 {days} 天，超过这类通行证最长 {longest} 天；请缩短有效期，到期前可以再申请',
    en: 'Valid for {days} days, longer than the {longest} days of this kind: shorten it and apply again before it ends',
  },
  'pass.too-many': {
    status: 422,
    zh: '{who}已有 {open} 份有效或待审的这类通行证，上限 {most} 份；请先撤回不用的',
    en: '{who} has {open} of this kind valid or waiting, {most} at most: give back those not needed first',
  },
  'pass.time-over': {
    status: 422,
    zh: '有效期在 {until} 已经结束；请改为今后的时间',
    en: 'It would have ended at {until}: choose a time to come',
  },
  'pass.own-application': {
    status: 403,
    zh: '不能审核自己提交的申请；请由另一位同事审核',
    en: 'You applied for this yourself: a colleague has to decide',
  },
  'pass.city-decides': {
    status: 403,
    zh: '通行范围包括其他县区（{counties}），由市级审核；您可以退回并说明',
    en: 'It passes through other counties ({counties}), so the city decides; you may refuse it with a reason',
  },
  'pass.decided-already': {
    status: 409,
    zh: '这份申请已由 {who} 处理，没有再次执行',
    en: '{who} dealt with this application already; nothing was done again',
  },
  'pass.not-valid': {
    status: 409,
    zh: '通行证 {number} 已经失效，不需要再撤销',
    en: 'Pass {number} holds no more: there is nothing to revoke',
  },
  'pass.plate-in-use': {
    status: 409,
    zh: '车辆 {plate} 已有同类的有效或待审通行证（{number}）；请先撤回',
    en: 'Truck {plate} has one of this kind already ({number}): give it back first',
  },
  'pass.unknown-county': {
    status: 422,
    zh: '没有这些县区：{counties}',
    en: 'There are no such counties: {counties}',
  },
});

const tag = '绿色通道 Green channel';
const names = z.array(z.string().trim().min(1).max(40)).max(6);
const plate = z.string().trim().min(2).max(16);
const counties = z.array(z.string().min(1).max(12)).min(1).max(20);

export const passRow = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(passKinds),
  state: z.enum(passStates),
  plate: z.string().nullable(),
  holder: z.string(),
  phone: z.string(),
  crew: z.array(z.string()),
  goods: z.string(),
  counties: z.array(z.string()),
  enterprise: z.string().nullable(),
  county: z.string(),
  tripId: z.string().nullable(),
  applicationId: z.string().nullable(),
  from: instant,
  until: instant,
  issuedAt: instant,
  issuedBy: z.string(),
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
  replacedBy: z.string().nullable(),
});
export type PassRow = z.output<typeof passRow>;

export const applicationStates = ['waiting', 'approved', 'refused', 'withdrawn'] as const;
export const applicationRow = z.object({
  id: z.string(),
  kind: z.enum(['duty', 'production']),
  enterprise: z.string().nullable(),
  county: z.string(),
  plate: z.string().nullable(),
  holder: z.string(),
  phone: z.string(),
  crew: z.array(z.string()),
  purpose: z.string(),
  counties: z.array(z.string()),
  from: instant,
  until: instant,
  state: z.enum(applicationStates),
  appliedAt: instant,
  appliedBy: z.string(),
  own: z.boolean(),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string(),
  passId: z.string().nullable(),
  revision: z.number().int(),
});
export type ApplicationRow = z.output<typeof applicationRow>;

export const applicationInput = z
  .object({
    kind: z.enum(['duty', 'production']),
    /** whose people or vehicle; left out by a clerk, who has one; null: the county's own */
    enterprise: z.string().max(60).nullish(),
    county: z.string().max(12).nullish(),
    plate: plate.nullable(),
    holder: z.string().trim().min(1).max(40),
    phone: telephone,
    crew: names,
    purpose: z.string().trim().min(2).max(120),
    counties,
    from: instant,
    until: instant,
  })
  .refine((input) => input.until > input.from, {
    path: ['until'],
    message: '结束要晚于开始 · it must end after it begins',
  })
  .refine((input) => input.kind === 'duty' || input.plate !== null, {
    path: ['plate'],
    message: '生产车辆要写车牌 · a production vehicle needs its plate',
  });
export type ApplicationInput = z.output<typeof applicationInput>;

const idParams = z.object({ id: z.string().min(1).max(60) });
const why = z.string().trim().min(2).max(200);
const limits = z.object({
  kind: z.enum(['duty', 'production']),
  longestDays: z
    .number()
    .int('应为整数 · a whole number')
    .min(1, '至少 1 天 · at least 1 day')
    .max(90, '最长 90 天 · at most 90 days'),
  mostOpen: z
    .number()
    .int('应为整数 · a whole number')
    .min(1, '至少 1 份 · at least 1')
    .max(10_000, '最多 10000 份 · at most 10,000'),
});

export const passContracts = {
  keys: contract({
    method: 'GET',
    path: '/api/passes/keys',
    summary: ['核验通行证的公钥（JWKS）', 'The public keys that passes are checked with (JWKS)'],
    tag,
    access: 'public',
    response: z.object({ keys: z.array(publicKey) }),
  }),
  revocations: contract({
    method: 'GET',
    path: '/api/passes/revocations',
    summary: ['已撤销的通行证：签名的短名单，供离线核验', 'Revoked passes: a short signed list for checking offline'],
    tag,
    access: 'public',
    response: z.object({ list: z.string(), city: z.string(), count: z.number().int() }),
  }),
  list: contract({
    method: 'GET',
    path: '/api/passes',
    summary: ['通行证', 'Passes'],
    tag,
    access: 'pass.read',
    query: listQuery.extend({ kind: z.enum(passKinds).optional(), holding: z.stringbool().default(false) }),
    response: listOf(passRow),
  }),
  read: contract({
    method: 'GET',
    path: '/api/passes/:id',
    summary: ['一份通行证：内容、二维码、经过的卡口', 'One pass: what it says, its code, where it was seen'],
    tag,
    access: 'pass.read',
    params: idParams,
    response: passRow.extend({ token: z.string(), code: z.string().nullable(), scans: z.array(scanRow) }),
  }),
  revoke: contract({
    method: 'POST',
    path: '/api/passes/:id/revoke',
    summary: ['撤销通行证', 'Revoke a pass'],
    tag,
    access: 'pass.issue',
    params: idParams,
    body: z.object({ reason: why }),
    response: passRow,
  }),
  rotate: contract({
    method: 'POST',
    path: '/api/passes/keys/rotate',
    summary: [
      '更换签发密钥；泄露时重新签发全部有效通行证',
      'Change the signing key; when it leaked, every valid pass is issued again',
    ],
    tag,
    access: 'pass.issue',
    body: z.object({ compromised: z.boolean(), reason: why }),
    response: z.object({ kid: z.string(), reissued: z.number().int() }),
  }),
  limits: contract({
    method: 'GET',
    path: '/api/passes/limits',
    summary: ['通行证的期限和数量上限', 'How long passes hold and how many there may be'],
    tag,
    access: 'pass.read',
    response: z.object({ rows: z.array(limits) }),
  }),
  setLimits: contract({
    method: 'PUT',
    path: '/api/passes/limits',
    summary: ['设定期限和数量上限', 'Set how long and how many'],
    tag,
    access: 'pass.issue',
    body: limits,
    response: z.object({ rows: z.array(limits) }),
  }),
  applications: contract({
    method: 'GET',
    path: '/api/pass-applications',
    summary: ['通行证申请', 'Applications for passes'],
    tag,
    access: 'pass.read',
    query: z.object({
      state: z.enum(applicationStates).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    response: listOf(applicationRow),
  }),
  apply: contract({
    method: 'POST',
    path: '/api/pass-applications',
    summary: ['为值守人员或生产车辆申请通行证', 'Apply for a pass for a person on duty or a production vehicle'],
    tag,
    access: 'pass.apply',
    body: applicationInput,
    response: applicationRow,
  }),
  decide: contract({
    method: 'POST',
    path: '/api/pass-applications/:id/decide',
    summary: ['审核申请：批准即签发', 'Decide on an application: approved means issued'],
    tag,
    access: 'pass.issue',
    params: idParams,
    body: z
      .object({ approve: z.boolean(), reason: z.string().trim().max(200).default(''), revision: z.number().int() })
      .refine((body) => body.approve || body.reason.length >= 2, {
        path: ['reason'],
        message: '不同意要写原因 · say why it is refused',
      }),
    response: applicationRow,
  }),
  withdraw: contract({
    method: 'POST',
    path: '/api/pass-applications/:id/withdraw',
    summary: ['撤回申请，已签发的同时失效', 'Withdraw an application; a pass issued on it holds no more'],
    tag,
    access: 'pass.apply',
    params: idParams,
    response: applicationRow,
  }),
};
