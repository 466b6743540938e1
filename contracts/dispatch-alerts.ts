/** Alerts of trips and checkpoints: each has an owner and a next act, is taken by a person, and is closed with how it ended. */
import { z } from 'zod';
import { contract, instant } from './contract.ts';
import { defineErrors } from './errors.ts';

export const alertErrors = defineErrors({
  'alert.closed-already': {
    status: 409,
    zh: '这条警报已由 {who} 处理：{outcome}',
    en: '{who} dealt with this alert already: {outcome}',
  },
  'alert.taken-already': {
    status: 409,
    zh: '{who} 已经接手这条警报；需要换人请与其商量，由处理的人填写结果',
    en: '{who} has taken this alert: agree with them; whoever deals with it says how it ended',
  },
});

type Words = readonly [zh: string, en: string];

/** What happened, and what its owner does next. */
export const alertKinds = {
  late: {
    name: ['晚点', 'late'],
    act: ['给司机打电话问清何时到，告诉收货方', 'Call the driver, and tell the receiver when it comes'],
  },
  off_route: {
    name: ['偏离路线', 'off its way'],
    act: ['给司机打电话，核实去向', 'Call the driver: where is it going?'],
  },
  problem: {
    name: ['司机报告问题', 'the driver reports a problem'],
    act: ['给司机打电话；走不了就登记故障，余货转其他车', 'Call the driver; if it cannot go on, report a breakdown'],
  },
  breakdown: {
    name: ['车辆故障', 'broken down'],
    act: ['核对余货已派其他车，派人修车', 'See that others carry the rest, and send someone to the truck'],
  },
  order_gone: {
    name: ['调拨令已取消，车已在途', 'its order is gone, the truck is on the road'],
    act: ['让司机带货返回或改送', 'Have the driver bring it back or take it elsewhere'],
  },
  fever: {
    name: ['卡口发现发热', 'fever at a checkpoint'],
    act: [
      '核实已隔离，报疾控，给这趟车换司机',
      'See that they are isolated, tell disease control, find another driver',
    ],
  },
  test_positive: {
    name: ['卡口核酸阳性', 'positive test at a checkpoint'],
    act: [
      '核实已隔离，报疾控，给这趟车换司机',
      'See that they are isolated, tell disease control, find another driver',
    ],
  },
  forged: {
    name: ['伪造通行证', 'forged pass'],
    act: ['扣下车辆，报公安核查', 'Hold the vehicle and tell the police'],
  },
  replayed: {
    name: ['同一通行证两处使用', 'one pass used at two places'],
    act: ['两处都拦车核对，必要时撤销换发', 'Stop both, compare, revoke and issue again if need be'],
  },
  revoked_shown: {
    name: ['出示已撤销的通行证', 'a revoked pass was shown'],
    act: ['问清为何还在用，需要通行的重新申请', 'Ask why it is still used; apply again if it must pass'],
  },
  plate_differs: {
    name: ['车牌与通行证不符', 'the plate is another one'],
    act: ['联系企业核对车辆，换车的重新签发', 'Ask the firm which truck it is; issue again after a change'],
  },
} as const satisfies Record<string, { name: Words; act: Words }>;
export type AlertKind = keyof typeof alertKinds;
export const alertKindNames = Object.keys(alertKinds) as [AlertKind, ...AlertKind[]];

export const alertDetail = z.record(z.string(), z.unknown());
const alertRow = z.object({
  id: z.string(),
  kind: z.enum(alertKindNames),
  subject: z.string(),
  subjectId: z.string(),
  detail: alertDetail,
  at: instant,
  /** a role, with its county where it has one: 'county_officer:410802', 'group_officer' */
  owner: z.string(),
  state: z.enum(['open', 'taken', 'closed']),
  takenAt: instant.nullable(),
  takenBy: z.string().nullable(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  outcome: z.string(),
  /** the reader may take and close it */
  mine: z.boolean(),
});
export type DispatchAlert = z.output<typeof alertRow>;

const tag = '派车 Trips';
const params = z.object({ id: z.string().min(1).max(60) });

export const alertContracts = {
  list: contract({
    method: 'GET',
    path: '/api/dispatch-alerts',
    summary: ['运输与卡口警报', 'Alerts of trips and checkpoints'],
    tag,
    access: 'trip.read',
    query: z.object({
      state: z.enum(['open', 'closed']).default('open'),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    response: z.object({ rows: z.array(alertRow), open: z.number().int() }),
  }),
  take: contract({
    method: 'POST',
    path: '/api/dispatch-alerts/:id/take',
    summary: ['接手一条警报', 'Take an alert'],
    tag,
    access: 'trip.read',
    params,
    response: alertRow,
  }),
  close: contract({
    method: 'POST',
    path: '/api/dispatch-alerts/:id/close',
    summary: ['处理完一条警报', 'Close an alert'],
    tag,
    access: 'trip.read',
    params,
    body: z.object({ outcome: z.string().trim().min(2).max(200) }),
    response: alertRow,
  }),
};
