import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { auditHistory, createApiKey } from '#contracts/administration.ts';
import { alertContracts as alerts } from '#contracts/dispatch-alerts.ts';
import { fleetContracts as fleet } from '#contracts/fleet.ts';
import { orderContracts as orders } from '#contracts/orders.ts';
import { passContracts as passes } from '#contracts/passes.ts';
import { registryContracts } from '#contracts/registry.ts';
import { driverContracts as driver, tripContracts as trips } from '#contracts/trips.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { ownerQuery, planInForceWith } from '../orders/testing.ts';
import { computedTrips, loadWholeOrder } from './testing.ts';
import { watchTrips } from './watch.service.ts';

const product = await testApp();
const [lead, officer, clerk, county, auditor, administrator] = await Promise.all(
  (['city_lead', 'group_officer', 'enterprise_clerk', 'county_officer', 'auditor', 'administrator'] as const).map(
    (role) => product.as(role),
  ),
);
// the example holds the city at 8 January: trips of this very day can be on the road now
const day = '2022-01-09';
await planInForceWith(product, [
  { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
  { day, from: 'E02', to: 'D-410823', item: 'disinfectant-liquid', quantity: '6' },
]);
await lead!.call(orders.issueFromPlan, { body: { from: day, to: day } });
const board = () => officer!.call(trips.board, { query: { day } });
const trucks = async () => (await officer!.call(fleet.trucks)).rows;
const truckOf = async (plate: string) => (await trucks()).find((row) => row.plate === plate)!;

const computed = () => computedTrips(officer!, day);

test('a truck’s room, hours, loadings and driver are changed with a trace, on the state that was seen, within bounds', async () => {
  const before = await truckOf('豫H10201');
  assert.deepEqual([before.worksFrom, before.maximumTrips, before.volumeM3, before.revision], [360, 2, null, 0]);
  const body = { volumeM3: '12.5', worksFrom: 420, worksUntil: 1200, maximumTrips: 3, driver: null, revision: 0 };
  const save = (change: object) =>
    officer!.send(fleet.saveTruck, { params: { id: before.id }, body: { ...body, ...change } });
  assert.equal((await save({ worksUntil: 420 })).body.code, 'fleet.hours');
  for (const wrong of [
    { volumeM3: '0' },
    { volumeM3: '-1' },
    { maximumTrips: 7 },
    { worksUntil: 1441 },
    { worksFrom: 1.5 },
  ])
    assert.equal((await save(wrong)).status, 400, JSON.stringify(wrong));
  assert.equal((await save({ driver: 'nobody' })).body.code, 'not-found');
  const kept = await save({});
  assert.deepEqual([kept.status, kept.body.volumeM3, kept.body.revision], [200, '12.5', 1]);
  assert.equal((await save({ maximumTrips: 1 })).body.code, 'changed-meanwhile', 'decided on an older state');
  const both = await Promise.all([1, 2].map(() => save({ maximumTrips: 1, revision: 1 })));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  const history = await officer!.call(auditHistory, { params: { subject: 'truck', id: before.id } });
  assert.equal(history.rows.length, 2);
  assert.equal((await clerk!.send(fleet.saveTruck, { params: { id: before.id }, body })).status, 403);
  assert.equal((await auditor!.send(fleet.saveTruck, { params: { id: before.id }, body })).status, 403);
  const own = (await clerk!.call(fleet.trucks)).rows;
  assert.ok(own.length > 0 && own.every(({ enterprise }) => enterprise === own[0]!.enterprise), 'a firm sees its own');
});

test('where the volume of goods and the room of trucks are known, both count: a load is cut so that each part fits', async () => {
  const { row } = await officer!.call(registryContracts.items.read, { params: { key: 'disinfectant-liquid' } });
  await officer!.call(registryContracts.items.edit, {
    params: { key: row.key },
    body: { revision: row.revision, values: { unitVolumeM3: '1.5' } },
  });
  for (const truck of await trucks())
    await officer!.call(fleet.saveTruck, {
      params: { id: truck.id },
      body: {
        volumeM3: '4',
        worksFrom: truck.worksFrom,
        worksUntil: truck.worksUntil,
        maximumTrips: truck.maximumTrips,
        driver: null,
        revision: truck.revision,
      },
    });
  const seen = await computed();
  const parts = seen.trips.flatMap(({ stops }) => stops).filter(({ place }) => place === 'demand:D-410823');
  assert.deepEqual(
    parts.map(({ volumeM3, parts: all }) => [volumeM3, all]),
    Array(3).fill(['3', 3]),
  );
  const masks = seen.trips.flatMap(({ stops }) => stops).find(({ place }) => place === 'demand:H-CITY1');
  assert.equal(masks?.volumeM3, null, 'of masks no volume is known: weight alone decides');
  assert.equal(seen.trips[0]?.capacityM3, 4);
  // together in one truck they are too much for its room
  const [first, second] = seen.trips.filter((trip) => trip.stops.some((stop) => parts.includes(stop)));
  const moved = await officer!.call(trips.move, {
    body: {
      trip: first!.id,
      position: 1,
      toTrip: second!.id,
      toVehicle: null,
      toPosition: 1,
      save: false,
    },
  });
  assert.deepEqual([moved.broken[0]?.code, moved.broken[0]?.amount], ['over_volume', 2]);
});

test('a receiver’s hours are changed with a trace; who cannot be reached in them is left out with that reason', async () => {
  const rows = (await officer!.call(fleet.receivers)).rows;
  const place = rows.find((row) => row.place === 'demand:H-CITY1')!;
  assert.deepEqual([place.opens, place.closes, place.revision], [480, 1080, 0]);
  const save = (body: object) => officer!.send(fleet.saveReceiver, { params: { place: place.place }, body });
  assert.equal((await save({ opens: 600, closes: 600, revision: 0 })).body.code, 'fleet.hours');
  assert.equal(
    (
      await officer!.send(fleet.saveReceiver, {
        params: { place: 'demand:X' },
        body: { opens: 0, closes: 9, revision: 0 },
      })
    ).body.code,
    'not-found',
  );
  assert.equal((await save({ opens: 0, closes: 30, revision: 0 })).status, 200);
  const seen = await computed();
  assert.deepEqual(
    seen.plan?.unserved.map(({ reason }) => reason),
    ['window_unreachable'],
  );
  assert.equal((await save({ opens: 480, closes: 1080, revision: 1 })).status, 200);
});

test('a sealed county or a closed stretch is registered once, changed, opened again, and says so on the order that it stops', async () => {
  const base = { county: null, fromPlace: null, toPlace: null, from: day, until: null, reason: '疫情封控' };
  const close = (change: object) => officer!.send(fleet.close, { body: { ...base, ...change } });
  assert.equal((await close({})).status, 400, 'a county or two places');
  assert.equal((await close({ county: '999999' })).body.code, 'fleet.unknown-county');
  assert.equal((await close({ fromPlace: 'producer:E02', toPlace: 'demand:?' })).body.code, 'fleet.unknown-place');
  assert.equal((await close({ fromPlace: 'producer:E02', toPlace: 'producer:E02' })).body.code, 'fleet.same-place');
  assert.equal((await close({ county: '410823', until: '2022-01-08' })).body.code, 'fleet.closure-ends-first');
  const stretch = await close({ fromPlace: 'producer:E02', toPlace: 'demand:D-410823' });
  assert.equal(stretch.status, 200);
  const turned = await close({ fromPlace: 'demand:D-410823', toPlace: 'producer:E02' });
  assert.equal(turned.body.code, 'fleet.closed-already', 'the same road the other way round');
  const around = await computed();
  assert.ok(
    around.trips.every((trip) => !(trip.from.place === 'producer:E02' && trip.stops[0]?.place === 'demand:D-410823')),
    'no truck drives the closed stretch',
  );
  const listed = (await officer!.call(fleet.closures)).rows.find(({ id }) => id === stretch.body.id)!;
  assert.deepEqual([listed.state, listed.fromName !== listed.fromPlace], ['to_come', true]);
  await officer!.call(fleet.lift, { params: { id: stretch.body.id } });
  assert.equal((await officer!.send(fleet.lift, { params: { id: stretch.body.id } })).status, 404);
  const sealed = await close({ county: '410823' });
  const seen = await computed();
  assert.ok(seen.plan?.unserved.every(({ reason }) => reason === 'road_closed') && seen.plan.unserved.length > 0);
  await officer!.call(fleet.changeClosure, {
    params: { id: sealed.body.id },
    body: { until: day, reason: '疫情封控（延长）' },
  });
  const history = await officer!.call(auditHistory, { params: { subject: 'road-closure', id: sealed.body.id } });
  assert.equal(history.rows.length, 2);
  await officer!.call(fleet.lift, { params: { id: sealed.body.id } });
  assert.deepEqual((await officer!.call(fleet.closures)).rows, []);
  assert.equal((await officer!.call(fleet.closures, { query: { all: 'yes' } })).rows.length, 2);
  assert.deepEqual((await computed()).plan?.unserved, []);
});

test('an OSRM server that does not answer does not stop the day: the plan says what was used instead', async () => {
  product.app.config.osrmUrl = 'http://127.0.0.1:1';
  const seen = await computed();
  product.app.config.osrmUrl = null;
  assert.deepEqual([seen.plan?.state, seen.plan?.distances], ['ready', 'osrm_failed']);
});

test('rules may be stricter than the law on rest, never laxer', async () => {
  const { changedAt: _at, changedBy: _by, ...rules } = await officer!.call(fleet.rules);
  assert.deepEqual([rules.restAfterMinutes, rules.restMinutes, rules.lateAfterMinutes], [240, 20, 30]);
  const save = (change: object) => officer!.send(fleet.saveRules, { body: { ...rules, ...change } });
  assert.equal((await save({ restAfterMinutes: 241 })).status, 400);
  assert.equal((await save({ restMinutes: 19 })).status, 400);
  const kept = await save({ restAfterMinutes: 180, lateAfterMinutes: 45, dispatchPhone: '0000-0000000' });
  assert.deepEqual([kept.status, kept.body.restAfterMinutes, kept.body.dispatchPhone], [200, 180, '0000-0000000']);
  assert.equal((await save({})).body.code, 'changed-meanwhile');
});

const watch = () =>
  inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    watchTrips(work, product.app.config.secret),
  );

test('a truck out of service is not planned, gets no stop and does not leave; it is put back from where it was taken out', async () => {
  const { trips: list } = await board();
  const trip = list.find(({ from }) => from.place === 'producer:E02')!;
  const other = list.find(({ vehicle }) => vehicle !== trip.vehicle)!;
  const truck = await truckOf(trip.plate);
  const take = (body: object) => officer!.send(fleet.takeOut, { params: { id: truck.id }, body });
  assert.equal((await take({ reason: '', revision: truck.revision })).status, 400);
  assert.equal((await take({ reason: '年检', revision: truck.revision })).status, 200);
  const move = { position: 1, toPosition: 1, save: false, toVehicle: null };
  const toIt = await officer!.send(trips.move, { body: { ...move, trip: other.id, toTrip: trip.id } });
  assert.equal(toIt.body.code, 'trip.out-of-service');
  const away = await officer!.send(trips.move, {
    body: { ...move, trip: trip.id, toTrip: null, toVehicle: other.vehicle },
  });
  assert.equal(away.status, 200, 'its stops can be given away');
  const nowhere = await officer!.send(trips.move, {
    body: { ...move, trip: trip.id, toTrip: null, toVehicle: 'none' },
  });
  assert.equal(nowhere.body.code, 'not-found');
  await officer!.call(trips.assign, {
    params: { id: trip.id },
    body: { driver: null, name: '示例司机', phone: '13900000000', crew: [] },
  });
  assert.equal((await officer!.send(trips.depart, { params: { id: trip.id } })).body.code, 'trip.out-of-service');
  const back = await officer!.call(fleet.putBack, {
    params: { id: truck.id },
    body: { note: '年检合格', revision: truck.revision + 1 },
  });
  assert.deepEqual([back.outOfService, back.outOfServiceReason], [false, '']);
  const history = await officer!.call(auditHistory, { params: { subject: 'truck', id: truck.id } });
  assert.ok(JSON.stringify(history.rows[0]).includes('年检合格'));
  // moved to another truck the trip is empty: it ends, and its pass with it
  const held = (await board()).trips.find(({ id }) => id === trip.id)!.passId!;
  const free = (await officer!.call(trips.board, { query: { day } })).vehicles.find(
    ({ id, capacityKg }) => capacityKg >= 5000 && !list.some(({ vehicle }) => vehicle === id),
  )!;
  const saved = await officer!.call(trips.move, {
    body: { ...move, trip: trip.id, toTrip: null, toVehicle: free.id, save: true, reason: '示例：改派' },
  });
  assert.equal(saved.saved, true);
  const pass = await officer!.call(passes.read, { params: { id: held } });
  assert.deepEqual([pass.state, pass.code], ['revoked', null]);
});

test('a late truck raises one alert with an owner and is taken by one person; its arrival closes it by itself', async () => {
  const trip = (await board()).trips.find(({ from }) => from.place === 'producer:E14')!;
  for (const { orderId } of trip.stops) await loadWholeOrder(lead!, orderId);
  const assign = async (name: string) => {
    const body = { driver: null, name, phone: '13900000009', crew: [] };
    return (await officer!.call(trips.assign, { params: { id: trip.id }, body })).link.split('#')[1]!;
  };
  const [former, key] = [await assign('示例司机丙'), await assign('示例司机丁')];
  const stale = await product.public.send(driver.read, { params: { key: former } });
  assert.equal(stale.status, 403, 'the former driver’s link is over');
  await officer!.call(trips.depart, { params: { id: trip.id } });
  await watch();
  const open = async () => (await officer!.call(alerts.list)).rows.filter(({ kind }) => kind === 'late');
  assert.equal((await open()).length, 0, 'it is in time');
  const late = (minutes: number) =>
    ownerQuery(
      product,
      `update trip_stops set arrive_at = (select departed_at from trips where trip_id = $1) - make_interval(mins => $2) where trip_id = $1`,
      [trip.id, minutes],
    );
  // the rules say 45 minutes
  await late(40);
  await watch();
  assert.equal((await open()).length, 0, 'less than the rule allows is not late');
  await late(46);
  await watch();
  await watch();
  const [alert, ...more] = await open();
  assert.deepEqual(
    [more.length, alert?.owner, alert?.state, alert?.detail.plate, alert?.mine],
    [0, 'group_officer', 'open', trip.plate, true],
  );
  const params = { id: alert!.id };
  assert.equal(
    (await auditor!.call(alerts.list)).rows.some(({ mine }) => mine),
    false,
  );
  assert.equal((await auditor!.send(alerts.take, { params })).status, 403);
  assert.equal((await clerk!.send(alerts.close, { params, body: { outcome: '示例' } })).status, 403);
  assert.equal(
    (await county!.send(alerts.close, { params, body: { outcome: '示例' } })).status,
    404,
    'the city’s, not theirs',
  );
  assert.equal((await officer!.call(alerts.take, { params })).state, 'taken');
  assert.equal((await lead!.send(alerts.take, { params })).body.code, 'alert.taken-already');
  const act = (body: object) => product.public.send(driver.act, { params: { key }, body: body as never });
  const at = new Date('2022-01-08T23:59:00+08:00').toISOString();
  assert.equal((await act({ id: randomUUID(), at, act: 'arrive', position: 1 })).status, 200);
  const closed = (await officer!.call(alerts.list, { query: { state: 'closed' } })).rows.find(
    ({ id }) => id === alert!.id,
  );
  assert.ok(closed?.outcome.includes('已到达') && closed.takenBy !== null);
  assert.equal(
    (await officer!.send(alerts.close, { params, body: { outcome: '再次' } })).body.code,
    'alert.closed-already',
  );
});

test('a tracker tells by its plate where a truck is; without a trip on the road nothing is kept', async () => {
  const trip = (await board()).trips.find(({ state }) => state === 'departed')!;
  const { key } = await administrator!.call(createApiKey, {
    body: { name: '示例定位平台', role: 'group_officer', scopeIds: [], days: 30 },
  });
  const send = (plate: string, headers: Record<string, string> = { authorization: `Bearer ${key}` }) =>
    product.public.send(trips.track, {
      headers,
      body: { plate, at: new Date().toISOString(), lat: trip.from.lat, lon: trip.from.lon },
    });
  assert.equal((await send(trip.plate, {})).status, 401);
  const kept = await send(`${trip.plate.slice(0, 2)}·${trip.plate.slice(2).toLowerCase()}`);
  assert.deepEqual([kept.status, kept.body.trip], [200, trip.id]);
  assert.equal((await board()).trips.find(({ id }) => id === trip.id)?.position?.lat, trip.from.lat);
  const idle = (await trucks()).find(({ plate }) => plate !== trip.plate)!;
  assert.deepEqual((await send(idle.plate)).body, { trip: null });
  assert.equal((await send('豫X00000')).body.code, 'not-found');
});

test('what a driver’s telephone sends twice, late, or under a wrong clock counts once, at a time that can be', async () => {
  const trip = (await board()).trips.find(({ state }) => state === 'departed')!;
  const key = (
    await officer!.call(trips.assign, {
      params: { id: trip.id },
      body: { driver: null, name: '示例司机丁', phone: '13900000009', crew: [] },
    })
  ).link.split('#')[1]!;
  const send = (body: object) => product.public.send(driver.act, { params: { key }, body: body as never });
  const problem = { id: randomUUID(), at: '2021-01-01T00:00:00.000Z', act: 'problem', text: '爆胎，正在换' };
  const three = await Promise.all([1, 2, 3].map(() => send(problem)));
  assert.deepEqual(
    three.map(({ status }) => status),
    [200, 200, 200],
  );
  const raised = (await officer!.call(alerts.list)).rows.filter(({ kind }) => kind === 'problem');
  assert.equal(raised.length, 1);
  // the clock is a year behind, then a day ahead: neither before the trip left, nor in the future
  assert.equal(
    (await send({ id: randomUUID(), at: '2021-01-01T00:00:00.000Z', act: 'unload', position: 1 })).status,
    200,
  );
  const stop = (await board()).trips.find(({ id }) => id === trip.id)!.stops[0]!;
  assert.ok(stop.leftAt! >= trip.departedAt!, `${stop.leftAt} after ${trip.departedAt}`);
  assert.equal(
    (await send({ id: randomUUID(), at: '2022-02-01T00:00:00.000Z', act: 'unload', position: 1 })).status,
    200,
    'what a dispatcher registered meanwhile is done already',
  );
  assert.equal((await send({ act: 'arrive', position: 1 })).status, 400, 'an act without its id could count twice');
  const own = (await officer!.call(passes.list)).rows.filter(({ tripId }) => tripId === trip.id);
  assert.deepEqual(
    [...new Set(own.map(({ state }) => state))].sort(),
    ['replaced', 'revoked'],
    'the trip is over, and its pass with it',
  );
});
