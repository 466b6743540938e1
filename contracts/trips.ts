/** Trucks and trips (S20): a day's orders on trucks, changed by hand with every broken rule named, and followed on the road. */
import { z } from 'zod';
import { businessDay, contract, instant, telephone } from './contract.ts';
import { type RuleCode, ruleWords, tripStates } from './trip-terms.ts';

export * from './trip-terms.ts';

const tag = '派车 Trips';
export const brokenRule = z.object({
  code: z.enum(Object.keys(ruleWords) as [RuleCode, ...RuleCode[]]),
  soft: z.boolean(),
  plate: z.string(),
  order: z.string(),
  amount: z.number(),
  becauseOfRest: z.boolean(),
});
export type BrokenRule = z.output<typeof brokenRule>;

const point = { lat: z.number(), lon: z.number() };
const stop = z.object({
  position: z.number().int(),
  orderId: z.string(),
  orderNumber: z.string(),
  part: z.number().int(),
  parts: z.number().int(),
  place: z.string(),
  name: z.string(),
  ...point,
  goods: z.string(),
  weightKg: z.string(),
  /** null: of something in it no volume is known */
  volumeM3: z.string().nullable(),
  arriveAt: instant,
  leaveAt: instant,
  state: z.enum(['waiting', 'arrived', 'unloaded', 'moved', 'dropped']),
  arrivedAt: instant.nullable(),
  leftAt: instant.nullable(),
  problem: z.string().nullable(),
});
export type TripStop = z.output<typeof stop>;

export const tripRow = z.object({
  id: z.string(),
  number: z.string(),
  day: businessDay,
  state: z.enum(tripStates),
  vehicle: z.string(),
  plate: z.string(),
  capacityKg: z.number(),
  /** null: not given */
  capacityM3: z.number().nullable(),
  enterprise: z.string(),
  driverId: z.string().nullable(),
  driver: z.string(),
  driverPhone: z.string(),
  crew: z.array(z.string()),
  from: z.object({ place: z.string(), name: z.string(), ...point }),
  startAt: instant,
  loadAt: instant,
  leaveAt: instant,
  backAt: instant,
  departedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  km: z.string(),
  weightKg: z.string(),
  broken: z.array(brokenRule),
  brokenReason: z.string(),
  counties: z.array(z.string()),
  passId: z.string().nullable(),
  revision: z.number().int(),
  position: z.object({ at: instant, ...point }).nullable(),
  stops: z.array(stop),
});
export type TripRow = z.output<typeof tripRow>;

/** Parts of `planRow` that are kept as they are told. */
export const planProgress = z.object({ seconds: z.number(), cost: z.number(), unserved: z.number() });
export const planUnserved = z.array(z.object({ order: z.string(), part: z.number().int(), reason: z.string() }));
export const planFailure = z.tuple([z.string(), z.string()]);
const planRow = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'ready', 'failed', 'cancelled']),
  progress: planProgress.nullable(),
  distances: z.enum(['file', 'osrm', 'great_circle', 'osrm_failed']).nullable(),
  unserved: planUnserved,
  failure: planFailure.nullable(),
  at: instant,
});
export type TripPlan = z.output<typeof planRow>;

const vehicle = z.object({
  id: z.string(),
  plate: z.string(),
  capacityKg: z.number(),
  enterprise: z.string(),
  outOfService: z.boolean(),
  /** who usually drives it */
  driver: z.string().nullable(),
});
const waiting = z.object({
  orderId: z.string(),
  number: z.string(),
  from: z.string(),
  to: z.string(),
  weightKg: z.string(),
  state: z.string(),
});
const params = z.object({ id: z.string().min(1).max(60) });
const why = z.string().trim().min(2).max(200);
const stopParams = params.extend({ position: z.coerce.number().int().min(1) });
const coordinates = { lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) };

export const tripContracts = {
  board: contract({
    method: 'GET',
    path: '/api/trips',
    summary: ['一天的派车', 'The trips of a day'],
    tag,
    access: 'trip.read',
    query: z.object({ day: businessDay.optional() }),
    response: z.object({
      day: businessDay,
      plan: planRow.nullable(),
      trips: z.array(tripRow),
      waiting: z.array(waiting),
      vehicles: z.array(vehicle),
    }),
  }),
  plan: contract({
    method: 'POST',
    path: '/api/trips/plan',
    summary: [
      '计算一天的派车：已签发通行证的车次保持不变',
      'Compute the trips of a day; trips that have their pass stay as they are',
    ],
    tag,
    access: 'trip.manage',
    body: z.object({ day: businessDay, seconds: z.number().min(0.5).max(60).default(5) }),
    response: z.object({ id: z.string() }),
  }),
  cancelPlan: contract({
    method: 'POST',
    path: '/api/trips/plan/:id/cancel',
    summary: ['停止计算', 'Stop computing'],
    tag,
    access: 'trip.manage',
    params,
    response: z.object({}),
  }),
  move: contract({
    method: 'POST',
    path: '/api/trips/move',
    summary: ['移动一站：立即核对，说明违反了什么', 'Move a stop: checked at once, broken rules named'],
    tag,
    access: 'trip.manage',
    body: z.object({
      trip: z.string(),
      position: z.number().int().min(1),
      /** a trip, or a truck that gets a new one */
      toTrip: z.string().nullable(),
      toVehicle: z.string().nullable(),
      toPosition: z.number().int().min(1),
      save: z.boolean(),
      reason: z.string().trim().max(200).default(''),
    }),
    response: z.object({ broken: z.array(brokenRule), saved: z.boolean(), km: z.string() }),
  }),
  assign: contract({
    method: 'POST',
    path: '/api/trips/:id/driver',
    summary: ['安排司机并签发通行证', 'Name the driver; the pass is issued'],
    tag,
    access: 'trip.manage',
    params,
    body: z.object({
      driver: z.string().max(60).nullable(),
      name: z.string().trim().min(1).max(40),
      phone: telephone,
      crew: z.array(z.string().trim().min(1).max(40)).max(6).default([]),
    }),
    response: z.object({ passId: z.string(), link: z.string() }),
  }),
  depart: contract({
    method: 'POST',
    path: '/api/trips/:id/depart',
    summary: ['发车', 'Leave'],
    tag,
    access: 'trip.manage',
    params,
    response: z.object({}),
  }),
  arrive: contract({
    method: 'POST',
    path: '/api/trips/:id/stops/:position/arrive',
    summary: ['到达一站', 'Arrive at a stop'],
    tag,
    access: 'trip.manage',
    params: stopParams,
    response: z.object({}),
  }),
  unload: contract({
    method: 'POST',
    path: '/api/trips/:id/stops/:position/unload',
    summary: ['卸完货', 'Unloaded'],
    tag,
    access: 'trip.manage',
    params: stopParams,
    response: z.object({}),
  }),
  breakdown: contract({
    method: 'POST',
    path: '/api/trips/:id/breakdown',
    summary: ['车辆故障：余下的货由其他车辆接运', 'The truck broke down: other trucks take over what is left'],
    tag,
    access: 'trip.manage',
    params,
    body: z.object({ reason: why, lat: coordinates.lat.nullish(), lon: coordinates.lon.nullish() }),
    response: z.object({ planId: z.string().nullable() }),
  }),
  cancel: contract({
    method: 'POST',
    path: '/api/trips/:id/cancel',
    summary: ['取消车次，通行证随之失效', 'Cancel a trip; its pass holds no more'],
    tag,
    access: 'trip.manage',
    params,
    body: z.object({ reason: why }),
    response: z.object({}),
  }),
  track: contract({
    method: 'POST',
    path: '/api/vehicle-positions',
    summary: [
      '车载定位按车牌上报位置（接口密钥）：记到在途的那趟车；不在途时不记录',
      'A tracker tells by its plate where a truck is (API key): kept for the trip on the road, and not at all without one',
    ],
    tag,
    access: 'trip.manage',
    body: z.object({
      plate: z.string().trim().min(2).max(16),
      at: instant,
      ...coordinates,
      accuracy: z.number().min(0).optional(),
    }),
    /** the trip that it was kept for; null: none is on the road */
    response: z.object({ trip: z.string().nullable() }),
  }),
  position: contract({
    method: 'POST',
    path: '/api/trips/:id/positions',
    summary: ['车载定位上报位置（接口密钥）', 'A tracker tells where a truck is (API key)'],
    tag,
    access: 'trip.manage',
    params,
    body: z.object({ at: instant, ...coordinates, accuracy: z.number().min(0).optional() }),
    response: z.object({}),
  }),
};

const key = z.object({ key: z.string().regex(/^[\w-]{20,80}$/u) });
export const driverTrip = z.object({
  trip: tripRow.pick({
    id: true,
    number: true,
    plate: true,
    state: true,
    driver: true,
    from: true,
    loadAt: true,
    leaveAt: true,
    stops: true,
  }),
  pass: z.object({ number: z.string(), token: z.string(), code: z.string(), until: instant }).nullable(),
  consent: z.boolean(),
  positionsKept: z.number().int(),
  /** whom to call; null: none is given */
  dispatchPhone: z.string().nullable(),
  /** headquarters' time: what happens without a network is told in it, however wrong the telephone's clock */
  now: instant,
});
export type DriverTrip = z.output<typeof driverTrip>;
/** `id`: the same act sent again counts once. `at`: when it happened, in headquarters' time. */
const made = { id: z.uuid(), at: instant };
export const driverAct = z.discriminatedUnion('act', [
  z.object({ ...made, act: z.literal('arrive'), position: z.number().int().min(1) }),
  z.object({ ...made, act: z.literal('unload'), position: z.number().int().min(1) }),
  z.object({ ...made, act: z.literal('problem'), text: z.string().trim().min(2).max(200) }),
  z.object({ ...made, act: z.literal('consent'), given: z.boolean() }),
  z.object({ ...made, act: z.literal('position'), ...coordinates, accuracy: z.number().min(0).optional() }),
]);
export type DriverAct = z.output<typeof driverAct>;
/** A driver without an account: the link's key opens exactly one trip. */
export const driverContracts = {
  read: contract({
    method: 'GET',
    path: '/api/driver/:key',
    summary: ['司机：本趟车和通行证', 'A driver: this trip and its pass'],
    tag,
    access: 'public',
    params: key,
    response: driverTrip,
  }),
  act: contract({
    method: 'POST',
    path: '/api/driver/:key/acts',
    summary: [
      '司机：到达、卸完、报告问题、是否同意定位',
      'A driver: arrived, unloaded, a problem, agreeing to positions',
    ],
    tag,
    access: 'public',
    params: key,
    body: driverAct,
    response: z.object({}),
  }),
};
