/** Reserves (储备): warehouses, floors and targets, releases by level, rotation before expiry, the duty to replenish. */
import { z } from 'zod';
import { businessDay, contract, instant, quantity } from './contract.ts';
import { defineErrors } from './errors.ts';

export const reserveErrors = defineErrors({
  'reserve.id-taken': {
    status: 409,
    zh: '储备库编号“{id}”已被使用，请换一个',
    en: 'The code "{id}" is taken: choose another',
  },
  'reserve.held-by': {
    status: 422,
    zh: '代储须选择代储企业，其他级别不选',
    en: 'An agency reserve names the enterprise that holds it, the others name none',
  },
  'reserve.unknown': {
    status: 422,
    zh: '{what}“{code}”不在基础数据中，请从列表选择',
    en: 'The {what} "{code}" is not in the registry: choose one of the list',
  },
  'reserve.closed': {
    status: 409,
    zh: '储备库“{name}”已关闭，请先启用',
    en: 'The reserve "{name}" is closed: open it first',
  },
  'reserve.not-empty': {
    status: 409,
    zh: '储备库“{name}”还有库存，清空后才能关闭',
    en: 'The reserve "{name}" still holds stock: empty it before closing it',
  },
  'reserve.levels-order': {
    status: 422,
    zh: '底线 {floor} 高于目标 {target}：目标须不低于底线，二者不小于 0',
    en: 'The floor {floor} is above the target {target}: give a target at or above it, none below 0',
  },
  'reserve.floor': {
    status: 409,
    zh: '“{name}”的{item}可动用 {available}，底线 {floor}，底线以上只有 {above}，不够这张调拨令的 {asked}。请减少数量或换一处发出；确需低于底线，请在“储备”申请动用，由市领导批准后下达',
    en: '"{name}" can release {available} of {item}; its floor is {floor}, so {above} is above it and this order asks {asked}. Lower the quantity or choose another place; to go below the floor ask for a release under Reserves, which the city lead approves',
  },
  'reserve.lots-gone': {
    status: 409,
    zh: '动用单 {number} 留出的批次已停用、过期或不在库，也没有可替换的；请取消这张动用单或先入库',
    en: 'The lots set aside for release {number} are held, expired or gone and nothing stands in: cancel the release, or receive stock first',
  },
  'reserve.not-whole': {
    status: 422,
    zh: '{item}按 {pack} {unit}的整数倍发放，{quantity} 不是整件；请改为整件数量',
    en: '{item} leaves in whole multiples of {pack} {unit}, which {quantity} is not: give a whole quantity',
  },
  'reserve.quantity': { status: 422, zh: '数量须大于 0', en: 'The quantity must be above 0' },
  'reserve.day-past': {
    status: 422,
    zh: '日期 {day} 已过（今天是 {today}）',
    en: 'The day {day} is past (today is {today})',
  },
  'reserve.not-enough': {
    status: 409,
    zh: '“{name}”能动用的只有 {available}，不足 {asked}（已预留、封存、过期的除外）',
    en: '"{name}" can release {available} only, less than {asked} (without what is promised, held or expired)',
  },
  'reserve.level-needed': {
    status: 403,
    zh: '动用后剩 {left}，{bound}，须由{level}批准',
    en: '{left} would be left, {bound}: the {level} must approve it',
  },
  'reserve.decided': {
    status: 409,
    zh: '动用单 {number} 已{state}，不能再改',
    en: 'Release {number} is {state} and takes no other decision',
  },
  'reserve.reason': { status: 422, zh: '请写明原因', en: 'Say why' },
  'reserve.due-needed': {
    status: 422,
    zh: '该物资没有设定补库天数，请填写补库期限',
    en: 'No days to replenish are set for this item: give the day by which it must be back',
  },
  'reserve.rotation-unused': {
    status: 409,
    zh: '{point} 在到期前只用得完 {usable}，少于 {asked}',
    en: '{point} can use {usable} before it expires, less than {asked}',
  },
  'reserve.unknown-lot': { status: 422, zh: '该批不在这个储备库', en: 'This lot is not in the reserve' },
});

export const reserveLevels = ['city', 'county', 'enterprise'] as const;
export const reserveLevelNames: Record<(typeof reserveLevels)[number], readonly [zh: string, en: string]> = {
  city: ['市级', 'City'],
  county: ['县级', 'County'],
  enterprise: ['企业代储', 'Held by an enterprise'],
};
/** Who decides a release, from below upwards: at or above the target, at or above the floor, below the floor. */
export const approvalLevels = ['sub_group', 'group', 'city'] as const;
export type ApprovalLevel = (typeof approvalLevels)[number];
export const approvalNames: Record<ApprovalLevel, readonly [zh: string, en: string]> = {
  sub_group: ['专班', 'sub-group'],
  group: ['工作组', 'group'],
  city: ['市领导', 'city lead'],
};
export const releaseStates = ['asked', 'approved', 'ordered', 'refused', 'cancelled'] as const;
export type ReleaseState = (typeof releaseStates)[number];
export const releaseStateNames: Record<ReleaseState, readonly [zh: string, en: string]> = {
  asked: ['待批', 'waiting'],
  approved: ['已批准，待下令', 'approved, no order yet'],
  ordered: ['已下达调拨', 'ordered'],
  refused: ['未批准', 'refused'],
  cancelled: ['已取消', 'cancelled'],
};

const code = z.string().trim().min(1).max(60);
const grade = z.enum(['medical', 'general']);
const words = z.string().trim().min(1).max(500);

const reserve = z.object({
  id: z.string(),
  name: z.string(),
  level: z.enum(reserveLevels),
  county: z.string(),
  enterprise: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  keeper: z.string(),
  telephone: z.string(),
  closed: z.boolean(),
  revision: z.number().int(),
});
export type Reserve = z.output<typeof reserve>;

const item = z.object({ code: z.string(), name: z.string(), nameEn: z.string(), unit: z.string() });

const lot = z.object({
  lot: z.number().int(),
  lotNumber: z.string(),
  grade: grade.nullable(),
  expires: businessDay.nullable(),
  state: z.enum(['free', 'quarantined', 'recalled']),
  quantity,
  reserved: quantity,
});

const holding = z.object({
  reserve: z.string(),
  reserveName: z.string(),
  closed: z.boolean(),
  item,
  /** everything there, by lot */
  held: quantity,
  /** free, not expired, not promised: what a release can take */
  available: quantity,
  /** null: none is set */
  floor: quantity.nullable(),
  target: quantity.nullable(),
  replenishDays: z.number().int().nullable(),
  /** revision of floor and target; 0 before they are set */
  revision: z.number().int(),
  /** what lacks to the target */
  toTarget: quantity,
  state: z.enum(['below_floor', 'below_target', 'enough', 'unset']),
  /** days of need that the available stock covers: of the county for a county's reserve, else of the city; null without a need, or seen in part */
  days: z.number().nullable(),
  /** released and not yet replenished */
  owed: quantity,
  lots: z.array(lot),
});
export type ReserveHolding = z.output<typeof holding>;

const release = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(['release', 'rotation']),
  reserve: z.string(),
  reserveName: z.string(),
  to: z.string(),
  toName: z.string(),
  item,
  grade: grade.nullable(),
  quantity,
  /** of it in orders; the rest of an approved one waits */
  ordered: quantity,
  by: businessDay,
  reason: z.string(),
  request: z.string().nullable(),
  state: z.enum(releaseStates),
  /** of what waits: who must decide as stock stands now; of what is decided: who had to */
  level: z.enum(approvalLevels).nullable(),
  /** available after it: as stock stands now, or as it stood at the decision */
  left: quantity.nullable(),
  floor: quantity.nullable(),
  target: quantity.nullable(),
  mayDecide: z.boolean(),
  askedAt: instant,
  askedBy: z.string(),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  decisionReason: z.string(),
  orders: z.array(z.string()),
  /** set aside for it now; what an order took over stands in the order */
  lots: z.array(z.object({ lot: z.number().int(), quantity })),
});
export type ReserveRelease = z.output<typeof release>;

const duty = z.object({
  release: z.string(),
  number: z.string(),
  reserve: z.string(),
  reserveName: z.string(),
  item,
  quantity,
  replenished: quantity,
  due: businessDay,
  owner: z.string(),
  openedAt: instant,
  closedAt: instant.nullable(),
  cancelled: z.boolean(),
  overdue: z.boolean(),
});
export type ReplenishDuty = z.output<typeof duty>;

const candidate = z.object({
  point: z.string(),
  name: z.string(),
  tier: z.number().int(),
  /** what it still needs until the lot's last day, beyond what it has */
  usable: quantity,
  /** its part when lots that expire first, and tiers served first, are given out first */
  offered: quantity,
});
const rotation = z.object({
  reserve: z.string(),
  reserveName: z.string(),
  item,
  lot: z.number().int(),
  lotNumber: z.string(),
  grade: grade.nullable(),
  expires: businessDay,
  daysLeft: z.number().int(),
  /** free and not promised */
  quantity,
  /** nobody that the reader sees can use it in time */
  unused: quantity,
  candidates: z.array(candidate),
});
export type RotationOffer = z.output<typeof rotation>;

const tag = '储备 Reserves';
const one = z.object({ id: code });
const particulars = {
  name: z.string().trim().min(1).max(100),
  level: z.enum(reserveLevels),
  county: code,
  enterprise: code.nullable().default(null),
  keeper: z.string().trim().min(1).max(60),
  telephone: z.string().trim().max(40).default(''),
};

export const reserveContracts = {
  list: contract({
    method: 'GET',
    path: '/api/reserves',
    summary: ['储备库及其库存、底线、目标、可用天数', 'Reserves: stock, floors, targets, days of cover'],
    tag,
    access: 'reserve.read',
    response: z.object({ reserves: z.array(reserve), holdings: z.array(holding) }),
  }),
  add: contract({
    method: 'POST',
    path: '/api/reserves',
    summary: ['新增储备库', 'Open a reserve'],
    tag,
    access: 'reserve.manage',
    body: z.object({ id: z.string().regex(/^[A-Za-z0-9-]{1,30}$/, 'A–Z 0–9 -'), ...particulars }),
  }),
  change: contract({
    method: 'PUT',
    path: '/api/reserves/:id',
    summary: ['修改、关闭或启用储备库', 'Change, close or open a reserve'],
    tag,
    access: 'reserve.manage',
    params: one,
    body: z.object({ ...particulars, closed: z.boolean(), revision: z.number().int() }),
  }),
  setLevels: contract({
    method: 'PUT',
    path: '/api/reserves/:id/items/:item',
    summary: ['设定底线、目标、补库天数', 'Set floor, target and days to replenish'],
    tag,
    access: 'reserve.manage',
    params: z.object({ id: code, item: code }),
    body: z.object({
      floor: quantity,
      target: quantity,
      replenishDays: z.number().int().min(1).max(366),
      /** 0 when none was set */
      revision: z.number().int(),
    }),
  }),
  receive: contract({
    method: 'POST',
    path: '/api/reserves/:id/receipts',
    summary: ['入库：购入或补库，冲抵补库责任', 'Receive into a reserve; it pays off the duty to replenish'],
    tag,
    access: 'reserve.manage',
    params: one,
    body: z.object({
      item: code,
      quantity,
      grade: grade.nullable().default(null),
      lotNumber: z.string().trim().max(60).default(''),
      expires: businessDay.nullable().default(null),
      enterprise: code.nullable().default(null),
      /** the paper it came with */
      paper: z.string().trim().min(1).max(100),
    }),
    response: z.object({ lot: z.number().int(), replenished: quantity }),
  }),
  releases: contract({
    method: 'GET',
    path: '/api/reserves/releases',
    summary: ['动用申请和批准', 'Releases asked for and decided'],
    tag,
    access: 'reserve.read',
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) }),
    response: z.object({ rows: z.array(release) }),
  }),
  ask: contract({
    method: 'POST',
    path: '/api/reserves/releases',
    summary: ['申请动用储备，或轮换一批', 'Ask for a release, or the rotation of a lot'],
    tag,
    access: 'request.decide',
    body: z.object({
      reserve: code,
      to: code,
      item: code,
      grade: grade.nullable().default(null),
      quantity,
      by: businessDay,
      reason: words,
      /** the request's id that it answers */
      request: code.nullable().default(null),
      /** of this lot: a rotation before it expires */
      lot: z.number().int().nullable().default(null),
    }),
    response: z.object({ id: z.string(), number: z.string() }),
  }),
  decide: contract({
    method: 'POST',
    path: '/api/reserves/releases/:id/decision',
    summary: ['批准或不批准动用', 'Approve or refuse a release'],
    tag,
    access: 'reserve.release',
    params: one,
    body: z.object({
      approve: z.boolean(),
      reason: z.string().trim().max(500).default(''),
      /** who sees to it that it is replenished; the keeper when left out */
      owner: z.string().trim().max(60).default(''),
      /** by when; the item's days to replenish when left out */
      due: businessDay.nullable().default(null),
    }),
  }),
  cancel: contract({
    method: 'POST',
    path: '/api/reserves/releases/:id/cancel',
    summary: ['取消尚未下令的动用', 'Cancel a release that has no order yet'],
    tag,
    access: 'request.decide',
    params: one,
    body: z.object({ reason: words }),
  }),
  duties: contract({
    method: 'GET',
    path: '/api/reserves/duties',
    summary: ['补库责任', 'Duties to replenish'],
    tag,
    access: 'reserve.read',
    query: z.object({ all: z.enum(['true', 'false']).default('false') }),
    response: z.object({ rows: z.array(duty) }),
  }),
  rotation: contract({
    method: 'GET',
    path: '/api/reserves/rotation',
    summary: ['临期轮换：谁能在到期前用掉', 'Rotation: who can use what nears its expiry'],
    tag,
    access: 'reserve.read',
    query: z.object({ within: z.coerce.number().int().min(1).max(730).default(90) }),
    response: z.object({ rows: z.array(rotation) }),
  }),
};
