/** The words of allocation orders, for server and web. */
export const orderKinds = ['plan', 'urgent', 'reserve', 'request', 'rotation'] as const;
export type OrderKind = (typeof orderKinds)[number];

export const orderStates = [
  'waiting_approval',
  'issued',
  'picked',
  'loaded',
  'on_the_way',
  'delivered',
  'received',
  'cancelled',
  'amended',
] as const;
export type OrderState = (typeof orderStates)[number];

/** Lowest first: a level may decide what a lower one may. */
export const orderLevels = ['sub_group', 'group', 'city'] as const;
export type OrderLevel = (typeof orderLevels)[number];

export const orderKindNames: Record<OrderKind, readonly [zh: string, en: string]> = {
  plan: ['按计划', 'By plan'],
  urgent: ['计划外', 'Outside the plan'],
  reserve: ['动用储备', 'Reserve release'],
  request: ['按申请', 'For a request'],
  rotation: ['效期轮换', 'Rotation before expiry'],
};

export const orderStateNames: Record<OrderState, readonly [zh: string, en: string]> = {
  waiting_approval: ['待批准', 'To be approved'],
  issued: ['已下达', 'Issued'],
  picked: ['已拣货', 'Picked'],
  loaded: ['已装车', 'Loaded'],
  on_the_way: ['在途', 'On the way'],
  delivered: ['已送达', 'Delivered'],
  received: ['已签收', 'Received'],
  cancelled: ['已撤销', 'Cancelled'],
  amended: ['已更改', 'Amended'],
};

export const orderLevelNames: Record<OrderLevel, readonly [zh: string, en: string]> = {
  sub_group: ['专班', 'Sub-group'],
  group: ['工作组', 'Working group'],
  city: ['市领导', 'City lead'],
};

/** What may still happen to an order. */
export const openStates: readonly OrderState[] = [
  'waiting_approval',
  'issued',
  'picked',
  'loaded',
  'on_the_way',
  'delivered',
];

export const orderEventNames: Record<string, readonly [zh: string, en: string]> = {
  created: ['拟定', 'Made'],
  approved: ['批准', 'Approved'],
  issued: ['下达', 'Issued'],
  confirmed: ['补批', 'Confirmed'],
  picked: ['拣货', 'Picked'],
  loaded: ['装车', 'Loaded'],
  left: ['出发', 'Left'],
  delivered: ['送达', 'Delivered'],
  received: ['签收', 'Received'],
  rest_received: ['补收', 'The rest received'],
  claim_settled: ['差异结案', 'Claim settled'],
  cancelled: ['撤销', 'Cancelled'],
  amended: ['更改', 'Amended'],
  lot_withdrawn: ['批次停用', 'Lot withdrawn'],
  trip_planned: ['排上车次', 'Put on a trip'],
  trip_changed: ['改排车次', 'Moved to another trip'],
  trip_cancelled: ['车次取消', 'Trip cancelled'],
  pass_issued: ['签发通行证', 'Pass issued'],
  breakdown: ['车辆故障', 'Truck broke down'],
};
