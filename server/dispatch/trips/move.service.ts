/** A dispatcher moves a stop: the trucks concerned are checked at once by the checker, and every broken rule is named. */
import { type BrokenRule, type RuleCode, ruleWords, softRules, tripDefaults } from '#contracts/trips.ts';
import type { Config } from '../../platform/config.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { appendOrderEvent } from '../orders/index.ts';
import { revokePassOfTrip } from '../passes/index.ts';
import { checkRoutes, type Route } from '../routing/index.ts';
import { readDay, readTrucks } from './day-facts.ts';
import { type Day, type Load, type Truck, tripsOfRoute } from './day-problem.ts';
import { requireRestBetweenTrucks } from './drivers.service.ts';
import { noteTrip, overlapNamed, passForTrip, tripToChange } from './road.service.ts';
import * as repository from './trips.repository.ts';
import { ownersOf, writeTrip } from './write-trips.ts';

export interface Move {
  trip: string;
  position: number;
  toTrip: string | null;
  toVehicle: string | null;
  toPosition: number;
  save: boolean;
  reason: string;
}

interface Arranged {
  /** null: a new one */
  id: string | null;
  truck: string;
  from: string;
  loads: Load[];
}

/** Errors: `trip.out-of-service`, `trip.rule-broken` (hard), `trip.reason-needed` (soft, without a reason), `trip.stop-gone`, `trip.wrong-state`, `trip.vehicle-busy`, `trip.driver-rest`. */
export async function moveStop(work: Work, config: Pick<Config, 'secret' | 'osrmUrl'>, move: Move) {
  const { tx, actor } = work;
  const source = await tripToChange(work, move.trip, ['planned'], ['改动', 'be changed']);
  const target =
    move.toTrip === null ? null : await tripToChange(work, move.toTrip, ['planned'], ['改动', 'be changed']);
  const all = await trucksConcerned(work, source.vehicle_id, target?.vehicle_id ?? move.toVehicle);
  const arranged = await arrangementOf(work, source.day, all);
  const load = moveLoad(arranged, move, target?.vehicle_id ?? move.toVehicle ?? source.vehicle_id);
  const kept = arranged.filter(({ loads }) => loads.length > 0);
  const day = await readDay(
    work,
    source.day,
    all,
    kept.flatMap(({ loads }) => loads),
    config.osrmUrl,
  );
  const routes = routesOf(day, kept);
  const checked = checkRoutes(day.problem, { routes, unserved: [], cost: null });
  const broken = checked.violations.flatMap((violation) => ruleOf(day, violation));
  const km = (checked.cost / 1000).toFixed(1);
  if (!move.save) return { broken, saved: false, km };
  refuse(broken, move.reason);
  const before = arranged.flatMap(({ id }) => id ?? []);
  await repository.deferOverlaps(tx);
  await repository.removeStops(tx, actor.city, before);
  const owners = await ownersOf(
    work,
    day.loads.map(({ order }) => order),
  );
  for (const route of routes) {
    const truck = day.trucks[route.vehicle]!;
    const own = kept.filter((trip) => trip.truck === truck.id);
    for (const [index, trip] of tripsOfRoute(day, route).entries()) {
      const mine = broken.filter(({ plate }) => plate === truck.plate);
      await writeTrip(
        work,
        {
          day: source.day,
          truck,
          trip,
          named: day.named,
          owners,
          broken: mine,
          reason: mine.length > 0 ? move.reason : '',
        },
        own[index]?.id ?? null,
      );
    }
  }
  await settle(work, config.secret, arranged, kept);
  await overlapNamed(() => repository.checkOverlaps(tx));
  await requireRestBetweenTrucks(work, before);
  await appendOrderEvent(work, load.order, 'trip_changed', {
    from: source.trip_number,
    to: target?.trip_number ?? move.toVehicle ?? source.trip_number,
    reason: move.reason,
  });
  await noteTrip(work, source, 'move', {
    order: load.number,
    toTrip: target?.trip_number,
    toVehicle: move.toVehicle,
    broken: broken.map(({ code }) => code),
    reason: move.reason,
  });
  return { broken, saved: true, km };
}

/** A truck out of service gives its stops away but gets none. Errors: `not-found`, `trip.out-of-service`. */
async function trucksConcerned(work: Work, from: string, to: string | null): Promise<Truck[]> {
  const all = (await readTrucks(work)).filter(({ id }) => id === from || id === to);
  const target = all.find(({ id }) => id === (to ?? from));
  if (!target) throw new DomainError('not-found', { what: ['这辆车', 'The truck'] });
  if (target.outOfService && to !== null && to !== from)
    throw new DomainError('trip.out-of-service', { plate: target.plate });
  return all;
}

/** Empty trips end, and passes say again what their trips are. */
async function settle(work: Work, secret: string, arranged: Arranged[], kept: Arranged[]): Promise<void> {
  const { tx, actor } = work;
  const passes = await repository.passesOf(
    tx,
    actor.city,
    arranged.flatMap(({ id }) => id ?? []),
  );
  for (const { id } of arranged) {
    if (id === null) continue;
    const holds = passes.some((pass) => pass.trip_id === id);
    if (!kept.some((trip) => trip.id === id)) {
      await repository.updateTrip(tx, actor.city, id, { state: 'cancelled' });
      if (holds) await revokePassOfTrip(work, id, '车次改派 re-routed');
    } else if (holds) {
      const trip = await repository.lockTrip(tx, actor.city, id);
      if (trip) await passForTrip(work, secret, trip);
    }
  }
}

async function arrangementOf(work: Work, day: string, trucks: Truck[]): Promise<Arranged[]> {
  const { tx, actor } = work;
  const trips = (await repository.tripsOfDay(tx, actor.city, day)).filter(
    ({ state, vehicle_id }) => state === 'planned' && trucks.some(({ id }) => id === vehicle_id),
  );
  const stops = await repository.stopsOf(
    tx,
    actor.city,
    trips.map(({ trip_id }) => trip_id),
  );
  const orders = await ownersOf(
    work,
    stops.map(({ order_id }) => order_id),
  );
  const windows = await repository.receiverWindows(tx, actor.city, [...new Set(stops.map(({ place_id }) => place_id))]);
  return trips.map((trip) => ({
    id: trip.trip_id,
    truck: trip.vehicle_id,
    from: trip.from_place,
    loads: stops
      .filter(({ trip_id }) => trip_id === trip.trip_id)
      .map((stop) => {
        const window = windows.find(({ place_id }) => place_id === stop.place_id);
        return {
          order: stop.order_id,
          number: stop.order_number,
          part: stop.part,
          parts: stop.parts,
          from: trip.from_place,
          to: stop.place_id,
          weightKg: Number(stop.weight_kg),
          volumeM3: stop.volume_m3 === null ? null : Number(stop.volume_m3),
          tier: orders.get(stop.order_id)?.tier ?? 3,
          goods: stop.goods,
          opens: window?.opens ?? tripDefaults.receiverOpens,
          closes: window?.closes ?? tripDefaults.receiverCloses,
        };
      }),
  }));
}

function moveLoad(arranged: Arranged[], move: Move, truck: string): Load {
  const source = arranged.find(({ id }) => id === move.trip);
  const [load] = source?.loads.splice(move.position - 1, 1) ?? [];
  if (!source || !load) throw new DomainError('trip.stop-gone');
  const target = move.toTrip === null ? null : arranged.find(({ id }) => id === move.toTrip);
  if (target) target.loads.splice(move.toPosition - 1, 0, load);
  else arranged.push({ id: null, truck, from: load.from, loads: [load] });
  return load;
}

function routesOf(day: Day, arranged: Arranged[]): Route[] {
  const indexOf = new Map(day.loads.map((load, at) => [load, at]));
  return day.trucks.flatMap((truck, vehicle) => {
    const own = arranged.filter((trip) => trip.truck === truck.id);
    const trips = own.map((trip) => ({
      depot: day.problem.depots.findIndex(({ id }) => id === trip.from),
      stops: trip.loads.map((load) => indexOf.get(load)!),
    }));
    return trips.length > 0 ? [{ vehicle, trips }] : [];
  });
}

function ruleOf(day: Day, violation: ReturnType<typeof checkRoutes>['violations'][number]): BrokenRule[] {
  const { code, vehicle, stop, amount, becauseOfRest } = violation;
  if (!(code in ruleWords)) throw new Error(`the arrangement is not one: ${code}`);
  const rule = code as RuleCode;
  const late = rule === 'receiver_closed' || rule === 'depot_closed' || rule === 'outside_working_hours';
  return [
    {
      code: rule,
      soft: softRules.includes(rule),
      plate: vehicle === null ? '' : (day.trucks[vehicle]?.plate ?? ''),
      order: stop === null ? '' : (day.loads[stop]?.number ?? ''),
      amount: late ? Math.ceil(amount / 60) : rule === 'over_volume' ? Math.ceil(amount * 10) / 10 : Math.ceil(amount),
      becauseOfRest,
    },
  ];
}

function refuse(broken: BrokenRule[], reason: string): void {
  const said = (rules: BrokenRule[]): [string, string] =>
    [0, 1].map((language) =>
      rules
        .map((rule) =>
          ruleWords[rule.code]
            [language]!.replace('{plate}', rule.plate)
            .replace('{order}', rule.order)
            .replace('{amount}', String(rule.amount)),
        )
        .join('；'),
    ) as [string, string];
  const hard = broken.filter(({ soft }) => !soft);
  if (hard.length > 0) throw new DomainError('trip.rule-broken', { rules: said(hard) });
  if (broken.length > 0 && reason.length < 2) throw new DomainError('trip.reason-needed', { rules: said(broken) });
}
