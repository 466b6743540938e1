/** Operations of trips: each is one call of a service. */
import type { FastifyRequest } from 'fastify';
import { tripContracts as contracts, driverContracts } from '#contracts/trips.ts';
import { bareRoute, route } from '../../platform/http/route.ts';
import type { AppServer } from '../../platform/http/server.ts';
import { readBoard } from './board.service.ts';
import { asDriver, driverAct, readDriverTrip } from './driver.service.ts';
import { registerFleet } from './fleet.routes.ts';
import { moveStop } from './move.service.ts';
import { cancelTripPlan, registerTripPlanning, requestTripPlan } from './plan.service.ts';
import { arriveAt, assignDriver, breakDown, cancelTrip, departTrip, tripToChange, unloadAt } from './road.service.ts';
import { keepPosition, registerWatch, trackTruck } from './watch.service.ts';

export function registerTrips(server: AppServer): void {
  registerTripPlanning(server);
  registerWatch(server);
  const { secret } = server.config;
  const originOf = (request: FastifyRequest) => server.config.publicUrl ?? `${request.protocol}://${request.host}`;
  route(server, contracts.board, async (work) => readBoard(work, work.query.day));
  route(server, contracts.plan, async (work) => ({
    id: await requestTripPlan(work, work.body.day, work.body.seconds),
  }));
  route(server, contracts.cancelPlan, async (work) => {
    if (!(await cancelTripPlan(work, work.params.id))) work.nothingChanged();
    return {};
  });
  route(server, contracts.move, async (work) => {
    const answer = await moveStop(work, server.config, work.body);
    if (!answer.saved) work.nothingChanged();
    return answer;
  });
  route(
    server,
    contracts.assign,
    async (work) => {
      const { passId, key } = await assignDriver(work, secret, work.params.id, work.body);
      return { passId, link: `${originOf(work.request)}/m/pass#${key}` };
    },
    { secret: true },
  );
  registerRoad(server, secret);
  registerFleet(server);
  registerDriver(server, originOf);
}

function registerRoad(server: AppServer, secret: string): void {
  const done = async (act: Promise<void>) => {
    await act;
    return {};
  };
  route(server, contracts.depart, (work) => done(departTrip(work, secret, work.params.id)));
  route(server, contracts.arrive, (work) => done(arriveAt(work, work.params.id, work.params.position)));
  route(server, contracts.unload, (work) => done(unloadAt(work, work.params.id, work.params.position)));
  route(server, contracts.breakdown, async (work) => ({ planId: await breakDown(work, work.params.id, work.body) }));
  route(server, contracts.cancel, (work) => done(cancelTrip(work, work.params.id, work.body.reason)));
  route(server, contracts.track, async (work) => {
    const trip = await trackTruck(work, work.body);
    if (trip === null) work.nothingChanged();
    return { trip };
  });
  route(server, contracts.position, async (work) => {
    const trip = await tripToChange(work, work.params.id, ['departed', 'planned'], ['登记位置', 'be placed']);
    return done(keepPosition(work, trip, { ...work.body, source: 'tracker' }));
  });
}

/**
 * The key in the address is the proof; the act runs under the driver's name, in the one transaction that sees the trip, and its own id makes
 * it count once.
 */
function registerDriver(server: AppServer, originOf: (request: FastifyRequest) => string): void {
  const driverOf = async <T>(request: FastifyRequest, key: string, act: Parameters<typeof asDriver<T>>[3]) =>
    asDriver(server, (await server.resolveActor(request)).city, key, act);
  bareRoute(server, driverContracts.read, ({ params, request }) =>
    driverOf(request, params.key, (work, trip) => readDriverTrip(work, trip, originOf(request))),
  );
  bareRoute(server, driverContracts.act, async ({ params, body, request }) => {
    await driverOf(request, params.key, (work, trip) => driverAct(work, trip, body));
    return {};
  });
}
