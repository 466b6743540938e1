import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import pg from 'pg';
import { checkpointContracts as gates } from '#contracts/checkpoints.ts';
import { alertContracts as alerts } from '#contracts/dispatch-alerts.ts';
import { orderContracts as orders } from '#contracts/orders.ts';
import { passContracts as passes } from '#contracts/passes.ts';
import { driverContracts as driver, type TripRow, tripContracts as trips } from '#contracts/trips.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { testApp } from '#tests/support/app.ts';
import { ownerQuery, planInForceWith } from '../orders/testing.ts';
import { osrmTable, roadsBetween } from './distances.ts';
import { readRoadFile } from './road-file.service.ts';
import { loadWholeOrder } from './testing.ts';
import { distanceFromWay, watchTrips } from './watch.service.ts';

const product = await testApp();
const [lead, officer, clerk, requester] = await Promise.all(
  (['city_lead', 'group_officer', 'enterprise_clerk', 'requester'] as const).map((role) => product.as(role)),
);
const day = '2022-01-09';
await planInForceWith(product, [
  { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
  { day, from: 'E02', to: 'H-CITY1', item: 'disinfectant-liquid', quantity: '2.16' },
  { day, from: 'E02', to: 'D-410823', item: 'disinfectant-liquid', quantity: '24.84' },
]);
const issued = (await lead!.call(orders.issueFromPlan, { body: { from: day, to: day } })).orders;
const board = () => officer!.call(trips.board, { query: { day } });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function planned() {
  for (let tries = 0; tries < 480; tries += 1) {
    const seen = await board();
    if (seen.plan && seen.plan.state !== 'queued' && seen.plan.state !== 'running') return seen;
    await pause(250);
  }
  throw new Error('the computation did not end');
}
const computeTrips = async () => {
  await officer!.call(trips.plan, { body: { day, seconds: 1 } });
  return planned();
};
const stopsOf = (list: TripRow[]) => list.flatMap((trip) => trip.stops.map((stop) => ({ trip, stop })));
const assign = (id: string, name: string) =>
  officer!.call(trips.assign, { params: { id }, body: { driver: null, name, phone: '13900000000', crew: [] } });

const loadOrder = (id: string) => loadWholeOrder(lead!, id);

test('a day’s orders become trips within capacity and hours; one heavier than any truck is cut into equal parts', async () => {
  assert.equal(issued.length, 3);
  const { trips: list, plan, waiting } = await computeTrips();
  assert.equal(plan?.state, 'ready', JSON.stringify(plan));
  assert.deepEqual([plan?.unserved, waiting, plan?.distances], [[], [], 'great_circle']);
  const parts = stopsOf(list).filter(({ stop }) => stop.place === 'demand:D-410823');
  assert.deepEqual(parts.map(({ stop }) => `${stop.part}/${stop.parts}`).sort(), ['1/2', '2/2']);
  for (const trip of list) {
    assert.ok(Number(trip.weightKg) <= trip.capacityKg, trip.plate);
    assert.ok(trip.stops.every((stop) => stop.arriveAt >= trip.leaveAt && stop.leaveAt <= trip.backAt));
  }
  const again = await Promise.all([1, 2].map(() => officer!.send(trips.plan, { body: { day, seconds: 1 } })));
  assert.deepEqual(again.map(({ status }) => status).sort(), [200, 409], 'one computation of a day at a time');
  await planned();
  assert.equal(stopsOf((await board()).trips).length, stopsOf(list).length, 'computed again nothing is carried twice');
});

test('a moved stop is checked at once: hard rules are refused, soft ones need a reason', async () => {
  const { trips: list, vehicles } = await board();
  const [heavy] = stopsOf(list).filter(({ stop }) => Number(stop.weightKg) > 10_000);
  const small = vehicles.find(
    ({ capacityKg, id }) => capacityKg < 2000 && !list.some(({ vehicle }) => vehicle === id),
  )!;
  const move = (change: object) => ({
    body: {
      trip: heavy!.trip.id,
      position: heavy!.stop.position,
      toTrip: null,
      toVehicle: small.id,
      toPosition: 1,
      save: false,
      ...change,
    },
  });
  const looked = await officer!.call(trips.move, move({}));
  assert.deepEqual([looked.saved, looked.broken[0]?.code, looked.broken[0]?.soft], [false, 'overweight', false]);
  const refused = await officer!.send(trips.move, move({ save: true, reason: '示例' }));
  assert.deepEqual([refused.status, refused.body.code], [422, 'trip.rule-broken']);
  assert.ok(refused.body.words?.zh.includes(small.plate));
  const large = vehicles.find(
    ({ capacityKg, id }) => capacityKg >= 20_000 && !list.some(({ vehicle }) => vehicle === id),
  )!;
  await ownerQuery(
    product,
    `insert into vehicle_profiles (city_code, vehicle_id, enterprise_id, county_code, works_from, works_until, changed_at, changed_by)
    select city_code, vehicle_id, enterprise_id, county_code, 360, 420, now(), 'x' from vehicles where vehicle_id = $1`,
    [large.id],
  );
  const late = await officer!.send(trips.move, move({ toVehicle: large.id, save: true }));
  assert.deepEqual([late.status, late.body.code], [422, 'trip.reason-needed']);
  const kept = await officer!.call(trips.move, move({ toVehicle: large.id, save: true, reason: '夜间抢运' }));
  assert.ok(kept.saved && kept.broken.every(({ soft }) => soft));
  const after = await board();
  const moved = stopsOf(after.trips).find(({ trip }) => trip.vehicle === large.id);
  assert.deepEqual([moved?.stop.orderId, moved?.trip.brokenReason], [heavy!.stop.orderId, '夜间抢运']);
  assert.equal((await clerk!.send(trips.move, move({}))).status, 403);
});

test('a pass is born with the driver; a trip does not leave before its orders are loaded, nor a truck twice', async () => {
  const { trips: list } = await board();
  const trip = list.find(({ from }) => from.place === 'producer:E14')!;
  const depart = () => officer!.send(trips.depart, { params: { id: trip.id } });
  assert.equal((await depart()).body.code, 'trip.no-driver');
  const { passId, link } = await assign(trip.id, '示例司机甲');
  const pass = await officer!.call(passes.read, { params: { id: passId } });
  assert.deepEqual([pass.plate, pass.kind, pass.state !== 'revoked', pass.tripId], [trip.plate, 'trip', true, trip.id]);
  assert.equal(pass.goods, '口罩 21600 只');
  const second = await assign(trip.id, '示例司机乙');
  assert.equal(
    (await officer!.call(passes.read, { params: { id: passId } })).state,
    'replaced',
    're-issued with its driver',
  );
  assert.equal((await depart()).body.code, 'trip.not-loaded');
  for (const stop of trip.stops) await loadOrder(stop.orderId);
  const both = await Promise.all([depart(), depart()]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  const key = second.link.split('#')[1]!;
  const seen = await product.public.call(driver.read, { params: { key } });
  assert.deepEqual([seen.trip.id, seen.trip.state, seen.pass?.token !== ''], [trip.id, 'departed', true]);
  // more telephones at once than the server has connections, most of them with a link that opens nothing
  const crowd = Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? key : String(index).padStart(32, 'x')));
  const told = await Promise.all(crowd.map((each) => product.public.send(driver.read, { params: { key: each } })));
  assert.deepEqual(
    told.map(({ status }) => status),
    crowd.map((each) => (each === key ? 200 : 403)),
  );
  // it left on the evening before its day: the pass holds from then on, until after the time that the way takes
  const gone = (await board()).trips.find(({ id }) => id === trip.id)!;
  const held = await officer!.call(passes.read, { params: { id: gone.passId! } });
  const [left, road] = [gone.departedAt!, Date.parse(trip.backAt) - Date.parse(trip.leaveAt)];
  assert.deepEqual([held.state, held.from <= left], ['valid', true], `${held.from} after ${left}`);
  assert.ok(Date.parse(held.until) >= Date.parse(left) + road);
  assert.equal((await officer!.call(passes.read, { params: { id: second.passId } })).replacedBy, held.id);
  assert.ok(link.startsWith(product.url));
  const order = await lead!.call(orders.read, { params: { id: trip.stops[0]!.orderId } });
  assert.equal(order.state, 'on_the_way');
  assert.ok(order.events.some(({ kind }) => kind === 'pass_issued'));
});

test('a driver sends positions only while agreeing, and what was recorded goes when the agreement is taken back', async () => {
  const trip = (await board()).trips.find(({ state }) => state === 'departed')!;
  const { link } = await assign(trip.id, '示例司机乙');
  const key = link.split('#')[1]!;
  const act = (body: object) =>
    product.public.send(driver.act, {
      params: { key },
      body: { id: randomUUID(), at: new Date().toISOString(), ...body },
    });
  const position = { act: 'position', lat: 34.2, lon: 112.1 };
  assert.equal((await act(position)).body.code, 'trip.no-consent');
  assert.equal((await act({ act: 'consent', given: true })).status, 200);
  assert.equal((await act(position)).status, 200);
  assert.equal((await board()).trips.find(({ id }) => id === trip.id)?.position?.lat, 34.2);
  const { rows } = await officer!.call(alerts.list);
  assert.ok(
    rows.some(({ kind, owner }) => kind === 'off_route' && owner === 'group_officer'),
    'far from its way',
  );
  await act({ act: 'consent', given: false });
  assert.equal((await board()).trips.find(({ id }) => id === trip.id)?.position, null);
  assert.equal((await act({ act: 'problem', text: '轮胎漏气' })).status, 200);
  const alert = (await officer!.call(alerts.list)).rows.find(({ kind }) => kind === 'problem')!;
  await officer!.call(alerts.close, { params: { id: alert.id }, body: { outcome: '已换胎' } });
  assert.equal(
    (await officer!.send(alerts.close, { params: { id: alert.id }, body: { outcome: '再次' } })).status,
    409,
  );
});

test('a truck breaks down half unloaded: what is left goes with others, what was delivered stays delivered, its pass is revoked', async () => {
  const before = await board();
  const busy = before.trips.filter(({ state }) => state === 'departed').map(({ vehicle }) => vehicle);
  const parts = stopsOf(before.trips).filter(({ stop }) => stop.place === 'demand:D-410823');
  const target = parts.find(({ trip: each }) => !busy.includes(each.vehicle))!.trip;
  const small = stopsOf(before.trips).find(
    ({ trip: each, stop }) => each.from.place === 'producer:E02' && stop.place === 'demand:H-CITY1',
  )!;
  if (small.trip.id !== target.id)
    await officer!.call(trips.move, {
      body: {
        trip: small.trip.id,
        position: small.stop.position,
        toTrip: target.id,
        toVehicle: null,
        toPosition: 1,
        save: true,
        reason: '合并装运',
      },
    });
  const trip = (await board()).trips.find(({ id }) => id === target.id)!;
  assert.ok(trip.stops.length >= 2);
  for (const stop of trip.stops) await loadOrder(stop.orderId);
  await assign(trip.id, '示例司机丙');
  await officer!.call(trips.depart, { params: { id: trip.id } });
  const passId = (await board()).trips.find(({ id }) => id === trip.id)!.passId!;
  await officer!.call(trips.unload, { params: { id: trip.id, position: '1' } });
  const { planId } = await officer!.call(trips.breakdown, {
    params: { id: trip.id },
    body: { reason: '发动机故障', lat: 35.1, lon: 113.3 },
  });
  assert.ok(planId);
  assert.equal((await officer!.call(passes.read, { params: { id: passId } })).state, 'revoked');
  const after = await planned();
  assert.equal(after.plan?.state, 'ready', JSON.stringify(after.plan));
  const carried = stopsOf(after.trips).filter(({ trip: other }) => other.from.place === `truck:${trip.id}`);
  const named = (stop: { orderId: string; part: number }) => `${stop.orderId}/${stop.part}`;
  assert.deepEqual(carried.map(({ stop }) => named(stop)).sort(), trip.stops.slice(1).map(named).sort());
  assert.ok(
    carried.every(({ trip: other }) => other.vehicle !== trip.vehicle),
    'not with the truck that broke down',
  );
  const [delivered, left] = await Promise.all(
    [trip.stops[0]!, trip.stops[1]!].map((stop) => lead!.call(orders.read, { params: { id: stop.orderId } })),
  );
  assert.equal(left!.state, 'on_the_way');
  assert.ok(delivered!.events.some(({ kind }) => kind === 'left'));
  assert.ok(
    left!.events.some(({ kind }) => kind === 'breakdown'),
    'the order keeps its trace',
  );
  assert.ok((await officer!.call(alerts.list)).rows.some(({ kind }) => kind === 'breakdown'));
});

test('a cancelled order leaves its trip, and the trip’s pass with it', async () => {
  const [stop] = stopsOf((await board()).trips).filter(
    ({ trip, stop: each }) => trip.state === 'planned' && each.state === 'waiting',
  );
  const order = await lead!.call(orders.read, { params: { id: stop!.stop.orderId } });
  const { passId } = await assign(stop!.trip.id, '示例司机丁');
  // what is loaded is cancelled in the books of a test only
  await ownerQuery(product, `update allocation_orders set state = 'cancelled' where order_id = $1`, [order.id]);
  await inWork(product.app.database, product.app.clock, systemActor(product.city), (work) =>
    watchTrips(work, product.app.config.secret),
  );
  assert.notEqual((await officer!.call(passes.read, { params: { id: passId } })).state, 'valid');
  const after = (await board()).trips.find(({ id }) => id === stop!.trip.id);
  assert.ok(after === undefined || after.stops.some(({ state }) => state === 'dropped'));
});

test('unloading the last stop delivers the order, ends the trip and its pass', async () => {
  const trip = (await board()).trips.find(({ state, from }) => state === 'departed' && from.place === 'producer:E14')!;
  const passId = trip.passId!;
  for (const stop of trip.stops)
    if (stop.state === 'waiting')
      await officer!.call(trips.unload, { params: { id: trip.id, position: String(stop.position) } });
  const after = (await board()).trips.find(({ id }) => id === trip.id)!;
  assert.equal(after.state, 'finished');
  assert.equal((await officer!.call(passes.read, { params: { id: passId } })).state, 'revoked');
  const order = await lead!.call(orders.read, { params: { id: trip.stops[0]!.orderId } });
  assert.equal(order.state, 'delivered');
  const twice = await officer!.send(trips.unload, { params: { id: trip.id, position: '1' } });
  assert.equal(twice.body.code, 'trip.wrong-state');
});

test('the database itself refuses a truck on two trips at once', async () => {
  const copy = (mark: string, during: string) =>
    ownerQuery(
      product,
      `insert into trips (city_code, trip_id, trip_number, day, vehicle_id, plate, enterprise_id, from_place, from_name, from_lat, from_lon, state,
        during, load_at, leave_at, back_at, km, weight_kg, counties, enterprises, demand_points, created_at, created_by)
      select city_code, $1, $1, day, vehicle_id, plate, enterprise_id, from_place, from_name, from_lat, from_lon, 'planned', $2::tstzrange, load_at,
        leave_at, back_at, km, weight_kg, counties, enterprises, demand_points, created_at, created_by from trips order by trip_id limit 1`,
      [mark, during],
    );
  await copy('x', '[2030-01-01 00:00+00,2030-01-02 00:00+00)');
  await assert.rejects(copy('y', '[2030-01-01 12:00+00,2030-01-03 00:00+00)'), /trips_vehicle_once/u);
  await copy('z', '[2030-01-02 00:00+00,2030-01-03 00:00+00)');
});

test('a receiver sees of the trips only those that come to it; nobody without sign-in sees any', async () => {
  const { demandPoint } = { demandPoint: 'demand:H-CITY1' };
  const own = await requester!.call(trips.board, { query: { day } });
  assert.ok(stopsOf(own.trips).every(({ stop }) => stop.place === demandPoint));
  assert.equal((await product.public.send(trips.board)).status, 401);
  assert.equal((await requester!.call(gates.scans).catch(() => ({ rows: [] }))).rows.length, 0);
});

test('no table of trips and passes shows another city anything, nor a stranger of this one what is not common knowledge', async () => {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  const common = [
    'road_closures',
    'road_distances',
    'checkpoints',
    'pass_keys',
    'pass_private_keys',
    'pass_limits',
    'pass_revocations',
    'trip_links',
    'trip_rules',
  ];
  const { rows: tables } = await client.query<{ name: string }>(`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname ~ '^(trip|trips|pass|passes|checkpoint|driver|vehicle_profiles|receiver_windows|road_|dispatch_alerts)'`);
  assert.ok(tables.length >= 18);
  const seen = async (settings: Record<string, string>) => {
    await client.query('begin; set local role baogong_app');
    for (const [name, value] of Object.entries(settings))
      await client.query('select set_config($1, $2, true)', [`app.${name}`, value]);
    const shown: string[] = [];
    for (const { name } of tables)
      if ((await client.query(`select 1 from ${pg.escapeIdentifier(name)} limit 1`)).rowCount) shown.push(name);
    await client.query('rollback');
    return shown;
  };
  const actor = { user_id: 'u', role: 'x' };
  assert.ok((await seen({ ...actor, city: product.city, scope: 'city', scope_ids: '' })).includes('trips'));
  assert.deepEqual(await seen({ ...actor, city: '410700', scope: 'city', scope_ids: '' }), []);
  for (const scope of ['county', 'enterprise', 'demand_point'])
    assert.deepEqual(
      (await seen({ ...actor, city: product.city, scope, scope_ids: 'nobody' })).filter(
        (name) => !common.includes(name),
      ),
      [],
      scope,
    );
  await client.end();
});

test('distances: the file counts first, then OSRM, then the crow’s way × 1.3; a sealed county is closed; a server that fails is said so', async () => {
  const spots = [
    { place: 'a', county: '1', lat: 35, lon: 113 },
    { place: 'b', county: '2', lat: 35, lon: 113.2 },
  ];
  const crow = roadsBetween(spots, [], [], null);
  assert.ok(Math.abs(crow.distance[1]! - 18_217 * 1.3) < 40, `${crow.distance[1]}`);
  const table = {
    distances: [
      [0, 21_000],
      [22_000, 0],
    ],
    durations: [
      [0, 1800],
      [1900, 0],
    ],
  };
  const server = createServer((request, response) => {
    const broken = request.url?.includes('113.300000');
    response.end(broken ? '{"code":"NoTable"}' : JSON.stringify({ code: 'Ok', ...table }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const osrm = await osrmTable(url, spots);
  const roads = roadsBetween(spots, [{ from: 'b', to: 'a', km: 25, minutes: 40 }], [], osrm);
  assert.deepEqual([roads.distance[1], roads.distance[2], roads.duration[2]], [21_000, 25_000, 2400]);
  assert.equal(await osrmTable(url, [spots[0]!, { ...spots[1]!, lon: 113.3 }]), 'failed');
  server.close();
  assert.equal(await osrmTable(url, spots, 500), 'failed');
  assert.equal(roadsBetween(spots, [], [], 'failed').source, 'osrm_failed');
  assert.equal(
    roadsBetween(spots, [], [{ county: '2', from: null, to: null }], null).distance[1],
    Number.POSITIVE_INFINITY,
  );
  assert.ok(
    distanceFromWay({ lat: 35.1, lon: 113.1 }, spots) > 11 && distanceFromWay({ lat: 35, lon: 113.1 }, spots) < 0.1,
  );
});

test('a road file with a wrong line is refused with the line and what to do', () => {
  assert.deepEqual(readRoadFile('from,to,km\n\na,b,12.5\n'), [
    { line: 3, from: 'a', to: 'b', km: 12.5, minutes: null },
  ]);
  for (const [csv, line] of [
    ['from,km\n', 1],
    ['from,to,km\na,b,x\n', 2],
    ['from,to,km\na,b,1\na,b,2\n', 3],
    ['from,to,km,minutes\na,b,1,-3\n', 2],
    ['from,to,km\na,b,1\n\n\nb,a,-1\n', 5],
    ['from,to,km\n"a,b,1\n', 2],
    ['from,to,km\na",b,1\n', 2],
    ['from,to,km\n', 2],
    ['', 1],
  ] as const)
    assert.throws(
      () => readRoadFile(csv),
      (error: Error & { params?: { line: number } }) => error.params?.line === line,
      csv,
    );
});
