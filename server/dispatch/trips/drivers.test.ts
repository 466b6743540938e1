/** Drivers: registered, named for trips, rested between trucks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fleetContracts as fleet } from '#contracts/fleet.ts';
import { orderContracts as orders } from '#contracts/orders.ts';
import { tripContracts as trips } from '#contracts/trips.ts';
import { testApp } from '#tests/support/app.ts';
import { ownerQuery, planInForceWith } from '../orders/testing.ts';
import { computedTrips } from './testing.ts';

const product = await testApp();
const [lead, officer] = [await product.as('city_lead'), await product.as('group_officer')];
const day = '2022-01-09';
await planInForceWith(product, [
  { day, from: 'E14', to: 'H-CITY1', item: 'mask', grade: 'medical', quantity: '21600' },
  { day, from: 'E02', to: 'D-410823', item: 'disinfectant-liquid', quantity: '6' },
]);
await lead.call(orders.issueFromPlan, { body: { from: day, to: day } });
const board = () => officer.call(trips.board, { query: { day } });
const computed = () => computedTrips(officer, day);
const truckOf = async (plate: string) => (await officer.call(fleet.trucks)).rows.find((row) => row.plate === plate)!;
const driverOf = (name: string, phone: string) => ({
  enterprise: 'E02',
  name,
  phone,
  licence: 'B2',
  withdrawn: false,
  revision: 0,
});

test('a driver is registered, drives one truck usually, and is not withdrawn while a trip is not over', async () => {
  const body = driverOf('示例司机甲', '13900000001');
  const save = (change: object, id = 'D1') =>
    officer.send(fleet.saveDriver, { params: { id }, body: { ...body, ...change } });
  for (const wrong of [{ phone: 'abc' }, { name: '' }, { licence: 'Z9' }])
    assert.equal((await save(wrong)).status, 400, JSON.stringify(wrong));
  assert.equal((await save({ enterprise: 'E99' })).body.code, 'not-found');
  assert.equal((await save({})).status, 200);
  assert.equal((await save({ name: '示例司机乙' })).body.code, 'changed-meanwhile');
  const [one, other] = [await truckOf('豫H10201'), await truckOf('豫H10202')];
  const usual = (truck: typeof one) =>
    officer.send(fleet.saveTruck, {
      params: { id: truck.id },
      body: {
        volumeM3: truck.volumeM3,
        worksFrom: truck.worksFrom,
        worksUntil: truck.worksUntil,
        maximumTrips: truck.maximumTrips,
        driver: 'D1',
        revision: truck.revision,
      },
    });
  assert.equal((await usual(one)).body.driverName, '示例司机甲');
  assert.equal((await usual(other)).body.code, 'fleet.driver-elsewhere');
  const { trips: list } = await computed();
  await officer.call(trips.assign, {
    params: { id: list[0]!.id },
    body: { driver: 'D1', name: '示例司机甲', phone: '13900000001', crew: [] },
  });
  const seen = (await officer.call(fleet.drivers)).rows.find(({ id }) => id === 'D1')!;
  assert.deepEqual([seen.trips[0]?.plate, seen.trips[0]?.consentAt], [list[0]!.plate, null]);
  assert.equal((await save({ withdrawn: true, revision: seen.revision })).body.code, 'fleet.driver-used');
  await officer.call(trips.cancel, { params: { id: list[0]!.id }, body: { reason: '示例：改期' } });
  assert.equal((await save({ withdrawn: true, revision: seen.revision })).status, 200);
  assert.equal((await truckOf('豫H10201')).driver, null, 'who is withdrawn drives no truck usually');
  const unknown = await officer.send(trips.assign, {
    params: { id: (await computed()).trips[0]!.id },
    body: { driver: 'D1', name: '示例司机甲', phone: '13900000001', crew: [] },
  });
  assert.equal(unknown.body.code, 'not-found');
});

test('a driver who changes trucks rests in between, by the rules, whatever was driven before', async () => {
  const body = driverOf('示例司机丙', '13900000003');
  await officer.call(fleet.saveDriver, { params: { id: 'D3' }, body });
  const [first, second] = (await computed()).trips;
  const move = {
    trip: second!.id,
    position: 1,
    toTrip: null,
    toVehicle: (await truckOf('豫H10102')).id,
    toPosition: 1,
  };
  await officer.call(trips.move, { body: { ...move, save: true, reason: '示例：换车' } });
  const live = (await board()).trips.filter(({ state }) => state === 'planned');
  const [one, other] = [first!.plate, '豫H10102'].map((plate) => live.find((trip) => trip.plate === plate)!);
  assert.ok(one && other);
  const driver = { driver: 'D3', name: body.name, phone: body.phone, crew: [] };
  const assign = (id: string) => officer.send(trips.assign, { params: { id }, body: driver });
  assert.equal((await assign(one.id)).status, 200);
  const after = (minutes: number) =>
    ownerQuery(
      product,
      `update trips t set load_at = o.back_at + interval '${minutes} minutes', leave_at = o.back_at + interval '${minutes + 10} minutes',
        back_at = o.back_at + interval '${minutes + 60} minutes',
        during = tstzrange(o.back_at + interval '${minutes} minutes', o.back_at + interval '${minutes + 60} minutes') from trips o where t.trip_id = '${other.id}' and o.trip_id = '${one.id}'`,
    );
  await after(19);
  const tired = await assign(other.id);
  assert.equal(tired.body.code, 'trip.driver-rest');
  assert.match(tired.body.words?.zh ?? '', new RegExp(`${one.number}.*${one.plate}.*20 分钟`, 'u'));
  await after(20);
  assert.equal((await assign(other.id)).status, 200);
  for (const { id } of [one, other])
    await officer.call(trips.cancel, { params: { id }, body: { reason: '示例：改期' } });
});
