/** What trips are planned with (S20): trucks, drivers, receivers' hours, roads, and the rules that hold for every trip. */
import { z } from 'zod';
import { businessDay, contract, instant, listOf, quantity, telephone } from './contract.ts';
import { defineErrors } from './errors.ts';

export const fleetErrors = defineErrors({
  'fleet.hours': {
    status: 422,
    zh: '结束时间应晚于开始时间，最晚 24:00',
    en: 'The end comes after the beginning, 24:00 at the latest',
  },
  'fleet.driver-elsewhere': {
    status: 422,
    zh: '司机 {driver} 已是车辆 {plate} 的常用司机；请先在那辆车上改换',
    en: '{driver} is the usual driver of {plate}: change it there first',
  },
  'fleet.driver-used': {
    status: 409,
    zh: '司机 {driver} 还有没有结束的车次（{trips}），请先换人再停用',
    en: '{driver} has trips that are not over ({trips}): name others first',
  },
  'fleet.truck-on-the-road': {
    status: 409,
    zh: '车辆 {plate} 有一趟正在途中；请在“派车”中登记故障，余货会转给其他车',
    en: '{plate} is on the road: report the breakdown under Trips, so that others take over its load',
  },
  'fleet.unknown-place': {
    status: 422,
    zh: '没有地点“{place}”，请从列表中选择',
    en: 'There is no place “{place}”: choose one of the list',
  },
  'fleet.same-place': { status: 422, zh: '起点和终点是同一处', en: 'Both ends are the same place' },
  'fleet.unknown-county': { status: 422, zh: '没有县区“{county}”', en: 'There is no county “{county}”' },
  'fleet.closure-ends-first': {
    status: 422,
    zh: '结束日期 {until} 早于开始日期 {from}',
    en: 'It would end on {until}, before it begins on {from}',
  },
  'fleet.closed-already': {
    status: 409,
    zh: '这里在这些日子已登记封闭（{reason}），没有重复登记',
    en: 'It is closed on those days already ({reason}); nothing was added',
  },
});

const tag = '派车 Trips';
/** minutes from midnight in Shanghai; 1440 is 24:00 */
const minutes = z.number().int().min(0).max(1440);
const why = z.string().trim().min(2).max(200);
const changed = { changedAt: instant.nullable(), changedBy: z.string(), revision: z.number().int() };
const revision = z.number().int().min(0);
const id = z.object({ id: z.string().min(1).max(60) });

export const licenceClasses = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

const truckRow = z.object({
  id: z.string(),
  plate: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  capacityKg: z.number(),
  volumeM3: z.string().nullable(),
  worksFrom: minutes,
  worksUntil: minutes,
  maximumTrips: z.number().int(),
  /** who usually drives it */
  driver: z.string().nullable(),
  driverName: z.string(),
  outOfService: z.boolean(),
  outOfServiceReason: z.string(),
  /** revision 0: nothing is recorded yet, the usual hours hold */
  ...changed,
});
export type TruckRow = z.output<typeof truckRow>;

export const driverRow = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string(),
  licence: z.enum(licenceClasses),
  enterprise: z.string(),
  enterpriseName: z.string(),
  withdrawn: z.boolean(),
  /** trips today and on the road */
  trips: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      plate: z.string(),
      loadAt: instant,
      backAt: instant,
      /** the driver agreed to positions on this trip, and when */
      consentAt: instant.nullable(),
    }),
  ),
  ...changed,
});
export type DriverRow = z.output<typeof driverRow>;
const driverInput = z.object({
  enterprise: z.string().min(1).max(60),
  name: z.string().trim().min(1).max(40),
  phone: telephone,
  licence: z.enum(licenceClasses),
  withdrawn: z.boolean().default(false),
  revision,
});
export type DriverInput = z.output<typeof driverInput>;

const receiverRow = z.object({
  place: z.string(),
  name: z.string(),
  county: z.string(),
  kind: z.string(),
  opens: minutes,
  closes: minutes,
  ...changed,
});
export type ReceiverRow = z.output<typeof receiverRow>;

const closureRow = z.object({
  id: z.string(),
  county: z.string().nullable(),
  fromPlace: z.string().nullable(),
  fromName: z.string(),
  toPlace: z.string().nullable(),
  toName: z.string(),
  from: businessDay,
  until: businessDay.nullable(),
  reason: z.string(),
  /** of the day asked for: closed, not yet, over, or opened again by hand */
  state: z.enum(['closed', 'to_come', 'over', 'lifted']),
  liftedAt: instant.nullable(),
  createdAt: instant,
  createdBy: z.string(),
});
export type ClosureRow = z.output<typeof closureRow>;

function within(min: number, max: number) {
  const words = `应为 ${min}–${max} 的整数 · a whole number from ${min} to ${max}`;
  return z.number().int(words).min(min, words).max(max, words);
}

export const tripRules = z.object({
  /** 《道路交通安全法实施条例》 Art. 62(7): at most four hours' driving, then at least twenty minutes' rest; stricter may be asked */
  restAfterMinutes: within(30, 240),
  restMinutes: within(20, 240),
  lateAfterMinutes: within(5, 720),
  offRouteKm: within(1, 200),
  /** whom drivers and guards call; null: not given */
  dispatchPhone: telephone.nullable(),
});
export type TripRules = z.output<typeof tripRules>;
const rulesAnswer = tripRules.extend(changed);

export const fleetContracts = {
  trucks: contract({
    method: 'GET',
    path: '/api/fleet/trucks',
    summary: ['车辆：载重、容积、工作时间、是否可用', 'Trucks: weight, room, hours, in service or not'],
    tag,
    access: 'trip.read',
    response: listOf(truckRow),
  }),
  saveTruck: contract({
    method: 'PUT',
    path: '/api/fleet/trucks/:id',
    summary: [
      '修改车辆的容积、工作时间、每日装车次数和常用司机',
      'Change a truck’s room, hours, loadings a day and driver',
    ],
    tag,
    access: 'trip.manage',
    params: id,
    body: z.object({
      volumeM3: quantity
        .refine(
          (text) => Number(text) > 0 && Number(text) <= 500,
          '大于 0、不超过 500 立方米 · above 0, at most 500 m³',
        )
        .nullable(),
      worksFrom: minutes,
      worksUntil: minutes,
      maximumTrips: z.number().int().min(1).max(6),
      driver: z.string().max(60).nullable(),
      revision,
    }),
    response: truckRow,
  }),
  takeOut: contract({
    method: 'POST',
    path: '/api/fleet/trucks/:id/out-of-service',
    summary: ['停用车辆', 'Take a truck out of service'],
    tag,
    access: 'trip.manage',
    params: id,
    body: z.object({ reason: why, revision }),
    response: truckRow,
  }),
  putBack: contract({
    method: 'POST',
    path: '/api/fleet/trucks/:id/in-service',
    summary: ['修好的车辆恢复使用', 'Put a repaired truck back in service'],
    tag,
    access: 'trip.manage',
    params: id,
    body: z.object({ note: z.string().trim().max(200).default(''), revision }),
    response: truckRow,
  }),
  drivers: contract({
    method: 'GET',
    path: '/api/drivers',
    summary: ['司机', 'Drivers'],
    tag,
    access: 'trip.read',
    query: z.object({ withdrawn: z.enum(['no', 'yes', 'all']).default('no') }),
    response: listOf(driverRow),
  }),
  saveDriver: contract({
    method: 'PUT',
    path: '/api/drivers/:id',
    summary: ['登记、修改或停用司机', 'Register, change or withdraw a driver'],
    tag,
    access: 'trip.manage',
    params: z.object({
      id: z.string().regex(/^[\w-]{1,40}$/u, '编号用字母、数字、- 和 _ · letters, digits, - and _'),
    }),
    body: driverInput,
    response: driverRow,
  }),
  receivers: contract({
    method: 'GET',
    path: '/api/receiver-windows',
    summary: ['收货方的收货时间', 'When receivers take goods in'],
    tag,
    access: 'trip.read',
    response: listOf(receiverRow),
  }),
  saveReceiver: contract({
    method: 'PUT',
    path: '/api/receiver-windows/:place',
    summary: ['修改一处的收货时间', 'Change when a place takes goods in'],
    tag,
    access: 'trip.manage',
    params: z.object({ place: z.string().min(1).max(80) }),
    body: z.object({ opens: minutes, closes: minutes, revision }),
    response: receiverRow,
  }),
  closures: contract({
    method: 'GET',
    path: '/api/road-closures',
    summary: ['封闭的县区和道路', 'Sealed counties and closed roads'],
    tag,
    access: 'trip.read',
    query: z.object({ all: z.enum(['yes', 'no']).default('no') }),
    response: z.object({ rows: z.array(closureRow) }),
  }),
  close: contract({
    method: 'POST',
    path: '/api/road-closures',
    summary: ['封闭县区或两地之间的道路', 'Seal a county, or close the road between two places'],
    tag,
    access: 'trip.manage',
    body: z
      .object({
        county: z.string().max(12).nullable(),
        fromPlace: z.string().max(80).nullable(),
        toPlace: z.string().max(80).nullable(),
        from: businessDay,
        until: businessDay.nullable(),
        reason: why,
      })
      .refine((body) => (body.county === null) === (body.fromPlace !== null && body.toPlace !== null), {
        path: ['county'],
        message: '选一个县区，或选两处地点 · a county, or two places',
      }),
    response: z.object({ id: z.string() }),
  }),
  changeClosure: contract({
    method: 'PUT',
    path: '/api/road-closures/:id',
    summary: ['修改封闭的结束日期和原因', 'Change until when and why it is closed'],
    tag,
    access: 'trip.manage',
    params: id,
    body: z.object({ until: businessDay.nullable(), reason: why }),
    response: z.object({}),
  }),
  lift: contract({
    method: 'POST',
    path: '/api/road-closures/:id/lift',
    summary: ['解除封闭', 'Open again'],
    tag,
    access: 'trip.manage',
    params: id,
    response: z.object({}),
  }),
  roads: contract({
    method: 'POST',
    path: '/api/road-distances',
    summary: ['上传道路里程（csv：from,to,km[,minutes]）', 'Upload road distances (csv: from,to,km[,minutes])'],
    tag,
    access: 'trip.manage',
    body: z.object({ csv: z.string().max(4_000_000) }),
    response: z.object({ rows: z.number().int() }),
  }),
  rules: contract({
    method: 'GET',
    path: '/api/trip-rules',
    summary: ['休息、晚点和偏航的规则', 'Rules of rest, of being late and off the way'],
    tag,
    access: 'trip.read',
    response: rulesAnswer,
  }),
  saveRules: contract({
    method: 'PUT',
    path: '/api/trip-rules',
    summary: ['修改休息、晚点和偏航的规则', 'Change the rules of rest, of being late and off the way'],
    tag,
    access: 'trip.manage',
    body: tripRules.extend({ revision }),
    response: rulesAnswer,
  }),
};
