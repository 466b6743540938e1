/** Words, limits and defaults of trips. */
import { defineErrors } from './errors.ts';

/** What holds where nothing else is recorded; each can be set for its truck, place or road. */
export const tripDefaults = {
  /** minutes from midnight */
  worksFrom: 360,
  worksUntil: 1320,
  receiverOpens: 480,
  receiverCloses: 1080,
  /** loadings of one truck a day */
  maximumTrips: 2,
  /** minutes that each loading and each unloading takes, and for each tonne */
  handlingMinutes: 10,
  loadingMinutesPerTonne: 3,
  unloadingMinutesPerTonne: 4,
  /** great-circle distance × this is the road's */
  detour: 1.3,
  /** km/h where a road has no time of its own */
  speed: 40,
  /** 《道路交通安全法实施条例》 Art. 62(7): a rest of so many minutes after so many minutes' driving */
  restAfter: 240,
  rest: 20,
  /** a stop this much after its plan is late, minutes */
  lateAfter: 30,
  /** farther from its way, km, and a truck is off its route */
  offRoute: 10,
  /** days that positions are kept */
  positionsKept: 14,
} as const;

export const tripErrors = defineErrors({
  'trip.planning-already': {
    status: 409,
    zh: '{day} 的派车正在计算，请等它完成或先取消',
    en: 'Trips of {day} are being computed: wait, or cancel first',
  },
  'trip.nothing-to-carry': { status: 422, zh: '{day} 没有待运的调拨令', en: 'There are no orders to carry on {day}' },
  'trip.no-vehicles': {
    status: 422,
    zh: '没有可用的车辆；请在“基础数据·车辆”中登记',
    en: 'No truck can be used: register trucks first',
  },
  'trip.wrong-state': {
    status: 409,
    zh: '车次 {number} 现在是“{state}”，不能{act}',
    en: 'Trip {number} is {state} now: it cannot {act}',
  },
  'trip.vehicle-busy': {
    status: 409,
    zh: '车辆或司机在这段时间已有另一趟车，没有保存',
    en: 'The truck or the driver has another trip at that time; nothing was saved',
  },
  'trip.driver-rest': {
    status: 409,
    zh: '{driver} 还有车次 {other}（{plate}），两趟之间至少休息 {minutes} 分钟；请换一名司机，或改派车次',
    en: '{driver} also drives trip {other} ({plate}): at least {minutes} minutes of rest lie between two trucks. Name another driver, or move the trip',
  },
  'trip.on-the-road': {
    status: 409,
    zh: '车辆 {plate} 或司机还有一趟没有结束，不能同时发车',
    en: 'Truck {plate} or its driver has not ended another trip yet',
  },
  'trip.no-driver': {
    status: 422,
    zh: '请先安排司机（同时签发通行证），再发车',
    en: 'Name the driver first; the pass is issued with it',
  },
  'trip.not-loaded': {
    status: 422,
    zh: '调拨令 {orders} 还没有装车，不能发车',
    en: 'Orders {orders} are not loaded yet: the trip cannot leave',
  },
  'trip.rule-broken': { status: 422, zh: '这样排不行：{rules}', en: 'This cannot be: {rules}' },
  'trip.reason-needed': {
    status: 422,
    zh: '违反了：{rules}。确需如此，请写明理由后保存',
    en: 'It breaks: {rules}. Give a reason to keep it all the same',
  },
  'trip.out-of-service': {
    status: 422,
    zh: '车辆 {plate} 已停用；请选另一辆，或先在“车辆与道路”中恢复使用',
    en: '{plate} is out of service: choose another, or put it back in service under Fleet and roads',
  },
  'trip.stop-gone': {
    status: 409,
    zh: '这一站已被移走或送达，请刷新',
    en: 'This stop was moved or delivered meanwhile: refresh',
  },
  'trip.link-refused': {
    status: 403,
    zh: '链接已失效，请向调度要新的链接',
    en: 'This link holds no longer: ask the dispatcher for a new one',
  },
  'trip.no-consent': { status: 403, zh: '司机没有同意上报位置', en: 'The driver has not agreed to send positions' },
  'trip.bad-road-file': { status: 422, zh: '第 {line} 行：{what}', en: 'Line {line}: {what}' },
});

export const tripStates = ['planned', 'departed', 'finished', 'broken_down', 'cancelled'] as const;
export type TripState = (typeof tripStates)[number];
export const tripStateNames: Record<TripState, readonly [zh: string, en: string]> = {
  planned: ['待发车', 'planned'],
  departed: ['在途', 'on the road'],
  finished: ['已完成', 'finished'],
  broken_down: ['车辆故障', 'broken down'],
  cancelled: ['已取消', 'cancelled'],
};

export const ruleWords = {
  overweight: ['{plate} 超重 {amount} kg', '{plate} is {amount} kg too heavy'],
  over_volume: ['{plate} 超出容积 {amount} 立方米', '{plate} is {amount} m³ too full'],
  wrong_depot: ['{order} 要在另一处装车', '{order} is loaded elsewhere'],
  road_closed: ['{plate} 的路线经过封闭道路', 'A road on {plate}’s way is closed'],
  depot_closed: ['{plate} 装车晚了 {amount} 分钟', '{plate} loads {amount} minutes too late'],
  receiver_closed: [
    '{order} 送达晚了 {amount} 分钟，收货方已不收货',
    '{order} comes {amount} minutes after the receiver has closed',
  ],
  outside_working_hours: ['{plate} 超出工作时间 {amount} 分钟', '{plate} works {amount} minutes too long'],
  too_many_trips: ['{plate} 一天装车次数超限', '{plate} loads too often in a day'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;
export type RuleCode = keyof typeof ruleWords;
/** With a reason these may be broken; the others never. */
export const softRules: readonly RuleCode[] = [
  'depot_closed',
  'receiver_closed',
  'outside_working_hours',
  'too_many_trips',
];
