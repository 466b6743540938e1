/** The day's board: trips with their stops, what waits for a truck, and the computation. */
import { z } from 'zod';
import {
  brokenRule,
  planFailure,
  planProgress,
  planUnserved,
  type TripPlan,
  type TripRow,
  type TripStop,
} from '#contracts/trips.ts';
import { readJson } from '../../platform/database/index.ts';
import type { Work } from '../../platform/work.ts';
import { readOrdersForTrips } from '../orders/index.ts';
import * as repository from './trips.repository.ts';

export async function readBoard(work: Work, asked: string | undefined) {
  const { tx, actor } = work;
  const day = asked ?? (await work.today());
  // Before the trips: a plan that is told as ready has its trips told with it.
  const plan = await repository.lastPlan(tx, actor.city, day);
  const records = await repository.tripsOfDay(tx, actor.city, day);
  const trucks = await repository.trucks(tx, actor.city);
  const orders = await readOrdersForTrips(work, day);
  const carried = await repository.carriedParts(
    tx,
    actor.city,
    orders.map(({ id }) => id),
  );
  return {
    day,
    plan: plan ? shownPlan(plan) : null,
    trips: await shownTrips(work, records),
    waiting: orders
      .filter(({ id }) => !carried.some(({ order_id }) => order_id === id))
      .map((order) => ({
        orderId: order.id,
        number: order.number,
        from: order.from.name,
        to: order.to.name,
        weightKg: order.weightKg,
        state: order.state,
      })),
    vehicles: trucks.map((row) => ({
      id: row.vehicle_id,
      plate: row.plate,
      capacityKg: Number(row.capacity_t) * 1000,
      enterprise: row.enterprise_id,
      outOfService: row.out_of_service === true,
      driver: row.driver_id,
    })),
  };
}

function shownPlan(plan: repository.PlanRecord): TripPlan {
  return {
    id: plan.plan_id,
    state: plan.state as TripPlan['state'],
    progress: readJson(planProgress.nullable(), plan.progress, 'trip_plans.progress'),
    distances: plan.distances as TripPlan['distances'],
    unserved: readJson(planUnserved, plan.unserved, 'trip_plans.unserved'),
    failure: readJson(planFailure.nullable(), plan.failure, 'trip_plans.failure'),
    at: plan.finished_at ?? plan.created_at,
  };
}

export async function shownTrips(work: Work, records: repository.TripRecord[]): Promise<TripRow[]> {
  const { tx, actor } = work;
  const ids = records.map(({ trip_id }) => trip_id);
  const stops = await repository.stopsOf(tx, actor.city, ids);
  const passes = new Map((await repository.passesOf(tx, actor.city, ids)).map((row) => [row.trip_id, row.pass_id]));
  const positions = new Map((await repository.lastPositions(tx, actor.city, ids)).map((row) => [row.trip_id, row]));
  const trucks = new Map((await repository.trucks(tx, actor.city)).map((row) => [row.vehicle_id, row]));
  const byTrip = Map.groupBy(stops, ({ trip_id }) => trip_id);
  return records.map((trip) => {
    const at = positions.get(trip.trip_id);
    const truck = trucks.get(trip.vehicle_id);
    return {
      id: trip.trip_id,
      number: trip.trip_number,
      day: trip.day,
      state: trip.state as TripRow['state'],
      vehicle: trip.vehicle_id,
      plate: trip.plate,
      capacityKg: truck ? Number(truck.capacity_t) * 1000 : Number(trip.weight_kg),
      capacityM3: truck?.volume_m3 ? Number(truck.volume_m3) : null,
      enterprise: trip.enterprise_id,
      driverId: trip.driver_id,
      driver: trip.driver_name,
      driverPhone: trip.driver_phone,
      crew: trip.crew,
      from: { place: trip.from_place, name: trip.from_name, lat: trip.from_lat, lon: trip.from_lon },
      startAt: startOf(trip.during) ?? trip.load_at,
      loadAt: trip.load_at,
      leaveAt: trip.leave_at,
      backAt: trip.back_at,
      departedAt: trip.departed_at,
      finishedAt: trip.finished_at,
      km: trip.km,
      weightKg: trip.weight_kg,
      broken: readJson(z.array(brokenRule), trip.exceptions, 'trips.exceptions'),
      brokenReason: trip.exception_reason,
      counties: trip.counties,
      passId: passes.get(trip.trip_id) ?? null,
      revision: trip.revision,
      position: at ? { at: at.at, lat: at.lat, lon: at.lon } : null,
      stops: (byTrip.get(trip.trip_id) ?? []).map(shownStop),
    };
  });
}

/** The lower end of a range as PostgreSQL writes it: '["2022-01-08 00:00:00+00",…)'. */
function startOf(range: string): string | null {
  const from = /^[[(]"?([^",]+)"?,/u.exec(range)?.[1];
  const at = from === undefined ? Number.NaN : Date.parse(from.replace(' ', 'T').replace(/([+-]\d\d)$/u, '$1:00'));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function shownStop(stop: repository.StopRecord & { order_number: string }): TripStop {
  return {
    position: stop.position,
    orderId: stop.order_id,
    orderNumber: stop.order_number,
    part: stop.part,
    parts: stop.parts,
    place: stop.place_id,
    name: stop.place_name,
    lat: stop.lat,
    lon: stop.lon,
    goods: stop.goods,
    weightKg: stop.weight_kg,
    volumeM3: stop.volume_m3,
    arriveAt: stop.arrive_at,
    leaveAt: stop.leave_at,
    state: stop.state as TripStop['state'],
    arrivedAt: stop.arrived_at,
    leftAt: stop.left_at,
    problem: stop.problem,
  };
}
