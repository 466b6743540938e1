/** Computes a day's trips in the background: the solver in a thread, its answer checked by code that shares nothing with it (S20). */
import { randomUUID } from 'node:crypto';
import { systemActor } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors.ts';
import type { AppServer } from '../../platform/http/server.ts';
import { enqueueJob } from '../../platform/jobs.ts';
import { inWork, type Work } from '../../platform/work.ts';
import { appendOrderEvent } from '../orders/index.ts';
import { cityTime } from '../passes/index.ts';
import { checkRoutes, type SolveProgress, type SolveResult, solveRoutesInWorker } from '../routing/index.ts';
import { readDay, readLoads, readTrucks } from './day-facts.ts';
import { type Truck, tripsOfRoute } from './day-problem.ts';
import * as repository from './trips.repository.ts';
import { ownersOf, secondsOf, writeTrip } from './write-trips.ts';

const task = 'trips.plan';
const tellEvery = 400;
interface Payload {
  city: string;
  plan: string;
}

/** Errors: `trip.planning-already`. The plan's own findings (nothing to carry, no trucks) stand in it when it is done. */
export async function requestTripPlan(work: Work, day: string, seconds: number): Promise<string> {
  const id = randomUUID();
  const { tx, actor, now } = work;
  const made = await repository.insertPlan(tx, {
    city_code: actor.city,
    plan_id: id,
    day,
    state: 'queued',
    seconds: String(seconds),
    created_at: now,
    created_by: actor.name,
  });
  if (!made) throw new DomainError('trip.planning-already', { day });
  await enqueueJob(tx, task, { city: actor.city, plan: id } satisfies Payload, { key: `trips-${id}` });
  work.audit({ action: 'trip.plan', subject: 'trip-plan', subjectId: id, after: { day, seconds } });
  work.changed('trips');
  return id;
}

/** Error `not-found`; one that is done already stays as it is. */
export async function cancelTripPlan(work: Work, id: string): Promise<boolean> {
  const plan = await repository.findPlan(work.tx, work.actor.city, id);
  if (!plan) throw new DomainError('not-found', { what: ['这次计算', 'The computation'] });
  if (plan.state !== 'queued' && plan.state !== 'running') return false;
  await repository.updatePlan(work.tx, work.actor.city, id, {
    state: 'cancelled',
    finished_at: work.now,
    progress: null,
  });
  work.audit({ action: 'trip.cancel-plan', subject: 'trip-plan', subjectId: id, after: { day: plan.day } });
  work.changed('trips');
  return true;
}

export function registerTripPlanning(server: AppServer): void {
  server.jobs.handle(task, (payload) => compute(server, payload as Payload));
}

async function compute(server: AppServer, { city, plan: id }: Payload): Promise<void> {
  const asSystem = <T>(act: (work: Work) => Promise<T>): Promise<T> =>
    inWork(server.database, server.clock, systemActor(city), act);
  const begun = await asSystem((work) => begin(work, id, server.config.osrmUrl));
  if (begun === null) return;
  const stop = new AbortController();
  // A plan that was cancelled meanwhile is given up within half a second.
  const watch = setInterval(() => {
    void asSystem((work) => repository.findPlan(work.tx, city, id)).then(
      (plan) => plan?.state === 'cancelled' && stop.abort(),
      () => {},
    );
  }, 500);
  try {
    const { problem } = begun.data;
    const result = await solveRoutesInWorker(problem, {
      seconds: begun.seconds,
      signal: stop.signal,
      onProgress: teller((progress) => asSystem((work) => tell(work, id, progress))),
    });
    if (stop.signal.aborted) return;
    const check = checkRoutes(problem, result);
    if (!check.feasible) throw new Error(`the routes break ${check.violations.map(({ code }) => code).join(', ')}`);
    await asSystem((work) => keep(work, id, begun, result));
  } catch (error) {
    await asSystem((work) =>
      fail(work, id, [
        '计算没有完成，请重新计算；再次失败请告诉系统管理员',
        'It did not finish: run it again, and tell your administrator if it fails again',
      ]),
    );
    throw error;
  } finally {
    clearInterval(watch);
  }
}

interface Begun {
  day: string;
  seconds: number;
  data: Awaited<ReturnType<typeof readDay>>;
}

async function begin(work: Work, id: string, osrmUrl: string | null | undefined): Promise<Begun | null> {
  const { tx, actor } = work;
  const plan = await repository.findPlan(tx, actor.city, id);
  if (!plan || (plan.state !== 'queued' && plan.state !== 'running')) return null;
  await removePlanned(work, plan.day);
  const trucks = await freeTrucks(work, plan.day);
  const loads = await readLoads(work, plan.day, trucks);
  if (loads.length === 0)
    return fail(work, id, [`${plan.day} 没有待运的调拨令`, `There are no orders to carry on ${plan.day}`]);
  if (trucks.length === 0)
    return fail(work, id, ['没有可用的车辆；请在“基础数据·车辆”中登记', 'No truck can be used: register trucks first']);
  await repository.updatePlan(tx, actor.city, id, { state: 'running' });
  work.changed('trips');
  return {
    day: plan.day,
    seconds: Number(plan.seconds),
    data: await readDay(work, plan.day, trucks, loads, osrmUrl),
  };
}

/** Trips without a pass yet are free to be arranged anew; one that has its pass or has left stays. */
async function removePlanned(work: Work, day: string): Promise<void> {
  const { tx, actor } = work;
  const trips = (await repository.tripsOfDay(tx, actor.city, day)).filter(({ state }) => state === 'planned');
  const fixed = new Set(
    (
      await repository.passesOf(
        tx,
        actor.city,
        trips.map(({ trip_id }) => trip_id),
      )
    ).map((row) => row.trip_id),
  );
  const free = trips.filter(({ trip_id }) => !fixed.has(trip_id));
  await repository.removeStops(
    tx,
    actor.city,
    free.map(({ trip_id }) => trip_id),
  );
  for (const trip of free) await repository.updateTrip(tx, actor.city, trip.trip_id, { state: 'cancelled' });
}

/** Trucks with the hours that their other trips leave them, and today only from now on. */
async function freeTrucks(work: Work, day: string): Promise<Truck[]> {
  const trips = await repository.tripsOfDay(work.tx, work.actor.city, day);
  const now = secondsOf(day, await cityTime(work)) / 60;
  const inService = (await readTrucks(work)).filter(({ outOfService }) => !outOfService);
  return inService.flatMap((truck) => {
    const own = trips.filter(({ vehicle_id, state }) => vehicle_id === truck.id && state !== 'broken_down');
    const ends = own.map((trip) => secondsOf(day, trip.finished_at ?? trip.back_at) / 60);
    const worksFrom = Math.max(truck.worksFrom, ...ends, now > 0 && now < 1440 ? Math.ceil(now) : 0);
    const maximumTrips = truck.maximumTrips - own.length;
    return worksFrom < truck.worksUntil && maximumTrips > 0 ? [{ ...truck, worksFrom, maximumTrips }] : [];
  });
}

function teller(write: (progress: SolveProgress) => Promise<void>): (progress: SolveProgress) => void {
  let last = 0;
  let writing = false;
  return (progress) => {
    if (writing || performance.now() - last < tellEvery) return;
    last = performance.now();
    writing = true;
    void write(progress)
      .catch(() => {})
      .finally(() => {
        writing = false;
      });
  };
}

async function tell(work: Work, id: string, { seconds, cost, unserved }: SolveProgress): Promise<void> {
  await repository.updatePlan(work.tx, work.actor.city, id, {
    progress: JSON.stringify({ seconds: Math.round(seconds * 10) / 10, cost: Math.round(cost / 1000), unserved }),
  });
  work.changed('trips');
}

async function keep(work: Work, id: string, { day, data }: Begun, result: SolveResult): Promise<void> {
  const { tx, actor } = work;
  const plan = await repository.findPlan(tx, actor.city, id);
  if (plan?.state !== 'running') return;
  const owners = await ownersOf(
    work,
    data.loads.map(({ order }) => order),
  );
  for (const route of result.routes) {
    const truck = data.trucks[route.vehicle]!;
    for (const trip of tripsOfRoute(data, route)) {
      const tripId = await writeTrip(work, { day, truck, trip, named: data.named, owners }, null);
      for (const { load } of trip.stops)
        await appendOrderEvent(work, load.order, 'trip_planned', {
          trip: tripId,
          plate: truck.plate,
          part: load.part,
          parts: load.parts,
        });
    }
  }
  await repository.updatePlan(tx, actor.city, id, {
    state: 'ready',
    progress: null,
    distances: data.roads.source,
    unserved: JSON.stringify(
      result.unserved.map(({ stop, reason }) => ({
        order: data.loads[stop]!.number,
        part: data.loads[stop]!.part,
        reason,
      })),
    ),
    finished_at: work.now,
  });
  work.audit({
    action: 'trip.planned',
    subject: 'trip-plan',
    subjectId: id,
    after: { day, routes: result.routes.length, unserved: result.unserved.length, metres: Math.round(result.cost) },
  });
  work.changed('trips', 'orders');
}

async function fail(work: Work, id: string, words: [string, string]): Promise<null> {
  await repository.updatePlan(work.tx, work.actor.city, id, {
    state: 'failed',
    failure: JSON.stringify(words),
    progress: null,
    finished_at: work.now,
  });
  work.changed('trips');
  return null;
}
