/** Checkpoints: every vehicle and person checked and registered; fever or suspicion isolated and reported at once (S10). */
import { z } from 'zod';
import { contract, instant, listOf } from './contract.ts';
import { defineErrors } from './errors.ts';
import { reasonCodes } from './pass-check.ts';
import { passStates } from './pass-token.ts';

export const checkpointErrors = defineErrors({
  'checkpoint.fever-must-stop': {
    status: 422,
    zh: '体温 {temperature} ℃，达到发热标准，不能放行；请就地隔离并立即报告',
    en: '{temperature} °C is fever: nobody passes. Isolate on the spot and report at once',
  },
  'checkpoint.red-must-stop': {
    status: 422,
    zh: '显示红色时不能放行；请拦下车辆，并联系指挥部',
    en: 'Red does not pass: stop the vehicle and call headquarters',
  },
  'checkpoint.positive-must-stop': {
    status: 422,
    zh: '核酸检测结果为阳性，不能放行；请就地隔离并立即报告',
    en: 'The test is positive: nobody passes. Isolate on the spot and report at once',
  },
});

const tag = '绿色通道 Green channel';
const verdict = z.enum(['green', 'grey', 'red']);

export const checkpointRow = z.object({
  id: z.string(),
  name: z.string(),
  county: z.string(),
  lat: z.number(),
  lon: z.number(),
});
export type CheckpointRow = z.output<typeof checkpointRow>;

export const decisions = ['passed', 'stopped', 'isolated'] as const;
export const scanInput = z.object({
  eventId: z.uuid(),
  checkpoint: z.string().max(60),
  /** what the code held, as far as it could be read */
  token: z.string().max(4000),
  /** the phone's word, in headquarters' time */
  at: instant,
  verdict,
  decision: z.enum(decisions),
  plate: z.string().trim().max(16).nullable(),
  temperature: z.number().min(30).max(45).nullable(),
  test: z.enum(['negative', 'positive', 'none']),
  testHours: z.number().int().min(0).max(2000).nullable(),
  note: z.string().trim().max(300).default(''),
});
export type ScanInput = z.output<typeof scanInput>;

const scanReason = z.object({
  code: z.enum(reasonCodes),
  verdict,
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export const scanReasons = z.array(scanReason);
export const scanRow = z.object({
  id: z.string(),
  checkpoint: z.string(),
  checkpointName: z.string(),
  county: z.string(),
  passId: z.string().nullable(),
  plate: z.string().nullable(),
  verdict,
  serverVerdict: verdict,
  reasons: scanReasons,
  decision: z.enum(decisions),
  temperature: z.string().nullable(),
  test: z.enum(['negative', 'positive', 'none']),
  testHours: z.number().int().nullable(),
  at: instant,
  receivedAt: instant,
  guard: z.string(),
  note: z.string(),
});
export type ScanRow = z.output<typeof scanRow>;

export const checkpointContracts = {
  list: contract({
    method: 'GET',
    path: '/api/checkpoints',
    summary: ['卡口', 'Checkpoints'],
    tag,
    access: 'signed-in',
    response: z.object({
      rows: z.array(checkpointRow),
      /** whom a guard asks */
      dispatchPhone: z.string().nullable(),
    }),
  }),
  save: contract({
    method: 'PUT',
    path: '/api/checkpoints/:id',
    summary: ['设置或修改卡口', 'Set up or change a checkpoint'],
    tag,
    access: 'pass.issue',
    params: z.object({ id: z.string().regex(/^[\w-]{1,40}$/u) }),
    body: checkpointRow.omit({ id: true }).extend({
      lat: z.number().min(-90).max(90),
      lon: z.number().min(-180).max(180),
      name: z.string().trim().min(1).max(60),
      withdrawn: z.boolean().default(false),
    }),
    response: checkpointRow,
  }),
  scan: contract({
    method: 'POST',
    path: '/api/checkpoints/scans',
    summary: [
      '登记一次查验（手机可离线后补报，只计一次）',
      'Register a check (sent later by a phone without a network, counted once)',
    ],
    tag,
    access: 'checkpoint.scan',
    body: scanInput,
    response: z.object({ serverVerdict: verdict, reasons: scanReasons, repeated: z.boolean() }),
  }),
  scans: contract({
    method: 'GET',
    path: '/api/checkpoints/scans',
    summary: ['查验记录', 'Checks'],
    tag,
    access: 'pass.read',
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) }),
    response: listOf(scanRow),
  }),
  seen: contract({
    method: 'GET',
    path: '/api/passes/:id/seen',
    summary: [
      '有网络时核实：是否有效、最近在哪些卡口出现',
      'With a network: whether it holds, and where it was seen lately',
    ],
    tag,
    access: 'checkpoint.scan',
    params: z.object({ id: z.string().min(1).max(60) }),
    response: z.object({
      state: z.enum(passStates).nullable(),
      scans: z.array(z.object({ at: instant, checkpoint: z.string(), lat: z.number(), lon: z.number() })),
    }),
  }),
};
